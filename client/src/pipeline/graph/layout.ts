/** Where everything stands: nodes in ranks from top to bottom, arrows around them, unconnected parts side by side. */
import { layout as dagreLayout, Graph } from '@dagrejs/dagre';
import { partsOf } from './parts';
import { routable } from './routable';
import type { ShownEdge, ShownGraph, ShownNode } from './shown-graph';

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** A rectangle by its top left corner. */
export interface Box extends Point, Size {}

export interface EdgeRoute {
  readonly points: readonly Point[];
  /** The middle of its label. */
  readonly label: Point;
}

export interface Layout extends Size {
  readonly nodes: ReadonlyMap<string, Box>;
  readonly edges: ReadonlyMap<string, EdgeRoute>;
}

/** Space around the whole drawing, and between its parts. */
const margin = 24;
const betweenParts = 48;

/** Above so many nodes or edges the quick way of ranking is taken, which draws some arrows longer. */
const carefulUpTo = 120;

/**
 * Lays the graph out. Bounded however many jumps there are: where routing all arrows around the nodes would take
 * long, the longest are drawn straight.
 */
export function layOut(
  graph: ShownGraph,
  sizeOf: (node: ShownNode) => Size,
  labelSizeOf: (edge: ShownEdge) => Size,
): Layout {
  const parts = partsOf(graph);
  const laidOut = parts.map(({ nodes, edges }) => layOutPart(nodes, edges, sizeOf, labelSizeOf));
  const corners = pack(laidOut);
  const nodes = new Map<string, Box>();
  const edges = new Map<string, EdgeRoute>();
  laidOut.forEach((part, index) => {
    const { x, y } = corners[index]!;
    const moved = (point: Point): Point => ({ x: point.x + x, y: point.y + y });
    for (const [id, box] of part.nodes) {
      nodes.set(id, { ...box, ...moved(box) });
    }
    for (const [id, { points, label }] of part.edges) {
      edges.set(id, { points: points.map(moved), label: moved(label) });
    }
  });
  const right = (index: number) => corners[index]!.x + laidOut[index]!.width;
  const bottom = (index: number) => corners[index]!.y + laidOut[index]!.height;
  return {
    width: margin + laidOut.reduce((most, _, index) => Math.max(most, right(index)), margin),
    height: margin + laidOut.reduce((most, _, index) => Math.max(most, bottom(index)), margin),
    nodes,
    edges,
  };
}

function layOutPart(
  nodes: readonly ShownNode[],
  edges: readonly ShownEdge[],
  sizeOf: (node: ShownNode) => Size,
  labelSizeOf: (edge: ShownEdge) => Size,
): Layout {
  const loops = edges.filter(({ from, to }) => from === to);
  const careful = nodes.length + edges.length <= carefulUpTo;
  const drawing = new Graph({ multigraph: true, directed: true });
  drawing.setGraph({
    rankdir: 'TB',
    // A loop stands out on the right.
    nodesep: loops.length > 0 ? 72 : 36,
    edgesep: 18,
    ranksep: 40,
    ranker: careful ? 'network-simplex' : 'tight-tree',
  });
  drawing.setDefaultEdgeLabel(() => ({}));
  for (const node of nodes) {
    drawing.setNode(node.id, { ...sizeOf(node) });
  }
  const { routed, direct } = routable(
    nodes,
    edges.filter((edge) => !loops.includes(edge)),
  );
  for (const edge of routed) {
    drawing.setEdge(edge.from, edge.to, { ...labelSizeOf(edge), labelpos: 'c', weight: 1 }, edge.id);
  }
  dagreLayout(drawing);

  const centres = nodes.map(({ id }) => drawing.node(id) as Box);
  // The library does not care which side is which; readers expect small numbers on the left.
  const side = leansLeft(centres) ? 1 : -1;
  const boxes = new Map<string, Box>();
  nodes.forEach(({ id }, index) => {
    const { x, y, width, height } = centres[index]!;
    boxes.set(id, { x: x * side - width / 2, y: y - height / 2, width, height });
  });
  const routes = new Map<string, EdgeRoute>();
  for (const { from, to, id } of routed) {
    const { points = [] } = drawing.edge(from, to, id) as { points?: Point[] };
    const sided = points.map(({ x, y }) => ({ x: x * side, y }));
    routes.set(id, { points: sided, label: middleOf(sided) });
  }
  for (const [index, { id, from }] of loops.entries()) {
    routes.set(id, loopAt(boxes.get(from)!, index));
  }
  for (const edge of direct) {
    routes.set(edge.id, straight(boxes.get(edge.from)!, boxes.get(edge.to)!));
  }
  return moveToCorner(boxes, routes);
}

/** Whether, of those that follow each other at the same height, the first stand further left. */
function leansLeft(centres: readonly Point[]): boolean {
  const last = new Map<number, number>();
  let lean = 0;
  for (const { x, y } of centres) {
    lean += Math.sign(x - (last.get(y) ?? x));
    last.set(y, x);
  }
  return lean >= 0;
}

/**
 * The middle of the curve that is drawn along a path of points: it bends towards each point between the ends, and
 * touches the path half way between two of them, and at its ends.
 */
function middleOf(points: readonly Point[]): Point {
  const at = Math.floor(points.length / 2);
  const point = points[at] ?? { x: 0, y: 0 };
  const touching = (other: number) => {
    const { x, y } = points[other] ?? point;
    const isEnd = other <= 0 || other >= points.length - 1;
    return isEnd ? { x, y } : { x: (x + point.x) / 2, y: (y + point.y) / 2 };
  };
  const [before, after] = [touching(at - 1), touching(at + 1)];
  return { x: (before.x + 2 * point.x + after.x) / 4, y: (before.y + 2 * point.y + after.y) / 4 };
}

/** Out of the right edge of a box and back into it. */
function loopAt({ x, y, width, height }: Box, index: number): EdgeRoute {
  const right = x + width;
  const out = right + 34 + (index % 3) * 6;
  const [top, bottom] = [y + height * 0.3, y + height * 0.7];
  return {
    points: [
      { x: right, y: top },
      { x: out, y: top },
      { x: out, y: bottom },
      { x: right, y: bottom },
    ],
    label: { x: out - 2, y: (top + bottom) / 2 },
  };
}

/** From the lower edge of one box to the upper edge of another, or the other way round. */
function straight(from: Box, to: Box): EdgeRoute {
  const down = from.y < to.y;
  const start = { x: from.x + from.width / 2, y: down ? from.y + from.height : from.y };
  const end = { x: to.x + to.width / 2, y: down ? to.y : to.y + to.height };
  const label = { x: (start.x + end.x) / 2, y: (start.y + end.y) / 2 };
  return { points: [start, end], label };
}

/** Moves all so that nothing is left of 0 or above it: loops and arrows can stick out. */
function moveToCorner(boxes: ReadonlyMap<string, Box>, routes: ReadonlyMap<string, EdgeRoute>): Layout {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  const include = ({ x, y }: Point, width = 0, height = 0) => {
    left = Math.min(left, x);
    top = Math.min(top, y);
    right = Math.max(right, x + width);
    bottom = Math.max(bottom, y + height);
  };
  for (const box of boxes.values()) {
    include(box, box.width, box.height);
  }
  for (const { points } of routes.values()) {
    for (const point of points) {
      include(point);
    }
  }
  const moved = (point: Point): Point => ({ x: point.x - left, y: point.y - top });
  return {
    width: right - left,
    height: bottom - top,
    nodes: new Map([...boxes].map(([id, box]) => [id, { ...box, ...moved(box) }])),
    edges: new Map(
      [...routes].map(([id, { points, label }]) => [id, { points: points.map(moved), label: moved(label) }]),
    ),
  };
}

/** The corners of the parts, in rows from left to right, in a shape that fits a window. */
function pack(parts: readonly Size[]): Point[] {
  const widest = parts.reduce((most, { width }) => Math.max(most, width), 0);
  const area = parts.reduce(
    (sum, { width, height }) => sum + (width + betweenParts) * (height + betweenParts),
    0,
  );
  const rowWidth = Math.max(widest, Math.sqrt(area) * 1.1);
  let [x, y, rowHeight] = [0, 0, 0];
  return parts.map(({ width, height }) => {
    if (x > 0 && x + width > rowWidth) {
      y += rowHeight + betweenParts;
      [x, rowHeight] = [0, 0];
    }
    const corner = { x: margin + x, y: margin + y };
    x += width + betweenParts;
    rowHeight = Math.max(rowHeight, height);
    return corner;
  });
}
