import { type DocumentDiagnosticReport, DocumentDiagnosticReportKind } from 'vscode-languageserver';
import type { Diagnostic, StoredFinding } from '../core/features/diagnostics';
import type { Client } from './client';
import { toDiagnostic } from './convert';
import type { OpenDocument } from './open-document';

/** Answers to `textDocument/diagnostic`: the same result keeps its id, and is not sent again. */
export class DiagnosticReports {
  readonly #last = new Map<string, { readonly id: string; readonly diagnostics: readonly Diagnostic[] }>();
  /** Editors keep ids over a restart of the server: those of another process must never fit. */
  readonly #process = Math.random().toString(36).slice(2);
  #count = 0;

  report(
    document: OpenDocument,
    diagnostics: readonly Diagnostic[],
    previousId: string | undefined,
    client: Client,
  ): DocumentDiagnosticReport {
    let last = this.#last.get(document.uri);
    if (!last || !same(last.diagnostics, diagnostics)) {
      last = { id: `${this.#process}-${++this.#count}`, diagnostics };
      this.#last.set(document.uri, last);
    }
    if (last.id === previousId) {
      return { kind: DocumentDiagnosticReportKind.Unchanged, resultId: last.id };
    }
    return {
      kind: DocumentDiagnosticReportKind.Full,
      resultId: last.id,
      items: diagnostics.map((diagnostic) => toDiagnostic(document.uri, diagnostic, client)),
    };
  }

  closed(uri: string): void {
    this.#last.delete(uri);
  }
}

/** Findings of lines that did not change are the same objects; those about the file are made anew. */
function same(left: readonly Diagnostic[], right: readonly Diagnostic[]): boolean {
  return (
    left.length === right.length &&
    left.every((one, index) => {
      const other = right[index]!;
      return (
        one.line === other.line && one.severity === other.severity && sameFinding(one.finding, other.finding)
      );
    })
  );
}

function sameFinding(one: StoredFinding, other: StoredFinding): boolean {
  return (
    one === other ||
    (one.rule === other.rule &&
      one.message === other.message &&
      one.span.start === other.span.start &&
      one.span.end === other.span.end &&
      JSON.stringify(one.related) === JSON.stringify(other.related))
  );
}
