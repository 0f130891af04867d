import type { FileSection } from '../../model/flow-file';
import type { Exit } from '../../model/tracking/exit';
import type { Pipeline, TableTraffic } from '../../model/tracking/pipeline';
import type { FileRule } from '../file-rule';
import { allSteps, hasUnknownTables } from '../flow-set';

/** Nobody looks at more jumps to the same missing table. */
const mostPlaces = 100;

/** A jump to a table without flows, in a file that has the others. */
export const emptyTable: FileRule = {
  code: 'file/empty-table',
  severity: 'warning',
  title: 'A jump leads to a table without flows',
  *check(input) {
    for (const pipeline of input.flowSets) {
      for (const { number, ways } of emptyTables(pipeline)) {
        const said = new Set<string>();
        for (const { line, place } of ways) {
          if (said.size === mostPlaces) {
            break;
          }
          const { span, tableSpan } = place;
          const key = `${line}:${tableSpan.start}`;
          if (!said.has(key)) {
            said.add(key);
            const isGroup = /^group/i.test(input.textOf(line).slice(span.start, span.end));
            yield {
              line,
              span: tableSpan.end > tableSpan.start ? tableSpan : span,
              message: messageOf(place, isGroup, pipeline.section.tables.has(number)),
            };
          }
        }
      }
    }
  },
};

/** What happens at such a jump. `had`: the table gets flows, and they are deleted again. */
function messageOf({ kind, table }: Exit, isGroup: boolean, had: boolean): string {
  const empty = `Table ${table} has no flows ${had ? 'left in the end' : 'in this file'}`;
  const todo = `Add flows to table ${table}, or name the table that is meant.`;
  const who = isGroup ? 'a bucket of this group' : kind === 'ct' ? `ct(table=${table})` : `this ${kind}`;
  return kind === 'resubmit'
    ? `${empty}, and ${who} ${isGroup ? 'resubmits' : 'sends'} packets there: they match nothing there and go on with the actions behind. ${todo}`
    : `${empty}, and ${who} sends packets there: they match nothing, and Open vSwitch drops them there. ${todo}`;
}

/**
 * Tables that packets are sent to and that have no flows, where the section is plainly whole: most of the tables on
 * the way of packets are here, and no controller could fill the others.
 */
function emptyTables({ section, tables, learnedTables }: Pipeline): TableTraffic[] {
  const named = [...tables.values()].filter(({ number, ways }) => number !== 0 && !ways.isEmpty);
  const without = named.filter(({ number }) => !hasFlows(section, number));
  if (without.length === 0 || !hasFlows(section, 0) || hasUnknownTables(section) || asksController(section)) {
    return [];
  }
  const modified = modifiedTables(section);
  const empty = without.filter(({ number }) => !learnedTables.has(number) && !modified.has(number));
  // Table 0 is on the way, too.
  return empty.length < named.length - empty.length + 1 ? empty : [];
}

/** Whether flows that are added to the table stay there. */
function hasFlows({ tables }: FileSection, number: number): boolean {
  return (tables.get(number)?.groups.all.length ?? 0) > 0;
}

/** The tables with flows that are modified: they are there before, or come with it. */
function modifiedTables({ others }: FileSection): Set<number | undefined> {
  const modifies = others.filter(({ facts }) => !facts.command.startsWith('delete'));
  return new Set(modifies.map(({ facts }) => facts.table));
}

/** A controller that is asked about packets may add the flows that they need. */
function asksController(section: FileSection): boolean {
  for (const { kind } of allSteps(section)) {
    if (kind === 'controller') {
      return true;
    }
  }
  return false;
}
