/** Arguments of actions: parts of them, numbers, tables. Source: lib/ofp-actions.c, lib/ofp-table.c. */
import { shortened } from '../../syntax/excerpt';
import type { Edit, Fix } from '../../syntax/fix';
import type { Span } from '../../syntax/span';
import { wholeUnsigned32 } from '../integers';
import type { Problems } from '../problem';
import type { Argument } from './action';
import { readLargeNumber, readNumber } from './numbers';

/** A text to read, and where it stands in the line. */
export interface Part {
  readonly text: string;
  readonly span: Span;
  /** The name that the text belongs to: what is at fault where the text is missing. */
  readonly nameSpan: Span;
  /** What is read, for people: `group`, `the max_len of controller`. */
  readonly what: string;
}

/** The whole argument of an action as one part. */
export function wholeArgument({ text, span, nameSpan }: Argument, what: string): Part {
  return { text, span, nameSpan, what };
}

/** A stretch of an argument. */
export function partOf(argument: Argument, start: number, end: number, what: string): Part {
  const base = argument.span.start;
  const span = { start: base + start, end: base + end };
  const { nameSpan } = argument;
  return { text: argument.text.slice(start, end), span, nameSpan: end > start ? span : nameSpan, what };
}

/** A number of 32 bits. Open vSwitch keeps the low ones of larger numbers. */
export function readUnsigned32(part: Part, problems: Problems): number | undefined {
  const value = readLargeNumber(part, 32, problems);
  return value === undefined ? undefined : Number(value);
}

/** A number of 16 bits; `judgeName` is what Open vSwitch calls it in its messages. */
export function readUnsigned16(part: Part, judgeName: string, problems: Problems): number | undefined {
  const kind = { title: part.what, judgeName, bits: 16, range: 'a number from 0 to 65535' } as const;
  return readNumber(part, kind, problems);
}

/**
 * The number of a table. Names of tables only a switch knows; but a name whose quotes or escapes make no sense
 * is table 0 to Open vSwitch.
 */
export function tableNumber(text: string): number | undefined {
  if (isBrokenName(text)) {
    return 0;
  }
  const number = text.startsWith('-') ? undefined : wholeUnsigned32(text, 10);
  return number !== undefined && number <= 255 ? number : undefined;
}

/** Says that Open vSwitch makes table 0 of a name that it cannot read. */
export function noteBrokenName(text: string, span: Span, problems: Problems): void {
  if (isBrokenName(text)) {
    problems.note(
      'action/broken-name',
      span,
      'Open vSwitch cannot read this name because of its quotes, says nothing, and takes table 0. Write the number of the table.',
      { fixes: () => [replacing(span, '0', 'Write 0, what Open vSwitch takes', false)] },
    );
  }
}

function isBrokenName(text: string): boolean {
  return text.startsWith('"') && !/^"(?:[^\\]|\\["\\/bfnrt]|\\u(?!0000)[0-9a-fA-F]{4})*"$/.test(text);
}

/** The code for a text that is no table, unless it is empty. */
export function notATableCode(text: string): string {
  return /^[0-9]+$/.test(text) ? 'action/value-too-large' : 'action/invalid-argument';
}

/** What to say of a text that is no table. */
export function notATable(text: string): string {
  const shown = shortened(text);
  return /^[0-9]+$/.test(text)
    ? `There is no table ${shown}: tables have numbers from 0 to 254.`
    : `${shown} is no table. Write its number, in decimal, from 0 to 254. If it is the name of a table, commands that talk to a switch take it.`;
}

/** A fix that puts another text in the place of one. */
export function replacing(span: Span, newText: string, title: string, keepsMeaning: boolean): Fix {
  return { title, edits: [{ start: span.start, end: span.end, newText }], keepsMeaning };
}

/** Says that Open vSwitch ignores a stretch of an action, and offers to remove it. */
export function noteIgnored(span: Span, message: string, problems: Problems, removed = span): void {
  problems.note('action/ignored-argument', span, message, {
    unnecessary: true,
    fixes: () => [replacing(removed, '', 'Remove what is ignored', false)],
  });
}

/** Takes an item out of a list, with one comma that separates it. */
export function removal(text: string, { start, end }: Span): Edit {
  let after = end;
  while (isBlank(text, after)) {
    after++;
  }
  if (text[after] === ',') {
    return { start, end: after + 1, newText: '' };
  }
  let before = start;
  while (isBlank(text, before - 1)) {
    before--;
  }
  return { start: text[before - 1] === ',' ? before - 1 : start, end, newText: '' };
}

/** Takes an action out of its list. Where it is the only one of the flow, the flow drops its packets. */
export function actionRemoval(text: string, span: Span): Edit {
  const edit = removal(text, span);
  const isAlone =
    /[=:]\s*$/.test(text.slice(Math.max(edit.start - 20, 0), edit.start)) &&
    /^\s*(?:#|$)/.test(text.slice(edit.end, edit.end + 20));
  return isAlone ? { ...edit, newText: 'drop' } : edit;
}

function isBlank(text: string, at: number): boolean {
  return text[at] === ' ' || text[at] === '\t';
}
