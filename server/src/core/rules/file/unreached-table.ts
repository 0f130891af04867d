import type { Pipeline } from '../../model/tracking/pipeline';
import type { FileRule } from '../file-rule';
import { hasUnknownTables, spanOf } from '../flow-set';

/** A table with flows to which no way leads from table 0. */
export const unreachedTable: FileRule = {
  code: 'file/unreached-table',
  severity: 'information',
  title: 'No packet gets to this table',
  *check(input) {
    for (const pipeline of input.flowSets) {
      for (const number of unreachedTables(pipeline)) {
        const { flows, groups } = pipeline.section.tables.get(number)!;
        const first = groups.all[0]?.first;
        if (!first) {
          continue;
        }
        const from = jumpingTables(pipeline, number);
        const why =
          from.length === 0
            ? 'no flow in this file sends packets to it'
            : from.every((other) => other === number)
              ? 'only its own flows send packets to it'
              : `only ${from.length === 1 ? 'table' : 'tables'} ${from.slice(0, 5).join(', ')} ${from.length === 1 ? 'sends' : 'send'} packets to it, and none gets there either`;
        const count =
          flows.length === 1 ? 'The flow of this table is' : `The ${flows.length} flows of this table are`;
        yield {
          line: first.line,
          span: spanOf(first),
          message: `No packet gets from table 0 to table ${number}: ${why}. ${count} never hit. Send packets there with resubmit, goto_table or ct(table=${number}), or remove the table.`,
        };
      }
    }
  },
};

/** Such tables, where the section is plainly whole: all its ways are known, and most of its tables are reached. */
function unreachedTables({ section, tables, whole, isReached }: Pipeline): number[] {
  const numbers = [...section.tables.keys()];
  const leadsOn = [...tables.values()].some(
    ({ number, ways }) => number !== 0 && section.tables.has(number) && !ways.isEmpty && isReached(number),
  );
  if (!whole || !leadsOn || hasUnknownTables(section)) {
    return [];
  }
  const unreached = numbers.filter((number) => !isReached(number));
  return unreached.length < numbers.length - unreached.length ? unreached : [];
}

/** The tables with flows that send packets there, in ascending order. */
function jumpingTables({ tables }: Pipeline, number: number): number[] {
  const from = [...(tables.get(number)?.ways.tables() ?? [])];
  return from.filter((table) => table !== undefined).sort((left, right) => left - right);
}
