/** Which flows may be judged by what they match. */
import { noStates } from '../conntrack/state-set';
import type { FlowTraits } from './flow-traits';

/** Whether the flow is looked up by the number of a conjunction, which no packet has by itself. */
export function asksForConjunction({ signature }: FlowTraits): boolean {
  return signature.slots.some(({ slot }) => slot === 'conj_id');
}

/** Whether a packet can match the flow at all, and whether everything of its match is known. */
export function isJudged({ matchKnown, states }: FlowTraits): boolean {
  return matchKnown && states !== noStates;
}

/** Whether flows of the kind take the packets that they match, and for good. */
export function takesPackets(traits: FlowTraits): boolean {
  const { accepted, temporary, isClause } = traits;
  return accepted && isJudged(traits) && !temporary && !isClause && !asksForConjunction(traits);
}
