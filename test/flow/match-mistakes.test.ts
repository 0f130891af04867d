/** What is said about mistakes in matches and keywords, at which token, and what the fixes make of the line. */
import { expect, test } from 'vitest';
import type { OpenflowVersion } from '../../server/src/core/facts/flow-formats';
import { fixed, problemsOf } from './evaluated-lines';

test.each<[line: string, problems: string[], fixed: string[]]>([
  // Spaces, at each side of the =; the verdict is on what Open vSwitch reads first.
  [
    'priority = 1,ip,actions=drop',
    ['flow/spaces-around-equals « = » field priority missing value'],
    ['priority=1,ip,actions=drop'],
  ],
  [
    'dl_src = 00:11:22:33:44:55,actions=drop',
    ['flow/spaces-around-equals « = » 0/0: invalid Ethernet address'],
    ['dl_src=00:11:22:33:44:55,actions=drop'],
  ],
  [
    'dl_src= 00:11:22:33:44:55,actions=drop',
    ['flow/spaces-around-equals «= » 0/0: invalid Ethernet address'],
    ['dl_src=00:11:22:33:44:55,actions=drop'],
  ],
  [
    'tcp,tp_dst= 80,actions=drop',
    ['flow/spaces-around-equals «= » field 80 missing value'],
    ['tcp,tp_dst=80,actions=drop'],
  ],
  [
    'tcp,tp_dst =80,actions=drop',
    ['flow/spaces-around-equals « =» unknown keyword '],
    ['tcp,tp_dst=80,actions=drop'],
  ],
  // A known word behind an empty value is another item.
  ['reg0= tcp,actions=drop', [], []],
  ['reg0= tp_dst=80,tcp,actions=drop', [], []],
  // Brackets.
  [
    'reg0[ 5 ]=1,actions=drop',
    ['match/invalid-subfield «[ 5 ]» reg0[: syntax error expecting [] or [<bit>] or [<start>..<end>]'],
    ['reg0[5]=1,actions=drop'],
  ],
  [
    'reg0[0:7]=1,actions=drop',
    ['match/invalid-subfield «[0:7]» reg0[0: syntax error expecting [] or [<bit>] or [<start>..<end>]'],
    ['reg0[0..7]=1,actions=drop'],
  ],
  [
    'ip,reg0[0-7]=1,actions=drop',
    ['match/invalid-subfield «[0-7]» reg0[0-7]: syntax error expecting [] or [<bit>] or [<start>..<end>]'],
    ['ip,reg0[0..7]=1,actions=drop'],
  ],
  ['reg0[0..7]=1,actions=drop', [], []],
  // Actions that are missing, or lack their =.
  ['ip # why', ['flow/missing-actions «p» must specify an action'], ['ip,actions=drop # why']],
  ['modify', ['flow/missing-actions «y» must specify an action'], ['modify actions=drop']],
  [
    'ip actions output:1,2 # two',
    ['flow/missing-actions «actions output:1,2» must specify an action'],
    ['ip actions=output:1,2 # two'],
  ],
  ['ip,actions', ['flow/missing-actions «actions» must specify an action'], ['ip,actions=drop']],
  // What no version carries.
  [
    'ip,dl_vlan[0..3]=1,actions=drop',
    [
      'flow/cannot-be-sent «dl_vlan[0..3]=1» actions are invalid with specified match (OFPBAC_MATCH_INCONSISTENT)',
    ],
    [],
  ],
  // Keywords of other commands go; a tunnel option stays once.
  [
    'ip,out_port=1,actions=drop',
    ['flow/not-with-command «out_port» unknown keyword out_port'],
    ['ip,actions=drop'],
  ],
  [
    'tun_metadata0=1,tun_metadata0=2,actions=drop',
    ['match/tunnel-option-repeated «tun_metadata0=2» field tun_metadata0 set multiple times'],
    ['tun_metadata0=1,actions=drop'],
  ],
  // Names of other tools, and slips.
  [
    'tcp,dport=80,actions=drop',
    ['flow/unknown-keyword «dport» unknown keyword dport'],
    ['tcp,tp_dst=80,actions=drop'],
  ],
  [
    'ip,NW_SRC=10.0.0.1,actions=drop',
    ['flow/unknown-keyword «NW_SRC» unknown keyword NW_SRC'],
    ['ip,nw_src=10.0.0.1,actions=drop'],
  ],
  ['ip,vlan,actions=drop', ['flow/unknown-keyword «vlan» field vlan missing value'], []],
  // Ports.
  [
    'in_port=LOCL,actions=drop',
    ['match/invalid-value «LOCL» LOCL: invalid or unknown port for in_port'],
    ['in_port=LOCAL,actions=drop'],
  ],
  // Prerequisites that take more than a protocol, of which some is there.
  [
    'ct_nw_src=10.0.0.1,ip,actions=drop',
    ['match/refused-by-switch «ct_nw_src=10.0.0.1» OFPBMC_BAD_PREREQ'],
    ['ct_state=+trk-inv,ct_nw_src=10.0.0.1,ip,actions=drop'],
  ],
])('%s', (line, problems, lines) => {
  expect(problemsOf(line)).toEqual(problems);
  expect(fixed(line)).toEqual(lines);
});

test.each<[line: string, version: OpenflowVersion, fault: string]>([
  ['ip,reg0=1,actions=drop', '1.1', 'reg0=1'],
  ['reset_counts,ip,actions=drop', '1.1', 'reset_counts'],
  ['ip,actions=meter:1,output:1', '1.1', 'meter:1,output:1'],
  ['tcp6,actions=drop', '1.1', 'tcp6'],
  ['ipv6,nw_proto=6,actions=drop', '1.1', 'ipv6,nw_proto=6'],
])('%s is too new for OpenFlow %s', (line, version, fault) => {
  expect(problemsOf(line, version)).toEqual([`flow/not-in-version «${fault}» no usable protocol`]);
  expect(problemsOf(line)).toEqual([]);
});
