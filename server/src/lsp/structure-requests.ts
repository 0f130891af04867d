/** Requests about the build of a document: outline, folding, selection, links, colours, hints, lenses. */
import {
  LSPErrorCodes,
  Position,
  Range,
  ResponseError,
  type ServerCapabilities,
} from 'vscode-languageserver';
import { DocumentLinks } from '../core/features/document-links';
import { foldingRanges } from '../core/features/folding';
import { inlayHints } from '../core/features/inlay-hints';
import { selectionRanges } from '../core/features/selection-ranges';
import { tableFolds, tableRangeFinder } from '../core/features/table-ranges';
import {
  SemanticTokensPacker,
  semanticTokensLegend,
  toDocumentLink,
  toFoldingRange,
  toInlayHint,
  toSelectionRange,
} from './convert-structure';
import { check } from './guard';
import type { OpenDocument } from './open-document';
import type { Session } from './session';

export const structureCapabilities: ServerCapabilities = {
  foldingRangeProvider: true,
  selectionRangeProvider: true,
  documentLinkProvider: { resolveProvider: false },
  semanticTokensProvider: { legend: semanticTokensLegend, full: true, range: true },
  inlayHintProvider: true,
};

/** Answers them. */
export function answerStructureRequests(session: Session): void {
  const { connection, guard } = session;
  const colours = new SemanticTokensPacker();
  const links = new DocumentLinks();

  connection.onFoldingRanges(
    guard.answer(async ({ textDocument }, token) => {
      const { content } = await session.known(textDocument, 'file', token);
      return foldingRanges(content.lines, () => tableFolds(content)).map(toFoldingRange);
    }),
  );

  connection.onSelectionRanges(
    guard.answer(async ({ textDocument, positions }, token) => {
      check(Array.isArray(positions) && positions.every((each) => Position.is(each)), 'positions');
      const { content } = await session.known(textDocument, 'file', token);
      return selectionRanges(content.lines, positions, tableRangeFinder(content)).map(toSelectionRange);
    }),
  );

  connection.onDocumentLinks(
    guard.answer(async ({ textDocument }) => {
      const { document } = await session.asOf(session.openDocument(textDocument));
      const { content, uri } = document;
      const { links: places } = await session.settings.of(uri);
      return links.of(content.lines, { places, linkTo: session.client.linkTo }).map(toDocumentLink);
    }),
  );

  connection.languages.semanticTokens.on(
    guard.answer(({ textDocument }) => {
      const { lines } = session.openDocument(textDocument).content;
      if (lines.length > mostLinesAtOnce || lengthOf(lines) > mostTextAtOnce) {
        throw askForRanges();
      }
      return colours.pack(lines, 0, lines.length, true);
    }),
  );

  connection.languages.semanticTokens.onRange(
    guard.answer(({ textDocument, range }) => {
      check(Range.is(range), 'range');
      const document = session.openDocument(textDocument);
      const { first, end } = linesIn(document, range);
      return colours.pack(document.content.lines, first, end, false);
    }),
  );

  connection.languages.inlayHint.on(
    guard.answer(async ({ textDocument, range }) => {
      check(Range.is(range), 'range');
      const { document } = await session.asOf(session.openDocument(textDocument));
      const { inlayHints: options } = await session.settings.of(document.uri);
      if (!Object.values(options).includes(true)) {
        return [];
      }
      const { first, end } = linesIn(document, range);
      const wanted = document.content.lines.slice(first, end);
      return wanted.flatMap(({ text }, index) => {
        const line = first + index;
        const span = {
          start: line === range.start.line ? range.start.character : 0,
          end: line === range.end.line ? range.end.character : text.length,
        };
        return inlayHints(text, span, options).map((hint) => toInlayHint(line, hint, session.client));
      });
    }),
  );
}

/** What depends on settings is asked for anew when they have changed, by editors that can be told so. */
export function refreshStructure({ client, connection }: Session): void {
  if (client.refreshesInlayHints) {
    connection.languages.inlayHint.refresh();
  }
}

/** The colours of larger documents are given for the part in sight only: an edit would ask for all of them again. */
const mostLinesAtOnce = 5_000;
/** The same, in UTF-16 units. */
const mostTextAtOnce = 1_000_000;

function lengthOf(lines: readonly { readonly raw: string }[]): number {
  return lines.reduce((sum, { raw }) => sum + raw.length, 0);
}

/**
 * An editor that gets an error goes on asking for the part in sight; one that gets nothing takes it that the document
 * has no colours. This error is the one that editors neither show nor log.
 */
function askForRanges(): ResponseError<void> {
  return new ResponseError(LSPErrorCodes.ServerCancelled, 'the document is too large: ask for ranges of it');
}

/** The lines that a range touches, inside the document: from the first up to but not including the end. */
function linesIn(document: OpenDocument, range: Range): { first: number; end: number } {
  const { length } = document.content.lines;
  return { first: Math.min(range.start.line, length), end: Math.min(range.end.line + 1, length) };
}
