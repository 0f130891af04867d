/** Works out what the view of the pipeline shows. */
import { allStates, noStates } from '../conntrack/state-set';
import { stateList, stateWords } from '../conntrack/state-words';
import type { FileFlow, FileSection } from '../model/flow-file';
import { withNested } from '../model/steps';
import type { Pipeline as Traffic } from '../model/tracking/pipeline';
import { takersOf } from '../rules/covered';
import type { CheckedDocument } from './diagnostics';
import type { DeadFlow, Pipeline, PipelineJump, PipelinePlace, PipelineTable } from './pipeline';

/** At most so many places are kept of the jumps from one table to another. */
const mostPlaces = 100;

/** Nobody looks through more flows of one table in a list. */
const mostDead = 200;

/** The pipeline of the section that a line is in: a file with several dumps holds several. `version` is passed on. */
export function pipelineAt(document: CheckedDocument, line: number, version: number): Pipeline {
  const traffic = document.pipelineAt(line);
  const { section } = traffic;
  const jumps = jumpsIn(section, traffic);
  const numbers = [...new Set([...traffic.tables.keys(), ...jumps.map(({ to }) => to)])];
  return {
    version,
    first: section.first,
    last: section.last,
    tables: numbers
      .sort((left, right) => left - right)
      .map((number) => tableOf(number, section, traffic, jumps)),
    jumps,
  };
}

/** The table that the flow of a line is in; undefined where there is none. */
export function tableAt({ file }: CheckedDocument, line: number): number | undefined {
  return file.lines[line]?.flow?.table;
}

function tableOf(
  number: number,
  { tables }: FileSection,
  traffic: Traffic,
  jumps: readonly PipelineJump[],
): PipelineTable {
  const flows = tables.get(number)?.flows ?? [];
  const here = traffic.tables.get(number);
  const exits = flows.map((flow) => traffic.exitsOf(flow));
  return {
    number,
    flows: flows.length,
    place: placeOfTable(number, flows, traffic, jumps),
    reached: traffic.isReached(number),
    states: !here || here.open ? undefined : stateWords(here.states),
    dead: deadFlows(flows, traffic),
    outputs: exits.some(({ forwards, toController }) => forwards !== undefined || toController),
    drops: flows.some(({ facts }) => facts.stepsKnown && facts.steps.length === 0),
  };
}

/** Its first flow, or the first place that names it: a jump, a packet that is sent, a command for its flows. */
function placeOfTable(
  number: number,
  flows: readonly FileFlow[],
  traffic: Traffic,
  jumps: readonly PipelineJump[],
): PipelinePlace {
  const flow = flows[0] ?? traffic.flowsOf(number)[0];
  const way = traffic.tables.get(number)?.ways[0];
  if (flow || !way) {
    return flow ? placeOf(flow) : jumps.find(({ to }) => to === number)!.places[0]!;
  }
  return { line: way.line, start: way.exit.span.start, end: way.exit.span.end };
}

function placeOf({ line, facts: { whole } }: FileFlow): PipelinePlace {
  return { line, start: whole.start, end: whole.end };
}

function deadFlows(flows: readonly FileFlow[], traffic: Traffic): DeadFlow[] {
  const dead: DeadFlow[] = [];
  for (const flow of flows) {
    const reason = reasonOf(flow, traffic);
    if (reason !== undefined && dead.push({ place: placeOf(flow), reason }) === mostDead) {
      break;
    }
  }
  return dead;
}

/** Why no packet hits the flow, in few words. */
function reasonOf(flow: FileFlow, traffic: Traffic): string | undefined {
  const { facts, fate } = flow;
  if (fate) {
    return `${fate.kind} by line ${fate.by.line + 1}`;
  }
  if (!facts.accepted) {
    return 'rejected by Open vSwitch';
  }
  if (facts.states === noStates) {
    return 'asks for a connection state that does not exist';
  }
  const { visible, coveredBy } = traffic.visibilityOf(flow);
  if (visible !== noStates) {
    return outOfReach(facts, traffic);
  }
  const [taker, ...others] = takersOf(flow, coveredBy);
  return taker && others.length === 0
    ? `covered by line ${taker.line + 1}`
    : 'covered by several flows of higher priority';
}

function outOfReach({ states, table }: FileFlow['facts'], traffic: Traffic): string | undefined {
  const here = table === undefined ? undefined : traffic.tables.get(table);
  const isOut =
    here &&
    !here.open &&
    here.states !== noStates &&
    states !== allStates &&
    (states & here.states) === noStates;
  return isOut
    ? `asks for ${stateList(states)}; packets arrive as ${stateList(here.states)} only`
    : undefined;
}

type Draft = { -readonly [Key in keyof PipelineJump]: PipelineJump[Key] } & {
  readonly places: PipelinePlace[];
};

/** The ways between tables, those of one kind taken together. */
function jumpsIn({ tables }: FileSection, traffic: Traffic): PipelineJump[] {
  const jumps = new Map<string, Draft>();
  const add = (from: number, to: number, kind: PipelineJump['kind'], place: PipelinePlace) => {
    const key = `${from} ${to} ${kind}`;
    const jump: Draft = jumps.get(key) ?? { from, to, kind, places: [], count: 0 };
    jumps.set(key, jump);
    jump.count++;
    if (jump.places.length < mostPlaces) {
      jump.places.push(place);
    }
  };
  for (const { number, flows } of tables.values()) {
    for (const flow of flows) {
      const { line } = flow;
      for (const { table, kind, span } of traffic.exitsOf(flow).exits) {
        add(number, table, kind, { line, start: span.start, end: span.end });
      }
      for (const step of withNested(flow.facts.steps)) {
        if (step.kind === 'learn') {
          const { start, end } = step.span;
          add(number, step.learn.into.number, 'learn', { line, start, end });
        }
      }
    }
  }
  return [...jumps.values()];
}
