import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CheckedDocument } from '../../server/src/core/features/diagnostics';
import { pipelineAt, tableAt } from '../../server/src/core/features/pipeline-of';
import { pipelines, textOf } from '../model/naive-switch';

const of = (lines: readonly string[], line = 0) => pipelineAt(new CheckedDocument(lines.join('\n')), line, 3);

const firewall = [
  'table=0,priority=10,ip,actions=ct(table=1)',
  'table=0,priority=1,arp,actions=NORMAL',
  'table=1,ct_state=+new,ip,actions=ct(commit),resubmit(,2)',
  'table=1,ct_state=+est,ip,actions=resubmit(,2),resubmit(,2)',
  'table=2,priority=2,actions=output:2',
  'table=2,priority=1,tcp,actions=output:3',
  'table=7,ip,actions=goto_table:8',
];

describe('the pipeline as data', () => {
  test('has the tables that have flows or that something leads to, by number', () => {
    const { tables, version } = of(firewall);
    expect(version).toBe(3);
    expect(tables.map(({ number, flows, reached, states }) => [number, flows, reached, states])).toEqual([
      [0, 2, true, ['untracked']],
      [1, 2, true, ['+trk']],
      [2, 2, true, ['untracked', '+trk+est']],
      [7, 1, false, undefined],
      [8, 0, false, undefined],
    ]);
    expect(tables.map(({ place }) => place.line)).toEqual([0, 2, 4, 6, 6]);
    expect(tables.map(({ outputs, drops }) => [outputs, drops])).toEqual([
      [true, false],
      [false, false],
      [true, false],
      [false, false],
      [false, false],
    ]);
  });

  test('has the jumps of each kind between two tables as one, with their places', () => {
    const { jumps } = of(firewall);
    expect(jumps.map(({ from, to, kind, count }) => [from, to, kind, count])).toEqual([
      [0, 1, 'ct', 1],
      [1, 2, 'resubmit', 3],
      [7, 8, 'goto_table', 1],
    ]);
    const texts = jumps[1]!.places.map(({ line, start, end }) => firewall[line]!.slice(start, end));
    expect(texts).toEqual(['resubmit(,2)', 'resubmit(,2)', 'resubmit(,2)']);
  });

  test('marks flows that no packet hits, and says why', () => {
    const lines = [
      'table=0,priority=9,ip,actions=resubmit(,1)',
      'table=0,priority=8,tcp,actions=drop',
      'table=0,priority=7,ct_state=+new+est,ip,actions=drop',
      'table=0,priority=6,arp,actions=oops',
      'table=1,priority=5,ct_state=+trk,ip,actions=drop',
      'table=1,priority=4,ct_state=-trk,ip,actions=drop',
      'table=1,priority=3,ct_state=+new,ip,actions=drop',
      'table=1,priority=3,ct_state=+new,ip,actions=output:1',
      'table=1,priority=2,tcp,actions=drop',
      'table=1,priority=1,udp,actions=drop',
      'delete table=1,udp',
    ];
    const dead = of(lines.map((line) => line.replace('oops', 'output:1x'))).tables.flatMap(
      (table) => table.dead,
    );
    expect(dead.map(({ place, reason }) => [place.line + 1, reason])).toEqual([
      [2, 'covered by line 1'],
      [3, 'asks for a connection state that does not exist'],
      [4, 'rejected by Open vSwitch'],
      [7, 'replaced by line 8'],
      [8, 'covered by line 5'],
      [9, 'covered by several flows of higher priority'],
      [10, 'deleted by line 11'],
    ]);
  });

  test('says of a flow that is out of reach what it asks for and what arrives', () => {
    const { tables } = of([
      'ip,actions=resubmit(,1)',
      'table=1,ct_state=+new,ip,actions=drop',
      'table=1,priority=1,actions=drop',
    ]);
    expect(tables[1]!.dead.map(({ reason }) => reason)).toEqual([
      'asks for +trk+new; packets arrive as untracked only',
    ]);
  });

  test('shows learned flows, and packets that are sent', () => {
    const { tables, jumps } = of([
      'ip,actions=clone(learn(table=4,output:NXM_OF_IN_PORT[])),resubmit(,4)',
      'packet-out in_port=1,packet=ffffffffffff0000000000010800,actions=resubmit(,6)',
    ]);
    expect(jumps.map(({ from, to, kind }) => [from, to, kind])).toEqual([
      [0, 4, 'resubmit'],
      [0, 4, 'learn'],
    ]);
    expect(tables.map(({ number, place }) => [number, place.line])).toEqual([
      [0, 0],
      [4, 0],
      [6, 1],
    ]);
  });

  test('is that of the section which the line is in', () => {
    const lines = [
      'NXST_FLOW reply (xid=0x4):',
      ' cookie=0x0, duration=1s, table=0, n_packets=0, n_bytes=0, actions=drop',
      'OFPST_FLOW reply (OF1.3) (xid=0x2):',
      ' cookie=0x0, duration=1s, table=5, n_packets=0, n_bytes=0, actions=drop',
    ];
    const shown = [0, 1, 2, 3].map((line) => of(lines, line));
    expect(shown.map(({ tables }) => tables.map(({ number }) => number))).toEqual([[0], [0], [5], [5]]);
    expect(shown.map(({ first, last }) => [first, last])).toEqual([
      [0, 1],
      [0, 1],
      [2, 3],
      [2, 3],
    ]);
  });

  test('of nothing is nothing', () => {
    expect(of([''])).toMatchObject({ tables: [], jumps: [] });
    expect(of(['delete', 'modify table=3,actions=drop']).tables.map(({ number }) => number)).toEqual([3]);
  });

  test('the table of a line', () => {
    const document = new CheckedDocument(['table=4,actions=drop', '# note', 'delete'].join('\n'));
    expect([0, 1, 2, 9].map((line) => tableAt(document, line))).toEqual([4, undefined, undefined, undefined]);
  });

  test('of any file has places inside it, and jumps between its tables', () => {
    fc.assert(
      fc.property(pipelines, (naive) => {
        const lines = textOf(naive).split('\n');
        const { tables, jumps } = of(lines);
        const numbers = tables.map(({ number }) => number);
        expect([...numbers].sort((left, right) => left - right)).toEqual(numbers);
        expect(jumps.every(({ from, to }) => numbers.includes(from) && numbers.includes(to))).toBe(true);
        const places = [
          ...tables.flatMap(({ place, dead }) => [place, ...dead.map((each) => each.place)]),
          ...jumps.flatMap((jump) => jump.places),
        ];
        const outside = places.filter(
          ({ line, start, end }) => start < 0 || end <= start || end > (lines[line] ?? '').length,
        );
        expect(outside).toEqual([]);
        expect(jumps.every(({ count, places: { length } }) => count === length)).toBe(true);
      }),
      { seed: 10, numRuns: 100 },
    );
  });
});
