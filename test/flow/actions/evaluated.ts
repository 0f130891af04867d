/** What tests of actions ask of a flow. */
import {
  any,
  chosenFormat,
  formatsOf,
  type OpenflowVersion,
} from '../../../server/src/core/facts/flow-formats';
import type { Action, WireError } from '../../../server/src/core/flow/actions/action';
import { evaluateFlow } from '../../../server/src/core/flow/evaluate';
import { parseFlowLine } from '../../../server/src/core/syntax/flow-line';

function evaluated(flow: string, version?: OpenflowVersion) {
  return evaluateFlow(parseFlowLine(flow), version === undefined ? any : formatsOf(version));
}

/** The flow as `ovs-ofctl` prints it, `rejected: ` and its text, or `refused: ` and the switch's error. */
export function verdictOn(flow: string, version?: OpenflowVersion): string | undefined {
  const evaluation = evaluated(flow, version);
  if (evaluation.accepted) {
    return evaluation.usesNames ? 'a name that only a switch knows' : evaluation.canonical();
  }
  const turnedDown = evaluation.problems.find(({ rejectedBy }) => rejectedBy !== undefined)!;
  return `${turnedDown.rejectedBy === 'switch' ? 'refused' : 'rejected'}: ${turnedDown.verdict}`;
}

/** The problems of a flow, each as `code token`. */
export function problemsIn(flow: string): string[] {
  return evaluated(flow).problems.map(({ code, span }) => `${code} ${flow.slice(span.start, span.end)}`);
}

/** What the fixes of all problems make of the flow. */
export function fixesOf(flow: string): string[] {
  return evaluated(flow)
    .problems.flatMap(({ fixes }) => fixes?.() ?? [])
    .map(({ edits }) =>
      edits.reduceRight(
        (text, { start, end, newText }) => text.slice(0, start) + newText + text.slice(end),
        flow,
      ),
    );
}

/** The actions of a flow. */
export function actionsOf(flow: string): readonly Action[] {
  return evaluated(flow).actions;
}

/** Why the switch refuses the first action of a flow. */
export function refusalOf(flow: string): WireError | undefined {
  const sent = actionsOf(flow)[0]?.onWire?.(chosenFormat(any)!);
  return sent && 'error' in sent ? sent : undefined;
}
