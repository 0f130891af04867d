import { signedSpelling } from '../../conntrack/spelling';
import {
  allFlags,
  coverTheSame,
  redundantFlags,
  type StateMatch,
  withoutFlags,
} from '../../conntrack/states';
import type { WrittenRule } from '../rule';

/**
 * A flag that the rest of the match already decides. Where all eight flags are written out the author
 * spells out an exact match, and nothing is called redundant.
 */
export const redundantFlag: WrittenRule = {
  code: 'ct-state/redundant-flag',
  severity: 'hint',
  title: 'The flag is redundant',
  *check({ state }) {
    const term = state.terms.length === 1 ? state.terms[0]! : undefined;
    if (!state.effective || term?.accepted?.form !== 'signed' || term.match.mask === allFlags) {
      return;
    }
    const redundant = redundantFlags(term.match);
    const flags = term.accepted.terms.filter((flag) => flag.bit & redundant);
    for (const { span, bit } of flags) {
      const rest = withoutFlags(term.match, redundant);
      const text = signedSpelling({ value: term.match.value & bit, mask: bit });
      yield {
        span,
        message: `${text} is redundant: ${signedSpelling(decidingFlags(rest, term.match, bit))} already decides it. The flow matches the same packets without it.`,
        unnecessary: true,
        fixes: () => [
          { title: `Remove the redundant ${text}`, edits: [{ ...span, newText: '' }], keepsMeaning: true },
          ...(flags.length > 1
            ? [
                {
                  title: 'Remove all redundant flags',
                  edits: flags.map((flag) => ({ ...flag.span, newText: '' })),
                  keepsMeaning: true,
                },
              ]
            : []),
        ],
      };
    }
  },
};

/** The one flag of the rest that decides the redundant one, or the whole rest when it takes several. */
function decidingFlags(rest: StateMatch, match: StateMatch, bit: number): StateMatch {
  for (let other = 1; other <= allFlags; other <<= 1) {
    const alone = { value: rest.value & other, mask: rest.mask & other };
    const both = { value: alone.value | (match.value & bit), mask: alone.mask | bit };
    if (alone.mask !== 0 && coverTheSame(alone, both)) {
      return alone;
    }
  }
  return rest;
}
