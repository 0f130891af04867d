import { joined } from '../../conntrack/description';
import { canonicalSpelling, hexadecimal } from '../../conntrack/spelling';
import { flagsOf } from '../../conntrack/states';
import { termsThatCount } from '../../model/flow-connection-state';
import type { WrittenRule } from '../rule';

/** A value with bits that its mask leaves out. Source: lib/flow.c, parse_flags; lib/match.c clears them. */
export const valueOutsideMask: WrittenRule = {
  code: 'ct-state/value-outside-mask',
  severity: 'warning',
  title: 'The value has bits outside its mask',
  *check({ state }) {
    for (const { accepted, match, span } of termsThatCount(state)) {
      const [value, mask] = accepted?.numbers ?? [];
      if (accepted?.form !== 'masked' || !value || !mask) {
        continue;
      }
      const lost = (value.value & ~mask.value) >>> 0;
      if (lost === 0) {
        continue;
      }
      const wider = { value: value.value, mask: (value.value | mask.value) >>> 0 };
      const names = joined(flagsOf(lost).map((flag) => flag.name));
      const left = canonicalSpelling(match) || 'every packet';
      const text = `${hexadecimal(wider.value)}/${hexadecimal(wider.mask)}`;
      const cleared = `${hexadecimal(match.value)}/${hexadecimal(match.mask)}`;
      yield {
        span: value,
        message: `The value sets ${names} (${hexadecimal(lost)}), which the mask leaves out. Open vSwitch drops that silently and matches ${left}. Widen the mask to ask for ${names}, or clear it in the value.`,
        fixes: () => [
          {
            title: `Widen the mask: ${text} (${canonicalSpelling(wider)})`,
            edits: [{ ...span, newText: text }],
            keepsMeaning: false,
          },
          {
            title: `Clear the bits: ${cleared} (${canonicalSpelling(match) || 'matches everything'}), what Open vSwitch does`,
            edits: [{ ...span, newText: cleared }],
            // The same flow, but the bits were asked for: whoever set them has to decide.
            keepsMeaning: false,
          },
        ],
      };
    }
  },
};
