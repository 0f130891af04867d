import { expect, test } from 'vitest';
import {
  type Choices,
  everything,
  nodeOfTable,
  shownGraph,
} from '../../../client/src/pipeline/graph/shown-graph';
import { pipeline, table } from './sample';

const show = (jumps: string[], choices: Partial<Choices> = {}) =>
  shownGraph(pipeline(jumps), { ...everything, ...choices });
const ids = (graph: ReturnType<typeof show>) => graph.nodes.map(({ id }) => id);
const arrows = (graph: ReturnType<typeof show>) => graph.edges.map(({ id }) => id);

test('resubmit and goto_table are one arrow, ct and learn others', () => {
  const graph = show(['0 > 1 x2', '0 goto 1', '0 ct 1', '0 learn 1']);
  expect(graph.edges.map(({ kind, count }) => `${kind} ${count}`)).toEqual(['jump 3', 'ct 1', 'learn 1']);
});

test('a jump to a table that is not in the list is no arrow', () => {
  const { tables, ...rest } = pipeline(['0 > 1']);
  expect(shownGraph({ ...rest, tables: tables.slice(0, 1) }, everything).edges).toEqual([]);
});

test('folding hides what is reached only through the folded table', () => {
  const graph = show(['0 > 1', '1 > 2', '2 > 3', '0 > 3', '3 > 4'], { folded: [1] });
  expect(ids(graph)).toEqual(['t0', 't1', 't3', 't4']);
  expect(nodeOfTable(graph, 1)).toMatchObject({ folded: true, hiddenAfter: 1 });
  expect(nodeOfTable(graph, 2)).toBeUndefined();
});

test('folding in a circle hides the rest of it, and never the table itself', () => {
  const graph = show(['0 > 1', '1 > 2', '2 > 1'], { folded: [1] });
  expect(ids(graph)).toEqual(['t0', 't1']);
  expect(arrows(graph)).toEqual(['t0-jump-t1']);
});

test('a circle that nothing leads into is shown, and can be folded at its first table', () => {
  expect(ids(show(['5 > 6', '6 > 5']))).toEqual(['t5', 't6']);
  expect(ids(show(['5 > 6', '6 > 5'], { folded: [5] }))).toEqual(['t5']);
});

test('a folded table that is hidden by another fold counts there', () => {
  const graph = show(['0 > 1', '1 > 2', '2 > 3'], { folded: [0, 2] });
  expect(ids(graph)).toEqual(['t0']);
  expect(nodeOfTable(graph, 0)).toMatchObject({ hiddenAfter: 3 });
});

test('nothing can be folded after a table that leads nowhere, or to itself', () => {
  const graph = show(['0 > 1', '1 > 1'], { folded: [1] });
  expect(nodeOfTable(graph, 1)).toMatchObject({ foldable: false, folded: false });
});

test('rows of tables that only pass packets on are one node', () => {
  const jumps = ['0 > 1', '1 > 2', '2 > 3', '3 > 4', '0 > 4', '4 > 5', '4 > 6'];
  const graph = show(jumps, { foldChains: true });
  expect(ids(graph)).toEqual(['t0', 'c1', 't4', 't5', 't6']);
  expect(arrows(graph)).toContain('t0-jump-c1');
  expect(arrows(graph)).toContain('c1-jump-t4');
  expect(nodeOfTable(graph, 2)?.id).toBe('c1');
  expect(graph.shown).toBe(7);
  expect(ids(show(jumps, { foldChains: true, openChains: [1] }))).toContain('t2');
});

test('two tables are no row, and neither is a circle', () => {
  expect(ids(show(['0 > 1', '1 > 2', '2 > 3', '3 > 3', '0 > 3'], { foldChains: true }))).toContain('t1');
  expect(ids(show(['5 > 6', '6 > 7', '7 > 5'], { foldChains: true }))).toEqual(['t5', 't6', 't7']);
});

test('only what is reached, or what is around a table', () => {
  const jumps = ['0 > 1', '1 > 2', '2 > 3', '9 > 2'];
  const tables = [table(9, { reached: false })];
  const reached = shownGraph(pipeline(jumps, tables), { ...everything, show: 'reached' });
  expect(ids(reached)).toEqual(['t0', 't1', 't2', 't3']);
  expect(ids(show(jumps, { show: 'around', centre: 2, distance: 1 }))).toEqual(['t1', 't2', 't3', 't9']);
  expect(ids(show(jumps, { show: 'around', centre: 3, distance: 2 }))).toEqual(['t1', 't2', 't3', 't9']);
});

test('around a table that is gone means everything', () => {
  expect(ids(show(['0 > 1'], { show: 'around', centre: 77 }))).toEqual(['t0', 't1']);
});

test('more arrows than anybody can tell apart are counted, not drawn', () => {
  const all = Array.from({ length: 60 * 60 }, (_, index) => `${Math.floor(index / 60)} > ${index % 60}`);
  const graph = show(all);
  expect(graph.edges.length + graph.omitted).toBe(3_600);
  expect(graph.omitted).toBeGreaterThan(0);
});
