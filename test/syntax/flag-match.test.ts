import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { allFlags } from '../../server/src/core/conntrack/states';
import { connectionStateFlags } from '../../server/src/core/facts/connection-state';
import { type FlagMatch, parseFlagMatch, scanMasked } from '../../server/src/core/syntax/flag-match';

const bit = Object.fromEntries(connectionStateFlags.map((flag) => [flag.name, flag.bit]));

function parse(text: string): FlagMatch | undefined {
  return parseFlagMatch(text, 0, text.length, connectionStateFlags, allFlags);
}

const anyFlag = fc.constantFrom(...connectionStateFlags);
const anyNumber = fc.nat({ max: 0xff });
const spelledNumber = fc
  .tuple(anyNumber, fc.constantFrom('', '0x', '0'))
  .map(([value, prefix]) => ({ value, text: prefix + value.toString({ '': 10, '0x': 16, '0': 8 }[prefix]) }));

describe('flags with signs', () => {
  test('are asked for as signed, and nothing else is', () => {
    const terms = fc.uniqueArray(fc.tuple(anyFlag, fc.boolean()), {
      minLength: 1,
      selector: ([flag]) => flag.name,
    });
    fc.assert(
      fc.property(terms, (list) => {
        const text = list.map(([flag, set]) => (set ? '+' : '-') + flag.name).join('');
        const sum = (chosen: typeof list) => chosen.reduce((bits, [flag]) => bits + flag.bit, 0);
        const match = parse(text)!;
        expect(match.form).toBe('signed');
        expect(match.value).toBe(sum(list.filter(([, set]) => set)));
        expect(match.mask).toBe(sum(list));
        expect(match.terms.map(({ set, span }) => [text.slice(span.start, span.end), set])).toEqual(
          list.map(([flag, set]) => [(set ? '+' : '-') + flag.name, set]),
        );
        expect(match.terms.map(({ name }) => text.slice(name.start, name.end))).toEqual(
          list.map(([flag]) => flag.name),
        );
      }),
    );
  });

  test.each([
    '+',
    '-',
    '+trk+',
    '+trk+trk',
    '+trk-trk',
    '+trk new',
    '+trk|new',
    '+TRK',
    '+rpy',
    '+0x20',
    '+trk ',
  ])('%j is rejected', (text) => {
    expect(parse(text)).toBeUndefined();
  });
});

describe('flags without signs, and numbers', () => {
  test('are asked for exactly', () => {
    const parts = fc.array(
      fc.oneof(
        anyFlag.map((flag) => ({ value: flag.bit, text: flag.name })),
        spelledNumber,
      ),
      { minLength: 1, maxLength: 5 },
    );
    fc.assert(
      fc.property(parts, (list) => {
        const match = parse(list.map((part) => part.text).join('|'))!;
        expect(match.form).toBe('list');
        expect(match.value).toBe(list.reduce((bits, part) => bits | part.value, 0));
        expect(match.mask).toBe(allFlags);
        expect(match.terms.length + match.numbers.length).toBe(list.length);
      }),
    );
  });

  test('may end with a | that has no effect', () => {
    expect(parse('trk|')).toMatchObject({ form: 'list', value: bit.trk, ignored: { start: 3, end: 4 } });
    expect(parse('trk')!.ignored).toBeUndefined();
  });

  test('need no | behind a number', () => {
    expect(parse('0x20new')).toMatchObject({ form: 'list', value: bit.trk! + bit.new! });
  });

  test.each([
    '|',
    '|trk',
    'trk||new',
    'trk|foo',
    'trk+new',
    'TRK',
    '0x100',
    '256',
    '0x21zzz',
    '0x21/',
    '!trk',
    ' ',
  ])('%j is rejected', (text) => {
    expect(parse(text)).toBeUndefined();
  });
});

describe('a value and a mask', () => {
  test('ask for the flags of the mask; what the value has beyond is dropped', () => {
    fc.assert(
      fc.property(spelledNumber, spelledNumber, (value, mask) => {
        const match = parse(`${value.text}/${mask.text}`)!;
        expect(match.form).toBe('masked');
        expect(match.value).toBe(value.value & mask.value);
        expect(match.mask).toBe(mask.value);
        expect(match.numbers.map((number) => number.value)).toEqual([value.value, mask.value]);
        expect(match.ignored).toBeUndefined();
      }),
    );
  });

  test('may have anything behind them, which is ignored', () => {
    const text = '0x21/0x23|new';
    const { start, end } = parse(text)!.ignored!;
    expect(text.slice(start, end)).toBe('|new');
  });

  test.each(['0x100/0x100', '0x21/0x100', '0x100/0', '-1/0xff', '/0x21', '0x21/trk', '0x21//0x21'])(
    '%j is rejected',
    (text) => {
      expect(parse(text)).toBeUndefined();
    },
  );

  test('are scanned whether or not their bits are flags', () => {
    const text = '0x121/0xffffffff';
    expect(scanMasked(text, 0, text.length)).toMatchObject({ value: 0x121, mask: 0xffffffff });
    expect(scanMasked('0x21', 0, 4)).toBeUndefined();
  });
});

test.each([
  ['', 'empty'],
  ['*', 'wildcard'],
  ['0/0', 'masked'],
])('%j matches everything and is of form %s', (text, form) => {
  expect(parse(text)).toMatchObject({ form, value: 0, mask: 0 });
});

test('only the stretch asked for is read', () => {
  const text = 'ct_state=+trk,ip';
  expect(parseFlagMatch(text, 9, 13, connectionStateFlags, allFlags)).toMatchObject({
    value: bit.trk,
    terms: [{ span: { start: 9, end: 13 }, name: { start: 10, end: 13 } }],
  });
});

test('whatever the text, it is read within its bounds or rejected', () => {
  const piece = fc.constantFrom(
    ...'+-|/*x0189 ,!'.split(''),
    ...connectionStateFlags.map((flag) => flag.name),
  );
  fc.assert(
    fc.property(fc.string({ unit: piece, maxLength: 12 }), (text) => {
      const match = parse(text);
      if (match) {
        expect(match.value & ~match.mask).toBe(0);
        expect(match.mask & ~allFlags).toBe(0);
        for (const { start, end } of [...match.terms.map((term) => term.span), ...match.numbers]) {
          expect(start).toBeGreaterThanOrEqual(0);
          expect(end).toBeGreaterThan(start);
          expect(end).toBeLessThanOrEqual(text.length);
        }
      }
    }),
    { numRuns: 5000 },
  );
});
