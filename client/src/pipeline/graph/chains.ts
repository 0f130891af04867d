/** Rows of tables that only pass packets on, each to the next: what can be drawn as one without losing a branch. */
import type { Ways } from './ways';

/** Shorter rows are not worth a click. */
const shortest = 3;

/** The rows, each from its first table to its last. Tables in `kept` are in none. */
export function chainsAmong(ways: Ways, kept: ReadonlySet<number>): number[][] {
  const isLink = (number: number) =>
    !kept.has(number) &&
    ways.next.get(number)?.length === 1 &&
    ways.previous.get(number)?.length === 1 &&
    ways.next.get(number)![0] !== number;
  const chains: number[][] = [];
  for (const first of ways.tables) {
    // A circle of links has no first one, and stays as it is.
    if (!isLink(first) || isLink(ways.previous.get(first)![0]!)) {
      continue;
    }
    const chain = [first];
    for (let next = ways.next.get(first)![0]!; isLink(next); next = ways.next.get(next)![0]!) {
      chain.push(next);
    }
    if (chain.length >= shortest) {
      chains.push(chain);
    }
  }
  return chains;
}
