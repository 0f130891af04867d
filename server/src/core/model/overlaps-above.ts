/** Whether flows of higher priority take the packets that two flows both match. */
import type { FileFlow } from './file-flow';
import type { Signature } from './packet-set';
import { agree, finished, hashOf, mix, type Packed, type SharedBits } from './shared-bits';
import type { TableIndex } from './table-index';

/** Two flows of the same priority, of which some packets are both. */
export type FlowPair = readonly [left: FileFlow, right: FileFlow];

/** Flows that look at the same bits. */
interface Tuple {
  readonly signature: number;
  readonly bits: SharedBits;
  /** The highest of the flows. */
  priority: number;
}

/** A tuple that looks at nothing but what two flows look at together, and where those keep its bits: -1 for nowhere. */
interface FittingTuple {
  readonly tuple: Tuple;
  readonly left: readonly number[];
  readonly right: readonly number[];
}

/** The flows of a table that take packets, to be found by packets that two flows both match. */
export class TakenAbove {
  readonly #index: TableIndex;
  #tuples: readonly Tuple[] | undefined;
  /** An open hash of the last flow with some values in some tuple, by its index from 1; others like it before it. */
  #last = new Int32Array(0);
  #before = new Int32Array(0);
  readonly #fitting = new Map<number, readonly FittingTuple[]>();

  constructor(index: TableIndex) {
    this.#index = index;
  }

  /** How many hashes one question takes. */
  get cost(): number {
    this.#tuples ??= this.#build();
    return this.#tuples.length;
  }

  /** Whether flows above take all packets of both in these states. */
  takesAll([left, right]: FlowPair, low: number, high: number): boolean {
    const { priorities } = this.#index;
    const { priority } = left.facts;
    // Read once: that it takes a while.
    const [ours, theirs] = [packedOf(left), packedOf(right)];
    let [openLow, openHigh] = [low, high];
    for (const fitting of this.#fittingFor(left, right)) {
      if (fitting.tuple.priority <= priority) {
        continue;
      }
      for (let each = this.#find(fitting, ours, theirs); each !== 0; each = this.#before[each - 1]!) {
        if (priorities[each - 1]! > priority) {
          const kind = this.#index.kindAt(each - 1);
          openLow &= ~kind.low;
          openHigh &= ~kind.high;
          if (openLow === 0 && openHigh === 0) {
            return true;
          }
        }
      }
    }
    return false;
  }

  #build(): readonly Tuple[] {
    const { flows, kinds, priorities } = this.#index;
    const tuples = new Map<number, Tuple>();
    let size = 16;
    while (size < 2 * flows.length) {
      size *= 2;
    }
    this.#last = new Int32Array(size);
    this.#before = new Int32Array(flows.length);
    for (const at of this.#index.taking()) {
      const { signature } = this.#index.kindAt(at);
      const tuple = tuples.get(signature) ?? {
        signature,
        bits: kinds.signatures.shared(signature, signature),
        priority: -1,
      };
      tuples.set(signature, tuple);
      tuple.priority = Math.max(tuple.priority, priorities[at]!);
      const { facts } = flows[at]!;
      const { left, masks } = tuple.bits;
      let place = hashOf(facts.words, facts.at, left, masks, mix(0, signature)) & (size - 1);
      for (; this.#last[place] !== 0; place = (place + 1) & (size - 1)) {
        const there = this.#last[place]! - 1;
        const isTuple = this.#index.kindAt(there).signature === signature;
        if (isTuple && agree(tuple.bits, flows[there]!.facts, facts)) {
          break;
        }
      }
      this.#before[at] = this.#last[place]!;
      this.#last[place] = at + 1;
    }
    return [...tuples.values()];
  }

  /** The last flow with the values that packets of both have, by its index from 1; 0 where there is none. */
  #find(fitting: FittingTuple, one: Packed, other: Packed): number {
    const { tuple } = fitting;
    let hash = mix(0, tuple.signature);
    for (let word = 0; word < tuple.bits.masks.length; word++) {
      hash = mix(hash, valueAt(fitting, word, one, other));
    }
    const end = this.#last.length - 1;
    for (let place = finished(hash) & end; ; place = (place + 1) & end) {
      const there = this.#last[place]! - 1;
      if (there < 0) {
        return 0;
      }
      const isTuple = this.#index.kindAt(there).signature === tuple.signature;
      if (isTuple && hasValues(this.#index.flows[there]!.facts, fitting, one, other)) {
        return there + 1;
      }
    }
  }

  /** The tuples that look at nothing but what the flows look at together: the same for all with these signatures. */
  #fittingFor(left: FileFlow, right: FileFlow): readonly FittingTuple[] {
    this.#tuples ??= this.#build();
    const { kinds } = this.#index;
    const { all } = kinds.signatures;
    const [one, other] = [kinds.numberOfSignature(left), kinds.numberOfSignature(right)];
    const key = one * all.length + other;
    let fitting = this.#fitting.get(key);
    if (!fitting) {
      fitting = this.#tuples.flatMap((tuple) =>
        whereFitting(tuple, all[tuple.signature]!, all[one]!, all[other]!),
      );
      this.#fitting.set(key, fitting);
    }
    return fitting;
  }
}

function packedOf({ facts: { words, at } }: FileFlow): Packed {
  return { words, at };
}

/** A word of what packets have there that are of both flows. */
function valueAt({ tuple, left, right }: FittingTuple, word: number, one: Packed, other: Packed): number {
  const ours = left[word]! < 0 ? 0 : one.words[one.at + left[word]!]!;
  const theirs = right[word]! < 0 ? 0 : other.words[other.at + right[word]!]!;
  return (ours | theirs) & tuple.bits.masks[word]!;
}

function hasValues({ words, at }: Packed, fitting: FittingTuple, one: Packed, other: Packed): boolean {
  const { left, masks } = fitting.tuple.bits;
  for (let word = 0; word < masks.length; word++) {
    if (words[at + left[word]!] !== valueAt(fitting, word, one, other)) {
      return false;
    }
  }
  return true;
}

function whereFitting(tuple: Tuple, signature: Signature, one: Signature, other: Signature): FittingTuple[] {
  const [left, right]: [number[], number[]] = [[], []];
  for (const { slot, mask, count } of signature.slots) {
    const [ours, theirs] = [one, other].map(({ slots }) => slots.find((each) => each.slot === slot));
    if ((((ours?.mask ?? 0n) | (theirs?.mask ?? 0n)) & mask) !== mask) {
      return [];
    }
    for (let word = 0; word < count; word++) {
      if (((mask >> BigInt(32 * word)) & 0xffff_ffffn) !== 0n) {
        left.push(ours && word < ours.count ? ours.first + word : -1);
        right.push(theirs && word < theirs.count ? theirs.first + word : -1);
      }
    }
  }
  return [{ tuple, left, right }];
}
