import { type Item, keyText, valueText } from './items';
import type { Span } from './span';

/** A match on some bits of a field: `name[5]=1`, `name[0..7]=0x21`, `name[]=0x20`. */
export interface Subfield {
  /** Bits of the field, as far as they are among the low 32; 0 when there is an error. */
  readonly value: number;
  readonly mask: number;
  /** Why Open vSwitch rejects it. */
  readonly error?: SubfieldError;
}

export interface SubfieldError {
  readonly kind: 'malformed-brackets' | 'outside-field' | 'not-an-integer' | 'does-not-fit';
  readonly span: Span;
  /** How many bits the brackets name; 0 when they cannot be read. */
  readonly bits: number;
}

/** The name of a field, without the brackets that pick bits of it. */
export function withoutBrackets(name: string): string {
  const bracket = name.indexOf('[');
  return bracket < 0 ? name : name.slice(0, bracket);
}

/**
 * Reads a match on a subfield of a field of at most 32 bits.
 * Source: lib/nx-match.c (mf_parse_subfield__), lib/ofp-flow.c (parse_subfield).
 */
export function readSubfield(text: string, item: Item, fieldBits: number): Subfield {
  const key = keyText(text, item);
  const bracket = key.indexOf('[');
  const brackets = { start: item.keyStart + bracket, end: item.keyEnd };
  const range = /^\[(?:(\d{1,40})(?:\.\.(\d{1,40}))?)?\]$/.exec(key.slice(bracket));
  if (!range) {
    return { value: 0, mask: 0, error: { kind: 'malformed-brackets', span: brackets, bits: 0 } };
  }
  const first = range[1] === undefined ? 0 : bitNumber(range[1]);
  const last = range[2] !== undefined ? bitNumber(range[2]) : range[1] === undefined ? fieldBits - 1 : first;
  const bits = last - first + 1;
  if (bits < 1 || last >= fieldBits) {
    return { value: 0, mask: 0, error: { kind: 'outside-field', span: brackets, bits: 0 } };
  }
  const valueSpan = { start: item.valueStart, end: item.valueEnd };
  const value = integer(valueText(text, item));
  if (value === undefined) {
    return { value: 0, mask: 0, error: { kind: 'not-an-integer', span: valueSpan, bits } };
  }
  if (value >= 2 ** bits) {
    return { value: 0, mask: 0, error: { kind: 'does-not-fit', span: valueSpan, bits } };
  }
  const ones = bits === 32 ? 0xffffffff : 2 ** bits - 1;
  return { value: (value << first) >>> 0, mask: (ones << first) >>> 0 };
}

/** Open vSwitch keeps the low 32 bits of a bit's number. */
function bitNumber(digits: string): number {
  return Number(BigInt.asUintN(32, BigInt(digits)));
}

/** Source: lib/util.c, parse_int_string: hexadecimal with `0x`, else what strtoull reads. */
function integer(text: string): number | undefined {
  if (/^0[xX]$/.test(text)) {
    return 0;
  }
  if (/^\+?0[0-7]+$/.test(text)) {
    return Number.parseInt(text, 8);
  }
  return /^\+?(?:0[xX][0-9a-fA-F]+|0|[1-9][0-9]*)$/.test(text) ? Number(text) : undefined;
}
