/** Fixes of what only the whole file shows, tried out before they are offered. */
import type { FileDiagnosis } from '../rules/check-file';
import type { FileFix } from '../rules/file-rule';
import type { Rule, Severity } from '../rules/rule';
import type { CheckedDocument } from './diagnostics';

/** To try out a fix takes a look at every line; in larger files the rule's own care has to do. */
const mostLines = 20_000;
/** The same where the answer has to be there at once. */
const mostLinesQuickly = 2_000;

const ranks: Readonly<Record<Severity, number>> = { hint: 0, information: 1, warning: 2, error: 3 };

/**
 * The fixes of a finding after which the file has fewer findings of that rule, and not more of any other that is as
 * severe. Lesser ones may come to light: packets that are tracked at last can be in states that no flow handles.
 */
export function soundFileFixes(
  document: CheckedDocument,
  { rule, finding }: FileDiagnosis,
  isQuick = false,
): readonly FileFix[] {
  const fixes = finding.fixes?.(document.analysis) ?? [];
  if (fixes.length === 0 || document.lines.length > (isQuick ? mostLinesQuickly : mostLines)) {
    return fixes;
  }
  const before = document.countByRule();
  return fixes.filter(({ edits }) => improves(before, document.after(edits).countByRule(), rule));
}

function improves(before: ReadonlyMap<Rule, number>, after: ReadonlyMap<Rule, number>, rule: Rule): boolean {
  const count = (counts: ReadonlyMap<Rule, number>, of: Rule) => counts.get(of) ?? 0;
  return (
    count(after, rule) < count(before, rule) &&
    [...after.keys()].every(
      (other) => ranks[other.severity] < ranks[rule.severity] || count(after, other) <= count(before, other),
    )
  );
}
