import { matchField } from '../../facts/match-fields';
import type { MatchTerm } from '../../flow/match-items';
import type { WrittenRule } from '../rule';
import { removal, spanOf, written } from '../terms';

const etherType = matchField('eth_type');
const ipProtocol = matchField('nw_proto');

/** The same bits asked for twice: the later item replaces the earlier. */
export const repeatedField: WrittenRule = {
  code: 'match/repeated-field',
  severity: 'warning',
  title: 'A later item replaces this one',
  *check({ line, flow }) {
    const owners = new Map<string, { term: MatchTerm; bits: bigint }[]>();
    for (const term of flow.terms) {
      const parts = bitsOf(term);
      const replaced = new Set<MatchTerm>();
      for (const { slot, bits } of parts) {
        const others = owners.get(slot) ?? [];
        for (const other of others) {
          if ((other.bits & bits) !== 0n) {
            replaced.add(other.term);
          }
        }
        const left = others.filter((other) => (other.bits & bits) === 0n);
        // An item that asks for nothing has nothing that could be replaced in its turn.
        owners.set(slot, term.value!.mask === 0n ? left : [...left, { term, bits }]);
      }
      for (const other of replaced) {
        if (!(other.field?.format === 'ct-state' && term.field?.format === 'ct-state')) {
          yield {
            span: spanOf(other),
            message: `${written(line, other)} has no effect: ${written(line, term)} behind it ${term.value!.mask === 0n ? 'asks for nothing, and wipes it out' : other.field === term.field ? 'sets the same field again' : 'sets the same bits again'}. Open vSwitch keeps the last and says nothing.`,
            unnecessary: true,
            related: [{ span: spanOf(term), message: 'This is what Open vSwitch keeps.' }],
            fixes: () => [removal(line, other), removal(line, term)],
          };
        }
      }
    }
  },
};

/** The bits of Open vSwitch's slots that an item sets. Protocols have a rule of their own. */
function bitsOf({ field, subfield, value, result }: MatchTerm): { slot: string; bits: bigint }[] {
  if (!field || !value || !result || field === etherType || field === ipProtocol) {
    return [];
  }
  return field.storage.flatMap(({ slot, width, slotShift = 0, fieldShift = 0 }) => {
    const all = (1n << BigInt(width)) - 1n;
    const wanted = subfield ? (value.mask >> BigInt(fieldShift)) & all : all;
    return wanted === 0n ? [] : [{ slot, bits: wanted << BigInt(slotShift) }];
  });
}
