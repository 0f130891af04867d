import type { WrittenRule } from '../rule';
import { spanOf, written } from '../terms';

/** Fields for which Open vSwitch puts the value where the mask belongs. Source: lib/match.c. */
export const maskNotKept: WrittenRule = {
  code: 'match/mask-not-kept',
  severity: 'warning',
  title: 'Open vSwitch uses the value of the field as its mask',
  *check({ line, flow }) {
    for (const term of flow.terms) {
      const { field, value, result, kind } = term;
      const isFaulty = field !== undefined && kind === 'field' && faulty.has(field.name);
      if (!isFaulty || !value || !result || value.mask === 0n || result.mask === value.mask) {
        continue;
      }
      const all = (1n << BigInt(field.bytes * 8)) - 1n;
      if (result.mask === 0n || value.mask !== all) {
        yield {
          span: spanOf(term),
          message: `Open vSwitch has a fault in ${term.key}: it uses the value as the mask. ${
            result.mask === 0n
              ? `${written(line, term)} matches everything.`
              : `${written(line, term)} matches all packets that have the bits 0x${result.value.toString(16)} set.`
          } No other spelling helps.`,
        };
      }
    }
  },
};

const faulty: ReadonlySet<string> = new Set([
  'tun_erspan_ver',
  'tun_erspan_dir',
  'tun_erspan_hwid',
  'tun_gtpu_flags',
  'tun_gtpu_msgtype',
]);
