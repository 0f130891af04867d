/**
 * Which flows of a table hide others: as in Open vSwitch's own classifier, flows that look at the same bits are
 * kept together and found by a hash of their values, so that nothing is compared with everything.
 * Source: lib/classifier.h, "Tuple space search".
 */
import { noStates, type StateSet } from '../conntrack/state-set';
import type { FileFlow } from './flow-file';
import { type PacketSet, signatureOf } from './packet-set';

/** How much of a flow those of higher priority leave. */
export interface Visibility {
  /** The states in which some packet can still hit the flow, as far as single flows above it tell. */
  readonly visible: StateSet;
  /** The flows above it that take all its packets in some of its states, the highest priority first. */
  readonly coveredBy: readonly FileFlow[];
}

/** Bits of slots. */
type Bits = readonly { readonly slot: string; readonly mask: bigint }[];

/** The flows that look at the same bits, by their values. */
interface Tuple {
  readonly bits: Bits;
  readonly flows: Map<string, FileFlow[]>;
}

/** Tables look at their packets in tens of ways; flows that do in still more are not looked at as hiding others. */
const mostTuples = 500;

/**
 * What those flows of a table that hide others leave of each flow. Which of two flows of the same priority is hit is
 * not defined: they do not hide each other.
 */
export function visibilities(flows: readonly FileFlow[]): Map<FileFlow, Visibility> {
  const tuples = new Tuples();
  const result = new Map<FileFlow, Visibility>();
  const sorted = [...flows].sort((left, right) => right.facts.priority - left.facts.priority);
  for (let start = 0; start < sorted.length; ) {
    const { priority } = sorted[start]!.facts;
    let end = start;
    while (end < sorted.length && sorted[end]!.facts.priority === priority) {
      result.set(sorted[end]!, tuples.visibilityOf(sorted[end]!));
      end++;
    }
    for (const flow of sorted.slice(start, end)) {
      if (hidesOthers(flow)) {
        tuples.add(flow);
      }
    }
    start = end;
  }
  return result;
}

/**
 * A clause of a conjunction takes no packets by itself; a flow with a timeout takes them for a while, and one that
 * may be deleted perhaps none.
 */
function hidesOthers({ facts, isUncertain }: FileFlow): boolean {
  const isClause = facts.steps.some(({ kind }) => kind === 'conjunction');
  return facts.matchKnown && !facts.temporary && !isUncertain && !isClause;
}

class Tuples {
  readonly #tuples = new Map<string, Tuple>();
  /** Tuples that can hide flows with that signature, as of when there were `count` tuples. */
  readonly #fitting = new Map<string, { count: number; readonly tuples: Tuple[] }>();
  readonly #inOrder: Tuple[] = [];

  visibilityOf({ facts }: FileFlow): Visibility {
    const found: FileFlow[] = [];
    for (const { bits, flows } of this.#fittingFor(facts.packets)) {
      found.push(...(flows.get(valuesOf(facts.packets, bits)!) ?? []));
    }
    if (found.length === 0) {
      return { visible: facts.states, coveredBy: none };
    }
    found.sort((left, right) => right.facts.priority - left.facts.priority || left.line - right.line);
    const coveredBy = found.filter((above) => (above.facts.states & facts.states) !== noStates);
    const taken = coveredBy.reduce((states, above) => states | above.facts.states, noStates);
    return { visible: facts.states & ~taken, coveredBy };
  }

  add(flow: FileFlow): void {
    const { packets, states } = flow.facts;
    const signature = signatureOf(packets);
    let tuple = this.#tuples.get(signature);
    if (!tuple) {
      if (this.#inOrder.length >= mostTuples) {
        return;
      }
      tuple = { bits: packets.map(({ slot, mask }) => ({ slot, mask })), flows: new Map() };
      this.#tuples.set(signature, tuple);
      this.#inOrder.push(tuple);
    }
    const key = valuesOf(packets, tuple.bits)!;
    const there = tuple.flows.get(key);
    if (!there) {
      tuple.flows.set(key, [flow]);
    } else if (there.every((other) => (states & ~other.facts.states) !== noStates)) {
      // One that takes nothing that is not taken already would only be looked at in vain.
      there.push(flow);
    }
  }

  /** Flows that look at the same bits are hidden by the same tuples: what fits is found out once for all of them. */
  #fittingFor(packets: PacketSet): readonly Tuple[] {
    const signature = signatureOf(packets);
    let fitting = this.#fitting.get(signature);
    if (!fitting) {
      fitting = { count: 0, tuples: [] };
      // Tables with more kinds of flows than that are made up; the first are remembered.
      if (this.#fitting.size < mostTuples) {
        this.#fitting.set(signature, fitting);
      }
    }
    for (; fitting.count < this.#inOrder.length; fitting.count++) {
      const tuple = this.#inOrder[fitting.count]!;
      if (valuesOf(packets, tuple.bits) !== undefined) {
        fitting.tuples.push(tuple);
      }
    }
    return fitting.tuples;
  }
}

const none: readonly FileFlow[] = [];

/** The values of the bits, as a text; undefined where the set does not fix all of them. */
function valuesOf(packets: PacketSet, bits: Bits): string | undefined {
  let key = '';
  let index = 0;
  for (const { slot, mask } of bits) {
    while (index < packets.length && packets[index]!.slot < slot) {
      index++;
    }
    const found = packets[index];
    if (found?.slot !== slot || (found.mask & mask) !== mask) {
      return undefined;
    }
    key += `${(found.value & mask).toString(36)},`;
  }
  return key;
}
