/** Flows of the same priority, taken together by the bits that they look at: what has to be compared to find overlaps. */
import { byPriority } from './priority-order';
import type { TableIndex } from './table-index';

/** Flows that look at the same bits, by index. */
export interface Tuple {
  readonly signature: number;
  readonly flows: number[];
  /** Whether some of them ask for a connection state. */
  asksForState: boolean;
  /** The words of the first, and the bits of them in which others differ: worked out when it is needed. */
  common?: { readonly words: Int32Array; readonly differing: Int32Array };
}

/**
 * The flows that take packets, those of each priority by themselves. Where all of them look at the same bits, and none asks for a
 * connection state, they cannot overlap.
 */
export function mayOverlap(index: TableIndex): Int32Array[] {
  const { priorities } = index;
  const found: Int32Array[] = [];
  const order = byPriority(index, (at) => index.isTaking(at));
  for (let start = 0; start < order.length; ) {
    const priority = priorities[order[start]!]!;
    const first = index.kindAt(order[start]!).signature;
    let differ = false;
    let end = start;
    for (; end < order.length && priorities[order[end]!] === priority; end++) {
      const kind = index.kindAt(order[end]!);
      differ ||= kind.signature !== first || kind.traits.asksForState;
    }
    if (differ && end - start > 1) {
      found.push(order.subarray(start, end));
    }
    start = end;
  }
  return found;
}

/** The flows, given by index, in tuples. */
export function tuplesOf(flows: ArrayLike<number>, index: TableIndex): Tuple[] {
  const tuples = new Map<number, Tuple>();
  for (let position = 0; position < flows.length; position++) {
    const at = flows[position]!;
    const { signature, traits } = index.kindAt(at);
    let tuple = tuples.get(signature);
    if (!tuple) {
      tuple = { signature, flows: [], asksForState: false };
      tuples.set(signature, tuple);
    }
    tuple.flows.push(at);
    tuple.asksForState ||= traits.asksForState;
  }
  return [...tuples.values()];
}

/** How many flows have to be hashed to compare the tuples with one another, and those that ask for states with themselves. */
export function costOf(tuples: readonly Tuple[], flows: number): number {
  const alone = tuples.reduce((sum, each) => sum + (each.asksForState ? 2 * each.flows.length : 0), 0);
  return (tuples.length - 1) * flows + (flows > 1 ? alone : 0);
}

/** What all flows of a tuple have in common. */
export function commonIn(
  { flows: [first, ...others] }: Tuple,
  { flows }: TableIndex,
): NonNullable<Tuple['common']> {
  const { words, at, traits } = flows[first!]!.facts;
  const common = words.slice(at, at + traits.signature.length);
  const differing = new Int32Array(common.length);
  for (const index of others) {
    const { words: values, at: from } = flows[index]!.facts;
    for (let word = 0; word < common.length; word++) {
      differing[word]! |= values[from + word]! ^ common[word]!;
    }
  }
  return { words: common, differing };
}
