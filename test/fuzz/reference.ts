/** The same document with nothing shared between its lines: each was read by itself, as if there were no others. */
import { CheckedDocument } from '../../server/src/core/features/diagnostics';

/** The text of the document opened anew, with summaries of its lines that each come from a document of one line. */
export function withEachLineAlone({ text, formats }: CheckedDocument): CheckedDocument {
  const reference = new CheckedDocument(text);
  reference.formats = formats;
  for (const line of reference.lines) {
    const alone = new CheckedDocument(line.raw);
    alone.formats = formats;
    void alone.file;
    line.summary = alone.lines[0]!.summary;
  }
  return reference;
}
