/** What the rules for rejected matches share: which problem, and the fix that writes what was meant. */
import { listSpelling, numericSpelling, signedSpelling } from '../conntrack/spelling';
import { allFlags, flagsOf } from '../conntrack/states';
import type { StateTerm } from '../model/flow-connection-state';
import type { FlagProblem, IntendedFlagMatch } from '../syntax/flag-match-problems';
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

/** A fix for one problem, and where there are several and all can be guessed, one for the whole match. */
export function fixesOf(term: StateTerm, local: readonly { title: string; edits: readonly Edit[] }[]): Fix[] {
  const fixes: Fix[] = local.map((fix) => ({ ...fix, keepsMeaning: false }));
  const { problems, intended } = term.rejected!;
  if (intended && intended.mask !== 0 && (problems.length > 1 || local.length === 0)) {
    const value = spellingOfIntended(intended);
    const whole = {
      title: `Change to ${value}`,
      edits: [{ ...term.span, newText: value }],
      keepsMeaning: false,
    };
    fixes.unshift(whole);
  }
  return fixes;
}
