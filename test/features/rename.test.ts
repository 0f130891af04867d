import { describe, expect, test } from 'vitest';
import { prepareRename, renameAt } from '../../server/src/core/features/rename';
import { fileWith } from './moving';

/** The file once what stands at the cursor has the new name, or why it cannot have it. */
function renamed(newName: string, ...lines: string[]): string[] {
  const { document, line, character } = fileWith(...lines);
  const found = renameAt(document, line, character, newName);
  if ('refusal' in found) {
    return [`refused: ${found.refusal}`];
  }
  const texts = lines.map((text) => text.replace('‸', ''));
  for (const edit of [...found.edits].reverse()) {
    const text = texts[edit.line]!;
    texts[edit.line] = text.slice(0, edit.start) + edit.newText + text.slice(edit.end);
  }
  return texts;
}

describe('a table', () => {
  test('with its flows and all that leads to it', () => {
    expect(
      renamed(
        '12',
        'table=0,ip,actions=resubmit(,10),ct(table=10,zone=1)',
        'table=‸10,ip,actions=learn(table=10,NXM_OF_ETH_DST[]),resubmit:3',
        'delete table=10',
        'table=5,actions=goto_table:10',
        'group_id=10,type=all,bucket=resubmit(,10)',
        '# table 10',
      ),
    ).toEqual([
      'table=0,ip,actions=resubmit(,12),ct(table=12,zone=1)',
      'table=12,ip,actions=learn(table=12,NXM_OF_ETH_DST[]),resubmit:3',
      'delete table=12',
      'table=5,actions=goto_table:12',
      'group_id=10,type=all,bucket=resubmit(,12)',
      '# table 10',
    ]);
  });

  test('that is left out gets a number, in the style of the line', () => {
    expect(
      renamed(
        '3',
        'table=7,actions=resubmit(,‸0)',
        'priority=5,ip,actions=drop',
        'priority=5, ip, actions=drop',
        'add ip,actions=drop',
        'actions=drop',
        '',
        'table=0,actions=drop',
      ),
    ).toEqual([
      'table=7,actions=resubmit(,3)',
      'table=3,priority=5,ip,actions=drop',
      'table=3, priority=5, ip, actions=drop',
      'add table=3,ip,actions=drop',
      'table=3, actions=drop',
      '',
      'table=3,actions=drop',
    ]);
  });

  test('1, which learn means when it names none', () => {
    expect(
      renamed('3', 'actions=learn(idle_timeout=9,NXM_OF_ETH_DST[]),learn()', 'table=‸1,actions=drop'),
    ).toEqual([
      'actions=learn(table=3,idle_timeout=9,NXM_OF_ETH_DST[]),learn(table=3)',
      'table=3,actions=drop',
    ]);
  });

  test('of a dump that was printed', () => {
    expect(
      renamed(
        '7',
        ' cookie=0x0, duration=1s, table=‸5, n_packets=0, n_bytes=0, priority=1 actions=drop',
        ' cookie=0x0, duration=1s, table=0, n_packets=0, n_bytes=0, priority=1 actions=resubmit(,5)',
      ),
    ).toEqual([
      ' cookie=0x0, duration=1s, table=7, n_packets=0, n_bytes=0, priority=1 actions=drop',
      ' cookie=0x0, duration=1s, table=0, n_packets=0, n_bytes=0, priority=1 actions=resubmit(,7)',
    ]);
  });

  test.each(['', ' ', 'x', '-1', '255', '256', '0x10', '1.5', '99999999999999999999', 'table=7'])(
    'cannot be called %j',
    (name) => {
      expect(renamed(name, 'table=‸5,actions=drop')[0]).toMatch(
        /^refused: .*Tables have numbers from 0 to 254, written in decimal\.$/,
      );
    },
  );

  test.each([
    [' 7 ', 'table=7,actions=drop'],
    ['007', 'table=7,actions=drop'],
    ['254', 'table=254,actions=drop'],
    ['0', 'table=0,actions=drop'],
    ['5', 'table=5,actions=drop'],
  ])('can be called %j', (name, expected) => {
    expect(renamed(name, 'table=‸5,actions=drop')).toEqual([expected]);
  });

  test('cannot have a number that is taken, or that something leads to already', () => {
    expect(renamed('7', 'table=‸5,actions=drop', 'table=7,actions=drop')[0]).toMatch(
      /^refused: Table 7 is taken: line 2 defines it/,
    );
    expect(renamed('7', 'table=‸5,actions=resubmit(,7)')[0]).toMatch(
      /^refused: Line 1 names table 7 already/,
    );
    expect(renamed('0', 'table=‸5,actions=drop', 'ip,actions=drop')[0]).toMatch(/^refused: Table 0 is taken/);
  });

  test('may have a number of another dump', () => {
    const dump = (xid: number, table: string) => [
      `NXST_FLOW reply (xid=${xid}):`,
      ` cookie=0x0, duration=1s, table=${table}, n_packets=0, n_bytes=0, priority=1 actions=drop`,
      '',
    ];
    expect(renamed('7', ...dump(4, '‸5'), ...dump(5, '7'))[1]).toContain('table=7');
  });

  test('stays behind those that goto_table leads from', () => {
    const file = ['table=3,actions=goto_table:5', 'table=‸5,actions=goto_table:9', 'table=9,actions=drop'];
    expect(renamed('2', ...file)[0]).toMatch(/^refused: Line 1 .*Choose a number above 3\.$/);
    expect(renamed('10', ...file)[0]).toMatch(/^refused: Line 2 .*Choose a number below 9\.$/);
    expect(renamed('8', ...file)).toEqual([
      'table=3,actions=goto_table:8',
      'table=8,actions=goto_table:9',
      'table=9,actions=drop',
    ]);
  });
});

describe('other things', () => {
  test.each<[string, string[], string[]]>([
    [
      '4',
      ['group_id=‸1,type=all,bucket=output:1', 'actions=group:1', 'delete out_group=1'],
      ['group_id=4,type=all,bucket=output:1', 'actions=group:4', 'delete out_group=4'],
    ],
    [
      '4',
      ['meter=1 kbps bands=type=drop rate=1', 'actions=meter:‸1,drop'],
      ['meter=4 kbps bands=type=drop rate=1', 'actions=meter:4,drop'],
    ],
    [
      '4',
      ['ip,conj_id=‸1,actions=drop', 'ip,actions=conjunction(1,1/2)', 'table=1,actions=conjunction(1,1/2)'],
      ['ip,conj_id=4,actions=drop', 'ip,actions=conjunction(4,1/2)', 'table=1,actions=conjunction(1,1/2)'],
    ],
    [
      '0xBEEF',
      [
        'cookie=‸0x10,actions=drop',
        'cookie=16,ip,actions=drop',
        'delete cookie=0x10/-1',
        'delete cookie=0x10/0xff',
      ],
      [
        'cookie=0xBEEF,actions=drop',
        'cookie=0xBEEF,ip,actions=drop',
        'delete cookie=0xBEEF/-1',
        'delete cookie=0x10/0xff',
      ],
    ],
  ])('to %s: %j', (name, lines, expected) => {
    expect(renamed(name, ...lines)).toEqual(expected);
  });

  test.each<[string, string, RegExp]>([
    ['4294967041', 'actions=group:‸1', /Groups have numbers from 0 to 4294967040/],
    ['0', 'actions=meter:‸1,drop', /Meters have numbers from 1 to 4294901760/],
    ['0', 'conj_id=‸1,actions=drop', /Conjunctions have numbers from 1 to 4294967295/],
    ['0xffffffffffffffff', 'cookie=‸1,actions=drop', /is no cookie/],
    ['0x10000000000000000', 'cookie=‸1,actions=drop', /is no cookie/],
    ['018', 'cookie=‸1,actions=drop', /is no cookie/],
    ['beef', 'cookie=‸1,actions=drop', /is no cookie/],
    ['2', 'cookie=‸1,actions=meter:2,drop', /^cookie=2/],
  ])('%s for %s', (name, line, message) => {
    expect(renamed(name, line)[0]).toMatch(message);
  });

  test('taken', () => {
    expect(
      renamed('2', 'group_id=‸1,type=all,bucket=output:1', 'group_id=2,type=all,bucket=output:1')[0],
    ).toMatch(/^refused: Group 2 is taken: line 2/);
    expect(renamed('0xff', 'cookie=‸1,actions=drop', 'cookie=255,ip,actions=drop')[0]).toMatch(
      /^refused: Cookie 0xff is taken: line 2/,
    );
  });
});

describe('before the new name is asked for', () => {
  function prepared(...lines: string[]): string {
    const { document, line, character } = fileWith(...lines);
    const found = prepareRename(document, line, character);
    return 'refusal' in found ? found.refusal : `${found.placeholder} ${found.span.start}-${found.span.end}`;
  }

  test.each([
    ['table=‸10,actions=drop', '10 6-8'],
    ['tab‸le=10,actions=drop', '10 6-8'],
    ['‸ip,actions=drop', '0 0-0'],
    ['cookie=‸0x1F,actions=drop', '0x1F 7-11'],
  ])('%s: the text that is there', (line, expected) => {
    expect(prepared(line)).toBe(expected);
  });

  test.each([
    ['table=1,ip,actions=output:‸5', /^Only numbers of tables, groups/],
    ['table=1,tcp,tcp_dst=8‸0,actions=drop', /^Only numbers of tables, groups/],
    ['# table=‸1', /^Only numbers of tables, groups/],
    ['actions=goto_table:2‸55', /^Table 255 means no table/],
    ['group delete group_id=a‸ll', /^This is a name/],
  ])('%s: why not', (line, message) => {
    expect(prepared(line)).toMatch(message);
  });
});
