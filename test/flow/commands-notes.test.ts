import { describe, expect, test } from 'vitest';
import { noteCommandHazards } from '../../server/src/core/flow/commands-notes';
import { evaluateFlow } from '../../server/src/core/flow/evaluate';
import { Problems } from '../../server/src/core/flow/problem';
import { parseFlowLine } from '../../server/src/core/syntax/flow-line';

function hazards(text: string): string[] {
  const line = parseFlowLine(text);
  const problems = new Problems();
  noteCommandHazards(line, evaluateFlow(line), problems);
  return problems.list.map(
    ({ code, span, message }) =>
      `${code} «${text.slice(span.start, span.end)}» ${message.split(/[.:]/, 1)[0]}`,
  );
}

describe('commands that act on more than they say', () => {
  const everything = (verb: string, word: string, where = 'every table') =>
    `flow/deletes-everything «${word}» This ${verb} every flow of ${where}`;
  test.each([
    ['delete tcp_dst=80', everything('deletes', 'delete')],
    ['delete tcp_flags=+syn', everything('deletes', 'delete')],
    ['delete ct_tp_dst=80', everything('deletes', 'delete')],
    ['delete nw_src=10.0.0.1', everything('deletes', 'delete')],
    ['flow delete nw_src=10.0.0.1', everything('deletes', 'delete')],
    ['delete reg0', everything('deletes', 'delete')],
    ['delete table=255', everything('deletes', 'delete')],
    ['delete cookie=1/0', everything('deletes', 'delete')],
    ['delete table=3,nw_src=10.0.0.1', everything('deletes', 'delete', 'table 3')],
    ['modify tcp_flags=+syn,actions=drop', everything('changes the actions of', 'modify')],
    ['delete ip,tcp_dst=80', 'flow/deletes-everything «delete» This deletes more flows than it says'],
    ['delete out_port=1,tcp_dst=80', 'flow/deletes-everything «delete» This deletes more flows than it says'],
    [
      'delete_strict tcp_dst=80',
      'flow/deletes-everything «delete_strict» This deletes another flow than it says',
    ],
  ])('%j', (line, expected) => {
    expect(hazards(line)).toEqual([expected]);
  });

  test('a lone d is delete', () => {
    expect(hazards('d')).toEqual([
      'flow/abbreviated-command «d» d is delete',
      'flow/deletes-everything «d» This deletes every flow of every table',
    ]);
  });

  test('commands that plainly say all flows are only remarked upon', () => {
    expect(hazards('delete')).toEqual([
      'flow/acts-on-all «delete» This deletes every flow of every table, because there is no match',
    ]);
    expect(hazards('delete in_port=*')[0]).toMatch(/^flow\/acts-on-all /);
    expect(hazards('modify actions=drop')[0]).toMatch(/^flow\/acts-on-all /);
  });
});

test.each([
  'ip,actions=drop',
  'add tcp_dst=80,actions=drop',
  'delete ip',
  'delete tcp,tcp_dst=80',
  'delete table=3',
  'delete cookie=1/-1',
  'delete out_port=1',
  'delete_strict',
  'delete_strict priority=5,ip',
  'delete vlan_tci=0,arp,arp_op=1',
  'delete ct_state=+trk+new,ip',
  'delete eth,tcp6,tcp_dst=4',
  'delete priority=5',
])('nothing is said of %j', (line) => {
  expect(hazards(line)).toEqual([]);
});
