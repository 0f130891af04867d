/**
 * Items: `key`, `key=value`, `key:value`, `key(value)` and `key(value)->value`, with anything between
 * them that separates. Matches, actions and the arguments of actions are all lists of items.
 *
 * Source: lib/ofp-parse.c, ofputil_parse_key_value and parse_value.
 */

import type { Span } from './span';

/** One item. All offsets are UTF-16 offsets in the line. */
export interface Item {
  readonly keyStart: number;
  readonly keyEnd: number;
  readonly delimiter: '' | '=' | ':' | '(';
  /** Where there is no delimiter, the empty stretch after the key. */
  readonly valueStart: number;
  readonly valueEnd: number;
  /** The end of the item, closing parenthesis and arrow included, separators not. */
  readonly end: number;
  /** False when a parenthesis is open at the end of the line. */
  readonly closed: boolean;
}

const comma = 0x2c;
const space = 0x20;
const tab = 0x09;
const carriageReturn = 0x0d;
const lineFeed = 0x0a;
const equals = 0x3d;
const colon = 0x3a;
const open = 0x28;
const close = 0x29;

/** The items of `text` between two offsets. Never fails; takes time linear in the length. */
export function parseItems(text: string, start: number, end: number): Item[] {
  const items: Item[] = [];
  let position = start;
  for (;;) {
    position = skipSeparators(text, position, end);
    if (position >= end) {
      return items;
    }
    const item = parseItem(text, position, end);
    items.push(item);
    position = item.end;
  }
}

function parseItem(text: string, keyStart: number, end: number): Item {
  let keyEnd = keyStart;
  while (keyEnd < end && !endsKey(text.charCodeAt(keyEnd))) {
    keyEnd++;
  }
  const code = keyEnd < end ? text.charCodeAt(keyEnd) : space;
  if (code === equals || code === colon) {
    const valueStart = keyEnd + 1;
    const { position, closed } = endOfValue(text, valueStart, end, false);
    const delimiter = code === equals ? '=' : ':';
    return { keyStart, keyEnd, delimiter, valueStart, valueEnd: position, end: position, closed };
  }
  if (code === open) {
    return parseCall(text, keyStart, keyEnd, end);
  }
  return {
    keyStart,
    keyEnd,
    delimiter: '',
    valueStart: keyEnd,
    valueEnd: keyEnd,
    end: keyEnd,
    closed: true,
  };
}

function parseCall(text: string, keyStart: number, keyEnd: number, end: number): Item {
  const valueStart = keyEnd + 1;
  const { position: valueEnd, closed } = endOfValue(text, valueStart, end, true);
  let itemEnd = valueEnd;
  if (closed) {
    itemEnd++;
    if (text.startsWith('->', itemEnd) && itemEnd + 2 <= end) {
      itemEnd = endOfValue(text, itemEnd + 2, end, false).position;
    }
  }
  return { keyStart, keyEnd, delimiter: '(', valueStart, valueEnd, end: itemEnd, closed };
}

/** Where a value ends: at its `)` in a call, else at a separator; not within parentheses of its own. */
function endOfValue(
  text: string,
  start: number,
  end: number,
  call: boolean,
): { position: number; closed: boolean } {
  let depth = 0;
  for (let position = start; position < end; position++) {
    const code = text.charCodeAt(position);
    if (code === open) {
      depth++;
    } else if (code === close) {
      if (depth > 0) {
        depth--;
      } else if (call) {
        return { position, closed: true };
      }
    } else if (depth === 0 && !call && isSeparator(code)) {
      return { position, closed: true };
    }
  }
  return { position: end, closed: depth === 0 && !call };
}

/** Whether the character separates items: comma, space, tab, CR, LF. */
export function isSeparator(code: number): boolean {
  return code === comma || code === space || code === tab || code === carriageReturn || code === lineFeed;
}

/** Behind the separators that stand at an offset, if any do; no further than `end`. */
export function skipSeparators(text: string, from: number, end: number): number {
  let position = from;
  while (position < end && isSeparator(text.charCodeAt(position))) {
    position++;
  }
  return position;
}

function endsKey(code: number): boolean {
  return code === equals || code === colon || code === open || isSeparator(code);
}

/** The text of an item's key. */
export function keyText(text: string, item: Item): string {
  return text.slice(item.keyStart, item.keyEnd);
}

/** The text of an item's value; empty when it has none. */
export function valueText(text: string, item: Item): string {
  return text.slice(item.valueStart, item.valueEnd);
}

/** The items inside the parentheses of a call such as `ct(commit,zone=1)`. */
export function argumentsOf(text: string, item: Item): Item[] {
  return parseItems(text, item.valueStart, item.valueEnd);
}

/** The value of an item as Open vSwitch hands it on: `f(x)->y` has the value `x)->y`. */
export function valueWithArrow({ delimiter, closed, valueStart, valueEnd, end }: Item): Span {
  const hasArrow = delimiter === '(' && closed && end > valueEnd + 1;
  return { start: valueStart, end: hasArrow ? end : valueEnd };
}
