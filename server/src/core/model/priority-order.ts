/** The flows of a table by their priority, and how far down those of higher priority can hide others. */
import type { TableIndex } from './table-index';

/** The flows that are wanted, by index, the highest priority first and else in the order of the text. */
export function byPriority(
  { flows, priorities }: TableIndex,
  isWanted: (index: number) => boolean,
): Int32Array {
  const levels = new Map<number, number>();
  const counts: number[] = [];
  // The level of each flow, in the order in which they are met; -1 where it is not wanted.
  const levelOf = new Int32Array(flows.length);
  let [last, level] = [-1, -1];
  for (let at = 0; at < flows.length; at++) {
    if (!isWanted(at)) {
      levelOf[at] = -1;
      continue;
    }
    const priority = priorities[at]!;
    if (priority !== last) {
      last = priority;
      level = levels.get(priority) ?? counts.push(0) - 1;
      levels.set(priority, level);
    }
    counts[level]!++;
    levelOf[at] = level;
  }
  const next = new Int32Array(counts.length);
  let total = 0;
  for (const priority of Int32Array.from(levels.keys()).sort().reverse()) {
    next[levels.get(priority)!] = total;
    total += counts[levels.get(priority)!]!;
  }
  const order = new Int32Array(total);
  for (let at = 0; at < flows.length; at++) {
    if (levelOf[at]! >= 0) {
      order[next[levelOf[at]!]!++] = at;
    }
  }
  return order;
}

/** By signature, the lowest priority of flows that look at the same bits or more; infinite where it hides nothing. */
export function hidingDownTo({ kinds, kindOf, priorities }: TableIndex, most: number): Float64Array {
  const count = kinds.signatures.all.length;
  const lowest = new Float64Array(count).fill(Number.POSITIVE_INFINITY);
  const hides = new Uint8Array(count);
  for (let at = 0; at < kindOf.length; at++) {
    const { signature, hides: isHiding } = kinds.all[kindOf[at]!]!;
    lowest[signature] = Math.min(lowest[signature]!, priorities[at]!);
    hides[signature]! |= isHiding ? 1 : 0;
  }
  // Where more than can be looked at hide others, it does not matter which of them do so in vain.
  if (hides.reduce((sum, each) => sum + each, 0) > most) {
    return new Float64Array(count).fill(-1);
  }
  const downTo = new Float64Array(count).fill(Number.POSITIVE_INFINITY);
  for (let signature = 0; signature < count; signature++) {
    for (let other = 0; hides[signature] === 1 && other < count; other++) {
      if (lowest[other]! < downTo[signature]! && kinds.signatures.within(signature, other)) {
        downTo[signature] = lowest[other]!;
      }
    }
  }
  return downTo;
}
