import { any, type FlowFormat } from '../../facts/flow-formats';
import type { Action } from '../../flow/actions/action';
import { printActions, wireActions } from '../../flow/actions/evaluate';
import { shortened } from '../../syntax/excerpt';
import type { WrittenRule } from '../rule';

/** An action that the chosen OpenFlow version does not have, and for which Open vSwitch sends another. */
export const actionDiffers: WrittenRule = {
  code: 'version/action-differs',
  severity: 'hint',
  title: 'The OpenFlow version has no such action, and Open vSwitch sends another',
  *check({ flow, allowed }) {
    const { format } = flow;
    if (allowed === any || !format || !flow.accepted) {
      return;
    }
    for (const action of flow.actions) {
      const instead = otherActions(action, format);
      if (instead) {
        yield {
          span: action.span,
          message: `OpenFlow ${format.version} has no ${action.name}: Open vSwitch sends ${shortened(printActions(instead, format))} for it.`,
        };
      }
    }
  },
};

/** What is sent for the action, where that is something else than another spelling for writing the same field. */
function otherActions(action: Action, format: FlowFormat): readonly Action[] | undefined {
  // Fields are written in several spellings, which say the same.
  if (action.destination) {
    return undefined;
  }
  const sent = wireActions([action], format);
  if ('error' in sent || sent.length === 0 || (sent.length === 1 && sent[0]!.name === action.name)) {
    return undefined;
  }
  return sent.some(({ destination }) => destination !== undefined) ? undefined : sent;
}
