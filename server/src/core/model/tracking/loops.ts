/**
 * Packets that go round for ever. Nothing is called a loop that no packet goes through: a packet is made up that
 * matches the flow, and followed through the tables until it meets the flow again.
 */
import { noStates, type StateSet, statesIn, statesOf, untracked } from '../../conntrack/state-set';
import { ignoringTranslation } from '../../conntrack/state-words';
import { flagBit } from '../../facts/connection-state';
import { type FileFlow, isLive } from '../file-flow';
import type { FlowTraits } from '../flow-traits';
import type { FlowGroup } from '../table-groups';
import type { Exit } from './exit';
import { type Budget, LookupTable, type Packet } from './lookup';
import { PacketMaker } from './packet-maker';
import type { Pipeline } from './pipeline';
import { FlowWay } from './ways';

/** A way back to where it started. */
export interface Loop {
  /** The flows on the way and how the packet leaves each; the first is where it comes back to. */
  readonly path: readonly FlowWay[];
  /** Whether the packet is tracked on the way: then nothing stops it. */
  readonly recirculates: boolean;
  /** The states in which packets go round. */
  readonly states: StateSet;
}

/** Longer ways round are not looked for. */
const longestWay = 32;

/** So many hashes are looked up in a section at most: some tenths of a second. Loops beyond are not found. */
const mostHashes = 200_000;

const newFlag = flagBit('new');

/** Looks for loops in a section. */
export class LoopSearch {
  readonly #pipeline: Pipeline;
  readonly #packets: PacketMaker;
  readonly #tables = new Map<number, LookupTable>();
  /** By table, the tables from which jumps lead there, over however many others. */
  readonly #leading = new Map<number, ReadonlySet<number>>();
  /** By table, the tables whose flows jump there with the packet unchanged. */
  readonly #before = new Map<number, ReadonlySet<number>>();
  /** Whether flows ask for the zone: then what a made-up packet is tracked as does not tell what it hits. */
  readonly #asksForZone: boolean;
  readonly #budget: Budget = { left: mostHashes };

  constructor(pipeline: Pipeline) {
    this.#pipeline = pipeline;
    this.#asksForZone = [...pipeline.tables.keys()].some((table) =>
      pipeline
        .groupsOf(table)
        .some(({ traits }) => traits.signature.slots.some(({ slot }) => slot === 'ct_zone')),
    );
    this.#packets = new PacketMaker(pipeline.section);
    for (const { number, ways } of pipeline.tables.values()) {
      this.#before.set(number, ways.tablesUnchanged());
    }
  }

  /** Whether flows that are alike may start a loop, as far as the tables tell that they lead to. */
  mayStart({ traits, visible }: FlowGroup): boolean {
    const { table } = traits;
    const ways = table === undefined ? [] : this.#waysBack(traits, table);
    return (
      ways.length > 0 &&
      this.#statesOf(table!, visible).some((state) => ways.some((exit) => stateAfter(exit, state) === state))
    );
  }

  /** The loop that a flow starts; undefined when no packet was found that goes round. */
  from(start: FileFlow): Loop | undefined {
    const { table } = start.facts.traits;
    if (table === undefined || this.#budget.left < 0 || !isKnown(start)) {
      return undefined;
    }
    const ways = this.#waysBack(start.facts.traits, table);
    if (ways.length === 0) {
      return undefined;
    }
    let path: Loop['path'] | undefined;
    let states = noStates;
    for (const state of this.#statesOf(table, this.#pipeline.visibilityOf(start).visible)) {
      if (ways.some((exit) => stateAfter(exit, state) === state)) {
        const found = this.#pathIn(state, start);
        path ??= found;
        states |= found ? statesOf({ value: state, mask: 0xff }) : noStates;
      }
    }
    const recirculates = path?.some(({ exit }) => exit.kind === 'ct') ?? false;
    return path && { path, recirculates, states: ignoringTranslation(states) };
  }

  #waysBack(traits: FlowTraits, table: number): readonly Exit[] {
    return this.#pipeline.exitsAlike(traits).exits.filter((exit) => this.#leadsTo(table, exit));
  }

  #leadsTo(table: number, exit: Exit): boolean {
    return exit.unchanged && (exit.table === table || this.#tablesLeadingTo(table).has(exit.table));
  }

  #tablesLeadingTo(table: number): ReadonlySet<number> {
    let found = this.#leading.get(table) as Set<number> | undefined;
    if (!found) {
      found = new Set(this.#before.get(table));
      for (const next of found) {
        // A set that grows is gone through to its end.
        for (const before of this.#before.get(next) ?? []) {
          found.add(before);
        }
      }
      this.#leading.set(table, found);
    }
    return found;
  }

  /**
   * The states in which packets hit a flow of the table; translated addresses make no difference, unless it asks for
   * them.
   */
  #statesOf(table: number, visible: StateSet): number[] {
    const arriving = this.#pipeline.tables.get(table)!.states;
    const known = this.#asksForZone ? arriving & untracked : arriving;
    const states = statesIn(visible & known);
    const plain = states.filter((state) => (state & translation) === 0);
    return plain.length > 0 ? plain : states;
  }

  #pathIn(state: number, start: FileFlow): Loop['path'] | undefined {
    for (const slots of this.#packets.packetsOf(start.facts.packets)) {
      const path = this.#follow({ slots, state }, start);
      if (path) {
        return path;
      }
    }
    return undefined;
  }

  /** Goes where the packet goes; returns the way if it comes back in the state that it had. */
  #follow(packet: Packet, start: FileFlow): Loop['path'] | undefined {
    if (this.#hit(packet, start.facts.table!) !== start) {
      return undefined;
    }
    const queue: { flow: FileFlow; path: Loop['path'] }[] = [{ flow: start, path: [] }];
    const seen = new Set<FileFlow>([start]);
    for (let next = 0; next < queue.length; next++) {
      const { flow, path } = queue[next]!;
      const alike = this.#pipeline.exitsAlike(flow.facts.traits);
      for (const exit of alike.exits) {
        const stays = exit.unchanged && stateAfter(exit, packet.state) === packet.state;
        if (!stays || path.length >= longestWay) {
          continue;
        }
        const way = [...path, new FlowWay(flow, alike, exit, this.#pipeline.exitsOf)];
        const hit = this.#hit(packet, exit.table);
        if (hit === start) {
          return way;
        }
        if (hit && !seen.has(hit)) {
          seen.add(hit);
          queue.push({ flow: hit, path: way });
        }
      }
    }
    return undefined;
  }

  /** The flow that the packet hits in a table; undefined when none, or when that cannot be said for sure. */
  #hit(packet: Packet, number: number): FileFlow | undefined {
    if (this.#budget.left < 0 || this.#pipeline.learnedTables.has(number)) {
      return undefined;
    }
    let table = this.#tables.get(number);
    if (!table) {
      const changing = this.#pipeline
        .groupsOf(number)
        .filter(({ traits }) => traits.command !== 'add' || traits.table === undefined);
      table = new LookupTable(
        this.#pipeline.section.tables.get(number),
        changing.map(({ first }) => first),
      );
      this.#tables.set(number, table);
    }
    return table.hit(packet, this.#budget);
  }
}

function isKnown(flow: FileFlow): boolean {
  return isLive(flow) && flow.facts.matchKnown && !flow.isUncertain;
}

const translation = flagBit('snat') | flagBit('dnat');

/**
 * The state in which a packet arrives that had that state before; undefined where it cannot be said. The tracker finds
 * the same again, except of a connection that was new and has just been committed.
 */
function stateAfter({ becomes, commits, mayBeUntracked }: Exit, state: number): number | undefined {
  if (becomes === 'same') {
    return mayBeUntracked && state !== 0 ? undefined : state;
  }
  if (typeof becomes === 'string') {
    return becomes === 'untracked' ? 0 : undefined;
  }
  return state === 0 || (commits && (state & newFlag) !== 0) ? undefined : state;
}
