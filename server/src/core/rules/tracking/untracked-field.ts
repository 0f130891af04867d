import { excerpt } from '../../syntax/excerpt';
import type { FileRule } from '../file-rule';
import { flowsOutOfReach } from '../out-of-reach';
import { isUntrackedOnly, placesOnTheWay, sourceOf } from '../ways-to-tables';

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
      const from = source === undefined ? '' : ` (from ${source})`;
      const related = placesOnTheWay(traffic);
      const advice =
        source === undefined
          ? 'Send packets through it with ct(table=N), and match in table N.'
          : `To get tracked packets here, send them by ct(…,table=${number}).`;
      for (const { line, facts } of asking) {
        const span = facts.trackedSpan!;
        yield {
          line,
          span,
          message: `Packets ${how} table ${number} untracked only${from}, so ${excerpt(input.textOf(line), span)} never matches: only what has been through the connection tracker has it. ${advice}`,
          related,
        };
      }
    }
  },
};
