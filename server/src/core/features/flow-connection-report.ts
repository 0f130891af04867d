/** "Connection state of this flow": in which states packets can hit it, and a way by which they get there. */
import { allStates, noStates, type StateSet } from '../conntrack/state-set';
import { stateList, stateWords } from '../conntrack/state-words';
import { type FileFlow, flowAt, sectionAt } from '../model/flow-file';
import { type Arrival, type Pipeline, statesThrough, type TableTraffic } from '../model/tracking/pipeline';
import type { CheckedDocument } from './diagnostics';
import { code, flowCode } from './markdown';

/** Longer ways are cut in the middle. */
const mostSteps = 40;

/**
 * The report on the flow of a line, as Markdown whose links (`#L12`, counted from 1) are lines of the document.
 * Undefined where the line has no flow in a table.
 */
export function connectionReport(document: CheckedDocument, line: number): string | undefined {
  const { file, pipelines } = document.analysis;
  const flow = flowAt(file, line);
  const table = flow?.facts.table;
  if (!flow || table === undefined) {
    return undefined;
  }
  const pipeline = pipelines[file.sections.indexOf(sectionAt(file, line))]!;
  const traffic = pipeline.tables.get(table);
  const text = (at: number) => document.textOf(at).trim();
  return [
    `# Connection state of the flow in line ${line + 1}`,
    flowCode(text(line)),
    ...(traffic ? whole(flow, traffic, pipeline, text) : ['The flow is not in any table.']),
  ].join('\n\n');
}

function whole(
  flow: FileFlow,
  traffic: TableTraffic,
  pipeline: Pipeline,
  text: (line: number) => string,
): string[] {
  const { facts, fate } = flow;
  if (fate) {
    const what = fate.kind === 'replaced' ? 'is replaced by' : 'is deleted by';
    return [`No packet hits this flow: it ${what} ${lineLink(fate.by.line)}.`];
  }
  if (!facts.accepted) {
    return ['Open vSwitch rejects this flow, so no packet hits it. Mend the errors first.'];
  }
  const { visible, coveredBy } = pipeline.visibilityOf(flow);
  const arriving = traffic.arrivals
    .map((arrival) => ({ arrival, states: statesThrough(arrival, flow, { visible, coveredBy }) }))
    .filter(({ states }) => states !== noStates);
  const hitting = arriving.reduce((set, { states }) => set | states, noStates);
  return [
    `## What reaches table ${traffic.number}`,
    arrivals(traffic),
    '## What hits this flow',
    hits(flow, traffic, hitting, coveredBy),
    ...(arriving.length > 0 && !traffic.open
      ? ['## An example', example(arriving[0]!.arrival, arriving[0]!.states, flow, text)]
      : []),
    ...after(flow, pipeline),
  ];
}

function arrivals({ open, states, arrivals: list, number }: TableTraffic): string {
  if (open) {
    return `Packets in any state: how they get to table ${number} is not in this file.`;
  }
  if (states === noStates) {
    return 'No packets.';
  }
  const rows = list.map(({ origin, states: arriving, by }) => {
    const zone = origin.zone === 'untracked' ? '–' : origin.zone;
    const committed = origin.committed ? 'yes' : 'no';
    const from = by ? lineLink(by.line) : 'enters the switch';
    return `| ${stateWords(arriving).map(code).join(' ')} | ${zone} | ${committed} | ${from} |`;
  });
  return ['| state | zone | committed on the way | first from |', '|:--|:--|:--|:--|', ...rows].join('\n');
}

function hits(
  { facts }: FileFlow,
  { open, states, number }: TableTraffic,
  hitting: StateSet,
  coveredBy: readonly FileFlow[],
): string {
  const above = coveredBy.slice(0, 5).map(({ line }) => lineLink(line));
  const taken =
    above.length > 0
      ? ` ${above.join(', ')}, of higher priority, take${above.length === 1 ? 's' : ''} the others.`
      : '';
  if (hitting !== noStates) {
    const asked = facts.states === allStates ? 'It does not ask for a connection state. ' : '';
    return `${asked}Packets that are ${stateWords(hitting).map(code).join(' or ')}.${taken}`;
  }
  if (facts.states === noStates) {
    return 'No packet: no packet is ever in the state that it asks for.';
  }
  return (states & facts.states) === noStates && !open
    ? `No packet: it asks for ${stateList(facts.states)}, and packets reach table ${number} ${stateList(states)} only.`
    : `No packet.${taken}`;
}

/** One way from the entry of the switch to the flow. */
function example(arrival: Arrival, states: StateSet, flow: FileFlow, text: (line: number) => string): string {
  const back: Arrival[] = [];
  for (let at: Arrival | undefined = arrival; at && back.length < mostSteps; at = at.by?.from) {
    back.push(at);
  }
  const steps = back.reverse().map((at) => {
    const state = code(stateWords(at.states)[0] ?? '');
    if (!at.by) {
      return `A packet enters the switch in table ${at.table}: ${state}.`;
    }
    const { line, exit } = at.by;
    const excerpt = code(text(line));
    const comes = exit.kind === 'ct' ? 'comes back from the tracker to' : 'goes on to';
    return `${capital(lineLink(line))} ${excerpt}: it ${comes} table ${at.table}, now ${state}.`;
  });
  steps.push(`It hits this flow, ${lineLink(flow.line)}, as ${code(stateWords(states)[0] ?? '')}.`);
  return steps.map((step, index) => `${index + 1}. ${step}`).join('\n');
}

/** Where packets go from here. */
function after(flow: FileFlow, pipeline: Pipeline): string[] {
  const { exits, commits, forwards } = pipeline.exitsOf(flow);
  const parts = [
    ...commits.map(({ zone }) => `commits the connection in zone ${zone}`),
    ...exits.map(({ table, becomes, kind }) =>
      becomes === 'same'
        ? `goes on to table ${table} in the same state`
        : becomes === 'untracked'
          ? `goes on to table ${table}, untracked`
          : `${kind === 'ct' ? 'a copy comes back' : 'goes on'} to table ${table}, tracked in zone ${becomes.zone}`,
    ),
    ...(forwards ? ['is sent out'] : []),
  ];
  return parts.length === 0 ? [] : ['## What becomes of it', parts.map((part) => `- ${part}`).join('\n')];
}

function lineLink(line: number): string {
  return `[line ${line + 1}](#L${line + 1})`;
}

function capital(text: string): string {
  return text.replace(/^\[l/, '[L');
}
