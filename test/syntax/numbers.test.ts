import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hexadecimal } from '../../server/src/core/conntrack/spelling';
import { scanInteger } from '../../server/src/core/syntax/numbers';

/** What is scanned of each text, drawn under it. */
const scanned: readonly (readonly [string, string, number])[] = [
  ['33', '^^', 33],
  ['0x21', '^^^^', 0x21],
  ['0X2a', '^^^^', 0x2a],
  ['0xFf', '^^^^', 0xff],
  ['041', '^^^', 0o41],
  ['0', '^', 0],
  ['00', '^^', 0],
  ['08', '^', 0],
  ['018', '^^', 1],
  ['-0', '^^', 0],
  ['+32', '^^^', 32],
  ['  7', '  ^', 7],
  ['\t\v\f7', '   ^', 7],
  ['33/33', '^^', 33],
  ['0x20new', '^^^^', 0x20],
  ['1e1', '^', 1],
  ['0b11', '^', 0],
  ['-1', '^^', 0xffffffff],
  ['-0x20', '^^^^^', 2 ** 32 - 0x20],
];

describe('an integer is scanned', () => {
  test.each(scanned)('%j as %s: %i', (text, drawing, value) => {
    const number = scanInteger(text, 0, text.length)!;
    const drawn = ' '.repeat(number.start) + '^'.repeat(number.end - number.start);
    expect(drawn).toBe(drawing);
    expect(number.value).toBe(value);
  });

  test.each(['', ' ', '+', '-', '+-1', '- 1', 'x', '0x', '0xg', '-0x', '/1', '\u00a01', 'trk'])(
    '%j is none',
    (text) => {
      expect(scanInteger(text, 0, text.length)).toBeUndefined();
    },
  );

  test('up to the limit, not beyond', () => {
    expect(scanInteger('0x21', 0, 3)).toMatchObject({ value: 2, end: 3 });
    expect(scanInteger('0x21', 0, 2)).toBeUndefined();
    expect(scanInteger('0x21', 0, 1)).toMatchObject({ value: 0, base: 8 });
    expect(scanInteger('12', 0, 1)).toMatchObject({ value: 1 });
    expect(scanInteger('12', 2, 2)).toBeUndefined();
  });

  test('of any size, as what the low 32 bits hold', () => {
    fc.assert(
      fc.property(
        fc.bigInt(0n, 2n ** 70n),
        fc.constantFrom(8, 10, 16),
        fc.boolean(),
        (size, base, negative) => {
          const digits = size.toString(base);
          const prefix = { 8: '0', 10: '', 16: '0x' }[base]!;
          const text = `${negative ? '-' : ''}${prefix}${digits}`;
          const number = scanInteger(text, 0, text.length)!;
          expect(number.value).toBe(Number(BigInt.asUintN(32, negative ? -size : size)));
          expect(number.end).toBe(text.length);
          const lost = negative ? size !== 0n : size > 0xffffffffn;
          expect(number.wraps).toBe(lost);
          if (size !== 0n) {
            expect(number.base).toBe(base);
          }
        },
      ),
    );
  });
});

test('is written in hexadecimal, but for 0', () => {
  expect([0, 1, 33, 255, 0xffffffff].map(hexadecimal)).toEqual(['0', '0x1', '0x21', '0xff', '0xffffffff']);
});
