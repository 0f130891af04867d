import type { MatchField } from '../../facts/match-fields';
import { formatFieldValue } from '../../flow/values/format';
import { ones } from '../../flow/values/reading';
import type { WrittenRule } from '../rule';
import { respelling, valueSpanOf, written } from '../terms';

/** What `dl_vlan` takes for "no tag". */
const noVlan = 0xffffn;

/** A value that fits into the field's bytes, but not into its bits: `dl_vlan=4096` matches VLAN 0. */
export const valueTruncated: WrittenRule = {
  code: 'match/value-truncated',
  severity: 'warning',
  title: 'The value does not fit the field and is cut',
  *check({ line, flow }) {
    for (const term of flow.terms) {
      const { field, value, result, kind } = term;
      if (kind !== 'field' || !field || !value || !result || value.mask === 0n) {
        continue;
      }
      const asked = value.value & value.mask;
      const untagged = field.name === 'dl_vlan' && asked === noVlan;
      if (asked === result.value || untagged || field.format === 'port' || field.format === 'ct-state') {
        continue;
      }
      const kept = formatFieldValue(field, result.value, ones(field.bytes));
      yield {
        span: valueSpanOf(term),
        message: `${written(line, term)} does not fit: ${rangeOf(field)}. It cuts the value without a word and matches ${term.key}=${kept}.`,
        fixes: () => [respelling(term, kept, ', what Open vSwitch matches')],
      };
    }
  },
};

/** What values fit, in words. */
function rangeOf({ bits, writableBits, storage }: MatchField): string {
  const isLow = (writableBits & (writableBits + 1n)) === 0n;
  // Of an ARP opcode Open vSwitch keeps one byte.
  const kept = Math.min(
    bits,
    storage.reduce((sum, { width }) => sum + width, 0),
  );
  return isLow
    ? `Open vSwitch matches ${kept === 1 ? '1 bit' : `${kept} bits`} of the field, for values up to ${(1n << BigInt(kept)) - 1n}`
    : `only the bits of 0x${writableBits.toString(16)} belong to the field`;
}
