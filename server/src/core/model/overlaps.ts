/**
 * Flows of the same priority that match some of the same packets. As Open vSwitch's classifier does, flows that look
 * at the same bits are kept together; what two such kinds have in common is found by a hash of the bits that
 * both look at, so that flows are compared with those only that they do overlap.
 */
import type { StateSet } from '../conntrack/state-set';
import type { Visibility } from './classifier';
import type { FileFlow } from './file-flow';
import { commonIn, costOf, mayOverlap, type Tuple, tuplesOf } from './overlap-tuples';
import { type FlowPair, TakenAbove } from './overlaps-above';
import { sameActions, type TextOf } from './same-actions';
import { agree, hashOf } from './shared-bits';
import type { TableIndex } from './table-index';
import { highOf, lowOf } from './table-kinds';

/** What has to be known of a table. */
export interface VisibleFlows {
  readonly index: TableIndex;
  visibilityOf(flow: FileFlow): Visibility;
}

/** The overlaps of a table, and what it took to find them. */
export interface Overlaps {
  /** Flows that do other things with packets that both match, where it is not decided above who gets them. */
  readonly pairs: readonly FlowPair[];
  /** All flows of the same priority that match some of the same packets, whatever they do with them. */
  readonly candidates: readonly FlowPair[];
  /** Whether all flows were looked at; and whether `candidates` are few enough to be looked through after an edit. */
  readonly isWhole: boolean;
  readonly isSmall: boolean;
  /** By priority, how many flows are hashed, at most, to find what they have in common. */
  readonly costs: ReadonlyMap<number, number>;
  /** The connection states in which packets get to the table. */
  readonly reaching: StateSet;
}

/** Nobody looks at more overlaps of one table, nor at more flows that one of them overlaps. */
const mostPairs = 2_000;
const mostOfOne = 100;

/** How many flows are hashed at most in a table with so many flows. */
export function mostHashed(flows: number): number {
  return 20_000 + 8 * flows;
}

/** How many flows that agree are compared at most. */
const mostCompared = 50_000;

/** After an edit, more candidates are not looked through again. */
const fewCandidates = 256;

/** Finds the overlaps of a table. Linear in its flows; what lies beyond some bounds is not looked at. */
export function overlapsOf(table: VisibleFlows, reaching: StateSet, textOf: TextOf): Overlaps {
  return new Search(table, reaching, textOf).run();
}

/** The same where packets get to the table in other states; undefined where it takes a look at all flows. */
export function overlapsWhere(
  reaching: StateSet,
  known: Overlaps,
  table: VisibleFlows,
  textOf: TextOf,
): Overlaps | undefined {
  if (known.reaching === reaching) {
    return known;
  }
  if (!known.isWhole || !known.isSmall) {
    return undefined;
  }
  const isNone = known.candidates.length === 0;
  const pairs = isNone ? known.pairs : new Search(table, reaching, textOf).undecided(known.candidates);
  return { ...known, pairs, reaching };
}

class Search {
  readonly #table: VisibleFlows;
  readonly #index: TableIndex;
  readonly #textOf: TextOf;
  readonly #reaching: StateSet;
  readonly #above: TakenAbove;
  readonly #pairs: FlowPair[] = [];
  readonly #candidates: FlowPair[] = [];
  /** By flow, by index: how many it overlaps, as far as is known. */
  readonly #overlapped: Uint8Array;
  #hashes: number;
  #comparisons: number;
  #isCut = false;

  constructor(table: VisibleFlows, reaching: StateSet, textOf: TextOf) {
    this.#table = table;
    this.#index = table.index;
    this.#textOf = textOf;
    this.#reaching = reaching;
    this.#above = new TakenAbove(table.index);
    this.#overlapped = new Uint8Array(table.index.flows.length);
    this.#hashes = mostHashed(table.index.flows.length);
    this.#comparisons = mostCompared + table.index.flows.length;
  }

  run(): Overlaps {
    const costs = new Map<number, number>();
    const groups: { readonly tuples: Tuple[]; readonly cost: number }[] = [];
    for (const flows of mayOverlap(this.#index)) {
      const tuples = tuplesOf(flows, this.#index);
      const cost = costOf(tuples, flows.length);
      costs.set(this.#index.priorities[flows[0]!]!, cost);
      groups.push({ tuples, cost });
    }
    // Small ones first: they cost little, should there be too many to look at.
    groups.sort((left, right) => left.cost - right.cost);
    for (const { tuples } of groups) {
      this.#group(tuples);
    }
    const compared = this.#candidates.length === 0 ? 0 : this.#candidates.length * (this.#above.cost + 1);
    return {
      pairs: this.#pairs,
      candidates: this.#candidates,
      isWhole: !this.#isDone && !this.#isCut,
      isSmall: this.#candidates.length <= fewCandidates && compared <= mostCompared / 2,
      costs,
      reaching: this.#reaching,
    };
  }

  undecided(pairs: readonly FlowPair[]): readonly FlowPair[] {
    return pairs.filter((pair) => this.#isUndecided(pair));
  }

  get #isDone(): boolean {
    return this.#hashes < 0 || this.#comparisons < 0 || this.#pairs.length >= mostPairs;
  }

  #group(tuples: Tuple[]): void {
    tuples.sort((left, right) => left.flows.length - right.flows.length);
    for (const [position, tuple] of tuples.entries()) {
      for (let other = 0; other < position && !this.#isDone; other++) {
        if (this.#mayMeet(tuples[other]!, tuple)) {
          this.#join(tuples[other]!, tuple);
        }
      }
      // Within a tuple, flows meet only where connection states tell them apart.
      if (tuple.asksForState && !this.#isDone) {
        this.#join(tuple, tuple);
      }
    }
  }

  /** Whether the tuples do not differ in what all flows of each have in common, such as the protocol. */
  #mayMeet(one: Tuple, other: Tuple): boolean {
    const { left, right, masks } = this.#index.kinds.signatures.shared(one.signature, other.signature);
    one.common ??= commonIn(one, this.#index);
    other.common ??= commonIn(other, this.#index);
    for (let index = 0; index < masks.length; index++) {
      const [ours, theirs] = [left[index]!, right[index]!];
      const same = masks[index]! & ~one.common.differing[ours]! & ~other.common.differing[theirs]!;
      if (((one.common.words[ours]! ^ other.common.words[theirs]!) & same) !== 0) {
        return false;
      }
    }
    return true;
  }

  /** Finds the flows of two tuples, or of one, that agree on the bits that both look at. */
  #join(small: Tuple, large: Tuple): void {
    this.#hashes -= small.flows.length + large.flows.length;
    if (this.#hashes < 0) {
      return;
    }
    const { flows, kinds } = this.#index;
    const shared = kinds.signatures.shared(small.signature, large.signature);
    let size = 4;
    while (size < 2 * small.flows.length) {
      size *= 2;
    }
    // An open hash of the first flow with some values, by its position from 1; others like it behind it.
    const first = new Int32Array(size);
    const next = new Int32Array(small.flows.length);
    for (const [position, at] of small.flows.entries()) {
      const { facts } = flows[at]!;
      let place = hashOf(facts.words, facts.at, shared.left, shared.masks, 0) & (size - 1);
      while (first[place] !== 0 && !this.#isAlike(small, first[place]!, at, large)) {
        place = (place + 1) & (size - 1);
      }
      next[position] = first[place]!;
      first[place] = position + 1;
    }
    for (const at of large.flows) {
      const { facts } = flows[at]!;
      let place = hashOf(facts.words, facts.at, shared.right, shared.masks, 0) & (size - 1);
      while (first[place] !== 0 && !agree(shared, flows[small.flows[first[place]! - 1]!]!.facts, facts)) {
        place = (place + 1) & (size - 1);
      }
      for (let each = first[place]!; each !== 0; each = next[each - 1]!) {
        const other = small.flows[each - 1]!;
        // Within one tuple, each pair is met twice.
        if (small !== large || other < at) {
          this.#meet(other, at);
        }
        if (this.#isDone) {
          return;
        }
      }
    }
  }

  /** Whether a flow has the same values as the one at a position of the tuple, where those of another look as well. */
  #isAlike(tuple: Tuple, position: number, at: number, { signature }: Tuple): boolean {
    const { flows, kinds } = this.#index;
    const { left, masks } = kinds.signatures.shared(tuple.signature, signature);
    const same = { left, right: left, masks, isAllOfLeft: true };
    return agree(same, flows[tuple.flows[position - 1]!]!.facts, flows[at]!.facts);
  }

  #meet(other: number, at: number): void {
    this.#comparisons--;
    if (this.#overlapped[other] === mostOfOne || this.#overlapped[at] === mostOfOne) {
      this.#isCut = true;
      return;
    }
    const { flows } = this.#index;
    const pair: FlowPair = [flows[other]!, flows[at]!];
    if (this.#candidates.length <= fewCandidates) {
      this.#candidates.push(pair);
    }
    if (this.#isUndecided(pair)) {
      this.#pairs.push(pair);
      this.#overlapped[other]!++;
      this.#overlapped[at]!++;
    }
  }

  /** Whether packets that both match can come, no flow above takes them all, and it matters which one is hit. */
  #isUndecided([left, right]: FlowPair): boolean {
    const visible = this.#table.visibilityOf(left).visible & this.#table.visibilityOf(right).visible;
    const states = visible & this.#reaching;
    if (states === 0n || sameActions(left, right, this.#textOf)) {
      return false;
    }
    this.#comparisons -= this.#above.cost;
    return !this.#above.takesAll([left, right], lowOf(states), highOf(states));
  }
}
