import {
  type DocumentDiagnosticReport,
  DocumentDiagnosticReportKind,
  type Diagnostic as SentDiagnostic,
} from 'vscode-languageserver';
import type { Diagnostic, StoredFinding } from '../core/features/findings';
import { severities } from '../core/features/line-marks';
import { type Report, totalOf } from '../core/features/shown-findings';
import type { Client } from './client';
import { toDiagnostic, toRestDiagnostic } from './convert';
import type { OpenDocument } from './open-document';

/**
 * So many findings of a document are sent, and one diagnostic that counts the rest: more than a thousand diagnostics of
 * one document VS Code does not show.
 */
export const mostShown = 999;

interface Sent {
  readonly id: string;
  readonly report: Report;
  readonly items: readonly SentDiagnostic[];
}

/** What was found in documents, as it is sent. The same result keeps its id, and what stayed as it was is kept. */
export class DiagnosticReports {
  readonly #last = new Map<string, Sent>();
  /** Editors keep ids over a restart of the server: those of another process must never fit. */
  readonly #process = Math.random().toString(36).slice(2);
  #count = 0;

  /** The answer to `textDocument/diagnostic`. */
  report(
    document: OpenDocument,
    report: Report,
    previousId: string | undefined,
    client: Client,
  ): DocumentDiagnosticReport {
    const { id, items } = this.#sent(document, report, client);
    return id === previousId
      ? { kind: DocumentDiagnosticReportKind.Unchanged, resultId: id }
      : { kind: DocumentDiagnosticReportKind.Full, resultId: id, items: [...items] };
  }

  /** All diagnostics, for editors that do not ask for them. */
  items(document: OpenDocument, report: Report, client: Client): SentDiagnostic[] {
    return [...this.#sent(document, report, client).items];
  }

  closed(uri: string): void {
    this.#last.delete(uri);
  }

  #sent({ uri }: OpenDocument, report: Report, client: Client): Sent {
    const last = this.#last.get(uri);
    const kept = last && sameAtEnds(last.report.shown, report.shown);
    if (last && kept?.isAll && sameCounts(last.report, report)) {
      return last;
    }
    const items = report.shown.map((diagnostic, index) => {
      const before = kept && indexBefore(kept, index, report.shown.length, last!.report.shown.length);
      return before === undefined
        ? toDiagnostic(uri, diagnostic, client)
        : last!.items[before + last!.items.length - last!.report.shown.length]!;
    });
    const rest = toRestDiagnostic(report);
    const sent = { id: `${this.#process}-${++this.#count}`, report, items: rest ? [rest, ...items] : items };
    this.#last.set(uri, sent);
    return sent;
  }
}

/** How many diagnostics at the start and at the end of two lists are the same. */
interface SameEnds {
  readonly head: number;
  readonly tail: number;
  readonly isAll: boolean;
}

function sameAtEnds(before: readonly Diagnostic[], after: readonly Diagnostic[]): SameEnds {
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && same(before[head]!, after[head]!)) {
    head++;
  }
  let tail = 0;
  while (tail < shorter - head && same(before.at(-1 - tail)!, after.at(-1 - tail)!)) {
    tail++;
  }
  return { head, tail, isAll: head === before.length && head === after.length };
}

/** Where a diagnostic stood in the list before; undefined where it did not. */
function indexBefore(
  { head, tail }: SameEnds,
  index: number,
  length: number,
  before: number,
): number | undefined {
  if (index < head) {
    return index;
  }
  return index >= length - tail ? index + before - length : undefined;
}

function sameCounts({ counts: one }: Report, { counts: other }: Report): boolean {
  return severities.every((severity) => one[severity] === other[severity]);
}

/** Findings of lines that did not change are the same objects; those about the file may be made anew. */
function same(one: Diagnostic, other: Diagnostic): boolean {
  return (
    one.line === other.line && one.severity === other.severity && sameFinding(one.finding, other.finding)
  );
}

function sameFinding(one: StoredFinding, other: StoredFinding): boolean {
  return (
    one === other ||
    (one.rule === other.rule &&
      one.message === other.message &&
      sameSpan(one, other) &&
      one.related.length === other.related.length &&
      one.related.every((place, index) => {
        const there = other.related[index]!;
        return place.line === there.line && place.message === there.message && sameSpan(place, there);
      }))
  );
}

function sameSpan({ span: one }: Pick<StoredFinding, 'span'>, { span: other }: Pick<StoredFinding, 'span'>) {
  return one.start === other.start && one.end === other.end;
}

/** How many findings a document has, and how many of them were sent. */
export interface DiagnosticsCount {
  readonly uri: string;
  /** Of the document. */
  readonly version: number;
  readonly shown: number;
  readonly total: number;
  readonly counts: Report['counts'];
}

/** Which documents have more findings than were sent: editors are told so, and told again when that is over. */
export class CutReports {
  readonly #cut = new Set<string>();

  /** What to tell of a report; undefined where there is nothing to tell. */
  tell({ uri, version }: OpenDocument, { shown, counts }: Report): DiagnosticsCount | undefined {
    const total = totalOf(counts);
    const wasCut = this.#cut.delete(uri);
    if (total > shown.length) {
      this.#cut.add(uri);
    }
    return wasCut || total > shown.length ? { uri, version, shown: shown.length, total, counts } : undefined;
  }

  closed(uri: string): void {
    this.#cut.delete(uri);
  }
}
