/**
 * The match fields the editor knows, one row each. Features read the row; adding a field is adding a row.
 *
 * Today: the fields of connection tracking. Source: ovs-fields(7) (lib/meta-flow.xml,
 * include/openvswitch/meta-flow.h); what a missing prerequisite does was measured with ovs-ofctl 3.1.0.
 */

/** One match field. */
export interface MatchField {
  readonly name: string;
  /** The name in NXM/OXM notation, taken with brackets: `NXM_NX_CT_STATE[]`. */
  readonly oxmName: string;
  readonly title: string;
  readonly bits: number;
  readonly format: 'ct-state' | 'decimal' | 'hexadecimal' | 'ipv4' | 'ipv6';
  readonly maskable: boolean;
  /** Where actions may write the field; undefined when it is read-only. */
  readonly writable: string | undefined;
  /** The release of Open vSwitch that brought it. */
  readonly since: string;
  /** What has to be matched along with it, in plain words; undefined when nothing. */
  readonly prerequisite: string | undefined;
  /** What the field matches, one plain sentence. */
  readonly meaning: string;
  readonly example: string;
  /**
   * What a match on the field says about the packet being tracked: an untracked packet carries 0 in
   * `ct_zone`, `ct_mark` and `ct_label`; the original tuple exists for tracked packets only.
   */
  readonly impliesTracked: 'when-non-zero' | 'always' | 'never';
}

const originalTuple = 'ct_state with +new, +est, +rel, +rpl, +snat or +dnat (or +trk-inv)';

/** In the order of ovs-fields(7). */
export const matchFields: readonly MatchField[] = [
  {
    name: 'ct_state',
    oxmName: 'NXM_NX_CT_STATE',
    title: 'Connection tracking state',
    bits: 32,
    format: 'ct-state',
    maskable: true,
    writable: undefined,
    since: '2.5',
    prerequisite: undefined,
    meaning: 'What the connection tracker knows of the packet: eight flags, set by the `ct` action.',
    example: 'ct_state=+trk+est',
    impliesTracked: 'never',
  },
  {
    name: 'ct_zone',
    oxmName: 'NXM_NX_CT_ZONE',
    title: 'Connection tracking zone',
    bits: 16,
    format: 'decimal',
    maskable: false,
    writable: undefined,
    since: '2.5',
    prerequisite: undefined,
    meaning:
      'The zone in which the packet was last tracked. Zones keep connections with equal addresses apart; 0 is the default zone, and what an untracked packet carries.',
    example: 'ct_zone=5',
    impliesTracked: 'when-non-zero',
  },
  {
    name: 'ct_mark',
    oxmName: 'NXM_NX_CT_MARK',
    title: 'Connection tracking mark',
    bits: 32,
    format: 'hexadecimal',
    maskable: true,
    writable: 'inside `ct(commit,exec(…))` only',
    since: '2.5',
    prerequisite: undefined,
    meaning: 'The 32-bit mark that an earlier `ct(commit,exec(…))` left on the connection.',
    example: 'ct_mark=0x1/0x1',
    impliesTracked: 'when-non-zero',
  },
  {
    name: 'ct_label',
    oxmName: 'NXM_NX_CT_LABEL',
    title: 'Connection tracking label',
    bits: 128,
    format: 'hexadecimal',
    maskable: true,
    writable: 'inside `ct(commit,exec(…))` only',
    since: '2.5',
    prerequisite: undefined,
    meaning: 'The 128-bit label that an earlier `ct(commit,exec(…))` left on the connection.',
    example: 'ct_label=0x1/0x1',
    impliesTracked: 'when-non-zero',
  },
  {
    name: 'ct_nw_proto',
    oxmName: 'NXM_NX_CT_NW_PROTO',
    title: 'Original direction: IP protocol',
    bits: 8,
    format: 'decimal',
    maskable: false,
    writable: undefined,
    since: '2.8',
    prerequisite: originalTuple,
    meaning:
      'The IP protocol of the packet that opened the connection (for a related packet: of its parent).',
    example: 'ct_nw_proto=6',
    impliesTracked: 'always',
  },
  {
    name: 'ct_nw_src',
    oxmName: 'NXM_NX_CT_NW_SRC',
    title: 'Original direction: IPv4 source',
    bits: 32,
    format: 'ipv4',
    maskable: true,
    writable: undefined,
    since: '2.8',
    prerequisite: `ip and ${originalTuple}`,
    meaning:
      'The IPv4 source address of the packet that opened the connection, before any address translation.',
    example: 'ct_nw_src=10.0.0.0/24',
    impliesTracked: 'always',
  },
  {
    name: 'ct_nw_dst',
    oxmName: 'NXM_NX_CT_NW_DST',
    title: 'Original direction: IPv4 destination',
    bits: 32,
    format: 'ipv4',
    maskable: true,
    writable: undefined,
    since: '2.8',
    prerequisite: `ip and ${originalTuple}`,
    meaning:
      'The IPv4 destination address of the packet that opened the connection, before any address translation.',
    example: 'ct_nw_dst=192.0.2.1',
    impliesTracked: 'always',
  },
  {
    name: 'ct_ipv6_src',
    oxmName: 'NXM_NX_CT_IPV6_SRC',
    title: 'Original direction: IPv6 source',
    bits: 128,
    format: 'ipv6',
    maskable: true,
    writable: undefined,
    since: '2.8',
    prerequisite: `ipv6 and ${originalTuple}`,
    meaning:
      'The IPv6 source address of the packet that opened the connection, before any address translation.',
    example: 'ct_ipv6_src=2001:db8::/64',
    impliesTracked: 'always',
  },
  {
    name: 'ct_ipv6_dst',
    oxmName: 'NXM_NX_CT_IPV6_DST',
    title: 'Original direction: IPv6 destination',
    bits: 128,
    format: 'ipv6',
    maskable: true,
    writable: undefined,
    since: '2.8',
    prerequisite: `ipv6 and ${originalTuple}`,
    meaning:
      'The IPv6 destination address of the packet that opened the connection, before any address translation.',
    example: 'ct_ipv6_dst=2001:db8::1',
    impliesTracked: 'always',
  },
  {
    name: 'ct_tp_src',
    oxmName: 'NXM_NX_CT_TP_SRC',
    title: 'Original direction: source port',
    bits: 16,
    format: 'decimal',
    maskable: true,
    writable: undefined,
    since: '2.8',
    prerequisite: `ct_nw_proto of TCP, UDP or SCTP, and ${originalTuple}`,
    meaning:
      'The transport source port of the packet that opened the connection. Without ct_nw_proto the match is silently lost.',
    example: 'ct_nw_proto=6,ct_tp_src=1024/0xfc00',
    impliesTracked: 'always',
  },
  {
    name: 'ct_tp_dst',
    oxmName: 'NXM_NX_CT_TP_DST',
    title: 'Original direction: destination port',
    bits: 16,
    format: 'decimal',
    maskable: true,
    writable: undefined,
    since: '2.8',
    prerequisite: `ct_nw_proto of TCP, UDP or SCTP, and ${originalTuple}`,
    meaning:
      'The transport destination port of the packet that opened the connection. Without ct_nw_proto the match is silently lost.',
    example: 'ct_nw_proto=6,ct_tp_dst=80',
    impliesTracked: 'always',
  },
];

const byName = new Map<string, MatchField>();
for (const field of matchFields) {
  byName.set(field.name, field);
  byName.set(field.oxmName, field);
}

/** The field of that name or NXM/OXM name (case matters, as it does to Open vSwitch). */
export function matchField(name: string): MatchField | undefined {
  return byName.get(name);
}
