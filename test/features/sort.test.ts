import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Sorting, sortLines, sortTableAt } from '../../server/src/core/features/sort';
import { flowCommandOf } from '../../server/src/core/flow/evaluate';
import { FlowDocument } from '../../server/src/core/model/flow-document';
import { parseFlowLine } from '../../server/src/core/syntax/flow-line';
import { edited } from './formatting';

/** The text sorted with the cursor in a line, or its line range selected; the message where nothing is sorted. */
function sorted(text: string, line: number, last?: number): string {
  const document = new FlowDocument<unknown>(text);
  const sorting: Sorting =
    last === undefined
      ? sortTableAt(document, { line, character: 0 })
      : sortLines(document, { first: line, last });
  return sorting.message ?? edited(text, sorting.edits);
}

const lines = (...list: string[]) => list.join('\n');

describe('the flows of a table', () => {
  test('come to stand by priority, the highest first; those without one have 32768', () => {
    expect(
      sorted(
        lines(
          'priority=5,ip actions=1',
          'actions=2',
          'priority=0x10,ip actions=3',
          'priority=40000 actions=4',
        ),
        0,
      ),
    ).toBe(
      lines('priority=40000 actions=4', 'actions=2', 'priority=0x10,ip actions=3', 'priority=5,ip actions=1'),
    );
  });

  test('keep their order where the priority is the same', () => {
    const text = lines('priority=5,ip actions=1', 'priority=6,ip actions=1', 'priority=5,ip actions=2');
    expect(sorted(text, 0)).toBe(
      lines('priority=6,ip actions=1', 'priority=5,ip actions=1', 'priority=5,ip actions=2'),
    );
  });

  test('are those of the table at the cursor, wherever they stand; all else stays', () => {
    const text = lines(
      '# Table 1',
      '',
      'table=1,priority=1 actions=1',
      'table=2,priority=1 actions=2',
      '',
      'table=1,priority=2 actions=3',
      'table=2,priority=2 actions=4',
    );
    expect(sorted(text, 2)).toBe(
      lines(
        '# Table 1',
        '',
        'table=1,priority=2 actions=3',
        'table=2,priority=1 actions=2',
        '',
        'table=1,priority=1 actions=1',
        'table=2,priority=2 actions=4',
      ),
    );
  });

  test('leave the heading of their table on top', () => {
    const text = lines(
      '# Table 1: jumps',
      '# the rest',
      'table=1,priority=1 actions=1',
      '# telephones',
      'table=1,priority=2 actions=2',
    );
    expect(sorted(text, 2)).toBe(
      lines(
        '# Table 1: jumps',
        '# telephones',
        'table=1,priority=2 actions=2',
        '# the rest',
        'table=1,priority=1 actions=1',
      ),
    );
  });

  test('take comments above and drawings below along, and leave marks of regions', () => {
    const text = lines(
      '# region Table 0',
      '# one',
      '# more on one',
      'priority=1 actions=1 # behind',
      '#          ^ here',
      'priority=2 actions=2',
      '# three',
      'priority=3 actions=3',
      '# endregion',
    );
    expect(sorted(text, 2)).toBe(
      lines(
        '# region Table 0',
        '# three',
        'priority=3 actions=3',
        'priority=2 actions=2',
        '# one',
        '# more on one',
        'priority=1 actions=1 # behind',
        '#          ^ here',
        '# endregion',
      ),
    );
  });

  test('of the table below are meant, where the cursor stands between flows', () => {
    const text = lines(
      'table=1,priority=1 actions=1',
      '',
      '# b',
      'table=2,priority=1 actions=1',
      'table=2,priority=2 actions=1',
    );
    expect(sorted(text, 1)).toBe(
      lines(
        'table=1,priority=1 actions=1',
        '',
        'table=2,priority=2 actions=1',
        '# b',
        'table=2,priority=1 actions=1',
      ),
    );
  });

  test('keep the line ends of the document', () => {
    expect(sorted('priority=1 actions=1\r\n# b\r\npriority=2 actions=2', 0)).toBe(
      '# b\r\npriority=2 actions=2\r\npriority=1 actions=1',
    );
  });

  test('of a dump are sorted, across the replies that it comes in', () => {
    const text = lines(
      'NXST_FLOW reply (xid=0x4): flags=[more]',
      ' cookie=0x0, duration=1s, table=0, n_packets=0, n_bytes=0, priority=1 actions=drop',
      'NXST_FLOW reply (xid=0x4):',
      ' cookie=0x0, duration=1s, table=0, n_packets=0, n_bytes=0, priority=2 actions=drop',
    );
    expect(
      sorted(text, 1)
        .split('\n')
        .map((line) => /priority=\d/.exec(line)?.[0]),
    ).toEqual([undefined, 'priority=2', undefined, 'priority=1']);
  });
});

test('of a selection each table is sorted by itself', () => {
  const text = lines(
    'priority=1 actions=1',
    'table=1,priority=1 actions=1',
    'priority=2 actions=1',
    'table=1,priority=2 actions=1',
    'priority=9 actions=1',
  );
  expect(sorted(text, 0, 3)).toBe(
    lines(
      'priority=2 actions=1',
      'table=1,priority=2 actions=1',
      'priority=1 actions=1',
      'table=1,priority=1 actions=1',
      'priority=9 actions=1',
    ),
  );
});

describe('nothing is sorted, and the reason is given', () => {
  test.each([
    ['no flow', '# a\n\n', 'There is no flow here'],
    [
      'sorted already',
      'priority=2 actions=1\npriority=1 actions=1',
      'The flows of table 0 are sorted by priority already.',
    ],
    [
      'a delete in between',
      'priority=1 actions=1\ndelete ip\npriority=2 actions=1',
      'line 2, and delete acts on',
    ],
    [
      'a modify of the table',
      'table=3,priority=1 actions=1\nmod table=3,ip actions=2\ntable=3,priority=2 actions=1',
      'line 2, and modify acts on',
    ],
    [
      'a group',
      'priority=1 actions=1\ngroup add group_id=1,type=all\npriority=2 actions=group:1',
      'may need the group',
    ],
    [
      'a packet',
      'priority=1 actions=1\npacket-out in_port=1,packet=0180c200000e02000000000188cc0000,actions=table\npriority=2 actions=1',
      'its packet',
    ],
    [
      'another dump',
      'priority=1 actions=1\nNXST_FLOW reply (xid=0x5):\npriority=2 actions=1',
      'what a program has printed',
    ],
    [
      'a wrapped flow',
      'priority=1 actions=1\n cookie=0x0, duration=5s, table=0, n_packets=0,\n priority=5,ip actions=drop\npriority=7 actions=1',
      'goes on in the next line',
    ],
    [
      'a priority that cannot be read',
      'priority=1 actions=1\npriority=x actions=1\npriority=2 actions=1',
      'its priority cannot be read',
    ],
    [
      'a directive for the next line',
      'priority=1 actions=1\npriority=5 actions=1 # ovs-flows-disable-next-line\npriority=3 actions=2\npriority=4 actions=2',
      'silences a rule',
    ],
    ['a carriage return', 'priority=1 actions=1\rpriority=2 actions=1', 'carriage return'],
    [
      'flows that match everything that OpenFlow 1.0 has',
      'priority=1,tcp,in_port=1,dl_vlan=1,dl_vlan_pcp=1,dl_src=00:00:00:00:00:01,dl_dst=00:00:00:00:00:02,nw_src=1.1.1.1,nw_dst=1.1.1.2,nw_tos=0,tp_src=1,tp_dst=2 actions=1\npriority=2 actions=1',
      'OpenFlow 1.0',
    ],
  ])('%s', (_, text, reason) => {
    expect(sorted(text, 0)).toContain(reason);
  });

  test('a delete from another table is in nobody’s way', () => {
    const text = 'table=3,priority=1 actions=1\ndelete table=4\ntable=3,priority=2 actions=1';
    expect(sorted(text, 0)).toBe(
      'table=3,priority=2 actions=1\ndelete table=4\ntable=3,priority=1 actions=1',
    );
  });
});

/**
 * What a switch has when the lines have been loaded in order: a flow replaces the one of the same table, match
 * and priority; a delete takes away what it names.
 */
function loaded(text: string): string[] {
  const flows = new Map<string, string>();
  for (const line of text.split('\n').map(parseFlowLine)) {
    if (line.kind !== 'flow') {
      continue;
    }
    const items = line.match.map(({ keyStart, end }) => line.text.slice(keyStart, end));
    if (flowCommandOf(line) === 'add') {
      flows.set(items.join(), line.text);
    } else {
      for (const key of flows.keys()) {
        if (items.every((item) => key.split(',').includes(item))) {
          flows.delete(key);
        }
      }
    }
  }
  return [...flows].map(([key, flow]) => `${key}: ${flow}`).sort();
}

test('what is loaded from a file is the same before and after, and sorting again does nothing', () => {
  const flow = fc
    .tuple(
      fc.integer({ min: 0, max: 2 }),
      fc.integer({ min: 0, max: 4 }),
      fc.constantFrom('ip', 'tcp', 'arp'),
      fc.nat(9),
    )
    .map(([table, priority, match, port]) => `table=${table},priority=${priority},${match} actions=${port}`);
  const line = fc.oneof(
    { weight: 12, arbitrary: flow },
    {
      weight: 1,
      arbitrary: fc.constantFrom('# a', '', '#    ^ b', 'delete ip', 'delete table=1', 'delete table=2,tcp'),
    },
  );
  fc.assert(
    fc.property(fc.array(line, { maxLength: 14 }), fc.nat(14), (list, at) => {
      const text = list.join('\n');
      const document = new FlowDocument<unknown>(text);
      const sorting = sortTableAt(document, { line: at, character: 0 });
      const after = edited(text, sorting.edits);
      expect(loaded(after)).toEqual(loaded(text));
      expect(after.split('\n').sort()).toEqual([...list.join('\n').split('\n')].sort());
      expect(sorting.edits.length > 0).toBe(sorting.message === undefined);
      if (sorting.edits.length > 0) {
        const all = sortLines(new FlowDocument<unknown>(after), { first: 0, last: 99 });
        expect(all.message ?? edited(after, all.edits)).not.toBe(after);
      }
    }),
    { numRuns: 500 },
  );
});
