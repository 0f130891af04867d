/** Flows whose match no state has that packets have when they get to the table. */
import { noStates } from '../conntrack/state-set';
import type { FileFlow } from '../model/flow-file';
import type { Pipeline, TableTraffic } from '../model/tracking/pipeline';
import { wasHit } from './covered';
import type { FileRuleInput } from './file-rule';

/** Such flows of one table, and what gets there. */
export interface OutOfReach {
  readonly flows: readonly FileFlow[];
  readonly traffic: TableTraffic;
  readonly pipeline: Pipeline;
}

/**
 * All of them, in tables of which it is known how packets get there. What a switch has counted packets for was hit,
 * whatever it looks like now.
 */
export function* flowsOutOfReach(input: FileRuleInput): Generator<OutOfReach> {
  for (const pipeline of input.flowSets) {
    for (const { number, groups } of pipeline.section.tables.values()) {
      const traffic = pipeline.tables.get(number);
      if (!traffic || traffic.open || traffic.states === noStates) {
        continue;
      }
      const out = groups.all.filter(
        ({ traits: { accepted, states } }) =>
          // Of a state that does not exist at all another rule speaks.
          accepted && states !== noStates && (states & traffic.states) === noStates,
      );
      const flows = [...groups.membersOf(out)].map(({ flow }) => flow);
      yield { traffic, pipeline, flows: flows.filter((flow) => !wasHit(flow, input.textOf)) };
    }
  }
}
