/** Flows that no packet gets to, since flows of higher priority take all of theirs. */
import { noStates } from '../conntrack/state-set';
import type { FileTable } from '../model/file-table';
import type { FileFlow } from '../model/flow-file';
import { asksForConjunction, isJudged } from '../model/judged';
import { ActionTexts, type TextOf } from '../model/same-actions';
import type { FileRuleInput, RelatedPlace } from './file-rule';
import { placesOf } from './flow-set';
import { oncePer } from './once';

/** Such a flow, and those that take its packets, the highest priority first. */
export interface CoveredFlow {
  readonly flow: FileFlow;
  readonly takers: readonly FileFlow[];
  /** Whether they do with these packets what the flow would do. */
  readonly sameActions: boolean;
}

/** All of them. What a switch has counted packets for was hit, whatever it looks like now. */
export function coveredFlows({ flowSets, textOf }: FileRuleInput): CoveredFlow[] {
  return flowSets.flatMap(({ section }) =>
    [...section.tables.values()].flatMap((table) => coveredIn(table, textOf)),
  );
}

/** A table never changes, nor do its flows: what was found stays true of it, wherever its lines go. */
const coveredIn = oncePer((table: FileTable, textOf: TextOf): readonly CoveredFlow[] => [
  ...search(table, textOf),
]);

function* search({ covered }: FileTable, textOf: TextOf): Generator<CoveredFlow> {
  const actions = new ActionTexts(textOf);
  const hidden = [...covered].filter(([{ facts }, { visible }]) => {
    const { traits } = facts;
    return visible === noStates && isJudged(traits) && !asksForConjunction(traits);
  });
  for (const [flow, { coveredBy }] of hidden.sort(([left], [right]) => left.line - right.line)) {
    if (!wasHit(flow, textOf)) {
      const takers = takersOf(flow, coveredBy);
      const isSame = takers.every((taker) => actions.areSame(taker, flow));
      yield { flow, takers, sameActions: isSame && !flow.facts.traits.isClause };
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
export function wasHit(flow: FileFlow, textOf: FileRuleInput['textOf']): boolean {
  return flow.facts.traits.printed && hasPackets(flow, textOf);
}

const hasPackets = oncePer(({ line }: FileFlow, textOf: TextOf) => /\bn_packets=0*[1-9]/.test(textOf(line)));
