/** Flows that no packet gets to, since flows of higher priority take all of theirs. */
import { noStates } from '../conntrack/state-set';
import type { Visibility } from '../model/classifier';
import type { FileTable } from '../model/file-table';
import type { FileFlow } from '../model/flow-file';
import { asksForConjunction, isJudged } from '../model/judged';
import { oncePer, whileSame } from '../model/once';
import { sameActions, type TextOf } from '../model/same-actions';
import type { FileRuleInput, RelatedPlace } from './file-rule';
import { placesOf } from './flow-set';

/** Such a flow, and those that take its packets, the highest priority first. */
export interface CoveredFlow {
  readonly flow: FileFlow;
  readonly takers: readonly FileFlow[];
  /** Whether they do with these packets what the flow would do. */
  readonly sameActions: boolean;
}

/** The tables of the sections that hold the flows of one switch. */
export function* tablesOf({ flowSets }: FileRuleInput): Generator<FileTable> {
  for (const { section } of flowSets) {
    yield* section.tables.values();
  }
}

/**
 * All such flows of a table, in the order of the text. What a switch has counted packets for was hit, whatever it looks
 * like now. A table never changes, nor do its flows: what was found stays true, wherever the lines go.
 */
export const coveredIn = oncePer(({ covered }: FileTable, textOf: TextOf): readonly CoveredFlow[] => {
  const hidden = [...covered].filter(([flow, { visible }]) => {
    const { traits } = flow.facts;
    const isJudgedWhole = isJudged(traits) && !asksForConjunction(traits);
    return visible === noStates && isJudgedWhole && !wasHit(flow, textOf);
  });
  return hidden
    .map(([flow, visibility]) => coveredFlow(flow, visibility, textOf))
    .sort((left, right) => left.flow.line - right.flow.line);
});

/** What hides a flow is kept as long as it stays the same, through edits of the table. */
const coveredFlow = whileSame(
  leavesTheSame,
  (flow: FileFlow, { coveredBy }: Visibility, textOf: TextOf): CoveredFlow => {
    const takers = takersOf(flow, coveredBy);
    const isSame = takers.every((taker) => sameActions(taker, flow, textOf));
    return { flow, takers, sameActions: isSame && !flow.facts.traits.isClause };
  },
);

function leavesTheSame(one: Visibility, other: Visibility): boolean {
  return (
    one === other ||
    (one.visible === other.visible &&
      one.coveredBy.length === other.coveredBy.length &&
      one.coveredBy.every((flow, index) => flow === other.coveredBy[index]))
  );
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
