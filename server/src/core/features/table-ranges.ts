/** Stretches of lines that belong to one table: what an outline, folding and sticky headers go by. */
import type { FlowFile } from '../model/flow-file';
import { lastUpTo } from '../model/lists';
import type { FileWithText } from './references';

/** Flows of one table with no flow of another between them. Lines from 0, both ends included. */
export interface TableRange {
  readonly table: number;
  /** Its first line: the heading, or the first comment right above the first flow, or that flow. */
  readonly first: number;
  /** The line of the first flow. */
  readonly flow: number;
  readonly last: number;
  /** The lines of its flows. */
  readonly flows: readonly number[];
  /** The comment that says which table this is: `# Table 1: who may open a connection`. */
  readonly heading: number | undefined;
}

const known = new WeakMap<FlowFile, readonly TableRange[]>();
/** More are a burden: the flows of such a file are in no order. */
const mostKept = 10_000;

/**
 * The stretches, top to bottom. A table whose flows are scattered has several. Reads the text of comments only. Found
 * once for each state of a file: an outline, folding and selections all ask for them.
 */
export function tableRanges(document: FileWithText): readonly TableRange[] {
  let ranges = known.get(document.file);
  if (!ranges) {
    ranges = rangesOf(document);
    if (ranges.length <= mostKept) {
      known.set(document.file, ranges);
    }
  }
  return ranges;
}

function rangesOf(document: FileWithText): TableRange[] {
  const { file } = document;
  const ranges: TableRange[] = [];
  const starts = new Set(file.sections.map(({ first }) => first));
  let flows: number[] = [];
  let table: number | undefined;
  /** The first line behind the last one that is neither blank nor a comment. */
  let gap = 0;
  for (let line = 0; line < file.lines.length; line++) {
    const facts = file.lines[line]!;
    if (starts.has(line)) {
      table = undefined;
    }
    if (facts.kind === 'blank' || facts.kind === 'comment') {
      continue;
    }
    const here = facts.flow?.table;
    if (here === undefined || here !== table) {
      table = here;
      flows = [];
      if (here !== undefined) {
        const extent = extentAbove(document, line, gap, here);
        ranges.push({ table: here, flow: line, last: line, flows, ...extent });
      }
    }
    if (here !== undefined) {
      flows.push(line);
    }
    gap = line + 1;
  }
  return ranges.map((range) => ({ ...range, last: range.flows.at(-1)! }));
}

/** Finds the stretch that a line is in. */
export function tableRangeFinder(document: FileWithText): (line: number) => TableRange | undefined {
  const ranges = tableRanges(document);
  return (line) => {
    const range = lastUpTo(ranges, line, ({ first }) => first);
    return range && line <= range.last ? range : undefined;
  };
}

/** The ranges as they are folded: the comment on top stays in sight, or the first flow where there are more comments. */
export function tableFolds(document: FileWithText): { readonly start: number; readonly end: number }[] {
  const { lines } = document.file;
  return tableRanges(document).map(({ first, flow, last }) => {
    // A block of comments is folded by itself, from the same line.
    const isBlock = lines[first]!.kind === 'comment' && lines[first + 1]?.kind === 'comment';
    return { start: isBlock ? flow : first, end: last };
  });
}

/** Where a table starts whose first flow is on a line, and whose comments may reach up to `gap`. */
function extentAbove(
  document: FileWithText,
  flow: number,
  gap: number,
  table: number,
): Pick<TableRange, 'first' | 'heading'> {
  const { lines } = document.file;
  for (let line = gap; line < flow; line++) {
    if (lines[line]!.kind === 'comment' && isHeading(document.textOf(line), table)) {
      return { first: line, heading: line };
    }
  }
  let first = flow;
  while (
    first > gap &&
    lines[first - 1]!.kind === 'comment' &&
    !/^\s*#\s*endregion\b/.test(document.textOf(first - 1))
  ) {
    first--;
  }
  return { first, heading: undefined };
}

/** What the comments above the first flow of a table, on that line, call the table; may be empty. */
export function titleAbove(document: FileWithText, flow: number, table: number): string {
  const { lines } = document.file;
  for (let line = flow - 1; line >= 0; line--) {
    const { kind } = lines[line]!;
    if (kind !== 'blank' && kind !== 'comment') {
      break;
    }
    const heading = kind === 'comment' ? headingOf(document.textOf(line)) : undefined;
    if (heading?.table === table) {
      return heading.title;
    }
  }
  return '';
}

/** Whether a comment starts with the name of the table. */
function isHeading(text: string, table: number): boolean {
  return headingOf(text)?.table === table;
}

/** A comment that starts with the name of a table: which one, and the first sentence of what it says of it. */
export function headingOf(text: string): { readonly table: number; readonly title: string } | undefined {
  const found = /^[\s#=*~-]*(?:region\s+)?table[\s=]*(\d{1,3})\b(.{0,200})/i.exec(text);
  const title = /^\s*[:.,\u2013\u2014-]+\s*(\S.*?)(?:[.:;](?:\s|$)|[\s=*~#-]*$)/.exec(found?.[2] ?? '')?.[1];
  return found ? { table: Number(found[1]), title: title ?? '' } : undefined;
}
