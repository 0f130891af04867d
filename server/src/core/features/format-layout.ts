import { nestingActions } from '../facts/nesting-actions';
import { printedPlace, priorityPlace } from '../facts/printed-order';
import type { FlowLine } from '../syntax/flow-line';
import { type Item, keyText, parseItems } from '../syntax/items';
import { inPrintedOrder } from './format-order';

/** How lines are to look. */
export interface FormatStyle {
  /** Pads so that priority, match and actions of neighbouring flows of a table stand below each other. */
  readonly alignColumns: boolean;
  /** Whether a blank follows each comma of a match. */
  readonly spaceAfterComma: boolean;
  /** `printed`: the order of `ovs-ofctl dump-flows`; `written`: that of the author. */
  readonly order: 'printed' | 'written';
}

/** One line taken apart, for putting it together again. */
export interface Layout {
  readonly isFlow: boolean;
  /** The command words, with single blanks between them; empty where there are none. */
  readonly commands: string;
  /** Keys, priority, match; of a group, the last with its buckets. Items are separated, and none of the columns ends in a separator. */
  readonly columns: readonly [keys: string, priority: string, match: string];
  /** `actions=…` or `bands=…`; undefined where the line has none. */
  readonly actions: string | undefined;
  /** From `#` on; undefined where there is no comment. */
  readonly comment: string | undefined;
}

/** How wide the columns are; narrower ones are padded. */
export type Widths = readonly [keys: number, priority: number, match: number];

/** Nothing real nests deeper; what does is left as it stands. */
const deepest = 16;

/**
 * Takes a line apart. Undefined for lines that cannot be laid out: those of other kinds, flows that go on in
 * the next line, open parentheses, another word than `actions`.
 */
export function layoutOf(line: FlowLine, style: FormatStyle): Layout | undefined {
  const { text, kind, comment, match, isWrapped } = line;
  if (isWrapped || !match.every(({ closed }) => closed)) {
    return undefined;
  }
  const actions = actionsOf(line);
  if (actions === null) {
    return undefined;
  }
  return {
    isFlow: kind === 'flow',
    commands: line.commands.map(({ start, end }) => text.slice(start, end)).join(' '),
    columns: columnsOf(line, style),
    actions,
    comment: comment && withoutBlanksAtEnd(text.slice(comment.start)),
  };
}

/** What stands between two items of a match. */
export function separatorOf({ spaceAfterComma }: FormatStyle): string {
  return spaceAfterComma ? ', ' : ',';
}

/** Puts a line together, padded to widths where they are given. */
export function written(layout: Layout, style: FormatStyle, widths?: Widths): string {
  const { commands, columns, actions, comment } = layout;
  const separator = separatorOf(style);
  const isPadded = widths !== undefined && actions !== undefined;
  const last = columns.findLastIndex((column) => column !== '');
  let flow = '';
  let end = 0;
  for (const [index, column] of columns.entries()) {
    flow += column === '' || index === last ? column : column + separator;
    end += widths?.[index] ?? 0;
    // Blanks at the start would look like an indentation.
    flow = isPadded && flow !== '' ? flow.padEnd(end) : flow;
  }
  const parts = [commands, flow, actions ?? '', comment ?? ''];
  return parts.filter((part) => part !== '').join(' ');
}

/** The keys before the priority, the priority, and the rest; all in the last column where they are mixed, or no flow's. */
function columnsOf({ text, kind, match, buckets }: FlowLine, style: FormatStyle): Layout['columns'] {
  const separator = separatorOf(style);
  if (kind !== 'flow') {
    const rest = buckets.map(({ content }) => `bucket=${trimmed(text, content.start, content.end)}`);
    return ['', '', [...match.map((item) => itemText(text, item)), ...rest].join(separator)];
  }
  const items = (style.order === 'printed' && inPrintedOrder(text, match)) || match;
  const places = items.map((item) => printedPlace(keyText(text, item)) ?? Number.POSITIVE_INFINITY);
  const keys = places.findIndex((place) => place >= priorityPlace);
  const keyCount = keys < 0 ? items.length : keys;
  const matchStart = places[keyCount] === priorityPlace ? keyCount + 1 : keyCount;
  const join = (start: number, end?: number) =>
    items
      .slice(start, end)
      .map((item) => itemText(text, item))
      .join(separator);
  return [join(0, keyCount), join(keyCount, matchStart), join(matchStart)];
}

function itemText(text: string, { keyStart, end }: Item): string {
  return text.slice(keyStart, end);
}

/** The text of actions or bands; undefined where there are none, null where they are not to be touched. */
function actionsOf({ text, kind, actions, bands, comment }: FlowLine): string | undefined | null {
  const part = actions ?? bands;
  if (part === undefined) {
    return undefined;
  }
  const word = text.slice(part.word.start, part.word.end).trimEnd();
  if (part.equals === undefined || !words.has(word) || !part.items.every(({ closed }) => closed)) {
    return null;
  }
  if (part === bands) {
    return `${word}=${part.items.map((item) => itemText(text, item)).join(',')}`;
  }
  const end = comment?.start ?? text.length;
  return `actions=${kind === 'flow' ? nestedText(text, part.items, 0) : trimmed(text, part.equals + 1, end)}`;
}

/** All else before the `=` is left to the quick fix that knows it for a mistake. */
const words: ReadonlySet<string> = new Set(['actions', 'action', 'bands', 'band']);

/** The text between two offsets without separators at its ends. */
function trimmed(text: string, start: number, end: number): string {
  return text
    .slice(start, end)
    .replace(/^[ \t,]+/, '')
    .replace(/(?<![ \t,])[ \t,]+$/, '');
}

/** The text without blanks and tabs at its end. Looks back, so that runs elsewhere cost no more than their length. */
export function withoutBlanksAtEnd(text: string): string {
  return text.replace(/(?<![ \t])[ \t]+$/, '');
}

/** Actions with one comma between two; in parentheses too, where they hold a list of arguments or actions. */
function nestedText(text: string, items: readonly Item[], depth: number): string {
  return items
    .map((item) => {
      const { keyStart, keyEnd, delimiter, closed, valueStart, valueEnd, end } = item;
      const nests = delimiter === '(' && closed && nestingActions.has(keyText(text, item).toLowerCase());
      const inner = nests && depth < deepest ? parseItems(text, valueStart, valueEnd) : [];
      return inner.length > 0 && inner.every((argument) => argument.closed)
        ? `${text.slice(keyStart, keyEnd)}(${nestedText(text, inner, depth + 1)})${text.slice(valueEnd + 1, end)}`
        : text.slice(keyStart, end);
    })
    .join(',');
}
