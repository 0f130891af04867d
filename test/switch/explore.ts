/** Follows generated packets through a pipeline, in every kind of connection state, and collects what they hit. */
import type { InstalledFlow } from './installed-flow';
import { type Packet, packetsFor } from './packets';
import { representativeStates } from './state-classes';
import type { PrivateSwitch } from './switch';
import { mostRounds, type Trace } from './trace';

export interface Exploration {
  /** Each flow that was hit, by its cookie, with the first packet that hit it. */
  readonly hits: ReadonlyMap<number, string>;
  /** Flows that were hit by packets which had come back from the tracker. */
  readonly hitsTracked: ReadonlySet<number>;
  /** Flows that were hit by packets with which the switch gave up. */
  readonly hitsGivenUp: ReadonlySet<number>;
  readonly visited: ReadonlySet<number>;
  /** Tables without a flow for a packet, each with the cookies of the flows that such packets had hit elsewhere. */
  readonly missed: ReadonlyMap<number, ReadonlySet<number>>;
  /** Those of them where the packet had come back from the tracker. */
  readonly missedTracked: ReadonlySet<number>;
  /** The zones of the tracker that packets were looked up in. */
  readonly zones: ReadonlySet<number>;
  /** The first packet that goes round for ever; no others were tried after it. */
  readonly endless: string | undefined;
  readonly traces: number;
}

/** How often on its way the state of a packet varies, at most. Later it stays as it is. */
const mostVariations = 3;

/** So that one pipeline cannot take the time of all. */
const mostTraces = 6_000;

/** The switch holds the pipeline already. @param learns whether flows are learned: then later packets may hit those */
export async function explore(
  ours: PrivateSwitch,
  flows: readonly InstalledFlow[],
  learns: boolean,
): Promise<Exploration> {
  const states = representativeStates(flows);
  const packets = packetsFor(flows);
  const found = new Findings();
  for (const packet of learns ? [...packets, ...packets] : packets) {
    await followAll(ours, packet, states, learns, found);
    if (found.endless !== undefined || found.traces >= mostTraces) {
      break;
    }
  }
  return found;
}

/** The way of one packet in all states: only where it comes back from the tracker once more there is more to try. */
async function followAll(
  ours: PrivateSwitch,
  packet: Packet,
  states: readonly string[],
  learns: boolean,
  found: Findings,
): Promise<void> {
  const waiting: string[][] = states.map((state) => [state]);
  for (let prefix = waiting.shift(); prefix; prefix = waiting.shift()) {
    const last = prefix.at(-1) ?? 'trk';
    const given = [...prefix, ...Array<string>(mostRounds - prefix.length).fill(last)];
    const trace = await ours.trace(packet.text, given, learns);
    found.add(trace, `${packet.text} in ${prefix.join(' then ')}`);
    if (trace.isEndless || trace.tracked === 0) {
      return;
    }
    if (trace.tracked > prefix.length && prefix.length < mostVariations) {
      const others = states.filter((state) => state !== last);
      waiting.push(...others.map((state) => [...prefix, state]));
    }
  }
}

class Findings implements Exploration {
  readonly hits = new Map<number, string>();
  readonly hitsTracked = new Set<number>();
  readonly hitsGivenUp = new Set<number>();
  readonly visited = new Set<number>();
  readonly missed = new Map<number, Set<number>>();
  readonly missedTracked = new Set<number>();
  readonly zones = new Set<number>();
  endless: string | undefined;
  traces = 0;

  add(trace: Trace, packet: string): void {
    this.traces++;
    if (trace.isEndless) {
      this.endless ??= packet;
    }
    for (const cookie of trace.hits) {
      if (!this.hits.has(cookie)) {
        this.hits.set(cookie, packet);
      }
    }
    addAll(this.hitsTracked, trace.hitsTracked);
    addAll(this.hitsGivenUp, trace.isGivenUp ? trace.hits : new Set());
    addAll(this.visited, trace.visited);
    addAll(this.missedTracked, trace.missedTracked);
    addAll(this.zones, trace.zones);
    for (const table of trace.missed) {
      const before = this.missed.get(table) ?? new Set();
      this.missed.set(table, new Set([...before, ...trace.hits]));
    }
  }
}

function addAll(all: Set<number>, more: ReadonlySet<number>): void {
  for (const each of more) {
    all.add(each);
  }
}
