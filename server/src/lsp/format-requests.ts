/** Requests that lay a document out anew: formatting, and sorting a table by priority. */
import {
  type CancellationToken,
  LSPErrorCodes,
  Position,
  Range,
  ResponseError,
  type ServerCapabilities,
  type TextEdit,
} from 'vscode-languageserver';
import { type DocumentEdit, formatEdits, type LineRange } from '../core/features/format';
import { sortLines, sortTableAt } from '../core/features/sort';
import { lastUpTo } from '../core/model/lists';
import { check } from './guard';
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

/** For each range, lines around it are looked at as well: of more ranges, all lines between them are gone through once. */
const mostPasses = 100;

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
      check(Array.isArray(ranges), 'ranges');
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
    const passes = ranges.length > mostPasses ? [hullOf(ranges)] : ranges;
    for (const range of passes) {
      for (const edit of formatEdits(content, range, style, content.formats)) {
        if (edit && (passes === ranges || isInOneOf(ranges, edit))) {
          edits.push(toTextEdit(edit));
        }
        steps++;
        if (steps % stepsAtATime === 0) {
          await session.slices.turn();
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
  check(Position.is(position), 'position or range');
  return sortTableAt(content, position);
}

/** The lines of the ranges, top to bottom, none twice. */
function rangesOf({ content }: OpenDocument, ranges: readonly unknown[]): LineRange[] {
  const valid = ranges.filter((range) => Range.is(range));
  check(valid.length === ranges.length, 'range');
  const lastLine = content.lines.length - 1;
  const wanted = valid.map(linesOf).sort((left, right) => left.first - right.first);
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

/** All lines from the first range to the last one. */
function hullOf(ranges: readonly LineRange[]): LineRange {
  return { first: ranges[0]!.first, last: ranges.at(-1)!.last };
}

/** Whether the edit lies in one of the ranges, which are in order. */
function isInOneOf(ranges: readonly LineRange[], { start, end }: DocumentEdit): boolean {
  const range = lastUpTo(ranges, start.line, ({ first }) => first);
  const last = Math.max(start.line, end.character === 0 ? end.line - 1 : end.line);
  return range !== undefined && last <= range.last;
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
