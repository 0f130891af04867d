import type { FileTable } from '../../model/file-table';
import { oncePer } from '../../model/once';
import type { TextOf } from '../../model/same-actions';
import { type CoveredFlow, coveredIn, placesOfTakers, tablesOf } from '../covered';
import type { FileFinding, FileRule } from '../file-rule';
import { firstFew, flowsOnLines, wholeOf } from '../flow-set';
import { untilMoved } from '../kept-findings';

/** Flows of higher priority take all packets of this one. */
export const shadowed: FileRule = {
  code: 'file/shadowed',
  severity: 'warning',
  title: 'Flows of higher priority take all packets of this one',
  check(input) {
    return [...tablesOf(input)].flatMap((table) => findingsIn(table, input.textOf));
  },
};

const findingsIn = oncePer((table: FileTable, textOf: TextOf): readonly FileFinding[] =>
  coveredIn(table, textOf)
    .filter(({ sameActions }) => !sameActions)
    .map((covered) => findingOf(covered)),
);

const findingOf = untilMoved<CoveredFlow>(
  ({ flow, takers }) => [flow, ...firstFew(takers)],
  ({ flow, takers }): FileFinding => {
    const [first] = takers;
    const who = flowsOnLines(takers);
    const message =
      takers.length === 1
        ? `No packet can hit this flow: ${who} has the higher priority ${first!.facts.priority} and matches every packet that this one matches. Open vSwitch never gets to it. Give it a priority above ${first!.facts.priority}, let the other match less, or remove it.`
        : `No packet can hit this flow: ${who} have higher priorities and together match every packet that this one matches, each in some connection states. Open vSwitch never gets to it. Give it a higher priority, let the others match less, or remove it.`;
    return {
      line: flow.line,
      span: wholeOf(flow),
      message,
      unnecessary: true,
      related: placesOfTakers(takers),
    };
  },
);
