import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { actionListsOf } from '../../server/src/core/syntax/action-lists';
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
      ['usable protocols: any', 'Ooooooooooooooooooooo'],
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
      ['f add ip,actions=drop', 'C.Ccc.Kk.AaaaaaaDKkkk'],
      ['flow,ip,actions=drop', 'Cccc.Kk.AaaaaaaDKkkk'],
    ],
  },
  {
    about: 'no commands, where a comma stands before the word or nothing behind a part of it',
    lines: [
      [',add ip,actions=drop', '.Kkk.Kk.AaaaaaaDKkkk'],
      ['flow,add ip,actions=drop', 'Cccc.Kkk.Kk.AaaaaaaDKkkk'],
      ['f', 'K'],
      ['pa', 'Kk'],
    ],
  },
  {
    about: 'groups: keys, then buckets up to the next one',
    lines: [
      ['group_id=1,type=all', 'KkkkkkkkDV.KkkkDVvv'],
      ['group_id=1,bucket=output:1,2', 'KkkkkkkkDV.AaaaaaDKkkkkkDV.K'],
      ['group_id=1 bucket=1 bucket=2', 'KkkkkkkkDV.AaaaaaDK.AaaaaaDK'],
      ['type=ff,bucket=weight=5,actions=1', 'KkkkDVv.AaaaaaDKkkkkkDV.KkkkkkkDV'],
      ['group add group_id=1', 'Ccccc.Ccc.KkkkkkkkDV'],
      ['g a group_id=1', 'C.C.KkkkkkkkDV'],
      ['insert_bucket group_id=1,bucket=1', 'Ccccccccccccc.KkkkkkkkDV.AaaaaaDK'],
      ['group delete', 'Ccccc.Cccccc'],
    ],
  },
  {
    about: 'meters: keys, then bands',
    lines: [
      ['meter=1 kbps bands=type=drop rate=5', 'KkkkkDV.Kkkk.AaaaaDKkkkDVvvv.KkkkDV'],
      ['meter=1,kbps,band', 'KkkkkDV.Kkkk.Aaaa'],
    ],
  },
  {
    about: 'packets',
    lines: [
      ['packet-out packet=00 actions=1', 'Cccccccccc.KkkkkkDVv.AaaaaaaDK'],
      ['in_port=1,packet=00,actions=1', 'KkkkkkkDV.KkkkkkDVv.AaaaaaaDK'],
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
  ['group_id=1,type=all', 'group'],
  [' group_id=2,type=select,selection_method=dp_hash', 'group'],
  ['type=select,group_id=1', 'group'],
  ['type=all', 'group'],
  ['groupid=1,bucket=output:1', 'group'],
  ['groupid=1,bucket:output:1', 'group'],
  ['modify group_id=1,type=all', 'group'],
  ['delete group_id=1', 'group'],
  ['command_bucket_id=last,group_id=1,bucket=1', 'group'],
  ['group', 'group'],
  ['actions=group:1,bucket=2', 'flow'],
  ['meter=1 kbps bands=type=drop rate=1', 'meter'],
  ['meter 1 kbps bands=type=drop rate=1', 'meter'],
  ['meter add meter=1', 'meter'],
  ['kbps bands=type=drop rate=1', 'meter'],
  ['meter', 'flow'],
  ['ip,actions=meter:1', 'flow'],
  ['packet-out actions=drop', 'packet-out'],
  ['in_port=1,packet=00 actions=drop', 'packet-out'],
  ['packet_type=(1,0x800),actions=drop', 'flow'],
  [' cookie=0x0, duration=1s, table=0, n_packets=0, n_bytes=0, ip actions=drop', 'flow'],
  [' cookie=0x0, duration=1s, table=0, n_packets=0, n_bytes=0,', 'flow'],
  ['OFPT_FLOW_MOD (xid=0x1): ADD ip actions=drop', 'output'],
  ['NXT_FLOW_MOD: ADD ip actions=drop', 'output'],
  [' ADD group_id=1,type=all,bucket=actions=output:1', 'output'],
  ['ADD ip,actions=drop', 'flow'],
  [' event=ADDED table=0 cookie=0 in_port=1 actions=drop', 'output'],
  ['usable protocols: any', 'output'],
  ['***decode error: OFPBAC_BAD_VENDOR_TYPE***', 'output'],
  ['00000010  00 00 00 00 00 00 00 00-00 68 00 00 00 00 00 00 |.........h......|', 'output'],
  [' bundle_id=0x1 type=OPEN_REQUEST flags=atomic', 'output'],
  [' group_id=1,duration=2.5s,ref_count=1,packet_count=3,byte_count=318', 'output'],
  ['meter=1 kbps burst bands=', 'output'],
  ['type=drop rate=65536 burst_size=1280', 'output'],
  ['meter:1 flow_count:5 packet_in_count:4096 byte_in_count:143360 duration:3.1s bands:', 'output'],
  ['0: packet_count:126 byte_count:13363', 'output'],
  ['  table 0 ("classifier"):', 'output'],
  ['  tables 1...253: ditto', 'output'],
  ['-dl_vlan=9 idle_timeout=60 actions=output:1', 'output'],
  ['2026-11-22T10:26:04Z|00001|ofp_port|WARN|port 65280 is a reserved OF1.0 port', 'output'],
  ['vconn|DBG|unix: received: OFPT_BARRIER_REQUEST (OF1.4):', 'output'],
  ['table_id=254, n_packets=1, n_bytes=38, priority=20,actions=drop', 'output'],
  ['br-int', 'output'],
  ['2 ct(table=0) 50540000000a50540000000908004500001c', 'output'],
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

describe('lists of actions, whatever the line', () => {
  test.each([
    ['ip,actions=drop,1', [['drop', '1']]],
    ['delete ip', []],
    ['ip,actions', []],
    ['packet=00,actions=1', [['1']]],
    [
      'group_id=1,bucket=output:1,weight=5,ct(commit),bucket=actions=2,3',
      [
        ['output:1', 'ct(commit)'],
        ['2', '3'],
      ],
    ],
    ['group_id=1,bucket=actions(1,2),Weight:4,watch_port=1 # x', [['1', '2']]],
    ['meter=1 kbps bands=type=drop rate=1', []],
  ])('%j', (text, expected) => {
    const lists = actionListsOf(parseFlowLine(text));
    expect(lists.map(({ items }) => items.map(({ keyStart, end }) => text.slice(keyStart, end)))).toEqual(
      expected,
    );
  });
});

test('the first half of a flow in a wrapped dump is told from a flow without actions', () => {
  expect(parseFlowLine(' cookie=0x0, duration=1s, table=0, n_packets=0, n_bytes=0,').isWrapped).toBe(true);
  expect(parseFlowLine(' cookie=0x0, duration=1s, n_packets=0, actions=drop').isWrapped).toBe(false);
  expect(parseFlowLine('cookie=0x0,ip').isWrapped).toBe(false);
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
      ...['group ', 'group_id=1', 'bucket=', 'weight=1', 'meter=1 ', 'bands=', 'packet=00'],
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
        const { match, actions, bands, comment } = parseFlowLine(text);
        let position = 0;
        for (const item of [...match, ...(actions?.items ?? []), ...(bands?.items ?? [])]) {
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
    'bucket=',
    'group_id=1,bucket=actions=',
    'meter=1 bands=',
    'meter ',
    'kbps ',
    'packet=00 ',
    'a ff',
  ];

  test.each(pieces)('of nothing but %j is parsed, and nothing is lost', (piece) => {
    const text = piece.repeat(2 ** 20 / piece.length);
    const tokens = tokensOf(parseFlowLine(text));
    expect(tokens.map(({ start, end }) => text.slice(start, end)).join('') === text).toBe(true);
  });
});
