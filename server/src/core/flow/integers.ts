/**
 * Integers as Open vSwitch and the C library under it read them. There are several ways, and they differ in
 * what they take: this file has one function for each.
 */

/** An integer that starts a text: its value, and where it ends. */
export interface LeadingInteger {
  readonly value: bigint;
  readonly end: number;
  /** The number does not fit: the judge says ERANGE. */
  readonly tooLarge?: true;
}

const whiteSpace = /^[ \t\n\v\f\r]*/;

/**
 * Reads a number at the start of a text as C's strtoull does with base 0: white space, a sign, `0x` for
 * hexadecimal, a leading `0` for octal, else decimal. A minus sign wraps modulo 2^64. Undefined without digits.
 */
export function leadingUnsigned64(text: string): LeadingInteger | undefined {
  const start = whiteSpace.exec(text)![0].length;
  const found = /^([-+]?)(0[xX][0-9a-fA-F]+|0[0-7]*|[1-9][0-9]*)/.exec(text.slice(start));
  if (!found) {
    return undefined;
  }
  const magnitude = unsigned(found[2]!);
  const end = start + found[0].length;
  if (magnitude >= 1n << 64n) {
    return { value: (1n << 64n) - 1n, end, tooLarge: true };
  }
  return { value: found[1] === '-' ? BigInt.asUintN(64, -magnitude) : magnitude, end };
}

/**
 * Reads the value of a match field of so many bytes at the start of a text. Hexadecimal may be as wide as the
 * field, with white space between its digits; decimal and octal are limited to 64 bits.
 * Source: lib/util.c, parse_int_string.
 */
export function leadingFieldInteger(text: string, bytes: number): LeadingInteger | undefined {
  if (!/^0[xX]/.test(text)) {
    const integer = leadingUnsigned64(text);
    return integer && integer.value >= 1n << BigInt(bytes * 8) ? { ...integer, tooLarge: true } : integer;
  }
  const digits = /^[0-9a-fA-F \t\r\n]*/.exec(text.slice(2))![0];
  const significant = digits.replace(/[ \t\r\n]+/g, '').replace(/^0+/, '');
  const end = 2 + digits.length;
  if (significant.length > bytes * 2) {
    return { value: 0n, end, tooLarge: true };
  }
  return { value: significant === '' ? 0n : BigInt(`0x${significant}`), end };
}

/**
 * The whole text as an integer in C's `int`, or undefined: how priorities, timeouts and most numbers in
 * actions are read. Source: lib/util.c, str_to_int; lib/ofp-parse.c, str_to_u16.
 */
export function wholeInteger(text: string, base: 0 | 10 = 0): number | undefined {
  const value = signed64(text, base);
  return value === undefined || value < -(1n << 31n) || value >= 1n << 31n ? undefined : Number(value);
}

/** The whole text as an unsigned 32-bit integer, or undefined. Source: lib/util.c, str_to_uint. */
export function wholeUnsigned32(text: string, base: 0 | 10 = 0): number | undefined {
  const value = signed64(text, base);
  return value === undefined || value < 0n || value >= 1n << 32n ? undefined : Number(value);
}

/** The whole text as strtoll reads it; undefined for anything else, and where it does not fit. */
function signed64(text: string, base: 0 | 10): bigint | undefined {
  const pattern = base === 0 ? /^\s*([-+]?)(0[xX][0-9a-fA-F]+|0[0-7]*|[1-9][0-9]*)$/ : /^\s*([-+]?)([0-9]+)$/;
  const found = text.length > 4096 ? null : pattern.exec(text);
  if (!found) {
    return undefined;
  }
  const magnitude = base === 10 ? BigInt(found[2]!) : unsigned(found[2]!);
  const value = found[1] === '-' ? -magnitude : magnitude;
  return value === BigInt.asIntN(64, value) ? value : undefined;
}

/** The value of a number's digits, in the base that they say. */
function unsigned(digits: string): bigint {
  // No number that fits has so many digits; turning them into one would take its time.
  if (digits.length > 400) {
    return 1n << 1600n;
  }
  return /^0[0-7]+$/.test(digits) ? BigInt(`0o${digits.slice(1)}`) : BigInt(digits);
}
