/** Which arrows the layout library may route. Its work grows with the ranks that all arrows together cross. */
import type { ShownEdge, ShownNode } from './shown-graph';

/** Ranks to cross, for all arrows of a part together: some hundred milliseconds of work. */
const budget = 700;

/** Shares the arrows out: the short ones are routed around nodes, what is beyond the budget is drawn straight. */
export function routable(
  nodes: readonly ShownNode[],
  edges: readonly ShownEdge[],
): { routed: ShownEdge[]; direct: ShownEdge[] } {
  const rank = ranksOf(nodes, edges);
  const length = ({ from, to }: ShownEdge) => Math.abs(rank.get(to)! - rank.get(from)!);
  const byLength = edges
    .map((edge) => ({ edge, length: Math.max(1, length(edge)) }))
    .sort((a, b) => a.length - b.length);
  const routed = new Set<ShownEdge>();
  let left = budget;
  for (const { edge, length } of byLength) {
    if (length > left) {
      break;
    }
    left -= length;
    routed.add(edge);
  }
  return {
    routed: edges.filter((edge) => routed.has(edge)),
    direct: edges.filter((edge) => !routed.has(edge)),
  };
}

/** How many arrows lead to each node at most, arrows that close a circle left out. */
function ranksOf(nodes: readonly ShownNode[], edges: readonly ShownEdge[]): ReadonlyMap<string, number> {
  const next = new Map<string, string[]>(nodes.map(({ id }) => [id, []]));
  for (const { from, to } of edges) {
    next.get(from)!.push(to);
  }
  const rank = new Map<string, number>(nodes.map(({ id }) => [id, 0]));
  for (const id of topological(nodes, next)) {
    for (const { to } of next.get(id)!.map((to) => ({ to }))) {
      rank.set(to, Math.max(rank.get(to)!, rank.get(id)! + 1));
    }
  }
  return rank;
}

/** The nodes in an order in which all arrows lead on, those that close a circle left out of `next`. */
function topological(nodes: readonly ShownNode[], next: Map<string, string[]>): string[] {
  const state = new Map<string, 'open' | 'done'>();
  const order: string[] = [];
  for (const { id: start } of nodes) {
    if (state.has(start)) {
      continue;
    }
    state.set(start, 'open');
    const path = [{ id: start, at: 0, kept: [] as string[] }];
    while (path.length > 0) {
      const step = path.at(-1)!;
      const to = next.get(step.id)![step.at++];
      if (to === undefined) {
        next.set(step.id, step.kept);
        state.set(step.id, 'done');
        order.push(step.id);
        path.pop();
      } else if (state.get(to) !== 'open') {
        step.kept.push(to);
        if (!state.has(to)) {
          state.set(to, 'open');
          path.push({ id: to, at: 0, kept: [] });
        }
      }
    }
  }
  return order.reverse();
}
