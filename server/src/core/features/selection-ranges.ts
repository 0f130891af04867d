/**
 * What a selection grows to, step by step: from a flag or a word over its value, its field, the match and the flow to
 * the table and the document; in actions over the argument, the action and the list it stands in.
 */
import type { Position, Range } from '../model/flow-document';
import { actionListsOf } from '../syntax/action-lists';
import { type FlowLine, parseFlowLine } from '../syntax/flow-line';
import { argumentsOf, type Item, parseItems } from '../syntax/items';
import { type Span, touches } from '../syntax/span';
import { wordsOf } from './words';

/** Nothing real nests deeper. */
const deepest = 16;

interface Line {
  readonly text: string;
}

/** Lines of a table, both included. */
export interface TableExtent {
  readonly first: number;
  readonly last: number;
}

/** How much text is taken apart for one request, in UTF-16 units: thousands of cursors may be in a long line. */
const mostText = 4_000_000;

/**
 * For each position the ranges around it, from the innermost to the whole document; each holds the one before it and
 * more. `extentOf` gives the lines of the table that a line belongs to. Of very many positions in long lines, the
 * last get whole lines only.
 */
export function selectionRanges(
  lines: readonly Line[],
  positions: readonly Position[],
  extentOf: (line: number) => TableExtent | undefined,
): Range[][] {
  let left = mostText;
  return positions.map((position) => {
    const line = Math.min(Math.max(position.line, 0), lines.length - 1);
    const { text } = lines[line]!;
    const character = Math.min(Math.max(position.character, 0), text.length);
    const spans = left > 0 ? spansAround(parseFlowLine(text), character) : [];
    left -= text.length;
    return rangesAround(lines, line, spans, extentOf(line));
  });
}

/** The ranges of the spans in a line, and of all that holds the line. */
function rangesAround(
  lines: readonly Line[],
  number: number,
  spans: readonly Span[],
  table: TableExtent | undefined,
): Range[] {
  const ranges: Range[] = spans.map(({ start, end }) => ({
    start: { line: number, character: start },
    end: { line: number, character: end },
  }));
  const wholeLines = (first: number, last: number): Range => ({
    start: { line: first, character: 0 },
    end: { line: last, character: lines[last]!.text.length },
  });
  ranges.push(
    wholeLines(number, number),
    ...(table ? [wholeLines(table.first, table.last)] : []),
    wholeLines(0, lines.length - 1),
  );
  return growing(ranges);
}

/** Leaves out what does not hold what comes before it and more. */
function growing(ranges: readonly Range[]): Range[] {
  const kept: Range[] = [];
  for (const range of ranges) {
    const last = kept.at(-1);
    if (!last || (holds(range, last) && !holds(last, range))) {
      kept.push(range);
    }
  }
  return kept;
}

function holds(outer: Range, inner: Range): boolean {
  return !isBefore(inner.start, outer.start) && !isBefore(outer.end, inner.end);
}

function isBefore(one: Position, other: Position): boolean {
  return one.line < other.line || (one.line === other.line && one.character < other.character);
}

/** The parts of a line around the offset, the smallest first. Some may be the same, or empty. */
function spansAround(line: FlowLine, offset: number): Span[] {
  const { text, comment } = line;
  if (comment && offset >= comment.start) {
    return spansInComment(text, comment, offset);
  }
  const flow = trimmed(text, { start: 0, end: comment?.start ?? text.length });
  const command = line.commands.filter((span) => touches(span, offset));
  const inner = [...command, ...spansInItems(line, offset), ...spansInActions(line, offset)];
  return [...inner, flow].filter(({ start, end }) => start < end && start <= offset && offset <= end);
}

/** Word, what the comment says, the comment with its sign. */
function spansInComment(text: string, comment: Span, offset: number): Span[] {
  const said = trimmed(text, { start: comment.start + 1, end: comment.end });
  return [wordAround(text, comment, offset), said, comment].filter(
    ({ start, end }) => start < end && start <= offset && offset <= end,
  );
}

function wordAround(text: string, { start, end }: Span, offset: number): Span {
  const isInside = (at: number) => at >= start && at < end && /[^\s#]/.test(text[at]!);
  let from = offset;
  while (isInside(from - 1)) {
    from--;
  }
  let to = offset;
  while (isInside(to)) {
    to++;
  }
  return { start: from, end: to };
}

function trimmed(text: string, { start, end }: Span): Span {
  let from = start;
  while (from < end && /\s/.test(text[from]!)) {
    from++;
  }
  let to = end;
  while (to > from && /\s/.test(text[to - 1]!)) {
    to--;
  }
  return { start: from, end: to };
}

/** The parts of the item of the match, and the match. */
function spansInItems(line: FlowLine, offset: number): Span[] {
  const { match } = line;
  const whole = spanOf(match);
  if (!whole || !touches(whole, offset)) {
    return [];
  }
  const item = itemAt(match, offset);
  return item ? [...spansInItem(line.text, item, offset), whole] : [whole];
}

/** The parts of the action, the list it stands in, and so on outwards to `actions=…` or the bucket. */
function spansInActions(line: FlowLine, offset: number): Span[] {
  const { text, actions, bands, buckets } = line;
  for (const part of [actions, bands]) {
    if (part && offset >= part.word.start) {
      const list = spanOf(part.items);
      const end = list?.end ?? part.word.end;
      return [...spansInList(text, part.items, offset, 0), { start: part.word.start, end }];
    }
  }
  const bucket = buckets.find(({ word, content }) => word.start <= offset && offset <= content.end);
  if (!bucket) {
    return [];
  }
  const items = parseItems(text, bucket.content.start, bucket.content.end);
  const list = actionListsOf(line).find(({ span }) => touches(span, offset));
  const actionList = list && spanOf(list.items);
  const whole = { start: bucket.word.start, end: spanOf(items)?.end ?? bucket.content.end };
  return [...spansInList(text, items, offset, 0), ...(actionList ? [actionList] : []), whole];
}

/** The parts of the item of a list, and the list. */
function spansInList(text: string, items: readonly Item[], offset: number, depth: number): Span[] {
  const list = spanOf(items);
  if (!list || !touches(list, offset)) {
    return [];
  }
  const item = itemAt(items, offset);
  if (!item) {
    return [list];
  }
  const isInside = item.delimiter === '(' && touches({ start: item.valueStart, end: item.valueEnd }, offset);
  const inner =
    isInside && depth < deepest
      ? [
          ...spansInList(text, argumentsOf(text, item), offset, depth + 1),
          { start: item.valueStart, end: item.valueEnd },
        ]
      : spansInItem(text, item, offset);
  return [...inner, { start: item.keyStart, end: item.end }, list];
}

/** Word, value with what belongs to it (`NXM_NX_REG0[0..7]` in `load:1->NXM_NX_REG0[0..7]`), item. */
function spansInItem(text: string, item: Item, offset: number): Span[] {
  const { keyStart, keyEnd, valueStart, end } = item;
  const whole = { start: keyStart, end };
  if (offset <= keyEnd && !(offset === keyEnd && keyEnd === valueStart && end > valueStart)) {
    return [
      ...wordsAround(text, { start: keyStart, end: keyEnd }, offset),
      { start: keyStart, end: keyEnd },
      whole,
    ];
  }
  const value = { start: valueStart, end: item.delimiter === '(' ? item.valueEnd : end };
  const behind = { start: item.valueEnd + 1, end };
  const part = item.delimiter === '(' && offset > item.valueEnd ? behind : value;
  const words = wordsAround(text, part, offset);
  return [...words, ...piecesAround(text, part, offset), part, whole];
}

/** The word at the offset: a flag with its sign, and the name in it; a field, and the bits behind it. */
function wordsAround(text: string, span: Span, offset: number): Span[] {
  const words = wordsOf(text, span.start, span.end);
  const index = words.findIndex((word) => touches(word, offset) && offset < word.end);
  const at = index >= 0 ? index : words.findIndex((word) => touches(word, offset));
  const word = words[at];
  if (!word) {
    return [];
  }
  const name = { start: word.start + 1, end: word.end };
  const next = words[at + 1];
  const before = words[at - 1];
  const withBits =
    next?.kind === 'bits' && next.start === word.end
      ? [{ start: word.start, end: next.end }]
      : word.kind === 'bits' && before?.end === word.start
        ? [{ start: before.start, end: word.end }]
        : [];
  return [...(word.kind === 'flag' && touches(name, offset) ? [name] : []), word, ...withBits];
}

/** What stands before or behind an arrow. */
function piecesAround(text: string, { start, end }: Span, offset: number): Span[] {
  const arrow = text.slice(start, end).indexOf('->');
  if (arrow < 0) {
    return [];
  }
  const source = { start, end: start + arrow };
  const target = { start: start + arrow + 2, end };
  return touches(target, offset) ? [target] : touches(source, offset) ? [source] : [];
}

/** The item at the offset; between two that touch, the one that starts there. */
function itemAt(items: readonly Item[], offset: number): Item | undefined {
  return (
    items.find(({ keyStart, end }) => keyStart <= offset && offset < end) ??
    items.find(({ keyStart, end }) => keyStart <= offset && offset <= end)
  );
}

/** From the first item to the last. */
function spanOf(items: readonly Item[]): Span | undefined {
  const first = items[0];
  return first && { start: first.keyStart, end: items.at(-1)!.end };
}
