/** What stands above the first flow of a table: how many flows it has, and the jumps into it and out of it. */
import type { FileTable } from '../model/file-table';
import { type FileSection, type FlowFile, sectionAt } from '../model/flow-file';
import { likeMentions, linesLike } from '../model/like-mentions';
import type { LineFacts } from '../model/line-facts';
import type { Mention } from '../model/mentions';
import { oncePer } from '../model/once';
import type { FileWithText, Occurrence } from './references';

/** What a lens is about. */
export const lensKinds = ['flows', 'in', 'out', 'learned'] as const;
export type LensKind = (typeof lensKinds)[number];

/** A lens above a line. */
export interface Lens {
  /** The line of the table's first flow, from 0. */
  readonly line: number;
  readonly table: number;
  readonly kind: LensKind;
  readonly title: string;
}

/** More places are not shown when a lens is clicked; its title counts all. */
const mostPlaces = 5000;

interface Counts {
  in: number;
  out: number;
  learned: number;
}

/** Beyond so many there are no more: a file may hold thousands of dumps. */
const mostLenses = 10_000;

/** The lenses of a file, top to bottom. An edit costs a pass over the flows of its table. */
export function codeLenses({ file }: FileWithText): Lens[] {
  const found: Lens[] = [];
  for (const section of file.sections) {
    found.push(...lensesOf(file, section));
    if (found.length >= mostLenses) {
      break;
    }
  }
  return found;
}

function lensesOf(file: FlowFile, section: FileSection): Lens[] {
  const counts = countsIn(file, section);
  const lenses = [...section.tables.values()].flatMap(({ number, flows }) => {
    const { line } = flows[0]!;
    const found = counts.get(number) ?? noCounts;
    const here = { line, table: number };
    const into = number === 0 && found.in === 0 ? 'packets start here' : counted(found.in, 'jump', ' in');
    const learned = `learned by ${counted(found.learned, 'flow')}`;
    return [
      { ...here, kind: 'flows' as const, title: counted(flows.length, 'flow') },
      { ...here, kind: 'in' as const, title: into },
      { ...here, kind: 'out' as const, title: counted(found.out, 'jump', ' out') },
      ...(found.learned > 0 ? [{ ...here, kind: 'learned' as const, title: learned }] : []),
    ];
  });
  return lenses.sort((one, other) => one.line - other.line);
}

/** The places behind a lens; `line` says which section of the file is meant. */
export function placesOfLens(
  document: Pick<FileWithText, 'file'>,
  { line, table, kind }: Pick<Lens, 'line' | 'table' | 'kind'>,
): Occurrence[] {
  const { file } = document;
  const section = sectionAt(file, line);
  const found: Occurrence[] = [];
  if (kind === 'flows') {
    for (const { line: here, facts } of section.tables.get(table)?.flows.slice(0, mostPlaces) ?? []) {
      found.push({ line: here, span: facts.span, role: 'definition' });
    }
    return found;
  }
  const isPlace = ({ flow }: LineFacts, { what, role, number }: Mention) =>
    what === 'table' &&
    (kind === 'out'
      ? role === 'jump' && flow?.table === table
      : role === (kind === 'in' ? 'jump' : 'learn') && number === table);
  const mayHave = (facts: LineFacts) => likeMentions(facts).some((mention) => isPlace(facts, mention));
  for (const [here, facts] of linesLike(file, section, mayHave)) {
    for (const mention of facts.mentions) {
      if (
        isPlace(facts, mention) &&
        found.push({ line: here, span: mention.span, role: mention.role }) === mostPlaces
      ) {
        return found;
      }
    }
  }
  return found;
}

const noCounts: Counts = { in: 0, out: 0, learned: 0 };

/** By table. */
type CountsByTable = Map<number, Counts>;

function countsIn(file: FlowFile, { tables, others, groupLines, packetOuts }: FileSection): CountsByTable {
  const counts: CountsByTable = new Map();
  for (const table of tables.values()) {
    for (const [number, { in: into, out, learned }] of countsFrom(table, file)) {
      const found = countsOf(counts, number);
      found.in += into;
      found.out += out;
      found.learned += learned;
    }
  }
  for (const line of [...linesOf(others), ...groupLines, ...linesOf(packetOuts)]) {
    count(file.lines[line]!, counts);
  }
  return counts;
}

/** What the flows of a table add to the counts of all tables. An edit leaves most tables as they are. */
const countsFrom = oncePer(({ flows }: FileTable, { lines }: FlowFile): CountsByTable => {
  const counts: CountsByTable = new Map();
  for (const line of linesOf(flows)) {
    count(lines[line]!, counts);
  }
  return counts;
});

function count(facts: LineFacts, counts: CountsByTable): void {
  for (const { what, role, number } of likeMentions(facts)) {
    if (what === 'table' && role === 'jump') {
      countsOf(counts, Number(number)).in++;
      if (facts.flow?.table !== undefined) {
        countsOf(counts, facts.flow.table).out++;
      }
    } else if (what === 'table' && role === 'learn') {
      countsOf(counts, Number(number)).learned++;
    }
  }
}

function countsOf(counts: CountsByTable, table: number): Counts {
  let found = counts.get(table);
  if (!found) {
    found = { ...noCounts };
    counts.set(table, found);
  }
  return found;
}

function linesOf(list: readonly { readonly line: number }[]): number[] {
  return list.map(({ line }) => line);
}

function counted(count: number, what: string, rest = ''): string {
  return `${count === 0 ? 'no' : count} ${what}${count === 1 ? '' : 's'}${rest}`;
}
