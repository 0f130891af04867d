/** The packets that a match takes, in words: "TCP packets from 10.0.0.1 to port 80 (http)". */
import { describePackets, joined } from '../conntrack/description';
import { flowKey } from '../facts/flow-keys';
import { matchField } from '../facts/match-fields';
import { etherTypes, protocolWord } from '../facts/protocol-words';
import type { Match } from '../flow/match';
import { printMatch } from '../flow/print-match';
import { prefixLength } from '../flow/values/addresses';
import { code } from './markdown';
import { nameOf } from './number-value';

/** The parts of the phrase, in the order in which they are said. */
const places = ['arriving', 'from', 'to', 'in', 'other', 'with', 'that'] as const;
type Place = (typeof places)[number];

/** Where an item of the canonical match goes, and its words there. */
const clauses: Readonly<Record<string, (value: string, match: Match) => readonly [Place, string]>> = {
  in_port: (value) => ['arriving', value === 'LOCAL' ? 'on the bridge’s own port' : `on port ${code(value)}`],
  dl_src: (value) => ['from', code(value)],
  nw_src: (value) => ['from', code(value)],
  ipv6_src: (value) => ['from', code(value)],
  tp_src: (value) => ['from', portPhrase(value)],
  dl_dst: (value) => ['to', value === 'ff:ff:ff:ff:ff:ff' ? 'the broadcast address' : code(value)],
  nw_dst: (value) => ['to', code(value)],
  ipv6_dst: (value) => ['to', code(value)],
  tp_dst: (value) => ['to', portPhrase(value)],
  arp_spa: (value) => ['other', `sent by ${code(value)}`],
  arp_tpa: (value) => ['other', `asking for ${code(value)}`],
  dl_vlan: (value) => ['in', `VLAN ${value}`],
  vlan_tci: (value) =>
    untagged.has(value)
      ? ['other', 'without a VLAN tag']
      : ['with', value === '0x1000/0x1000' ? 'a VLAN tag' : code(`vlan_tci=${value}`)],
  icmp_type: (value, match) => ['with', `${code(`icmp_type=${value}`)}${icmpName(value, match)}`],
  nw_frag: (value) =>
    value === 'no' ? ['that', 'that are no fragments'] : ['with', code(`nw_frag=${value}`)],
};

const untagged: ReadonlySet<string> = new Set(['0x0000', '0x0000/0x1fff', '0x0000/0x1000']);

export function describeMatch(match: Match): string {
  const said = new Map<Place, string[]>(places.map((place) => [place, []]));
  const items = printMatch(match);
  let subject = items.length === 0 ? 'all packets' : 'packets';
  for (const item of items) {
    const equals = item.indexOf('=');
    const name = equals < 0 ? item : item.slice(0, equals);
    const word = equals < 0 ? protocolWord(name) : undefined;
    if (word) {
      subject = word.meaning.endsWith('packets')
        ? word.meaning
        : word.meaning.replace(' over ', ' packets over ');
    } else if (name === 'ct_state') {
      said.get('that')!.push(connectionPhrase(match));
    } else if (flowKey(name) === undefined) {
      const clause = equals < 0 ? undefined : clauses[name];
      const [place, words] = clause ? clause(item.slice(equals + 1), match) : (['with', code(item)] as const);
      said.get(place)!.push(words);
    }
  }
  const parts = places.flatMap((place) => phrase(place, said.get(place)!.filter(Boolean)) ?? []);
  return [subject, ...parts].join(' ');
}

function phrase(place: Place, words: readonly string[]): string | undefined {
  if (words.length === 0) {
    return undefined;
  }
  return place === 'other'
    ? words.join(', ')
    : place === 'that'
      ? joined(words)
      : `${place} ${place === 'with' ? joined(words) : words.join(', ')}`;
}

/** "that belong to an established connection" */
function connectionPhrase(match: Match): string {
  const { value, mask } = match.get(matchField('ct_state')!);
  const described = describePackets({ value: Number(value), mask: Number(mask) });
  return described.startsWith('packets ') ? described.slice('packets '.length) : '';
}

function portPhrase(value: string): string {
  const [first, mask] = value
    .split('/')
    .map((part) => (/^(?:0x[0-9a-f]+|\d+)$/.test(part) ? BigInt(part) : undefined));
  if (first === undefined) {
    return `port ${code(value)}`;
  }
  if (mask !== undefined) {
    return prefixLength(mask, 16) === undefined
      ? `port ${code(value)}`
      : `ports ${first} to ${first | (0xffffn ^ mask)}`;
  }
  const name = nameOf(first, matchField('tcp_dst')!);
  return `port ${value}${name ? ` (${name})` : ''}`;
}

/** `ovs-ofctl` prints `icmp_type` for ICMPv6, too. */
function icmpName(value: string, match: Match): string {
  const field = matchField(match.etherType === etherTypes.ipv6 ? 'icmpv6_type' : 'icmp_type')!;
  const name = /^\d+$/.test(value) ? nameOf(BigInt(value), field) : undefined;
  return name ? ` (${name})` : '';
}
