import type { MatchTerm } from '../../flow/match-items';
import type { WrittenRule } from '../rule';
import { removal, spanOf, written } from '../terms';

/** A keyword given twice: Open vSwitch keeps the last. */
export const repeatedKey: WrittenRule = {
  code: 'flow/repeated-key',
  severity: 'warning',
  title: 'The keyword is given again, and Open vSwitch keeps the last',
  *check({ line, flow }) {
    const seen = new Map<string, MatchTerm>();
    for (const term of flow.terms) {
      if (term.kind !== 'key') {
        continue;
      }
      // modify can both set a cookie and choose flows by theirs.
      const masked =
        term.key === 'cookie' && line.text.slice(term.item.valueStart, term.item.valueEnd).includes('/');
      const name = masked ? 'cookie/mask' : term.key;
      const before = seen.get(name);
      seen.set(name, term);
      if (before) {
        yield {
          span: spanOf(before),
          message: `${written(line, before)} has no effect: ${written(line, term)} stands behind it. Open vSwitch keeps the last and says nothing.`,
          unnecessary: true,
          related: [{ span: spanOf(term), message: 'This is what Open vSwitch keeps.' }],
          fixes: () => {
            const isSame = written(line, before) === written(line, term);
            return isSame ? [removal(line, before, true)] : [removal(line, before), removal(line, term)];
          },
        };
      }
    }
  },
};
