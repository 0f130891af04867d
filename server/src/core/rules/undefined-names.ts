/** Groups and meters that flows name and the file does not have, though it has others. */
import type { FileSection, FlowFile } from '../model/flow-file';
import { likeMentions } from '../model/like-mentions';
import type { Mention } from '../model/mentions';
import { oncePer } from '../model/once';
import type { TableIndex } from '../model/table-index';
import type { FileRuleInput } from './file-rule';

/** A place that names one. */
export interface UndefinedName {
  readonly line: number;
  readonly mention: Mention;
  /** How many the section has. */
  readonly defined: number;
  /** The line below that adds it, where that is too late. */
  readonly addedOn: number | undefined;
}

/** All such places, but for what is deleted: to delete what is not there does no harm. */
export function* undefinedNames(input: FileRuleInput, what: 'group' | 'meter'): Generator<UndefinedName> {
  for (const { section } of input.flowSets) {
    const defined = what === 'group' ? section.groups : section.meters;
    if (defined.size > 0) {
      yield* namesIn(section, what, defined, input);
    }
  }
}

function* namesIn(
  section: FileSection,
  what: 'group' | 'meter',
  defined: ReadonlyMap<number, unknown>,
  { file }: FileRuleInput,
): Generator<UndefinedName> {
  for (const line of linesNaming(section, what, defined, file)) {
    const facts = file.lines[line]!;
    if (usesOf(likeMentions(facts), what).length === 0) {
      continue;
    }
    const { mentions, flow, bundleWord } = facts;
    for (const mention of usesOf(mentions, what)) {
      const number = Number(mention.number);
      const addedOn = what === 'group' && flow && bundleWord ? addedBelow(section, number, line) : undefined;
      if (!defined.has(number) || addedOn !== undefined) {
        yield { line, mention, defined: defined.size, addedOn };
      }
    }
  }
}

/** The lines, in their order, that may have such a place. */
function linesNaming(
  section: FileSection,
  what: 'group' | 'meter',
  defined: ReadonlyMap<number, unknown>,
  { lines }: FlowFile,
): number[] {
  const found = [...section.groupLines, ...section.packetOuts.map(({ line }) => line)];
  for (const flow of section.others) {
    if (!flow.facts.command.startsWith('delete')) {
      found.push(flow.line);
    }
  }
  for (const { index } of section.tables.values()) {
    const concerned = new Set<number>();
    for (const kind of namingKinds(index, lines)) {
      if (kind.isBundled || kind[what].some((number) => !defined.has(number))) {
        concerned.add(kind.number);
      }
    }
    for (let at = 0; concerned.size > 0 && at < index.flows.length; at++) {
      if (concerned.has(index.kindOf[at]!)) {
        found.push(index.flows[at]!.line);
      }
    }
  }
  return found.sort((left, right) => left - right);
}

/** Flows of a table that are written alike and name groups or meters, which all of them do then. */
interface NamingKind {
  /** As in `TableIndex`. */
  readonly number: number;
  readonly group: readonly number[];
  readonly meter: readonly number[];
  readonly isBundled: boolean;
}

const namingKinds = oncePer((index: TableIndex, lines: FlowFile['lines']): readonly NamingKind[] =>
  index.used.flatMap(({ number, first }) => {
    const facts = lines[index.flows[first]!.line]!;
    const numbersOf = (what: 'group' | 'meter') =>
      usesOf(likeMentions(facts), what).map((mention) => Number(mention.number));
    const [group, meter] = [numbersOf('group'), numbersOf('meter')];
    const isBundled = facts.bundleWord !== undefined;
    return isBundled || group.length + meter.length > 0 ? { number, group, meter, isBundled } : [];
  }),
);

function usesOf(mentions: readonly Mention[], what: Mention['what']): readonly Mention[] {
  return mentions.filter((mention) => mention.what === what && mention.role === 'use');
}

/** The lines of a bundle are carried out one after the other, whatever comes later. */
function addedBelow({ groups }: FileSection, number: number, line: number): number | undefined {
  const first = groups.get(number)?.[0]?.line;
  return first !== undefined && first > line ? first : undefined;
}
