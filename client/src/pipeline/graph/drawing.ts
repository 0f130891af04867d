/** The whole drawing: made real in the view, written out by an export. */
import { arrowHeads, drawEdge, labelSize } from './edge-drawing';
import { type Layout, layOut } from './layout';
import { drawNode, nodeSize } from './node-drawing';
import type { ShownGraph } from './shown-graph';
import { type Colours, drawingStyle } from './style';
import { type SvgElement, svg, svgText } from './svg';

/** Where all that is shown stands. */
export function arrange(graph: ShownGraph): Layout {
  return layOut(graph, nodeSize, labelSize);
}

/** What the arrangement depends on: two graphs with the same key are arranged alike. */
export function arrangementKey(graph: ShownGraph): string {
  const nodes = graph.nodes.map((node) => `${node.id} ${nodeSize(node).height}`);
  const edges = graph.edges.map((edge) => `${edge.id} ${labelSize(edge).width}`);
  return [...nodes, ...edges].join('\n');
}

/** Arrows below, tables above them, each in the order of the graph; with the buttons that fold, or as a picture. */
export function draw(
  graph: ShownGraph,
  layout: Layout,
  withButtons: boolean,
): { heads: SvgElement; edges: SvgElement[]; nodes: SvgElement[] } {
  return {
    heads: arrowHeads(),
    edges: graph.edges.map((edge) => drawEdge(edge, layout.edges.get(edge.id)!)),
    nodes: graph.nodes.map((node) => drawNode(node, layout.nodes.get(node.id)!, withButtons)),
  };
}

/** The drawing as a file that stands for itself: with its colours, and with nothing to be fetched. */
export function standaloneSvg(graph: ShownGraph, layout: Layout, title: string, colours: Colours): string {
  const { heads, edges, nodes } = draw(graph, layout, false);
  const width = Math.ceil(layout.width);
  const height = Math.ceil(layout.height);
  const root = svg(
    'svg',
    { xmlns: 'http://www.w3.org/2000/svg', width, height, viewBox: `0 0 ${width} ${height}`, role: 'img' },
    svg('title', {}, title),
    svg('style', {}, drawingStyle(colours)),
    svg('rect', { width, height, fill: colours.background }),
    heads,
    svg('g', { class: 'drawing' }, ...edges, ...nodes),
  );
  return `<?xml version="1.0" encoding="UTF-8"?>\n${svgText(root)}\n`;
}
