import { describe, expect, test } from 'vitest';
import { formatsOf } from '../../server/src/core/facts/flow-formats';
import { flowKeys } from '../../server/src/core/facts/flow-keys';
import { matchFields } from '../../server/src/core/facts/match-fields';
import { printedPlace } from '../../server/src/core/facts/printed-order';
import { editsFor, formatted, styles } from './formatting';

describe('a flow', () => {
  test.each([
    ['table=1, priority=5, ip, actions=drop', 'table=1,priority=5,ip actions=drop'],
    ['  priority=5   table=1\tip  action = drop  ', 'table=1,priority=5,ip actions=drop'],
    ['in_port=1,ip,ct_state=+trk,,table=1,actions=drop,', 'table=1,ct_state=+trk,ip,in_port=1 actions=drop'],
    [
      'ip,table=1,cookie=0x1,idle_timeout=5,priority=7,actions=1',
      'cookie=0x1,table=1,idle_timeout=5,priority=7,ip actions=1',
    ],
    [
      'send_flow_rem,tcp,tcp_dst=80,nw_dst=10.0.0.1,actions=2',
      'send_flow_rem,tcp,nw_dst=10.0.0.1,tcp_dst=80 actions=2',
    ],
    ['actions= output:1 , output:2', 'actions=output:1,output:2'],
    ['actions=drop', 'actions=drop'],
    [
      'ip,actions=ct( commit , zone=5 exec( set_field:1->ct_mark )),2',
      'ip actions=ct(commit,zone=5,exec(set_field:1->ct_mark)),2',
    ],
    ['ip,actions=resubmit(, 1)', 'ip actions=resubmit(, 1)'],
    ['in_port="eth 0",actions=drop', 'in_port="eth 0",actions=drop'],
    ['ip,in_port="eth0",actions=output:"eth1"', 'ip,in_port="eth0" actions=output:"eth1"'],
    ['dl_type=0x0800,nw_dst=0x0A000001,actions=drop', 'dl_type=0x0800,nw_dst=0x0A000001,actions=drop'],
    ['dl_vlan=0x0A, ip, actions=load:0X01->reg0', 'ip,dl_vlan=0x0A actions=load:0X01->reg0'],
    ['reg0[0..3]=1, table=2, reg0[4..7]=2, actions=drop', 'table=2,reg0[0..3]=1,reg0[4..7]=2 actions=drop'],
  ])('%s', (before, after) => {
    expect(formatted(before)).toBe(after);
  });

  test.each([
    [
      'ct_state given twice',
      'ct_state=+trk,ip,ct_state=+new+trk,table=1 actions=drop',
      'table=1,ct_state=+trk,ct_state=+new+trk,ip actions=drop',
    ],
    [
      'a register and the one it is half of',
      'xreg0=2,table=1,reg0=1 actions=drop',
      'table=1,xreg0=2,reg0=1 actions=drop',
    ],
    [
      'the other way round',
      'reg1=1,table=1,reg0=5,xreg0=2 actions=drop',
      'table=1,reg1=1,reg0=5,xreg0=2 actions=drop',
    ],
    [
      'VLAN fields',
      'dl_vlan_pcp=3,in_port=1,dl_vlan=5,vlan_tci=0x1005/0x1fff actions=drop',
      'in_port=1,dl_vlan_pcp=3,dl_vlan=5,vlan_tci=0x1005/0x1fff actions=drop',
    ],
    [
      'priority given twice',
      'priority=7,table=1,priority=5 actions=drop',
      'table=1,priority=7,priority=5 actions=drop',
    ],
    [
      'a protocol and its number',
      'nw_proto=17,table=1,tcp actions=drop',
      'table=1,nw_proto=17,tcp actions=drop',
    ],
  ])('keeps the order where the last one counts: %s', (_, before, after) => {
    expect(formatted(before)).toBe(after);
  });

  test('keeps the order of the author, where that is wanted', () => {
    expect(formatted('ip, in_port=1, priority=5, table=2, actions=drop', { order: 'written' })).toBe(
      'ip,in_port=1,priority=5,table=2 actions=drop',
    );
  });

  test('has a blank behind commas of the match, where that is wanted', () => {
    expect(formatted('table=2,priority=5 ip,actions=1,2', { spaceAfterComma: true })).toBe(
      'table=2, priority=5, ip actions=1,2',
    );
  });

  test.each([
    ['flow add table=1, actions=drop', 'flow add table=1 actions=drop'],
    ['  flow   delete   table=1, ', 'flow delete table=1'],
    ['modify_strict priority=5 table=1, actions=drop', 'modify_strict table=1,priority=5 actions=drop'],
    ['add actions=drop', 'add actions=drop'],
    ['del ip , table=3', 'del table=3,ip'],
    ['delete', 'delete'],
    [
      'group add group_id=1  type=all bucket=output:1,,bucket= output:2',
      'group add group_id=1,type=all,bucket=output:1,bucket=output:2',
    ],
    [
      'packet-out in_port=1, packet=0180c200000e02000000000188cc0000, actions=output:3',
      'packet-out in_port=1,packet=0180c200000e02000000000188cc0000 actions=output:3',
    ],
    ['meter=1  kbps,  bands=type=drop  rate=5', 'meter=1,kbps bands=type=drop,rate=5'],
  ])('with words in front, or a line of another kind: %s', (before, after) => {
    expect(formatted(before)).toBe(after);
  });
});

describe('left alone, byte for byte', () => {
  test.each([
    ['an unknown field', '  ip , bogus=1 , actions=drop  '],
    ['spaces around =', 'ip, priority = 5, actions=drop '],
    ['an unknown action', 'ip ,  actions=dorp'],
    ['no actions', 'table=1 ,  ip'],
    ['a misspelt word for actions', 'ip , actionss=drop'],
    ['an open parenthesis', 'ip , actions=ct(commit'],
    ['a reply header', 'NXST_FLOW reply (xid=0x4):  '],
    [
      'a printed flow',
      ' cookie=0x0, duration=5.5s, table=0, n_packets=0, n_bytes=0, priority=5,ip actions=drop ',
    ],
    ['a printed flow without statistics', ' table=1, priority=5,ip actions=drop'],
    [
      'the first half of a flow that was wrapped',
      ' cookie=0x0, duration=5.5s, table=0, n_packets=0,\n priority=5,ip  actions=drop',
    ],
    [
      'what stands right below a reply header',
      'NXST_FLOW reply (xid=0x4):\nip , actions=drop\ntcp , actions=drop',
    ],
    [
      'blank lines in a dump',
      'NXST_FLOW reply (xid=0x4):\n\n\n cookie=0x0, duration=5.5s, table=0, n_packets=0, n_bytes=0, ip actions=drop',
    ],
    ['a NUL', 'ip , \0 actions=drop'],
    ['a byte order mark', '\uFEFFip , actions=drop'],
    ['a line of a megabyte', `ip , actions=${'output:1,'.repeat(110_000)}`],
    ['a flow at which a drawing points', 'ip , ct_state=+new, actions=drop\n#    ^^^^^^^^ is that all?'],
    ['a flow at which a drawing above points', '#    vvvvvvvv\nip , ct_state=+new, actions=drop'],
    ['a drawing with words in front', 'ip , ct_state=+new, actions=drop\n#here: ^^^^^^^^'],
    ['a comment of a megabyte', `  #${' '.repeat(2 ** 20)}`],
    ['an indented drawing', '    # a\n    #   ^ b'],
    ['lines that Open vSwitch reads as one', 'ip , \rtcp_dst=5 , actions=drop\r  '],
    ['a line with nothing but commas', ' , , '],
    ['a flow that the version in use cannot carry', 'ip , ct_state=+new, actions=drop', '1.1'],
  ] as const)('%s', (_, text, version?) => {
    for (const style of styles) {
      const formats = version === '1.1' ? formatsOf('1.1') : undefined;
      expect(formatted(text, style, formats)).toBe(text);
    }
  });
});

test('a printed flow among others leaves these alone to be laid out', () => {
  const printed = ' cookie=0x0, duration=5.5s, table=0, n_packets=0, n_bytes=0, ip actions=drop';
  expect(formatted(`ip,actions=1\n${printed}\nip,actions=2`)).toBe(`ip actions=1\n${printed}\nip actions=2`);
});

describe('comments and blank lines', () => {
  test.each([
    ['behind a flow', 'ip,actions=drop# why ,  so \t', 'ip actions=drop # why ,  so'],
    ['far behind a flow', 'ip actions=drop     #  why', 'ip actions=drop #  why'],
    ['on a line of their own', '   # a  \n   #   b\nip actions=drop', '# a\n#   b\nip actions=drop'],
    ['indented differently', '# a\n   # b ', '# a\n   # b'],
    [
      'silencing',
      '  # ovs-flows-disable-next-line ct-state/exact-match\n ip,actions=drop',
      '# ovs-flows-disable-next-line ct-state/exact-match\nip actions=drop',
    ],
    [
      'several blank lines',
      'ip actions=drop\n\n \n\t\ntcp actions=drop',
      'ip actions=drop\n\ntcp actions=drop',
    ],
    ['blank lines at the end', 'ip actions=drop\n\n\n', 'ip actions=drop\n\n'],
    ['blanks at the end', 'ip actions=drop\n\n  ', 'ip actions=drop\n\n'],
    ['blank lines at the start', '\n\n\nip actions=drop', '\nip actions=drop'],
    ['nothing', '', ''],
    ['blanks only', '   ', ''],
    [
      'Windows line ends',
      'ip,actions=drop\r\n\r\n\r\ntcp,actions=drop\r\n',
      'ip actions=drop\r\n\r\ntcp actions=drop\r\n',
    ],
  ])('%s', (_, before, after) => {
    expect(formatted(before)).toBe(after);
    expect(formatted(after)).toBe(after);
  });
});

describe('columns', () => {
  const align = { alignColumns: true };

  test('line up within a run of flows of a table', () => {
    const text = [
      'table=1, priority=200, ct_state=+trk+inv, actions=drop',
      '# a comment ends no run',
      'table=1, priority=5, ip, in_port=1, actions=output:2',
      'table=1, priority=0, actions=drop # the rest',
      'table=10, ip, actions=drop',
      'table=10, priority=1, actions=drop',
    ].join('\n');
    expect(formatted(text, align)).toBe(
      [
        'table=1,priority=200,ct_state=+trk+inv actions=drop',
        '# a comment ends no run',
        'table=1,priority=5,  ip,in_port=1      actions=output:2',
        'table=1,priority=0                     actions=drop # the rest',
        'table=10,          ip actions=drop',
        'table=10,priority=1   actions=drop',
      ].join('\n'),
    );
  });

  test('are not pushed by a very long match', () => {
    const long =
      'ipv6,dl_src=00:11:22:33:44:55,ipv6_src=2001:db8:0:1:2:3:4:5/128,ipv6_dst=2001:db8:0:1:2:3:4:6';
    const text = ['ip', long, 'tcp'].map((match) => `table=1,${match} actions=drop`).join('\n');
    expect(formatted(text, align)).toBe(text.replace('ip a', 'ip  a').replace('tcp a', 'tcp a'));
  });

  test('begin anew behind a blank line, and never with a blank', () => {
    expect(
      formatted(
        'table=1,ip,actions=drop\n\ntable=1,ct_state=+trk,actions=drop\nip,actions=1\ntcp6,actions=1',
        align,
      ),
    ).toBe('table=1,ip actions=drop\n\ntable=1,ct_state=+trk actions=drop\nip   actions=1\ntcp6 actions=1');
  });

  test('of a selection are those of the whole run', () => {
    const text = 'table=1,ip actions=drop\ntable=1,ct_state=+trk actions=drop\n';
    expect(formatted(text, align, undefined, { first: 0, last: 0 })).toBe(
      'table=1,ip            actions=drop\ntable=1,ct_state=+trk actions=drop\n',
    );
  });
});

describe('edits', () => {
  test('change the stretch that differs', () => {
    expect(editsFor('# a\ntable=1,priority=5, ip actions=drop\n')).toEqual([
      { start: { line: 1, character: 19 }, end: { line: 1, character: 20 }, newText: '' },
    ]);
  });

  test('of a selection touch no other line', () => {
    const text = 'ip,actions=1\nip,actions=2\n\n\n\nip,actions=3\n';
    expect(formatted(text, {}, undefined, { first: 1, last: 3 })).toBe(
      'ip,actions=1\nip actions=2\n\n\nip,actions=3\n',
    );
  });

  test('are none where all is laid out', () => {
    expect(editsFor('ip actions=drop\n'.repeat(10))).toEqual([]);
  });
});

test('every field and every key has its place in the order', () => {
  const names = [...matchFields, ...flowKeys.filter(({ kind }) => kind !== 'statistic')].map(
    ({ name }) => name,
  );
  expect(names.filter((name) => printedPlace(name) === undefined)).toEqual([]);
  expect(printedPlace('no_such_field')).toBeUndefined();
});
