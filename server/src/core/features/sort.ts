/**
 * Sorts the flows of a table by priority, the highest first. Flows of one priority keep their order, so that of
 * two with the same match the later still replaces the earlier. Comments right above a flow and drawings
 * right below it go along; all other lines stay where they are.
 *
 * The order in which flows are added does not matter beyond that. What does matter is what stands between them:
 * a `delete` or a group. Where a flow would have to pass such a line, nothing is sorted.
 */
import type { FlowDocument, Position } from '../model/flow-document';
import { addTo, countBelow } from '../model/lists';
import { parseFlowLine } from '../syntax/flow-line';
import type { DocumentEdit, LineRange } from './format';
import { type Barrier, type SortEntry, sortableLines } from './sort-entries';
import { mayMatchEverything } from './sort-keys';

/** The edits, or why there are none, in a sentence for the person who asked. */
export interface Sorting {
  readonly edits: readonly DocumentEdit[];
  readonly message?: string;
}

/** The place where an entry stands, and the entry that is to stand there. */
interface Move {
  readonly place: SortEntry;
  readonly entry: SortEntry;
}

/** Sorts the flows of the table that the flow at the position is in, or the next one below it. */
export function sortTableAt(document: FlowDocument<unknown>, { line }: Position): Sorting {
  const sortable = readLines(document);
  const chosen = sortable.entries.find(({ last }) => last >= line) ?? sortable.entries.at(-1);
  if (!chosen) {
    return { edits: [], message: 'There is no flow here that could be sorted.' };
  }
  const entries = sortable.entries.filter(({ table }) => table === chosen.table);
  return sorted(document, [entries], sortable.barriers);
}

/** Sorts the flows in the lines of a selection, those of each table among themselves. */
export function sortLines(document: FlowDocument<unknown>, { first, last }: LineRange): Sorting {
  const sortable = readLines(document);
  const tables = new Map<string, SortEntry[]>();
  for (const entry of sortable.entries) {
    if (entry.line >= first && entry.line <= last) {
      addTo(tables, entry.table, entry);
    }
  }
  return tables.size === 0
    ? { edits: [], message: 'There is no flow in the selection that could be sorted.' }
    : sorted(document, [...tables.values()], sortable.barriers);
}

function readLines(document: FlowDocument<unknown>) {
  return sortableLines(document.lines.length, (line) => document.lines[line]?.text);
}

function sorted(
  document: FlowDocument<unknown>,
  tables: readonly (readonly SortEntry[])[],
  barriers: readonly Barrier[],
): Sorting {
  const moves = tables.flatMap(movesOf);
  if (moves.length === 0) {
    return { edits: [], message: `${namesOf(tables)} sorted by priority already.` };
  }
  const reason = reasonAgainst(document, moves, barriers);
  return reason === undefined
    ? { edits: moves.map((move) => editOf(document, move)) }
    : { edits: [], message: `Nothing was sorted. ${reason}` };
}

function namesOf(tables: readonly (readonly SortEntry[])[]): string {
  return tables.length === 1
    ? `The flows of table ${tables[0]![0]!.table} are`
    : 'The flows of each table are';
}

/** The entries that come to stand elsewhere. */
function movesOf(entries: readonly SortEntry[]): Move[] {
  const order = [...entries].sort((left, right) => right.priority - left.priority || left.line - right.line);
  return entries.flatMap((place, index) => (order[index] === place ? [] : [{ place, entry: order[index]! }]));
}

/** Why the moves would change what the file does; undefined when they would not. */
function reasonAgainst(
  document: FlowDocument<unknown>,
  moves: readonly Move[],
  barriers: readonly Barrier[],
): string | undefined {
  const cut = document.lines.findIndex(({ raw }) => raw.endsWith('\r'));
  if (cut >= 0) {
    return `Line ${cut + 1} ends in a carriage return without a line feed: to Open vSwitch it is one line with the next.`;
  }
  const passed = passedBarrier(moves, barriers);
  if (passed) {
    return `A flow would pass line ${passed.line + 1}, and ${passed.reason}. Select the flows above or below that line, and sort these.`;
  }
  const exact = moves.find(({ entry }) =>
    mayMatchEverything(parseFlowLine(document.lines[entry.line]!.text)),
  );
  if (exact) {
    return `The flow in line ${exact.entry.line + 1} may match every field that OpenFlow 1.0 has, and would get the highest priority there, whatever it asks for.`;
  }
  return undefined;
}

/** The first barrier that an entry of its table would have to pass. */
function passedBarrier(moves: readonly Move[], barriers: readonly Barrier[]): Barrier | undefined {
  const byTable = new Map<string | undefined, Barrier[]>();
  for (const barrier of barriers) {
    addTo(byTable, barrier.table, barrier);
  }
  for (const { place, entry } of moves) {
    const from = Math.min(place.line, entry.line);
    for (const relevant of [byTable.get(entry.table) ?? [], byTable.get(undefined) ?? []]) {
      const barrier = relevant[countBelow(relevant, from, ({ line }) => line)];
      if (barrier && barrier.line < Math.max(place.line, entry.line)) {
        return barrier;
      }
    }
  }
  return undefined;
}

function editOf(document: FlowDocument<unknown>, { place, entry }: Move): DocumentEdit {
  const lines = document.lines.slice(entry.first, entry.last + 1).map(({ text }) => text);
  return {
    start: { line: place.first, character: 0 },
    end: { line: place.last, character: document.lines[place.last]!.text.length },
    newText: lines.join(document.lineEnd),
  };
}
