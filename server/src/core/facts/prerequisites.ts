/**
 * What has to be matched before a match on a field, or an action, makes sense.
 * Source: ovs-fields(7), "Prerequisites"; lib/meta-flow.c, mf_are_prereqs_ok__.
 */

export type PrerequisiteName =
  | 'ethernet'
  | 'vlan'
  | 'mpls'
  | 'arp'
  | 'ip'
  | 'ipv4'
  | 'ipv6'
  | 'tcp'
  | 'udp'
  | 'sctp'
  | 'icmp'
  | 'icmp6'
  | 'nd'
  | 'nd-solicitation'
  | 'nd-advertisement'
  | 'nsh'
  | 'connection';

export interface Prerequisite {
  /** What to write, in words that follow "needs". */
  readonly text: string;
  /** Items that meet it, the most likely first; what can be put into a match as it stands. */
  readonly items: readonly string[];
}

export const prerequisites: Readonly<Record<PrerequisiteName, Prerequisite>> = {
  // Open vSwitch adds this one to the match by itself.
  ethernet: { text: 'an Ethernet packet', items: ['eth'] },
  vlan: { text: 'a VLAN tag, dl_vlan=... or vlan_tci=0x1000/0x1000', items: ['vlan_tci=0x1000/0x1000'] },
  mpls: { text: 'mpls or mplsm', items: ['mpls', 'mplsm'] },
  arp: { text: 'arp or rarp', items: ['arp', 'rarp'] },
  ip: { text: 'ip or ipv6', items: ['ip', 'ipv6'] },
  ipv4: { text: 'ip', items: ['ip'] },
  ipv6: { text: 'ipv6', items: ['ipv6'] },
  tcp: { text: 'tcp or tcp6', items: ['tcp', 'tcp6'] },
  udp: { text: 'udp or udp6', items: ['udp', 'udp6'] },
  sctp: { text: 'sctp or sctp6', items: ['sctp', 'sctp6'] },
  icmp: { text: 'icmp', items: ['icmp'] },
  icmp6: { text: 'icmp6', items: ['icmp6'] },
  nd: {
    text: 'icmp6 with icmpv6_type=135 or 136, and icmpv6_code=0',
    items: ['icmp6,icmpv6_type=135,icmpv6_code=0', 'icmp6,icmpv6_type=136,icmpv6_code=0'],
  },
  'nd-solicitation': {
    text: 'icmp6 with icmpv6_type=135 and icmpv6_code=0',
    items: ['icmp6,icmpv6_type=135,icmpv6_code=0'],
  },
  'nd-advertisement': {
    text: 'icmp6 with icmpv6_type=136 and icmpv6_code=0',
    items: ['icmp6,icmpv6_type=136,icmpv6_code=0'],
  },
  nsh: { text: 'dl_type=0x894f', items: ['dl_type=0x894f'] },
  connection: {
    text: 'ct_state with +new, +est, +rel, +rpl, +snat or +dnat (or +trk-inv)',
    items: ['ct_state=+trk-inv'],
  },
};
