import { describe, expect, test } from 'vitest';
import { search } from '../../../client/src/pipeline/graph/search';
import { everything, shownGraph } from '../../../client/src/pipeline/graph/shown-graph';
import { chipsOf, edgeDescription, marksOf, nodeDescription } from '../../../client/src/pipeline/graph/words';
import { pipeline, table } from './sample';

const dead = [{ place: { line: 0, start: 0, end: 1 }, reason: 'covered' }];

describe('connection states in few words', () => {
  test.each([
    [undefined, ['any']],
    [[], ['none']],
    [['untracked'], ['untracked']],
    [['+trk'], ['tracked']],
    [['+trk-inv'], ['tracked']],
    [
      ['+trk+new', 'untracked'],
      ['untracked', 'new'],
    ],
    [
      ['+trk+est+rpl', '+trk+new'],
      ['new', 'est', 'rpl'],
    ],
    [
      ['+trk+inv', '+trk+rel-rpl', '+trk+est+dnat'],
      ['est', 'rel', 'inv', 'dnat'],
    ],
  ])('%j is %j', (states, chips) => {
    expect(chipsOf({ states })).toEqual(chips);
  });
});

test('marks have words, warnings first', () => {
  const marks = marksOf(table(1, { dead, reached: false, outputs: true, drops: true, flows: 0 }));
  expect(marks.map(({ text }) => text)).toEqual(['1 dead', 'not reached', 'no flows', 'output', 'drop']);
  expect(marksOf(table(1))).toEqual([]);
});

test('what a screen reader says', () => {
  const tables = [table(0, { states: undefined, dead, outputs: true }), table(2, { reached: false })];
  const graph = shownGraph(pipeline(['0 > 1 x2', '0 goto 1', '1 > 3'], tables), {
    ...everything,
    folded: [1],
  });
  expect(graph.nodes.map(nodeDescription)).toMatchInlineSnapshot(`
    [
      "Table 0: 1 flow
    Connection states on arrival: any, as far as the file tells.
    Never hit: 1 flow.
    Sends packets out.",
      "Table 1: 1 flow
    Connection states on arrival: +trk+new.
    Folded: 1 table after it is hidden.",
      "Table 2: 1 flow
    Connection states on arrival: +trk+new.
    No packet gets here from table 0.",
    ]
  `);
  expect(edgeDescription(graph.edges[0]!)).toMatchInlineSnapshot(`
    "Table 0 to table 1: 2 × resubmit
    Table 0 to table 1: 1 × goto_table"
  `);
});

describe('search', () => {
  const tables = [
    table(1, { states: ['untracked'] }),
    table(10, { states: ['+trk+new'], drops: true }),
    table(11, { states: ['+trk+est+rpl'], dead }),
    table(21, { states: undefined, reached: false }),
  ];

  test.each([
    ['', []],
    ['  ', []],
    ['1', [1, 10, 11]],
    ['10', [10]],
    ['table 11', [11]],
    ['table=21', [21]],
    ['2-11', [10, 11]],
    ['new', [10]],
    ['NEW', [10]],
    ['+rpl', [11]],
    ['+trk', [10, 11]],
    ['untracked', [1]],
    ['any', [21]],
    ['unreached', [21]],
    ['dead', [11]],
    ['drop new', [10]],
    ['drop 11', []],
    ['nonsense', []],
    ['[(', []],
  ])('"%s" finds %j', (query, found) => {
    expect(search(tables, query)).toEqual(found);
  });

  test('the exact number comes first', () => {
    expect(search([table(10), table(100), table(1)], '1')).toEqual([1, 10, 100]);
  });
});
