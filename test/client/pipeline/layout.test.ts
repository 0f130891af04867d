import { describe, expect, test } from 'vitest';
import { arrange } from '../../../client/src/pipeline/graph/drawing';
import type { Box, Layout } from '../../../client/src/pipeline/graph/layout';
import { neighbourIn } from '../../../client/src/pipeline/graph/navigation';
import { everything, shownGraph } from '../../../client/src/pipeline/graph/shown-graph';
import { ShownPipeline } from '../../../client/src/pipeline/graph/shown-pipeline';
import { pipeline, table } from './sample';

const graphOf = (jumps: string[], alone: number[] = []) =>
  shownGraph(
    pipeline(
      jumps,
      alone.map((number) => table(number)),
    ),
    everything,
  );

const chain = (length: number) => Array.from({ length }, (_, index) => `${index} > ${index + 1}`);

const shapes: [string, string[], number[]?][] = [
  ['a single table', [], [0]],
  ['tables without jumps', [], [0, 1, 2, 3, 4, 5, 6, 7]],
  ['a fork that joins again', ['0 > 1', '0 > 2', '1 > 3', '2 > 3']],
  ['a circle', ['0 > 1', '1 > 2', '2 > 0']],
  ['a jump to itself, several ways', ['0 > 0 x2', '0 ct 0', '0 learn 0', '0 > 1']],
  ['all kinds between two tables', ['0 > 1', '0 ct 1 x4', '0 learn 1', '1 ct 0']],
  ['parts that are not connected', ['0 > 1', '7 > 8', '7 > 9'], [20]],
  ['a long chain with far jumps', [...chain(120), '0 > 120', '5 > 100', '110 ct 2']],
  ['far more jumps than can be routed', manyJumps()],
];

describe.each(shapes)('%s', (_, jumps, alone) => {
  const graph = graphOf(jumps, alone);
  const layout = arrange(graph);

  test('has a place for every table and every arrow, inside the drawing', () => {
    expect([...layout.nodes.keys()].sort()).toEqual(graph.nodes.map(({ id }) => id).sort());
    expect([...layout.edges.keys()].sort()).toEqual(graph.edges.map(({ id }) => id).sort());
    for (const { x, y, width, height } of layout.nodes.values()) {
      expect(x).toBeGreaterThanOrEqual(0);
      expect(y).toBeGreaterThanOrEqual(0);
      expect(x + width).toBeLessThanOrEqual(layout.width);
      expect(y + height).toBeLessThanOrEqual(layout.height);
    }
    for (const { points, label } of layout.edges.values()) {
      expect(points.length).toBeGreaterThanOrEqual(2);
      expect([...points, label].every(({ x, y }) => Number.isFinite(x) && Number.isFinite(y))).toBe(true);
    }
  });

  test('no table lies on another', () => {
    const boxes = [...layout.nodes.values()];
    const overlapping = boxes.flatMap((one, index) =>
      boxes.slice(index + 1).filter((other) => overlap(one, other)),
    );
    expect(overlapping).toEqual([]);
  });

  test('arrows start and end at their tables', () => {
    for (const { id, from, to } of graph.edges) {
      const { points } = layout.edges.get(id)!;
      expect(distance(points[0]!, layout.nodes.get(from)!), `${id} starts`).toBeLessThan(1);
      expect(distance(points.at(-1)!, layout.nodes.get(to)!), `${id} ends`).toBeLessThan(1);
    }
  });
});

test('the same pipeline is laid out alike', () => {
  const jumps = ['0 > 1', '0 ct 2', '1 > 3', '2 > 3', '3 > 0'];
  expect(plain(arrange(graphOf(jumps)))).toEqual(plain(arrange(graphOf(jumps))));
});

test('a layout is kept while only line numbers change', () => {
  const before = new ShownPipeline('a', 'a', pipeline(['0 > 1']), everything);
  const moved = pipeline(['0 > 1'], [table(0, { place: { line: 7, start: 0, end: 1 } })]);
  expect(before.after(moved).layout).toBe(before.layout);
  expect(before.after(moved).pipeline).toBe(moved);
  expect(before.after(pipeline(['0 > 1', '0 > 2'])).layout).not.toBe(before.layout);
});

test('arrow keys follow arrows, and go sideways where tables stand side by side', () => {
  const graph = graphOf(['0 > 1', '0 > 2', '1 > 3', '2 > 3', '3 > 0']);
  const layout = arrange(graph);
  const from = (id: string, direction: 'up' | 'down' | 'left' | 'right') =>
    neighbourIn(graph, layout, id, direction);
  const [left, right] = layout.nodes.get('t1')!.x < layout.nodes.get('t2')!.x ? ['t1', 't2'] : ['t2', 't1'];
  expect(['t1', 't2']).toContain(from('t0', 'down'));
  expect(from(left!, 'right')).toBe(right);
  expect(from(right!, 'left')).toBe(left);
  expect(from(left!, 'left')).toBeUndefined();
  expect(from('t1', 'up')).toBe('t0');
  // The only way on leads back to the start.
  expect(from('t3', 'down')).toBe('t0');
  expect(from('nowhere', 'down')).toBeUndefined();
});

function manyJumps(): string[] {
  return Array.from({ length: 1_600 }, (_, index) => `${Math.floor(index / 40)} > ${(index * 7) % 40}`);
}

function plain({ nodes, edges, ...size }: Layout): unknown {
  return { ...size, nodes: [...nodes], edges: [...edges] };
}

function overlap(one: Box, other: Box): boolean {
  return (
    one.x < other.x + other.width &&
    other.x < one.x + one.width &&
    one.y < other.y + other.height &&
    other.y < one.y + one.height
  );
}

/** From a point to a rectangle; 0 inside. */
function distance({ x, y }: { x: number; y: number }, box: Box): number {
  const dx = Math.max(box.x - x, 0, x - box.x - box.width);
  const dy = Math.max(box.y - y, 0, y - box.y - box.height);
  return Math.hypot(dx, dy);
}
