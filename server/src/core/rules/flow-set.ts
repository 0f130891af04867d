/** What the rules about the whole file share: which sections they may judge, and how they talk about flows. */
import { joined } from '../conntrack/description';
import { directivesIn } from '../model/directives';
import type { FileFlow, FileSection } from '../model/flow-file';
import type { FlowTraits } from '../model/flow-traits';
import { oncePer } from '../model/once';
import { sameActions } from '../model/same-actions';
import { type Step, withNested } from '../model/steps';
import type { Pipeline } from '../model/tracking/pipeline';
import type { Span } from '../syntax/span';
import type { FileFix, FileRuleInput, RelatedPlace } from './file-rule';

/** A flow for all packets that stands there so often begins a new set of flows each time. */
const beginnings = 3;

/**
 * The sections that hold the flows of one switch at one time. Others say nothing as a whole: several dumps in one,
 * dumps that were cut or changed, and collections, in which the same few flows are given again and again with
 * other actions.
 */
export function flowSets({ pipelines, textOf }: Pick<FileRuleInput, 'pipelines' | 'textOf'>): Pipeline[] {
  return pipelines.filter(({ section }) => {
    let printed = 0;
    let count = 0;
    let isWhole = true;
    for (const { index } of section.tables.values()) {
      for (const { kind, count: ofKind } of index.used) {
        const { traits } = kind;
        count += ofKind;
        printed += traits.printed ? ofKind : 0;
        isWhole &&= traits.accepted && !(traits.printed && !traits.hasActions);
      }
    }
    const headers = section.headers.count;
    if (printed === 0 && headers === 0) {
      return !isCollection(section, textOf);
    }
    // A switch has no two flows of the same match and priority, prints no flow that it would not take, and prints
    // all of them with their statistics, or none: then nothing tells where a dump ends but a blank line.
    const isUniform = printed === count || (printed === 0 && headers === 1 && !section.hasGap);
    return (
      isWhole && isUniform && [...section.tables.values()].every(({ replaced }) => replaced.length === 0)
    );
  });
}

function isCollection({ tables }: FileSection, textOf: FileRuleInput['textOf']): boolean {
  const counts = new Map<string, number>();
  for (const { replaced } of tables.values()) {
    for (const { facts } of replaced) {
      const { signature, asksForState, table } = facts.traits;
      if (signature.slots.length === 0 && !asksForState) {
        const key = `${table};${facts.priority}`;
        counts.set(key, (counts.get(key) ?? 1) + 1);
      }
    }
  }
  return [...counts.values()].some((count) => count >= beginnings) && areChanged(tables, textOf);
}

/** Whether more than one flow is replaced by one that does something else. */
function areChanged(tables: FileSection['tables'], textOf: FileRuleInput['textOf']): boolean {
  let count = 0;
  for (const { replaced } of tables.values()) {
    for (const flow of replaced) {
      if (!sameActions(flow, flow.fate!.by, textOf) && ++count > 1) {
        return true;
      }
    }
  }
  return false;
}

/** How the flows of the section are written that are added, modified or deleted: each way of writing at least once. */
function* traitsIn(section: FileSection): Generator<FlowTraits> {
  for (const { index } of section.tables.values()) {
    for (const { kind } of index.used) {
      yield kind.traits;
    }
  }
  for (const { facts } of section.others) {
    yield facts.traits;
  }
}

/** Everything that flows, groups and packets sent from outside do, at any depth; of flows that are alike, once. */
export function* allSteps(section: FileSection): Generator<Step> {
  for (const { likeSteps } of traitsIn(section)) {
    yield* withNested(likeSteps);
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

/** Those of them that messages name. */
export function firstFew(flows: readonly FileFlow[]): readonly FileFlow[] {
  return flows.slice(0, namedLines + 1);
}

/** Other flows as places to go to, the first few of them. */
export function placesOf(flows: readonly FileFlow[], message: (flow: FileFlow) => string): RelatedPlace[] {
  return firstFew(flows).map((flow) => ({ line: flow.line, span: spanOf(flow), message: message(flow) }));
}

// What is worked out from the text of flows that are told about, which may be told about again after the next edit.

/** The place to point at for a flow. */
export const spanOf = oncePer(({ facts }: FileFlow): Span => facts.span);

/** The place of all of a flow. */
export const wholeOf = oncePer(({ facts }: FileFlow): Span => facts.whole);

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
