import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CheckedDocument } from '../../server/src/core/features/diagnostics';
import { connectionReport } from '../../server/src/core/features/flow-connection-report';
import { pipelines, textOf } from '../model/naive-switch';

const firewall = [
  'table=0,priority=10,ip,actions=ct(table=1,zone=5)',
  'table=0,priority=1,arp,actions=NORMAL',
  'table=1,priority=20,ct_state=+trk+new,ip,actions=ct(commit,zone=5),resubmit(,2)',
  'table=1,priority=20,ct_state=+trk+est,ip,actions=resubmit(,2)',
  'table=1,priority=1,actions=drop',
  'table=2,priority=20,ct_state=+trk+est,tcp,actions=output:2',
  'table=2,priority=10,ct_state=+trk+new,ip,actions=output:2',
  'table=2,priority=5,tcp,actions=output:3',
];

/** The report on a line, from 1. */
function report(line: number, lines: readonly string[] = firewall): string | undefined {
  return connectionReport(new CheckedDocument(lines.join('\n')), line - 1);
}

/** The answer, which stands before all that explains it. */
function answer(line: number, lines: readonly string[] = firewall): string | undefined {
  return report(line, lines)?.split('\n\n')[2];
}

describe('the connection state of a flow', () => {
  test('is told as a page: the answer, what arrives, an example, and what follows', () => {
    expect(report(6)).toBe(
      [
        '# Connection state of the flow in line 6',
        '`table=2,priority=20,ct_state=+trk+est,tcp,actions=output:2`',
        '**Packets that are `+trk+est` can hit this flow.**',
        '## What gets to table 2',
        [
          '| Connection state | Tracked in zone | Committed on the way | Comes from |',
          '|:--|:--|:--|:--|',
          '| `untracked` | – | – | [line 3](#L3) |',
          '| `+trk+est` | `5` | no | [line 4](#L4) |',
        ].join('\n'),
        '## How a packet gets here',
        [
          '1. A packet enters the switch in table 0, `untracked`.',
          '2. [Line 1](#L1) `table=0,priority=10,ip,actions=ct(table=1,zone=5)` sends it through the connection tracker to table 1, where it arrives as `+trk`.',
          '3. [Line 4](#L4) `table=1,priority=20,ct_state=+trk+est,ip,actions=resubmit(,2)` sends it on to table 2, where it arrives as `+trk+est`.',
          '4. It hits this flow as `+trk+est`.',
        ].join('\n'),
        '## What becomes of it',
        '- It is sent out of the switch.',
      ].join('\n\n'),
    );
  });

  test.each([
    [1, '**Packets that are `untracked` can hit this flow.** It does not ask for a connection state.'],
    [3, '**Packets that are `+trk+new` can hit this flow.**'],
    [
      7,
      '**No packet hits this flow:** it asks for `+trk+new`, and packets get to table 2 as `untracked` or `+trk+est` only.',
    ],
    [
      8,
      '**Packets that are `untracked` can hit this flow.** It does not ask for a connection state. Those that are `+trk+est` or `+trk+new` hit flows of higher priority: [line 6](#L6), [line 7](#L7).',
    ],
  ])('line %i: %s', (line, expected) => {
    expect(answer(line)).toBe(expected);
  });

  test.each([
    [
      'is replaced',
      ['ip,actions=1', 'ip,actions=2'],
      '**No packet hits this flow:** [line 2](#L2) replaces it.',
    ],
    ['is deleted', ['ip,actions=1', 'delete ip'], '**No packet hits this flow:** [line 2](#L2) deletes it.'],
    [
      'is rejected',
      ['ip,actions=oops'],
      '**No packet hits this flow:** Open vSwitch rejects it. Mend the errors first.',
    ],
    [
      'asks for a state that there is not',
      ['ct_state=+new+est,ip,actions=drop', 'arp,actions=NORMAL'],
      '**No packet hits this flow:** no packet is ever in the state that it asks for.',
    ],
    [
      'is in a table that packets never get to',
      ['ct_state=+trk,actions=resubmit(,1)', 'arp,actions=NORMAL', 'table=1,actions=drop'],
      '**No packet hits this flow:** none gets to table 1.',
    ],
    [
      'is hidden',
      ['priority=1,tcp,actions=drop', 'priority=2,ip,actions=drop'],
      '**No packet hits this flow.** Those that are `untracked` or `+trk` hit flows of higher priority: [line 2](#L2).',
    ],
    [
      'is in a part of something larger',
      ['table=5,ct_state=+new,ip,actions=drop'],
      '**Packets that are `+trk+new` can hit this flow.**',
    ],
  ])('a flow that %s', (_, lines, expected) => {
    expect(answer(lines.findIndex((line) => line.includes('table=1')) + 1 || 1, lines)).toBe(expected);
  });

  test('says where the file does not show how packets get there', () => {
    const text = report(2, ['table=5,ip,actions=ct(table=6)', 'table=6,ct_state=+new,ip,actions=drop']);
    expect(text).toContain(
      'Packets in any connection state, since the file does not show all ways to table 6.',
    );
    const lines = [
      'table=0,ip,actions=resubmit(,6)',
      'table=5,ip,actions=ct(table=6)',
      'table=6,ct_state=+new,ip,actions=drop',
    ];
    expect(report(3, lines)).toContain('| `+trk` | `0` | not known | [line 2](#L2) |');
    expect(report(3, lines)).toContain('1. A packet is in table 5: how it gets there is not in this file.');
  });

  test.each([
    [
      'ct(commit,zone=3),output:1',
      ['Its connection is committed in zone `3`.', 'It is sent out of the switch.'],
    ],
    ['ct_clear,resubmit(,2)', ['It goes on to table 2, `untracked`.']],
    ['resubmit(,2)', ['It goes on to table 2 in the same state.']],
    [
      'resubmit(,3),resubmit(,2)',
      [
        'It goes on to table 3 in the same state.',
        'It goes on to table 2 in the same state, or `untracked`.',
      ],
    ],
    [
      'ct(table=2,zone=NXM_NX_REG0[0..15])',
      [
        'A copy goes through the connection tracker, and arrives in table 2 tracked in zone `NXM_NX_REG0[0..15]`.',
      ],
    ],
    ['write_actions(resubmit(,2))', ['It goes on to table 2 at the end, in the state that it has by then.']],
    ['CONTROLLER', ['It is sent to the controller.']],
  ])('%s: what becomes of it', (actions, expected) => {
    const text = report(1, [`ip,actions=${actions}`, 'table=2,actions=drop', 'table=3,ip,actions=ct_clear']);
    expect(text?.split('## What becomes of it\n\n')[1]).toBe(expected.map((line) => `- ${line}`).join('\n'));
  });

  test('there is none where there is no flow in a table', () => {
    expect(
      ['', '# note', 'group_id=1,type=all,bucket=1', 'delete ip', 'table=mine,actions=drop'].map((line) =>
        report(1, [line]),
      ),
    ).toEqual(Array(5).fill(undefined));
  });

  test('text of the file does not become Markdown', () => {
    expect(report(1, ['ip,actions=drop # `[x](http://example.com)` <b>'])).toContain(
      '\n``ip,actions=drop # `[x](http://example.com)` <b>``\n',
    );
  });

  test('there is one for every flow of any file, and its links lead to lines of it', () => {
    fc.assert(
      fc.property(pipelines, (naive) => {
        const lines = textOf(naive).split('\n');
        const document = new CheckedDocument(lines.join('\n'));
        for (const [index] of naive.flows.entries()) {
          const text = connectionReport(document, index + 1) ?? '';
          expect(text).toMatch(/^# Connection state of the flow in line \d+\n\n`table=/);
          expect(text).not.toMatch(/undefined(?!-bits)|NaN|\[object/);
          const links = [...text.matchAll(/\]\(#L(\d+)\)/g)].map(([, line]) => Number(line));
          expect(links.filter((line) => line < 2 || line > lines.length)).toEqual([]);
        }
      }),
      { seed: 9, numRuns: 100 },
    );
  });
});
