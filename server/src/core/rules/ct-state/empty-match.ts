import { termsThatCount } from '../../model/flow-connection-state';
import { excerpt } from '../../syntax/excerpt';
import { removeItem } from '../respell';
import type { WrittenRule } from '../rule';

/** A match that asks for nothing: `ct_state=`, `ct_state`, `0/0`. A plain `*` says so openly and is left alone. */
export const emptyMatch: WrittenRule = {
  code: 'ct-state/empty-match',
  severity: 'warning',
  title: 'The match is empty',
  *check({ line, state }) {
    for (const term of termsThatCount(state)) {
      if (term.accepted?.form === 'wildcard' || term.match.mask !== 0) {
        continue;
      }
      const { keyStart, end } = term.item;
      const written = excerpt(line.text, { start: keyStart, end });
      const idle = term.subfield !== undefined || state.terms.length === 1;
      yield {
        span: { start: keyStart, end },
        message: term.subfield
          ? `${written} asks for bits that are no flag. Open vSwitch leaves it out of the flow without a word. Remove it.`
          : `${written} asks for nothing: it matches every packet, tracked or not, and Open vSwitch leaves it out of the flow without a word. Say what to match, or remove it.`,
        unnecessary: idle,
        fixes: () => [
          {
            title: 'Remove the empty match',
            edits: [removeItem(line, term)],
            // An author who wrote the field meant to ask for something.
            keepsMeaning: false,
          },
        ],
      };
    }
  },
};
