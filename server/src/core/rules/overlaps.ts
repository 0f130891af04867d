/**
 * Flows of the same priority that match some of the same packets. As Open vSwitch's classifier does, flows that look
 * at the same bits are kept together; what two such kinds have in common is found by a hash of the bits that
 * both look at, so that flows are compared with those only that they do overlap.
 */
import { allStates, noStates, type StateSet } from '../conntrack/state-set';
import { type FileFlow, isLive } from '../model/flow-file';
import { addTo } from '../model/lists';
import { covers, type PacketSet, type SlotMatch, signatureOf } from '../model/packet-set';
import type { Pipeline } from '../model/tracking/pipeline';
import type { FileRuleInput } from './file-rule';
import { asksForConjunction, isClause, isJudged, sameActions } from './flow-set';

/** A flow, and those that it overlaps, which do other things with the packets. */
export interface OverlappingFlow {
  readonly flow: FileFlow;
  /** In the order of the text. */
  readonly others: readonly FileFlow[];
}

/** How many flows are hashed or compared in a section at most: some tenths of a second. What lies beyond is not looked at. */
const mostSteps = 200_000;

/** Nobody looks at more overlaps of one section. */
const mostPairs = 2_000;

type Slots = readonly Pick<SlotMatch, 'slot' | 'mask'>[];

/** Flows that look at the same bits. */
interface Tuple {
  readonly slots: Slots;
  readonly flows: FileFlow[];
}

/**
 * The overlaps of a section, as few flows as explain them all: of one that overlaps many, the many are not
 * given as well.
 */
export function overlapsOf(pipeline: Pipeline, textOf: FileRuleInput['textOf']): OverlappingFlow[] {
  return fewest(new Search(pipeline, textOf).run());
}

class Search {
  readonly #pipeline: Pipeline;
  readonly #textOf: FileRuleInput['textOf'];
  readonly #pairs: [FileFlow, FileFlow][] = [];
  #steps = mostSteps;
  /** Of the table that is looked at: its flows that take packets, the highest priority first; states that reach it. */
  #flows: readonly FileFlow[] = [];
  #reaching: StateSet = allStates;

  constructor(pipeline: Pipeline, textOf: FileRuleInput['textOf']) {
    this.#pipeline = pipeline;
    this.#textOf = textOf;
  }

  run(): [FileFlow, FileFlow][] {
    for (const { number, flows } of this.#pipeline.section.tables.values()) {
      const traffic = this.#pipeline.tables.get(number);
      this.#reaching = traffic && !traffic.open ? traffic.states : allStates;
      this.#flows = flows
        .filter((flow) => isLive(flow) && takesPackets(flow))
        .sort((left, right) => right.facts.priority - left.facts.priority);
      this.#table();
    }
    return this.#pairs;
  }

  get #isDone(): boolean {
    return this.#steps <= 0 || this.#pairs.length >= mostPairs;
  }

  /** Flows of the same priority stand next to each other. */
  #table(): void {
    for (let start = 0; start < this.#flows.length && !this.#isDone; ) {
      const { priority } = this.#flows[start]!.facts;
      let end = start + 1;
      while (this.#flows[end]?.facts.priority === priority) {
        end++;
      }
      if (end - start > 1) {
        this.#group(this.#flows.slice(start, end));
      }
      start = end;
    }
  }

  #group(flows: readonly FileFlow[]): void {
    const bySignature = new Map<string, Tuple>();
    for (const flow of flows) {
      const { packets } = flow.facts;
      const signature = signatureOf(packets);
      const tuple = bySignature.get(signature);
      if (tuple) {
        tuple.flows.push(flow);
      } else {
        bySignature.set(signature, { slots: packets, flows: [flow] });
      }
    }
    // Small ones first: they cost little, should there be too many to look at.
    const tuples = [...bySignature.values()].sort((left, right) => left.flows.length - right.flows.length);
    for (const [index, tuple] of tuples.entries()) {
      for (let other = 0; other < index && !this.#isDone; other++) {
        this.#join(tuples[other]!, tuple);
      }
      // Within a tuple, flows meet only where connection states tell them apart.
      if (tuple.flows.some(({ facts }) => facts.stateSpan !== undefined)) {
        this.#join(tuple, tuple);
      }
    }
  }

  /** Finds the flows of two tuples, or of one, that agree on the bits that both look at. */
  #join(small: Tuple, large: Tuple): void {
    const slots = common(small.slots, large.slots);
    const byValues = new Map<string, FileFlow[]>();
    for (const flow of small.flows) {
      addTo(byValues, valuesOf(flow.facts.packets, slots), flow);
    }
    this.#steps -= small.flows.length + large.flows.length;
    for (const flow of large.flows) {
      for (const other of byValues.get(valuesOf(flow.facts.packets, slots)) ?? []) {
        if (this.#isDone) {
          return;
        }
        // Within one tuple, each pair is met twice.
        const isMet = small === large && other.line >= flow.line;
        if (!isMet && this.#isUndecided(flow, other)) {
          this.#pairs.push([other, flow]);
        }
      }
    }
  }

  /** Whether packets that both match can come, no flow above takes them all, and it matters which one is hit. */
  #isUndecided(left: FileFlow, right: FileFlow): boolean {
    this.#steps--;
    const states = this.#visible(left) & this.#visible(right) & this.#reaching;
    if (states === noStates || sameActions(left, right, this.#textOf)) {
      return false;
    }
    const packets = intersection(left.facts.packets, right.facts.packets);
    let open = states;
    for (const above of this.#flows) {
      if (above.facts.priority <= left.facts.priority) {
        return true;
      }
      this.#steps--;
      if ((above.facts.states & open) !== noStates && covers(above.facts.packets, packets)) {
        open &= ~above.facts.states;
        if (open === noStates) {
          return false;
        }
      }
    }
    return true;
  }

  #visible(flow: FileFlow): StateSet {
    return this.#pipeline.visibilityOf(flow).visible;
  }
}

function takesPackets(flow: FileFlow): boolean {
  return (
    isJudged(flow) &&
    !flow.isUncertain &&
    !flow.facts.temporary &&
    !isClause(flow) &&
    !asksForConjunction(flow)
  );
}

/** The bits that both look at. */
function common(left: Slots, right: Slots): Slots {
  const masks = new Map(right.map(({ slot, mask }) => [slot, mask]));
  return left.flatMap(({ slot, mask }) => {
    const both = mask & (masks.get(slot) ?? 0n);
    return both === 0n ? [] : [{ slot, mask: both }];
  });
}

function valuesOf(packets: PacketSet, slots: Slots): string {
  let key = '';
  let index = 0;
  for (const { slot, mask } of slots) {
    while (packets[index]!.slot !== slot) {
      index++;
    }
    key += `${(packets[index]!.value & mask).toString(36)},`;
  }
  return key;
}

/** The packets that are in both sets, which overlap. */
function intersection(left: PacketSet, right: PacketSet): PacketSet {
  const slots = new Map(left.map((each) => [each.slot, each]));
  for (const { slot, value, mask } of right) {
    const there = slots.get(slot);
    slots.set(slot, { slot, value: value | (there?.value ?? 0n), mask: mask | (there?.mask ?? 0n) });
  }
  return [...slots.values()].sort((one, other) => (one.slot < other.slot ? -1 : 1));
}

/** Those with the most overlaps first, until all are told; a greedy choice. */
function fewest(pairs: readonly [FileFlow, FileFlow][]): OverlappingFlow[] {
  const others = new Map<FileFlow, FileFlow[]>();
  for (const [left, right] of pairs) {
    addTo(others, left, right);
    addTo(others, right, left);
  }
  const told = new Set<FileFlow>();
  const result: OverlappingFlow[] = [];
  // Among equals, the later flow is the one that was added to what was there.
  const sorted = [...others].sort(
    ([one, ofOne], [other, ofOther]) => ofOther.length - ofOne.length || other.line - one.line,
  );
  for (const [flow, all] of sorted) {
    const left = all.filter((other) => !told.has(other));
    if (left.length > 0) {
      told.add(flow);
      result.push({ flow, others: left.sort((one, other) => one.line - other.line) });
    }
  }
  return result;
}
