/** A number as Open vSwitch scans it. */
export interface ScannedNumber {
  /** Offset of the first character, sign included. */
  readonly start: number;
  readonly end: number;
  /** The low 32 bits, unsigned. */
  readonly value: number;
  readonly base: 8 | 10 | 16;
  /** True when the number has bits beyond the low 32, which are lost. */
  readonly wraps: boolean;
}

/**
 * Scans an integer at an offset, as scanf's `%i` does: white space, a sign, then `0x` for hexadecimal, a
 * leading `0` for octal, else decimal; it stops at the first character that is no digit of the base.
 * Undefined when there is no digit. Source: lib/util.c, scan_int.
 */
export function scanInteger(text: string, from: number, limit: number): ScannedNumber | undefined {
  let position = from;
  while (position < limit && isSpace(text.charCodeAt(position))) {
    position++;
  }
  const start = position;
  const negative = text[position] === '-';
  if (negative || text[position] === '+') {
    position++;
  }
  let base: 8 | 10 | 16 = 10;
  if (text[position] === '0') {
    base = 8;
    if (position + 1 < limit && (text[position + 1] === 'x' || text[position + 1] === 'X')) {
      base = 16;
      position += 2;
    }
  }
  const firstDigit = position;
  let value = 0;
  let wraps = false;
  for (; position < limit; position++) {
    const digit = digitValue(text.charCodeAt(position));
    if (digit >= base) {
      break;
    }
    const next = value * base + digit;
    wraps ||= next > 0xffffffff;
    value = next % 0x100000000;
  }
  if (position === firstDigit || firstDigit >= limit) {
    return undefined;
  }
  if (negative && value !== 0) {
    value = 0x100000000 - value;
    wraps = true;
  }
  return { start, end: position, value, base, wraps };
}

function isSpace(code: number): boolean {
  return code === 0x20 || (code >= 0x09 && code <= 0x0d);
}

function digitValue(code: number): number {
  if (code >= 0x30 && code <= 0x39) {
    return code - 0x30;
  }
  const letter = code | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : 99;
}
