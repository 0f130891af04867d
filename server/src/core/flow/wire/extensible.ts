/**
 * Matches as NXM and OXM carry them: a list of fields, of which only those are sent that fit the protocol
 * matched, and of which each must find its prerequisites before it when it is read again.
 * Source: lib/nx-match.c, nx_put_raw and nx_pull_raw.
 */

import { registerFields } from '../../facts/fields/registers';
import { type MatchField, matchField } from '../../facts/match-fields';
import { etherTypes, ipProtocols } from '../../facts/protocol-words';
import { Match } from '../match';
import { isIp, meets } from '../prerequisites';
import { type FieldValue, ones } from '../values/reading';
import type { MatchOnWire } from './match-on-wire';

/** A field that is sent, when it is matched at all. */
interface Sent {
  readonly field: MatchField;
  readonly when?: (match: Match, oxm: boolean) => boolean;
  /** For fields that can only be sent exactly: sent so when any of their bits is matched. */
  readonly exact?: true;
}

const isOne = (slot: string, value: number) => (match: Match) => match.value(slot) === BigInt(value);
const isMpls = ({ etherType }: Match) =>
  etherType === etherTypes.mpls || etherType === etherTypes.mplsMulticast;
const isArp = ({ etherType }: Match) => etherType === etherTypes.arp || etherType === etherTypes.rarp;
const isIpv4 = ({ etherType }: Match) => etherType === etherTypes.ipv4;
const isIpv6 = ({ etherType }: Match) => etherType === etherTypes.ipv6;

function withProtocol(protocol: number): (match: Match) => boolean {
  return (match) =>
    isIp(match) && match.mask('nw_proto') !== 0n && match.value('nw_proto') === BigInt(protocol);
}

const isTcp = withProtocol(ipProtocols.tcp);
const isUdp = withProtocol(ipProtocols.udp);
const isSctp = withProtocol(ipProtocols.sctp);
const isIcmp = (match: Match) => withProtocol(ipProtocols.icmp)(match) && meets('icmp', match);
const isIcmp6 = (match: Match) => withProtocol(ipProtocols.icmp6)(match) && meets('icmp6', match);
const isDiscovery = (match: Match) => isIcmp6(match) && meets('nd', match);
const isSolicitation = (match: Match) => isDiscovery(match) && isOne('tp_src', 135)(match);
const isAdvertisement = (match: Match) => isDiscovery(match) && isOne('tp_src', 136)(match);
const inNxm = (_match: Match, oxm: boolean) => !oxm;
const inOxm = (_match: Match, oxm: boolean) => oxm;
/** OXM has the VLAN ID and the priority as two fields; the priority is sent where there is an ID or a tag. */
const hasVlanInOxm = (match: Match, oxm: boolean) => oxm && (match.value('vlan_tci') & 0x1fffn) !== 0n;
const hasOriginalProtocol = (match: Match) => match.value('ct_nw_proto') !== 0n;

function sent(names: string, when?: Sent['when'], exact?: true): Sent[] {
  return names.split(' ').map((name) => ({
    field: matchField(name)!,
    ...(when && { when }),
    ...(exact && { exact }),
  }));
}

/** In the order in which they are sent. NXM and OXM differ in the VLAN and the type of service. */
const sentFields: readonly Sent[] = [
  ...sent('packet_type', (match) => !match.hasDefaultPacketType),
  ...sent('dp_hash recirc_id conj_id in_port actset_output eth_src eth_dst eth_type'),
  ...sent('vlan_tci', inNxm),
  ...sent('vlan_vid', inOxm),
  ...sent('vlan_pcp', hasVlanInOxm, true),
  ...sent('mpls_tc mpls_bos mpls_ttl mpls_label', isMpls, true),
  ...sent('ip_src ip_dst', isIpv4),
  ...sent('ipv6_src ipv6_dst', isIpv6),
  ...sent('ip_frag', isIp),
  ...sent('nw_tos', (match, oxm) => !oxm && isIp(match), true),
  ...sent('ip_dscp', (match, oxm) => oxm && isIp(match), true),
  ...sent('nw_ecn nw_ttl', isIp, true),
  ...sent('ipv6_label', isIp),
  ...sent('nw_proto', isIp, true),
  ...sent('tcp_src tcp_dst tcp_flags', isTcp),
  ...sent('udp_src udp_dst', isUdp),
  ...sent('sctp_src sctp_dst', isSctp),
  ...sent('icmp_type icmp_code', isIcmp, true),
  ...sent('icmpv6_type icmpv6_code', isIcmp6, true),
  ...sent('nd_reserved', isDiscovery, true),
  ...sent('nd_target', isDiscovery),
  ...sent('nd_options_type', isDiscovery, true),
  ...sent('nd_sll', isSolicitation),
  ...sent('nd_tll', isAdvertisement),
  ...sent('arp_op', isArp, true),
  ...sent('arp_spa arp_tpa arp_sha arp_tha', isArp),
  ...sent('tun_id tun_flags tun_src tun_dst tun_ipv6_src tun_ipv6_dst tun_gbp_id tun_gbp_flags'),
  ...sent('tun_erspan_idx tun_erspan_ver tun_erspan_dir tun_erspan_hwid tun_gtpu_flags tun_gtpu_msgtype'),
  ...sent('nsh_flags nsh_ttl nsh_mdtype nsh_np nsh_spi nsh_si nsh_c1 nsh_c2 nsh_c3 nsh_c4'),
  ...registerFields.filter(({ name }) => name.startsWith('reg')).map((field) => ({ field })),
  ...sent('pkt_mark ct_state ct_zone ct_mark ct_label ct_nw_src ct_ipv6_src ct_nw_dst ct_ipv6_dst'),
  ...sent('ct_nw_proto ct_tp_src ct_tp_dst', hasOriginalProtocol),
  ...sent('metadata'),
];

/** For each slot, where in `sentFields` the fields are that are kept in it. */
const positionsOf = new Map<string, number[]>();
sentFields.forEach(({ field }, position) => {
  const { slot } = field.storage[0]!;
  positionsOf.set(slot, [...(positionsOf.get(slot) ?? []), position]);
});

/** A field on the wire. */
interface Entry extends FieldValue {
  readonly field: MatchField;
}

/** What a switch reads when the match is sent with NXM (`oxm` false) or OXM. */
export function throughExtensibleMatch(match: Match, oxm: boolean): MatchOnWire {
  const read = new Match();
  for (const entry of entriesOf(match, oxm)) {
    const { field } = entry;
    if (!meets(field.prerequisite, read)) {
      return { error: 'OFPBMC_BAD_PREREQ', field };
    }
    if (!isValid(entry)) {
      return { error: 'OFPBMC_BAD_VALUE', field };
    }
    read.set(field, entry);
    if (field.prerequisite) {
      read.addEthernetPacketType();
    }
  }
  if (match.hasDefaultPacketType) {
    read.addEthernetPacketType();
  }
  return { match: read };
}

/** Tunnel options stand before the other fields of tunnels; nothing depends on their place. */
function* entriesOf(match: Match, oxm: boolean): Iterable<Entry> {
  for (const [field, option] of match.tunnelOptions) {
    yield { field, ...option };
  }
  const positions: number[] = [];
  for (const slot of match.slots.keys()) {
    positions.push(...(positionsOf.get(slot) ?? []));
  }
  for (const position of positions.sort((left, right) => left - right)) {
    const { field, when, exact } = sentFields[position]!;
    const { value, mask } = match.get(field);
    if (mask !== 0n && (!when || when(match, oxm))) {
      const whole = exact || mask === storedOnes(field);
      yield { field, value: value & ones(field.bytes), mask: whole ? ones(field.bytes) : mask };
    }
  }
}

/** The mask of a field all of whose bits are matched, as far as Open vSwitch keeps them. */
function storedOnes(field: MatchField): bigint {
  const width = field.storage.reduce((sum, part) => sum + part.width, 0);
  return (1n << BigInt(Math.min(width, field.bytes * 8))) - 1n;
}

/** Source: lib/meta-flow.c, mf_is_value_valid. */
function isValid({ field, value }: Entry): boolean {
  if (field.name === 'nsh_mdtype') {
    return value === 1n || value === 2n;
  }
  return (value & ~field.writableBits) === 0n;
}
