import { parseFlowLine } from '../../server/src/core/syntax/flow-line';
import type { Span } from '../../server/src/core/syntax/span';
import { type TokenKind, tokensOf } from '../../server/src/core/syntax/tokens';

const letters: Readonly<Record<TokenKind, string>> = {
  separator: '.',
  comment: '#',
  header: 'h',
  output: 'o',
  command: 'c',
  key: 'k',
  delimiter: 'd',
  value: 'v',
  actions: 'a',
  destination: 'x',
};

/** The tokens of a line, drawn to stand under it: a letter for the kind, in upper case where a token starts. */
export function drawTokens(text: string): string {
  return tokensOf(parseFlowLine(text))
    .map(({ kind, start, end }) => letters[kind].toUpperCase().padEnd(end - start, letters[kind]))
    .join('');
}

/** A stretch of a text, drawn to stand under it. */
export function drawSpan(span: Span): string {
  return ' '.repeat(span.start) + '^'.repeat(Math.max(1, span.end - span.start));
}
