/** A match as Open vSwitch prints it. Source: lib/match.c, match_format. */
import { etherTypes, ipProtocols, protocolWords } from '../facts/protocol-words';
import { byNumbers } from '../syntax/digits';
import { isTunnelOption, type Match } from './match';
import {
  address,
  alternateHex,
  decimal,
  flags,
  fragment,
  hex,
  ipv4,
  ipv6,
  type Print,
  padded,
  plain,
  plainHex,
  port,
  shortNumber,
  whole,
} from './print-values';
import { fieldLength } from './values/variable-length';

/** How one slot is printed: the name in front of the `=`, the value, and when it is printed at all. */
interface Line {
  readonly slot: string;
  readonly name: string;
  readonly print: Print;
  readonly when?: (match: Match) => boolean;
  /** The bits of the slot that this line prints. */
  readonly bits?: bigint;
  readonly shift?: number;
}

/** The items of the match in Open vSwitch's order, without the priority. */
export function printMatch(match: Match): string[] {
  return [
    ...printLines(beforeProtocol, match),
    ...printPacketType(match),
    ...printProtocol(match),
    ...printRegisters(match),
    ...printLines(tunnel, match),
    ...printTunnelOptions(match),
    ...printLines(metadata, match),
    ...printVlan(match),
    ...printLines(ethernet, match),
    ...printLines(network, match),
  ];
}

function printLines(lines: readonly Line[], match: Match): string[] {
  const printed: string[] = [];
  for (const { slot, name, print, when, bits, shift = 0 } of lines) {
    const mask = bits === undefined ? match.mask(slot) : match.mask(slot) & bits;
    if (mask !== 0n && (!when || when(match))) {
      const value = bits === undefined ? match.value(slot) : match.value(slot) & bits;
      printed.push(`${name}=${print(value >> BigInt(shift), mask >> BigInt(shift), match)}`);
    }
  }
  return printed;
}

const beforeProtocol: readonly Line[] = [
  { slot: 'pkt_mark', name: 'pkt_mark', print: hex(32) },
  { slot: 'recirc_id', name: 'recirc_id', print: hex(32) },
  { slot: 'dp_hash', name: 'dp_hash', print: hex(32) },
  { slot: 'conj_id', name: 'conj_id', print: plain },
  { slot: 'skb_priority', name: 'skb_priority', print: plainHex },
  { slot: 'actset_output', name: 'actset_output', print: port },
  { slot: 'ct_state', name: 'ct_state', print: flags('ct-state', 0xff) },
  { slot: 'ct_zone', name: 'ct_zone', print: decimal(16) },
  { slot: 'ct_mark', name: 'ct_mark', print: hex(32) },
  { slot: 'ct_label', name: 'ct_label', print: hex(128) },
  { slot: 'ct_nw_src', name: 'ct_nw_src', print: ipv4 },
  { slot: 'ct_ipv6_src', name: 'ct_ipv6_src', print: ipv6 },
  { slot: 'ct_nw_dst', name: 'ct_nw_dst', print: ipv4 },
  { slot: 'ct_ipv6_dst', name: 'ct_ipv6_dst', print: ipv6 },
  { slot: 'ct_nw_proto', name: 'ct_nw_proto', print: plain },
  {
    slot: 'ct_tp_src',
    name: 'ct_tp_src',
    print: decimal(16),
    when: (match) => match.mask('ct_nw_proto') !== 0n,
  },
  {
    slot: 'ct_tp_dst',
    name: 'ct_tp_dst',
    print: decimal(16),
    when: (match) => match.mask('ct_nw_proto') !== 0n,
  },
];

function printPacketType(match: Match): string[] {
  const shown =
    match.mask('packet_type') !== 0n && (!match.hasDefaultPacketType || match.mask('recirc_id') !== 0n);
  if (!shown) {
    return [];
  }
  const type = match.value('packet_type');
  return [type === 0n ? 'eth' : `packet_type=(${shortNumber(type >> 16n)},${shortNumber(type & 0xffffn)})`];
}

/** The protocol word; the first of its kind is the one that Open vSwitch prints. */
function printProtocol(match: Match): string[] {
  if (match.mask('dl_type') === 0n) {
    return [];
  }
  const word = protocolWordOf(match);
  return word ? [word.name] : [];
}

function protocolWordOf(match: Match) {
  const type = printedEtherType(match);
  const protocol = match.mask('nw_proto') === 0n ? undefined : Number(match.value('nw_proto'));
  const ofType = protocolWords.filter(({ etherType }) => etherType === type);
  const isIp = type === etherTypes.ipv4 || type === etherTypes.ipv6;
  return (
    (isIp && ofType.find(({ ipProtocol }) => ipProtocol !== undefined && ipProtocol === protocol)) ||
    ofType.find(({ ipProtocol }) => ipProtocol === undefined)
  );
}

/** Whether the protocol word says the IP protocol. */
function wordSaysProtocol(match: Match): boolean {
  return match.mask('dl_type') !== 0n && protocolWordOf(match)?.ipProtocol !== undefined;
}

/** The Ethernet type as printing sees it: that of the packet type only where one is matched. */
function printedEtherType(match: Match): number {
  const type = match.value('packet_type');
  const shown =
    match.mask('packet_type') !== 0n && (!match.hasDefaultPacketType || match.mask('recirc_id') !== 0n);
  return shown && type >> 16n === 1n ? Number(type & 0xffffn) : Number(match.value('dl_type'));
}

function printRegisters(match: Match): string[] {
  const names = [...match.slots.keys()].filter((slot) => slot.startsWith('reg'));
  names.sort((left, right) => Number(left.slice(3)) - Number(right.slice(3)));
  return printLines(
    names.map((name) => ({ slot: name, name, print: hex(32) })),
    match,
  );
}

const erspanVersion = (version: bigint) => (match: Match) => match.value('tun_erspan_ver') === version;

const tunnel: readonly Line[] = [
  { slot: 'tun_id', name: 'tun_id', print: hex(64) },
  { slot: 'tun_src', name: 'tun_src', print: ipv4 },
  { slot: 'tun_dst', name: 'tun_dst', print: ipv4 },
  { slot: 'tun_ipv6_src', name: 'tun_ipv6_src', print: ipv6 },
  { slot: 'tun_ipv6_dst', name: 'tun_ipv6_dst', print: ipv6 },
  { slot: 'tun_gbp_id', name: 'tun_gbp_id', print: decimal(16) },
  { slot: 'tun_gbp_flags', name: 'tun_gbp_flags', print: plainHex },
  { slot: 'tun_tos', name: 'tun_tos', print: (value) => value.toString(16) },
  { slot: 'tun_ttl', name: 'tun_ttl', print: plain },
  { slot: 'tun_erspan_ver', name: 'tun_erspan_ver', print: plain },
  { slot: 'tun_erspan_idx', name: 'tun_erspan_idx', print: plainHex, when: erspanVersion(1n) },
  { slot: 'tun_erspan_dir', name: 'tun_erspan_dir', print: plain, when: erspanVersion(2n) },
  { slot: 'tun_erspan_hwid', name: 'tun_erspan_hwid', print: plainHex, when: erspanVersion(2n) },
  // Open vSwitch prints these two without the `tun_` that it wants to read.
  { slot: 'tun_gtpu_flags', name: 'gtpu_flags', print: plainHex },
  { slot: 'tun_gtpu_msgtype', name: 'gtpu_msgtype', print: plain },
  { slot: 'tun_flags', name: 'tun_flags', print: (value) => (value === 0n ? '-oam' : '+oam') },
];

function printTunnelOptions(match: Match): string[] {
  const options = [...match.tunnelOptions].sort(([left], [right]) => byNumbers(left.name, right.name));
  return options
    .filter(([field]) => isTunnelOption(field))
    .map(([field, option]) => {
      if (option.mask === 0n) {
        return field.name;
      }
      const { bytes, masked } = fieldLength(field, option);
      const kept = whole(bytes * 8);
      const mask = masked ? option.mask & kept : kept;
      return `${field.name}=${alternateHex(option.value & kept)}${mask === kept ? '' : `/${alternateHex(mask)}`}`;
    });
}

const metadata: readonly Line[] = [
  { slot: 'metadata', name: 'metadata', print: hex(64) },
  { slot: 'in_port', name: 'in_port', print: port },
];

const vlanTag = 0x1000n;
const vlanIdBits = 0xfffn;
const vlanPriorityBits = 0xe000n;

function printVlan(match: Match): string[] {
  const value = match.value('vlan_tci');
  const mask = match.mask('vlan_tci');
  const id = mask & vlanIdBits;
  const priority = mask & vlanPriorityBits;
  if (mask === 0n) {
    return [];
  }
  const parts = (id === 0n || id === vlanIdBits) && (priority === 0n || priority === vlanPriorityBits);
  if ((mask & value & vlanTag) !== 0n && parts && (id !== 0n || priority !== 0n)) {
    return [
      ...(id === 0n ? [] : [`dl_vlan=${value & vlanIdBits}`]),
      ...(priority === 0n ? [] : [`dl_vlan_pcp=${(value & vlanPriorityBits) >> 13n}`]),
    ];
  }
  return [`vlan_tci=${padded(value, 4)}${mask === 0xffffn ? '' : `/${padded(mask, 4)}`}`];
}

const ethernet: readonly Line[] = [
  { slot: 'dl_src', name: 'dl_src', print: address },
  { slot: 'dl_dst', name: 'dl_dst', print: address },
];

const type = (match: Match) => printedEtherType(match);
const isArp = (match: Match) => type(match) === etherTypes.arp || type(match) === etherTypes.rarp;
const isIpv6 = (match: Match) => type(match) === etherTypes.ipv6;
const isNsh = (match: Match) => type(match) === etherTypes.nsh;
const isOther = (match: Match) => !isArp(match) && !isIpv6(match) && !isNsh(match);
const protocolIs = (match: Match, protocol: number) => match.value('nw_proto') === BigInt(protocol);
const isIcmp = (match: Match) => type(match) === etherTypes.ipv4 && protocolIs(match, ipProtocols.icmp);
const isIcmp6 = (match: Match) => isIpv6(match) && protocolIs(match, ipProtocols.icmp6);
const isAnyIcmp = (match: Match) => isIcmp(match) || isIcmp6(match);
const hasContexts = (match: Match) =>
  isNsh(match) && match.mask('nsh_mdtype') === 0xffn && match.value('nsh_mdtype') === 1n;

const network: readonly Line[] = [
  {
    slot: 'dl_type',
    name: 'dl_type',
    print: (_value, _mask, match) => padded(BigInt(type(match)), 4),
    when: (match) => protocolWordOf(match) === undefined,
  },
  { slot: 'ipv6_src', name: 'ipv6_src', print: ipv6, when: isIpv6 },
  { slot: 'ipv6_dst', name: 'ipv6_dst', print: ipv6, when: isIpv6 },
  {
    slot: 'ipv6_label',
    name: 'ipv6_label',
    print: (value, mask) => padded(value, 5) + (mask === whole(32) ? '' : `/${padded(mask, 5)}`),
    when: isIpv6,
  },
  { slot: 'nw_src', name: 'arp_spa', print: ipv4, when: isArp },
  { slot: 'nw_dst', name: 'arp_tpa', print: ipv4, when: isArp },
  ...['nsh_flags', 'nsh_ttl', 'nsh_mdtype', 'nsh_np'].map((slot) => ({
    slot,
    name: slot,
    print: decimal(8, 2),
    when: isNsh,
  })),
  { slot: 'nsh_spi', name: 'nsh_spi', print: hex(24, false), when: isNsh },
  { slot: 'nsh_si', name: 'nsh_si', print: decimal(8, 2), when: isNsh },
  ...['nsh_c1', 'nsh_c2', 'nsh_c3', 'nsh_c4'].map((slot) => ({
    slot,
    name: slot,
    print: hex(32, false),
    when: hasContexts,
  })),
  { slot: 'nw_src', name: 'nw_src', print: ipv4, when: isOther },
  { slot: 'nw_dst', name: 'nw_dst', print: ipv4, when: isOther },
  {
    slot: 'nw_proto',
    name: 'arp_op',
    print: plain,
    when: (match) => isArp(match) && !wordSaysProtocol(match),
  },
  {
    slot: 'nw_proto',
    name: 'nw_proto',
    print: plain,
    when: (match) => !isArp(match) && !wordSaysProtocol(match),
  },
  { slot: 'arp_sha', name: 'arp_sha', print: address, when: isArp },
  { slot: 'arp_tha', name: 'arp_tha', print: address, when: isArp },
  { slot: 'nw_tos', name: 'nw_tos', print: plain, bits: 0xfcn },
  { slot: 'nw_tos', name: 'nw_ecn', print: plain, bits: 0x3n },
  { slot: 'nw_ttl', name: 'nw_ttl', print: plain },
  { slot: 'mpls_lse', name: 'mpls_label', print: plain, bits: 0xfffff000n, shift: 12 },
  { slot: 'mpls_lse', name: 'mpls_tc', print: plain, bits: 0xe00n, shift: 9 },
  { slot: 'mpls_lse', name: 'mpls_ttl', print: plain, bits: 0xffn },
  { slot: 'mpls_lse', name: 'mpls_bos', print: plain, bits: 0x100n, shift: 8 },
  { slot: 'nw_frag', name: 'nw_frag', print: fragment },
  { slot: 'tp_src', name: 'icmp_type', print: decimal(16), when: isAnyIcmp },
  { slot: 'tp_dst', name: 'icmp_code', print: decimal(16), when: isAnyIcmp },
  { slot: 'nd_target', name: 'nd_target', print: ipv6, when: isIcmp6 },
  { slot: 'arp_sha', name: 'nd_sll', print: address, when: isIcmp6 },
  { slot: 'arp_tha', name: 'nd_tll', print: address, when: isIcmp6 },
  { slot: 'nd_reserved', name: 'nd_reserved', print: decimal(32, 8), when: isIcmp6 },
  { slot: 'tcp_flags', name: 'nd_options_type', print: decimal(16), when: isIcmp6 },
  { slot: 'tp_src', name: 'tp_src', print: decimal(16), when: (match) => !isAnyIcmp(match) },
  { slot: 'tp_dst', name: 'tp_dst', print: decimal(16), when: (match) => !isAnyIcmp(match) },
  {
    slot: 'tcp_flags',
    name: 'tcp_flags',
    print: flags('tcp-flags', 0xfff),
    when: (match) => {
      const dlType = match.etherType;
      return (dlType === etherTypes.ipv4 || dlType === etherTypes.ipv6) && protocolIs(match, ipProtocols.tcp);
    },
  },
];
