import { coversUntracked, flagsOf, isSatisfiable, trackedFlag } from '../../conntrack/states';
import { inStyleOf, replaceTerms, spanOf } from '../respell';
import type { WrittenRule } from '../rule';

/** `-new` alone: packets that were never tracked have no flag set, so they match as well. */
export const matchesUntracked: WrittenRule = {
  code: 'ct-state/matches-untracked',
  severity: 'hint',
  title: 'The match also takes untracked packets',
  *check({ line, state }) {
    const match = state.effective;
    if (!match || match.mask === 0 || match.mask & trackedFlag || state.trackedByOtherField) {
      return;
    }
    if (!coversUntracked(match) || !isSatisfiable(match)) {
      return;
    }
    const last = state.terms[state.terms.length - 1]!;
    const names = flagsOf(match.mask).map((flag) => flag.name);
    const narrowed = { value: match.value | trackedFlag, mask: match.mask | trackedFlag };
    const value = inStyleOf(last, narrowed);
    yield {
      span: spanOf(state.terms),
      message: `This also matches packets that have not been through the connection tracker: none of their flags is set, so ${names.length === 1 ? `${names[0]} is` : 'these are'} clear on them too. Add +trk if only tracked packets are meant.`,
      fixes: () => [
        {
          title: `Match tracked packets only: ${value}`,
          edits: replaceTerms(line, state.terms, value),
          keepsMeaning: false,
        },
      ],
    };
  },
};
