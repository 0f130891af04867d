/** Connection states for which a table has flows. */
import { allStates, noStates, type StateSet, statesWhere, untracked } from '../conntrack/state-set';
import { flagBit } from '../facts/connection-state';
import type { FlowTraits } from '../model/flow-traits';

const usualBits = flagBit('new') | flagBit('est') | flagBit('rel') | flagBit('inv');

/** A tracker says one of these of every packet; the other states can be, and nobody meets them. */
export const usualStates: StateSet = statesWhere((state) => (state & usualBits) !== 0 || state === 0);

/** The states in which the flows of a table take some packets: `flows` are one for all that are written alike. */
export function handledStates(flows: readonly { readonly traits: FlowTraits }[]): StateSet {
  return flows.reduce((set, flow) => set | statesMatched(flow.traits), noStates);
}

/** What a flow with errors is meant to match is not known; and the tracker takes IP packets only. */
function statesMatched({ accepted, isIp, states }: FlowTraits): StateSet {
  return !accepted ? allStates : isIp === false ? states & untracked : states;
}
