/** Completion of arguments that are known by their names: `zone=`, `commit`, `nat(…)`. */
import { actionBriefs } from '../facts/action-briefs';
import { type ActionHelp, type ArgumentHelp, actionHelp } from '../facts/action-help';
import { type ArgumentKind, argumentKinds, argumentPartners, argumentRivals } from '../facts/action-places';
import type { Span } from '../syntax/span';
import type { Completion } from './completion-list';
import { paragraphs } from './markdown';
import type { MatchSoFar } from './missing-items';
import { type SeenValues, seenKind } from './seen-values';

/** What functions about arguments share. */
export interface Surroundings {
  readonly text: string;
  readonly offset: number;
  readonly before: MatchSoFar;
  readonly seen: SeenValues;
}

/** The arguments with names that are not given yet. */
export function namedArguments(
  help: ActionHelp | ArgumentHelp,
  span: Span,
  given: readonly string[],
  hasValue: boolean,
  seen: SeenValues,
): Completion[] {
  return (help.arguments ?? [])
    .filter(({ positional, name }) => {
      const rivals = argumentRivals[`${help.name} ${name}`] ?? [];
      return !positional && !given.includes(name) && !rivals.some((rival) => given.includes(rival));
    })
    .flatMap((argument) => argumentCompletions(help, argument, span, given, hasValue, seen));
}

function argumentCompletions(
  help: ActionHelp | ArgumentHelp,
  argument: ArgumentHelp,
  span: Span,
  given: readonly string[],
  hasValue: boolean,
  seen: SeenValues,
): Completion[] {
  const { name, form, meaning, example, since } = argument;
  const key = `${help.name} ${name}`;
  const partner = argumentPartners[key];
  const along = partner === undefined || given.includes(partner) ? '' : `${partner},`;
  const completion = {
    kind: 'argument',
    label: name,
    note: actionBriefs[key] ?? meaning,
    documentation: paragraphs(
      `**${name}**: ${meaning}`,
      `Example: \`${example}\`${since === undefined ? '' : `. Since Open vSwitch ${since}.`}`,
    ),
    span,
    ...(along !== '' && { detail: ` with ${partner}`, filterText: name }),
  } as const;
  if (hasValue || form === 'flag') {
    return [{ ...completion, newText: `${along}${name}` }];
  }
  if (form === 'value') {
    const kind = argumentKinds[key];
    const offered = argument.words !== undefined || (kind !== undefined && offers(kind, seen));
    return [{ ...completion, newText: `${along}${name}=`, continues: offered }];
  }
  const call = {
    ...completion,
    newText: `${along}${name}(`,
    tail: ')',
    continues: argument.arguments !== undefined || name === 'exec',
  };
  const alone = actionHelp(name)?.forms.includes(name);
  return alone
    ? [
        { ...completion, newText: `${along}${name}`, note: 'As chosen at commit' },
        { ...call, label: `${name}(…)`, filterText: name },
      ]
    : [{ ...call, detail: completion.detail ?? '(…)' }];
}

/** Whether a list would come up for the kind of value. */
function offers(kind: ArgumentKind, seen: SeenValues): boolean {
  const always: readonly ArgumentKind[] = ['output', 'port', 'zone', 'source', 'target', 'tunnel-option'];
  return always.includes(kind) || seen.values(seenKind(kind)).length > 0;
}
