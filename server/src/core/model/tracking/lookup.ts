/**
 * Which flow of a table one packet hits. As in `classifier`, flows that look at the same bits are found by a hash of
 * their values.
 */
import { statesOf } from '../../conntrack/state-set';
import { type FileFlow, isLive } from '../flow-file';
import { signatureOf } from '../packet-set';

/** A packet that is made up: a value for each slot, zero where there is none. */
export interface Packet {
  readonly slots: ReadonlyMap<string, bigint>;
  /** Its flags in `ct_state`. */
  readonly state: number;
}

interface Tuple {
  readonly bits: readonly { readonly slot: string; readonly mask: bigint }[];
  readonly flows: Map<string, FileFlow[]>;
}

/** The flows of one table, to look packets up in. */
export class LookupTable {
  readonly #tuples: readonly Tuple[];
  /** Flows of that priority and below may stand behind one of which nobody knows what it matches. */
  readonly #unsure: number;

  constructor(flows: readonly FileFlow[]) {
    const tuples = new Map<string, Tuple>();
    let unsure = -1;
    for (const flow of flows) {
      if (!isKnown(flow)) {
        unsure = Math.max(unsure, flow.facts.priority);
      } else {
        const signature = signatureOf(flow.facts.packets);
        const bits = flow.facts.packets.map(({ slot, mask }) => ({ slot, mask }));
        const tuple = tuples.get(signature) ?? { bits, flows: new Map() };
        tuples.set(signature, tuple);
        const values = flow.facts.packets.map(({ value }) => value.toString(36)).join();
        const there = tuple.flows.get(values);
        if (there) {
          there.push(flow);
        } else {
          tuple.flows.set(values, [flow]);
        }
      }
    }
    this.#tuples = [...tuples.values()];
    this.#unsure = unsure;
  }

  /** How many hashes a look takes. */
  get cost(): number {
    return this.#tuples.length;
  }

  /** The flow that the packet hits; undefined when none, or when that cannot be said for sure. */
  hit({ slots, state }: Packet): FileFlow | undefined {
    const states = statesOf({ value: state, mask: 0xff });
    let best: FileFlow | undefined;
    let isOne = true;
    for (const { bits, flows } of this.#tuples) {
      const values = bits.map(({ slot, mask }) => ((slots.get(slot) ?? 0n) & mask).toString(36)).join();
      for (const flow of flows.get(values) ?? []) {
        const { priority } = flow.facts;
        if ((flow.facts.states & states) !== 0n && !(best && priority < best.facts.priority)) {
          isOne = !(best && best.facts.priority === priority);
          best = flow;
        }
      }
    }
    return best && isOne && best.facts.priority > this.#unsure && !isClause(best) ? best : undefined;
  }
}

/** Whether the flow is there, and takes just the packets that its match says. */
function isKnown(flow: FileFlow): boolean {
  const { facts, isUncertain } = flow;
  return isLive(flow) && facts.matchKnown && facts.command === 'add' && !facts.temporary && !isUncertain;
}

function isClause({ facts }: FileFlow): boolean {
  return facts.steps.some(({ kind }) => kind === 'conjunction');
}
