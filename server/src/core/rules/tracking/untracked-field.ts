import { excerpt } from '../../syntax/excerpt';
import type { FileRule } from '../file-rule';
import { flowsOutOfReach } from './out-of-reach';
import { isUntrackedOnly, placesOnTheWay, sourceOf } from './ways';

/** A match on what only tracked packets have, in a table that none of them reaches. */
export const untrackedField: FileRule = {
  code: 'tracking/untracked-field',
  severity: 'warning',
  title: 'A connection field is matched where no packet is tracked',
  *check(input) {
    for (const { flows, traffic } of flowsOutOfReach(input)) {
      const asking = isUntrackedOnly(traffic) ? flows.filter(({ facts }) => facts.trackedSpan) : [];
      if (asking.length === 0) {
        continue;
      }
      const { number } = traffic;
      const source = sourceOf(traffic);
      const how = source === undefined ? 'enter' : 'get to';
      const from = source === undefined ? '' : `, from ${source}`;
      const related = placesOnTheWay(traffic);
      for (const { line, facts } of asking) {
        const span = facts.trackedSpan!;
        yield {
          line,
          span,
          message: `Packets ${how} table ${number} untracked only${from}, and only tracked ones can match ${excerpt(input.textOf(line), span)}: this flow never matches. Send packets through the connection tracker before, with ${source === undefined ? 'ct(table=N), and match in table N' : `ct(…,table=${number})`}.`,
          related,
        };
      }
    }
  },
};
