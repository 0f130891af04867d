import type { Rule, Severity } from '../rules/rule';
import type { Diagnostic } from './findings';

export type SeverityCounts = Readonly<Record<Severity, number>>;

/** How often a rule had something to say. */
export interface RuleCount {
  readonly rule: Rule;
  /** As the settings have it. */
  readonly severity: Severity;
  readonly count: number;
}

const severities: readonly Severity[] = ['error', 'warning', 'information', 'hint'];

/** Counts findings, and keeps the first of each severity: memory does not grow with their number. */
export class Tally {
  readonly #most: number;
  readonly #counts = { error: 0, warning: 0, information: 0, hint: 0 };
  readonly #kept = new Map<Severity, Diagnostic[]>(severities.map((severity) => [severity, []]));
  readonly #byCode = new Map<string, { rule: Rule; severity: Severity; count: number }>();

  /** Keeps at most `most` findings. */
  constructor(most = 0) {
    this.#most = most;
  }

  add(diagnostic: Diagnostic): void {
    const { severity, finding } = diagnostic;
    this.#counts[severity]++;
    const known = this.#byCode.get(finding.rule.code);
    if (known) {
      known.count++;
    } else {
      this.#byCode.set(finding.rule.code, { rule: finding.rule, severity, count: 1 });
    }
    const kept = this.#kept.get(severity)!;
    if (kept.length < this.#most) {
      kept.push(diagnostic);
    }
  }

  get counts(): SeverityCounts {
    return { ...this.#counts };
  }

  get total(): number {
    return severities.reduce((sum, severity) => sum + this.#counts[severity], 0);
  }

  /** The most frequent first. */
  get byRule(): RuleCount[] {
    return [...this.#byCode.values()].sort(
      (left, right) => right.count - left.count || (left.rule.code < right.rule.code ? -1 : 1),
    );
  }

  /** What was kept: errors before warnings and so on where there is not room for all, in the order of the lines. */
  get kept(): Diagnostic[] {
    const chosen = severities.flatMap((severity) => this.#kept.get(severity)!).slice(0, this.#most);
    return chosen.sort(
      (left, right) => left.line - right.line || left.finding.span.start - right.finding.span.start,
    );
  }
}
