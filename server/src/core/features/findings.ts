/** What is kept of findings, and shown of them. */
import type { Directive } from '../model/directives';
import type { LineFacts } from '../model/line-facts';
import type { Diagnosis } from '../rules/check';
import type { FileDiagnosis } from '../rules/check-file';
import type { Rule, Severity } from '../rules/rule';
import type { Span } from '../syntax/span';

/** How severe each rule is to be; rules that are not named keep their own severity. */
export type RuleSettings = Readonly<Record<string, Severity | 'off'>>;

/** What is kept of a finding: no parse tree, no fixes. */
export interface StoredFinding {
  readonly rule: Rule;
  readonly span: Span;
  readonly message: string;
  readonly unnecessary: boolean;
  /** Other places; on other lines where they say so. */
  readonly related: readonly { readonly span: Span; readonly message: string; readonly line?: number }[];
}

/** What is kept of a checked line. */
export interface LineSummary {
  readonly findings: readonly StoredFinding[];
  readonly directives: readonly Directive[];
  readonly facts: LineFacts;
}

/** A finding as it is to be shown. */
export interface Diagnostic {
  readonly line: number;
  readonly severity: Severity;
  readonly finding: StoredFinding;
}

/** Whether both say the same. Editors send settings anew when others have changed. */
export function sameSettings(one: RuleSettings, other: RuleSettings): boolean {
  const codes = Object.keys(one);
  return (
    one === other ||
    (codes.length === Object.keys(other).length && codes.every((code) => one[code] === other[code]))
  );
}

/** The severity of a rule under the given settings. */
export function severityOf(rule: Rule, settings: RuleSettings): Severity | 'off' {
  return settings[rule.code] ?? (rule.offByDefault ? 'off' : rule.severity);
}

/** What is kept of a finding, or shown of one. */
export function stored({ rule, finding }: Diagnosis | FileDiagnosis): StoredFinding {
  return {
    rule,
    span: { start: finding.span.start, end: finding.span.end },
    message: finding.message,
    unnecessary: finding.unnecessary ?? false,
    related: finding.related ?? [],
  };
}
