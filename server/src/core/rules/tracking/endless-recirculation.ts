import { allStates, noStates, tracked } from '../../conntrack/state-set';
import { type FileFlow, isLive } from '../../model/flow-file';
import { type Loop, LoopSearch } from '../../model/tracking/loops';
import type { Pipeline } from '../../model/tracking/pipeline';
import type { FileFix, FileRule, FileRuleInput } from '../file-rule';
import { flowSets } from '../flow-set';
import { placesAlong, statesInWords } from './ways';

/** Packets that come back to the same flow for ever, through the connection tracker. */
export const endlessRecirculation: FileRule = {
  code: 'tracking/endless-recirculation',
  severity: 'warning',
  title: 'Packets come back to the same flow for ever',
  *check(input) {
    for (const { flow, loop, pipeline } of loopsIn(input)) {
      if (loop.recirculates) {
        const who = (loop.states & ~tracked) === noStates && loop.states !== tracked;
        const packets = who ? `Packets that are ${statesInWords(loop.states)}` : 'Packets';
        const alone = loop.path.length === 1;
        yield {
          line: flow.line,
          span: loop.path[0]!.exit.span,
          message: `${packets} come back to this flow by ${wayOf(loop)}, and so round and round, until Open vSwitch drops them. Send them to ${alone ? 'another table' : 'a table off this way'}, or let this flow match untracked packets only (ct_state=-trk).`,
          related: placesAlong(loop.path).slice(alone ? 1 : 0),
          fixes: () => (canBeUntrackedOnly(flow, pipeline) ? untrackedOnly(flow) : []),
        };
      }
    }
  },
};

/** Packets that are looked up in the same flow until Open vSwitch gives up. */
export const endlessResubmit: FileRule = {
  code: 'tracking/endless-resubmit',
  severity: 'warning',
  title: 'Packets are resubmitted to the same flow until they are dropped',
  *check(input) {
    for (const { flow, loop } of loopsIn(input)) {
      if (!loop.recirculates) {
        yield {
          line: flow.line,
          span: loop.path[0]!.exit.span,
          message: `Packets come back to this flow unchanged, by ${wayOf(loop)}. Open vSwitch gives up after ${deepestLookup} rounds and drops them. Send them to ${loop.path.length === 1 ? 'another table' : 'a table off this way'}, or change in the packet what this flow matches.`,
          related: placesAlong(loop.path).slice(loop.path.length === 1 ? 1 : 0),
        };
      }
    }
  },
};

/** Source: ofproto/ofproto-dpif-xlate.c, MAX_DEPTH. */
const deepestLookup = 64;

/** Nobody reads longer ways in a sentence. */
const mostLegs = 4;

/** A loop, and the flow and section in which it begins. */
interface Found {
  readonly flow: FileFlow;
  readonly loop: Loop;
  readonly pipeline: Pipeline;
}

/** Found once for both rules. */
const known = new WeakMap<FileRuleInput, Found[]>();

function loopsIn(input: FileRuleInput): Found[] {
  let loops = known.get(input);
  if (!loops) {
    loops = [...search(input)];
    known.set(input, loops);
  }
  return loops;
}

function* search(input: FileRuleInput): Generator<Found> {
  for (const pipeline of flowSets(input)) {
    if (!pipeline.whole) {
      continue;
    }
    const loops = new LoopSearch(pipeline);
    // A loop over several flows is told once, where it is met first.
    const told = new Set<FileFlow>();
    for (const { flows, number } of pipeline.section.tables.values()) {
      for (const flow of pipeline.isReached(number) ? flows : []) {
        const loop = told.has(flow) ? undefined : loops.from(flow);
        if (loop) {
          for (const { flow: on } of loop.path) {
            told.add(on);
          }
          yield { flow, loop, pipeline };
        }
      }
    }
  }
}

function wayOf({ path }: Loop): string {
  const legs = path.map(({ exit }) => `${exit.kind} to table ${exit.table}`);
  const shown =
    legs.length > mostLegs
      ? [...legs.slice(0, mostLegs - 1), `${legs.length - mostLegs + 1} more jumps`]
      : legs;
  return shown.join(', then ');
}

/** Only where the flow does not ask for a state yet, and other flows take what it would leave. */
function canBeUntrackedOnly(flow: FileFlow, { flowsOf }: Pipeline): boolean {
  const { states, stateSpan, printed, table } = flow.facts;
  const others = flowsOf(table!).filter((other) => other !== flow && isLive(other));
  const handled = others.reduce((set, { facts }) => set | facts.states, noStates);
  return !printed && stateSpan === undefined && states === allStates && (tracked & ~handled) === noStates;
}

/** Packets that have been through the tracker no longer hit the flow. */
function untrackedOnly({ line, facts: { span } }: FileFlow): FileFix[] {
  const { start } = span;
  return [
    {
      title: 'Match packets only that have not been tracked: add ct_state=-trk',
      edits: [{ line, start, end: start, newText: 'ct_state=-trk,' }],
    },
  ];
}
