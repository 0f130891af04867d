/** Flows that no OpenFlow version, or none of those in use, can carry. Source: lib/ofp-protocol.c; utilities/ovs-ofctl.c. */
import { any, type FormatSet, none } from '../facts/flow-formats';
import { flowKey } from '../facts/flow-keys';
import { excerpt } from '../syntax/excerpt';
import type { FlowLine } from '../syntax/flow-line';
import type { Span } from '../syntax/span';
import { versionsIn } from './format-choice';
import { formatsFor } from './match-field-items';
import type { MatchTerm } from './match-term';
import type { Problems } from './problem';

/** What keeps a flow from being sent. */
export interface UnsendableFlow {
  readonly line: FlowLine;
  readonly terms: readonly MatchTerm[];
  /** The formats that can carry the match alone, and the flow as a whole. */
  readonly ofMatch: FormatSet;
  readonly usable: FormatSet;
  /** The formats of the versions in use. */
  readonly allowed: FormatSet;
}

/** Reports the part of the flow that cannot be sent, where there is one. */
export function rejectFormats(flow: UnsendableFlow, problems: Problems): void {
  const { line, terms, usable, allowed, ofMatch } = flow;
  const never = usable === none;
  const term = terms.find((each) => (formatsOf(each) & (never ? any : allowed)) === none);
  // An action that only OpenFlow 1.0 can carry with this match is what the others do not go with.
  const early = problems.list.find(({ code }) => code === 'action/needs-match-later');
  const span = term
    ? spanOf(term)
    : never && early
      ? early.span
      : ofMatch & allowed
        ? actionsOf(line)
        : matchOf(line);
  const what = excerpt(line.text, span);
  if (!never) {
    problems.reject(
      'flow/not-in-version',
      span,
      'no usable protocol',
      `Only OpenFlow ${versionsIn(term ? formatsOf(term) : usable)} can carry ${what}, not the version in use.`,
    );
    return;
  }
  problems.reject(
    'flow/cannot-be-sent',
    span,
    'actions are invalid with specified match (OFPBAC_MATCH_INCONSISTENT)',
    !term
      ? early
        ? `Only OpenFlow 1.0 can carry ${what} with this match, and the rest of the flow needs a later version. Add to the match what ${what} needs.`
        : 'Match and actions need different versions of OpenFlow: none can carry both.'
      : term.subfield
        ? `No version of OpenFlow can carry ${what}: ${term.subfield.field.name} is matched as a whole or not at all.`
        : `No version of OpenFlow can carry ${what} to a switch: ${term.key} is used inside Open vSwitch only.`,
  );
}

/** The formats that can carry one item of the match. */
function formatsOf({ field, value, word, kind, key }: MatchTerm): FormatSet {
  if (field && value) {
    return formatsFor(field, value);
  }
  return word?.formats ?? (kind === 'key' && flowKey(key)?.kind === 'flag' ? flowKey(key)!.formats : any);
}

function spanOf({ item }: MatchTerm): Span {
  return { start: item.keyStart, end: item.end };
}

function actionsOf({ actions, text }: FlowLine): Span {
  const first = actions?.items[0];
  return first
    ? { start: first.keyStart, end: actions.items.at(-1)!.end }
    : (actions?.word ?? { start: 0, end: text.length });
}

/** The whole match; the word for the actions where there is none. */
function matchOf({ match, actions, text }: FlowLine): Span {
  const start = match[0]?.keyStart ?? actions?.word.start ?? 0;
  return { start, end: match.at(-1)?.end ?? actions?.word.end ?? text.length };
}
