/**
 * What Open vSwitch and OVN define about connection state, as data.
 *
 * Sources: ovs-fields(7), "ct_state" (lib/meta-flow.xml); lib/packets.h (CS_STATES); lib/flow.c
 * (validate_ct_state); OVN's ovn-architecture(7) and ovn-sb(5) for the ct.* symbols.
 */

/** One flag of `ct_state`. */
export interface ConnectionStateFlag {
  /** The name Open vSwitch takes; case matters. */
  readonly name: string;
  /** Its bit in an OpenFlow match. */
  readonly bit: number;
  /** The release of Open vSwitch that brought it. */
  readonly since: string;
  /** What the flag tells a reader about a packet, one plain sentence. */
  readonly meaning: string;
  /** The same in a few words, for tables and lists; completes "the packet is …". */
  readonly brief: string;
  /** When the flag can be set at all. */
  readonly setOnly: string;
  /** Completes "packets that …" for a match that asks for the flag. */
  readonly whenSet: string;
  /** Completes "packets that …" for a match that rules the flag out. */
  readonly whenClear: string;
  /** What people write when they mean this flag. Compared in lower case. */
  readonly synonyms: readonly string[];
  /** People write the set flag out of habit although others imply it: never call it redundant. */
  readonly customary: boolean;
  /** Open vSwitch refuses to commit packets that are matched with the flag set. Source: lib/ofp-actions.c. */
  readonly barsCommit: boolean;
  /** Tells what was done to addresses, and nothing about where the connection stands. */
  readonly tellsTranslation?: true;
}

/** The flags in the order of their bits, which is the order Open vSwitch prints them in. */
export const connectionStateFlags: readonly ConnectionStateFlag[] = [
  {
    name: 'new',
    bit: 0x01,
    since: '2.5',
    meaning: 'The packet is one of the first of a connection that the tracker has not committed.',
    brief: 'in a new connection',
    setOnly: 'only while the connection is uncommitted',
    whenSet: 'belong to a connection not committed yet',
    whenClear: 'do not belong to an uncommitted connection',
    synonyms: ['ct.new', 'n', 'newly', 'ct_new', 'fresh'],
    customary: false,
    barsCommit: false,
  },
  {
    name: 'est',
    bit: 0x02,
    since: '2.5',
    meaning: 'The packet is part of a connection that the tracker has already seen, in both directions.',
    brief: 'in an established connection',
    setOnly: 'only once the connection is committed',
    whenSet: 'belong to an established connection',
    whenClear: 'do not belong to an established connection',
    synonyms: ['ct.est', 'established', 'estab', 'ct_est', 'esta'],
    customary: false,
    barsCommit: false,
  },
  {
    name: 'rel',
    bit: 0x04,
    since: '2.5',
    meaning:
      'The packet belongs to another, existing connection: an ICMP error about it, say, or its FTP data channel.',
    brief: 'related to another connection',
    setOnly: 'only when that other connection is committed',
    whenSet: 'are related to an existing connection',
    whenClear: 'are not related to another connection',
    synonyms: ['ct.rel', 'related', 'ct_rel', 'relat'],
    customary: false,
    barsCommit: false,
  },
  {
    name: 'rpl',
    bit: 0x08,
    since: '2.5',
    meaning: 'The packet runs against the direction of the packet that opened the connection: it is a reply.',
    brief: 'a reply',
    setOnly: 'only once the connection is committed',
    whenSet: 'run in the reply direction',
    whenClear: 'do not run in the reply direction',
    synonyms: ['ct.rpl', 'rpy', 'reply', 'repl', 'rep', 'ct_rpl', 'reply_dir'],
    customary: false,
    barsCommit: false,
  },
  {
    name: 'inv',
    bit: 0x10,
    since: '2.5',
    meaning:
      'The tracker could make nothing of the packet: no handler for its L3/L4 protocol is loaded, it is malformed, or it has the wrong length for its protocol.',
    brief: 'invalid to the tracker',
    setOnly: 'only together with trk, and with nothing else',
    whenSet: 'the tracker found invalid',
    whenClear: 'the tracker did not find invalid',
    synonyms: ['ct.inv', 'invalid', 'inval', 'ct_inv'],
    customary: false,
    barsCommit: true,
  },
  {
    name: 'trk',
    bit: 0x20,
    since: '2.5',
    meaning: 'The packet has been through the connection tracker. Without it every other flag is clear.',
    brief: 'tracked',
    setOnly: 'only after a ct(table=…) action has sent the packet through the tracker',
    whenSet: 'have been through the connection tracker',
    whenClear: 'have not been through the connection tracker',
    synonyms: ['ct.trk', 'tracked', 'track', 'tracking', 'ct_trk', 'trck', 'tkr'],
    customary: true,
    barsCommit: false,
  },
  {
    name: 'snat',
    bit: 0x40,
    since: '2.6',
    meaning: 'An earlier ct action translated the source address or port of the packet.',
    brief: 'source-translated',
    setOnly: 'only on tracked packets',
    whenSet: 'had their source translated',
    whenClear: 'did not have their source translated',
    synonyms: ['ct.snat', 'src_nat', 'srcnat', 'source_nat', 'ct_snat'],
    customary: false,
    barsCommit: false,
    tellsTranslation: true,
  },
  {
    name: 'dnat',
    bit: 0x80,
    since: '2.6',
    meaning: 'An earlier ct action translated the destination address or port of the packet.',
    brief: 'destination-translated',
    setOnly: 'only on tracked packets',
    whenSet: 'had their destination translated',
    whenClear: 'did not have their destination translated',
    synonyms: ['ct.dnat', 'dst_nat', 'dstnat', 'destination_nat', 'ct_dnat'],
    customary: false,
    barsCommit: false,
    tellsTranslation: true,
  },
];

/** The bit of a flag, by its name. */
export function flagBit(name: string): number {
  return connectionStateFlags.find((flag) => flag.name === name)?.bit ?? 0;
}

/**
 * A rule that every packet's state obeys: where `state & when.mask` equals `when.value`, no bit of
 * `forbids` is set.
 */
export interface ConnectionStateConstraint {
  readonly id: 'untracked' | 'invalid' | 'new-or-established' | 'new-or-reply';
  readonly when: { readonly value: number; readonly mask: number };
  readonly forbids: number;
  /** The rule in one plain sentence. */
  readonly because: string;
  /**
   * Whoever asks for both sides usually means "either": two flows say that.
   * True only where both sides are an ordinary thing to match on.
   */
  readonly eitherIsMeant: boolean;
}

/** In falling precedence. Source: lib/flow.c, validate_ct_state; ovs-fields(7), "ct_state". */
export const connectionStateConstraints: readonly ConnectionStateConstraint[] = [
  {
    id: 'untracked',
    when: { value: 0x00, mask: 0x20 },
    forbids: 0xdf,
    because: 'a packet that has not been through the tracker (trk clear) has no other flag set',
    eitherIsMeant: false,
  },
  {
    id: 'invalid',
    when: { value: 0x10, mask: 0x10 },
    forbids: 0xcf,
    because: 'a packet that the tracker finds invalid (inv) has no flag besides inv and trk',
    eitherIsMeant: false,
  },
  {
    id: 'new-or-established',
    when: { value: 0x01, mask: 0x01 },
    forbids: 0x02,
    because: 'a connection is new until it is committed and established after that, never both',
    eitherIsMeant: true,
  },
  {
    id: 'new-or-reply',
    when: { value: 0x01, mask: 0x01 },
    forbids: 0x08,
    because: 'a connection that is still new has no replies: they come once it is committed',
    eitherIsMeant: false,
  },
];

/** The whole matches people use most, offered first after `ct_state=`. Values read `+set-clear`. */
export const usualConnectionStateMatches: readonly { readonly match: string; readonly purpose: string }[] = [
  { match: '+trk+new', purpose: 'first packets of a connection' },
  { match: '+trk+est', purpose: 'established' },
  { match: '+trk', purpose: 'all tracked packets' },
  { match: '-trk', purpose: 'not tracked yet' },
  { match: '+trk+rel', purpose: 'ICMP errors, FTP data' },
  { match: '+trk+inv', purpose: 'invalid, usually dropped' },
  { match: '+trk+est+rpl', purpose: 'established, reply direction' },
  { match: '+trk+est-rpl', purpose: 'established, original direction' },
  { match: '+trk+new-rel', purpose: 'new, related to nothing' },
];
