/**
 * Matches on flags: `+a-b`, `a|b`, numbers with and without a mask, `*` and nothing at all. This is the
 * strict reading, the one Open vSwitch makes; what it rejects goes to flag-match-problems.ts.
 *
 * Source: lib/flow.c, parse_flags; lib/meta-flow.c, mf_parse; lib/ofp-parse.c, ofp_parse_field.
 */
import { type ScannedNumber, scanInteger } from './numbers';
import type { Span } from './span';

/** A flag a match can name. */
export interface FlagName {
  readonly name: string;
  readonly bit: number;
  /** What people write when they mean the flag, in lower case. */
  readonly synonyms: readonly string[];
}

/** One flag named in a match. */
export interface FlagTerm {
  readonly bit: number;
  /** False for `-flag`. */
  readonly set: boolean;
  /** The sign (where there is one) and the name. */
  readonly span: Span;
  /** The name alone. */
  readonly name: Span;
}

/** A match on flags that Open vSwitch accepts. */
export interface FlagMatch {
  /**
   * `signed` is `+a-b`; `list` is `a|b`, numbers among it, and matches all flags exactly; `masked` is
   * `value/mask`; `wildcard` is `*`; `empty` is nothing at all, and matches everything as well.
   */
  readonly form: 'signed' | 'list' | 'masked' | 'wildcard' | 'empty';
  /** As Open vSwitch installs it: bits outside the mask are cleared. */
  readonly value: number;
  readonly mask: number;
  readonly terms: readonly FlagTerm[];
  /** The numbers of a list, or the value and the mask. */
  readonly numbers: readonly ScannedNumber[];
  /** Text that is accepted and has no effect. */
  readonly ignored: Span | undefined;
}

/**
 * The match that Open vSwitch reads in `text` from `start` to `end`, or undefined when it rejects it.
 * `allowed` has a bit for each flag that exists.
 */
export function parseFlagMatch(
  text: string,
  start: number,
  end: number,
  flags: readonly FlagName[],
  allowed: number,
): FlagMatch | undefined {
  if (start === end) {
    return { form: 'empty', value: 0, mask: 0, terms: [], numbers: [], ignored: undefined };
  }
  if (end - start === 1 && text[start] === '*') {
    return { form: 'wildcard', value: 0, mask: 0, terms: [], numbers: [], ignored: undefined };
  }
  const masked = scanMasked(text, start, end);
  if (masked) {
    return fits(masked.numbers, allowed) ? masked : undefined;
  }
  return text[start] === '+' || text[start] === '-'
    ? parseSigned(text, start, end, flags)
    : parseList(text, start, end, flags, allowed);
}

/** `value/mask` whether or not its bits exist; undefined when the text does not start with two numbers. */
export function scanMasked(text: string, start: number, end: number): FlagMatch | undefined {
  const value = scanInteger(text, start, end);
  if (!value || value.end >= end || text[value.end] !== '/') {
    return undefined;
  }
  const mask = scanInteger(text, value.end + 1, end);
  if (!mask) {
    return undefined;
  }
  return {
    form: 'masked',
    value: (value.value & mask.value) >>> 0,
    mask: mask.value,
    terms: [],
    numbers: [value, mask],
    ignored: mask.end < end ? { start: mask.end, end } : undefined,
  };
}

function fits(numbers: readonly ScannedNumber[], allowed: number): boolean {
  return numbers.every((number) => (number.value & ~allowed) === 0);
}

function parseSigned(
  text: string,
  start: number,
  end: number,
  flags: readonly FlagName[],
): FlagMatch | undefined {
  const terms: FlagTerm[] = [];
  let value = 0;
  let mask = 0;
  let position = start;
  while (position < end) {
    const sign = text[position];
    if (sign !== '+' && sign !== '-') {
      return undefined;
    }
    const nameEnd = endOfName(text, position + 1, end, '+-');
    const flag = flagNamed(text, position + 1, nameEnd, flags);
    if (!flag || mask & flag.bit) {
      return undefined;
    }
    const set = sign === '+';
    terms.push({
      bit: flag.bit,
      set,
      span: { start: position, end: nameEnd },
      name: { start: position + 1, end: nameEnd },
    });
    mask |= flag.bit;
    value |= set ? flag.bit : 0;
    position = nameEnd;
  }
  return { form: 'signed', value, mask, terms, numbers: [], ignored: undefined };
}

function parseList(
  text: string,
  start: number,
  end: number,
  flags: readonly FlagName[],
  allowed: number,
): FlagMatch | undefined {
  const terms: FlagTerm[] = [];
  const numbers: ScannedNumber[] = [];
  let value = 0;
  let position = start;
  while (position < end) {
    const number = scanInteger(text, position, end);
    let partEnd: number;
    if (number) {
      if (!fits([number], allowed)) {
        return undefined;
      }
      numbers.push(number);
      value |= number.value;
      partEnd = number.end;
    } else {
      partEnd = endOfName(text, position, end, '|');
      const flag = flagNamed(text, position, partEnd, flags);
      if (!flag) {
        return undefined;
      }
      const span = { start: position, end: partEnd };
      terms.push({ bit: flag.bit, set: true, span, name: span });
      value |= flag.bit;
    }
    position = text[partEnd] === '|' && partEnd < end ? partEnd + 1 : partEnd;
  }
  const ignored = text[end - 1] === '|' ? { start: end - 1, end } : undefined;
  return { form: 'list', value, mask: allowed, terms, numbers, ignored };
}

function endOfName(text: string, start: number, end: number, stops: string): number {
  let position = start;
  while (position < end && !stops.includes(text[position]!)) {
    position++;
  }
  return position;
}

function flagNamed(
  text: string,
  start: number,
  end: number,
  flags: readonly FlagName[],
): FlagName | undefined {
  return flags.find((flag) => flag.name.length === end - start && text.startsWith(flag.name, start));
}
