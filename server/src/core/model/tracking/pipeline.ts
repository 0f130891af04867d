/**
 * Which packets reach which table, in which connection states: the least fixpoint over the jumps of a section.
 *
 * Packets enter table 0, untracked. A flow passes on those that it matches and that no flow above it takes;
 * `ct(table=N)` sends a copy on to table N, tracked; the packet that goes on after `ct(…)` stays as it was;
 * `ct_clear` makes it untracked. Where the file does not say how packets get to a table, any packet may be there.
 * Source: ovs-actions(7), "The ct action"; ovs-fields(7), "Connection Tracking Fields".
 */
import { allStates, noStates, type StateSet, tracked, untracked } from '../../conntrack/state-set';
import { type Visibility, visibilities } from '../classifier';
import { type FileFlow, type FileSection, isLive } from '../flow-file';
import { slotOf } from '../packet-set';
import { type Exit, exitsOf, exitsOfPacket, type FlowExits } from './exits';

/** What packets are tracked as, and whether their connection was committed on the way. */
export interface Origin {
  /** The zone as it is written, `untracked`, or `any` where it cannot be known. */
  readonly zone: string;
  readonly committed: boolean;
}

/** Packets that come to a table in states in which none came before: how they got there. */
export interface Arrival {
  readonly table: number;
  readonly origin: Origin;
  readonly states: StateSet;
  /** The flow and its way out; undefined for packets that enter the switch, and where it is not known. */
  readonly by:
    | {
        readonly flow: FileFlow | undefined;
        readonly line: number;
        readonly exit: Exit;
        readonly from: Arrival | undefined;
      }
    | undefined;
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
  readonly ways: { readonly flow: FileFlow | undefined; readonly line: number; readonly exit: Exit }[];
}

/** What is known of the way of packets through a section. */
export interface Pipeline {
  readonly section: FileSection;
  /** Tables that have flows, or that something jumps to. */
  readonly tables: ReadonlyMap<number, TableTraffic>;
  /** Whether the section can stand for a whole switch: packets enter, and nothing leads out of sight. */
  readonly whole: boolean;
  /** The flows that packets can meet in a table: added and not replaced or deleted, or changed by a modify. */
  flowsOf(table: number): readonly FileFlow[];
  exitsOf(flow: FileFlow): FlowExits;
  visibilityOf(flow: FileFlow): Visibility;
  /** Whether packets get from table 0 to the table. */
  isReached(table: number): boolean;
}

const entry: Origin = { zone: 'untracked', committed: false };
const unknown: Origin = { zone: 'any', committed: true };

/** Works it out. Linear in the flows, times the few states and zones that a table sees one after the other. */
export function pipelineOf(section: FileSection): Pipeline {
  return new Fixpoint(section).run();
}

class Fixpoint {
  readonly #section: FileSection;
  readonly #tables = new Map<number, TableTraffic>();
  readonly #flows = new Map<number, FileFlow[]>();
  readonly #exits = new Map<FileFlow, FlowExits>();
  readonly #visibilities = new Map<FileFlow, Visibility>();
  readonly #reached = new Set<number>();
  readonly #queue: Arrival[] = [];
  #open = false;

  constructor(section: FileSection) {
    this.#section = section;
  }

  run(): Pipeline {
    this.#prepare();
    this.#reach();
    this.#enter();
    this.#flow();
    return {
      section: this.#section,
      tables: this.#tables,
      whole: !this.#open && this.#flows.has(0),
      flowsOf: (table) => this.#flows.get(table) ?? [],
      exitsOf: (flow) => this.#exits.get(flow) ?? nowhere,
      visibilityOf: (flow) => this.#visibilities.get(flow) ?? { visible: flow.facts.states, coveredBy: [] },
      isReached: (table) => this.#reached.has(table),
    };
  }

  /** Gathers flows by table, their ways out, and the ways into each table. */
  #prepare(): void {
    const { tables, others, packetOuts } = this.#section;
    for (const { number, flows } of tables.values()) {
      this.#traffic(number);
      // A flow that is rejected or replaced may still be what its author means: its jumps count as ways.
      const there = flows.filter(({ fate }) => fate === undefined);
      this.#flows.set(number, there);
      for (const [flow, visibility] of visibilities(there.filter(isLive))) {
        this.#visibilities.set(flow, visibility);
      }
    }
    for (const flow of others) {
      const { command, table, tableKnown } = flow.facts;
      const changes = command === 'modify' || command === 'modify_strict';
      if (changes || !tableKnown) {
        for (const number of table === undefined ? tables.keys() : [table]) {
          this.#flows.set(number, [...(this.#flows.get(number) ?? []), flow]);
        }
      }
      this.#open ||= !tableKnown;
    }
    for (const [number, flows] of this.#flows) {
      for (const flow of flows) {
        const exits = this.#exits.get(flow) ?? exitsOf(flow, this.#section, number);
        this.#exits.set(flow, exits);
        this.#open ||= exits.open;
        for (const exit of exits.exits) {
          this.#traffic(exit.table).ways.push({ flow, line: flow.line, exit });
        }
      }
    }
    for (const { line, steps } of packetOuts) {
      for (const exit of exitsOfPacket(steps, this.#section).exits) {
        this.#traffic(exit.table).ways.push({ flow: undefined, line, exit });
      }
    }
  }

  #traffic(number: number): TableTraffic {
    let traffic = this.#tables.get(number);
    if (!traffic) {
      traffic = { number, open: false, arrivals: [], states: noStates, ways: [] };
      this.#tables.set(number, traffic);
    }
    return traffic;
  }

  /** Finds the tables that can be reached from table 0 at all, whatever the packets. */
  #reach(): void {
    const targets = new Map<number, Set<number>>();
    const starts = new Set<number>(this.#flows.has(0) ? [0] : []);
    for (const { number, ways } of this.#tables.values()) {
      for (const { flow, exit } of ways) {
        if (!flow) {
          starts.add(number);
          continue;
        }
        for (const from of flow.facts.table === undefined ? this.#flows.keys() : [flow.facts.table]) {
          targets.set(from, (targets.get(from) ?? new Set()).add(exit.table));
        }
      }
    }
    const queue = [...starts];
    for (let table = queue.pop(); table !== undefined; table = queue.pop()) {
      if (!this.#reached.has(table)) {
        this.#reached.add(table);
        queue.push(...(targets.get(table) ?? []));
      }
    }
  }

  /** Lets packets in: untracked ones into table 0, any into tables whose way in the file does not show. */
  #enter(): void {
    if (this.#flows.has(0)) {
      this.#arrive(0, entry, untracked, undefined);
    }
    for (const { line, steps } of this.#section.packetOuts) {
      for (const exit of exitsOfPacket(steps, this.#section).exits) {
        const tracks = typeof exit.becomes === 'object';
        const origin = tracks ? { zone: exit.becomes.zone, committed: exit.commits } : entry;
        this.#arrive(exit.table, origin, tracks ? tracked : untracked, {
          flow: undefined,
          line,
          exit,
          from: undefined,
        });
      }
    }
    for (const number of this.#tables.keys()) {
      if (this.#open || !this.#reached.has(number)) {
        this.#arrive(number, unknown, allStates, undefined);
      }
    }
  }

  #arrive(table: number, origin: Origin, states: StateSet, by: Arrival['by']): void {
    const traffic = this.#traffic(table);
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
    traffic.open ||= origin === unknown || origin.zone === unknown.zone;
    this.#queue.push(arrival);
  }

  #flow(): void {
    for (let next = 0; next < this.#queue.length; next++) {
      const arrival = this.#queue[next]!;
      for (const flow of this.#flows.get(arrival.table) ?? []) {
        const states = statesThrough(arrival, flow, this.#visibilities.get(flow));
        if (states !== noStates) {
          this.#passOn(arrival, flow, states);
        }
      }
    }
  }

  #passOn(from: Arrival, flow: FileFlow, states: StateSet): void {
    for (const exit of this.#exits.get(flow)!.exits) {
      const { becomes } = exit;
      const committed = from.origin.committed || exit.commits;
      const by = { flow, line: flow.line, exit, from };
      if (becomes === 'same') {
        this.#arrive(exit.table, { ...from.origin, committed }, states, by);
      } else if (becomes === 'untracked') {
        this.#arrive(exit.table, { zone: entry.zone, committed }, untracked, by);
      } else {
        this.#arrive(exit.table, { zone: becomes.zone, committed }, tracked, by);
      }
    }
  }
}

const nowhere: FlowExits = { exits: [], commits: [], forwards: undefined, toController: false, open: false };

/** The states in which packets of an arrival hit the flow. */
export function statesThrough(
  arrival: Pick<Arrival, 'states' | 'origin'>,
  { facts }: FileFlow,
  visibility: Visibility | undefined,
): StateSet {
  if (!facts.matchKnown) {
    return arrival.states;
  }
  const zone = slotOf(facts.packets, 'ct_zone');
  const otherZone =
    zone?.mask === 0xffffn && /^\d+$/.test(arrival.origin.zone) && BigInt(arrival.origin.zone) !== zone.value;
  return otherZone ? noStates : arrival.states & (visibility?.visible ?? facts.states);
}
