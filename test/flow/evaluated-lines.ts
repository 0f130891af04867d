/** What evaluating a line says, in short, for tests. */
import {
  any,
  type FormatSet,
  formatsOf,
  type OpenflowVersion,
} from '../../server/src/core/facts/flow-formats';
import { evaluateLine } from '../../server/src/core/flow/evaluate-line';
import { applyEdits } from '../../server/src/core/rules/edits';
import { parseFlowLine } from '../../server/src/core/syntax/flow-line';

/** Each problem of a line as `code «text» verdict`, the verdict where somebody turns the line down. */
export function problemsOf(text: string, version?: OpenflowVersion): string[] {
  return evaluate(text, version).problems.map(({ code, span, verdict }) =>
    [code, `«${text.slice(span.start, span.end)}»`, ...(verdict === undefined ? [] : [verdict])].join(' '),
  );
}

/** The codes alone. */
export function codesOf(text: string, version?: OpenflowVersion): string[] {
  return evaluate(text, version).problems.map(({ code }) => code);
}

/** The line after each of the fixes of its problems. */
export function fixed(text: string, version?: OpenflowVersion): string[] {
  return evaluate(text, version).problems.flatMap(({ fixes }) =>
    (fixes?.() ?? []).map(({ edits }) => applyEdits(text, edits)),
  );
}

export function evaluate(text: string, version?: OpenflowVersion) {
  return evaluateLine(parseFlowLine(text), allowed(version));
}

function allowed(version: OpenflowVersion | undefined): FormatSet {
  return version === undefined ? any : formatsOf(version);
}
