/**
 * Flows compared by the packed values of their matches: which bits two signatures both look at, and whether values
 * agree on them. Words are of 32 bits, as `pack` lays them out.
 */
import type { Signature } from './packet-set';

/** Values of the bits of a signature: words, and where they begin. */
export interface Packed {
  readonly words: Int32Array;
  readonly at: number;
}

/** The bits that two signatures both look at, word by word. */
export interface SharedBits {
  /** Which words of the left, and of the right, hold them. */
  readonly left: readonly number[];
  readonly right: readonly number[];
  readonly masks: readonly number[];
  /** Whether these are all bits that the left one looks at: then it may match all that the right one does. */
  readonly isAllOfLeft: boolean;
}

/** What two signatures share. */
export function sharedBits(one: Signature, other: Signature): SharedBits {
  const [left, right, masks]: [number[], number[], number[]] = [[], [], []];
  let isAllOfLeft = true;
  let index = 0;
  for (const { slot, mask, first, count } of one.slots) {
    while (index < other.slots.length && other.slots[index]!.slot < slot) {
      index++;
    }
    const there = other.slots[index];
    const both = there?.slot === slot ? mask & there.mask : 0n;
    isAllOfLeft &&= both === mask;
    for (let word = 0; both !== 0n && word < Math.min(count, there!.count); word++) {
      const bits = Number((both >> BigInt(32 * word)) & 0xffff_ffffn) | 0;
      if (bits !== 0) {
        left.push(first + word);
        right.push(there!.first + word);
        masks.push(bits);
      }
    }
  }
  return { left, right, masks, isAllOfLeft };
}

/** Whether one looks at nothing but what the other looks at as well. */
export function isWithin(one: Signature, other: Signature): boolean {
  let index = 0;
  for (const { slot, mask } of one.slots) {
    while (index < other.slots.length && other.slots[index]!.slot < slot) {
      index++;
    }
    const there = other.slots[index];
    if (there?.slot !== slot || (mask & ~there.mask) !== 0n) {
      return false;
    }
  }
  return true;
}

/** Whether the values are the same where both look. */
export function agree({ left, right, masks }: SharedBits, one: Packed, other: Packed): boolean {
  const { words: ours, at: from } = one;
  const { words: theirs, at } = other;
  for (let index = 0; index < masks.length; index++) {
    if (((ours[from + left[index]!]! ^ theirs[at + right[index]!]!) & masks[index]!) !== 0) {
      return false;
    }
  }
  return true;
}

/** A hash of the values at these words, under the masks. */
export function hashOf(
  words: Int32Array,
  at: number,
  places: readonly number[],
  masks: readonly number[],
  seed: number,
): number {
  let hash = seed;
  for (let index = 0; index < masks.length; index++) {
    hash = mix(hash, words[at + places[index]!]! & masks[index]!);
  }
  return finished(hash);
}

/** Takes another number into a hash. Source: the mixing step of MurmurHash3. */
export function mix(hash: number, word: number): number {
  const scattered = Math.imul(word, 0xcc9e2d51);
  const mixed = hash ^ Math.imul((scattered << 15) | (scattered >>> 17), 0x1b873593);
  return (Math.imul((mixed << 13) | (mixed >>> 19), 5) + 0xe6546b64) | 0;
}

/** Spreads what was mixed over all bits. */
export function finished(hash: number): number {
  const once = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  const twice = Math.imul(once ^ (once >>> 13), 0xc2b2ae35);
  return twice ^ (twice >>> 16);
}

/** A hash of a text. */
export function hashOfText(text: string): number {
  let hash = text.length;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash, 31) + text.charCodeAt(index);
  }
  return finished(hash | 0);
}
