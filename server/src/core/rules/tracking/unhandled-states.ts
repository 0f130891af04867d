import { noStates, type StateSet, statesWith } from '../../conntrack/state-set';
import { ignoringTranslation, stateWords } from '../../conntrack/state-words';
import { flagBit } from '../../facts/connection-state';
import type { FileFlow } from '../../model/flow-file';
import type { FileFix, FileRule } from '../file-rule';
import { handledStates, usualStates } from '../handled-states';
import { firstJoined, placesOnTheWay, sourceOf } from '../ways-to-tables';

const invalidStates = statesWith(flagBit('inv'));

/** Connection states that no flow of a table takes, although some of its flows look at the state. */
export const unhandledStates: FileRule = {
  code: 'tracking/unhandled-states',
  severity: 'information',
  title: 'Connection states that no flow of the table handles',
  *check(input) {
    for (const pipeline of input.flowSets) {
      for (const { number, flows, groups } of pipeline.section.tables.values()) {
        const traffic = pipeline.tables.get(number);
        if (!traffic || traffic.open || pipeline.learnedTables.has(number)) {
          continue;
        }
        // Where no flow that looks at the state ever matches, that is the mistake, and is told of.
        const first = groups.all.find(
          ({ traits }) =>
            traits.accepted && traits.asksForState && (traits.states & traffic.states) !== noStates,
        )?.first;
        const left = first
          ? traffic.states & usualStates & ~handledStates(pipeline.groupsOf(number))
          : noStates;
        if (first && left !== noStates) {
          const words = firstJoined(inWords(left));
          const source = sourceOf(traffic);
          yield {
            line: first.line,
            span: first.facts.stateSpan!,
            message: `Packets that are ${words} get to table ${number}${source === undefined ? '' : ` (from ${source})`}, and no flow of it matches them: Open vSwitch drops them without a trace. Add a flow for them, or one of priority 0 for all the rest.`,
            related: placesOnTheWay(traffic),
            fixes: () => (first.facts.printed ? [] : dropTheRest(number, flows, words, input.textOf)),
          };
        }
      }
    }
  },
};

/** Invalid packets by themselves: they are a matter of their own. */
function inWords(left: StateSet): string[] {
  const rest = left & ~invalidStates;
  return [
    ...(rest === noStates ? [] : stateWords(ignoringTranslation(rest))),
    ...((left & invalidStates) === noStates ? [] : ['+trk+inv']),
  ];
}

/** A flow that drops them where it can be seen and counted. */
function dropTheRest(
  table: number,
  flows: readonly FileFlow[],
  words: string,
  textOf: (line: number) => string,
): FileFix[] {
  const last = flows.at(-1)!;
  const { end } = last.facts.whole;
  // In a file for a bundle every line begins with words that say what to do.
  const command = /^\s*((?:flow\s+)?(?:add\s+)?)/.exec(textOf(last.line))![1]!;
  const newText = `\n${command}table=${table},priority=0,actions=drop`;
  return [
    {
      title: `Drop what is left (${words}) where it is counted: add a flow of priority 0`,
      edits: [{ line: last.line, start: end, end, newText }],
    },
  ];
}
