import { describe, expect, test } from 'vitest';
import { evaluateGroup } from '../../server/src/core/flow/groups/evaluate';
import { parseFlowLine } from '../../server/src/core/syntax/flow-line';
import { codesOf, fixed, problemsOf } from './evaluated-lines';

/** Texts behind the quoted spans are those of ovs-ofctl 3.1.0 and of the switch. */
describe('what is rejected, and where', () => {
  test.each([
    ['group_id=1,type=all,bucket=output:1', []],
    ['type=all,bucket=output:1', ['group/incomplete «type=all» must specify a group_id']],
    ['add group_id=1', ['group/incomplete «add» must specify a type']],
    ['group_id=1,type=foo', ['group/invalid-value «foo» invalid group type foo']],
    ['group_id=x,type=all', ['group/invalid-value «x» invalid numeric format x']],
    ['group_id=4294967041,type=all', ['group/invalid-value «4294967041» invalid group id 4294967041']],
    ['foo=1,group_id=1,type=all,bucket=output:1', ['group/unknown-keyword «foo» unknown keyword foo']],
    ['group_id=1,type=all,bucket:output:1', ['group/unknown-keyword «bucket:» unknown keyword bucket']],
    [
      'delete group_id=1,type=all,bucket=output:1',
      [
        'group/not-allowed-here «type=all» type is not needed',
        'group/not-allowed-here «bucket» bucket is not needed',
      ],
    ],
    [
      'insert_bucket group_id=1,bucket=output:1',
      ['group/incomplete «insert_bucket» must specify a command bucket id'],
    ],
    ['group_id=1,type=all,bucket=', ['group/incomplete «bucket» bucket must specify actions']],
    [
      'group_id=1,type=ff,bucket=output:1,bucket=watch_port=1,output:2',
      ['group/incomplete «bucket» fast failover bucket requires watch_port or watch_group'],
    ],
    ['group_id=1,type=ff,bucket=watch_port=p1,output:1', ['flow/switch-name «p1»']],
    [
      'group_id=1,type=all,bucket=watch_port=p1,output:1',
      ['flow/switch-name «p1»', 'group/refused-by-switch «watch_port=p1» OFPGMFC_WATCH_UNSUPPORTED'],
    ],
    [
      'group_id=1,type=ff,bucket=watch_port=LOCAL,output:1',
      ['group/invalid-value «LOCAL» LOCAL: invalid watch_port'],
    ],
    [
      'group_id=1,type=select,selection_method=hash,fields(ip_src,ip_src)',
      ['group/not-allowed-here «ip_src» ip_src: duplicate field'],
    ],
    [
      'group_id=1,type=all,bucket=weight=5,output:1',
      ['group/not-allowed-here «weight=5» Only select groups can have bucket weights.'],
    ],
    [
      'group_id=1,type=indirect,bucket=output:1,bucket=output:2',
      ['group/not-allowed-here «bucket» Indirect groups can have at most one bucket.'],
    ],
    [
      'group_id=1,type=select,fields(ip_src),bucket=output:1',
      ['group/not-allowed-here «fields» fields may only be specified with "selection_method=hash"'],
    ],
    [
      'group_id=1,type=all,bucket=output:1,type=select',
      ['group/not-allowed-here «type» unknown action type'],
    ],
    [
      'group_id=1,type=all,bucket=watch_prot=1,output:1',
      ['group/unknown-keyword «watch_prot» unknown action watch_prot'],
    ],
    [
      'group_id=1,type=all,bucket=check_pkt_larger(1500)->reg0[0]',
      ['group/not-allowed-here «check_pkt_larger(1500)->reg0[0]» unexpected input following field syntax'],
    ],
    ['group_id=1,type=all,bucket=output:1,bucket=foo', ['action/unknown «foo» unknown action foo']],
  ])('%j', (line, expected) => {
    expect(problemsOf(line)).toEqual(expected);
  });

  test('every error of a line is reported, each at its place', () => {
    expect(problemsOf('group_id=x,type=ALL,bucket=weight=a,foo,bucket=')).toEqual([
      'group/invalid-value «x» invalid numeric format x',
      'group/invalid-value «ALL» invalid group type ALL',
      'group/invalid-value «a» invalid weight "a"',
      'action/unknown «foo» unknown action foo',
      'group/incomplete «bucket» bucket must specify actions',
    ]);
  });
});

describe('what the switch refuses', () => {
  test.each([
    ['add group_id=all,type=all', 'group/refused-by-switch «all» OFPGMFC_INVALID_GROUP'],
    ['group_id=1,type=indirect', 'group/refused-by-switch «indirect» OFPGMFC_INVALID_GROUP'],
    [
      'group_id=1,type=all,bucket=watch_port=1,output:1',
      'group/refused-by-switch «watch_port=1» OFPGMFC_WATCH_UNSUPPORTED',
    ],
    [
      'insert_bucket group_id=1,command_bucket_id=last,bucket=watch_port=1,output:1',
      'group/refused-by-switch «watch_port=1» OFPGMFC_WATCH_UNSUPPORTED',
    ],
    [
      'group_id=1,type=all,selection_method=hash',
      'group/refused-by-switch «selection_method=hash» OFPBPC_BAD_VALUE',
    ],
    [
      'group_id=1,type=select,selection_method=hsah,bucket=output:1',
      'group/refused-by-switch «hsah» OFPBPC_BAD_VALUE',
    ],
    [
      'group_id=1,type=select,bucket=bucket_id=0,output:1,bucket=output:2',
      'group/refused-by-switch «bucket» OFPGMFC_BAD_BUCKET',
    ],
    [
      'group_id=1,type=all,bucket=bucket_id=3,1,bucket=bucket_id=3,2',
      'group/refused-by-switch «bucket_id=3» OFPGMFC_BAD_BUCKET',
    ],
  ])('%j', (line, expected) => {
    expect(problemsOf(line, '1.5')).toEqual([expected]);
  });

  test('not buckets that Open vSwitch numbers around those with numbers', () => {
    const line = 'group_id=1,type=all,bucket=1,bucket=bucket_id=0,2,bucket=2,bucket=5';
    expect(problemsOf(line, '1.5')).toEqual([]);
  });
});

describe('what is lost without a word', () => {
  test('what OpenFlow 1.1 to 1.4 cannot carry', () => {
    const line = 'group_id=1,type=select,selection_method=hash,fields=ip_src,bucket=bucket_id=5,output:1';
    const lost = ['selection_method=hash', 'fields=ip_src', 'bucket_id=5'];
    expect(problemsOf(line, '1.3')).toEqual(lost.map((text) => `group/ignored-part «${text}»`));
    expect(problemsOf(line, '1.5')).toEqual([]);
    expect(problemsOf(line, '1.0')).toEqual([]);
    expect(problemsOf(line)).toEqual([]);
  });

  test('without a bucket it is not lost but rejected', () => {
    expect(codesOf('group_id=1,type=select,selection_method=hash', '1.3')).toEqual(['group/not-in-version']);
  });

  test('an action of another version, in any bucket but the last', () => {
    expect(problemsOf('group_id=1,type=all,bucket=meter:1,bucket=output:2', '1.3')).toEqual([
      'group/ignored-part «bucket»',
    ]);
    expect(codesOf('group_id=1,type=all,bucket=output:2,bucket=meter:1', '1.3')).toEqual([
      'group/not-in-version',
    ]);
  });

  test.each([
    ['group_id=1,group_id=2,type=all', 'group/ignored-part «group_id=1»'],
    ['group_id=4294967297,type=all', 'group/ignored-part «4294967297»'],
    ['group_id=010,type=all', 'flow/octal-number «010»'],
    ['group_id=1,type=select,bucket=weight=0,output:1,bucket=output:2', 'group/never-chosen «weight=0»'],
    ['group delete', 'group/deletes-everything «delete»'],
    ['remove_bucket group_id=1', 'group/deletes-everything «remove_bucket»'],
    ['group m group_id=1,type=all', 'flow/abbreviated-command «m»'],
  ])('%j', (line, expected) => {
    expect(problemsOf(line)).toEqual([expected]);
  });
});

test('commands on buckets need OpenFlow 1.5, or 1.0', () => {
  const line = 'insert_bucket group_id=1,command_bucket_id=last,bucket=output:1';
  expect(codesOf(line, '1.5')).toEqual([]);
  expect(codesOf(line, '1.0')).toEqual([]);
  expect(codesOf(line, '1.4')).toEqual(['group/not-in-version']);
});

test.each([
  ['group_id=1,type=ALL', 'group_id=1,type=all'],
  ['groupid=1,type=all,bucket=1', 'group_id=1,type=all,bucket=1'],
  ['group_id=1,type=all,bucket:output:1', 'group_id=1,type=all,bucket=output:1'],
  ['group_id=1,type=all,bucket=', 'group_id=1,type=all,bucket=drop'],
  ['group_id=1,type=all,bucket=weight=0', 'group_id=1,type=all,bucket=drop,weight=0'],
  ['add group_id=1', 'add group_id=1,type=all'],
  ['group_id=1,type=all,bucket=weight=5,output:1', 'group_id=1,type=all,bucket=output:1'],
  ['insert_bucket group_id=1,bucket=1', 'insert_bucket group_id=1,command_bucket_id=last,bucket=1'],
  [
    'group_id=1,type=select,selection_method=hash,fields(ip_src=0.0.0.0)',
    'group_id=1,type=select,selection_method=hash,fields(ip_src)',
  ],
  [
    'group_id=1,type=all,bucket=1,check_pkt_larger(9)->reg0[0]',
    'group_id=1,type=all,bucket=1,actions=check_pkt_larger(9)->reg0[0]',
  ],
  ['delete group_id=1,type=all', 'delete group_id=1'],
  ['delete group_id=1,bucket=output:1', 'delete group_id=1'],
  ['group_id=1,type=all,bucket=1,type=select', 'group_id=1,type=all,type=select,bucket=1'],
  ['group_id=1,group_id=2,type=all', 'group_id=2,type=all'],
  ['group_id=1,type=select,bucket=weight=1,1,weight=2', 'group_id=1,type=select,bucket=weight=1,1'],
  ['group_id=1,type=ff,bucket=output:7', 'group_id=1,type=ff,bucket=watch_port=7,output:7'],
  ['group_id=1,type=indirect,bucket=1,bucket=2', 'group_id=1,type=all,bucket=1,bucket=2'],
  ['group_id=1,type=all,bucket=weight=5,output:1', 'group_id=1,type=select,bucket=weight=5,output:1'],
  ['group_id=1,type=all,bucket=watch_port=1,output:1', 'group_id=1,type=all,bucket=output:1'],
  [
    'group_id=1,type=select,selection_method=hash,fields(ip_src,tcp_src,ip_src)',
    'group_id=1,type=select,selection_method=hash,fields(ip_src,tcp_src)',
  ],
  ['group delete', 'group delete group_id=all'],
  ['g delete group_id=1', 'group delete group_id=1'],
])('%j is mended to %j', (line, expected) => {
  const results = fixed(line);
  expect(results).toContain(expected);
  for (const result of results) {
    expect(codesOf(result).filter((code) => codesOf(line).includes(code)).length, result).toBeLessThan(
      codesOf(line).length,
    );
  }
});

test('what a group says', () => {
  const line =
    'group_id=0x7,type=fast_failover,bucket=watch_port:9,output:1,bucket=Watch_Group=3,actions=2,3';
  const { command, head, buckets, accepted } = evaluateGroup(parseFlowLine(line));
  expect({ command, accepted, id: head.groupId, type: head.type }).toEqual({
    command: 'add',
    accepted: true,
    id: 7,
    type: 'ff',
  });
  expect(buckets.map(({ watchPort, watchGroup }) => ({ watchPort, watchGroup }))).toEqual([
    { watchPort: 9, watchGroup: undefined },
    { watchPort: undefined, watchGroup: 3 },
  ]);
  const actions = buckets.map((bucket) => bucket.actions.map(({ span }) => line.slice(span.start, span.end)));
  expect(actions).toEqual([['output:1'], ['2', '3']]);
});

test.each([
  ['command_bucket_id=first,group_id=1,bucket=output:1', 'insert_bucket'],
  ['group_id=1,command_bucket_id=3', 'remove_bucket'],
  ['group_id=1', 'delete'],
  ['group group_id=1', 'add'],
  ['group_id=1,type=all', 'add'],
])('%j is a line for %s', (line, command) => {
  expect(evaluateGroup(parseFlowLine(line)).command).toBe(command);
});

test.each([
  'bucket=',
  'bucket=weight=1,',
  'group_id=1,',
  'fields(ip_src,',
  'bucket=actions(',
  'bucket=a(b)->c,',
])('a line of a mebibyte of %j is judged in no time', (piece) => {
  const line = parseFlowLine(`group_id=1,${piece.repeat(2 ** 20 / piece.length)}`);
  const start = performance.now();
  evaluateGroup(line);
  expect(performance.now() - start).toBeLessThan(10_000);
});
