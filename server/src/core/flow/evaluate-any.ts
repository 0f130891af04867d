import { any, type FormatSet, formatsOf, openflowVersions } from '../facts/flow-formats';
import type { FlowLine } from '../syntax/flow-line';
import { evaluateFlow, type FlowEvaluation } from './evaluate';

/**
 * Evaluates a flow for people who may use any version of OpenFlow: what `ovs-ofctl` would choose by itself,
 * unless a switch refuses that and takes the flow in another version. Under one version it is as `evaluateFlow`.
 */
export function evaluateUnder(line: FlowLine, allowed: FormatSet): FlowEvaluation {
  const first = evaluateFlow(line, allowed);
  const refused = first.problems.some(({ rejectedBy }) => rejectedBy === 'switch');
  const rejected = first.problems.some(({ rejectedBy }) => rejectedBy === 'ovs-ofctl');
  if (allowed !== any || !refused || rejected) {
    return first;
  }
  for (const version of openflowVersions) {
    if (version !== first.format?.version && (first.usable & formatsOf(version)) !== 0) {
      const other = evaluateFlow(line, formatsOf(version));
      if (other.accepted) {
        return other;
      }
    }
  }
  return first;
}
