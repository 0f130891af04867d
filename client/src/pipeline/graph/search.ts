/** Finding tables by what is typed into the search field. */
import type { PipelineTable } from './pipeline';
import { chipsOf, marksOf } from './words';

/**
 * The numbers of the tables that every word of the search fits, the exact number first. A word is the start of a
 * number, two numbers with `-` between them, or the start of a state (`new`, `+trk+est`) or of a mark (`dead`, `drop`).
 */
export function search(tables: readonly PipelineTable[], query: string): number[] {
  const words = query
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((word) => word !== '');
  if (words.length === 0) {
    return [];
  }
  const found = tables
    .filter((table) => words.every((word) => fits(table, word)))
    .map(({ number }) => number);
  const exact = found.filter((number) => words.includes(String(number)));
  return [...exact, ...found.filter((number) => !exact.includes(number))];
}

function fits(table: PipelineTable, word: string): boolean {
  const number = /^(?:table[=:]?)?(\d+)(?:(?:-|…|\.\.)(\d+))?$/.exec(word);
  if (number) {
    const [, first = '', last] = number;
    return last === undefined
      ? String(table.number).startsWith(first)
      : table.number >= Number(first) && table.number <= Number(last);
  }
  if (word === 'table') {
    return true;
  }
  const marks = marksOf(table).flatMap(({ text }) => [text.replace(/^\d+ /, ''), ...text.split(' ')]);
  const aliases = table.reached ? ['reached'] : ['unreached', 'unreachable'];
  return (
    [...chipsOf(table), ...marks, ...aliases].some((known) => known.startsWith(word)) ||
    (/^[+-]/.test(word) && (table.states ?? []).some((state) => state.includes(word)))
  );
}
