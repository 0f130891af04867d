/** What `ofproto/trace` says of the way of a packet, read off the text it prints. */

/** The way of one packet, its copies included. */
export interface Trace {
  /** The cookies of the flows that it hit. */
  readonly hits: ReadonlySet<number>;
  /** Those of them that it hit after it had come back from the tracker. */
  readonly hitsTracked: ReadonlySet<number>;
  /** The tables in which it was looked for a flow. */
  readonly visited: ReadonlySet<number>;
  /** The tables where it was looked for a flow and none was found. */
  readonly missed: ReadonlySet<number>;
  /** Those of them where it came back from the tracker before. */
  readonly missedTracked: ReadonlySet<number>;
  /** The zones of the tracker that it was looked up in. */
  readonly zones: ReadonlySet<number>;
  /** How often it came back from the tracker. */
  readonly tracked: number;
  /** Whether the switch gave up because one table asked the next too often. */
  readonly isGivenUp: boolean;
  /** Whether it goes round for ever. */
  readonly isEndless: boolean;
}

/** What is known of a trace that took all memory: nothing was printed. */
export const endlessTrace: Trace = {
  hits: new Set(),
  hitsTracked: new Set(),
  visited: new Set(),
  missed: new Set(),
  missedTracked: new Set(),
  zones: new Set(),
  tracked: Number.POSITIVE_INFINITY,
  isGivenUp: false,
  isEndless: true,
};

/**
 * How often a packet of a pipeline that ends comes back from the tracker, at most. To give one state so often in advance
 * shows a packet that goes round in that state; in the state that is assumed after the given ones it takes all memory.
 */
export const mostRounds = 30;

/** @param given how many states the trace was given in advance */
export function readTrace(text: string, given: number): Trace {
  const hits = new Set<number>();
  const hitsTracked = new Set<number>();
  const visited = new Set<number>();
  const missed = new Set<number>();
  const missedTracked = new Set<number>();
  const zones = new Set<number>();
  let tracked = 0;
  for (const line of text.split('\n')) {
    if (/^recirc\(.*resume conntrack/.test(line)) {
      tracked++;
      continue;
    }
    if (line.startsWith('Datapath actions: ')) {
      // `ct,recirc(0x1)`, `ct(commit,zone=4,nat(dst=10.0.0.11)),recirc(0x1)`: only what comes back is looked up for its state.
      for (const [, options = ''] of line.matchAll(/\bct(\((?:[^()]|\([^()]*\))*\))?,recirc/g)) {
        zones.add(Number(/\bzone=(\d+)/.exec(options)?.[1] ?? 0));
      }
      continue;
    }
    // ` 1. ct_state=+new+trk,ip, priority 32768, cookie 0x3`, ` 2. No match.`; a flow that matches all: ` 0. priority 0`.
    const [, table, what] = /^ *(\d+)\. (No match|.*priority \d+.*)/.exec(line) ?? [];
    if (table === undefined || what === undefined) {
      continue;
    }
    visited.add(Number(table));
    const cookie = /, cookie (0x[0-9a-f]+)$/.exec(what)?.[1];
    if (cookie !== undefined) {
      hits.add(Number(cookie));
      if (tracked > 0) {
        hitsTracked.add(Number(cookie));
      }
    } else if (what === 'No match') {
      missed.add(Number(table));
      if (tracked > 0) {
        missedTracked.add(Number(table));
      }
    }
  }
  const isEndless = tracked >= mostRounds && tracked >= given;
  const isGivenUp = /Translation failed \((?:Recursion too deep|Too many resubmits)\)/.test(text);
  return { hits, hitsTracked, visited, missed, missedTracked, zones, tracked, isGivenUp, isEndless };
}
