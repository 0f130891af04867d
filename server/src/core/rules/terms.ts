/** What the rules about matches share: how an item is called, and how it is taken away. */
import type { MatchTerm } from '../flow/match-items';
import { excerpt } from '../syntax/excerpt';
import type { FlowLine } from '../syntax/flow-line';
import type { Span } from '../syntax/span';
import { withoutItem } from '../syntax/without-item';
import type { Fix } from './rule';

/** The whole item. */
export function spanOf({ item }: MatchTerm): Span {
  return { start: item.keyStart, end: item.end };
}

/** The value of an item; the whole item where it has none. */
export function valueSpanOf({ item }: MatchTerm): Span {
  return item.valueEnd > item.valueStart
    ? { start: item.valueStart, end: item.valueEnd }
    : spanOf({ item } as MatchTerm);
}

/** The item as written, for messages. */
export function written(line: FlowLine, term: MatchTerm): string {
  return excerpt(line.text, spanOf(term));
}

/** The fix that takes an item away. */
export function removal(line: FlowLine, term: MatchTerm, keepsMeaning = false): Fix {
  return { title: `Remove ${written(line, term)}`, edits: [withoutItem(line, term.item)], keepsMeaning };
}

/** The fix that writes another value. */
export function respelling(term: MatchTerm, newText: string, reason: string): Fix {
  return {
    title: `Write ${newText}${reason}`,
    edits: [{ start: term.item.valueStart, end: term.item.valueEnd, newText }],
    keepsMeaning: false,
  };
}
