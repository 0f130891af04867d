import { describe, expect, test } from 'vitest';
import { definitionsAt } from '../../server/src/core/features/navigation';
import { highlightsAt, placeAt, referencesAt } from '../../server/src/core/features/references';
import { fileOf, fileWith, shown } from './moving';

function definitions(...lines: string[]): string[] {
  const { document, line, character } = fileWith(...lines);
  const found = definitionsAt(document, line, character);
  return found ? found.targets.map((target) => shown(document, target)) : ['nothing here'];
}

function references(lines: string[], withDefinitions = true): string[] {
  const { document, line, character } = fileWith(...lines);
  return referencesAt(document, line, character, withDefinitions).map((each) => shown(document, each));
}

describe('what stands at the cursor', () => {
  test.each([
    ['‸table=5,actions=drop', 'table 5'],
    ['table=‸5,actions=drop', 'table 5'],
    ['table=5‸,actions=drop', 'table 5'],
    ['table=5,actions=re‸submit(,10)', 'table 10'],
    ['table=5,actions=goto_‸table:10', 'table 10'],
    ['table=5,actions=ct(commit,tab‸le=10)', 'table 10'],
    ['table=5,actions=learn(t‸able=10,NXM_OF_ETH_DST[])', 'table 10'],
    ['table=5,actions=clone(resubmit(,‸10))', 'table 10'],
    ['table=5,actions=gro‸up:10', 'group 10'],
    ['group_id=10,type=ff,bucket=watch_gr‸oup:11,output:1', 'group 11'],
    ['table=5,actions=met‸er:1,drop', 'meter 1'],
    ['table=5,con‸j_id=10,actions=drop', 'conjunction 10'],
    ['table=5,actions=conjun‸ction(0x10,1/2)', 'conjunction 16'],
    ['delete cook‸ie=0x10/-1,table=5', 'cookie 16'],
    ['‸ip,actions=drop', 'table 0'],
  ])('%s', (text, expected) => {
    const { document, line, character } = fileWith(text);
    const { what, number } = placeAt(document, line, character)!.thing;
    expect(`${what} ${number}`).toBe(expected);
  });

  test.each([
    'table=5‸ ,ip,actions=drop'.replace('5‸ ,', '5,‸'),
    'table=5,pri‸ority=7,actions=drop',
    'table=5,ip,acti‸ons=drop',
    'table=5,actions=c‸t(table=10)',
    'table=5,actions=cl‸one(resubmit(,10))',
    'table=5,actions=output:‸5',
    '# table=‸5',
    '‸',
    'table=na‸me,actions=drop',
  ])('nothing: %s', (text) => {
    const { document, line, character } = fileWith(text);
    expect(placeAt(document, line, character)).toBeUndefined();
  });

  test('nothing past the end of the file, and of a line', () => {
    const document = fileOf('table=5,actions=resubmit(,1)');
    expect(placeAt(document, 7, 0)).toBeUndefined();
    expect(placeAt(document, 0, 2_000_000_000)).toBeUndefined();
  });
});

describe('go to definition', () => {
  test.each([
    'resubmit(,‸10)',
    'goto_table:1‸0',
    'ct(table=‸10,zone=1)',
    'learn(table=10‸,NXM_OF_ETH_DST[])',
  ])('from %s to the first flow of the table', (action) => {
    expect(
      definitions(`table=0,actions=${action}`, '', 'table=10,ip,actions=drop', 'table=10,arp,actions=drop'),
    ).toEqual(['3:10']);
  });

  test('from a flow to the jumps that lead to its table', () => {
    expect(
      definitions(
        'table=0,ip,actions=resubmit(,10)',
        'table=1,actions=goto_table:10',
        'table=10,ip,actions=drop',
        'table=‸10,arp,actions=learn(table=10,NXM_OF_ETH_DST[])',
      ),
    ).toEqual(['1:10', '2:10', '4:10']);
  });

  test('from a flow that nothing jumps to: itself, of which editors show the references', () => {
    expect(definitions('table=3,arp,actions=drop', 'table=‸3,ip,actions=drop')).toEqual(['2:3']);
  });

  test('a table that names no number is table 0', () => {
    expect(
      definitions('table=1,actions=resubmit(,‸0)', '  priority=5, ip, actions=drop', 'actions=drop'),
    ).toEqual(['2@2']);
  });

  test('learn without a table learns into table 1', () => {
    expect(definitions('actions=learn(idle_timeout=9,NXM_OF_ETH_DST[])', 'table=‸1,actions=drop')).toEqual([
      '1@14',
    ]);
  });

  test('what deletes and changes flows is no definition', () => {
    const file = ['delete table=10', 'modify table=10,actions=drop', 'add table=10,ip,actions=drop'];
    expect(definitions(...file, 'table=0,actions=resubmit(,1‸0)')).toEqual(['3:10']);
    expect(definitions('delete table=‸10', ...file.slice(2))).toEqual(['2:10']);
  });

  test('a table without flows: nowhere', () => {
    expect(definitions('table=0,actions=resubmit(,‸10)')).toEqual([]);
    expect(definitions('table=0,actions=re‸submit:10')).toEqual(['nothing here']);
  });

  test('groups, from flows and buckets, and back', () => {
    const groups = ['group_id=1,type=all,bucket=output:1', 'group_id=2,type=ff,bucket=watch_group:1,group:1'];
    expect(definitions(...groups, 'actions=group:‸1')).toEqual(['1:1']);
    expect(definitions(groups[0]!, groups[1]!.replace('watch_group:1', 'watch_group:‸1'))).toEqual(['1:1']);
    expect(definitions(groups[0]!.replace('=1', '=‸1'), groups[1]!, 'actions=group:1')).toEqual([
      '2:1',
      '2:1',
      '3:1',
    ]);
  });

  test('meters', () => {
    const meter = 'meter=1 kbps bands=type=drop rate=1';
    expect(definitions(meter, 'actions=meter:‸1,drop')).toEqual(['1:1']);
    expect(definitions(meter.replace('=1', '=‸1'), 'actions=meter:1,drop')).toEqual(['2:1']);
  });

  test('conjunctions: from the flow to its clauses and back, in the same table only', () => {
    const clauses = ['table=2,ip,actions=conjunction(7,1/2)', 'table=2,tcp,actions=conjunction(7,2/2)'];
    const other = 'table=3,ip,actions=conjunction(7,1/2)';
    expect(definitions(...clauses, other, 'table=2,conj_id=‸7,actions=drop')).toEqual(['1:7', '2:7']);
    expect(definitions(clauses[0]!.replace('(7', '(‸7'), other, 'table=2,conj_id=7,actions=drop')).toEqual([
      '3:7',
    ]);
  });

  test('cookies, however they are written', () => {
    expect(
      definitions('cookie=16,actions=drop', 'cookie=0x10,ip,actions=drop', 'delete cookie=‸0x10/-1'),
    ).toEqual(['1:16', '2:0x10']);
  });
});

describe('references', () => {
  const file = [
    'table=0,ip,actions=resubmit(,10),ct(table=‸10)',
    'table=10,ip,actions=resubmit:3',
    'table=10,arp,actions=drop',
    'table=11,actions=clone(resubmit(,10))',
    'packet-out in_port=1,packet=00,actions=resubmit(,10)',
  ];

  test('flows and jumps, in the order of the text', () => {
    expect(references(file)).toEqual(['1:10', '1:10', '2:10', '2:resubmit:3', '3:10', '4:10', '5:10']);
  });

  test('without the flows of the table', () => {
    expect(references(file, false)).toEqual(['1:10', '1:10', '2:resubmit:3', '4:10', '5:10']);
  });

  test('each dump has tables of its own', () => {
    const dump = (table: string) => [
      'NXST_FLOW reply (xid=0x4):',
      ` cookie=0x0, duration=1s, table=${table}, n_packets=0, n_bytes=0, priority=1 actions=drop`,
      '',
    ];
    expect(references([...dump('‸5'), ...dump('5').map((line) => line.replace('0x4', '0x5'))])).toEqual([
      '2:5',
    ]);
  });

  test('the second half of a wrapped line is no flow of table 0', () => {
    expect(
      references([
        'table=0,ip,actions=resubmit(,‸0)',
        ' cookie=0x0, duration=1s, table=3, n_packets=0, n_bytes=0, priority=1,ip',
        'actions=drop',
      ]),
    ).toEqual(['1:0', '1:0']);
  });
});

describe('highlights', () => {
  test('what is written of the thing', () => {
    const { document, line, character } = fileWith(
      'ip,actions=resubmit(,‸0)',
      'table=0,arp,actions=resubmit:1',
      'table=1,actions=drop',
    );
    expect(
      highlightsAt(document, line, character).map((each) => `${shown(document, each)} ${each.role}`),
    ).toEqual(['1:0 jump', '2:0 definition']);
  });

  test('of very many, those around the cursor', () => {
    const lines = Array.from({ length: 5000 }, (_, index) => `table=3,tp_dst=${index},tcp,actions=drop`);
    for (const line of [0, 2500, 4999]) {
      const found = highlightsAt(fileOf(...lines), line, 6).map((each) => each.line);
      expect(found).toHaveLength(1000);
      expect(found).toContain(line);
    }
  });
});
