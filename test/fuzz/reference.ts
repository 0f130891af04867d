/** The same document with nothing shared between its lines: each was read by itself, as if there were no others. */
import { CheckedDocument } from '../../server/src/core/features/diagnostics';

class Reference extends CheckedDocument {
  /** Takes for each line one that comes from a document of its own. */
  readAlone(): void {
    for (const [index, { raw }] of this.lines.entries()) {
      const alone = new CheckedDocument(raw);
      alone.formats = this.formats;
      void alone.file;
      this.exchange(index, alone.lines[0]!);
    }
  }
}

/** The text of the document opened anew, with summaries of its lines that each come from a document of one line. */
export function withEachLineAlone({ text, formats }: CheckedDocument): CheckedDocument {
  const reference = new Reference(text);
  reference.formats = formats;
  reference.readAlone();
  return reference;
}
