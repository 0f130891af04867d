/** What the rules about the whole file share: which sections they may judge, and how they talk about flows. */
import { joined } from '../conntrack/description';
import { noStates } from '../conntrack/state-set';
import { directivesIn } from '../model/directives';
import type { FileFlow, FileSection, FlowFile } from '../model/flow-file';
import { type Step, withNested } from '../model/steps';
import type { Pipeline } from '../model/tracking/pipeline';
import type { FileFix, FileRuleInput, RelatedPlace } from './file-rule';

/** A flow for all packets that stands there so often begins a new set of flows each time. */
const beginnings = 3;

/**
 * The sections that hold the flows of one switch at one time. Others say nothing as a whole: several dumps in one,
 * dumps that were cut or changed, and collections, in which the same few flows are given again and again with
 * other actions.
 */
export function flowSets({ file, pipelines, textOf }: Omit<FileRuleInput, 'flowSets'>): Pipeline[] {
  return pipelines.filter(({ section }) => {
    const replaced: FileFlow[] = [];
    let printed = 0;
    let count = 0;
    let isWhole = true;
    for (const flow of addedFlows(section)) {
      const { facts, fate } = flow;
      count++;
      printed += facts.printed ? 1 : 0;
      isWhole &&= facts.accepted && !(facts.printed && facts.actions === undefined);
      if (fate?.kind === 'replaced') {
        replaced.push(flow);
      }
    }
    const headers = headersIn(section, file);
    if (printed === 0 && headers === 0) {
      return !isCollection(replaced, textOf);
    }
    // A switch has no two flows of the same match and priority, prints no flow that it would not take, and prints
    // all of them with their statistics, or none: then nothing tells where a dump ends but a blank line.
    const isUniform = printed === count || (printed === 0 && headers === 1 && !hasGap(section, file));
    return isWhole && isUniform && replaced.length === 0;
  });
}

function headersIn({ first, last }: FileSection, { lines }: FlowFile): number {
  let count = 0;
  for (let line = first; line <= last; line++) {
    count += lines[line]!.kind === 'header' ? 1 : 0;
  }
  return count;
}

/** Whether a blank line stands between flows. */
function hasGap({ first, last }: FileSection, { lines }: FlowFile): boolean {
  let isBehindFlow = false;
  let isBehindGap = false;
  for (let line = first; line <= last; line++) {
    const { kind } = lines[line]!;
    if (kind === 'flow' && isBehindGap) {
      return true;
    }
    isBehindFlow ||= kind === 'flow';
    isBehindGap ||= isBehindFlow && kind === 'blank';
  }
  return false;
}

function isCollection(replaced: readonly FileFlow[], textOf: FileRuleInput['textOf']): boolean {
  const changed = replaced.filter((flow) => !sameActions(flow, flow.fate!.by, textOf));
  const counts = new Map<string, number>();
  for (const { facts } of replaced) {
    if (facts.packets.length === 0 && facts.stateSpan === undefined) {
      const key = `${facts.table};${facts.priority}`;
      counts.set(key, (counts.get(key) ?? 1) + 1);
    }
  }
  return changed.length > 1 && [...counts.values()].some((count) => count >= beginnings);
}

/** The flows that the section adds, table by table, whatever becomes of them. */
export function* addedFlows(section: FileSection): Generator<FileFlow> {
  for (const { flows } of section.tables.values()) {
    yield* flows;
  }
}

/** The same, and those that are modified or deleted. */
export function* allFlows(section: FileSection): Generator<FileFlow> {
  yield* addedFlows(section);
  yield* section.others;
}

/** Everything that flows, groups and packets sent from outside do, at any depth. */
export function* allSteps(section: FileSection): Generator<Step> {
  for (const { facts } of allFlows(section)) {
    yield* withNested(facts.steps);
  }
  for (const groups of section.groups.values()) {
    for (const { facts } of groups) {
      for (const bucket of facts.buckets) {
        yield* withNested(bucket);
      }
    }
  }
  for (const { steps } of section.packetOuts) {
    yield* withNested(steps);
  }
}

/** Whether the text of both flows asks for the same actions; spaces, case and commas do not count. */
export function sameActions(left: FileFlow, right: FileFlow, textOf: FileRuleInput['textOf']): boolean {
  return actionsText(left, textOf) === actionsText(right, textOf);
}

/** One flow may be compared with thousands, and have a long list of actions. */
const knownActions = new WeakMap<FileFlow, string>();

function actionsText(flow: FileFlow, textOf: FileRuleInput['textOf']): string {
  let list = knownActions.get(flow);
  if (list === undefined) {
    const { start, end } = flow.facts.actions ?? { start: 0, end: 0 };
    const text = textOf(flow.line).slice(start, end).toLowerCase();
    list = text.replace(/[\s,]+/g, ',').replace(/^,|,$/g, '') || 'drop';
    knownActions.set(flow, list);
  }
  return list;
}

/** Whether the flow is part of a conjunction: it takes no packets by itself. */
export function isClause({ facts }: FileFlow): boolean {
  return facts.steps.some(({ kind }) => kind === 'conjunction');
}

/** Whether the flow is looked up by the number of a conjunction, which no packet has by itself. */
export function asksForConjunction({ facts }: FileFlow): boolean {
  return facts.packets.some(({ slot }) => slot === 'conj_id');
}

/** Whether a packet can match the flow at all, and whether everything of its match is known. */
export function isJudged({ facts }: FileFlow): boolean {
  return facts.matchKnown && facts.states !== noStates;
}

/** Whether flows are there whose tables are known to the switch only. */
export function hasUnknownTables({ others }: FileSection): boolean {
  return others.some(({ facts }) => !facts.tableKnown);
}

/** How many lines a message names one by one. */
const namedLines = 4;

/** "the flow on line 3", "the flows on lines 3 and 5", "the flows on lines 3, 5, 8, 9 and others". */
export function flowsOnLines(flows: readonly FileFlow[]): string {
  const numbers = flows.map(({ line }) => String(line + 1));
  if (numbers.length === 1) {
    return `the flow on line ${numbers[0]}`;
  }
  const isLong = numbers.length > namedLines + 1;
  return `the flows on lines ${joined(isLong ? [...numbers.slice(0, namedLines), 'others'] : numbers)}`;
}

/** Other flows as places to go to, the first few of them. */
export function placesOf(flows: readonly FileFlow[], message: (flow: FileFlow) => string): RelatedPlace[] {
  return flows
    .slice(0, namedLines + 1)
    .map((flow) => ({ line: flow.line, span: flow.facts.span, message: message(flow) }));
}

/** The fix that takes a line out; none where comments on it, or right above, say how it is to be checked. */
export function lineRemoval(
  line: number,
  title: string,
  { file, textOf }: Pick<FileRuleInput, 'file' | 'textOf'>,
): FileFix[] {
  const above = line > 0 ? textOf(line - 1) : '';
  if (directivesIn(textOf(line)).length > 0 || directivesIn(above).length > 0) {
    return [];
  }
  const isLast = line === file.lines.length - 1;
  const edit =
    isLast && line > 0
      ? { line: line - 1, start: above.length, endLine: line, end: textOf(line).length, newText: '' }
      : { line, start: 0, endLine: line + 1, end: 0, newText: '' };
  return [{ title, edits: [edit] }];
}
