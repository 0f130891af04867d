import { isTunnelOption } from '../../flow/match';
import { excerpt } from '../../syntax/excerpt';
import type { WrittenRule } from '../rule';
import { removal, spanOf, written } from '../terms';

/** A field that asks for nothing: no value, or a mask of zero. A plain `*` says so openly and is left alone. */
export const matchesEverything: WrittenRule = {
  code: 'match/matches-everything',
  severity: 'warning',
  title: 'The field asks for nothing',
  *check({ line, flow }) {
    for (const term of flow.terms) {
      const { field, value, item } = term;
      if (!field || value?.mask !== 0n || field.format === 'ct-state' || isTunnelOption(field)) {
        continue;
      }
      const text = excerpt(line.text, { start: item.valueStart, end: item.valueEnd });
      if (text === '*') {
        continue;
      }
      yield {
        span: spanOf(term),
        message: `${written(line, term)} asks for nothing: any ${term.key} will do, and Open vSwitch leaves it out of the flow without a word. ${text === '' ? 'Say which value, or remove it.' : 'Give the mask some bits, or remove it.'}${flow.command.startsWith('delete') ? ' Nothing of it narrows down what is deleted.' : ''}`,
        unnecessary: true,
        fixes: () => [removal(line, term)],
      };
    }
  },
};
