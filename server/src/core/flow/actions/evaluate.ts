/**
 * Lists of actions as a whole: checked against the match, sent and read again, printed.
 * Source: lib/ofp-actions.c, ofpacts_check, ofpacts_put_openflow_instructions,
 * ofpacts_pull_openflow_instructions, ofpacts_format.
 */
import { any, type FlowFormat } from '../../facts/flow-formats';
import type { Span } from '../../syntax/span';
import { Match } from '../match';
import { Problems } from '../problem';
import type { Action, CheckedFlow, WireError } from './action';
import { disorderOf } from './verify-order';

/** Why a switch refuses a list of actions, and which of them. */
export interface WireRefusal extends WireError {
  readonly span: Span;
}

/**
 * Checks actions in their order, each against the packet as those before it have left it. Open vSwitch stops
 * at the first that fails; here each has its say.
 */
export function checkActions(actions: readonly Action[], flow: CheckedFlow): void {
  for (const action of actions) {
    action.check?.(flow);
  }
}

/**
 * What a switch reads when it is sent the actions of a flow in the format, or why it refuses them. OpenFlow
 * 1.0 has one list; later versions have instructions, of which those of one kind stand together already.
 */
export function wireActions(actions: readonly Action[], format: FlowFormat): readonly Action[] | WireRefusal {
  return wireNested(actions, format);
}

/** As `wireActions`, for any list of actions. Sets of actions have no order to verify. */
export function wireNested(
  actions: readonly Action[],
  format: FlowFormat,
  ordered = true,
): readonly Action[] | WireRefusal {
  const read: Action[] = [];
  for (const action of actions) {
    const received = action.onWire?.(format) ?? [action];
    if ('error' in received) {
      return { span: action.span, ...received };
    }
    read.push(...received);
  }
  const disorder = ordered ? disorderOf(read, format.version) : undefined;
  return disorder ? { error: disorder.error, message: disorder.onWire, span: disorder.action.span } : read;
}

/**
 * The check that a switch does again with what it has read: an error that says what `ovs-ofctl` could not know,
 * such as that a flow without a table goes to table 0. `flow.table` is the table on the wire.
 * Source: lib/ofp-flow.c, ofputil_decode_flow_mod; lib/ofp-actions.c, ofpacts_check_consistency.
 */
export function checkReceived(
  actions: readonly Action[],
  format: FlowFormat,
  flow: { readonly match: Match; readonly table: number | undefined },
): WireRefusal | undefined {
  const problems = new Problems();
  const checked = { match: new Match(flow.match), problems, formats: any, table: flow.table };
  checkActions(actions, checked);
  const first = problems.list.find(({ rejectedBy }) => rejectedBy !== undefined);
  if (first) {
    const error = /\((\w+)\)$/.exec(first.verdict ?? '')?.[1] ?? 'OFPBAC_BAD_ARGUMENT';
    const { code, span, message, fixes, needs } = first;
    return { error, message, code, span, ...(fixes && { fixes }), ...(needs && { needs }) };
  }
  // A switch that carries tables in OpenFlow 1.0 checks as one that does not.
  if ((checked.formats & format.bit) === 0) {
    const [needed] = problems.list;
    return {
      error: 'OFPBAC_MATCH_INCONSISTENT',
      message: needed?.message ?? 'The match does not ask for packets that the actions can change.',
      span: needed?.span ?? actions[0]?.span ?? { start: 0, end: 0 },
    };
  }
  return undefined;
}

/** Reports a refusal, with what the match lacks and with the fixes, where they are known. */
export function refuseActions(refusal: WireRefusal, problems: Problems): undefined {
  const { code = 'action/refused-by-switch', span, error, message, fixes, needs } = refusal;
  return problems.refuse(code, span, error, message, { ...(fixes && { fixes }), ...(needs && { needs }) });
}

/** As Open vSwitch prints them behind `actions=`. */
export function printActions(actions: readonly Action[], format: FlowFormat): string {
  return actions.length === 0 ? 'drop' : actions.map((action) => action.print(format)).join(',');
}
