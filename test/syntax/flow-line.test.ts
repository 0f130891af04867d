import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { commandOf, parseFlowLine } from '../../server/src/core/syntax/flow-line';
import { tokensOf } from '../../server/src/core/syntax/tokens';
import { drawTokens } from './drawing';

/** Lines, and under each its tokens: the first letter of a token is in upper case. */
const drawn: readonly { readonly about: string; readonly lines: readonly (readonly [string, string])[] }[] = [
  {
    about: 'separators: comma, space, tab, and any number of them',
    lines: [
      ['ip,tcp', 'Kk.Kkk'],
      ['ip tcp', 'Kk.Kkk'],
      ['ip\ttcp', 'Kk.Kkk'],
      ['ip,, \ttcp', 'Kk....Kkk'],
      [', ip ,', '..Kk..'],
      ['tcp\r', 'Kkk.'],
      ['', ''],
      ['   ', '...'],
      ['\t,', '..'],
    ],
  },
  {
    about: 'key=value, key:value, key(value)',
    lines: [
      ['ct_state=+trk', 'KkkkkkkkDVvvv'],
      ['ct_state:+trk', 'KkkkkkkkDVvvv'],
      ['ct_state(+trk)', 'KkkkkkkkDKkkkD'],
      ['ct_state', 'Kkkkkkkk'],
      ['ct_state=', 'KkkkkkkkD'],
      ['ct_state()', 'KkkkkkkkDD'],
      ['=+trk', 'DVvvv'],
      ['a=b=c', 'KDVvv'],
      ['a:b=c', 'KDVvv'],
    ],
  },
  {
    about: 'nested parentheses',
    lines: [
      ['a=b(c,d)e,f', 'KDVvvvvvv.K'],
      ['learn(table=1,a=b),ip', 'KkkkkDKkkkkDV.KDVD.Kk'],
      ['f(g(h),i=j(k,l))', 'KDKDKD.KDVvvvvvD'],
      ['note:(a b) ip', 'KkkkDVvvvv.Kk'],
      ['f(a)b', 'KDKDK'],
    ],
  },
  {
    about: 'a destination behind an arrow',
    lines: [
      ['check(1500)->reg0[0],ip', 'KkkkkDKkkkDXxxxxxxxx.Kk'],
      ['f(a)->b(c,d),ip', 'KDKDXxxxxxxx.Kk'],
      ['f(a)-> ip', 'KDKDXx.Kk'],
    ],
  },
  {
    about: 'parentheses that do not match',
    lines: [
      ['a=b(c', 'KDVvv'],
      ['f(a,b', 'KDK.K'],
      ['f(a(b),c', 'KDKDKD.K'],
      ['f(a))', 'KDKDK'],
      [')', 'K'],
      ['((', 'DD'],
    ],
  },
  {
    about: 'quotes, which keep nothing together',
    lines: [
      ['in_port="veth0",ip', 'KkkkkkkDVvvvvvv.Kk'],
      ['name="a b"', 'KkkkDVv.Kk'],
      ['name="#x"', 'KkkkDV###'],
    ],
  },
  {
    about: 'actions, from the word to the end of the line',
    lines: [
      ['ip,actions=drop', 'Kk.AaaaaaaDKkkk'],
      ['ip,action=drop', 'Kk.AaaaaaDKkkk'],
      ['ip actions=output:1,drop', 'Kk.AaaaaaaDKkkkkkDV.Kkkk'],
      ['actions=ct(commit,exec(load:1->r)),2', 'AaaaaaaDKkDKkkkkk.KkkkDKkkkDVvvvDD.K'],
      ['ip,actions=', 'Kk.AaaaaaaD'],
      ['ipactions=drop', 'KkAaaaaaaDKkkk'],
      ['actions=drop actions=drop', 'AaaaaaaDKkkk.KkkkkkkDVvvv'],
      ['action=action=x', 'AaaaaaDKkkkkkDV'],
    ],
  },
  {
    about: 'text between the word action and its =',
    lines: [
      ['ip,actions foo =drop', 'Kk.AaaaaaaaaaaaDKkkk'],
      ['ip,actionsfoo=drop', 'Kk.AaaaaaaaaaDKkkk'],
      ['ip,actions', 'Kk.Aaaaaaa'],
      ['ip,action drop', 'Kk.Aaaaaaaaaaa'],
    ],
  },
  {
    about: 'comments, which start anywhere',
    lines: [
      ['# all', '#####'],
      ['#', '#'],
      ['  # x', '..###'],
      ['ip # x', 'Kk.###'],
      ['ip#x', 'Kk##'],
      ['ip,#actions=drop', 'Kk.#############'],
      ['actions=drop#, y', 'AaaaaaaDKkkk####'],
      ['actions#=drop', 'Aaaaaaa######'],
      ['f(a#b)', 'KDK###'],
      ['delete#ip', 'Cccccc###'],
    ],
  },
  {
    about: 'dumps',
    lines: [
      ['NXST_FLOW reply (xid=0x4):', 'Hhhhhhhhhhhhhhhhhhhhhhhhhh'],
      ['OFPST_FLOW reply (OF1.3) (xid=0x2):', 'Hhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhh'],
      [' OFPST_FLOW request #x', 'Hhhhhhhhhhhhhhhhhhhh##'],
      ['NXST_FLOW', 'Kkkkkkkkk'],
      [' cookie=0x0, duration=2.5s, ip actions=drop', '.KkkkkkDVvv..KkkkkkkkDVvvv..Kk.AaaaaaaDKkkk'],
    ],
  },
  {
    about: 'commands and their abbreviations',
    lines: [
      ['add ip,actions=drop', 'Ccc.Kk.AaaaaaaDKkkk'],
      ['a ip,actions=drop', 'C.Kk.AaaaaaaDKkkk'],
      ['m ip,actions=drop', 'C.Kk.AaaaaaaDKkkk'],
      ['modify_strict ip,actions=drop', 'Ccccccccccccc.Kk.AaaaaaaDKkkk'],
      ['modify_s,ip,actions=drop', 'Cccccccc.Kk.AaaaaaaDKkkk'],
      ['modifyx ip,actions=drop', 'Kkkkkkk.Kk.AaaaaaaDKkkk'],
      ['flow add ip,actions=drop', 'Cccc.Ccc.Kk.AaaaaaaDKkkk'],
      ['flow ip,actions=drop', 'Cccc.Kk.AaaaaaaDKkkk'],
      ['flow', 'Cccc'],
      ['add=1,ip', 'KkkDV.Kk'],
      ['in_port=1 delete', 'KkkkkkkDV.Kkkkkk'],
    ],
  },
  {
    about: 'commands that take no actions',
    lines: [
      ['delete', 'Cccccc'],
      ['delete ip', 'Cccccc.Kk'],
      ['  delete ip', '..Cccccc.Kk'],
      ['del ip', 'Ccc.Kk'],
      ['d ip', 'C.Kk'],
      ['flow delete ip', 'Cccc.Cccccc.Kk'],
      ['flow d,ip', 'Cccc.C.Kk'],
      ['delete ip,actions=drop', 'Cccccc.Kk.KkkkkkkDVvvv'],
      ['delete_strict ip,actions=drop', 'Ccccccccccccc.Kk.KkkkkkkDVvvv'],
    ],
  },
];

describe.each(drawn)('$about', ({ lines }) => {
  test.each(lines)('%j', (text, tokens) => {
    expect(`${text}\n${drawTokens(text)}`).toBe(`${text}\n${tokens}`);
  });
});

test.each([
  ['', 'blank'],
  [' ,\t', 'blank'],
  ['# ip', 'comment'],
  [' # ip', 'comment'],
  ['ip', 'flow'],
  ['delete', 'flow'],
  ['NXST_FLOW reply (xid=0x4):', 'header'],
  ['OFPST_AGGREGATE reply (xid=0x4): packet_count=0', 'header'],
])('%j is of kind %s', (text, kind) => {
  expect(parseFlowLine(text).kind).toBe(kind);
});

test.each([
  ['a', 'add'],
  ['d', 'delete'],
  ['delete', 'delete'],
  ['delete_', 'delete_strict'],
  ['delete_strict', 'delete_strict'],
  ['m', 'modify'],
  ['modify_s', 'modify_strict'],
  ['addx', undefined],
  ['Add', undefined],
  ['', undefined],
])('the word %j is the command %s', (word, command) => {
  expect(commandOf(word)).toBe(command);
});

test.each(['f(a', 'a=b(c', 'f(g(h)', 'f('])('in %j a parenthesis is open', (text) => {
  expect(parseFlowLine(text).match[0]!.closed).toBe(false);
});

test.each(['f(a)', 'a=b(c)', 'f(g(h))', 'ip', 'a='])('in %j none is', (text) => {
  expect(parseFlowLine(text).match[0]!.closed).toBe(true);
});

const flowish = fc.string({
  unit: fc.constantFrom(
    ...'(),=: \t\r\n#"->+|/*!'.split(''),
    ...[
      'ct_state',
      '+trk',
      'actions=',
      'action',
      'delete',
      'flow ',
      'ip',
      '0x21',
      'learn(',
      'NXST_FLOW reply',
    ],
    ...['\0', '\ud800', '\udc00', '\u{1f4a9}', '\u00e9', '\ufeff', '\u2028'],
  ),
  maxLength: 60,
});
const anything = fc.oneof(
  flowish,
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc
    .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 60 })
    .map((units) => String.fromCharCode(...units)),
  fc
    .tuple(fc.constantFrom('(', ')', 'a(', 'a=(', '(,', ')('), fc.nat({ max: 200 }))
    .map(([piece, times]) => piece.repeat(times)),
);

describe('whatever the line', () => {
  test('its tokens, joined, are the line; they stand in order, and none is empty', () => {
    fc.assert(
      fc.property(anything, (text) => {
        const line = parseFlowLine(text);
        const tokens = tokensOf(line);
        expect(line.text).toBe(text);
        expect(tokens.map(({ start, end }) => text.slice(start, end)).join('')).toBe(text);
        let position = 0;
        for (const { start, end } of tokens) {
          expect(start).toBe(position);
          expect(end).toBeGreaterThan(start);
          position = end;
        }
        expect(position).toBe(text.length);
      }),
      { numRuns: 5000 },
    );
  });

  test('its items stand in order, within it, with their parts in order', () => {
    fc.assert(
      fc.property(anything, (text) => {
        const { match, actions, comment } = parseFlowLine(text);
        let position = 0;
        for (const item of [...match, ...(actions?.items ?? [])]) {
          const offsets = [position, item.keyStart, item.keyEnd, item.valueStart, item.valueEnd, item.end];
          expect(offsets).toEqual([...offsets].sort((left, right) => left - right));
          position = item.end;
        }
        expect(position).toBeLessThanOrEqual(comment?.start ?? text.length);
      }),
      { numRuns: 5000 },
    );
  });
});

describe('a line of a mebibyte', () => {
  const pieces = [
    '(',
    ')',
    ',',
    'a(',
    '+',
    'a=(',
    '()',
    'a,',
    '=',
    'action',
    '"',
    ' ',
    'a(b,',
    '->',
    'f(a)->',
  ];

  test.each(pieces)('of nothing but %j is parsed, and nothing is lost', (piece) => {
    const text = piece.repeat(2 ** 20 / piece.length);
    const tokens = tokensOf(parseFlowLine(text));
    expect(tokens.map(({ start, end }) => text.slice(start, end)).join('') === text).toBe(true);
  });
});
