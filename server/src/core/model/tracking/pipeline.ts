/**
 * Which packets reach which table, in which connection states: the least fixpoint over the jumps of a section.
 *
 * Packets enter table 0, untracked. A flow passes on those that it matches and that no flow above it takes;
 * `ct(table=N)` sends a copy on to table N, tracked; the packet that goes on behind any `ct(…)` or `ct_clear` is
 * untracked. Where the file does not say how packets get to a table, any packet may be there.
 * Source: ovs-actions(7), "The ct action"; ofproto/ofproto-dpif-xlate.c, compose_conntrack_action, whose end clears the
 * connection state of the packet.
 */
import { allStates, noStates, type StateSet, tracked, untracked } from '../../conntrack/state-set';
import type { Visibility } from '../classifier';
import type { FileFlow } from '../file-flow';
import type { FileSection } from '../flow-file';
import type { FlowTraits } from '../flow-traits';
import type { FlowGroup } from '../table-groups';
import type { Exit, FlowExits, PlacedExits, Way } from './exit';
import { SectionFlows } from './section-flows';
import type { FlowKind } from './table-lead';
import { FlowWay, type Ways } from './ways';

/** What packets are tracked as, and whether their connection was committed on the way. */
export interface Origin {
  /** The zone as it is written, `untracked`, `any` where it cannot be known, or `other` when there are too many. */
  readonly zone: string;
  readonly committed: boolean;
}

/** Packets that come to a table in states in which none came before: how they got there. */
export interface Arrival {
  readonly table: number;
  readonly origin: Origin;
  readonly states: StateSet;
  /** By which way they came; undefined for packets that enter the switch, and where it is not known. */
  readonly by: { readonly way: Way; readonly from: Arrival | undefined } | undefined;
}

/** A table as packets see it. */
export interface TableTraffic {
  readonly number: number;
  /** Whether packets may come in ways that the file does not show: then nothing can be said. */
  open: boolean;
  /** In the order in which they were found, the shortest ways first. */
  readonly arrivals: Arrival[];
  /** All states in which packets arrive. */
  states: StateSet;
  /** The jumps to it: from which flow, by which exit. */
  readonly ways: Ways;
}

/** What is known of the way of packets through a section. */
export interface Pipeline {
  readonly section: FileSection;
  /** Tables that have flows, or that something jumps to. */
  readonly tables: ReadonlyMap<number, TableTraffic>;
  /** Whether the section can stand for a whole switch: packets enter, and nothing leads out of sight. */
  readonly whole: boolean;
  /** The tables that flows are learned into: nobody knows what those match. */
  readonly learnedTables: ReadonlySet<number>;
  /**
   * The flows that packets can meet in a table, in groups: added and not replaced or deleted, or changed by a modify.
   */
  groupsOf(table: number): readonly FlowGroup[];
  /** The same, one by one: as many as there are. */
  flowsOf(table: number): readonly FileFlow[];
  /** The same, one for each kind of flow as far as the way of packets goes: few, in any table. */
  kindsOf(table: number): readonly FlowKind[];
  /** The ways out of a flow, with the places of its own line: read from its text. */
  exitsOf(flow: FileFlow): PlacedExits;
  /** The ways out that all flows have that are there and written alike. */
  exitsAlike(traits: FlowTraits): FlowExits;
  visibilityOf(flow: FileFlow): Visibility;
  /** Whether packets get from table 0 to the table. */
  isReached(table: number): boolean;
}

const entry: Origin = { zone: 'untracked', committed: false };
const unknown: Origin = { zone: 'any', committed: true };

/** Of packets tracked in still more zones it is only known that they are tracked. */
const mostZones = 32;
const otherZone = 'other';

/**
 * Works it out, in time linear in the groups of flows. `before`: the pipeline of the same section before an edit; what
 * stays true of it is not worked out again.
 */
export function pipelineOf(section: FileSection, before?: Pipeline): Pipeline {
  const flows = new SectionFlows(section, before instanceof SectionPipeline ? before.flows : undefined);
  return new SectionPipeline(section, flows);
}

class SectionPipeline implements Pipeline {
  readonly section: FileSection;
  readonly flows: SectionFlows;
  readonly tables: ReadonlyMap<number, TableTraffic>;
  readonly whole: boolean;

  constructor(section: FileSection, flows: SectionFlows) {
    this.section = section;
    this.flows = flows;
    this.tables = new Fixpoint(flows).run();
    this.whole = !flows.isOpen && flows.has(0);
  }

  get learnedTables(): ReadonlySet<number> {
    return this.flows.learnedTables;
  }

  readonly groupsOf = (table: number) => this.flows.groupsOf(table);
  readonly flowsOf = (table: number) => this.flows.flowsOf(table);
  readonly kindsOf = (table: number) => this.flows.kindsOf(table);
  readonly exitsOf = (flow: FileFlow) => this.flows.exitsOf(flow);
  readonly exitsAlike = (traits: FlowTraits) => this.flows.exitsAlike(traits);
  readonly visibilityOf = (flow: FileFlow) => this.flows.visibilityOf(flow);
  readonly isReached = (table: number) => this.flows.reached.has(table);
}

class Fixpoint {
  readonly #flows: SectionFlows;
  readonly #tables = new Map<number, TableTraffic>();
  readonly #zones = new Set<string>();
  readonly #queue: Arrival[] = [];
  #next = 0;

  constructor(flows: SectionFlows) {
    this.#flows = flows;
  }

  run(): ReadonlyMap<number, TableTraffic> {
    for (const number of this.#flows.tables) {
      const ways = this.#flows.waysTo(number);
      this.#tables.set(number, { number, open: false, arrivals: [], states: noStates, ways });
    }
    if (this.#flows.has(0)) {
      this.#arrive(0, entry, untracked, undefined);
    }
    for (const { line, exits } of this.#flows.packetOuts) {
      for (const place of exits.exits) {
        const way = { flow: undefined, line, exit: place, place };
        this.#leave(place, { states: untracked, origin: entry }, { way, from: undefined });
      }
    }
    // Ways from where packets enter are found first: they explain more.
    this.#flow();
    for (const number of this.#flows.tables) {
      if (this.#flows.isOpen || !this.#flows.reached.has(number)) {
        this.#arrive(number, unknown, allStates, undefined);
      }
    }
    this.#flow();
    return this.#tables;
  }

  #flow(): void {
    for (; this.#next < this.#queue.length; this.#next++) {
      const from = this.#queue[this.#next]!;
      for (const kind of this.#flows.kindsOf(from.table)) {
        const states = kind.exits.exits.length === 0 ? noStates : statesOfKind(from, kind);
        if (states === noStates) {
          continue;
        }
        for (const exit of kind.exits.exits) {
          const way = new FlowWay(kind.flow, kind.exits, exit, this.#flows.exitsOf);
          this.#leave(exit, { states, origin: from.origin }, { way, from });
        }
      }
    }
  }

  #leave(exit: Exit, from: Pick<Arrival, 'states' | 'origin'>, by: NonNullable<Arrival['by']>): void {
    for (const { states, origin } of arriving(exit, from)) {
      this.#arrive(exit.table, this.#withKnownZone(origin), states, by);
    }
  }

  #withKnownZone(origin: Origin): Origin {
    if (this.#zones.size < mostZones) {
      this.#zones.add(origin.zone);
    }
    return this.#zones.has(origin.zone) || origin.zone === unknown.zone
      ? origin
      : { ...origin, zone: otherZone };
  }

  #arrive(table: number, origin: Origin, states: StateSet, by: Arrival['by']): void {
    const traffic = this.#tables.get(table)!;
    let fresh = states;
    for (const arrival of traffic.arrivals) {
      if (arrival.origin.zone === origin.zone && arrival.origin.committed === origin.committed) {
        fresh &= ~arrival.states;
      }
    }
    if (fresh === noStates) {
      return;
    }
    const arrival = { table, origin, states: fresh, by };
    traffic.arrivals.push(arrival);
    traffic.states |= fresh;
    traffic.open ||= origin.zone === unknown.zone;
    this.#queue.push(arrival);
  }
}

/** As what packets arrive that leave in these states by an exit. */
export function arriving(
  { becomes, commits, mayBeUntracked }: Exit,
  from: Pick<Arrival, 'states' | 'origin'>,
): Pick<Arrival, 'states' | 'origin'>[] {
  const committed = from.origin.committed || commits;
  const isUntracked = { states: untracked, origin: { zone: entry.zone, committed } };
  if (becomes === 'unknown') {
    return [{ states: allStates, origin: unknown }];
  }
  if (becomes === 'untracked') {
    return [isUntracked];
  }
  if (becomes === 'same') {
    const same = { states: from.states, origin: { zone: from.origin.zone, committed } };
    return mayBeUntracked ? [same, isUntracked] : [same];
  }
  return [{ states: tracked, origin: { zone: becomes.zone, committed } }];
}

/** Whether the way of the packets begins where the file does not show how they get there. */
export function beginsUnknown(arrival: Arrival): boolean {
  let first = arrival;
  while (first.by?.from) {
    first = first.by.from;
  }
  return first.origin.zone === unknown.zone;
}

/** The states in which packets of an arrival hit a flow. */
export function statesThrough(
  arrival: Pick<Arrival, 'states' | 'origin'>,
  flow: FileFlow,
  { visibilityOf }: Pick<Pipeline, 'visibilityOf'>,
): StateSet {
  return statesOfKind(arrival, { states: visibilityOf(flow).visible, zone: flow.facts.traits.zone });
}

/** The same for the flows of a kind. */
export function statesOfKind(
  { states, origin }: Pick<Arrival, 'states' | 'origin'>,
  { states: matched, zone }: Pick<FlowKind, 'states' | 'zone'>,
): StateSet {
  const isOtherZone = zone !== undefined && /^\d+$/.test(origin.zone) && Number(origin.zone) !== zone;
  return isOtherZone ? noStates : states & matched;
}
