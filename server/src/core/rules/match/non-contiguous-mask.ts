import { formatIpv4, prefixLength } from '../../flow/values/addresses';
import type { WrittenRule } from '../rule';
import { respelling, valueSpanOf, written } from '../terms';

/** A mask of an IPv4 or IPv6 address that is no prefix: it is taken, and hardly ever meant. */
export const nonContiguousMask: WrittenRule = {
  code: 'match/non-contiguous-mask',
  severity: 'information',
  title: 'The mask of the address is no prefix',
  *check({ line, flow }) {
    for (const term of flow.terms) {
      const { field, value, kind } = term;
      if (kind !== 'field' || !field || !value || (field.format !== 'ipv4' && field.format !== 'ipv6')) {
        continue;
      }
      const bits = field.bytes * 8;
      if (prefixLength(value.mask, bits) !== undefined) {
        continue;
      }
      const all = (1n << BigInt(bits)) - 1n;
      const inverted = ~value.mask & all;
      const length = prefixLength(inverted, bits);
      yield {
        span: valueSpanOf(term),
        message: `The mask of ${written(line, term)} is no network prefix. ${length === undefined ? 'Open vSwitch takes it as it is.' : 'It looks like the wildcard mask of a router, where 0 means to compare; in Open vSwitch 1 does.'} Write a prefix length if a network is meant.`,
        fixes: () =>
          length === undefined || field.format !== 'ipv4'
            ? []
            : [
                respelling(
                  term,
                  `${formatIpv4(value.value & inverted)}/${length}`,
                  ', with the mask turned around',
                ),
              ],
      };
    }
  },
};
