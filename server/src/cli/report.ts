/** What is reported, in whatever format. */
import type { RuleCount, SeverityCounts } from '../core/features/check-stream-tally';
import type { Diagnostic } from '../core/features/findings';

/** What came of checking a file. */
export interface FileResult {
  readonly path: string;
  /** Whether it could be read, at least its start. */
  readonly isRead: boolean;
  readonly bytes: number;
  readonly lines: number;
  readonly flows: number;
  /** Whether it was looked at as a whole. */
  readonly wholeFileRules: boolean;
  readonly counts: SeverityCounts;
  readonly byRule: readonly RuleCount[];
  /** How many findings were counted and not written. */
  readonly omitted: number;
  /** How many lines were fixed before; undefined where nobody asked for it. */
  readonly fixed: number | undefined;
  /** Why it could not be read, not to its end, or not be fixed. */
  readonly trouble: string | undefined;
}

/** What came of everything. */
export interface Summary {
  /** How many could be read. */
  readonly files: number;
  readonly lines: number;
  readonly flows: number;
  readonly counts: SeverityCounts;
  readonly omitted: number;
  readonly fixed: number;
  /** How many files had any lines fixed. */
  readonly filesFixed: number;
}

/** Writes a report as it comes; each function returns the text that comes next. */
export interface Reporter {
  start(): string;
  startFile(path: string): string;
  findings(path: string, diagnostics: readonly Diagnostic[]): string;
  endFile(result: FileResult): string;
  end(summary: Summary): string;
}

/** What standard input is called. */
export const standardInput = '<stdin>';
