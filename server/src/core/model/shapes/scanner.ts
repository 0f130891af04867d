/**
 * Lines that are written alike differ in their numbers and addresses only. The scanner goes through a line once, takes
 * these out, and leaves the *skeleton*: all that stands between them, with the kind of each in its place.
 */
import { flowKeys } from '../../facts/flow-keys';
import { firstReservedPort } from '../../facts/ports';
import { endOf, hexadecimalDigit, kindOf, readValue, valueKinds, wordsPerValue } from './scan-values';

/** Lines with more values are read by themselves. */
const mostValues = 48;

/** Longer lines are read by themselves. In UTF-16 units. */
const longestLine = 2048;

/** No flow has characters from here on; in skeletons they stand for values. */
const firstSign = 0xff00;

const colon = 0x3a;
const hash = 0x23;
const space = 0x20;
const comma = 0x2c;

/** Keys whose numbers nothing depends on, however large, by a hash of the name. */
const uncounted = flowKeys
  .filter(({ kind }) => kind === 'statistic' || kind === 'cookie')
  .map(({ name }) => [...`${name}=`].reduce((sum, each) => withCode(sum, each.charCodeAt(0)), 0));

function withCode(sum: number, code: number): number {
  return Math.imul(sum ^ code, 0x01000193);
}

/** Behind these characters a value can begin. */
const starters: ReadonlySet<number> = new Set([...' \t,=:(>/[-@{'].map((each) => each.charCodeAt(0)));
const startsValue = Uint8Array.from({ length: 128 }, (_, code) => Number(starters.has(code)));

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
  /** What stands between them, and a sign for the kind of each. */
  readonly skeleton = new Uint16Array(longestLine + 1);
  length = 0;
  /** A hash of the skeleton. */
  hash = 0;

  /**
   * Takes a line apart, up to `end`. False for lines that are not: long ones, those with comments, and those with
   * characters that no flow has.
   */
  scan(text: string, end: number): boolean {
    if (end > longestLine) {
      return false;
    }
    const { skeleton, words } = this;
    let length = 0;
    let sum = 0;
    let count = 0;
    /** The same since the last space or comma. */
    let word = 0;
    let canStart = true;
    let position = 0;
    while (position < end) {
      const code = text.charCodeAt(position);
      let sign = code;
      let next = position + 1;
      if (canStart && (code === colon || hexadecimalDigit(code) >= 0)) {
        if (count === mostValues) {
          return false;
        }
        const at = count * wordsPerValue;
        words[at] = 0;
        words[at + 1] = 0;
        words[at + 2] = 0;
        words[at + 3] = 0;
        const value = readValue(text, position, end, words, at);
        if (value !== 0) {
          next = endOf(value);
          this.starts[count] = position;
          this.ends[count] = next;
          this.kinds[count] = kindOf(value);
          sign =
            firstSign + kindOf(value) * 4 + (uncounted.includes(word) ? 3 : this.#size(at, kindOf(value)));
          count++;
        }
      }
      if (sign === code && (code >= firstSign || code === hash)) {
        return false;
      }
      skeleton[length++] = sign;
      sum = withCode(sum, sign);
      word = code === space || code === comma ? 0 : withCode(word, code);
      canStart = code < 128 && startsValue[code] === 1 && sign === code;
      position = next;
    }
    this.count = count;
    this.length = length;
    this.hash = sum;
    return true;
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
}
