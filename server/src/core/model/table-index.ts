/**
 * The flows of a table with what is looked at for all of them, as numbers side by side: their kind, and a hash of what
 * makes them one flow to Open vSwitch. After an edit most of it is copied from what was known before.
 */

import type { FileFlow } from './file-flow';
import type { FlowFacts } from './flow-facts';
import { finished, mix } from './shared-bits';
import { matchAlike, type TableKind, TableKinds } from './table-kinds';

/** What an edit has done to a table: flows that are no longer in it, and flows that were not. */
export interface TableChange {
  readonly removed: readonly FileFlow[];
  readonly added: readonly FileFlow[];
  /** The hashes of those that were added. */
  readonly hashes: ReadonlySet<number>;
}

/** A kind that flows of a table are of. */
export interface UsedKind {
  readonly kind: TableKind;
  /** As in `kindOf`. */
  readonly number: number;
  readonly count: number;
  /** The first of the flows, by index. */
  readonly first: number;
}

export class TableIndex {
  readonly flows: readonly FileFlow[];
  readonly kinds: TableKinds;
  /** By flow, the number of its kind. */
  readonly kindOf: Int32Array;
  /** By flow. */
  readonly priorities: Int32Array;
  /** By flow; equal for flows of the same priority and match. */
  readonly hashes: Int32Array;
  #change: TableChange | undefined;
  #used: TableIndex['used'] | undefined;

  /** `before`: the index of a table with most of the flows, both in the order of the text. */
  constructor(flows: readonly FileFlow[], before?: TableIndex) {
    const kindsLeft = before && before.kinds.all.length <= 2 * before.flows.length + 100;
    this.flows = flows;
    this.kinds = kindsLeft ? before.kinds : new TableKinds();
    this.kindOf = new Int32Array(flows.length);
    this.priorities = new Int32Array(flows.length);
    this.hashes = new Int32Array(flows.length);
    this.#change = kindsLeft ? this.#takeOver(before) : undefined;
    if (!kindsLeft) {
      for (let index = 0; index < flows.length; index++) {
        this.#read(index);
      }
    }
  }

  /** What has changed since the index that it was made from; undefined where it was made from nothing. Told once. */
  takeChange(): TableChange | undefined {
    const change = this.#change;
    this.#change = undefined;
    return change;
  }

  kindAt(index: number): TableKind {
    return this.kinds.all[this.kindOf[index]!]!;
  }

  /** Where a flow stands among the flows; -1 where it is not among them. */
  indexOf(flow: FileFlow): number {
    let [low, high] = [0, this.flows.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.flows[middle]!.line < flow.line) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return this.flows[low] === flow ? low : -1;
  }

  /** Whether two flows, by index, are one to Open vSwitch. */
  isSame(one: number, other: number): boolean {
    return (
      this.hashes[one] === this.hashes[other] &&
      matchAlike(this.kindAt(one), this.kindAt(other)) &&
      sameNumbers(this.flows[one]!.facts, this.flows[other]!.facts)
    );
  }

  /** The kinds that flows are of, how many of each, and the first of these. */
  get used(): readonly UsedKind[] {
    if (!this.#used) {
      const counts = new Int32Array(this.kinds.all.length);
      const firsts = new Int32Array(counts.length);
      for (let at = this.kindOf.length - 1; at >= 0; at--) {
        const kind = this.kindOf[at]!;
        counts[kind]!++;
        firsts[kind] = at;
      }
      this.#used = this.kinds.all.flatMap((kind, number) =>
        counts[number] === 0 ? [] : { kind, number, count: counts[number]!, first: firsts[number]! },
      );
    }
    return this.#used;
  }

  /** The flows that take packets, and that are there for sure, by index, in the order of the text. */
  taking(): Int32Array {
    const found = new Int32Array(this.flows.length);
    let count = 0;
    for (let at = 0; at < this.flows.length; at++) {
      if (this.isTaking(at)) {
        found[count++] = at;
      }
    }
    return found.subarray(0, count);
  }

  isTaking(index: number): boolean {
    return this.kindAt(index).takes && isSure(this.flows[index]!);
  }

  /** How many signatures the flows have, whatever becomes of them, and those of them that hide others. */
  signatureCounts(): { readonly signatures: number; readonly hiding: number } {
    const seen = new Uint8Array(this.kinds.signatures.all.length);
    for (const { kind } of this.used) {
      seen[kind.signature]! |= kind.hides ? 3 : 1;
    }
    const isSet = (bit: number) => seen.reduce((count, bits) => count + ((bits & bit) === 0 ? 0 : 1), 0);
    return { signatures: isSet(1), hiding: isSet(2) };
  }

  #takeOver(before: TableIndex): TableChange {
    const { flows } = before;
    const removed: FileFlow[] = [];
    const added: FileFlow[] = [];
    const hashes = new Set<number>();
    // Most edits leave all flows as they are but a few that stand together.
    const front = sameInFront(flows, this.flows);
    const back = sameBehind(flows, this.flows, front);
    const end = this.flows.length - back;
    this.#copy(before, 0, front, 0);
    this.#copy(before, flows.length - back, flows.length, end);
    let old = front;
    for (let index = front; index < end; ) {
      const flow = this.flows[index]!;
      while (old < flows.length - back && flows[old] !== flow && flows[old]!.line < flow.line) {
        removed.push(flows[old++]!);
      }
      let same = 0;
      while (index + same < end && flows[old + same] === this.flows[index + same]) {
        same++;
      }
      if (same > 0) {
        this.#copy(before, old, old + same, index);
        old += same;
        index += same;
      } else {
        this.#read(index);
        added.push(flow);
        hashes.add(this.hashes[index]!);
        index++;
      }
    }
    while (old < flows.length - back) {
      removed.push(flows[old++]!);
    }
    return { removed, added, hashes };
  }

  #copy({ kindOf, priorities, hashes }: TableIndex, from: number, to: number, at: number): void {
    this.kindOf.set(kindOf.subarray(from, to), at);
    this.priorities.set(priorities.subarray(from, to), at);
    this.hashes.set(hashes.subarray(from, to), at);
  }

  #read(index: number): void {
    const { facts } = this.flows[index]!;
    const kind = this.kinds.numberOf(facts.traits);
    this.kindOf[index] = kind;
    this.priorities[index] = facts.priority;
    this.hashes[index] = identityHash(this.kinds.all[kind]!, facts);
  }
}

/** How many flows are the same from the first on. */
function sameInFront(left: readonly FileFlow[], right: readonly FileFlow[]): number {
  const most = Math.min(left.length, right.length);
  let count = 0;
  while (count < most && left[count] === right[count]) {
    count++;
  }
  return count;
}

/** How many are the same from the last on, not counting those in front. */
function sameBehind(left: readonly FileFlow[], right: readonly FileFlow[], front: number): number {
  const most = Math.min(left.length, right.length) - front;
  let count = 0;
  while (count < most && left[left.length - 1 - count] === right[right.length - 1 - count]) {
    count++;
  }
  return count;
}

/** Whether the flow is there in the end, as it is written. */
export function isSure({ fate, isUncertain }: FileFlow): boolean {
  return fate === undefined && !isUncertain;
}

/** Equal for flows of the same priority and match. */
export function identityHash(
  kind: Pick<TableKind, 'hash'>,
  { priority, words, at, traits }: FlowFacts,
): number {
  let hash = mix(kind.hash, priority);
  for (let word = at; word < at + traits.signature.length; word++) {
    hash = mix(hash, words[word]!);
  }
  return finished(hash);
}

/** Whether flows that look at the same bits have the same values, and the same priority. */
export function sameNumbers(one: FlowFacts, other: FlowFacts): boolean {
  if (one.priority !== other.priority) {
    return false;
  }
  const { length } = one.traits.signature;
  for (let word = 0; word < length; word++) {
    if (one.words[one.at + word] !== other.words[other.at + word]) {
      return false;
    }
  }
  return true;
}
