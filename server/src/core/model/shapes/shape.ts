import type { Span } from '../../syntax/span';
import type { Clause, FlowFacts, FlowTraits } from '../flow-facts';
import type { LineFacts } from '../line-facts';
import type { Mention } from '../mentions';
import { wordOf } from '../packet-set';
import { toGroup } from '../steps';
import type { FreeValue } from './free-values';
import { wordsPerValue } from './scan-values';
import type { Scanner } from './scanner';
import type { WordPool } from './word-pool';

/** What rules find in a line; what they are does not count here. */
export interface PlacedFinding {
  readonly span: Span;
  readonly message: string;
  readonly related: readonly { readonly span: Span }[];
}

/** What is known of a flow. */
interface KnownFlow<Finding> extends LineFacts {
  readonly flow: FlowFacts;
  readonly findings: readonly Finding[];
}

/** Works out, from the text of a line, what is not kept of it. */
export interface ShapeReader<Finding extends PlacedFinding> {
  readonly pool: WordPool;
  factsOf(raw: string): LineFacts;
  findingsOf(raw: string, shape: Shape<Finding>): readonly Finding[];
  moved(raw: string, shape: Shape<Finding>, span: Span): Span;
  mentionsOf(raw: string, shape: Shape<Finding>): readonly Mention[];
  clausesOf(raw: string, shape: Shape<Finding>): readonly Clause[];
  cookieOf(raw: string, shape: Shape<Finding>): bigint;
}

/** What lines of a shape have in common, or those of them that name the same group. */
export interface Likeness<Finding extends PlacedFinding> {
  readonly reader: ShapeReader<Finding>;
  readonly shape: Shape<Finding>;
  readonly traits: FlowTraits;
  /** Undefined where they differ in it. */
  readonly priority: number | undefined;
}

/** So many groups of a shape are remembered with what flows have in common that send packets there. */
const mostGroups = 4_000;

/** How a flow is written: what all lines share that differ in their free values only. */
export class Shape<Finding extends PlacedFinding> {
  /** What is known of the line that it was made of. */
  readonly facts: KnownFlow<Finding>;
  /** Whether another line was found to be written alike. */
  isUsed = false;
  /** Whether a line with other values has come out as the shape foretold; undefined as long as none was tried. */
  isProven: boolean | undefined;
  /** The line that it was made of. */
  readonly raw: string;
  /** The values that may be others. */
  readonly free: readonly FreeValue[];
  /** Where values stand in that line: start and end of each, in UTF-16 units. */
  readonly places: Int32Array;
  /** The conjunctions that it is a clause of, and which value is the number of each; -1 where that is not free. */
  readonly clauses: readonly { readonly clause: Clause; readonly value: number }[];
  /** Which value is the cookie; -1 where none is free. */
  readonly cookie: number;
  /** The values that stay as they are. */
  readonly fixed: Int32Array;
  /** The numbers of all values. */
  readonly #likeWords: Int32Array;
  /** The values that may be others: which, in what bits, up to which number. */
  readonly #free: Int32Array;
  readonly #bits: Int32Array;
  readonly #most: Float64Array;
  /** Which of them must not be zero: 1, else 0. */
  readonly #nonZero: Uint8Array;
  /** Where they go in the words of the packets: the first of so many; what is there besides stands in `#words`. */
  readonly #targets: Int32Array;
  readonly #counts: Int32Array;
  readonly #shifts: Int32Array;
  readonly #words: Int32Array;
  /** Which value is the priority; -1 where all lines have the same. */
  readonly #priority: number;
  readonly #group: number;
  readonly #like: Likeness<Finding>;
  readonly #likeByGroup = new Map<number, Likeness<Finding>>();

  constructor(
    reader: ShapeReader<Finding>,
    facts: KnownFlow<Finding>,
    raw: string,
    scan: Scanner,
    free: readonly FreeValue[],
  ) {
    this.raw = raw;
    this.free = free;
    this.facts = facts;
    this.places = new Int32Array(scan.count * 2);
    for (let index = 0; index < scan.count; index++) {
      this.places[index * 2] = scan.starts[index]!;
      this.places[index * 2 + 1] = scan.ends[index]!;
    }
    const isFree = new Set(free.map(({ index }) => index));
    this.fixed = Int32Array.from({ length: scan.count }, (_, index) => index).filter(
      (index) => !isFree.has(index),
    );
    this.#likeWords = scan.words.slice(0, scan.count * wordsPerValue);
    this.cookie = free.find(({ role }) => role === 'cookie')?.index ?? -1;
    this.#priority = free.find(({ role }) => role === 'priority')?.index ?? -1;
    this.#group = free.find(({ role }) => role === 'group')?.index ?? -1;
    this.#free = Int32Array.from(free, ({ index }) => index);
    this.clauses = facts.flow.likeSteps.flatMap((step) =>
      step.kind === 'conjunction' ? [{ clause: step, value: this.#freeIn(step.span) }] : [],
    );
    this.#most = Float64Array.from(free, ({ most }) => Number(most));
    this.#nonZero = Uint8Array.from(free, ({ mayBeZero }) => Number(!mayBeZero));
    this.#bits = Int32Array.from({ length: free.length * wordsPerValue }, (_, at) =>
      wordOf(free[Math.floor(at / wordsPerValue)]!.bits, at % wordsPerValue),
    );
    const { words, at, signature, traits, priority } = facts.flow;
    this.#like = { reader, shape: this, traits, priority: this.#priority < 0 ? priority : undefined };
    const packets = words.slice(at, at + signature.length);
    this.#words = this.#priority < 0 ? packets : Int32Array.of(0, ...packets);
    const front = this.#words.length - packets.length;
    this.#targets = new Int32Array(free.length);
    this.#counts = new Int32Array(free.length);
    this.#shifts = new Int32Array(free.length);
    for (const [place, { role }] of free.entries()) {
      if (typeof role === 'object') {
        this.#targets[place] = front + role.first;
        this.#counts[place] = role.count;
        this.#shifts[place] = role.shift;
        for (let word = 0; word < role.count; word++) {
          this.#words[front + role.first + word] = wordOf(role.base, word);
        }
      }
    }
  }

  /** A hash of some values of the line that the shape was made of. */
  keyOf(keys: readonly number[]): number {
    return keyOf(keys, this.#likeWords);
  }

  #freeIn({ start, end }: Span): number {
    return this.#free.find((index) => this.places[index * 2]! > start && this.places[index * 2]! < end) ?? -1;
  }

  /** Whether a free value begins at that offset of the line that the shape was made of. */
  isFree(offset: number): boolean {
    return this.#free.some((index) => this.places[index * 2] === offset);
  }

  /** Whether a line with the same skeleton is written in this shape. */
  takes({ words, starts, ends }: Scanner): boolean {
    for (const index of this.fixed) {
      // Of some numbers the digits count, even zeros.
      if (ends[index]! - starts[index]! !== this.places[index * 2 + 1]! - this.places[index * 2]!) {
        return false;
      }
      for (let word = index * wordsPerValue; word < (index + 1) * wordsPerValue; word++) {
        if (words[word] !== this.#likeWords[word]) {
          return false;
        }
      }
    }
    const free = this.#free;
    for (let at = 0; at < free.length; at++) {
      const value = free[at]! * wordsPerValue;
      const own = at * wordsPerValue;
      let any = 0;
      for (let word = 0; word < wordsPerValue; word++) {
        if ((words[value + word]! & ~this.#bits[own + word]!) !== 0) {
          return false;
        }
        any |= words[value + word]!;
      }
      if (any === 0 && this.#nonZero[at] === 1) {
        return false;
      }
      // Larger numbers are bounded by their bits.
      const most = this.#most[at]!;
      if (most < 0x1_0000_0000 && words[value]! >>> 0 > most) {
        return false;
      }
    }
    return true;
  }

  /**
   * Whether the values that stay as they are are spelled, in a line that the shape takes, as in the one that it was
   * made of: findings may quote them.
   */
  isSpelledBy(raw: string, { starts, ends }: Scanner): boolean {
    return this.fixed.every((index) => {
      const spelled = this.raw.slice(this.places[index * 2], this.places[index * 2 + 1]);
      return raw.slice(starts[index], ends[index]) === spelled;
    });
  }

  /** What such a line has in common with others: all that this shape takes, or those of them that name the same group. */
  likenessOf({ words }: Scanner): Likeness<Finding> {
    if (this.#group < 0) {
      return this.#like;
    }
    const group = words[this.#group * wordsPerValue]! >>> 0;
    let known = this.#likeByGroup.get(group);
    if (!known) {
      const { traits } = this.#like;
      known = { ...this.#like, traits: { ...traits, likeSteps: toGroup(traits.likeSteps, group) } };
      if (this.#likeByGroup.size >= mostGroups) {
        this.#likeByGroup.clear();
      }
      this.#likeByGroup.set(group, known);
    }
    return known;
  }

  /** Adds what differs in numbers; returns where the words of the packets begin, behind the priority. */
  addWords({ words }: Scanner, pool: WordPool): number {
    const at = pool.add(this.#words);
    const free = this.#free;
    for (let place = 0; place < free.length; place++) {
      const count = this.#counts[place]!;
      const value = free[place]! * wordsPerValue;
      const target = at + this.#targets[place]!;
      for (let word = 0; word < count; word++) {
        pool.words[target + word]! |= words[value + word]! << this.#shifts[place]!;
      }
    }
    if (this.#priority < 0) {
      return at;
    }
    pool.words[at] = words[this.#priority * wordsPerValue]!;
    return at + 1;
  }

  /** Where a stretch of the line that the shape was made of stands in such a line. */
  moved({ start, end }: Span, scan: Scanner): Span {
    return { start: this.#placeOf(start, scan), end: this.#placeOf(end, scan) };
  }

  #placeOf(offset: number, { starts, ends, count }: Scanner): number {
    let moved = offset;
    for (let index = 0; index < count; index++) {
      const end = this.places[index * 2 + 1]!;
      if (end > offset) {
        break;
      }
      moved += ends[index]! - starts[index]! - (end - this.places[index * 2]!);
    }
    return moved;
  }
}

/** A hash of the numbers of some values. */
export function keyOf(keys: readonly number[], words: Int32Array): number {
  let key = 0;
  for (const index of keys) {
    for (let word = index * wordsPerValue; word < (index + 1) * wordsPerValue; word++) {
      key = Math.imul(key ^ words[word]!, 0x01000193) ^ (key >>> 15);
    }
  }
  return key;
}
