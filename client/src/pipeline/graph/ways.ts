/** The ways between tables, as lists of neighbours, and what can be reached along them. */
import type { PipelineJump } from './pipeline';

export interface Ways {
  readonly tables: readonly number[];
  /** Each neighbour once; a table that jumps to itself is its own neighbour. */
  readonly next: ReadonlyMap<number, readonly number[]>;
  readonly previous: ReadonlyMap<number, readonly number[]>;
}

/** The ways among these tables, in the order of the tables. */
export function waysOf(tables: ReadonlySet<number>, jumps: readonly PipelineJump[]): Ways {
  const next = new Map<number, Set<number>>();
  const previous = new Map<number, Set<number>>();
  for (const number of tables) {
    next.set(number, new Set());
    previous.set(number, new Set());
  }
  for (const { from, to } of jumps) {
    if (tables.has(from) && tables.has(to)) {
      next.get(from)!.add(to);
      previous.get(to)!.add(from);
    }
  }
  const asLists = (sets: Map<number, Set<number>>) =>
    new Map([...sets].map(([number, neighbours]) => [number, [...neighbours]] as const));
  return { tables: [...tables], next: asLists(next), previous: asLists(previous) };
}

/** The tables at most so many jumps away from one, in either direction. */
export function neighbourhood(ways: Ways, centre: number, distance: number): ReadonlySet<number> {
  const near = new Set([centre]);
  let edge = [centre];
  for (let step = 0; step < distance && edge.length > 0; step++) {
    edge = edge
      .flatMap((number) => [...(ways.next.get(number) ?? []), ...(ways.previous.get(number) ?? [])])
      .filter((number) => !near.has(number) && near.add(number));
  }
  return near;
}

/**
 * What disappears when everything after some tables is folded away: the tables to which there is no way that does not
 * lead through one of them.
 */
export function hiddenByFolding(
  ways: Ways,
  folded: ReadonlySet<number>,
): { hidden: ReadonlySet<number>; hiddenAfter: ReadonlyMap<number, number> } {
  const visible = reach(ways, entries(ways), folded);
  const hidden = new Set(ways.tables.filter((number) => !visible.has(number)));
  const hiddenAfter = new Map<number, number>();
  for (const number of folded) {
    if (visible.has(number)) {
      const after = reach(ways, [number], new Set());
      hiddenAfter.set(number, [...after].filter((table) => hidden.has(table)).length);
    }
  }
  return { hidden, hiddenAfter };
}

/** Tables from which, together, every table is reached: table 0, those that nothing jumps to, one of each circle left. */
export function entries({ tables, next, previous }: Ways): number[] {
  const ways = { tables, next, previous };
  const found: number[] = [];
  const seen = new Set<number>();
  const isEntry = (number: number) => number === 0 || previous.get(number)!.every((from) => from === number);
  for (const number of [...tables.filter(isEntry), ...tables]) {
    if (!seen.has(number)) {
      found.push(number);
      for (const reached of reach(ways, [number], seen)) {
        seen.add(reached);
      }
    }
  }
  return found;
}

/** What is reached from some tables; those in `without` are reached, but not left. */
function reach(ways: Ways, from: readonly number[], without: ReadonlySet<number>): Set<number> {
  const reached = new Set(from);
  for (const number of reached) {
    if (!without.has(number)) {
      for (const next of ways.next.get(number) ?? []) {
        reached.add(next);
      }
    }
  }
  return reached;
}
