import { describe, expect, test } from 'vitest';
import {
  type Call,
  hierarchyAt,
  incomingCalls,
  outgoingCalls,
} from '../../server/src/core/features/call-hierarchy';
import { codeLenses, type LensKind, placesOfLens } from '../../server/src/core/features/code-lens';
import type { CheckedDocument } from '../../server/src/core/features/diagnostics';
import { fileOf, fileWith, shown } from './moving';

const pipeline = [
  '# Table 0: in',
  'table=0,ip,actions=ct(table=1,zone=1),resubmit(,2)',
  'table=0,arp,actions=resubmit(,2),resubmit:7',
  'table=1,actions=group:5,learn(table=9,NXM_OF_ETH_DST[])',
  'group_id=5,type=all,bucket=resubmit(,2),bucket=group:6',
  'table=2,actions=output:1',
  'packet-out in_port=1,packet=00,actions=resubmit(,2)',
];

describe('the item', () => {
  test.each([
    ['table=1,actions=resubmit(,‸2)', 'table 2 | no flows'],
    ['table=1,ip,actions=out‸put:1', 'table 1 | 1 flow'],
    ['ip,actions=out‸put:1', 'table 0 | 1 flow'],
    ['group_id=5,type=a‸ll,bucket=output:1', 'group 5 | '],
    ['actions=group:‸6', 'group 6 | '],
    ['delete cook‸ie=1/-1', 'flow on line 1 | '],
  ])('%s', (text, expected) => {
    const { document, line, character } = fileWith(text);
    const item = hierarchyAt(document, line, character)!;
    expect(`${item.name} | ${item.detail}`).toBe(expected);
  });

  test('is called what the comment above says', () => {
    expect(hierarchyAt(fileOf(...pipeline), 1, 3)?.detail).toBe('in, 2 flows');
  });

  test.each(['# table=‸1', '‸', 'meter=1 k‸bps bands=type=drop rate=1'])('none: %s', (text) => {
    const { document, line, character } = fileWith(text);
    expect(hierarchyAt(document, line, character)).toBeUndefined();
  });
});

describe('who comes and where it goes', () => {
  const document = fileOf(...pipeline);
  const drawn = (calls: readonly Call[]) =>
    calls.map(
      ({ item, places }) => `${item.name}: ${places.map((place) => shown(document, place)).join(' ')}`,
    );

  test('to a table: other tables, groups, packet-outs', () => {
    expect(drawn(incomingCalls(document, { what: 'table', number: 2 }, 0))).toEqual([
      'table 0: 2:2 3:2',
      'group 5: 5:2',
      'packet-out on line 7: 7:2',
    ]);
  });

  test('from a table: the tables it jumps to, its own among them, those it learns into, and groups', () => {
    expect(drawn(outgoingCalls(document, { what: 'table', number: 0 }, 0))).toEqual([
      'table 1: 2:1',
      'table 2: 2:2 3:2',
      'table 0: 3:resubmit:7',
    ]);
    expect(drawn(outgoingCalls(document, { what: 'table', number: 1 }, 0))).toEqual([
      'group 5: 4:5',
      'table 9: 4:9',
    ]);
  });

  test('to and from a group', () => {
    expect(drawn(incomingCalls(document, { what: 'group', number: 5 }, 0))).toEqual(['table 1: 4:5']);
    expect(drawn(outgoingCalls(document, { what: 'group', number: 5 }, 0))).toEqual([
      'table 2: 5:2',
      'group 6: 5:6',
    ]);
  });

  test('what has no flows stands where it is named', () => {
    const [call] = incomingCalls(document, { what: 'table', number: 9 }, 0);
    expect(call?.item.name).toBe('table 1');
    const learned = outgoingCalls(document, { what: 'table', number: 1 }, 0)[1]!.item;
    expect(`${learned.detail} ${shown(document, learned)}`).toBe('no flows 4:9');
  });

  test('nothing about what is not there', () => {
    expect(incomingCalls(document, { what: 'table', number: 77 }, 500)).toEqual([]);
    expect(outgoingCalls(document, { what: 'line', number: 500 }, 500)).toEqual([]);
  });
});

describe('lenses', () => {
  const titles = (document: CheckedDocument) =>
    codeLenses(document).map(({ line, title }) => `${line + 1} ${title}`);
  const document = fileOf(...pipeline, 'table=9,actions=drop', 'delete table=9');

  test('count, on the first flow of each table', () => {
    expect(titles(document)).toEqual([
      ...['2 2 flows', '2 packets start here', '2 3 jumps out'],
      ...['4 1 flow', '4 1 jump in', '4 no jumps out'],
      ...['6 1 flow', '6 4 jumps in', '6 no jumps out'],
      ...['8 1 flow', '8 no jumps in', '8 no jumps out', '8 learned by 1 flow'],
    ]);
  });

  test.each<[LensKind, number, string[]]>([
    ['flows', 0, ['2:table=0,ip', '3:table=0,arp']],
    ['in', 2, ['2:2', '3:2', '5:2', '7:2']],
    ['out', 0, ['2:1', '2:2', '3:2']],
    ['learned', 9, ['4:9']],
    ['flows', 200, []],
  ])('%s of table %i: the places', (kind, table, expected) => {
    expect(placesOfLens(document, { line: 1, table, kind }).map((place) => shown(document, place))).toEqual(
      expected,
    );
  });

  test('each dump has its own', () => {
    const dump = (xid: number) => [
      `NXST_FLOW reply (xid=${xid}):`,
      ' cookie=0x0, duration=1s, table=1, n_packets=0, n_bytes=0, priority=1 actions=resubmit(,2)',
    ];
    const both = fileOf(...dump(1), ...dump(2));
    expect(titles(both).filter((title) => title.endsWith('out'))).toEqual(['2 1 jump out', '4 1 jump out']);
    expect(placesOfLens(both, { line: 3, table: 2, kind: 'in' }).map((place) => shown(both, place))).toEqual([
      '4:2',
    ]);
  });
});
