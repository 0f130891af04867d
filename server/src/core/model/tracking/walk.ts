/** What can become of packets after a flow: every flow that they may meet from there on. */
import { noStates, type StateSet, tracked, untracked } from '../../conntrack/state-set';
import type { FileFlow } from '../flow-file';
import type { Exit } from './exits';
import { type Origin, type Pipeline, statesThrough } from './pipeline';

/** A flow that packets may meet, the states in which they do, and the exits that led there. */
export interface Meeting {
  readonly flow: FileFlow;
  readonly states: StateSet;
  /** From the first flow to this one; empty for the first flow itself. */
  readonly path: readonly { readonly flow: FileFlow; readonly exit: Exit }[];
}

interface Stop {
  readonly table: number;
  readonly states: StateSet;
  readonly origin: Origin;
  readonly path: Meeting['path'];
}

/**
 * The flows that packets in these states may meet once they have hit `first`, that flow included, the nearest first.
 * More may be named than packets really meet, never fewer, as long as `pipeline.whole`. Linear in the flows of the
 * tables that are passed, times the few states in which they are.
 */
export function* meetings(
  pipeline: Pipeline,
  first: FileFlow,
  states: StateSet,
  origin: Origin,
): Generator<Meeting> {
  yield { flow: first, states, path: [] };
  const seen = new Map<string, StateSet>();
  const queue: Stop[] = [];
  const leave = (flow: FileFlow, from: StateSet, as: Origin, path: Meeting['path']) => {
    for (const exit of pipeline.exitsOf(flow).exits) {
      const stop = { ...arriving(exit, from, as), table: exit.table, path: [...path, { flow, exit }] };
      const key = `${stop.table};${stop.origin.zone}`;
      const fresh = stop.states & ~(seen.get(key) ?? noStates);
      if (fresh !== noStates) {
        seen.set(key, (seen.get(key) ?? noStates) | fresh);
        queue.push({ ...stop, states: fresh });
      }
    }
  };
  leave(first, states, origin, []);
  for (let next = 0; next < queue.length; next++) {
    const stop = queue[next]!;
    for (const flow of pipeline.flowsOf(stop.table)) {
      const through = statesThrough(stop, flow, pipeline.visibilityOf(flow));
      if (through !== noStates) {
        yield { flow, states: through, path: stop.path };
        leave(flow, through, stop.origin, stop.path);
      }
    }
  }
}

/** As what packets arrive that leave in these states by an exit. */
function arriving(exit: Exit, states: StateSet, origin: Origin): { states: StateSet; origin: Origin } {
  if (exit.becomes === 'same') {
    return { states, origin };
  }
  return exit.becomes === 'untracked'
    ? { states: untracked, origin: { ...origin, zone: 'untracked' } }
    : { states: tracked, origin: { ...origin, zone: exit.becomes.zone } };
}
