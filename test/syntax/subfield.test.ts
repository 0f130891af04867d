import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseItems } from '../../server/src/core/syntax/items';
import { readSubfield, type Subfield } from '../../server/src/core/syntax/subfield';

function read(text: string, fieldBits = 32): Subfield {
  return readSubfield(text, parseItems(text, 0, text.length)[0]!, fieldBits);
}

describe('some bits of a field', () => {
  test('are asked for where they are', () => {
    const range = fc
      .tuple(fc.nat({ max: 31 }), fc.nat({ max: 31 }), fc.nat({ max: 0xffffffff }))
      .map(([one, other, value]) => ({ first: Math.min(one, other), last: Math.max(one, other), value }));
    fc.assert(
      fc.property(range, fc.boolean(), ({ first, last, value }, hexadecimal) => {
        const width = BigInt(last - first + 1);
        const fitting = BigInt.asUintN(Number(width), BigInt(value));
        const spelled = hexadecimal ? `0x${fitting.toString(16)}` : fitting.toString();
        const ones = (1n << width) - 1n;
        expect(read(`f[${first}..${last}]=${spelled}`)).toEqual({
          value: Number(fitting << BigInt(first)),
          mask: Number(ones << BigInt(first)),
        });
      }),
    );
  });

  test('are one bit, or all of them', () => {
    for (let bit = 0; bit < 32; bit++) {
      expect(read(`f[${bit}]=1`)).toEqual({ value: 2 ** bit, mask: 2 ** bit });
      expect(read(`f[${bit}]=0`)).toEqual({ value: 0, mask: 2 ** bit });
    }
    expect(read('f[]=0x20')).toEqual({ value: 0x20, mask: 0xffffffff });
    expect(read('f[]=0x20', 16)).toEqual({ value: 0x20, mask: 0xffff });
  });

  test('take an octal number', () => {
    expect(read('f[0..7]=041')).toEqual({ value: 0o41, mask: 0xff });
  });
});

/** What is wrong, drawn under the text. */
test.each([
  ['f[x]=1', ' ^^^', 'malformed-brackets'],
  ['f[1=1', ' ^^', 'malformed-brackets'],
  ['f[1..]=1', ' ^^^^^', 'malformed-brackets'],
  ['f[-1]=1', ' ^^^^', 'malformed-brackets'],
  ['f[1]]=1', ' ^^^^', 'malformed-brackets'],
  ['f[32]=1', ' ^^^^', 'outside-field'],
  ['f[0..32]=1', ' ^^^^^^^', 'outside-field'],
  ['f[2..1]=1', ' ^^^^^^', 'outside-field'],
  ['f[0..7]=+trk', '        ^^^^', 'not-an-integer'],
  ['f[0..7]=0x1/0x1', '        ^^^^^^^', 'not-an-integer'],
  ['f[0..7]=08', '        ^^', 'not-an-integer'],
  ['f[0..7]=-1', '        ^^', 'not-an-integer'],
  ['f[5]=2', '     ^', 'does-not-fit'],
  ['f[0..7]=256', '        ^^^', 'does-not-fit'],
  ['f[]=0x100000000', '    ^^^^^^^^^^^', 'does-not-fit'],
])('%s is rejected', (text, drawing, kind) => {
  const { error, value, mask } = read(text);
  expect({ value, mask }).toEqual({ value: 0, mask: 0 });
  expect(error?.kind).toBe(kind);
  expect(`${text}\n${drawn(error!.span)}`).toBe(`${text}\n${drawing}`);
});

test('an empty value is rejected', () => {
  expect(read('f[5]=').error).toMatchObject({ kind: 'not-an-integer', bits: 1 });
  expect(read('f[5]').error).toMatchObject({ kind: 'not-an-integer', bits: 1 });
});

function drawn({ start, end }: { start: number; end: number }): string {
  return ' '.repeat(start) + '^'.repeat(end - start);
}
