/**
 * Lines that are written alike differ in their numbers and addresses only. The scanner goes through a line once, takes
 * these out, and leaves the *skeleton*: all that stands between them, with the kind of each in its place.
 */
import { flowKeys } from '../../facts/flow-keys';
import { firstReservedPort } from '../../facts/ports';
import { lengthWithoutEnd } from '../flow-document';
import { endOf, hexadecimalDigit, kindOf, readValue, valueKinds, wordsPerValue } from './scan-values';

/** Lines with more values are read by themselves. */
const mostValues = 48;

/** Longer lines are read by themselves. In UTF-16 units. */
const longestLine = 2048;

/** So many zeros stand behind the text of a line: whoever reads a value looks no further ahead. */
const room = 8;

/** In skeletons, bytes from here on stand for values. No other character of a line that is taken apart has such a byte. */
const firstSign = 0x80;

const colon = 0x3a;
const point = 0x2e;
const space = 0x20;
const comma = 0x2c;

/** Every platform has it; the language itself does not name it. */
declare class TextEncoder {
  encodeInto(source: string, destination: Uint8Array): { readonly read: number; readonly written: number };
}

const encoder = new TextEncoder();

/** Keys whose numbers nothing depends on, however large: their bytes with the sign behind them, the last first. */
const uncounted = flowKeys
  .filter(({ kind }) => kind === 'statistic' || kind === 'cookie')
  .map(({ name }) => [...`${name}=`].map((each) => each.charCodeAt(0)).reverse());

function mixed(sum: number, next: number): number {
  return Math.imul(sum ^ next, 0x01000193);
}

/** Behind these characters a value can begin. */
const starters = new Set([...' \t,=:(>/[-@{'].map((each) => each.charCodeAt(0)));
const startsValue = Uint8Array.from({ length: 256 }, (_, code) => Number(starters.has(code)));
/** With these it can begin. */
const beginsValue = Uint8Array.from({ length: 256 }, (_, code) =>
  Number(code === colon || hexadecimalDigit(code) >= 0),
);

/** A line taken apart. There is one of it, which the next line overwrites. */
export class Scanner {
  /** How many values there are. */
  count = 0;
  /** Where they begin and end in the line, in UTF-16 units. */
  readonly starts = new Int32Array(mostValues);
  readonly ends = new Int32Array(mostValues);
  /** What they look like: one of `valueKinds`. */
  readonly kinds = new Uint8Array(mostValues);
  /** Their numbers, `wordsPerValue` for each. */
  readonly words = new Int32Array(mostValues * wordsPerValue);
  /** What stands between them, and a sign for the kind of each: bytes, four to a word, with zeros behind the last. */
  readonly skeleton = new Int32Array(longestLine / 4 + 1);
  /** In words. */
  length = 0;
  /** A hash of the skeleton. */
  hash = 0;
  readonly #text = new Uint8Array(longestLine + room);
  readonly #textView = new DataView(this.#text.buffer);
  readonly #signs = new Uint8Array(this.skeleton.buffer);
  readonly #signView = new DataView(this.skeleton.buffer);
  /** Where the signs of values stand among the signs: of this line as far as it was read, then of the line before. */
  readonly #places = new Int32Array(mostValues);
  /** How many values and signs the line before had. */
  #countBefore = 0;
  #bytes = 0;

  /** Takes a line apart, given with its line end or without. False for long ones, and those with more than ASCII. */
  scan(raw: string): boolean {
    const end = this.#encode(raw);
    const text = this.#text;
    const signs = this.#signs;
    let length = 0;
    let canStart = 1;
    let position = 0;
    /** Whether all up to here is as in the line before. */
    let isInStep = this.#bytes > 0;
    this.count = 0;
    while (position < end) {
      if (isInStep) {
        const same = this.#sameAsBefore(position, length, end);
        isInStep = same > 0;
        if (isInStep) {
          position += same;
          length += same;
          canStart = startsValue[text[position - 1]!]!;
          if (position === end) {
            break;
          }
        }
      }
      const code = text[position]!;
      if ((canStart & beginsValue[code]!) !== 0) {
        if (this.count === mostValues) {
          this.#bytes = 0;
          return false;
        }
        const sign = this.#value(position, length);
        if (sign > 0) {
          signs[length++] = sign;
          position = this.ends[this.count - 1]!;
          canStart = 0;
          continue;
        }
      }
      isInStep = false;
      signs[length++] = code;
      canStart = startsValue[code]!;
      position++;
    }
    this.#finish(length);
    return end >= 0;
  }

  /**
   * How many characters up to the next value are those of the line before: most lines are written like that, and its signs are
   * still there. 0 where they are not all the same.
   */
  #sameAsBefore(position: number, length: number, end: number): number {
    const { count } = this;
    const before = this.#countBefore;
    const stop = count < before ? this.#places[count]! : this.#bytes;
    const by = position - length;
    // Behind its last value, a line has to end where the one before it does.
    if (count > before || stop + by > end || (count === before && stop + by < end)) {
      return 0;
    }
    const text = this.#textView;
    const signs = this.#signView;
    let at = length;
    // Four characters at once, the last of them perhaps twice.
    while (at + 4 <= stop && text.getInt32(at + by) === signs.getInt32(at)) {
      at += 4;
    }
    if (at + 4 <= stop) {
      return 0;
    }
    if (stop - length >= 4) {
      at = text.getInt32(stop - 4 + by) === signs.getInt32(stop - 4) ? stop : stop - 4;
    }
    while (at < stop && text.getUint8(at + by) === signs.getUint8(at)) {
      at++;
    }
    return at === stop && !this.#endsInAddress(position, stop + by) ? at - length : 0;
  }

  /**
   * Whether a stretch of text between values ends in what may be the first part of an address: it was none in the line
   * before, but what follows is another here.
   */
  #endsInAddress(start: number, end: number): boolean {
    const text = this.#text;
    if (text[end - 1] !== colon) {
      return false;
    }
    let at = end - 2;
    while (at >= start && (hexadecimalDigit(text[at]!) >= 0 || text[at] === point)) {
      at--;
    }
    return at < start ? start === 0 : startsValue[text[at]!] === 1;
  }

  /** Puts the bytes of a line where they are read; returns how many there are without the line end, or -1. */
  #encode(raw: string): number {
    const text = this.#text;
    const { length } = raw;
    if (length > longestLine) {
      return -1;
    }
    const { read, written } = encoder.encodeInto(raw, text);
    if (read !== length || written !== length) {
      return -1;
    }
    const end = lengthWithoutEnd(raw);
    for (let behind = end; behind < end + room; behind++) {
      text[behind] = 0;
    }
    return end;
  }

  /** Reads the value that begins there, if one does; returns its sign, which goes to `length`, or 0. */
  #value(position: number, length: number): number {
    const { count, words } = this;
    const at = count * wordsPerValue;
    words[at] = 0;
    words[at + 1] = 0;
    words[at + 2] = 0;
    words[at + 3] = 0;
    const value = readValue(this.#text, position, words, at);
    if (value === 0) {
      return 0;
    }
    const kind = kindOf(value);
    this.starts[count] = position;
    this.ends[count] = endOf(value);
    this.kinds[count] = kind;
    this.#places[count] = length;
    this.count = count + 1;
    const size = this.#size(at, kind);
    return firstSign | (kind << 2) | (size === 1 || this.#isUncounted(position) ? 1 : size);
  }

  /** Zero, and decimal numbers as large as those of reserved ports, are told apart from others: rules look at them. */
  #size(at: number, kind: number): number {
    const { words } = this;
    const high = words[at + 1]! | words[at + 2]! | words[at + 3]!;
    const low = words[at]! >>> 0;
    if (kind === valueKinds.decimal) {
      return high !== 0 || low >= firstReservedPort ? 2 : low === 0 ? 0 : 1;
    }
    return kind !== valueKinds.bytes && (high | low) === 0 ? 0 : 1;
  }

  /** Whether the value stands behind a key that it may be any number of. */
  #isUncounted(position: number): boolean {
    const text = this.#text;
    return uncounted.some((key) => {
      let at = 0;
      while (at < key.length && text[position - 1 - at] === key[at]) {
        at++;
      }
      const before = position - 1 - at;
      return at === key.length && (before < 0 || text[before] === space || text[before] === comma);
    });
  }

  #finish(bytes: number): void {
    const signs = this.#signs;
    this.#countBefore = this.count;
    this.#bytes = bytes;
    let length = bytes;
    while ((length & 3) !== 0) {
      signs[length++] = 0;
    }
    this.length = length >> 2;
    let sum = bytes;
    for (let word = 0; word < this.length; word++) {
      sum = mixed(sum, this.skeleton[word]!);
      sum ^= sum >>> 15;
    }
    this.hash = sum;
  }
}
