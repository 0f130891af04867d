import type { Span } from '../syntax/span';

/**
 * What a part of a line is. All but `unknown` are types of the protocol, which every theme colours; `unknown` is a
 * name that Open vSwitch does not know, and is to look like plain text.
 */
export const tokenTypes = [
  'comment',
  'namespace',
  'keyword',
  'modifier',
  'property',
  'variable',
  'type',
  'enumMember',
  'number',
  'string',
  'operator',
  'function',
  'parameter',
  'unknown',
] as const;

/**
 * What there is to say beside the type. `readonly`, `defaultLibrary` and `documentation` are the protocol's: a field
 * that no action writes, a word that OpenFlow reserves, a comment that the editor reads. Ours: a flag that must be
 * `set` or `clear`, what is only ever `printed`, a match of which nothing gets to a switch (`dropped`), the number
 * of a `table`, the `command` in front of a flow.
 */
export const tokenModifiers = [
  'readonly',
  'defaultLibrary',
  'documentation',
  'set',
  'clear',
  'printed',
  'dropped',
  'table',
  'command',
] as const;

export type TokenType = (typeof tokenTypes)[number];
export type TokenModifier = (typeof tokenModifiers)[number];

/** A coloured part of a line: offsets in UTF-16 units. */
export interface SemanticToken extends Span {
  readonly type: TokenType;
  readonly modifiers: readonly TokenModifier[];
}

const dropped: readonly TokenModifier[] = ['dropped'];

/** Tokens of one line, from left to right: what would overlap is left out. */
export class SemanticTokenList {
  readonly tokens: SemanticToken[] = [];
  /** Whether what is added now is part of an item that no switch gets to see. */
  isDropped = false;
  #position = 0;

  constructor(readonly text: string) {}

  add(type: TokenType, start: number, end: number, ...modifiers: readonly TokenModifier[]): void {
    if (start >= this.#position && end > start) {
      this.tokens.push({ type, start, end, modifiers: this.isDropped ? dropped : modifiers });
      this.#position = end;
    }
  }
}
