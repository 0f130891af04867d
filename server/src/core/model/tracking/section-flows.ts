/** The flows of a section as packets meet them: by table, what hides them, where they lead, and which do alike. */
import { allStates, noStates, type StateSet, untracked } from '../../conntrack/state-set';
import { type Visibility, visibilities } from '../classifier';
import { type FileFlow, type FileSection, isLive } from '../flow-file';
import { addTo } from '../lists';
import { slotOf } from '../packet-set';
import { effectsOf } from './effects';
import type { FlowExits, Way } from './exit';
import { exitsOf, exitsOfSteps, type Surroundings } from './exits';

/** Flows of a table that take packets in the same states and do the same with them. */
export interface FlowKind {
  /** The first of them. */
  readonly flow: FileFlow;
  /** The states in which they take packets. */
  readonly states: StateSet;
  /** The zone of tracked packets that they ask for, where they ask for one. */
  readonly zone: number | undefined;
  readonly exits: FlowExits;
  /** Whether they do so for sure: no timeout takes them away, and no later line may. */
  readonly lasts: boolean;
}

/** A packet that is sent from outside, and where it goes. */
interface PacketOutExits {
  readonly line: number;
  readonly exits: FlowExits;
}

export class SectionFlows {
  readonly #flows = new Map<number, FileFlow[]>();
  readonly #kinds = new Map<number, FlowKind[]>();
  readonly #exits = new Map<FileFlow, FlowExits>();
  readonly #visibilities = new Map<FileFlow, Visibility>();
  readonly #ways = new Map<number, Way[]>();
  readonly packetOuts: readonly PacketOutExits[];
  readonly learnedTables: ReadonlySet<number>;
  /** The tables that packets get to from table 0, or from outside, whatever they are. */
  readonly reached: ReadonlySet<number>;
  /** Whether packets may get anywhere in ways that are not in the section. */
  readonly isOpen: boolean;

  constructor(section: FileSection) {
    this.#gather(section);
    const surroundings = { section, effectsOf: effectsOf(section, this.#flows), groups: new Map() };
    this.packetOuts = section.packetOuts.map(({ line, steps, stepsKnown }) => ({
      line,
      exits: exitsOfSteps(steps, stepsKnown, surroundings, 0),
    }));
    this.#lead(surroundings);
    const all = [...this.#exits.values(), ...this.packetOuts.map(({ exits }) => exits)];
    this.learnedTables = new Set(all.flatMap(({ learnsInto }) => learnsInto));
    this.reached = this.#reach();
    this.isOpen =
      all.some(({ open }) => open) ||
      section.others.some(({ facts }) => !facts.tableKnown) ||
      this.#isExcerpt() ||
      [...this.reached].some((table) => !this.has(table) && !this.learnedTables.has(table));
  }

  /** Every table with flows, or that something jumps to. */
  get tables(): Iterable<number> {
    return new Set([...this.#flows.keys(), ...this.#ways.keys()]);
  }

  has(table: number): boolean {
    return this.#flows.has(table);
  }

  flowsOf(table: number): readonly FileFlow[] {
    return this.#flows.get(table) ?? [];
  }

  kindsOf(table: number): readonly FlowKind[] {
    return this.#kinds.get(table) ?? [];
  }

  waysTo(table: number): readonly Way[] {
    return this.#ways.get(table) ?? [];
  }

  exitsOf(flow: FileFlow): FlowExits {
    return this.#exits.get(flow) ?? nowhere;
  }

  visibilityOf(flow: FileFlow): Visibility {
    return this.#visibilities.get(flow) ?? { visible: flow.facts.states, coveredBy: [] };
  }

  /** Puts the flows into their tables. */
  #gather({ tables, others }: FileSection): void {
    for (const { number, flows } of tables.values()) {
      // A flow that is rejected may still be what its author means: its jumps count as ways.
      const there = flows.filter(({ fate }) => fate === undefined);
      this.#flows.set(number, there);
      for (const [flow, visibility] of visibilities(there.filter(isLive))) {
        this.#visibilities.set(flow, visibility);
      }
    }
    const changing = others.filter(({ facts }) => !facts.command.startsWith('delete'));
    for (const number of new Set([...tables.keys(), ...changing.flatMap(({ facts }) => facts.table ?? [])])) {
      const here = changing.filter(({ facts }) => facts.table === undefined || facts.table === number);
      if (here.length > 0) {
        this.#flows.set(number, [...this.flowsOf(number), ...here]);
      }
    }
  }

  /** Finds out where the flows lead, and which do alike. */
  #lead(surroundings: Surroundings): void {
    for (const [number, flows] of this.#flows) {
      const kinds = new Map<string, FlowKind>();
      for (const flow of flows) {
        const known = this.#exits.get(flow);
        const exits = known ?? exitsOf(flow, surroundings, flow.facts.table);
        if (!known) {
          this.#exits.set(flow, exits);
          for (const exit of exits.exits) {
            addTo(this.#ways, exit.table, { flow, line: flow.line, exit });
          }
        }
        const kind = this.#kindOf(flow, exits);
        const key = `${kind.states} ${kind.zone} ${kind.lasts} ${exits.key}`;
        if (!kinds.has(key)) {
          kinds.set(key, kind);
        }
      }
      this.#kinds.set(number, [...kinds.values()]);
    }
    for (const { line, exits } of this.packetOuts) {
      for (const exit of exits.exits) {
        addTo(this.#ways, exit.table, { flow: undefined, line, exit });
      }
    }
  }

  #kindOf(flow: FileFlow, exits: FlowExits): FlowKind {
    const { facts, isUncertain } = flow;
    return {
      flow,
      // What a line with errors is meant to match is not known.
      states: facts.accepted ? this.visibilityOf(flow).visible : allStates,
      zone: facts.accepted ? zoneAskedFor(flow) : undefined,
      exits,
      lasts: facts.accepted && !facts.temporary && !isUncertain && facts.command === 'add',
    };
  }

  /** Where table 0 has no flow for packets as they enter the switch, they must enter elsewhere. */
  #isExcerpt(): boolean {
    return this.has(0) && this.kindsOf(0).every(({ states }) => (states & untracked) === noStates);
  }

  #reach(): Set<number> {
    const targets = new Map<number, Set<number>>();
    const reached = new Set<number>(this.has(0) ? [0] : []);
    for (const [table, ways] of this.#ways) {
      for (const { flow } of ways) {
        if (!flow) {
          reached.add(table);
          continue;
        }
        for (const from of flow.facts.table === undefined ? this.#flows.keys() : [flow.facts.table]) {
          targets.set(from, (targets.get(from) ?? new Set()).add(table));
        }
      }
    }
    for (const table of reached) {
      // A set that grows is gone through to its end.
      for (const next of targets.get(table) ?? []) {
        reached.add(next);
      }
    }
    return reached;
  }
}

/** The zone of tracked packets that a flow asks for; undefined where it asks for none, or for some bits of it. */
export function zoneAskedFor({ facts }: FileFlow): number | undefined {
  const zone = slotOf(facts.packets, 'ct_zone');
  return zone?.mask === 0xffffn ? Number(zone.value) : undefined;
}

const nowhere: FlowExits = {
  exits: [],
  commits: [],
  forwards: undefined,
  toController: false,
  learnsInto: [],
  open: false,
  key: '',
};
