import { oncePer } from '../../model/once';
import type { FileFinding, FileRule } from '../file-rule';
import { firstFew, flowsOnLines, placesOf, spanOf } from '../flow-set';
import { untilMoved } from '../kept-findings';
import { type OverlappingFlow, overlapsOf } from '../overlaps';

/** Flows of the same priority match the same packets and do different things with them. */
export const overlap: FileRule = {
  code: 'file/overlap',
  severity: 'information',
  title: 'Flows of the same priority match some of the same packets',
  check({ flowSets, textOf }) {
    return flowSets.flatMap((pipeline) => [...overlapsOf(pipeline, textOf)].flatMap(findingsOf));
  },
};

const findingsOf = oncePer((overlaps: readonly OverlappingFlow[]): readonly FileFinding[] =>
  overlaps.map((each) => findingOf(each)),
);

const findingOf = untilMoved<OverlappingFlow>(
  ({ flow, others }) => [flow, ...firstFew(others)],
  ({ flow, others }): FileFinding => {
    const { line, facts } = flow;
    const acts = others.length === 1 ? 'has' : 'have';
    return {
      line,
      span: spanOf(flow),
      message: `Some packets match this flow and ${flowsOnLines(others)} as well, which ${acts} the same priority ${facts.priority} and other actions. Which of them such a packet hits is not defined, and may change. Give one a higher priority, or let them match different packets.`,
      related: placesOf(others, () => 'This flow matches some of the same packets.'),
    };
  },
);
