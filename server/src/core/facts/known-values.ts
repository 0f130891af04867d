/**
 * Values that people look up, and matches that are hard to remember, beside the numbers of `well-known.ts`.
 * Sources: ovs-fields(7); IEEE 802.1Q; IANA (ICMP, ICMPv6 and neighbor discovery parameters); RFC 5771,
 * RFC 4291; 3GPP TS 29.281.
 */

export interface KnownValue {
  /** As it is written. */
  readonly text: string;
  readonly meaning: string;
}

function value(text: string, meaning: string): KnownValue {
  return { text, meaning };
}

const anyTag = value('0x1000/0x1000', 'any VLAN tag');

const ethernetGroups: readonly KnownValue[] = [
  value('ff:ff:ff:ff:ff:ff', 'broadcast'),
  value('01:00:00:00:00:00/01:00:00:00:00:00', 'broadcast and multicast'),
  value('00:00:00:00:00:00/01:00:00:00:00:00', 'unicast'),
  value('01:80:c2:00:00:00/ff:ff:ff:ff:ff:f0', 'bridge protocols: spanning tree, LACP, LLDP'),
];

/** By the name of the field, the most used first. */
export const knownValues: Readonly<Record<string, readonly KnownValue[] | undefined>> = {
  eth_dst: ethernetGroups,
  ip_dst: [
    value('224.0.0.0/4', 'multicast'),
    value('224.0.0.0/24', 'multicast of the link'),
    value('255.255.255.255', 'broadcast'),
  ],
  ipv6_src: [value('fe80::/10', 'link-local'), value('::', 'no address yet')],
  ipv6_dst: [
    value('ff00::/8', 'multicast'),
    value('ff02::/16', 'multicast of the link'),
    value('ff02::1:ff00:0/104', 'neighbor solicitations'),
    value('fe80::/10', 'link-local'),
  ],
  dl_vlan: [value('0xffff', 'no VLAN tag')],
  vlan_tci: [anyTag, value('0', 'no VLAN tag')],
  vlan_vid: [anyTag, value('0', 'no VLAN tag')],
  mpls_bos: [value('1', 'bottom of the stack'), value('0', 'more labels below')],
  nsh_mdtype: [value('1', 'metadata of fixed size'), value('2', 'metadata as a list')],
  packet_type: [
    value('(0,0)', 'Ethernet'),
    value('(1,0x800)', 'IPv4'),
    value('(1,0x86dd)', 'IPv6'),
    value('(1,0x8847)', 'MPLS'),
    value('(1,0x894f)', 'network service header'),
  ],
  icmp_code: [
    value('0', 'network unreachable (type 3), or no code'),
    value('1', 'host unreachable (type 3)'),
    value('3', 'port unreachable (type 3)'),
    value('4', 'fragmentation needed (type 3)'),
    value('13', 'prohibited (type 3)'),
  ],
  icmpv6_code: [
    value('0', 'no route (type 1), or no code'),
    value('1', 'prohibited (type 1)'),
    value('3', 'address unreachable (type 1)'),
    value('4', 'port unreachable (type 1)'),
  ],
  nd_options_type: [
    value('1', 'source link-layer address'),
    value('2', 'target link-layer address'),
    value('0', 'no option'),
  ],
  tun_gbp_flags: [value('0x8/0x8', 'policy applied'), value('0x40/0x40', "don't learn")],
  tun_erspan_ver: [value('1', 'type II'), value('2', 'type III')],
  tun_erspan_dir: [value('0', 'ingress'), value('1', 'egress')],
  tun_gtpu_msgtype: [value('255', 'user data'), value('1', 'echo request'), value('2', 'echo response')],
};

/** Which of the numbers with names come first, by the name of the field. */
export const usualNumbers: Readonly<Record<string, readonly number[] | undefined>> = {
  nw_proto: [6, 17, 1, 58, 132, 47, 50, 4],
  ct_nw_proto: [6, 17, 1, 58, 132],
  eth_type: [0x0800, 0x0806, 0x86dd, 0x8100, 0x8847, 0x88cc, 0x8809],
  icmp_type: [8, 0, 3, 11],
  icmpv6_type: [135, 136, 133, 134, 128, 129, 2],
  ip_dscp: [46, 0, 8, 10],
  nw_tos: [46, 0, 8, 10],
  udp_src: [53, 67, 68, 123],
  udp_dst: [53, 67, 68, 123, 4789, 6081, 500, 4500],
  tcp_src: [80, 443, 22, 53],
  tcp_dst: [80, 443, 22, 53, 25, 21, 3306, 5432, 6443],
};

/** Whole matches on TCP flags that people use, most used first. Source: ovs-fields(7); RFC 9293. */
export const usualTcpFlagMatches: readonly KnownValue[] = [
  value('+syn-ack', 'opens a connection'),
  value('+syn+ack', 'answer to an opening'),
  value('+ack', 'of a running connection'),
  value('+rst', 'broken off'),
  value('+fin', 'closing'),
  value('-syn', 'not an opening'),
];

/** Whole matches on tunnel flags. */
export const usualTunnelFlagMatches: readonly KnownValue[] = [
  value('+oam', 'management packets'),
  value('-oam', 'ordinary packets'),
];

/** What the type of a header may be for `push_vlan` and the like, by the action. Source: ovs-actions(7). */
export const headerTypes: Readonly<Record<string, readonly KnownValue[] | undefined>> = {
  push_vlan: [value('0x8100', 'customer tag, 802.1Q'), value('0x88a8', 'service tag, 802.1ad')],
  push_mpls: [value('0x8847', 'unicast'), value('0x8848', 'multicast')],
  pop_mpls: [
    value('0x0800', 'IPv4 behind it'),
    value('0x86dd', 'IPv6 behind it'),
    value('0x8847', 'another label behind it'),
  ],
};
