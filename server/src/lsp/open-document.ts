import { Range, type TextDocumentContentChangeEvent, TextDocuments } from 'vscode-languageserver';
import { CheckedDocument } from '../core/features/diagnostics';

/** A document that an editor has open. */
export interface OpenDocument {
  readonly uri: string;
  version: number;
  /** Edits change it in place; a change of the whole text replaces it. */
  content: CheckedDocument;
}

/**
 * The protocol library's manager of open documents, holding ours: an edit splices lines and does not copy
 * the text. A malformed change is refused as a whole and complained of.
 */
export function createDocuments(complain: (message: string) => void): TextDocuments<OpenDocument> {
  return new TextDocuments<OpenDocument>({
    create: (uri, _languageId, version, text: unknown) => {
      if (typeof text !== 'string') {
        throw new TypeError(`${uri} was opened without a text`);
      }
      return { uri, version, content: new CheckedDocument(text) };
    },
    update: (document, changes, version) => {
      if (!changes.every(isWellFormed)) {
        complain(`A change of ${document.uri} is malformed; none of its parts was made.`);
        return document;
      }
      for (const change of changes) {
        apply(document, change);
      }
      document.version = version;
      return document;
    },
  });
}

function apply(document: OpenDocument, change: TextDocumentContentChangeEvent): void {
  if ('range' in change && change.range) {
    document.content.replace(change.range, change.text);
  } else {
    document.content = new CheckedDocument(change.text);
  }
}

function isWellFormed(change: unknown): boolean {
  if (typeof change !== 'object' || change === null) {
    return false;
  }
  const { text, range } = change as { text?: unknown; range?: unknown };
  return typeof text === 'string' && (range === undefined || Range.is(range));
}
