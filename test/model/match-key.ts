import type { FlowFacts } from '../../server/src/core/model/flow-facts';
import { keyOf } from '../../server/src/core/model/packet-set';

/** Equal texts mean the same match: of the same priority and table, one flow to Open vSwitch. */
export function matchKeyOf({ packets, stateKey }: FlowFacts): string {
  return `${keyOf(packets)};${stateKey}`;
}
