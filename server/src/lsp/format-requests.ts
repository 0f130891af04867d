/** Requests that lay a document out anew: formatting, and sorting a table by priority. */
import {
  type CancellationToken,
  ErrorCodes,
  LSPErrorCodes,
  Position,
  Range,
  ResponseError,
  type ServerCapabilities,
  type TextEdit,
} from 'vscode-languageserver';
import { type DocumentEdit, formatEdits, type LineRange } from '../core/features/format';
import { sortLines, sortTableAt } from '../core/features/sort';
import type { OpenDocument } from './open-document';
import { haveChanged, type Session } from './session';

export const formatCapabilities: ServerCapabilities = {
  documentFormattingProvider: true,
  documentRangeFormattingProvider: { rangesSupport: true },
};

/** What sorting is asked for: the table at a position, or the lines of a range. */
interface SortParams {
  readonly textDocument: { readonly uri: string };
  readonly position?: unknown;
  readonly range?: unknown;
}

/** Edits that sort flows, or why there are none. */
export interface SortAnswer {
  /** The version of the document that the edits are for. */
  readonly version: number;
  readonly edits: readonly TextEdit[];
  /** For the person who asked. */
  readonly message?: string;
}

/** So many steps of formatting are done at a time; other requests are answered in between. */
const stepsAtATime = 200;

/** Answers them. */
export function answerFormatRequests(session: Session): void {
  const { connection, guard, documents } = session;

  connection.onDocumentFormatting((params, token) =>
    guard.answer(({ textDocument }: typeof params) => {
      const document = session.openDocument(textDocument);
      return format(document, [{ first: 0, last: document.content.lines.length - 1 }], token);
    })(params, token),
  );

  connection.onDocumentRangeFormatting((params, token) =>
    guard.answer(({ textDocument, range }: typeof params) => {
      const document = session.openDocument(textDocument);
      return format(document, rangesOf(document, [range]), token);
    })(params, token),
  );

  connection.onDocumentRangesFormatting((params, token) =>
    guard.answer(({ textDocument, ranges }: typeof params) => {
      const document = session.openDocument(textDocument);
      if (!Array.isArray(ranges)) {
        throw new ResponseError(ErrorCodes.InvalidParams, 'the request has no ranges');
      }
      return format(document, rangesOf(document, ranges), token);
    })(params, token),
  );

  connection.onRequest(
    'ovsFlows/sortByPriority',
    guard.answer((params: SortParams): SortAnswer => {
      const { content, version } = session.openDocument(params.textDocument);
      const { edits, message } = sort(content, params);
      return { version, edits: edits.map(toTextEdit), ...(message !== undefined && { message }) };
    }),
  );

  async function format(
    document: OpenDocument,
    ranges: readonly LineRange[],
    token: CancellationToken,
  ): Promise<TextEdit[]> {
    const { version, uri } = document;
    const { format: style } = await session.settings.of(uri);
    await session.asOf(document);
    const { content } = document;
    const edits: TextEdit[] = [];
    let steps = 0;
    for (const range of ranges) {
      for (const edit of formatEdits(content, range, style, content.formats)) {
        if (edit) {
          edits.push(toTextEdit(edit));
        }
        steps++;
        if (steps % stepsAtATime === 0) {
          await untilOthersHadTheirTurn();
          if (token.isCancellationRequested) {
            return [];
          }
          if (documents.get(uri) !== document || document.version !== version) {
            throw new ResponseError(LSPErrorCodes.ContentModified, haveChanged);
          }
        }
      }
    }
    return edits;
  }
}

function sort(content: OpenDocument['content'], { position, range }: SortParams) {
  if (Range.is(range)) {
    return sortLines(content, linesOf(range));
  }
  if (Position.is(position)) {
    return sortTableAt(content, position);
  }
  throw new ResponseError(ErrorCodes.InvalidParams, 'the request has neither a position nor a range');
}

/** The lines of the ranges, top to bottom, none twice. */
function rangesOf({ content }: OpenDocument, ranges: readonly unknown[]): LineRange[] {
  if (!ranges.every((range): range is Range => Range.is(range))) {
    throw new ResponseError(ErrorCodes.InvalidParams, 'the request has no valid range');
  }
  const lastLine = content.lines.length - 1;
  const wanted = ranges.map(linesOf).sort((left, right) => left.first - right.first);
  const separate: LineRange[] = [];
  for (const { first, last } of wanted) {
    const start = Math.max(first, (separate.at(-1)?.last ?? -1) + 1);
    const end = Math.min(last, lastLine);
    if (start <= end) {
      separate.push({ first: start, last: end });
    }
  }
  return separate;
}

/** The lines that a range touches; one that ends where a line begins does not touch that line. */
function linesOf({ start, end }: Range): LineRange {
  const isBackwards = end.line < start.line;
  const [first, last] = isBackwards ? [end, start] : [start, end];
  return {
    first: first.line,
    last: last.character === 0 && last.line > first.line ? last.line - 1 : last.line,
  };
}

function toTextEdit({ start, end, newText }: DocumentEdit): TextEdit {
  return { range: { start, end }, newText };
}

function untilOthersHadTheirTurn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}
