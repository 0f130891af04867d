/** Places that name the same thing: a table, a group, a meter, a conjunction, a cookie. */
import { type FileSection, type FlowFile, sectionAt } from '../model/flow-file';
import { isOwn, likeMentions, linesLike } from '../model/like-mentions';
import type { LineFacts } from '../model/line-facts';
import type { Mention, Named } from '../model/mentions';
import { type Step, withNested } from '../model/steps';
import type { Span } from '../syntax/span';

/** A file and its text, which its facts do not keep. */
export interface FileWithText {
  readonly file: FlowFile;
  /** The text of a line, without its line end; empty past the end. */
  textOf(line: number): string;
}

/** Something that a file names by its number. */
export interface Thing {
  readonly what: Named;
  readonly number: number | bigint;
  /** Several dumps in one file have nothing to do with each other. */
  readonly section: FileSection;
  /** Of a conjunction: the table it is in, since each table has conjunctions of its own. */
  readonly table: number | undefined;
}

/** A place that names it. */
export interface Occurrence {
  /** From 0. */
  readonly line: number;
  /** The number in the text; empty where it is left out. */
  readonly span: Span;
  readonly role: Mention['role'];
  /** Whether the action goes to the table of its own flow without a word about it: `resubmit:1`. */
  readonly isOwnTable?: true;
}

/** A place, and what it names. */
export interface Place extends Occurrence {
  readonly thing: Thing;
}

/** The commands of groups that say what the group does. */
const definingGroups: ReadonlySet<string> = new Set(['add', 'modify', 'add_or_mod']);

/** Longer than any word that stands in front of a number: `watch_group=`, `conjunction(`. */
const longestKey = 40;

/** What is named at a place: on the number itself, or on the word in front of it. `character` is from 0, in UTF-16 units. */
export function placeAt(document: FileWithText, line: number, character: number): Place | undefined {
  const { file } = document;
  const facts = file.lines[line];
  const mentions = facts?.mentions ?? [];
  const mention =
    mentions.find(({ span }) => span.start <= character && character <= span.end) ??
    mentionAfterKey(mentions, character, (end) => document.textOf(line).slice(character, end));
  if (!facts || !mention || isContinued(file, line, mention)) {
    return undefined;
  }
  const { what, number, span } = mention;
  const thing = { what, number, section: sectionAt(file, line), table: tableFor(what, facts) };
  return { line, span, role: roleOf(mention, facts), thing };
}

/** The mention that directly follows what is written from `character` on. */
function mentionAfterKey(
  mentions: readonly Mention[],
  character: number,
  textUpTo: (end: number) => string,
): Mention | undefined {
  const next = mentions.find(({ span }) => span.start > character && span.end > span.start);
  return next &&
    next.span.start - character <= longestKey &&
    /^\w*[=:(]\w*,?$/.test(textUpTo(next.span.start))
    ? next
    : undefined;
}

/** All places that name the thing, in the order of the text. Takes time linear in the lines of the section. */
export function occurrencesOf(file: FlowFile, thing: Thing): Occurrence[] {
  return [...occurrencesIn(file, thing)];
}

/**
 * The same one by one, as far as they are asked for: in the lines of the section or some of them, in all roles or in those
 * that are wanted.
 */
export function* occurrencesIn(
  file: FlowFile,
  thing: Thing,
  lines: { readonly first: number; readonly last: number } = thing.section,
  wants: (role: Mention['role']) => boolean = () => true,
): Generator<Occurrence> {
  const isWanted = (mention: Mention, facts: LineFacts) =>
    mention.what === thing.what && wants(roleOf(mention, facts));
  const mayHave = (facts: LineFacts) =>
    likeMentions(facts).some(
      (each) => isWanted(each, facts) && (isOwn(each) || isSame(each, facts, thing)),
    ) ||
    (wants('jump') && goesToOwnTable(facts, thing));
  for (const [line, facts] of linesLike(file, lines, mayHave)) {
    for (const mention of facts.mentions) {
      if (isWanted(mention, facts) && isSame(mention, facts, thing) && !isContinued(file, line, mention)) {
        yield { line, span: mention.span, role: roleOf(mention, facts) };
      }
    }
    if (wants('jump') && goesToOwnTable(facts, thing)) {
      for (const span of ownTableJumps(facts.flow!.steps)) {
        yield { line, span, role: 'jump', isOwnTable: true };
      }
    }
  }
}

function goesToOwnTable({ flow }: LineFacts, { what, number }: Thing): boolean {
  return what === 'table' && flow?.table === number && ownTableJumps(flow.likeSteps).length > 0;
}

/** The places to list when references are asked for; those that define the thing only where they are wanted. */
export function referencesAt(
  document: FileWithText,
  line: number,
  character: number,
  withDefinitions: boolean,
): Occurrence[] {
  const place = placeAt(document, line, character);
  const found = place ? occurrencesOf(document.file, place.thing) : [];
  return withDefinitions ? found : found.filter(({ role }) => role !== 'definition');
}

/** So many places at most are highlighted: an editor asks at each move of the cursor. */
const mostHighlights = 1000;
/** So many lines are looked at, up and down. */
const farthestHighlight = 10_000;

/** The places to highlight, in the order of the text: of very many, those nearest to the cursor. */
export function highlightsAt(document: FileWithText, line: number, character: number): Occurrence[] {
  const place = placeAt(document, line, character);
  if (!place) {
    return [];
  }
  const { section } = place.thing;
  const near = {
    first: Math.max(section.first, line - farthestHighlight),
    last: Math.min(section.last, line + farthestHighlight),
  };
  const found = [...occurrencesIn(document.file, place.thing, near)];
  const written = found.filter(({ span, isOwnTable }) => span.end > span.start && !isOwnTable);
  if (written.length <= mostHighlights) {
    return written;
  }
  const behind = written.findIndex((occurrence) => occurrence.line >= line);
  const here = behind < 0 ? written.length : behind;
  const start = Math.max(0, Math.min(here - mostHighlights / 2, written.length - mostHighlights));
  return written.slice(start, start + mostHighlights);
}

/** Whether the mention is of that thing. */
export function isSame(mention: Mention, facts: LineFacts, { what, number, table }: Thing): boolean {
  return mention.what === what && mention.number === number && tableFor(what, facts) === table;
}

/** What deletes or changes a thing does not define it. */
export function roleOf({ what, role }: Mention, { flow, group, meter }: LineFacts): Mention['role'] {
  const defines =
    (what !== 'table' || flow?.command === 'add') &&
    (what !== 'group' || (group !== undefined && definingGroups.has(group.command))) &&
    (what !== 'meter' || meter?.defines === true);
  return role === 'definition' && !defines ? 'use' : role;
}

/**
 * Whether the mention stands for nothing: `actions=…` alone on a line of a dump is the second half of a flow that was
 * wrapped, and not a flow of table 0.
 */
export function isContinued({ lines }: FlowFile, line: number, { what, span }: Mention): boolean {
  const flow = lines[line]?.flow;
  const before = lines[line - 1]?.flow;
  const isImplied = what === 'table' && span.start === span.end && span.start === flow?.span.start;
  const hasNoMatch = flow?.actions !== undefined && flow.span.end === flow.actions.start - 1;
  return isImplied && hasNoMatch && before?.printed === true && before.actions === undefined;
}

/** The actions that look at the table of their own flow again. */
export function ownTableJumps(steps: readonly Step[]): Span[] {
  return [...withNested(steps)].flatMap((step) =>
    step.kind === 'jump' && step.table === undefined ? [step.span] : [],
  );
}

function tableFor(what: Named, { flow }: LineFacts): number | undefined {
  return what === 'conjunction' ? flow?.table : undefined;
}
