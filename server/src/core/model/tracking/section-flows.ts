/** The flows of a section as packets meet them: by table, what hides them, where they lead, and which do alike. */
import { noStates, untracked } from '../../conntrack/state-set';
import { uncovered, type Visibility } from '../classifier';
import type { FileFlow } from '../file-flow';
import type { FileTable } from '../file-table';
import type { FileSection } from '../flow-file';
import type { FlowTraits } from '../flow-traits';
import type { FlowGroup } from '../table-groups';
import { effectsOf } from './effects';
import type { FlowExits, PlacedExits } from './exit';
import { exitsAlike, exitsOf, exitsOfSteps, type Surroundings } from './exits';
import { addKinds, type FlowKind, leadOf, type TableLead } from './table-lead';
import { Ways } from './ways';

/** A packet that is sent from outside, and where it goes. */
interface PacketOutExits {
  readonly line: number;
  readonly exits: PlacedExits;
}

/** What stays true of flows while what stands around them does. */
interface Known extends Surroundings {
  readonly alike: WeakMap<FlowTraits, FlowExits>;
  readonly own: WeakMap<FileFlow, PlacedExits>;
  readonly leads: WeakMap<FileTable, TableLead>;
}

export class SectionFlows {
  readonly #section: FileSection;
  readonly #known: Known;
  readonly #leads = new Map<number, TableLead>();
  /** Flows that are modified, or that are added to tables that nobody knows; and those of them that each table may get. */
  readonly #changing: readonly FlowGroup[];
  readonly #changingIn = new Map<number, readonly FlowGroup[]>();
  readonly #kinds = new Map<number, readonly FlowKind[]>();
  readonly #ways = new Map<number, Ways>();
  readonly packetOuts: readonly PacketOutExits[];
  readonly learnedTables: ReadonlySet<number>;
  /** The tables that packets get to from table 0, or from outside, whatever they are. */
  readonly reached: ReadonlySet<number>;
  /** Whether packets may get anywhere in ways that are not in the section. */
  readonly isOpen: boolean;

  /** `before`: the same before an edit; what stays true of it is not worked out again. */
  constructor(section: FileSection, before?: SectionFlows) {
    this.#section = section;
    this.#changing = section.others
      .filter(({ facts }) => !facts.command.startsWith('delete'))
      .map(groupOfOne);
    this.#gather();
    this.#known = this.#knownAfter(before === undefined ? undefined : before.#known);
    this.packetOuts = section.packetOuts.map(({ line, steps, stepsKnown }) => ({
      line,
      exits: exitsOfSteps(steps, stepsKnown, this.#known, 0),
    }));
    this.#lead();
    const changing = this.#changing.map(({ traits }) => this.exitsAlike(traits));
    const all = [...this.#leads.values(), ...changing, ...this.packetOuts.map(({ exits }) => exits)];
    this.learnedTables = new Set(all.flatMap(({ learnsInto }) => [...learnsInto]));
    this.reached = this.#reach();
    this.isOpen =
      all.some(({ open }) => open) ||
      section.others.some(({ facts }) => !facts.tableKnown) ||
      this.#isExcerpt() ||
      [...this.reached].some((table) => !this.has(table) && !this.learnedTables.has(table));
  }

  /** Every table with flows, or that something jumps to. */
  get tables(): Iterable<number> {
    return new Set([...this.#changingIn.keys(), ...this.#ways.keys()]);
  }

  has(table: number): boolean {
    return this.#changingIn.has(table);
  }

  /** The flows of a table, in groups; those that are modified each by itself, behind the others. */
  groupsOf(table: number): readonly FlowGroup[] {
    const added = this.#section.tables.get(table)?.groups.all ?? [];
    const changing = this.#changingIn.get(table) ?? [];
    return changing.length === 0 ? added : [...added, ...changing];
  }

  flowsOf(table: number): readonly FileFlow[] {
    const added = this.#section.tables.get(table)?.flows.filter(({ fate }) => fate === undefined) ?? [];
    return [...added, ...(this.#changingIn.get(table) ?? []).map(({ first }) => first)];
  }

  kindsOf(table: number): readonly FlowKind[] {
    return this.#kinds.get(table) ?? [];
  }

  waysTo(table: number): Ways {
    return this.#ways.get(table) ?? new Ways(table, this.exitsOf);
  }

  /** The ways out of a flow that is there, with the places of its line. */
  readonly exitsOf = (flow: FileFlow): PlacedExits => {
    if (flow.fate !== undefined || flow.facts.command.startsWith('delete')) {
      return nowhere;
    }
    let exits = this.#known.own.get(flow);
    if (!exits) {
      exits = exitsOf(flow, this.#known);
      this.#known.own.set(flow, exits);
    }
    return exits;
  };

  /** The ways out that all flows have that are written alike. */
  exitsAlike(traits: FlowTraits): FlowExits {
    let exits = this.#known.alike.get(traits);
    if (!exits) {
      exits = exitsAlike(traits, this.#known);
      this.#known.alike.set(traits, exits);
    }
    return exits;
  }

  visibilityOf(flow: FileFlow): Visibility {
    const { table } = flow.facts.traits;
    const found = table === undefined ? undefined : this.#section.tables.get(table);
    return found?.visibilityOf(flow) ?? uncovered(flow);
  }

  /** Finds the tables that flows may be in. */
  #gather(): void {
    const { tables } = this.#section;
    const numbers = new Set([
      ...tables.keys(),
      ...this.#changing.flatMap(({ traits }) => traits.table ?? []),
    ]);
    for (const number of numbers) {
      const here = this.#changing.filter(({ traits: { table } }) => table === undefined || table === number);
      if (tables.has(number) || here.length > 0) {
        this.#changingIn.set(number, here);
      }
    }
  }

  #knownAfter(before: Known | undefined): Known {
    const { groups } = this.#section;
    const effects = effectsOf(
      this.#section,
      [...this.#changingIn.keys()].map((table) => [table, this.groupsOf(table).map(({ traits }) => traits)]),
    );
    return before?.effects.isSame(effects) && areSame(before.groups, groups)
      ? before
      : {
          groups,
          effects,
          known: new Map(),
          alike: new WeakMap(),
          own: new WeakMap(),
          leads: new WeakMap(),
        };
  }

  /** Finds out where the flows lead, and which do alike. */
  #lead(): void {
    for (const [number, changing] of this.#changingIn) {
      const table = this.#section.tables.get(number);
      const lead = table && this.#leadOf(table);
      if (lead) {
        this.#leads.set(number, lead);
        for (const [to, groups] of lead.groups) {
          this.#waysTo(to).addGroups(table, groups);
        }
      }
      const kinds = new Map(lead?.kinds);
      addKinds(kinds, changing, (traits) => this.exitsAlike(traits));
      this.#kinds.set(number, [...kinds.values()]);
    }
    for (const { first: flow } of this.#changing) {
      for (const place of this.#changingIn.size > 0 ? this.exitsOf(flow).exits : []) {
        this.#waysTo(place.table).addSingle({ flow, line: flow.line, exit: place, place });
      }
    }
    for (const { line, exits } of this.packetOuts) {
      for (const place of exits.exits) {
        this.#waysTo(place.table).addSingle({ flow: undefined, line, exit: place, place });
      }
    }
  }

  #waysTo(table: number): Ways {
    const ways = this.#ways.get(table) ?? new Ways(table, this.exitsOf);
    this.#ways.set(table, ways);
    return ways;
  }

  #leadOf(table: FileTable): TableLead {
    let lead = this.#known.leads.get(table);
    if (!lead) {
      lead = leadOf(table.groups.all, (traits) => this.exitsAlike(traits));
      this.#known.leads.set(table, lead);
    }
    return lead;
  }

  /** Where table 0 has no flow for packets as they enter the switch, they must enter elsewhere. */
  #isExcerpt(): boolean {
    return this.has(0) && this.kindsOf(0).every(({ states }) => (states & untracked) === noStates);
  }

  #reach(): Set<number> {
    const targets = new Map<number, Set<number>>();
    const reached = new Set<number>(this.has(0) ? [0] : []);
    for (const [to, ways] of this.#ways) {
      if (ways.isSentTo) {
        reached.add(to);
      }
      for (const table of ways.tables()) {
        for (const from of table === undefined ? this.#changingIn.keys() : [table]) {
          targets.set(from, (targets.get(from) ?? new Set()).add(to));
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

function groupOfOne(flow: FileFlow): FlowGroup {
  const { traits } = flow.facts;
  return { traits, first: flow, count: 1, visible: traits.states, isUncertain: flow.isUncertain };
}

/** Whether the same groups are there; on what lines they stand does not count. */
function areSame(left: FileSection['groups'], right: FileSection['groups']): boolean {
  return (
    left === right ||
    (left.size === right.size &&
      [...left].every(([number, groups]) => {
        const others = right.get(number) ?? [];
        return (
          groups.length === others.length &&
          groups.every(({ facts }, index) => facts === others[index]!.facts)
        );
      }))
  );
}

const nowhere: PlacedExits = {
  exits: [],
  commits: [],
  forwards: false,
  toController: false,
  learnsInto: [],
  open: false,
  key: '',
};
