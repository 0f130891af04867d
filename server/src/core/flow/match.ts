/**
 * What a flow matches, as Open vSwitch keeps it: for each slot of a packet's description, a value and a mask.
 * Source: include/openvswitch/match.h, lib/match.c, lib/meta-flow.c (mf_set, mf_get).
 */
import type { MatchField } from '../facts/match-fields';
import { type FieldValue, ones } from './values/reading';

const nothing: FieldValue = { value: 0n, mask: 0n };

/** The packet type of Ethernet packets, namespace 0 and type 0. */
const ethernetPacketType = 0n;
const vlanTagPresent = 0x1000n;
const vlanId = 0xfffn;
const vlanPriority = 0xe000n;

/** What `dl_vlan` takes for "no tag". Source: openflow/openflow-1.0.h, OFP10_VLAN_NONE. */
const noVlan = 0xffffn;

export class Match {
  readonly #slots: Map<string, FieldValue>;
  /** Tunnel options that are matched at all: a mask of zero asks for the option's presence. */
  readonly tunnelOptions: Map<MatchField, FieldValue>;

  constructor(other?: Match) {
    this.#slots = new Map(other ? other.#slots : []);
    this.tunnelOptions = new Map(other ? other.tunnelOptions : []);
  }

  value(slot: string): bigint {
    return this.#slots.get(slot)?.value ?? 0n;
  }

  mask(slot: string): bigint {
    return this.#slots.get(slot)?.mask ?? 0n;
  }

  /** The slots that have a value or a mask. */
  get slots(): ReadonlyMap<string, FieldValue> {
    return this.#slots;
  }

  setSlot(slot: string, value: bigint, mask: bigint): void {
    if (mask === 0n && value === 0n) {
      this.#slots.delete(slot);
    } else {
      this.#slots.set(slot, { value, mask });
    }
  }

  /** What the match asks of a field, as wide as the field's bytes. */
  get(field: MatchField): FieldValue {
    if (isTunnelOption(field)) {
      return this.tunnelOptions.get(field) ?? nothing;
    }
    let { value, mask } = nothing;
    for (const { slot, width, slotShift = 0, fieldShift = 0 } of field.storage) {
      const bits = (1n << BigInt(width)) - 1n;
      value |= ((this.value(slot) >> BigInt(slotShift)) & bits) << BigInt(fieldShift);
      mask |= ((this.mask(slot) >> BigInt(slotShift)) & bits) << BigInt(fieldShift);
    }
    // OpenFlow 1.1 and later have other numbers for reserved ports.
    const isWide = field.format === 'port' && field.bytes === 4 && value >= 0xff00n;
    return { value: isWide ? value + 0xffff0000n : value, mask };
  }

  /** Sets a field, forgetting what its bits asked for before. */
  set(field: MatchField, { value, mask }: FieldValue): void {
    if (isTunnelOption(field)) {
      this.tunnelOptions.set(field, { value: value & mask, mask });
      return;
    }
    const special = specialSetters[field.name];
    if (special) {
      special(this, value, mask, mask === ones(field.bytes));
      return;
    }
    for (const { slot, width, slotShift = 0, fieldShift = 0 } of field.storage) {
      const bits = ((1n << BigInt(width)) - 1n) << BigInt(slotShift);
      const place = (number: bigint) => ((number >> BigInt(fieldShift)) << BigInt(slotShift)) & bits;
      const slotMask = (this.mask(slot) & ~bits) | place(mask);
      this.setSlot(slot, (this.value(slot) & ~bits) | (place(value) & place(mask)), slotMask);
    }
  }

  /** A match on anything but the packet type is one on Ethernet packets, unless it says otherwise. */
  addEthernetPacketType(): void {
    if (this.mask('packet_type') === 0n) {
      this.setSlot('packet_type', ethernetPacketType, 0xffffffffn);
    }
  }

  /** Whether the packet type is the one that needs no mention. */
  get hasDefaultPacketType(): boolean {
    return this.value('packet_type') === ethernetPacketType && this.mask('packet_type') === 0xffffffffn;
  }

  /** The Ethernet type, also of packets that start with something else. Source: lib/flow.h, get_dl_type. */
  get etherType(): number {
    const packetType = this.value('packet_type');
    if (this.mask('packet_type') === 0xffffffffn && packetType >> 16n === 1n) {
      return Number(packetType & 0xffffn);
    }
    return packetType === ethernetPacketType ? Number(this.value('dl_type')) : 0;
  }
}

export function isTunnelOption(field: MatchField): boolean {
  return field.name.startsWith('tun_metadata');
}

type Setter = (match: Match, value: bigint, mask: bigint, exact: boolean) => void;

/** Fields whose setting touches more than their own bits. Source: lib/match.c. */
const specialSetters: Readonly<Record<string, Setter | undefined>> = {
  dl_vlan: (match, value, mask) => setVlanId(match, value & vlanId, mask, value === noVlan),
  vlan_vid: (match, value, mask) => {
    if (mask === 0n) {
      setVlanId(match, 0n, 0n, false);
      return;
    }
    const bits = vlanId | vlanTagPresent;
    const kept = match.mask('vlan_tci') & vlanPriority;
    const wanted = mask & bits;
    match.setSlot('vlan_tci', (match.value('vlan_tci') & ~bits) | (value & wanted), kept | wanted);
  },
  dl_vlan_pcp: setVlanPriority,
  vlan_pcp: setVlanPriority,
  nw_tos: (match, value, mask) => setBits(match, 'nw_tos', value & 0xfcn, mask === 0n ? 0n : 0xfcn, 0xfcn),
  ip_dscp: (match, value, mask) =>
    setBits(match, 'nw_tos', (value << 2n) & 0xfcn, mask === 0n ? 0n : 0xfcn, 0xfcn),
  ct_state: (match, value, mask) => match.setSlot('ct_state', value & mask & 0xffn, mask & 0xffn),
  ip_frag: (match, value, mask) => match.setSlot('nw_frag', value & mask & 0x3n, mask & 0x3n),
  tun_flags: (match, value, mask) => match.setSlot('tun_flags', value & mask & 1n, mask & 1n),
  // The 32-bit port becomes the 16-bit one that Open vSwitch keeps.
  in_port_oxm: setWidePort('in_port'),
  actset_output: setWidePort('actset_output'),
  arp_op: (match, value, mask) => match.setSlot('nw_proto', value & 0xffn, mask === 0n ? 0n : 0xffn),
  ...Object.fromEntries(
    [
      ['icmp_type', 'tp_src'],
      ['icmpv6_type', 'tp_src'],
      ['icmp_code', 'tp_dst'],
      ['icmpv6_code', 'tp_dst'],
      ['nd_options_type', 'tcp_flags'],
    ].map(([name, slot]) => [
      name,
      (match: Match, value: bigint, mask: bigint) =>
        match.setSlot(slot!, mask === 0n ? 0n : value, mask === 0n ? 0n : 0xffffn),
    ]),
  ),
  // Open vSwitch puts the value where the mask belongs. Source: lib/match.c, match_set_tun_gtpu_flags_masked.
  ...Object.fromEntries(
    ['tun_gtpu_flags', 'tun_gtpu_msgtype', 'tun_erspan_ver', 'tun_erspan_dir', 'tun_erspan_hwid'].map(
      (slot) => [
        slot,
        (match: Match, value: bigint, mask: bigint) => match.setSlot(slot, value & mask, value),
      ],
    ),
  ),
  ipv6_label: (match, value, mask) =>
    match.setSlot('ipv6_label', value & mask, (mask & 0xfffffn) === 0xfffffn ? 0xffffffffn : mask),
};

function setVlanId(match: Match, value: bigint, mask: bigint, untagged: boolean): void {
  const tci = match.value('vlan_tci');
  const tciMask = match.mask('vlan_tci');
  if (untagged) {
    match.setSlot('vlan_tci', 0n, 0xffffn);
  } else if (mask !== 0n) {
    const bits = vlanId | vlanTagPresent;
    match.setSlot('vlan_tci', (tci & ~bits) | value | vlanTagPresent, tciMask | bits);
  } else if ((tciMask & vlanPriority) !== 0n) {
    match.setSlot('vlan_tci', tci & ~vlanId, tciMask & ~vlanId);
  } else {
    match.setSlot('vlan_tci', 0n, 0n);
  }
}

function setVlanPriority(match: Match, value: bigint, mask: bigint): void {
  const tci = match.value('vlan_tci');
  const tciMask = match.mask('vlan_tci');
  if (mask !== 0n) {
    const set = ((value & 7n) << 13n) | vlanTagPresent;
    match.setSlot(
      'vlan_tci',
      (tci & ~(vlanPriority | vlanTagPresent)) | set,
      tciMask | vlanPriority | vlanTagPresent,
    );
  } else if ((tciMask & vlanId) !== 0n) {
    match.setSlot('vlan_tci', tci & ~vlanPriority, tciMask & ~vlanPriority);
  } else {
    match.setSlot('vlan_tci', 0n, 0n);
  }
}

function setWidePort(slot: string): Setter {
  return (match, value, mask) => {
    // A number that is no port at all becomes ANY.
    const port = value < 0xff00n || value >= 0xffffff00n ? value & 0xffffn : 0xffffn;
    match.setSlot(slot, mask === 0n ? 0n : port, mask === 0n ? 0n : 0xffffn);
  };
}

function setBits(match: Match, slot: string, value: bigint, mask: bigint, bits: bigint): void {
  match.setSlot(slot, (match.value(slot) & ~bits) | (value & mask), (match.mask(slot) & ~bits) | mask);
}
