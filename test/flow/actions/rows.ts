/** Tables of flows with what ovs-ofctl makes of their actions. */
import { describe, expect, it } from 'vitest';
import { formatsOf, type OpenflowVersion } from '../../../server/src/core/facts/flow-formats';
import { evaluateFlow, type FlowEvaluation } from '../../../server/src/core/flow/evaluate';
import { parseFlowLine } from '../../../server/src/core/syntax/flow-line';

/**
 * A flow, and for each version the actions as they are printed, `***code***` when a switch refuses them, or
 * what ovs-ofctl says when it rejects them. One result is for all versions.
 */
export type Row = readonly [flow: string, ...results: string[]];

export function evaluated(flow: string, version: OpenflowVersion = '1.0'): FlowEvaluation {
  return evaluateFlow(parseFlowLine(flow), formatsOf(version));
}

export function testRows(
  name: string,
  rows: readonly Row[],
  versions: readonly OpenflowVersion[] = ['1.0', '1.3', '1.5'],
): void {
  describe(name, () => {
    for (const [flow, ...results] of rows) {
      it.each(versions)(`${flow} in OpenFlow %s`, (version) => {
        const expected = results.length === 1 ? results[0] : results[versions.indexOf(version)];
        expect(resultOf(evaluated(flow, version))).toBe(expected);
      });
    }
  });
}

function resultOf(evaluation: FlowEvaluation): string {
  const canonical = evaluation.canonical();
  if (canonical !== undefined) {
    return canonical.slice(canonical.indexOf('actions=') + 'actions='.length);
  }
  if (evaluation.accepted && evaluation.usesNames) {
    return 'a name that only a switch knows';
  }
  const first = evaluation.problems.find(({ rejectedBy }) => rejectedBy !== undefined);
  return first?.rejectedBy === 'switch' ? `***${first.verdict}***` : `ovs-ofctl: ${first?.verdict}`.trimEnd();
}
