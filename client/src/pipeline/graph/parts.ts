/** The parts of a graph between which there is no arrow. */
import type { ShownEdge, ShownGraph, ShownNode } from './shown-graph';

export interface GraphPart {
  readonly nodes: readonly ShownNode[];
  readonly edges: readonly ShownEdge[];
}

/** The parts in the order of their first node. */
export function partsOf({ nodes, edges }: Pick<ShownGraph, 'nodes' | 'edges'>): GraphPart[] {
  const neighbours = new Map<string, string[]>(nodes.map(({ id }) => [id, []]));
  for (const { from, to } of edges) {
    neighbours.get(from)!.push(to);
    neighbours.get(to)!.push(from);
  }
  const partOf = new Map<string, { nodes: ShownNode[]; edges: ShownEdge[] }>();
  const parts: { nodes: ShownNode[]; edges: ShownEdge[] }[] = [];
  for (const { id } of nodes) {
    if (partOf.has(id)) {
      continue;
    }
    const part = { nodes: [], edges: [] };
    parts.push(part);
    const found = new Set([id]);
    for (const reached of found) {
      partOf.set(reached, part);
      for (const neighbour of neighbours.get(reached)!) {
        found.add(neighbour);
      }
    }
  }
  for (const node of nodes) {
    partOf.get(node.id)!.nodes.push(node);
  }
  for (const edge of edges) {
    partOf.get(edge.from)!.edges.push(edge);
  }
  return parts;
}
