import {
  any,
  type FormatSet,
  formatsOf,
  type OpenflowVersion,
  openflowVersions,
} from '../facts/flow-formats';
import type { FlowLine } from '../syntax/flow-line';
import { evaluateFlow, type FlowEvaluation, isPrinted } from './evaluate';
import type { Problem } from './problem';

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
        return { ...other, problems: [...other.problems, ...refusedByItself(first, version)] };
      }
    }
  }
  return first;
}

/** That `ovs-ofctl`, left to itself, sends the flow in a version in which the switch refuses it. */
function refusedByItself({ problems, format, terms }: FlowEvaluation, taken: OpenflowVersion): Problem[] {
  const refusal = problems.find(({ rejectedBy }) => rejectedBy === 'switch');
  if (!refusal || isPrinted(terms)) {
    return [];
  }
  return [
    {
      code: 'version/refused-by-default',
      span: refusal.span,
      message: `The switch takes this in OpenFlow ${taken} only, or later. In OpenFlow ${format?.version}, which ovs-ofctl uses by itself, it refuses the flow (${refusal.verdict}): use -O OpenFlow${taken.replace('.', '')}.`,
    },
  ];
}
