/** Tables, groups and meters of all open files, by name. */
import type { Occurrence } from './references';
import { type FileWithText, roleOf } from './references';
import { titleAbove } from './table-ranges';

/** One that was found. */
export interface NamedSymbol extends Pick<Occurrence, 'line' | 'span'> {
  readonly kind: 'table' | 'group' | 'meter';
  readonly name: string;
  /** What a comment calls it; may be empty. */
  readonly title: string;
}

/** Beyond so many in a file one has to type more. */
const mostSymbols = 1000;

/**
 * Those whose name or title has all characters of the query in their order, upper and lower case alike. A table is
 * listed once, at its first flow.
 */
export function findSymbols(document: FileWithText, query: string): NamedSymbol[] {
  const wanted = [...query.toLowerCase().slice(0, 100)].filter((character) => character.trim() !== '');
  const found: NamedSymbol[] = [];
  const add = (symbol: NamedSymbol) => {
    if (found.length < mostSymbols && hasInOrder(`${symbol.name} ${symbol.title}`.toLowerCase(), wanted)) {
      found.push(symbol);
    }
  };
  tablesOf(document).forEach(add);
  const { file } = document;
  for (const [line, facts] of file.lines.entries()) {
    const { kind } = facts;
    if (kind !== 'group' && kind !== 'meter') {
      continue;
    }
    const named = facts.mentions.find(
      (mention) => mention.what === kind && roleOf(mention, facts) === 'definition',
    );
    if (named) {
      const number = document
        .textOf(line)
        .slice(named.span.start, Math.min(named.span.end, named.span.start + 40));
      add({ kind, name: `${kind} ${number}`, title: '', line, span: named.span });
    }
  }
  return found;
}

function tablesOf(document: FileWithText): NamedSymbol[] {
  const { file } = document;
  return file.sections.flatMap(({ tables }) =>
    [...tables.values()].map(({ number, flows }) => {
      const { line, facts } = flows[0]!;
      const named = file.lines[line]!.mentions.find(({ what }) => what === 'table')?.span;
      const span = named && named.end > named.start ? named : facts.span;
      return {
        kind: 'table' as const,
        name: `table ${number}`,
        title: titleAbove(document, line, number),
        line,
        span,
      };
    }),
  );
}

function hasInOrder(text: string, characters: readonly string[]): boolean {
  let from = 0;
  for (const character of characters) {
    const at = text.indexOf(character, from);
    if (at < 0) {
      return false;
    }
    from = at + character.length;
  }
  return true;
}
