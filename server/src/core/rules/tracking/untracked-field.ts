import type { FileRule } from '../file-rule';
import { flowsOutOfReach } from './unreachable-state';
import { arrivingStates, placesOnTheWay, wayIn } from './ways';

/** A match on what only tracked packets have, in a table that none of them reaches. */
export const untrackedField: FileRule = {
  code: 'tracking/untracked-field',
  severity: 'warning',
  title: 'A connection field is matched where no packet is tracked',
  *check(input) {
    for (const { flow, traffic, pipeline } of flowsOutOfReach(input)) {
      const { trackedSpan: span } = flow.facts;
      if (span) {
        const written = input.textOf(flow.line).slice(span.start, span.end);
        yield {
          line: flow.line,
          span,
          message: `Packets reach table ${traffic.number} ${arrivingStates(traffic)} only, and ${written} matches packets of a connection: this flow never matches. ${wayIn(traffic, pipeline)} Only ct(…,table=${traffic.number}) sends tracked packets here.`,
          related: placesOnTheWay(traffic),
        };
      }
    }
  },
};
