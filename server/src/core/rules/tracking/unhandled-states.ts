import { allStates, noStates, type StateSet, statesOf } from '../../conntrack/state-set';
import { ignoringTranslation, stateWords } from '../../conntrack/state-words';
import { flagBit } from '../../facts/connection-state';
import { type FileFlow, isLive } from '../../model/flow-file';
import type { Step } from '../../model/steps';
import type { Pipeline, TableTraffic } from '../../model/tracking/pipeline';
import type { FileRule } from '../file-rule';
import { placesOnTheWay } from './ways';

const invalidBit = flagBit('inv');
const invalidStates = statesOf({ value: invalidBit, mask: invalidBit });

/** Connection states that no flow of a table takes, although some of its flows look at the state. */
export const unhandledStates: FileRule = {
  code: 'tracking/unhandled-states',
  severity: 'information',
  title: 'Connection states that no flow of the table handles',
  *check({ pipelines }) {
    for (const pipeline of pipelines) {
      for (const { number, flows } of pipeline.section.tables.values()) {
        const traffic = pipeline.tables.get(number)!;
        // Where no flow that looks at the state ever matches, that is the mistake, and is told of.
        const first = flows.find(
          (flow) => isLive(flow) && flow.facts.stateSpan && (flow.facts.states & traffic.states) !== noStates,
        );
        const left = first && !traffic.open ? leftIn(traffic, pipeline) : noStates;
        if (first && left !== noStates) {
          const words = inWords(left);
          yield {
            line: first.line,
            span: first.facts.stateSpan!,
            message: `No flow of table ${number} matches packets that are ${joined(words)}, and such packets get here: they are dropped without a trace. Add a flow for them, or one of low priority for all that is left.`,
            related: placesOnTheWay(traffic),
          };
        }
      }
    }
  },
};

/** The states in which packets arrive and that no flow has any packet of. */
function leftIn({ number, states }: TableTraffic, pipeline: Pipeline): StateSet {
  if (learnsInto(number, pipeline)) {
    return noStates;
  }
  const handled = pipeline.flowsOf(number).reduce((set, flow) => set | statesMatched(flow), noStates);
  return states & ~handled;
}

/** What a flow that cannot be read in full matches is not known, so it may be anything. */
function statesMatched({ facts }: FileFlow): StateSet {
  return facts.matchKnown ? facts.states : allStates;
}

/** Whether flows are learned into the table: nobody knows what they match. */
function learnsInto(table: number, { section }: Pipeline): boolean {
  const learns = (steps: readonly Step[]): boolean =>
    steps.some(
      (step) =>
        (step.kind === 'learn' && step.learn.into.number === table) ||
        ('steps' in step && learns(step.steps)),
    );
  return [...section.tables.values()].some(({ flows }) => flows.some(({ facts }) => learns(facts.steps)));
}

/** Invalid packets by themselves: they are a matter of their own. */
function inWords(left: StateSet): string[] {
  const rest = left & ~invalidStates;
  return [
    ...(rest === noStates ? [] : stateWords(ignoringTranslation(rest))),
    ...((left & invalidStates) === noStates ? [] : ['+trk+inv']),
  ];
}

function joined(words: readonly string[]): string {
  return words.length < 2 ? words.join() : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}
