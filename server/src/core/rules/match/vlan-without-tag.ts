import type { WrittenRule } from '../rule';
import { spanOf, valueSpanOf, written } from '../terms';

const tagPresent = 0x1000n;
const vlanId = 0xfffn;

/** A VLAN ID without the bit that says there is a tag: it matches packets that have none. */
export const vlanWithoutTag: WrittenRule = {
  code: 'match/vlan-without-tag',
  severity: 'warning',
  title: 'The VLAN ID lacks the bit that says there is a tag',
  *check({ line, flow }) {
    for (const term of flow.terms) {
      const { field, value, kind } = term;
      if (kind !== 'field' || !value || (field?.name !== 'vlan_vid' && field?.name !== 'vlan_tci')) {
        continue;
      }
      const asked = value.value & value.mask;
      if ((value.mask & tagPresent) === 0n || (asked & tagPresent) !== 0n || asked === 0n) {
        continue;
      }
      const tagged = `0x${(value.value | tagPresent).toString(16)}`;
      const mask = line.text.slice(term.item.valueStart, term.item.valueEnd).split('/')[1];
      const { start, end } = spanOf(term);
      yield {
        span: valueSpanOf(term),
        message: `${written(line, term)} lacks bit 0x1000, which says that there is a tag: no packet has a VLAN ID without it. In OpenFlow 1.0 the flow matches packets without a tag, in later versions no packet at all. Write ${tagged}, or use dl_vlan.`,
        fixes: () => [
          {
            title: `Write ${tagged}, with the tag`,
            edits: [{ ...valueSpanOf(term), newText: mask === undefined ? tagged : `${tagged}/${mask}` }],
            keepsMeaning: false,
          },
          ...(mask === undefined && (asked & ~vlanId) === 0n
            ? [
                {
                  title: `Write dl_vlan=${asked}`,
                  edits: [{ start, end, newText: `dl_vlan=${asked}` }],
                  keepsMeaning: false,
                },
              ]
            : []),
        ],
      };
    }
  },
};
