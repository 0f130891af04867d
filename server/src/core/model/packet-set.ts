/**
 * The packets that a flow matches, apart from their connection state: for each slot that is matched, a value and a
 * mask. Two flows of the same priority and table with the same set are one flow to Open vSwitch.
 */
import { etherTypes } from '../facts/protocol-words';
import { isTunnelOption, type Match } from '../flow/match';

/** A slot of a packet's description that is matched. */
export interface SlotMatch {
  readonly slot: string;
  /** A subset of the bits of `mask`. */
  readonly value: bigint;
  readonly mask: bigint;
}

/** By slot, in the order of their names. */
export type PacketSet = readonly SlotMatch[];

/** The slot of connection state, which is kept apart: what it can be is known better than bit by bit. */
const stateSlot = 'ct_state';

/** The packets of a match, whatever their connection state. */
export function packetSetOf(match: Match): PacketSet {
  const slots: SlotMatch[] = [];
  for (const [slot, { value, mask }] of match.slots) {
    if (slot !== stateSlot && mask !== 0n) {
      slots.push({ slot, value, mask });
    }
  }
  for (const [field, { value, mask }] of match.tunnelOptions) {
    if (isTunnelOption(field)) {
      // A mask of zero still asks for the option to be there.
      slots.push({ slot: `${field.name}?`, value: 1n, mask: 1n });
      if (mask !== 0n) {
        slots.push({ slot: field.name, value, mask });
      }
    }
  }
  return slots.sort((left, right) => (left.slot < right.slot ? -1 : 1));
}

/** What tells sets apart: equal texts mean equal sets. */
export function keyOf(packets: PacketSet): string {
  return packets
    .map(({ slot, value, mask }) => `${slot}=${value.toString(36)}/${mask.toString(36)}`)
    .join(',');
}

/** The bits that the set looks at: sets with the same signature can be told apart by a hash of their values. */
export function signatureOf(packets: PacketSet): string {
  return packets.map(({ slot, mask }) => `${slot}/${mask.toString(36)}`).join(',');
}

/** The bits that sets of packets look at, and how their values are kept as words of 32 bits, one behind the other. */
export interface Signature {
  /** Equal texts mean the same bits. */
  readonly key: string;
  /** By slot, in the order of their names. */
  readonly slots: readonly SignatureSlot[];
  /** How many words the values take. */
  readonly length: number;
}

/** A slot that is looked at. */
export interface SignatureSlot {
  readonly slot: string;
  readonly mask: bigint;
  /** Which of the words is its first, the one with the lowest bits, and how many it has. */
  readonly first: number;
  readonly count: number;
}

/** The signature of a set. */
export function layOut(packets: PacketSet): Signature {
  let length = 0;
  const slots = packets.map(({ slot, mask }) => {
    const count = wordsFor(mask);
    const first = length;
    length += count;
    return { slot, mask, first, count };
  });
  return { key: signatureOf(packets), slots, length };
}

/** How many words of 32 bits a number takes. */
function wordsFor(number: bigint): number {
  let count = 1;
  for (let rest = number >> 32n; rest !== 0n; rest >>= 32n) {
    count++;
  }
  return count;
}

/** Writes the values of a set behind each other, as its signature says, from `at` on. */
export function pack(packets: PacketSet, signature: Signature, words: Int32Array, at: number): void {
  for (const [index, { value }] of packets.entries()) {
    const { first, count } = signature.slots[index]!;
    for (let word = 0; word < count; word++) {
      words[at + first + word] = wordOf(value, word);
    }
  }
}

/** 32 bits of a number: `word` counts from the lowest. */
export function wordOf(number: bigint, word: number): number {
  return Number((number >> BigInt(32 * word)) & 0xffff_ffffn) | 0;
}

/** The number that so many words hold, the lowest bits first. */
export function numberOfWords(words: Int32Array, first: number, count: number): bigint {
  let number = 0n;
  for (let word = first + count - 1; word >= first; word--) {
    number = (number << 32n) | BigInt(words[word]! >>> 0);
  }
  return number;
}

/** The value of one slot in such words. */
export function valueIn({ first, count }: SignatureSlot, words: Int32Array, at: number): bigint {
  return numberOfWords(words, at + first, count);
}

/** The set that was packed. */
export function unpack(signature: Signature, words: Int32Array, at: number): PacketSet {
  return signature.slots.map((slot) => ({
    slot: slot.slot,
    mask: slot.mask,
    value: valueIn(slot, words, at),
  }));
}

/** Whether every packet of `inner` is in `outer`. */
export function covers(outer: PacketSet, inner: PacketSet): boolean {
  let index = 0;
  for (const { slot, value, mask } of outer) {
    while (index < inner.length && inner[index]!.slot < slot) {
      index++;
    }
    const other = inner[index];
    if (other?.slot !== slot || (other.mask & mask) !== mask || (other.value & mask) !== value) {
      return false;
    }
  }
  return true;
}

/** Whether some packet is in both. */
export function overlaps(left: PacketSet, right: PacketSet): boolean {
  let index = 0;
  for (const { slot, value, mask } of left) {
    while (index < right.length && right[index]!.slot < slot) {
      index++;
    }
    const other = right[index];
    if (other?.slot === slot && ((other.value ^ value) & other.mask & mask) !== 0n) {
      return false;
    }
  }
  return true;
}

const ipTypes: ReadonlySet<bigint> = new Set([BigInt(etherTypes.ipv4), BigInt(etherTypes.ipv6)]);

/** Whether the packets are IP packets; undefined where they may be or not. */
export function isIp(packets: PacketSet): boolean | undefined {
  const type = slotOf(packets, 'dl_type');
  return type && ipTypes.has(type.value);
}

/** What the set asks of a slot; undefined when it does not look at it. */
export function slotOf(packets: PacketSet, slot: string): SlotMatch | undefined {
  return packets.find((each) => each.slot === slot);
}
