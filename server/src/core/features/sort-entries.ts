/** The flows of a document as sorting sees them: each with the lines that go along, and what must not be passed. */

import { flowCommandOf } from '../flow/evaluate';
import { directivesIn } from '../model/directives';
import { type FlowLine, parseFlowLine } from '../syntax/flow-line';
import { isReplyHeader } from '../syntax/printed-line';
import { isBlank, isComment, isDrawingBelow, type LineAt } from './format-comments';
import { longestFormatted } from './format-line';
import { priorityOf, tableOf } from './sort-keys';
import { headingOf } from './table-ranges';

/** A flow, the comments right above it and the drawings right below it: lines that stay together. */
export interface SortEntry {
  /** The line of the flow itself. */
  readonly line: number;
  readonly first: number;
  readonly last: number;
  readonly table: string;
  readonly priority: number;
}

/** A line that flows must not be moved past, and why. */
export interface Barrier {
  readonly line: number;
  /** The table it is about; undefined for all of them. */
  readonly table: string | undefined;
  readonly reason: string;
  /** Whether the next line belongs to it. */
  readonly goesOn?: true;
}

export interface SortableLines {
  readonly entries: readonly SortEntry[];
  readonly barriers: readonly Barrier[];
}

/** Goes through all lines once. */
export function sortableLines(count: number, at: LineAt): SortableLines {
  const entries: SortEntry[] = [];
  const barriers: Barrier[] = [];
  let free = 0;
  let dump: string | undefined;
  for (let line = 0; line < count; line++) {
    const text = at(line)!;
    if (isComment(text) || isBlank(text)) {
      continue;
    }
    const read = readLine(line, text);
    if ('reason' in read) {
      // A long dump comes in several replies to one request.
      const reply = isReplyHeader(text) ? /\(xid=[^)]*\)/.exec(text)?.[0] : undefined;
      if (reply === undefined || reply !== dump) {
        barriers.push(read);
      }
      dump = reply ?? dump;
      line += read.goesOn ? 1 : 0;
      free = line + 1;
    } else {
      const entry = withNeighbours(read, free, at);
      entries.push(entry);
      free = entry.last + 1;
      line = entry.last;
    }
  }
  return { entries, barriers };
}

type OwnLine = Pick<SortEntry, 'line' | 'table' | 'priority'>;

/** A flow that is added; or a barrier. */
function readLine(line: number, text: string): OwnLine | Barrier {
  if (text.length > longestFormatted || text.includes('\0')) {
    return { line, table: undefined, reason: 'it cannot be read' };
  }
  const parsed = parseFlowLine(text);
  switch (parsed.kind) {
    case 'flow':
      return readFlow(line, parsed);
    case 'group':
    case 'meter':
      return { line, table: undefined, reason: `flows may need the ${parsed.kind} that it is about` };
    case 'packet-out':
      return { line, table: undefined, reason: 'its packet takes the flows that are there by then' };
    default:
      return { line, table: undefined, reason: 'what a program has printed there belongs where it is' };
  }
}

function readFlow(line: number, flow: FlowLine): OwnLine | Barrier {
  const table = tableOf(flow);
  const command = flowCommandOf(flow);
  if (flow.isWrapped) {
    return { line, table: undefined, reason: 'the flow there goes on in the next line', goesOn: true };
  }
  if (command !== 'add') {
    return { line, table, reason: `${command} acts on the flows that are there by then` };
  }
  const priority = priorityOf(flow);
  if (priority === undefined) {
    return { line, table: table ?? '0', reason: 'its priority cannot be read' };
  }
  if (directivesIn(flow.text).some(({ scope }) => scope === 'next-line')) {
    const reason = 'the comment there silences a rule for the line below it';
    return { line, table: table ?? '0', reason, goesOn: true };
  }
  return { line, table: table ?? '0', priority };
}

/** `free` is the first line above that belongs to nothing else. */
function withNeighbours(flow: OwnLine, free: number, at: LineAt): SortEntry {
  let first = flow.line;
  while (first > free && isComment(at(first - 1)) && !staysAbove(at(first - 1)!)) {
    first--;
  }
  let last = flow.line;
  while (isDrawingBelow(at(last + 1))) {
    last++;
  }
  return { ...flow, first, last };
}

/** Headings of tables and marks of foldable regions stay where they are: they are about more than one flow. */
function staysAbove(comment: string): boolean {
  return headingOf(comment) !== undefined || /^[ \t]*#[ \t]*(?:end)?region\b/i.test(comment);
}
