import { describe, expect, test } from 'vitest';
import { fieldOfAnyName } from '../../server/src/core/facts/match-fields';
import { evaluateFlow } from '../../server/src/core/flow/evaluate';
import { checkLine } from '../../server/src/core/rules/check';
import { parseFlowLine } from '../../server/src/core/syntax/flow-line';
import { accept, accepting, complete, completion, labelsAt } from './completing';

describe('names that fit', () => {
  test.each([
    ['tcp,‸', ['tcp_dst', 'tcp_src', 'tp_dst', 'tp_src', 'nw_src', 'nw_dst', 'tcp_flags']],
    ['udp,‸', ['udp_dst', 'udp_src', 'tp_dst', 'tp_src', 'nw_src', 'nw_dst']],
    ['icmp6,‸', ['icmpv6_type', 'icmpv6_code', 'ipv6_src', 'ipv6_dst']],
    ['arp,‸', ['arp_op', 'arp_spa', 'arp_tpa', 'arp_sha', 'arp_tha']],
    ['mpls,‸', ['mpls_label']],
    ['‸', ['table', 'priority']],
    ['table=0,priority=5,‸', ['actions']],
  ])('%s: first %j', (drawn, first) => {
    const labels = labelsAt(drawn).filter((label) => drawn !== 'table=0,priority=5,‸' || label === 'actions');
    expect(labels.slice(0, first.length)).toEqual(first);
  });

  test.each([
    ['tcp,‸', ['udp_dst', 'arp_op', 'ipv6_src', 'nw_proto', 'dl_type', 'icmp_type', 'udp', 'arp', 'mpls']],
    ['arp,‸', ['tcp_dst', 'nw_src', 'ip', 'nw_ttl', 'ct_nw_src']],
    ['ipv6,‸', ['nw_src', 'arp_spa', 'tcp', 'icmp_type', 'ct_nw_src']],
    ['packet_type=(1,0x800),‸', ['dl_src', 'dl_vlan', 'ipv6_src']],
    ['in_port=1,‸', ['in_port', 'in_port_oxm']],
    ['reg0=1,‸', ['reg0']],
    ['table=0,‸', ['table']],
    ['ip,‸', ['skb_priority', 'dl_type']],
    ['add ‸', ['out_port', 'out_group', 'add', 'n_packets', 'duration']],
    ['delete ‸', ['idle_timeout', 'send_flow_rem', 'actions', 'delete']],
  ])('%s: none of %j', (drawn, none) => {
    const labels = new Set(labelsAt(drawn));
    expect(labels.size).toBeGreaterThan(20);
    expect(none.filter((label) => labels.has(label))).toEqual([]);
  });

  test.each([
    ['ip,‸', ['tcp', 'udp', 'icmp', 'sctp', 'nw_src', 'tcp_dst', 'ct_state']],
    ['ipv6,‸', ['tcp6', 'icmp6', 'ipv6_src', 'nd_target']],
    ['delete ‸', ['out_port', 'out_group', 'cookie', 'table', 'in_port']],
    ['add ‸', ['idle_timeout', 'importance', 'check_overlap']],
    ['‸', ['add', 'delete', 'modify_strict']],
    ['flow ‸', ['add', 'delete', 'table', 'tcp']],
    ['flow add ‸', ['table', 'tcp']],
    ['a‸', ['add', 'arp', 'actions']],
    ['d‸', ['delete', 'delete_strict', 'dl_src']],
  ])('%s: among others %j', (drawn, some) => {
    expect(labelsAt(drawn)).toEqual(expect.arrayContaining(some));
  });

  test('rare ones come last: high registers, options of tunnels', () => {
    const labels = labelsAt('‸');
    for (const rare of ['reg16', 'reg31', 'xxreg3', 'xreg5', 'tun_metadata0', 'tun_metadata63']) {
      expect(labels.indexOf(rare), rare).toBeGreaterThan(labels.indexOf('tun_gbp_id'));
    }
    expect(labels.indexOf('reg0')).toBeLessThan(labels.indexOf('tun_gbp_id'));
  });

  test('a register that is used nearby is no rare one', () => {
    const labels = labelsAt('‸', ['table=1,reg14=0x5,actions=load:1->NXM_NX_REG15[]']);
    expect(labels.indexOf('reg14')).toBeLessThan(labels.indexOf('tun_gbp_id'));
  });

  test('after a whole command only longer ones are offered', () => {
    expect(labelsAt('delete‸ ip')).toEqual(['delete_strict']);
    expect(labelsAt('add‸')).toEqual([]);
  });
});

describe('what a field needs comes along', () => {
  test.each([
    ['‸', 'tcp_dst', 'tcp,tcp_dst='],
    ['table=0,‸', 'udp_src', 'table=0,udp,udp_src='],
    ['ip,‸', 'tcp_dst', 'tcp,tcp_dst='],
    ['ipv6,‸', 'tcp_dst', 'tcp6,tcp_dst='],
    ['dl_type=0x0800,‸', 'udp_dst', 'dl_type=0x0800,udp,udp_dst='],
    ['icmp6,‸', 'nd_target', 'icmp6,icmpv6_type=135,icmpv6_code=0,nd_target='],
    ['icmp6,icmpv6_type=135,‸', 'nd_sll', 'icmp6,icmpv6_type=135,nd_sll='],
    ['icmp6,icmpv6_type=136,‸', 'nd_target', 'icmp6,icmpv6_type=136,nd_target='],
    ['ip,ct_state=+trk,‸', 'ct_nw_src', 'ip,ct_state=-inv+trk,ct_nw_src='],
    ['‸', 'ct_tp_dst', 'ip,ct_nw_proto=6,ct_state=+trk-inv,ct_tp_dst='],
    ['tcp,‸', 'tcp_dst', 'tcp,tcp_dst='],
    ['dl_vlan=5,‸', 'vlan_pcp', 'dl_vlan=5,vlan_pcp='],
    ['tcp_d‸ actions=drop', 'tcp_dst', 'tcp,tcp_dst= actions=drop'],
    ['tcp_d‸=80', 'tcp_dst', 'tcp,tcp_dst=80'],
  ])('%s, taking %s: %s', (drawn, label, expected) => {
    expect(accepting(drawn, label)).toBe(expected);
  });

  test('the label says so', () => {
    expect(completion('‸', 'tcp_dst').detail).toBe(' with tcp');
    expect(completion('ip,‸', 'tcp_dst').detail).toBe(' with tcp');
    expect(completion('tcp,‸', 'tcp_dst').detail).toBeUndefined();
  });

  test('tp_dst is written for all that have ports', () => {
    expect(completion('udp,‸', 'tp_dst').detail).toBeUndefined();
    expect(completion('‸', 'tp_dst').detail).toBe(' with tcp');
  });
});

/** What can be typed behind the name, from the example in the table of fields. */
function exampleValue(label: string): string {
  const { name, aliases, example } = fieldOfAnyName(label)!;
  const key = [name, ...aliases].find((each) => new RegExp(`(?:^|,)${each}=`).test(example))!;
  return example.slice(example.lastIndexOf(`${key}=`) + key.length + 1);
}

test.each([
  '',
  'ip,',
  'tcp,',
  'ipv6,',
  'udp6,',
  'arp,',
  'icmp,',
  'icmp6,',
  'mpls,',
  'dl_vlan=5,',
  'ct_state=+trk,',
  'ct_state=+trk+est,ip,',
  'dl_type=0x0800,',
  'dl_type=0x86dd,nw_proto=58,',
  'in_port=1,nw_proto=6,ip,',
  'packet_type=(1,0x800),',
  'nsh_mdtype=1,dl_type=0x894f,',
])(
  'behind %j, whatever field or protocol is taken: Open vSwitch installs the flow as written',
  (start) => {
    const drawn = `${start}‸`;
    const offered = complete(drawn).filter(({ kind }) => kind === 'field' || kind === 'protocol');
    expect(offered.length).toBeGreaterThan(100);
    for (const each of offered) {
      const value = each.kind === 'field' ? exampleValue(each.label) : '';
      const text = `${accept(drawn, each)}${value},actions=drop`;
      const line = parseFlowLine(text);
      const { accepted, problems } = evaluateFlow(line);
      const findings = checkLine(line).map(({ rule }) => rule.code);
      expect({ text, accepted, problems, findings }).toEqual({
        text,
        accepted: true,
        problems: [],
        findings: [],
      });
    }
  },
  60_000,
);
