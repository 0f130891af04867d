/** Fixes for keys and words of groups, meters and packet-outs. */
import { excerpt, shortened } from '../syntax/excerpt';
import type { Fix } from '../syntax/fix';
import { isSeparator, skipSeparators } from '../syntax/items';
import type { Span } from '../syntax/span';

/** Details of a problem: the fix that writes the name that was meant, where there is one. */
export function renaming(span: Span, name: string | undefined): { readonly fixes?: () => Fix[] } {
  return name === undefined ? {} : { fixes: () => [rewriting(span, name)] };
}

/** Writes another text. */
export function rewriting({ start, end }: Span, newText: string): Fix {
  return { title: `Write ${shortened(newText)}`, edits: [{ start, end, newText }], keepsMeaning: false };
}

/** Puts a text in. */
export function inserting(at: number, newText: string, title: string): Fix {
  return { title, edits: [{ start: at, end: at, newText }], keepsMeaning: false };
}

/** Takes something away, with what separates it from the rest. */
export function removing(text: string, span: Span): Fix {
  let end = skipSeparators(text, span.end, text.length);
  let start = span.start;
  if (end === span.end || end === text.length || text[end] === '#') {
    end = span.end;
    while (start > 0 && isSeparator(text.charCodeAt(start - 1))) {
      start--;
    }
  }
  return {
    title: `Remove ${excerpt(text, span)}`,
    edits: [{ start, end, newText: '' }],
    keepsMeaning: false,
  };
}
