/** Works out what the view of the pipeline shows. */
import { allStates, noStates } from '../conntrack/state-set';
import { stateList, stateWords } from '../conntrack/state-words';
import type { FileTable } from '../model/file-table';
import type { FileFlow, FileSection } from '../model/flow-file';
import { type Step, withNested } from '../model/steps';
import type { Pipeline as Traffic } from '../model/tracking/pipeline';
import { takersOf } from '../rules/covered';
import type { Span } from '../syntax/span';
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
  const table = tables.get(number);
  const here = traffic.tables.get(number);
  const exits = (table?.groups.all ?? []).map(({ traits }) => traffic.exitsAlike(traits));
  return {
    number,
    flows: table?.flows.length ?? 0,
    place: placeOfTable(number, table, traffic, jumps),
    reached: traffic.isReached(number),
    states: !here || here.open ? undefined : stateWords(here.states),
    dead: table ? deadFlows(table, traffic) : [],
    outputs: exits.some(({ forwards, toController }) => forwards || toController),
    drops:
      table?.index.used.some(({ kind: { traits } }) => traits.stepsKnown && traits.likeSteps.length === 0) ??
      false,
  };
}

/** Its first flow, or the first place that names it: a jump, a packet that is sent, a command for its flows. */
function placeOfTable(
  number: number,
  table: FileTable | undefined,
  traffic: Traffic,
  jumps: readonly PipelineJump[],
): PipelinePlace {
  const flow = table?.flows[0] ?? traffic.groupsOf(number)[0]?.first;
  const way = traffic.tables.get(number)?.ways.first(1)[0];
  if (flow || !way) {
    return flow ? placeOf(flow) : jumps.find(({ to }) => to === number)!.places[0]!;
  }
  return placeIn(way.line, way.place.span);
}

function placeOf({ line, facts: { whole } }: FileFlow): PipelinePlace {
  return { line, start: whole.start, end: whole.end };
}

function deadFlows(table: FileTable, traffic: Traffic): DeadFlow[] {
  const dead: DeadFlow[] = [];
  for (const flow of table.flows) {
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
  for (const table of tables.values()) {
    addJumps(table, traffic, jumps);
  }
  return [...jumps.values()];
}

/** Flows that are written alike lead to the same tables; only as many are read as places are shown. */
function addJumps(table: FileTable, traffic: Traffic, jumps: Map<string, Draft>): void {
  for (const { flow, group } of table.groups.membersOf(table.groups.all)) {
    const { exits } = traffic.exitsAlike(group.traits);
    for (const [nth, { table: to, kind }] of exits.entries()) {
      add(jumps, table.number, to, kind, () => placeIn(flow.line, traffic.exitsOf(flow).exits[nth]!.span));
    }
  }
  const { kinds, kindOf } = table.index;
  const learns = kinds.all.map(({ traits }) => [...withNested(traits.likeSteps)].some(isLearning));
  for (const [at, { line, facts }] of table.flows.entries()) {
    for (const step of learns[kindOf[at]!] ? withNested(facts.steps) : []) {
      if (step.kind === 'learn') {
        add(jumps, table.number, step.learn.into.number, 'learn', () => placeIn(line, step.span));
      }
    }
  }
}

function add(
  jumps: Map<string, Draft>,
  from: number,
  to: number,
  kind: PipelineJump['kind'],
  place: () => PipelinePlace,
): void {
  const key = `${from} ${to} ${kind}`;
  const jump: Draft = jumps.get(key) ?? { from, to, kind, places: [], count: 0 };
  jumps.set(key, jump);
  jump.count++;
  if (jump.places.length < mostPlaces) {
    jump.places.push(place());
  }
}

function isLearning({ kind }: Step): boolean {
  return kind === 'learn';
}

function placeIn(line: number, { start, end }: Span): PipelinePlace {
  return { line, start, end };
}
