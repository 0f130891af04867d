/** The formatter on whole texts, and what edits make of a text. */
import { any, type FormatSet } from '../../server/src/core/facts/flow-formats';
import { type DocumentEdit, formatEdits, type LineRange } from '../../server/src/core/features/format';
import type { FormatStyle } from '../../server/src/core/features/format-layout';
import { FlowDocument } from '../../server/src/core/model/flow-document';

export const usual: FormatStyle = { alignColumns: false, spaceAfterComma: false, order: 'printed' };

/** Each combination of the settings. */
export const styles: readonly FormatStyle[] = [false, true].flatMap((alignColumns) =>
  [false, true].flatMap((spaceAfterComma) =>
    (['printed', 'written'] as const).map((order) => ({ alignColumns, spaceAfterComma, order })),
  ),
);

/** The edits for a text, top to bottom. */
export function editsFor(
  text: string,
  style: Partial<FormatStyle> = {},
  formats: FormatSet = any,
  range?: LineRange,
): DocumentEdit[] {
  const document = new FlowDocument<unknown>(text);
  const lines = range ?? { first: 0, last: document.lines.length - 1 };
  const edits = [...formatEdits(document, lines, { ...usual, ...style }, formats)];
  return edits
    .filter((edit) => edit !== undefined)
    .sort(
      (left, right) => left.start.line - right.start.line || left.start.character - right.start.character,
    );
}

/** The text with edits made, which must not touch each other. */
export function edited(text: string, edits: readonly DocumentEdit[]): string {
  const document = new FlowDocument<unknown>(text);
  for (const { start, end, newText } of [...edits].reverse()) {
    document.replace({ start, end }, newText);
  }
  return document.text;
}

export function formatted(
  text: string,
  style: Partial<FormatStyle> = {},
  formats: FormatSet = any,
  range?: LineRange,
): string {
  return edited(text, editsFor(text, style, formats, range));
}
