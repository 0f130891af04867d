/**
 * Which flows of a table hide others: as in Open vSwitch's own classifier, flows that look at the same bits are
 * kept together and found by a hash of their values, so that nothing is compared with everything.
 * Source: lib/classifier.h, "Tuple space search".
 */
import type { StateSet } from '../conntrack/state-set';
import type { FileFlow } from './file-flow';
import { byPriority, hidingDownTo } from './priority-order';
import { agree, hashOf, mix, type SharedBits } from './shared-bits';
import type { TableIndex } from './table-index';
import { isThere, statesFrom, type TableKind } from './table-kinds';

/** How much of a flow those of higher priority leave. Flows of which the same ones leave as much may share it. */
export interface Visibility {
  /** The states in which some packet can still hit the flow, as far as single flows above it tell. */
  readonly visible: StateSet;
  /** The flows above it that take all its packets in some of its states, the highest priority first. */
  readonly coveredBy: readonly FileFlow[];
}

/** What those flows of a table that hide others leave of each flow. */
export interface Visibilities {
  /** The flows that are hidden in some of their states. */
  readonly covered: ReadonlyMap<FileFlow, Visibility>;
  /** Whether all flows were looked at as hiding others. */
  readonly isWhole: boolean;
}

/**
 * In how many ways flows that hide others may look at packets: tables do so in tens of ways; what lies beyond is not
 * looked at. Fewer where hardly two flows of the table look at the same bits.
 */
const mostTuples = 200;
const mostComparisons = 100_000;

/** Of flows of one match that differ in their states, more are kept only if they take what no other takes. */
const mostAlike = 64;

/** More flows above are kept only as far as they are needed to take all that is taken. */
const mostCovering = 64;

/**
 * What is left of the flows of a table. Which of two flows of the same priority is hit is not defined: they do not
 * hide each other. Linear in the flows.
 */
export function visibilities(index: TableIndex): Visibilities {
  return new Search(index).run();
}

/** Whether a flow may be relied on to take what it matches: one that may be deleted perhaps takes nothing. */
export function hidesOthers(kind: TableKind, { isUncertain, fate }: FileFlow): boolean {
  return kind.hides && !isUncertain && fate === undefined;
}

/** How many of the ways in which flows look at packets are looked at as hiding others. */
export function tuplesLookedAt(signatures: number): number {
  return Math.min(mostTuples, 16 + Math.floor(mostComparisons / Math.max(1, signatures)));
}

/** What flows above leave of one, where some take all its packets; `above` in any order. */
export function visibilityBelow(
  kind: TableKind,
  above: readonly { readonly flow: FileFlow; readonly kind: TableKind }[],
): { readonly visibility: Visibility; readonly isCut: boolean } | undefined {
  const found = above.filter(
    (each) => (each.kind.low & kind.low) !== 0 || (each.kind.high & kind.high) !== 0,
  );
  if (found.length === 0) {
    return undefined;
  }
  found.sort((left, right) => isBefore(left.flow, right.flow));
  let [low, high] = [0, 0];
  for (const each of found) {
    low |= each.kind.low;
    high |= each.kind.high;
  }
  const isCut = found.length > mostCovering;
  const coveredBy = (isCut ? needed(kind, found) : found).map(({ flow }) => flow);
  return { visibility: { visible: statesFrom(kind.low & ~low, kind.high & ~high), coveredBy }, isCut };
}

/** The highest priority first, and flows of the same in the order of the text. */
export function isBefore(left: FileFlow, right: FileFlow): number {
  return right.facts.priority - left.facts.priority || left.line - right.line;
}

/** Whether a flow takes anything that none of those with the same match takes alone. */
export function isNews(kind: TableKind, alike: readonly TableKind[]): boolean {
  if (alike.some(({ low, high }) => (kind.low & ~low) === 0 && (kind.high & ~high) === 0)) {
    return false;
  }
  if (alike.length < mostAlike) {
    return true;
  }
  const low = alike.reduce((bits, each) => bits | each.low, 0);
  const high = alike.reduce((bits, each) => bits | each.high, 0);
  return (kind.low & ~low) !== 0 || (kind.high & ~high) !== 0;
}

/** Those that take what none before them takes, and the first that takes everything. */
function needed<Each extends { readonly kind: TableKind }>(kind: TableKind, found: readonly Each[]): Each[] {
  let [low, high] = [kind.low, kind.high];
  let isTakenByOne = false;
  return found.filter(({ kind: above }) => {
    const takes = (low & above.low) !== 0 || (high & above.high) !== 0;
    low &= ~above.low;
    high &= ~above.high;
    const takesAll = !isTakenByOne && (kind.low & ~above.low) === 0 && (kind.high & ~above.high) === 0;
    isTakenByOne ||= takesAll;
    return takes || takesAll;
  });
}

/** The tuples that can hide flows with some signature, as of when there were `count` tuples. */
interface Fitting {
  count: number;
  readonly tuples: number[];
  readonly shared: SharedBits[];
}

class Search {
  readonly #index: TableIndex;
  /** The signatures of flows that hide others, the highest priority first. */
  readonly #tuples: number[] = [];
  readonly #isTuple: Uint8Array;
  /** By signature, the lowest priority of flows that one with it could hide. */
  readonly #hidesDownTo: Float64Array;
  readonly #fitting = new Map<number, Fitting>();
  /** An open hash of the first flow with some values in some tuple, by its index from 1; others like it behind it. */
  #first = new Int32Array(0);
  #next = new Int32Array(0);
  readonly #most: number;
  /** What a flow, by its index from 1, leaves of those of a kind, where none else hides them: a few may hide thousands. */
  readonly #hiddenByOne = new Map<number, Visibility | undefined>();
  #isWhole = true;

  constructor(index: TableIndex) {
    this.#index = index;
    this.#isTuple = new Uint8Array(index.kinds.signatures.all.length);
    this.#most = tuplesLookedAt(index.signatureCounts().signatures);
    this.#hidesDownTo = hidingDownTo(index, this.#most);
  }

  run(): Visibilities {
    const { flows, priorities } = this.#index;
    const covered = new Map<FileFlow, Visibility>();
    const order = byPriority(this.#index, (at) => isThere(this.#index.kindAt(at), flows[at]!));
    for (let start = 0; start < order.length; ) {
      const priority = priorities[order[start]!]!;
      let end = start;
      for (; end < order.length && priorities[order[end]!] === priority; end++) {
        const found = this.#tuples.length === 0 ? undefined : this.#below(order[end]!);
        if (found) {
          covered.set(flows[order[end]!]!, found);
        }
      }
      for (let at = start; at < end; at++) {
        const kind = this.#index.kindAt(order[at]!);
        if (this.#hidesDownTo[kind.signature]! < priority && hidesOthers(kind, flows[order[at]!]!)) {
          this.#add(order[at]!);
        }
      }
      start = end;
    }
    return { covered, isWhole: this.#isWhole };
  }

  #below(at: number): Visibility | undefined {
    const kind = this.#index.kindAt(at);
    const { tuples, shared } = this.#fittingFor(kind.signature);
    let heads: number[] | undefined;
    for (let index = 0; index < tuples.length; index++) {
      for (
        let head = this.#find(tuples[index]!, shared[index]!, at);
        head !== 0;
        head = this.#next[head - 1]!
      ) {
        heads ??= [];
        heads.push(head);
      }
    }
    if (heads?.length === 1) {
      return this.#belowOne(heads[0]!, at);
    }
    const found = heads && visibilityBelow(kind, this.#flowsOf(heads));
    this.#isWhole &&= !found?.isCut;
    return found?.visibility;
  }

  #belowOne(head: number, at: number): Visibility | undefined {
    const { kinds, kindOf } = this.#index;
    const key = head * kinds.all.length + kindOf[at]!;
    if (!this.#hiddenByOne.has(key)) {
      const found = visibilityBelow(this.#index.kindAt(at), this.#flowsOf([head]));
      this.#hiddenByOne.set(key, found?.visibility);
    }
    return this.#hiddenByOne.get(key);
  }

  /** Flows by their indexes from 1. */
  #flowsOf(heads: readonly number[]): { readonly flow: FileFlow; readonly kind: TableKind }[] {
    return heads.map((head) => ({ flow: this.#index.flows[head - 1]!, kind: this.#index.kindAt(head - 1) }));
  }

  #add(at: number): void {
    const kind = this.#index.kindAt(at);
    const { signature } = kind;
    if (this.#isTuple[signature] === 0) {
      if (this.#tuples.length >= this.#most) {
        this.#isWhole = false;
        return;
      }
      this.#isTuple[signature] = 1;
      this.#tuples.push(signature);
    }
    if (this.#first.length === 0) {
      const { length } = this.#index.flows;
      let size = 16;
      while (size < 2 * length) {
        size *= 2;
      }
      this.#first = new Int32Array(size);
      this.#next = new Int32Array(length);
    }
    const own = this.#index.kinds.signatures.shared(signature, signature);
    const place = this.#placeOf(signature, own, at);
    const head = this.#first[place]!;
    if (head === 0) {
      this.#first[place] = at + 1;
    } else if (isNews(kind, this.#alike(head))) {
      this.#next[at] = this.#next[head - 1]!;
      this.#next[head - 1] = at + 1;
    }
  }

  #alike(head: number): TableKind[] {
    const kinds: TableKind[] = [];
    for (let each = head; each !== 0; each = this.#next[each - 1]!) {
      kinds.push(this.#index.kindAt(each - 1));
    }
    return kinds;
  }

  /** The first flow of a tuple, by its index from 1, that agrees with a flow; 0 where none does. */
  #find(tuple: number, shared: SharedBits, at: number): number {
    return this.#first[this.#placeOf(tuple, shared, at)]!;
  }

  /** Where the flows of a tuple stand that agree with a flow on all that the tuple looks at. */
  #placeOf(tuple: number, shared: SharedBits, at: number): number {
    const { flows } = this.#index;
    const { facts } = flows[at]!;
    const last = this.#first.length - 1;
    let place = hashOf(facts.words, facts.at, shared.right, shared.masks, mix(0, tuple)) & last;
    for (;;) {
      const head = this.#first[place]!;
      if (head === 0) {
        return place;
      }
      const there = this.#index.kindAt(head - 1);
      if (there.signature === tuple && agree(shared, flows[head - 1]!.facts, facts)) {
        return place;
      }
      place = (place + 1) & last;
    }
  }

  /** Flows that look at the same bits are hidden by the same tuples: what fits is found out once for all of them. */
  #fittingFor(signature: number): Fitting {
    let fitting = this.#fitting.get(signature);
    if (!fitting) {
      fitting = { count: 0, tuples: [], shared: [] };
      this.#fitting.set(signature, fitting);
    }
    for (; fitting.count < this.#tuples.length; fitting.count++) {
      const tuple = this.#tuples[fitting.count]!;
      const shared = this.#index.kinds.signatures.within(tuple, signature);
      if (shared) {
        fitting.tuples.push(tuple);
        fitting.shared.push(shared);
      }
    }
    return fitting;
  }
}

/** A flow that nothing hides. */
export function uncovered({ facts }: FileFlow): Visibility {
  return { visible: facts.traits.states, coveredBy: none };
}

const none: readonly FileFlow[] = [];
