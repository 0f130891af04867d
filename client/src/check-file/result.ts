/** What the server answers when it is told to check a file on disk. Pure. */
import type { Diagnostic } from 'vscode-languageclient';
import { type FindingCounts, isCount, readFindingCounts } from '../counts';
import { isObject } from '../pipeline/graph/pipeline';

/** What is known of a file that was checked from disk. */
export interface CheckResult {
  readonly bytes: number;
  readonly lines: number;
  readonly flows: number;
  /** Whether the rules about the whole file had their say: in a very large file each line is judged by itself. */
  readonly wholeFileRules: boolean;
  readonly counts: FindingCounts;
  /** How often each rule found something, the worst and most frequent first. */
  readonly byCode: readonly RuleCount[];
  /** The first findings, errors first. */
  readonly diagnostics: readonly Diagnostic[];
  /** How many findings are not among them. */
  readonly omitted: number;
}

/** How often a rule found something. */
export interface RuleCount {
  readonly code: string;
  /** `error`, `warning`, `information` or `hint`. */
  readonly severity: string;
  readonly title: string;
  readonly count: number;
}

/** The answer as the server sent it; undefined when it is none. */
export function readCheckResult(answer: unknown): CheckResult | undefined {
  if (!isObject(answer)) {
    return undefined;
  }
  const { bytes, lines, flows, wholeFileRules, byCode, diagnostics, omitted } = answer;
  const counts = readFindingCounts(answer.counts);
  return isCount(bytes) &&
    isCount(lines) &&
    isCount(flows) &&
    typeof wholeFileRules === 'boolean' &&
    counts &&
    Array.isArray(byCode) &&
    byCode.every(isRuleCount) &&
    Array.isArray(diagnostics) &&
    diagnostics.every(isDiagnostic) &&
    isCount(omitted)
    ? { bytes, lines, flows, wholeFileRules, counts, byCode, diagnostics, omitted }
    : undefined;
}

function isRuleCount(value: unknown): value is RuleCount {
  return (
    isObject(value) &&
    typeof value.code === 'string' &&
    typeof value.severity === 'string' &&
    typeof value.title === 'string' &&
    isCount(value.count)
  );
}

function isDiagnostic(value: unknown): value is Diagnostic {
  return (
    isObject(value) &&
    (typeof value.message === 'string' ||
      (isObject(value.message) && typeof value.message.value === 'string')) &&
    isObject(value.range) &&
    isPlace(value.range.start) &&
    isPlace(value.range.end)
  );
}

function isPlace(value: unknown): boolean {
  return isObject(value) && isCount(value.line) && isCount(value.character);
}
