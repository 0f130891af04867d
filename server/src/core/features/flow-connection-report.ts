/** "Connection state of this flow": in which states packets can hit it, and a way by which they get there. */
import { allStates, noStates, type StateSet, tracked } from '../conntrack/state-set';
import { stateWords } from '../conntrack/state-words';
import { type FileFlow, flowAt } from '../model/flow-file';
import type { Exit } from '../model/tracking/exit';
import {
  type Arrival,
  beginsUnknown,
  type Origin,
  type Pipeline,
  statesThrough,
  type TableTraffic,
} from '../model/tracking/pipeline';
import type { CheckedDocument } from './diagnostics';
import { code, flowCode } from './markdown';

/** Longer ways are cut. */
const mostSteps = 40;

/** Nobody reads longer tables. */
const mostRows = 50;

/**
 * The report on the flow of a line, as Markdown whose links (`#L12`, counted from 1) are lines of the document.
 * Undefined where the line has no flow in a table.
 */
export function connectionReport(document: CheckedDocument, line: number): string | undefined {
  const flow = flowAt(document.file, line);
  const table = flow?.facts.table;
  if (!flow || table === undefined) {
    return undefined;
  }
  const pipeline = document.pipelineAt(line);
  const traffic = pipeline.tables.get(table);
  const text = (at: number) => document.textOf(at).trim();
  return [
    `# Connection state of the flow in line ${line + 1}`,
    flowCode(text(line)),
    ...(traffic ? parts(flow, traffic, pipeline, text) : ['No flow of the file is added to this table.']),
  ].join('\n\n');
}

function parts(
  flow: FileFlow,
  traffic: TableTraffic,
  pipeline: Pipeline,
  text: (line: number) => string,
): string[] {
  const { facts, fate } = flow;
  if (fate) {
    const what = fate.kind === 'replaced' ? 'replaces' : 'deletes';
    return [`**No packet hits this flow:** ${lineLink(fate.by.line)} ${what} it.`];
  }
  if (!facts.accepted) {
    return ['**No packet hits this flow:** Open vSwitch rejects it. Mend the errors first.'];
  }
  const arriving = traffic.arrivals
    .map((arrival) => ({ arrival, states: statesThrough(arrival, flow, pipeline) }))
    .filter(({ states }) => states !== noStates);
  const hitting = arriving.reduce((set, { states }) => set | states, noStates);
  const first = arriving[0];
  return [
    hits(flow, traffic, hitting, pipeline),
    `## What gets to table ${traffic.number}`,
    arrivals(traffic),
    ...(first && !traffic.open
      ? ['## How a packet gets here', example(first.arrival, first.states, text)]
      : []),
    ...(first || traffic.open ? ['## What becomes of it', after(flow, pipeline)] : []),
  ];
}

/** The answer, before all that explains it. */
function hits(flow: FileFlow, traffic: TableTraffic, hitting: StateSet, pipeline: Pipeline): string {
  const { facts } = flow;
  const { open, states, number } = traffic;
  const taken = takenAbove(flow, pipeline);
  if (hitting !== noStates) {
    const asked = facts.states === allStates ? ' It does not ask for a connection state.' : '';
    const all = hitting === allStates ? 'in any connection state' : `that are ${inWords(hitting)}`;
    return `**Packets ${all} can hit this flow.**${asked}${taken}`;
  }
  if (facts.states === noStates) {
    return '**No packet hits this flow:** no packet is ever in the state that it asks for.';
  }
  if (states === noStates) {
    return `**No packet hits this flow:** none gets to table ${number}.`;
  }
  return (states & facts.states) === noStates && !open
    ? `**No packet hits this flow:** it asks for ${inWords(facts.states)}, and packets get to table ${number} as ${inWords(states)} only.`
    : `**No packet hits this flow.**${taken}`;
}

/** Flows of higher priority, and what they take. */
function takenAbove(flow: FileFlow, pipeline: Pipeline): string {
  const { coveredBy } = pipeline.visibilityOf(flow);
  if (coveredBy.length === 0) {
    return '';
  }
  const links = coveredBy.slice(0, 5).map(({ line }) => lineLink(line));
  const more = coveredBy.length > links.length ? ` and ${coveredBy.length - links.length} more` : '';
  const what = coveredBy.reduce((set, { facts }) => set | facts.states, noStates) & flow.facts.states;
  return ` Those that are ${inWords(what)} hit flows of higher priority: ${links.join(', ')}${more}.`;
}

/** `+trk+new` or `+trk+inv`, as code. */
function inWords(states: StateSet): string {
  const words = stateWords(states).map(code);
  return words.length < 2 ? words.join() : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}

function arrivals({ open, states, arrivals: list, number }: TableTraffic): string {
  if (open) {
    return `Packets in any connection state, since the file does not show all ways to table ${number}.`;
  }
  if (states === noStates) {
    return 'No packets: no flow that packets can hit leads here.';
  }
  const rows = list.slice(0, mostRows).map((arrival) => {
    const from = arrival.by ? lineLink(arrival.by.way.line) : 'outside: they enter the switch';
    const { origin, states: arriving } = arrival;
    const committed = committedOf(arrival);
    return `| ${stateWords(arriving).map(code).join(' ')} | ${zoneOf(origin)} | ${committed} | ${from} |`;
  });
  const more = list.length > mostRows ? [`\n… and ${list.length - mostRows} more.`] : [];
  return [
    '| Connection state | Tracked in zone | Committed on the way | Comes from |',
    '|:--|:--|:--|:--|',
    ...rows,
    ...more,
  ].join('\n');
}

function committedOf(arrival: Arrival): string {
  if ((arrival.states & tracked) === noStates) {
    return '–';
  }
  return beginsUnknown(arrival) ? 'not known' : arrival.origin.committed ? 'yes' : 'no';
}

function zoneOf({ zone }: Origin): string {
  return zone === 'untracked' ? '–' : zone === 'other' ? 'several' : code(zone);
}

/** One way from where packets enter the switch to the flow. */
function example(arrival: Arrival, states: StateSet, text: (line: number) => string): string {
  const back: Arrival[] = [];
  for (let at: Arrival | undefined = arrival; at && back.length < mostSteps; at = at.by?.from) {
    back.push(at);
  }
  const steps = back.reverse().map((at) => {
    if (!at.by && beginsUnknown(at)) {
      return `A packet is in table ${at.table}: how it gets there is not in this file.`;
    }
    if (!at.by) {
      return `A packet enters the switch in table ${at.table}, ${code('untracked')}.`;
    }
    const { line, exit } = at.by.way;
    const state = code(stateWords(at === arrival ? states : at.states)[0] ?? '');
    return `${capital(lineLink(line))} ${flowCode(text(line))} ${sends(exit)}, where it arrives as ${state}.`;
  });
  steps.push(`It hits this flow as ${code(stateWords(states)[0] ?? '')}.`);
  return steps.map((step, index) => `${index + 1}. ${step}`).join('\n');
}

function sends({ kind, table }: Exit): string {
  return kind === 'ct'
    ? `sends it through the connection tracker to table ${table}`
    : `sends it on to table ${table}`;
}

/** Where packets go from here, in the order of the actions. */
function after(flow: FileFlow, pipeline: Pipeline): string {
  const { exits, commits, forwards, toController } = pipeline.exitsOf(flow);
  const lines = [
    ...commits.map(({ zone }) => `Its connection is committed in zone ${code(zone)}.`),
    ...exits.map(becomesOf),
    ...(forwards ? ['It is sent out of the switch.'] : []),
    ...(toController ? ['It is sent to the controller.'] : []),
  ];
  return lines.length === 0
    ? 'It ends here: it goes to no other table, and it is not sent out.'
    : lines.map((line) => `- ${line}`).join('\n');
}

function becomesOf({ table, becomes, kind, mayBeUntracked }: Exit): string {
  const to = `goes on to table ${table}`;
  if (becomes === 'unknown') {
    return `It ${to} at the end, in the state that it has by then.`;
  }
  if (becomes === 'untracked') {
    return `It ${to}, ${code('untracked')}.`;
  }
  if (becomes === 'same') {
    return `It ${to} in the same state${mayBeUntracked ? `, or ${code('untracked')}` : ''}.`;
  }
  return kind === 'ct'
    ? `A copy goes through the connection tracker, and arrives in table ${table} tracked in zone ${code(becomes.zone)}.`
    : `It ${to}, tracked in zone ${code(becomes.zone)}.`;
}

function lineLink(line: number): string {
  return `[line ${line + 1}](#L${line + 1})`;
}

function capital(text: string): string {
  return text.replace(/^\[l/, '[L');
}
