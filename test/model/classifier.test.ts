import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CheckedDocument } from '../../server/src/core/features/diagnostics';
import { FileTable } from '../../server/src/core/model/file-table';
import { type FileFlow, isLive } from '../../server/src/core/model/flow-file';
import { covers } from '../../server/src/core/model/packet-set';

/** The flows of table 0 that are there. */
function flowsIn(lines: readonly string[]): FileFlow[] {
  const table = new CheckedDocument(lines.join('\n')).file.sections[0]!.tables.get(0);
  return (table?.flows ?? []).filter(isLive);
}

const flow = fc
  .record({
    priority: fc.constantFrom(1, 2, 3, 4),
    protocol: fc.constantFrom(
      '',
      'ip,',
      'tcp,',
      'tcp,tcp_dst=80,',
      'ip,nw_dst=10.0.0.0/8,',
      'ip,nw_dst=10.1.0.0/16,',
      'arp,',
    ),
    register: fc.constantFrom('', 'reg0=1,', 'reg0=0/1,', 'reg0=1/1,'),
    state: fc.constantFrom(
      '',
      'ct_state=+trk,',
      'ct_state=-trk,',
      'ct_state=+trk+new,',
      'ct_state=+trk-new,',
    ),
    timeout: fc.constantFrom('', '', '', 'idle_timeout=9,'),
    actions: fc.constantFrom('drop', 'drop', 'output:1', 'conjunction(1,1/2)'),
  })
  .map(
    ({ priority, protocol, register, state, timeout, actions }) =>
      `priority=${priority},${protocol}${register}${state}${timeout}actions=${actions}`,
  );

describe('what flows of higher priority leave of a flow', () => {
  test('is what comparing all with all leaves', () => {
    let hidden = 0;
    fc.assert(
      fc.property(fc.array(flow, { maxLength: 12 }), (lines) => {
        const flows = flowsIn(lines);
        const table = FileTable.added(0, flows);
        for (const each of flows) {
          const above = flows.filter(
            ({ facts, line }) =>
              facts.priority > each.facts.priority &&
              !/timeout|conjunction/.test(lines[line]!) &&
              covers(facts.packets, each.facts.packets) &&
              (facts.states & each.facts.states) !== 0n,
          );
          const taken = above.reduce((states, { facts }) => states | facts.states, 0n);
          const { visible, coveredBy } = table.visibilityOf(each);
          expect(visible, lines.join('\n')).toBe(each.facts.states & ~taken);
          // Of several that take the same, some are enough.
          expect(above).toEqual(expect.arrayContaining([...coveredBy]));
          const told = coveredBy.reduce((states, { facts }) => states | facts.states, 0n);
          expect(told & each.facts.states).toBe(taken & each.facts.states);
          hidden += visible === 0n ? 1 : 0;
        }
      }),
      { seed: 7, numRuns: 500 },
    );
    expect(hidden).toBeGreaterThan(100);
  });

  test('names the flows above, the highest first', () => {
    const flows = flowsIn([
      'priority=1,tcp,actions=drop',
      'priority=2,ct_state=-trk,ip,actions=drop',
      'priority=3,ct_state=+trk,ip,actions=drop',
    ]);
    const { visible, coveredBy } = FileTable.added(0, flows).visibilityOf(flows[0]!);
    expect(visible).toBe(0n);
    expect(coveredBy.map(({ line }) => line)).toEqual([2, 1]);
  });

  test('stays what it was in a table that looks at its packets in more ways than can be remembered', () => {
    const lines = Array.from(
      { length: 1_200 },
      (_, index) => `priority=5,reg0=0/0x${(index + 1).toString(16)},actions=drop`,
    );
    const flows = flowsIn([...lines, 'priority=1,reg0=0,actions=drop', 'priority=1,reg0=1,actions=drop']);
    const found = FileTable.added(0, flows);
    expect(found.visibilityOf(flows.at(-2)!).visible).toBe(0n);
    expect(found.visibilityOf(flows.at(-1)!).visible).toBe(0n);
  });
});
