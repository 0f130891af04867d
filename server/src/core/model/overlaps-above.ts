/** Whether flows of higher priority take the packets that two flows both match. */
import type { FileFlow } from './file-flow';
import type { Signature } from './packet-set';
import { agree, finished, hashOf, mix, type SharedBits } from './shared-bits';
import type { TableIndex } from './table-index';

/** Two flows of the same priority, of which some packets are both. */
export type FlowPair = readonly [left: FileFlow, right: FileFlow];

/** Flows that look at the same bits. */
interface Tuple {
  readonly signature: number;
  readonly bits: SharedBits;
}

/** A tuple that looks at nothing but what two flows look at together, and where those keep its bits: -1 for nowhere. */
interface FittingTuple extends Tuple {
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
  readonly #fitting = new Map<string, readonly FittingTuple[]>();

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
    let [openLow, openHigh] = [low, high];
    for (const tuple of this.#fittingFor(left, right)) {
      for (let each = this.#find(tuple, left, right); each !== 0; each = this.#before[each - 1]!) {
        if (priorities[each - 1]! > left.facts.priority) {
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
    const { flows, kinds } = this.#index;
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
      };
      tuples.set(signature, tuple);
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

  #find({ signature, bits, left, right }: FittingTuple, one: FileFlow, other: FileFlow): number {
    const values = new Int32Array(bits.masks.length);
    let hash = mix(0, signature);
    for (let word = 0; word < values.length; word++) {
      values[word] = (wordOf(one, left[word]!) | wordOf(other, right[word]!)) & bits.masks[word]!;
      hash = mix(hash, values[word]!);
    }
    const end = this.#last.length - 1;
    for (let place = finished(hash) & end; ; place = (place + 1) & end) {
      const there = this.#last[place]! - 1;
      if (there < 0) {
        return 0;
      }
      const { facts } = this.#index.flows[there]!;
      const isTuple = this.#index.kindAt(there).signature === signature;
      if (isTuple && values.every((value, word) => facts.words[facts.at + bits.left[word]!] === value)) {
        return there + 1;
      }
    }
  }

  /** The tuples that look at nothing but what the flows look at together: the same for all with these signatures. */
  #fittingFor(left: FileFlow, right: FileFlow): readonly FittingTuple[] {
    this.#tuples ??= this.#build();
    const [one, other] = [left.facts.traits.signature, right.facts.traits.signature];
    const key = `${one.key} ${other.key}`;
    let fitting = this.#fitting.get(key);
    if (!fitting) {
      const { all } = this.#index.kinds.signatures;
      fitting = this.#tuples.flatMap((tuple) => whereFitting(tuple, all[tuple.signature]!, one, other));
      this.#fitting.set(key, fitting);
    }
    return fitting;
  }
}

function wordOf({ facts }: FileFlow, word: number): number {
  return word < 0 ? 0 : facts.words[facts.at + word]!;
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
  return [{ ...tuple, left, right }];
}
