import { describe, expect, test } from 'vitest';
import { CheckedDocument } from '../../server/src/core/features/diagnostics';

/** `role what number "text"` of each place. */
function mentionsIn(line: string): string[] {
  return new CheckedDocument(line).file.lines[0]!.mentions.map(({ what, number, span, role }) => {
    const text = line.slice(span.start, span.end);
    return `${role} ${what} ${number} "${text}"`;
  });
}

describe('the places that name something', () => {
  test.each([
    ['table=3,ip,actions=drop', ['definition table 3 "3"']],
    ['ip,actions=drop', ['definition table 0 ""']],
    ['delete table=3', ['definition table 3 "3"']],
    ['delete ip', []],
    ['table=mine,ip,actions=drop', []],
    [
      'table=1,ip,actions=resubmit(,2),ct(table=3),goto_table:4',
      ['definition table 1 "1"', 'jump table 2 "2"', 'jump table 3 "3"', 'jump table 4 "4"'],
    ],
    ['table=1,actions=clone(resubmit(,2))', ['definition table 1 "1"', 'jump table 2 "2"']],
    ['table=1,actions=write_actions(group:5)', ['definition table 1 "1"', 'use group 5 "5"']],
    ['table=1,actions=resubmit:2', ['definition table 1 "1"']],
    [
      'table=1,actions=learn(table=9,output:NXM_OF_IN_PORT[])',
      ['definition table 1 "1"', 'learn table 9 "9"'],
    ],
    [
      'table=1,cookie=0x7,ip,actions=conjunction(4,1/2)',
      ['definition table 1 "1"', 'definition cookie 7 "0x7"', 'definition conjunction 4 "4"'],
    ],
    ['table=1,conj_id=4,ip,actions=drop', ['definition table 1 "1"', 'use conjunction 4 "4"']],
    ['delete cookie=7/-1', ['use cookie 7 "7"']],
    ['table=1,actions=meter:6,group:5', ['definition table 1 "1"', 'use meter 6 "6"', 'use group 5 "5"']],
    ['group_id=5,type=all,bucket=resubmit(,3)', ['definition group 5 "5"', 'jump table 3 "3"']],
    ['group_id=5,type=ff,bucket=watch_group:6,output:1', ['definition group 5 "5"', 'use group 6 "6"']],
    ['meter=6,pktps,band=type=drop,rate=1', ['definition meter 6 "6"']],
    ['# table=3', []],
  ])('%s', (line, expected) => {
    expect(mentionsIn(line)).toEqual(expected);
  });
});
