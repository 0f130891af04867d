/**
 * Packets that go round for ever. Nothing is called a loop that no packet goes through: a packet is made up that
 * matches the flow, and followed through the tables until it meets the flow again.
 */

import { type StateSet, statesIn, statesOf, tracked } from '../../conntrack/state-set';
import { ignoringTranslation } from '../../conntrack/state-words';
import { flagBit } from '../../facts/connection-state';
import { type FileFlow, isLive } from '../flow-file';
import type { PacketSet } from '../packet-set';
import type { Exit } from './exits';
import type { Pipeline } from './pipeline';

/** A way back to where it started. */
export interface Loop {
  /** The flows on the way and how the packet leaves each; the first is where it comes back to. */
  readonly path: readonly { readonly flow: FileFlow; readonly exit: Exit }[];
  /** Whether the packet is tracked on the way: then nothing stops it. */
  readonly recirculates: boolean;
  /** The states in which packets go round. */
  readonly states: StateSet;
}

/** A packet that is made up: bits that no flow fixes have a value of our choice. */
interface Packet {
  readonly slots: ReadonlyMap<string, bigint>;
  readonly state: number;
}

/** Longer ways round are not looked for. */
const longestWay = 32;

/** Ports beyond these are not tried. */
const mostPorts = 16;

const newFlag = flagBit('new');

/** The loop that a flow starts; undefined when no packet was found that goes round. */
export function loopFrom(start: FileFlow, pipeline: Pipeline): Loop | undefined {
  const { table } = start.facts;
  if (table === undefined || !isLive(start) || !start.facts.matchKnown) {
    return undefined;
  }
  const back = tablesLeadingTo(table, pipeline);
  const jumps = pipeline.exitsOf(start).exits;
  if (!jumps.some((exit) => exit.unchanged && (exit.table === table || back.has(exit.table)))) {
    return undefined;
  }
  let found: Loop | undefined;
  let states = 0n;
  for (const state of statesToTry(start)) {
    for (const slots of packetsOf(start, pipeline)) {
      const path = follow({ slots, state }, start, pipeline);
      if (path) {
        const recirculates = path.some(({ exit }) => exit.kind === 'ct');
        found ??= { path, recirculates, states: 0n };
        states |= statesOf({ value: state, mask: 0xff });
        break;
      }
    }
  }
  return found && { ...found, states: ignoringTranslation(states) };
}

const leading = new WeakMap<Pipeline, Map<number, ReadonlySet<number>>>();

/** The tables from which jumps lead to the table, over however many others. */
function tablesLeadingTo(table: number, pipeline: Pipeline): ReadonlySet<number> {
  const known = leading.get(pipeline) ?? new Map<number, ReadonlySet<number>>();
  leading.set(pipeline, known);
  let found = known.get(table);
  if (!found) {
    const tables = new Set<number>();
    const queue = [table];
    for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
      for (const { flow, exit } of pipeline.tables.get(next)?.ways ?? []) {
        const from = flow?.facts.table;
        if (from !== undefined && exit.unchanged && !tables.has(from)) {
          tables.add(from);
          queue.push(from);
        }
      }
    }
    known.set(table, tables);
    found = tables;
  }
  return found;
}

/** The states to try: of a packet that comes back, so tracked ones where the way leads through the tracker. */
function statesToTry({ facts }: FileFlow): number[] {
  const plain = statesIn(facts.states).filter((state) => (state & 0xc0) === 0);
  return plain.length > 0 ? plain : statesIn(facts.states & tracked);
}

/** Goes where the packet goes; returns the way if it comes back in the state that it had. */
function follow(packet: Packet, start: FileFlow, pipeline: Pipeline): Loop['path'] | undefined {
  const queue: { flow: FileFlow; state: number; path: Loop['path'] }[] = [
    { flow: start, state: packet.state, path: [] },
  ];
  const seen = new Set<FileFlow>([start]);
  for (let next = 0; next < queue.length; next++) {
    const { flow, path } = queue[next]!;
    for (const exit of pipeline.exitsOf(flow).exits) {
      const state = stateAfter(exit, packet.state);
      if (!exit.unchanged || state !== packet.state || path.length >= longestWay) {
        continue;
      }
      const way = [...path, { flow, exit }];
      const hit = hitBy(packet, exit.table, pipeline);
      if (hit === start) {
        return way;
      }
      if (hit && !seen.has(hit)) {
        seen.add(hit);
        queue.push({ flow: hit, state, path: way });
      }
    }
  }
  return undefined;
}

/**
 * The state in which a packet arrives that had that state before. The tracker finds the same again, except of a
 * connection that was new and has just been committed.
 */
function stateAfter({ becomes, commits }: Exit, state: number): number | undefined {
  if (becomes === 'same') {
    return state;
  }
  if (becomes === 'untracked') {
    return 0;
  }
  return state === 0 || (commits && (state & newFlag) !== 0) ? undefined : state;
}

/** The flow that the packet hits in a table; undefined when none, or when that cannot be said for sure. */
function hitBy({ slots, state }: Packet, table: number, pipeline: Pipeline): FileFlow | undefined {
  const states = statesOf({ value: state, mask: 0xff });
  let best: FileFlow | undefined;
  let isSure = true;
  for (const flow of pipeline.flowsOf(table)) {
    const { facts } = flow;
    if (best && facts.priority < best.facts.priority) {
      continue;
    }
    if (!facts.matchKnown || facts.command !== 'add') {
      isSure = false;
    } else if (isLive(flow) && (facts.states & states) !== 0n && matches(facts.packets, slots)) {
      isSure = !(best && best.facts.priority === facts.priority);
      best = flow;
    }
  }
  return isSure && best && !best.facts.steps.some(({ kind }) => kind === 'conjunction') ? best : undefined;
}

function matches(packets: PacketSet, slots: ReadonlyMap<string, bigint>): boolean {
  return packets.every(({ slot, value, mask }) => ((slots.get(slot) ?? 0n) & mask) === value);
}

/** Packets that hit the flow: what it leaves open is zero, or some other value; from each port that the file names. */
function* packetsOf({ facts }: FileFlow, pipeline: Pipeline): Generator<ReadonlyMap<string, bigint>> {
  const ports = portsOf(pipeline);
  const fixed = new Map(facts.packets.map((each) => [each.slot, each]));
  for (const filler of fillers) {
    for (const port of fixed.has('in_port') ? [0n] : ports) {
      const slots = new Map<string, bigint>([['in_port', port]]);
      for (const slot of headers) {
        slots.set(slot, filler);
      }
      for (const [slot, { value, mask }] of fixed) {
        slots.set(slot, value | ((slots.get(slot) ?? 0n) & ~mask));
      }
      yield slots;
    }
  }
}

/** Registers and metadata of a packet are zero unless a flow has written them; headers can be anything. */
const headers = [
  'dl_src',
  'dl_dst',
  'nw_src',
  'nw_dst',
  'ipv6_src',
  'ipv6_dst',
  'tp_src',
  'tp_dst',
  'nw_tos',
  'nw_ttl',
];

const fillers = [0n, 0x5a3c_96e1_0f2d_b487_1c69_e35a_7b82_d4c6n, 0xa5c3_691e_f0d2_4b78_e396_1ca5_847d_2b39n];

const portsKnown = new WeakMap<Pipeline, readonly bigint[]>();

/** The ports that flows of the section match on; one that none matches where there are none. */
function portsOf(pipeline: Pipeline): readonly bigint[] {
  let ports = portsKnown.get(pipeline);
  if (!ports) {
    const found = new Set<bigint>();
    for (const { flows } of pipeline.section.tables.values()) {
      for (const { facts } of flows) {
        const port = facts.packets.find(({ slot }) => slot === 'in_port');
        if (port && found.size < mostPorts) {
          found.add(port.value);
        }
      }
    }
    ports = found.size > 0 ? [...found] : [1n];
    portsKnown.set(pipeline, ports);
  }
  return ports;
}
