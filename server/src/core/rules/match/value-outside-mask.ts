import { formatFieldValue } from '../../flow/values/format';
import { ones } from '../../flow/values/reading';
import { excerpt } from '../../syntax/excerpt';
import type { WrittenRule } from '../rule';
import { respelling, valueSpanOf, written } from '../terms';

/** A value with bits where its mask has none: `10.0.0.5/24`, `reg0=0x5/0x4`. */
export const valueOutsideMask: WrittenRule = {
  code: 'match/value-outside-mask',
  severity: 'warning',
  title: 'The value of a field has bits that its mask leaves out',
  *check({ line, flow }) {
    for (const term of flow.terms) {
      const { field, value } = term;
      if (!field || !value || term.kind !== 'field' || field.format === 'ct-state') {
        continue;
      }
      if (value.mask === 0n || (value.value & ~value.mask) === 0n) {
        continue;
      }
      const kept = formatFieldValue(field, value.value & value.mask, value.mask);
      const exact = formatFieldValue(field, value.value, ones(field.bytes));
      yield {
        span: valueSpanOf(term),
        message: `The value of ${written(line, term)} has bits that its mask leaves out. Open vSwitch clears them without a word and matches ${term.key}=${kept}.`,
        fixes: () => [
          respelling(term, kept, ', what Open vSwitch matches'),
          respelling(term, exact, `, without the mask of ${excerpt(line.text, valueSpanOf(term))}`),
        ],
      };
    }
  },
};
