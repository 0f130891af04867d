/** Flags in packet headers. Source: ovs-fields(7), "TCP Flags" and "Tunnel Flags"; lib/packets.c, lib/flow.c. */

export interface PacketFlag {
  readonly name: string;
  readonly bit: number;
  /** What people write when they mean the flag, in lower case. */
  readonly synonyms: readonly string[];
  readonly meaning: string;
}

export const tcpFlags: readonly PacketFlag[] = [
  { name: 'fin', bit: 0x001, synonyms: ['f'], meaning: 'the sender has no more data' },
  { name: 'syn', bit: 0x002, synonyms: ['s'], meaning: 'opens a connection' },
  { name: 'rst', bit: 0x004, synonyms: ['r', 'reset'], meaning: 'breaks the connection off' },
  { name: 'psh', bit: 0x008, synonyms: ['p', 'push'], meaning: 'hand the data over at once' },
  { name: 'ack', bit: 0x010, synonyms: ['a'], meaning: 'acknowledges data' },
  { name: 'urg', bit: 0x020, synonyms: ['u', 'urgent'], meaning: 'the urgent pointer counts' },
  { name: 'ece', bit: 0x040, synonyms: ['e'], meaning: 'congestion was seen (ECN echo)' },
  { name: 'cwr', bit: 0x080, synonyms: ['c'], meaning: 'the congestion window was reduced' },
  { name: 'ns', bit: 0x100, synonyms: ['ae'], meaning: 'ECN nonce' },
  { name: '[200]', bit: 0x200, synonyms: [], meaning: 'reserved bit 0x200' },
  { name: '[400]', bit: 0x400, synonyms: [], meaning: 'reserved bit 0x400' },
  { name: '[800]', bit: 0x800, synonyms: [], meaning: 'reserved bit 0x800' },
];

/** A match can name the first only; the others are Open vSwitch's own. */
export const tunnelFlags: readonly PacketFlag[] = [
  { name: 'oam', bit: 0x1, synonyms: [], meaning: 'a packet for operations, administration and maintenance' },
];

/** Parts a fragment match can name. Bit 1: any fragment; bit 2: not the first. */
export const fragmentKinds: readonly {
  readonly name: string;
  readonly value: number;
  readonly mask: number;
  readonly meaning: string;
}[] = [
  { name: 'no', value: 0, mask: 3, meaning: 'not a fragment' },
  { name: 'yes', value: 1, mask: 1, meaning: 'any fragment' },
  { name: 'first', value: 1, mask: 3, meaning: 'the first fragment, which has the ports' },
  { name: 'later', value: 3, mask: 3, meaning: 'a later fragment, which has no ports' },
  { name: 'not_later', value: 0, mask: 2, meaning: 'no fragment, or the first one' },
];
