/**
 * Which flow of a table one packet hits. As in `classifier`, flows that look at the same bits are found by a hash of
 * their values.
 */
import { statesOf } from '../../conntrack/state-set';
import { type FileFlow, isLive } from '../file-flow';
import type { FileTable } from '../file-table';
import { pack, type Signature } from '../packet-set';
import { agree, hashOf, mix, type Packed, type SharedBits } from '../shared-bits';
import type { TableIndex } from '../table-index';
import { highOf, lowOf } from '../table-kinds';

/** A packet that is made up: a value for each slot, zero where there is none. */
export interface Packet {
  readonly slots: ReadonlyMap<string, bigint>;
  /** Its flags in `ct_state`. */
  readonly state: number;
}

/** How many hashes and flows may still be looked at. */
export interface Budget {
  left: number;
}

/** The flows of one table, to look packets up in. */
export class LookupTable {
  readonly #index: TableIndex | undefined;
  /** The signatures of the flows. */
  readonly #tuples: { readonly number: number; readonly signature: Signature; readonly bits: SharedBits }[] =
    [];
  /** An open hash of the last flow with some values in some tuple, by its index from 1; others like it before it. */
  readonly #last: Int32Array;
  readonly #before: Int32Array;
  /** Flows of that priority and below may stand behind one of which nobody knows what it matches. */
  #unsure = -1;

  /** `changing`: flows that may be in the table as well. */
  constructor(table: FileTable | undefined, changing: readonly FileFlow[]) {
    this.#index = table?.index;
    const flows = table?.flows ?? [];
    let size = 16;
    while (size < 2 * flows.length) {
      size *= 2;
    }
    this.#last = new Int32Array(size);
    this.#before = new Int32Array(flows.length);
    for (const { facts } of changing) {
      this.#unsure = Math.max(this.#unsure, facts.priority);
    }
    if (table) {
      this.#addAll(table.index);
    }
  }

  /** The flow that the packet hits; undefined when none, or when that cannot be said for sure. */
  hit(packet: Packet, budget: Budget): FileFlow | undefined {
    const states = statesOf({ value: packet.state, mask: 0xff });
    const [low, high] = [lowOf(states), highOf(states)];
    let best = -1;
    let highest = -1;
    let isOne = true;
    budget.left -= this.#tuples.length;
    for (const { number, signature, bits } of this.#tuples) {
      const place = this.#placeOf(number, bits, packed(packet, signature));
      for (let each = this.#last[place]!; each !== 0 && budget.left >= 0; each = this.#before[each - 1]!) {
        budget.left--;
        const { priority } = this.#index!.flows[each - 1]!.facts;
        const kind = this.#index!.kindAt(each - 1);
        if (((kind.low & low) !== 0 || (kind.high & high) !== 0) && priority >= highest) {
          isOne = priority > highest;
          highest = priority;
          best = each - 1;
        }
      }
    }
    const isSure = budget.left >= 0 && best >= 0 && isOne && highest > this.#unsure;
    return isSure && !this.#index!.kindAt(best).traits.isClause ? this.#index!.flows[best] : undefined;
  }

  #addAll(index: TableIndex): void {
    const isTuple = new Set<number>();
    for (const [at, flow] of index.flows.entries()) {
      const { signature: number } = index.kindAt(at);
      if (flow.fate !== undefined) {
        continue;
      }
      if (!isKnown(flow)) {
        this.#unsure = Math.max(this.#unsure, flow.facts.priority);
        continue;
      }
      const bits = index.kinds.signatures.shared(number, number);
      if (!isTuple.has(number)) {
        isTuple.add(number);
        this.#tuples.push({ number, signature: index.kinds.signatures.all[number]!, bits });
      }
      const place = this.#placeOf(number, bits, flow.facts);
      this.#before[at] = this.#last[place]!;
      this.#last[place] = at + 1;
    }
  }

  /** Where the flows of a tuple stand that have these values. */
  #placeOf(tuple: number, bits: SharedBits, values: Packed): number {
    const end = this.#last.length - 1;
    let place = hashOf(values.words, values.at, bits.left, bits.masks, mix(0, tuple)) & end;
    for (;;) {
      const there = this.#last[place]! - 1;
      if (there < 0) {
        return place;
      }
      const isSame = this.#index!.kindAt(there).signature === tuple;
      if (isSame && agree(bits, this.#index!.flows[there]!.facts, values)) {
        return place;
      }
      place = (place + 1) & end;
    }
  }
}

/** What the packet has of the bits of a signature. */
function packed({ slots }: Packet, signature: Signature): Packed {
  const words = new Int32Array(signature.length);
  const set = signature.slots.map(({ slot, mask }) => ({
    slot,
    mask,
    value: (slots.get(slot) ?? 0n) & mask,
  }));
  pack(set, signature, words, 0);
  return { words, at: 0 };
}

/** Whether the flow is there, and takes just the packets that its match says. */
function isKnown(flow: FileFlow): boolean {
  const { matchKnown, command, temporary } = flow.facts.traits;
  return isLive(flow) && matchKnown && command === 'add' && !temporary && !flow.isUncertain;
}
