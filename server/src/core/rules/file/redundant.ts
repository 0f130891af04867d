import type { FileTable } from '../../model/file-table';
import { oncePer } from '../../model/once';
import type { TextOf } from '../../model/same-actions';
import { capitalised } from '../../syntax/excerpt';
import { type CoveredFlow, coveredIn, placesOfTakers, tablesOf } from '../covered';
import type { FileFinding, FileRule } from '../file-rule';
import { firstFew, flowsOnLines, lineRemoval, wholeOf } from '../flow-set';
import { untilMoved } from '../kept-findings';

/** Flows of higher priority take all packets of this one, and do the same with them. */
export const redundant: FileRule = {
  code: 'file/redundant',
  severity: 'information',
  title: 'Flows of higher priority do the same with all packets of this one',
  check(input) {
    return [...tablesOf(input)].flatMap((table) => findingsIn(table, input.textOf));
  },
};

const findingsIn = oncePer((table: FileTable, textOf: TextOf): readonly FileFinding[] =>
  coveredIn(table, textOf)
    .filter(({ sameActions }) => sameActions)
    .map((covered) => findingOf(covered)),
);

const findingOf = untilMoved<CoveredFlow>(
  ({ flow, takers }) => [flow, ...firstFew(takers)],
  ({ flow, takers }): FileFinding => {
    const { facts, line } = flow;
    const [take, act, are] =
      takers.length === 1 ? ['takes', 'does', 'the other is'] : ['take', 'do', 'the others are'];
    return {
      line,
      span: wholeOf(flow),
      message: `${capitalised(flowsOnLines(takers))} ${take} every packet that this one matches, and ${act} the same with them. Open vSwitch never gets to this flow, and would do nothing else without it. Remove it, unless it is there for a time when ${are} not.`,
      unnecessary: true,
      related: placesOfTakers(takers),
      fixes: (input) =>
        facts.printed
          ? []
          : lineRemoval(line, `Remove the flow of line ${line + 1}, which changes nothing`, input),
    };
  },
);
