/** Giving a table, group, meter, conjunction or cookie another number, everywhere in its part of the file. */

import type { Span } from '../syntax/span';
import { type FileWithText, type Occurrence, occurrencesOf, type Place, placeAt } from './references';
import { numberFrom, type Refusal, whyNot } from './rename-checks';

/** A change of one line. */
export interface RenameEdit extends Span {
  readonly line: number;
  readonly newText: string;
}

const nothingHere =
  'Only numbers of tables, groups, meters, conjunctions and cookies can be renamed. Put the cursor on one, as on the 5 of table=5.';

/** What would be renamed at a place, and the text to start from; or why nothing can. */
export function prepareRename(
  document: FileWithText,
  line: number,
  character: number,
): { readonly span: Span; readonly placeholder: string } | Refusal {
  const place = placeAt(document, line, character);
  if (!place) {
    return { refusal: nothingHere };
  }
  const { span, thing } = place;
  const text = document.textOf(line).slice(span.start, span.end);
  const refusal = cannotChange(place, text);
  return refusal === undefined ? { span, placeholder: text || String(thing.number) } : { refusal };
}

/** The edits that rename what stands at a place, or why that cannot be done. */
export function renameAt(
  document: FileWithText,
  line: number,
  character: number,
  newName: string,
): { readonly edits: readonly RenameEdit[] } | Refusal {
  const prepared = prepareRename(document, line, character);
  if ('refusal' in prepared) {
    return prepared;
  }
  const { thing } = placeAt(document, line, character)!;
  const wanted = numberFrom(thing.what, newName);
  if ('refusal' in wanted) {
    return wanted;
  }
  if (wanted.number === thing.number) {
    return { edits: [] };
  }
  const occurrences = occurrencesOf(document.file, thing).filter(({ isOwnTable }) => !isOwnTable);
  const refusal = whyNot(document.file, thing, wanted.number, occurrences);
  return refusal === undefined
    ? { edits: occurrences.flatMap((occurrence) => editOf(document, place(occurrence), wanted.text)) }
    : { refusal };

  function place(occurrence: Occurrence): Place {
    return { ...occurrence, thing };
  }
}

function cannotChange({ thing, span }: Place, text: string): string | undefined {
  const { what, number } = thing;
  if (what === 'table' && number === 255) {
    return 'Table 255 means no table in particular, so it cannot be renamed.';
  }
  // Where the number is left out there is no text. Everything else that is no number is a name, or `all`.
  return span.end > span.start && !/^[-+]?(?:0[xX][0-9a-fA-F]+|\d+)$/.test(text.trim())
    ? `This is a name. ${nothingHere}`
    : undefined;
}

function editOf(document: FileWithText, { line, span, role, thing }: Place, newText: string): RenameEdit[] {
  const text = document.textOf(line);
  if (span.start < span.end) {
    // With another mask it stands for a whole set of cookies.
    const isSet =
      thing.what === 'cookie' &&
      text[span.end] === '/' &&
      !/^\/(?:-1|0xf{16})(?![\w])/i.test(text.slice(span.end, span.end + 24));
    return isSet ? [] : [{ line, ...span, newText }];
  }
  // Inside `learn(` nobody writes spaces; in front of a flow it is as behind its first comma.
  const behind = text.slice(span.start, span.start + 2000);
  const separator = role === 'learn' ? ',' : /^[^,\s]*,(?!\s)/.test(behind) ? ',' : ', ';
  const isEmpty = role === 'learn' && text[span.start] === ')';
  return [{ line, ...span, newText: `table=${newText}${isEmpty ? '' : separator}` }];
}
