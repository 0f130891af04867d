/** What stands above the first flow of a table: how many flows it has, and the jumps into it and out of it. */
import { type FileSection, type FlowFile, sectionAt } from '../model/flow-file';
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

/** The lenses of a file, top to bottom. One pass over its lines. */
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
  for (let here = section.first; here <= section.last && found.length < mostPlaces; here++) {
    const facts = file.lines[here]!;
    for (const { what, role, number, span } of facts.mentions) {
      const isWanted =
        what === 'table' &&
        (kind === 'out'
          ? role === 'jump' && facts.flow?.table === table
          : role === (kind === 'in' ? 'jump' : 'learn') && number === table);
      if (isWanted) {
        found.push({ line: here, span, role });
      }
    }
  }
  return found.slice(0, mostPlaces);
}

const noCounts: Counts = { in: 0, out: 0, learned: 0 };

function countsIn(file: FlowFile, { first, last }: FileSection): Map<number, Counts> {
  const counts = new Map<number, Counts>();
  const of = (table: number) => {
    let found = counts.get(table);
    if (!found) {
      found = { ...noCounts };
      counts.set(table, found);
    }
    return found;
  };
  for (let line = first; line <= last; line++) {
    const { mentions, flow } = file.lines[line]!;
    for (const { what, role, number } of mentions) {
      if (what === 'table' && role === 'jump') {
        of(Number(number)).in++;
        if (flow?.table !== undefined) {
          of(flow.table).out++;
        }
      } else if (what === 'table' && role === 'learn') {
        of(Number(number)).learned++;
      }
    }
  }
  return counts;
}

function counted(count: number, what: string, rest = ''): string {
  return `${count === 0 ? 'no' : count} ${what}${count === 1 ? '' : 's'}${rest}`;
}
