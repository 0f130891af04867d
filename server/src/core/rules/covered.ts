/** Flows that no packet gets to, since flows of higher priority take all of theirs. */
import { noStates } from '../conntrack/state-set';
import { type FileFlow, isLive } from '../model/flow-file';
import type { FileRuleInput, RelatedPlace } from './file-rule';
import { addedFlows, asksForConjunction, isClause, isJudged, placesOf, sameActions } from './flow-set';
import { oncePerFile } from './once';

/** Such a flow, and those that take its packets, the highest priority first. */
export interface CoveredFlow {
  readonly flow: FileFlow;
  readonly takers: readonly FileFlow[];
  /** Whether they do with these packets what the flow would do. */
  readonly sameActions: boolean;
}

/** All of them. What a switch has counted packets for was hit, whatever it looks like now. */
export const coveredFlows = oncePerFile(search);

function* search(input: FileRuleInput): Generator<CoveredFlow> {
  const { textOf } = input;
  for (const { section, visibilityOf } of input.flowSets) {
    for (const flow of addedFlows(section)) {
      if (!isLive(flow) || !isJudged(flow) || asksForConjunction(flow) || wasHit(flow, textOf)) {
        continue;
      }
      const { visible, coveredBy } = visibilityOf(flow);
      if (visible === noStates) {
        const takers = takersOf(flow, coveredBy);
        const same = !isClause(flow) && takers.every((taker) => sameActions(taker, flow, textOf));
        yield { flow, takers, sameActions: same };
      }
    }
  }
}

/** The takers as places to go to. */
export function placesOfTakers(takers: readonly FileFlow[]): RelatedPlace[] {
  return placesOf(
    takers,
    ({ facts: { priority } }) => `This flow takes its packets, with priority ${priority}.`,
  );
}

/** Those of the flows above that are needed to take all its packets. */
export function takersOf({ facts }: FileFlow, coveredBy: readonly FileFlow[]): FileFlow[] {
  const single = coveredBy.find((above) => (facts.states & ~above.facts.states) === noStates);
  if (single) {
    return [single];
  }
  let rest = facts.states;
  return coveredBy.filter((above) => {
    const takes = (rest & above.facts.states) !== noStates;
    rest &= ~above.facts.states;
    return takes;
  });
}

/** Whether a switch has counted packets for a flow that it printed. */
export function wasHit({ line, facts }: FileFlow, textOf: FileRuleInput['textOf']): boolean {
  return facts.printed && /\bn_packets=0*[1-9]/.test(textOf(line));
}
