/** Colours of values and of names of fields: numbers, addresses, flags, ports, bits of fields. */
import { connectionStateFlags } from '../facts/connection-state';
import { registerFields } from '../facts/fields/registers';
import { type FieldFormat, fieldOfAnyName, type MatchField } from '../facts/match-fields';
import { tcpFlags, tunnelFlags } from '../facts/packet-flags';
import { noPort, reservedPorts } from '../facts/ports';
import type { Span } from '../syntax/span';
import type { SemanticTokenList, TokenModifier } from './semantic-tokens-list';
import { type Word, wordsOf } from './words';

const registers: ReadonlySet<MatchField> = new Set(registerFields);

/** Words that OpenFlow reserves, in lower case: their case does not matter. */
const reservedWords: ReadonlySet<string> = new Set([
  ...reservedPorts.map(({ name }) => name.toLowerCase()),
  noPort.toLowerCase(),
  'drop',
]);

const flagNames: Partial<Record<FieldFormat, ReadonlySet<string>>> = {
  'ct-state': new Set(connectionStateFlags.map(({ name }) => name)),
  'tcp-flags': new Set(tcpFlags.map(({ name }) => name)),
  'tunnel-flags': new Set(tunnelFlags.map(({ name }) => name)),
};

/** Whether OpenFlow gives the word a meaning of its own: `LOCAL`, `normal`, `drop`. */
export function isReservedWord(word: string): boolean {
  return reservedWords.has(word.toLowerCase());
}

/** What words of a value are taken for. */
export interface ValueKind {
  /** A bare word is the name of a field; else only one with brackets, behind an arrow, or an NXM name is. */
  readonly namesFields?: boolean;
  /** Numbers are numbers of tables. */
  readonly isTable?: boolean;
}

/** Colours a value that is read as it stands. */
export function colourValue(list: SemanticTokenList, { start, end }: Span, kind: ValueKind = {}): void {
  const words = wordsOf(list.text, start, end);
  for (const [index, word] of words.entries()) {
    colourWord(list, word, kind, words[index - 1], words[index + 1]);
  }
}

function colourWord(
  list: SemanticTokenList,
  { kind, start, end }: Word,
  { namesFields, isTable }: ValueKind,
  before: Word | undefined,
  after: Word | undefined,
): void {
  switch (kind) {
    case 'quoted':
      colourQuoted(list, start, end);
      break;
    case 'address':
      list.add('string', start, end);
      break;
    case 'number':
      list.add('number', start, end, ...modifierIf(isTable, 'table'));
      break;
    case 'arrow':
    case 'operator':
      list.add('operator', start, end);
      break;
    case 'wildcard':
      list.add('enumMember', start, end, 'defaultLibrary');
      break;
    case 'flag':
      list.add('enumMember', start, end, list.text[start] === '+' ? 'set' : 'clear');
      break;
    case 'bits':
      colourBits(list, start, end);
      break;
    case 'name': {
      const word = list.text.slice(start, end);
      const isField =
        namesFields ||
        /^(?:NX|OX|ONFOX|NXOX|ERICOX)M_/.test(word) ||
        before?.kind === 'arrow' ||
        (after?.kind === 'bits' && after.start === end);
      if (isField) {
        colourFieldName(list, start, end);
      } else {
        list.add('enumMember', start, end, ...modifierIf(isReservedWord(word), 'defaultLibrary'));
      }
    }
  }
}

function modifierIf(holds: boolean | undefined, modifier: TokenModifier): readonly TokenModifier[] {
  return holds ? [modifier] : [];
}

/** Escapes are left to the grammar, which marks them. */
function colourQuoted(list: SemanticTokenList, start: number, end: number): void {
  let from = start;
  for (let at = list.text.indexOf('\\', from); at >= 0 && at < end; at = list.text.indexOf('\\', from)) {
    list.add('string', from, at);
    from = at + 2;
  }
  list.add('string', from, end);
}

/** `[]`, `[3]`, `[0..15]`. */
function colourBits(list: SemanticTokenList, start: number, end: number): void {
  for (const { 0: part, index } of list.text.slice(start, end).matchAll(/\d+|\.\./g)) {
    list.add(part === '..' ? 'operator' : 'number', start + index, start + index + part.length);
  }
}

/** Colours the name of a field, with the bits that may stand in brackets behind it. */
export function colourFieldKey(list: SemanticTokenList, start: number, end: number): void {
  const bracket = list.text.slice(start, end).indexOf('[');
  const nameEnd = bracket < 0 ? end : start + bracket;
  colourFieldName(list, start, nameEnd);
  colourBits(list, nameEnd, end);
}

function colourFieldName(list: SemanticTokenList, start: number, end: number): void {
  const field = fieldOfAnyName(list.text.slice(start, end));
  if (!field) {
    list.add('unknown', start, end);
  } else if (registers.has(field)) {
    list.add('variable', start, end);
  } else {
    list.add('property', start, end, ...modifierIf(field.writable === undefined, 'readonly'));
  }
}

/** Colours a value of a field. */
export function colourFieldValue(list: SemanticTokenList, span: Span, field: MatchField | undefined): void {
  const names = field && flagNames[field.format];
  if (!names || list.text[span.start] === '"') {
    colourValue(list, span);
    return;
  }
  const value = list.text.slice(span.start, span.end);
  for (const { 0: part, 1: sign, 2: name, index } of value.matchAll(flagParts)) {
    const start = span.start + index;
    const end = start + part.length;
    if (name !== undefined) {
      if (names.has(name)) {
        list.add('enumMember', start, end, ...modifierIf(sign !== undefined, sign === '+' ? 'set' : 'clear'));
      } else {
        list.add('unknown', start, end);
      }
    } else if (part === '*') {
      list.add('enumMember', start, end, 'defaultLibrary');
    } else {
      list.add(/\d/.test(part) ? 'number' : 'operator', start, end);
    }
  }
}

/** A flag with or without its sign, a number, or what stands between them. */
const flagParts =
  /([+-])?([A-Za-z_]\w*|\[[0-9A-Fa-f]{1,8}\])|(?<!\w)(?:0[xX][0-9A-Fa-f]+|[0-9]+)(?!\w)|[/|*]/g;
