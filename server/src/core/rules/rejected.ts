/** What the rules for rejected matches share: which problem, and the fixes that write what was meant. */

import { listSpelling, numericSpelling, signedSpelling } from '../conntrack/spelling';
import { allFlags, flagsOf } from '../conntrack/states';
import { connectionStateFlags } from '../facts/connection-state';
import { type StateTerm, strayText } from '../model/flow-connection-state';
import { shortened } from '../syntax/excerpt';
import { parseFlagMatch } from '../syntax/flag-match';
import {
  explainRejectedFlagMatch,
  type FlagProblem,
  type IntendedFlagMatch,
} from '../syntax/flag-match-problems';
import type { FlowLine } from '../syntax/flow-line';
import { applyEdits } from './edits';
import { endOf, removeItem } from './respell';
import type { Edit, Fix, RuleInput } from './rule';

/** The problems of the given kinds in a flow's match on connection state, each with its term. */
export function* problemsOf<Kind extends FlagProblem['kind']>(
  { state }: RuleInput,
  ...kinds: readonly Kind[]
): Iterable<{ term: StateTerm; problem: Extract<FlagProblem, { kind: Kind }> }> {
  for (const term of state.terms) {
    for (const problem of term.rejected?.problems ?? []) {
      if ((kinds as readonly string[]).includes(problem.kind)) {
        yield { term, problem: problem as Extract<FlagProblem, { kind: Kind }> };
      }
    }
  }
}

/** The spelling of what was most likely meant, in the form it was meant in. */
export function spellingOfIntended(intended: IntendedFlagMatch): string {
  switch (intended.form) {
    case 'signed':
      return signedSpelling(
        intended,
        intended.terms.map((term) => term.bit),
      );
    case 'list':
      return intended.terms.length > 0
        ? intended.terms.map((term) => flagsOf(term.bit)[0]!.name).join('|')
        : listSpelling(intended.value);
    case 'masked':
      return intended.mask === allFlags
        ? `${numericSpelling(intended)}/${numericSpelling({ value: allFlags, mask: allFlags })}`
        : numericSpelling(intended);
  }
}

/**
 * The fixes for one problem, and where there are several problems and all can be guessed, one for the
 * whole match. A fix that would leave an empty match takes the whole item out instead.
 */
export function fixesOf(
  line: FlowLine,
  term: StateTerm,
  local: readonly { title: string; edits: readonly Edit[] }[],
): Fix[] {
  const several = term.rejected!.problems.length + term.strays.length > 1;
  const whole = several || local.length === 0 ? wholeFixes(line, term) : [];
  const { start, end } = term.span;
  const fixes = local.map((fix) => {
    const within = fix.edits.map((edit) => ({ ...edit, start: edit.start - start, end: edit.end - start }));
    const left = applyEdits(line.text.slice(start, end), within);
    return left === '' ? removal(line, term) : { ...fix, keepsMeaning: false };
  });
  return [...whole, ...fixes];
}

/** Writes the whole item anew, with what was meant as part of it; nothing where that cannot be guessed. */
export function wholeFixes(line: FlowLine, term: StateTerm): Fix[] {
  const meant = meantBy(line, term);
  if (!meant) {
    return [];
  }
  const edits = [{ start: term.item.keyStart, end: endOf(term), newText: `ct_state=${meant}` }];
  return [{ title: `Change to ct_state=${shortened(meant)}`, edits, keepsMeaning: false }];
}

/** Takes the item out of the match. */
export function removal(line: FlowLine, term: StateTerm): Fix {
  return { title: 'Remove ct_state from the match', edits: [removeItem(line, term)], keepsMeaning: false };
}

/** The value that was most likely meant, strays put together with it; undefined when that makes no match. */
export function meantBy(line: FlowLine, term: StateTerm): string | undefined {
  const pieces = [line.text.slice(term.span.start, term.span.end)];
  let signed = /[+\-!~]/.test(pieces[0]!);
  let open = pieces[0] === '' || /[/|]$/.test(pieces[0]!);
  for (const stray of term.strays) {
    const piece = strayText(line.text, stray);
    const direct = open || piece === '' || /^[+\-!~|/]/.test(piece);
    pieces.push(direct ? piece : (signed ? '+' : '|') + piece);
    signed ||= /[+\-!~]/.test(piece);
    open = piece === '' ? open : /[/|]$/.test(piece);
  }
  const whole = pieces.join('');
  const accepted = parseFlagMatch(whole, 0, whole.length, connectionStateFlags, allFlags);
  if (accepted) {
    return accepted.mask !== 0 && !accepted.ignored ? whole : undefined;
  }
  const { intended } = explainRejectedFlagMatch(whole, 0, whole.length, connectionStateFlags, allFlags);
  return intended && intended.mask !== 0 ? spellingOfIntended(intended) : undefined;
}
