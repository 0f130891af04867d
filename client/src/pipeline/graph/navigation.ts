/** Where the arrow keys lead from a table: along the arrows, and to what stands beside it. */
import type { Box, Layout } from './layout';
import type { ShownGraph } from './shown-graph';

export type Direction = 'up' | 'down' | 'left' | 'right';

/**
 * The node to go to; undefined where there is none. Down follows an arrow, up goes back along one, and where there are
 * several the nearest on that side is taken, then the nearest on any. Left and right go to the next table that stands at the same height.
 */
export function neighbourIn(
  graph: ShownGraph,
  layout: Layout,
  id: string,
  direction: Direction,
): string | undefined {
  const here = layout.nodes.get(id);
  if (!here) {
    return undefined;
  }
  const along = graph.edges.flatMap(({ from, to }) =>
    from === to
      ? []
      : direction === 'down' && from === id
        ? [to]
        : direction === 'up' && to === id
          ? [from]
          : [],
  );
  const candidates =
    direction === 'down' || direction === 'up'
      ? along
      : [...layout.nodes.keys()].filter((other) => isBeside(other));
  const distance = (other: string) => {
    const [one, two] = [centre(here), centre(layout.nodes.get(other)!)];
    const isAgainst = (direction === 'down' && two.y < one.y) || (direction === 'up' && two.y > one.y);
    return Math.hypot(one.x - two.x, one.y - two.y) + (isAgainst ? layout.height + layout.width : 0);
  };
  return candidates.reduce<string | undefined>(
    (best, other) => (best === undefined || distance(other) < distance(best) ? other : best),
    undefined,
  );

  function isBeside(other: string): boolean {
    const box = layout.nodes.get(other)!;
    const overlaps = box.y < here!.y + here!.height && box.y + box.height > here!.y;
    return other !== id && overlaps && (direction === 'left' ? box.x < here!.x : box.x > here!.x);
  }
}

function centre({ x, y, width, height }: Box): { x: number; y: number } {
  return { x: x + width / 2, y: y + height / 2 };
}
