import type { FileFlow } from '../../model/flow-file';
import { lastUpTo } from '../../model/lists';
import { sameActions } from '../../model/same-actions';
import type { FileFinding, FileRule, FileRuleInput } from '../file-rule';
import { lineRemoval, spanOf, wholeOf } from '../flow-set';

/** A later flow of the same table, priority and match takes the place of this one. */
export const replaced: FileRule = {
  code: 'file/replaced',
  severity: 'warning',
  title: 'A later flow replaces this one',
  *check(input) {
    for (const { section } of input.flowSets) {
      const sent = section.packetOuts.map(({ line }) => line);
      for (const flow of [...section.tables.values()].flatMap((table) => table.replaced)) {
        const { by } = flow.fate!;
        // A packet that is sent in between goes through the tables as they are then.
        const isUsed = (lastUpTo(sent, by.line, (line) => line) ?? -1) > flow.line;
        if (!isUsed && !flow.facts.traits.printed) {
          yield findingOf(flow, by, input);
        }
      }
    }
  },
};

function findingOf(flow: FileFlow, by: FileFlow, input: FileRuleInput): FileFinding {
  const { line } = flow;
  const later = `line ${by.line + 1}`;
  const isRepeated = sameActions(flow, by, input.textOf) && sameKeys(flow, by);
  const message = isRepeated
    ? `This flow is repeated on ${later}: same table, same priority, same match, same actions. The switch keeps one of them. Remove the other, or change what it was meant to match.`
    : flow.facts.traits.isClause && by.facts.traits.isClause
      ? `The flow on ${later} has the same table, priority and match, and replaces this one: this clause is lost. One flow can have several conjunction actions: write them behind each other in one flow.`
      : `The flow on ${later} has the same table, priority and match, and replaces this one: the switch keeps only the later actions. Change the priority or the match of one of them, or remove this line.`;
  return {
    line,
    span: wholeOf(flow),
    message,
    unnecessary: true,
    related: [
      {
        line: by.line,
        span: spanOf(by),
        message: isRepeated ? 'Here it is again.' : 'This flow replaces it.',
      },
    ],
    // A command in between changes the flow, and may do other things where it finds none.
    fixes: () =>
      flow.isUncertain
        ? []
        : lineRemoval(line, `Remove the flow of line ${line + 1}, which has no effect`, input),
  };
}

/** Whether nothing else tells them apart that the switch would keep. */
function sameKeys({ facts: left, isUncertain }: FileFlow, { facts: right }: FileFlow): boolean {
  return left.cookie === right.cookie && !left.temporary && !right.temporary && !isUncertain;
}
