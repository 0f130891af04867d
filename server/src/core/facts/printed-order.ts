/**
 * The order in which `ovs-ofctl dump-flows` prints what a flow says.
 * Source: lib/ofp-flow.c, ofputil_flow_stats_format; lib/match.c, match_format.
 */
import { fieldOfAnyName } from './match-fields';
import { protocolWord } from './protocol-words';

/** What stands before the match. The last two of the first row are never printed: they choose flows to delete. */
const keys: readonly string[] = [
  ...['cookie', 'table', 'out_port', 'out_group'],
  ...['idle_timeout', 'hard_timeout'],
  ...['send_flow_rem', 'no_packet_counts', 'no_byte_counts', 'check_overlap', 'reset_counts'],
  ...['no_readonly_table', 'allow_hidden_fields', 'importance', 'priority'],
];

const numbered = (name: string, count: number) =>
  Array.from({ length: count }, (_, index) => `${name}${index}`);

/** The place of the word for a protocol. */
const protocol = 'eth_type';

/** Match fields. Those that share a line of the print, as the ports of all protocols do, stand together. */
const fields: readonly string[] = [
  ...['pkt_mark', 'recirc_id', 'dp_hash', 'conj_id', 'skb_priority', 'actset_output'],
  ...['ct_state', 'ct_zone', 'ct_mark', 'ct_label'],
  ...['ct_nw_src', 'ct_ipv6_src', 'ct_nw_dst', 'ct_ipv6_dst', 'ct_nw_proto', 'ct_tp_src', 'ct_tp_dst'],
  ...['packet_type', protocol],
  ...numbered('xxreg', 8),
  ...numbered('xreg', 16),
  ...numbered('reg', 32),
  ...['tun_id', 'tun_src', 'tun_dst', 'tun_ipv6_src', 'tun_ipv6_dst', 'tun_gbp_id', 'tun_gbp_flags'],
  ...['tun_tos', 'tun_ttl', 'tun_erspan_ver', 'tun_erspan_idx', 'tun_erspan_dir', 'tun_erspan_hwid'],
  ...['tun_gtpu_flags', 'tun_gtpu_msgtype', 'tun_flags'],
  ...numbered('tun_metadata', 64),
  ...['metadata', 'in_port', 'in_port_oxm'],
  ...['vlan_tci', 'dl_vlan', 'vlan_vid', 'dl_vlan_pcp', 'vlan_pcp', 'eth_src', 'eth_dst'],
  ...['ipv6_src', 'ipv6_dst', 'ipv6_label', 'arp_spa', 'arp_tpa'],
  ...['nsh_flags', 'nsh_ttl', 'nsh_mdtype', 'nsh_np', 'nsh_spi', 'nsh_si'],
  ...['nsh_c1', 'nsh_c2', 'nsh_c3', 'nsh_c4'],
  ...['ip_src', 'ip_dst', 'arp_op', 'nw_proto', 'arp_sha', 'arp_tha'],
  ...['nw_tos', 'ip_dscp', 'nw_ecn', 'nw_ttl', 'mpls_label', 'mpls_tc', 'mpls_ttl', 'mpls_bos', 'ip_frag'],
  ...['icmp_type', 'icmp_code', 'icmpv6_type', 'icmpv6_code'],
  ...['nd_target', 'nd_sll', 'nd_tll', 'nd_reserved', 'nd_options_type'],
  ...['tcp_src', 'udp_src', 'sctp_src', 'tcp_dst', 'udp_dst', 'sctp_dst', 'tcp_flags'],
];

const places = new Map([...keys, ...fields].map((name, place) => [name, place]));

/** The place of the priority: what comes before it are keys, what comes behind it is the match. */
export const priorityPlace = places.get('priority')!;

/**
 * The place of an item in the order of the print, by its key as written: a name or alias of a field, with or
 * without brackets, a protocol word or a flow key; undefined where Open vSwitch knows none of the name.
 */
export function printedPlace(key: string): number | undefined {
  if (protocolWord(key)) {
    return places.get(protocol);
  }
  const bracket = key.indexOf('[');
  const name = key === 'eth' ? 'packet_type' : bracket < 0 ? key : key.slice(0, bracket);
  return places.get(fieldOfAnyName(name)?.name ?? name);
}
