/**
 * Which flows of a table hide others: as Open vSwitch's own classifier does, flows that look at the same bits are
 * kept together and found by a hash of their values, so that nothing is compared with everything.
 * Source: lib/classifier.h, "Tuple space search".
 */
import { noStates, type StateSet } from '../conntrack/state-set';
import type { FileFlow } from './flow-file';
import type { PacketSet } from './packet-set';

/** How much of a flow those of higher priority leave. */
export interface Visibility {
  /** The states in which some packet can still hit the flow, as far as single flows above it tell. */
  readonly visible: StateSet;
  /** The flows above it that take all its packets in some of its states, the highest priority first. */
  readonly coveredBy: readonly FileFlow[];
}

/** The flows of one signature, by their values. */
interface Tuple {
  readonly slots: readonly { readonly slot: string; readonly mask: bigint }[];
  readonly flows: Map<string, FileFlow[]>;
}

/** What those flows of a table that hide others, and each other, leave of each. */
export function visibilities(flows: readonly FileFlow[]): Map<FileFlow, Visibility> {
  const result = new Map<FileFlow, Visibility>();
  const tuples = new Map<string, Tuple>();
  const sorted = [...flows].sort((left, right) => right.facts.priority - left.facts.priority);
  for (let start = 0; start < sorted.length; ) {
    const { priority } = sorted[start]!.facts;
    let end = start;
    while (end < sorted.length && sorted[end]!.facts.priority === priority) {
      result.set(sorted[end]!, visibilityOf(sorted[end]!, tuples));
      end++;
    }
    // Those of the same priority do not hide each other: which one is hit is not defined.
    for (const flow of sorted.slice(start, end)) {
      if (hidesOthers(flow)) {
        add(flow, tuples);
      }
    }
    start = end;
  }
  return result;
}

/** A clause of a conjunction takes no packets by itself, and a flow with a timeout takes them for a while. */
function hidesOthers({ facts }: FileFlow): boolean {
  const isClause = facts.steps.some(({ kind }) => kind === 'conjunction');
  return facts.matchKnown && !facts.temporary && !isClause;
}

function visibilityOf({ facts }: FileFlow, tuples: ReadonlyMap<string, Tuple>): Visibility {
  let visible = facts.states;
  const coveredBy: FileFlow[] = [];
  for (const tuple of tuples.values()) {
    const key = projected(facts.packets, tuple);
    const found = key === undefined ? undefined : tuple.flows.get(key);
    for (const above of found ?? []) {
      if ((above.facts.states & facts.states) !== noStates) {
        visible &= ~above.facts.states;
        coveredBy.push(above);
      }
    }
  }
  return { visible, coveredBy: coveredBy.sort((left, right) => right.facts.priority - left.facts.priority) };
}

function add(flow: FileFlow, tuples: Map<string, Tuple>): void {
  const { packets, states } = flow.facts;
  const signature = packets.map(({ slot, mask }) => `${slot}/${mask.toString(36)}`).join();
  let tuple = tuples.get(signature);
  if (!tuple) {
    tuple = { slots: packets.map(({ slot, mask }) => ({ slot, mask })), flows: new Map() };
    tuples.set(signature, tuple);
  }
  const key = projected(packets, tuple)!;
  const there = tuple.flows.get(key);
  if (!there) {
    tuple.flows.set(key, [flow]);
  } else if (there.every((other) => (states & ~other.facts.states) !== noStates)) {
    // One that takes nothing that is not taken already would only be looked at in vain.
    there.push(flow);
  }
}

/** The values of the tuple's bits, where the set has all of them. */
function projected(packets: PacketSet, { slots }: Tuple): string | undefined {
  let key = '';
  let index = 0;
  for (const { slot, mask } of slots) {
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
