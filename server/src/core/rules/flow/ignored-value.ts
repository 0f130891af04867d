import { flowKey } from '../../facts/flow-keys';
import { etherTypes, ipProtocols, type ProtocolWord } from '../../facts/protocol-words';
import { readIpv4, readIpv6 } from '../../flow/values/addresses';
import { excerpt } from '../../syntax/excerpt';
import type { WrittenRule } from '../rule';

/** A value behind a word that takes none: `ip=10.0.0.1` matches all IPv4 packets. */
export const ignoredValue: WrittenRule = {
  code: 'flow/ignored-value',
  severity: 'warning',
  title: 'The word takes no value, and Open vSwitch ignores it',
  *check({ line, flow }) {
    for (const { item, key, kind, word } of flow.terms) {
      const takesNone = kind === 'protocol' || kind === 'ethernet' || flowKey(key)?.kind === 'flag';
      if (!takesNone || item.delimiter === '' || item.valueStart === item.valueEnd) {
        continue;
      }
      const span = { start: item.keyEnd, end: item.end };
      const value = line.text.slice(item.valueStart, item.valueEnd);
      const meant = kind === 'protocol' ? fieldsFor(word!, value) : [];
      yield {
        span,
        message: `${key} takes no value. Open vSwitch ignores ${excerpt(line.text, { start: item.valueStart, end: item.valueEnd })}${kind === 'protocol' ? `, and ${flow.command.startsWith('delete') ? 'deletes the flows of' : 'matches'} all ${key} packets` : ''}. ${meant.length > 0 ? `Write ${meant.map((name) => `${key},${name}=...`).join(' or ')} to match it.` : 'Take it away.'}`,
        unnecessary: true,
        fixes: () => [
          ...meant.map((name) => ({
            title: `Write ${key},${name}=${value}`,
            edits: [{ ...span, newText: `,${name}=${value}` }],
            keepsMeaning: false,
          })),
          { title: `Write ${key} alone`, edits: [{ ...span, newText: '' }], keepsMeaning: false },
        ],
      };
    }
  },
};

const transports = [
  { protocol: ipProtocols.tcp, fields: ['tcp_dst', 'tcp_src'] },
  { protocol: ipProtocols.udp, fields: ['udp_dst', 'udp_src'] },
  { protocol: ipProtocols.sctp, fields: ['sctp_dst', 'sctp_src'] },
];

/** The fields that a value behind a protocol can be meant for: an address of the family, a port. */
function fieldsFor({ etherType, ipProtocol }: ProtocolWord, value: string): readonly string[] {
  if (etherType === etherTypes.ipv4 && !('error' in readIpv4(value))) {
    return ['nw_src', 'nw_dst'];
  }
  if (etherType === etherTypes.ipv6 && value.includes(':') && !('error' in readIpv6(value))) {
    return ['ipv6_src', 'ipv6_dst'];
  }
  const isPort = /^[1-9][0-9]{0,4}$/.test(value) && Number(value) <= 0xffff;
  return (isPort && transports.find(({ protocol }) => protocol === ipProtocol)?.fields) || [];
}
