import type { Span } from '../../syntax/span';
import type { DocumentLine } from '../flow-document';
import type { LineFacts } from '../line-facts';
import type { Mention } from '../mentions';
import { wordOf } from '../packet-set';
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

/** What there is to know of a line. */
export interface KnownLine<Finding> {
  readonly facts: LineFacts;
  readonly findings: readonly Finding[];
}

/** A line of the document, and what is known of it. */
export type ShapedLine<Finding> = DocumentLine<
  KnownLine<Finding> & { readonly directives: readonly never[] }
>;

/** What there is to tell of a line of which nothing is to be told: one list for all of them. */
export const nothing: readonly never[] = [];

/** Reads what is not kept of a line from its text. */
export interface ShapeReader {
  readonly pool: WordPool;
  /** The line taken apart, until the next one is asked for. */
  scanned(raw: string): Scanner;
  factsOf(raw: string): LineFacts;
}

/** What a shape is made of. */
export interface ShapeSource<Finding> {
  readonly reader: ShapeReader;
  /** What is known of a line. */
  readonly like: KnownLine<Finding>;
  readonly raw: string;
  /** The line taken apart. */
  readonly scan: Scanner;
  /** The values that may be others. */
  readonly free: readonly FreeValue[];
}

/** How a line is written: what all lines share that differ in their free values only. */
export abstract class LineShape<Finding extends PlacedFinding> {
  readonly reader: ShapeReader;
  /** What is known of the line that it was made of. */
  readonly like: KnownLine<Finding>;
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
  /** The values that stay as they are. */
  readonly fixed: Int32Array;
  /** The values that may be others: which, in what bits, up to which number. */
  protected readonly freeIndexes: Int32Array;
  /** The numbers of all values. */
  readonly #likeWords: Int32Array;
  readonly #bits: Int32Array;
  readonly #most: Float64Array;
  /** Which of them must not be zero: 1, else 0. */
  readonly #nonZero: Uint8Array;

  constructor({ reader, like, raw, scan, free }: ShapeSource<Finding>) {
    this.reader = reader;
    this.raw = raw;
    this.free = free;
    this.like = like;
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
    this.freeIndexes = Int32Array.from(free, ({ index }) => index);
    this.#most = Float64Array.from(free, ({ most }) => Number(most));
    this.#nonZero = Uint8Array.from(free, ({ mayBeZero }) => Number(!mayBeZero));
    this.#bits = Int32Array.from({ length: free.length * wordsPerValue }, (_, at) =>
      wordOf(free[Math.floor(at / wordsPerValue)]!.bits, at % wordsPerValue),
    );
  }

  /** A line that the shape takes; `scan` holds it. */
  abstract lineOf(raw: string, scan: Scanner): ShapedLine<Finding>;

  /** A hash of some values of the line that the shape was made of. */
  keyOf(keys: readonly number[]): number {
    return keyOf(keys, this.#likeWords);
  }

  /** The free value that stands within a stretch of the line that the shape was made of; -1 where none does. */
  protected freeIn({ start, end }: Span): number {
    return this.freeIndexes.find((index) => this.#startOf(index) > start && this.#startOf(index) < end) ?? -1;
  }

  /** Which value has the role, -1 where none has it. */
  protected valueOf(wanted: FreeValue['role']): number {
    return this.free.find(({ role }) => role === wanted)?.index ?? -1;
  }

  #startOf(index: number): number {
    return this.places[index * 2]!;
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
    const free = this.freeIndexes;
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

  /** What such a line names; `scan` holds it. */
  mentionsIn(raw: string, scan: Scanner): readonly Mention[] {
    return this.like.facts.mentions.map((mention) => {
      const span = this.moved(mention.span, scan);
      const isFree = this.freeIndexes.some((index) => this.#startOf(index) === mention.span.start);
      return { ...mention, span, number: isFree ? numberIn(raw, span, mention.number) : mention.number };
    });
  }

  /** What is found in such a line: the same as in the one that the shape was made of, in other places. `scan` holds it. */
  findingsIn(scan: Scanner): readonly Finding[] {
    return this.like.findings.map((finding) => ({
      ...finding,
      span: this.moved(finding.span, scan),
      related: finding.related.map((place) => ({ ...place, span: this.moved(place.span, scan) })),
    }));
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

function numberIn(raw: string, { start, end }: Span, like: number | bigint): number | bigint {
  const number = BigInt(raw.slice(start, end));
  return typeof like === 'bigint' ? number : Number(number);
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
