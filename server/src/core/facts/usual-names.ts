/**
 * What people write most, for the order of completion. Names of flow keys, fields (by the name in use) and
 * actions; what is not named here comes after it, in the order of its own table. Source: how often names
 * occur in ovs-fields(7), ovs-actions(7) and the tutorials of Open vSwitch.
 */

/** Items of a match. */
export const usualMatchNames: readonly string[] = [
  'in_port',
  'tcp_dst',
  'tcp_src',
  'udp_dst',
  'udp_src',
  'tp_dst',
  'tp_src',
  'icmp_type',
  'icmp_code',
  'icmpv6_type',
  'icmpv6_code',
  'nd_target',
  'nw_src',
  'nw_dst',
  'ipv6_src',
  'ipv6_dst',
  'arp_op',
  'arp_spa',
  'arp_tpa',
  'arp_sha',
  'arp_tha',
  'mpls_label',
  'tcp_flags',
  'ct_state',
  'ct_zone',
  'ct_mark',
  'ct_label',
  'dl_vlan',
  'dl_src',
  'dl_dst',
  'dl_type',
  'nw_proto',
  'reg0',
  'reg1',
  'reg2',
  'reg3',
  'metadata',
  'tun_id',
  'vlan_tci',
  'conj_id',
  'nw_tos',
  'nw_ttl',
  'nw_frag',
  'dl_vlan_pcp',
];

/** Protocol words that come before the others. */
export const usualProtocolWords: readonly string[] = [
  'ip',
  'tcp',
  'udp',
  'icmp',
  'arp',
  'ipv6',
  'tcp6',
  'udp6',
  'icmp6',
];

/** Actions. */
export const usualActions: readonly string[] = [
  'output',
  'drop',
  'NORMAL',
  'resubmit',
  'goto_table',
  'ct',
  'set_field',
  'load',
  'move',
  'learn',
  'group',
  'IN_PORT',
  'FLOOD',
  'CONTROLLER',
  'LOCAL',
  'mod_dl_src',
  'mod_dl_dst',
  'mod_nw_src',
  'mod_nw_dst',
  'mod_vlan_vid',
  'strip_vlan',
  'push_vlan',
  'dec_ttl',
  'note',
  'conjunction',
  'clone',
  'controller',
  'check_pkt_larger',
];

/** Fields that actions write. */
export const usualTargets: readonly string[] = [
  'reg0',
  'reg1',
  'reg2',
  'reg3',
  'eth_dst',
  'eth_src',
  'ip_dst',
  'ip_src',
  'vlan_vid',
  'tcp_dst',
  'tcp_src',
  'udp_dst',
  'udp_src',
  'metadata',
  'tun_id',
  'ct_mark',
  'ct_label',
  'pkt_mark',
];

/** Where in a list a name stands; behind all when it is not in it. */
export function rankIn(list: readonly string[], name: string): number {
  const index = list.indexOf(name);
  return index < 0 ? list.length : index;
}
