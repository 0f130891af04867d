/** What we say of a pipeline: the one place where the tests ask the server's own code. */
import { CheckedDocument } from '../../server/src/core/features/diagnostics';
import { judgedCodes, type Pipeline, type Verdict } from './pipeline';

/** The findings of the codes that a switch can judge, by line, then by code. */
export function verdictsOn({ text }: Pipeline): Verdict[] {
  const { diagnoses } = new CheckedDocument(text).analysis;
  return inOrder(
    diagnoses
      .map(({ rule, finding }) => ({
        line: finding.line,
        code: judgedCodes.find((code) => code === rule.code),
      }))
      .filter((verdict): verdict is Verdict => verdict.code !== undefined),
  );
}

export function inOrder(verdicts: readonly Verdict[]): Verdict[] {
  return verdicts.toSorted((a, b) => a.line - b.line || a.code.localeCompare(b.code));
}
