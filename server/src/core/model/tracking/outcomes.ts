/** What can become of packets after a flow: what every flow does that they may meet from there on. */
import { noStates, type StateSet } from '../../conntrack/state-set';
import type { FileFlow } from '../file-flow';
import type { FlowExits } from './exit';
import { type Arrival, arriving, type Origin, type Pipeline, statesOfKind } from './pipeline';
import { FlowWay } from './ways';

/** What may become of packets once they have hit a flow. */
export interface Outcome {
  /** The zones in which their connections may be committed, as they are written. */
  readonly commits: ReadonlySet<string>;
  readonly toController: boolean;
  /** The nearest flow that sends packets out for sure, and the way there from the first flow. */
  readonly forwarded: { readonly flow: FileFlow; readonly path: readonly FlowWay[] } | undefined;
}

/** A table that packets come to, and how they got there. */
interface Stop extends Pick<Arrival, 'states' | 'origin'> {
  readonly table: number;
  readonly step: FlowWay;
  readonly before: Stop | undefined;
}

/** So many kinds of flows are met in a section; only made-up files have more. */
const mostMeetings = 200_000;

/** Works outcomes out, once for flows that do alike. */
export class Outcomes {
  readonly #pipeline: Pipeline;
  readonly #known = new Map<string, { readonly first: FileFlow; readonly outcome: Outcome }>();
  #meetings = 0;

  constructor(pipeline: Pipeline) {
    this.#pipeline = pipeline;
  }

  /**
   * What may become of packets that hit `first` in these states: more than really does, never less, as long as
   * `pipeline.whole`. Undefined where that would take too long.
   */
  of(first: FileFlow, states: StateSet, origin: Origin): Outcome | undefined {
    const key = `${states} ${origin.zone} ${this.#pipeline.exitsAlike(first.facts.traits).key}`;
    const known = this.#known.get(key);
    if (known) {
      return this.#from(first, known.first, known.outcome);
    }
    if (this.#meetings > mostMeetings) {
      return undefined;
    }
    const outcome = this.#outcome(first, states, origin);
    this.#known.set(key, { first, outcome });
    return outcome;
  }

  #outcome(first: FileFlow, states: StateSet, origin: Origin): Outcome {
    const commits = new Set<string>();
    let toController = false;
    let forwarded: Outcome['forwarded'];
    const seen = new Map<string, StateSet>();
    const queue: Stop[] = [];
    const meet = (
      flow: FileFlow,
      exits: FlowExits,
      lasts: boolean,
      from: Pick<Stop, 'states' | 'origin'>,
      at?: Stop,
    ) => {
      this.#meetings++;
      for (const { zone } of exits.commits) {
        commits.add(zone);
      }
      toController ||= exits.toController;
      forwarded ??= exits.forwards && lasts ? { flow, path: pathTo(at) } : undefined;
      for (const exit of exits.exits) {
        for (const arrival of arriving(exit, from)) {
          const key = `${exit.table} ${arrival.origin.zone}`;
          const states = arrival.states & ~(seen.get(key) ?? noStates);
          if (states !== noStates) {
            seen.set(key, (seen.get(key) ?? noStates) | states);
            const step = new FlowWay(flow, exits, exit, this.#pipeline.exitsOf);
            queue.push({ table: exit.table, states, origin: arrival.origin, step, before: at });
          }
        }
      }
    };
    meet(first, this.#pipeline.exitsAlike(first.facts.traits), true, { states, origin });
    for (let next = 0; next < queue.length; next++) {
      const stop = queue[next]!;
      for (const kind of this.#pipeline.kindsOf(stop.table)) {
        const through = statesOfKind(stop, kind);
        if (through !== noStates) {
          meet(kind.flow, kind.exits, kind.lasts, { states: through, origin: stop.origin }, stop);
        }
      }
    }
    return { commits, toController, forwarded };
  }

  /** The same for a flow that does alike. */
  #from(first: FileFlow, alike: FileFlow, outcome: Outcome): Outcome {
    const { forwarded } = outcome;
    const left = forwarded?.path[0];
    if (!forwarded || first === alike) {
      return outcome;
    }
    if (!left) {
      return { ...outcome, forwarded: { ...forwarded, flow: first } };
    }
    const [from, to] = [alike, first].map(({ facts }) => this.#pipeline.exitsAlike(facts.traits));
    const exit = to!.exits[from!.exits.indexOf(left.exit)]!;
    const path = [new FlowWay(first, to!, exit, this.#pipeline.exitsOf), ...forwarded.path.slice(1)];
    return { ...outcome, forwarded: { ...forwarded, path } };
  }
}

function pathTo(stop: Stop | undefined): FlowWay[] {
  const path: FlowWay[] = [];
  for (let at = stop; at; at = at.before) {
    path.push(at.step);
  }
  return path.reverse();
}
