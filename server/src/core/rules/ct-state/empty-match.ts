import { removeItem } from '../respell';
import type { Rule } from '../rule';

/** A match that asks for nothing: `ct_state=`, `ct_state`, `0/0`. A plain `*` says so openly and is left alone. */
export const emptyMatch: Rule = {
  code: 'ct-state/empty-match',
  severity: 'warning',
  title: 'The match is empty',
  *check({ line, state }) {
    for (const term of state.terms) {
      const open = term.accepted?.form === 'wildcard';
      const nothing =
        (term.accepted !== undefined || term.subfield?.error === undefined) && term.match.mask === 0;
      if (open || term.rejected || term.needsBrackets || term.strays.length > 0 || !nothing) {
        continue;
      }
      const { keyStart, end } = term.item;
      yield {
        span: { start: keyStart, end },
        message: `${line.text.slice(keyStart, end)} asks for nothing: it matches every packet, tracked or not, and Open vSwitch leaves it out of the flow without a word. Say what to match, or remove it.`,
        unnecessary: state.terms.length === 1,
        fixes: () => [
          {
            title: 'Remove the empty match',
            edits: [removeItem(line, term)],
            // Behind another ct_state an empty one is not idle: it takes the other's place.
            keepsMeaning: state.terms.length === 1,
          },
        ],
      };
    }
  },
};
