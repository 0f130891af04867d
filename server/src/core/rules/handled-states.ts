/** Connection states for which a table has flows. */
import { allStates, noStates, type StateSet, statesWhere, untracked } from '../conntrack/state-set';
import { flagBit } from '../facts/connection-state';
import type { FileFlow } from '../model/flow-file';
import { isIp } from '../model/packet-set';

const usualBits = flagBit('new') | flagBit('est') | flagBit('rel') | flagBit('inv');

/** A tracker says one of these of every packet; the other states can be, and nobody meets them. */
export const usualStates: StateSet = statesWhere((state) => (state & usualBits) !== 0 || state === 0);

/** The states in which the flows of a table take some packets. */
export function handledStates(flows: readonly FileFlow[]): StateSet {
  return flows.reduce((set, flow) => set | statesMatched(flow), noStates);
}

/** What a flow with errors is meant to match is not known; and the tracker takes IP packets only. */
function statesMatched({ facts }: FileFlow): StateSet {
  const isOther = isIp(facts.packets) === false;
  return !facts.accepted ? allStates : isOther ? facts.states & untracked : facts.states;
}
