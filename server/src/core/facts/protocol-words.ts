/**
 * Words that stand for an Ethernet type and perhaps an IP protocol: `tcp` is `dl_type=0x0800,nw_proto=6`.
 * Source: ovs-ofctl(8), "Flow Syntax"; lib/ofp-parse.c, ofp_parse_protocol.
 */
import { any, type FormatSet, nxmAndOxm } from './flow-formats';

/** Numbers that the rest of the code needs by name. Source: IEEE 802 and IANA registries. */
export const etherTypes = {
  ipv4: 0x0800,
  arp: 0x0806,
  rarp: 0x8035,
  vlan: 0x8100,
  serviceVlan: 0x88a8,
  ipv6: 0x86dd,
  mpls: 0x8847,
  mplsMulticast: 0x8848,
  nsh: 0x894f,
} as const;

export const ipProtocols = { icmp: 1, igmp: 2, tcp: 6, udp: 17, icmp6: 58, sctp: 132 } as const;

export interface ProtocolWord {
  readonly name: string;
  readonly etherType: number;
  readonly ipProtocol: number | undefined;
  readonly formats: FormatSet;
  /** What packets it stands for. */
  readonly meaning: string;
}

function word(
  name: string,
  etherType: number,
  meaning: string,
  ipProtocol?: number,
  formats: FormatSet = any,
): ProtocolWord {
  return { name, etherType, ipProtocol, formats, meaning };
}

const { ipv4, ipv6 } = etherTypes;
const { icmp, tcp, udp, sctp, icmp6 } = ipProtocols;

/** In the order of ovs-ofctl(8). `eth` is not among them: it sets the packet type, not the Ethernet type. */
export const protocolWords: readonly ProtocolWord[] = [
  word('ip', ipv4, 'IPv4 packets'),
  word('ipv4', ipv4, 'IPv4 packets'),
  word('ip4', ipv4, 'IPv4 packets'),
  word('icmp', ipv4, 'ICMP over IPv4', icmp),
  word('tcp', ipv4, 'TCP over IPv4', tcp),
  word('udp', ipv4, 'UDP over IPv4', udp),
  word('sctp', ipv4, 'SCTP over IPv4', sctp),
  word('arp', etherTypes.arp, 'ARP packets'),
  word('rarp', etherTypes.rarp, 'RARP packets'),
  word('ipv6', ipv6, 'IPv6 packets'),
  word('ip6', ipv6, 'IPv6 packets'),
  word('tcp6', ipv6, 'TCP over IPv6', tcp, nxmAndOxm),
  word('udp6', ipv6, 'UDP over IPv6', udp, nxmAndOxm),
  word('sctp6', ipv6, 'SCTP over IPv6', sctp, nxmAndOxm),
  word('icmp6', ipv6, 'ICMPv6 packets', icmp6, nxmAndOxm),
  word('mpls', etherTypes.mpls, 'MPLS packets'),
  word('mplsm', etherTypes.mplsMulticast, 'MPLS multicast packets'),
];

const byName = new Map(protocolWords.map((each) => [each.name, each]));

/** The protocol word of that name (case matters). */
export function protocolWord(name: string): ProtocolWord | undefined {
  return byName.get(name);
}
