/** Files with the cursor drawn in as `‸`, and places in them as `line:text`, lines from 1. */
import { CheckedDocument } from '../../server/src/core/features/diagnostics';
import type { Span } from '../../server/src/core/syntax/span';

const mark = '‸';

export interface DrawnFile {
  readonly document: CheckedDocument;
  readonly line: number;
  readonly character: number;
}

export function fileWith(...lines: string[]): DrawnFile {
  const line = lines.findIndex((text) => text.includes(mark));
  if (line < 0) {
    throw new Error('the cursor must be drawn');
  }
  const character = lines[line]!.indexOf(mark);
  return { document: new CheckedDocument(lines.join('\n').replace(mark, '')), line, character };
}

export function fileOf(...lines: string[]): CheckedDocument {
  return new CheckedDocument(lines.join('\n'));
}

/** A place as `line:text`; where the stretch is empty, `line@offset`. */
export function shown(document: CheckedDocument, { line, span }: { line: number; span: Span }): string {
  const text = document.textOf(line).slice(span.start, span.end);
  return text === '' ? `${line + 1}@${span.start}` : `${line + 1}:${text}`;
}
