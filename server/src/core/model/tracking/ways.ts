/** The jumps to a table: counted, and gone through only as far as somebody asks. */

import type { FileFlow } from '../file-flow';
import type { FileTable } from '../file-table';
import type { FlowGroup } from '../table-groups';
import type { Exit, FlowExits, PlacedExit, PlacedExits, Way } from './exit';

/** Gives the ways out of a flow with the places of its line. */
export type ExitsOf = (flow: FileFlow) => PlacedExits;

/** A jump of a flow that was found among those of flows that are written alike. */
export class FlowWay implements Way {
  readonly flow: FileFlow;
  readonly exit: Exit;
  readonly #nth: number;
  readonly #exitsOf: ExitsOf;

  /** `alike`: the ways out of all such flows, the exit among them. */
  constructor(flow: FileFlow, alike: FlowExits, exit: Exit, exitsOf: ExitsOf) {
    this.flow = flow;
    this.exit = exit;
    this.#nth = alike.exits.indexOf(exit);
    this.#exitsOf = exitsOf;
  }

  get line(): number {
    return this.flow.line;
  }

  get place(): PlacedExit {
    return this.#exitsOf(this.flow).exits[this.#nth]!;
  }
}

/** Flows of a table that jump to another, in groups, each with its ways out. */
export type GroupExits = ReadonlyMap<FlowGroup, FlowExits>;

/** The jumps to a table, in the order of the tables that they come from, and of the text. */
export class Ways implements Iterable<Way> {
  readonly #to: number;
  readonly #exitsOf: ExitsOf;
  readonly #groups: { readonly table: FileTable; readonly groups: GroupExits }[] = [];
  readonly #single: Way[] = [];

  constructor(to: number, exitsOf: ExitsOf) {
    this.#to = to;
    this.#exitsOf = exitsOf;
  }

  addGroups(table: FileTable, groups: GroupExits): void {
    this.#groups.push({ table, groups });
  }

  addSingle(way: Way): void {
    this.#single.push(way);
  }

  get isEmpty(): boolean {
    return this.#groups.length === 0 && this.#single.length === 0;
  }

  /** Whether a packet is sent there from outside. */
  get isSentTo(): boolean {
    return this.#single.some(({ flow }) => flow === undefined);
  }

  /** How many lines jump there. */
  get lines(): number {
    let count = new Set(this.#single.map(({ line }) => line)).size;
    for (const { groups } of this.#groups) {
      for (const group of groups.keys()) {
        count += group.count;
      }
    }
    return count;
  }

  /** The tables whose flows jump there; undefined among them for flows that may be in any. */
  tables(): Set<number | undefined> {
    const tables = new Set<number | undefined>(this.#groups.map(({ table }) => table.number));
    for (const { flow } of this.#single) {
      if (flow) {
        tables.add(flow.facts.table);
      }
    }
    return tables;
  }

  /** Those of the tables from which packets get there unchanged. */
  tablesUnchanged(): Set<number> {
    const isUnchanged = (exit: Exit) => exit.table === this.#to && exit.unchanged;
    const tables = new Set<number>();
    for (const { table, groups } of this.#groups) {
      for (const { exits } of groups.values()) {
        if (exits.some(isUnchanged)) {
          tables.add(table.number);
          break;
        }
      }
    }
    for (const { flow, exit } of this.#single) {
      if (flow?.facts.table !== undefined && exit.unchanged) {
        tables.add(flow.facts.table);
      }
    }
    return tables;
  }

  /** The first of them. */
  first(most: number): Way[] {
    const ways: Way[] = [];
    for (const way of this) {
      if (ways.length >= most) {
        break;
      }
      ways.push(way);
    }
    return ways;
  }

  /** The flows that jump there and are written as `isWanted` says, in groups. */
  *of(isWanted: (group: FlowGroup) => boolean): Generator<Way> {
    for (const { table, groups } of this.#groups) {
      const wanted = [...groups.keys()].filter(isWanted);
      for (const { flow, group } of table.groups.membersOf(wanted)) {
        const alike = groups.get(group)!;
        for (const exit of alike.exits) {
          if (exit.table === this.#to) {
            yield new FlowWay(flow, alike, exit, this.#exitsOf);
          }
        }
      }
    }
    yield* this.#single;
  }

  [Symbol.iterator](): Iterator<Way> {
    return this.of(() => true);
  }
}
