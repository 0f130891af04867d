/** The outline: tables with their flows, groups and meters. Breadcrumbs and sticky headers follow it. */
import { sectionAt } from '../model/flow-file';
import type { Span } from '../syntax/span';
import type { FileWithText } from './references';
import { actionsOf, labelOfFlow, textBehind } from './symbol-labels';
import { headingOf, type TableRange, tableRanges } from './table-ranges';

/** An entry of the outline. Children lie within their parent, and one behind the other. */
export interface FlowSymbol {
  readonly kind: 'table' | 'flow' | 'group' | 'meter';
  readonly name: string;
  readonly detail: string;
  /** From the start of the first to the end of the last line; lines from 0. */
  readonly first: number;
  readonly last: number;
  /** Of a flow, group or meter: its stretch of the line. Of a table: all of its lines. */
  readonly span: Span;
  /** Where to go: a line between `first` and `last`, and a stretch of it. */
  readonly selection: { readonly line: number; readonly span: Span };
  readonly children: readonly FlowSymbol[];
}

/** Beyond so many flows the outline has tables only: nobody reads it, and an editor asks for it after each edit. */
const mostFlows = 5_000;
/** Beyond so many stretches of tables only the first of each table is given. */
const mostRanges = 5_000;
/** Groups and meters, together. */
const mostOthers = 10_000;

/**
 * The outline, top to bottom. Flows of one table that stand together make one entry, with the comments above them; a
 * table whose flows are scattered has several, so that every line is below the table that it belongs to.
 */
export function documentSymbols(document: FileWithText): FlowSymbol[] {
  const ranges = tableRanges(document);
  const flows = ranges.reduce((sum, range) => sum + range.flows.length, 0);
  const shown = ranges.length > mostRanges ? firstOfEach(document, ranges) : ranges;
  const tables = shown.map((range) => tableSymbol(document, range, flows <= mostFlows));
  return [...tables, ...groupsAndMeters(document), ...flowsOfNoTable(document)].sort(
    (one, other) => one.first - other.first,
  );
}

function firstOfEach({ file }: FileWithText, ranges: readonly TableRange[]): TableRange[] {
  const seen = new Set<string>();
  return ranges.filter(({ table, flow }) => {
    const key = `${sectionAt(file, flow).first} ${table}`;
    const isFirst = !seen.has(key);
    seen.add(key);
    return isFirst;
  });
}

function tableSymbol(document: FileWithText, range: TableRange, withFlows: boolean): FlowSymbol {
  const { table, first, flow, last, flows, heading } = range;
  const { file } = document;
  const count = flows.length === 1 ? '1 flow' : `${flows.length} flows`;
  const title = heading === undefined ? '' : (headingOf(document.textOf(heading))?.title ?? '');
  const named = file.lines[flow]!.mentions.find(({ what }) => what === 'table')?.span;
  const facts = file.lines[flow]!.flow!;
  return {
    kind: 'table',
    name: `table ${table}`,
    detail: title === '' ? count : `${title}, ${count}`,
    first,
    last,
    span: { start: 0, end: document.textOf(last).length },
    // What sticks to the top of the window while one scrolls through the table.
    selection:
      heading === undefined
        ? { line: flow, span: named && named.end > named.start ? named : facts.span }
        : { line: heading, span: { start: 0, end: document.textOf(heading).length } },
    children: withFlows ? flows.map((line) => flowSymbol(document, line)) : [],
  };
}

function flowSymbol(document: FileWithText, line: number): FlowSymbol {
  const facts = document.file.lines[line]!.flow!;
  const text = document.textOf(line);
  return {
    kind: 'flow',
    name: labelOfFlow(text, facts),
    detail: actionsOf(text, facts),
    first: line,
    last: line,
    span: facts.whole,
    selection: { line, span: within(facts.span, facts.whole) },
    children: [],
  };
}

/** Flows that are deleted from all tables, and flows of tables that are known by name only. */
function flowsOfNoTable(document: FileWithText): FlowSymbol[] {
  return document.file.sections
    .flatMap(({ others }) => others)
    .filter(({ facts }) => facts.table === undefined)
    .slice(0, mostOthers)
    .map(({ line }) => flowSymbol(document, line));
}

function groupsAndMeters(document: FileWithText): FlowSymbol[] {
  const found: FlowSymbol[] = [];
  for (const [line, facts] of document.file.lines.entries()) {
    if (found.length >= mostOthers) {
      break;
    }
    const { kind } = facts;
    if (kind !== 'group' && kind !== 'meter') {
      continue;
    }
    const named = facts.mentions.find(({ what, role }) => what === kind && role === 'definition');
    if (named) {
      const text = document.textOf(line);
      found.push({
        kind,
        name: `${kind} ${text.slice(named.span.start, named.span.end)}`,
        detail: textBehind(text, named.span.end),
        first: line,
        last: line,
        span: { start: 0, end: text.length },
        selection: { line, span: named.span },
        children: [],
      });
    }
  }
  return found;
}

/** Editors refuse a place to go to that is not inside of what it stands for. */
function within({ start, end }: Span, outer: Span): Span {
  const from = Math.min(Math.max(start, outer.start), outer.end);
  return { start: from, end: Math.min(Math.max(end, from), outer.end) };
}
