import type { FlowLine } from './flow-line';
import { argumentsOf, type Item, parseItems } from './items';

export type TokenKind =
  | 'separator'
  | 'comment'
  | 'header'
  | 'output'
  | 'command'
  | 'key'
  | 'delimiter'
  | 'value'
  | 'actions'
  | 'destination';

/** One token of a line. */
export interface Token {
  readonly kind: TokenKind;
  readonly start: number;
  readonly end: number;
}

/** Arguments nested deeper than this stay one `value` token: no real flow comes near, hostile ones do. */
const deepest = 32;

/**
 * The tokens of a line. Nothing is lost: joined, they are the line. Tests hold the parser to that; selection
 * ranges and semantic colours will be read off it.
 */
export function tokensOf(line: FlowLine): Token[] {
  const list = new TokenList(line.text);
  const bodyEnd = line.comment ? line.comment.start : line.text.length;
  if (line.kind === 'header' || line.kind === 'output') {
    list.add(line.kind, 0, bodyEnd);
  }
  for (const command of line.commands) {
    list.add('command', command.start, command.end);
  }
  list.addItems(line.match, 0);
  for (const part of [line.actions, line.bands]) {
    if (part) {
      list.add('actions', part.word.start, part.word.end);
      if (part.equals !== undefined) {
        list.add('delimiter', part.equals, part.equals + 1);
      }
      list.addItems(part.items, 0);
    }
  }
  for (const { word, content } of line.buckets) {
    list.add('actions', word.start, word.end);
    list.add('delimiter', word.end, content.start);
    list.addItems(parseItems(line.text, content.start, content.end), 0);
  }
  list.fillTo(bodyEnd);
  if (line.comment) {
    list.add('comment', line.comment.start, line.comment.end);
  }
  return list.tokens;
}

class TokenList {
  readonly tokens: Token[] = [];
  readonly #text: string;
  #position = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** Adds a token, and before it whatever lies between it and the last one. */
  add(kind: TokenKind, start: number, end: number): void {
    this.fillTo(start);
    if (end > start) {
      this.tokens.push({ kind, start, end });
      this.#position = end;
    }
  }

  fillTo(offset: number): void {
    if (offset > this.#position) {
      this.tokens.push({ kind: 'separator', start: this.#position, end: offset });
      this.#position = offset;
    }
  }

  addItems(items: readonly Item[], depth: number): void {
    for (const item of items) {
      this.add('key', item.keyStart, item.keyEnd);
      if (item.delimiter === '') {
        continue;
      }
      this.add('delimiter', item.keyEnd, item.valueStart);
      if (item.delimiter === '(' && depth < deepest) {
        this.addItems(argumentsOf(this.#text, item), depth + 1);
        this.fillTo(item.valueEnd);
      } else {
        this.add('value', item.valueStart, item.valueEnd);
      }
      if (item.delimiter === '(' && item.closed) {
        this.add('delimiter', item.valueEnd, item.valueEnd + 1);
        this.add('destination', item.valueEnd + 1, item.end);
      }
    }
  }
}
