import { flowKey } from '../../facts/flow-keys';
import { readIpv4 } from '../../flow/values/addresses';
import { excerpt } from '../../syntax/excerpt';
import type { Rule } from '../rule';

/** A value behind a word that takes none: `ip=10.0.0.1` matches all IPv4 packets. */
export const ignoredValue: Rule = {
  code: 'flow/ignored-value',
  severity: 'warning',
  title: 'The word takes no value, and Open vSwitch ignores it',
  *check({ line, flow }) {
    for (const { item, key, kind } of flow.terms) {
      const takesNone = kind === 'protocol' || kind === 'ethernet' || flowKey(key)?.kind === 'flag';
      if (!takesNone || item.delimiter === '' || item.valueStart === item.valueEnd) {
        continue;
      }
      const span = { start: item.keyEnd, end: item.end };
      const value = line.text.slice(item.valueStart, item.valueEnd);
      const isAddress = kind === 'protocol' && !('error' in readIpv4(value));
      yield {
        span,
        message: `${key} takes no value. Open vSwitch ignores ${excerpt(line.text, { start: item.valueStart, end: item.valueEnd })}${kind === 'protocol' ? `, and ${flow.command.startsWith('delete') ? 'deletes the flows of' : 'matches'} all ${key} packets` : ''}. ${isAddress ? `Write ${key},nw_src=… or ${key},nw_dst=… to match an address.` : 'Take it away.'}`,
        unnecessary: true,
        fixes: () => [
          { title: `Write ${key} alone`, edits: [{ ...span, newText: '' }], keepsMeaning: false },
          ...(isAddress
            ? ['nw_src', 'nw_dst'].map((name) => ({
                title: `Match the address: ${key},${name}=${value}`,
                edits: [{ ...span, newText: `,${name}=${value}` }],
                keepsMeaning: false,
              }))
            : []),
        ],
      };
    }
  },
};
