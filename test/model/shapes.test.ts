/** Lines that are written alike share what is known of them; whatever differs must still be told line by line. */
import { describe, expect, test } from 'vitest';
import { any } from '../../server/src/core/facts/flow-formats';
import { LineChecker } from '../../server/src/core/features/line-checker';
import type { FlowFacts } from '../../server/src/core/model/flow-facts';
import type { GroupFacts } from '../../server/src/core/model/line-facts';
import { ShapedGroup } from '../../server/src/core/model/shapes/group-shape';
import { ShapedFlow } from '../../server/src/core/model/shapes/shaped-flow';
import type { Step } from '../../server/src/core/model/steps';

/** What a checker that has seen other lines says of one, and what one that has seen none says. */
function both(seen: readonly string[], line: string) {
  const checker = new LineChecker(any);
  for (const each of seen) {
    checker.read(each);
  }
  return { summary: checker.read(line).summary, alone: new LineChecker(any).read(line).summary };
}

/** All that is kept of a flow, in a form that can be compared; what is shared by name only is left out. */
function told(flow: FlowFacts | undefined) {
  return (
    flow && {
      ...Object.fromEntries(Object.keys(flow.traits).map((key) => [key, flow[key as keyof FlowFacts]])),
      likeSteps: undefined,
      priority: flow.priority,
      cookie: flow.cookie,
      packets: flow.packets,
      clauses: flow.clauses,
      steps: flow.steps.map((step) => ({ ...step, learn: undefined })),
      places: [flow.stateSpan, flow.trackedSpan, flow.actions, flow.span, flow.whole],
    }
  );
}

/** The same of a group: what its buckets do to packets, without places and values that are written. */
function toldOfGroup(group: GroupFacts | undefined) {
  const kept = (step: Step) => ({ ...step, span: 0, tableSpan: 0, write: 0, learn: 0 });
  return (
    group && {
      number: group.number,
      command: group.command,
      buckets: group.buckets.map((steps) => steps.map(kept)),
      bucketsKnown: group.bucketsKnown,
    }
  );
}

function expectTheSame(seen: readonly string[], line: string): boolean {
  const { summary, alone } = both(seen, line);
  expect(summary.findings, line).toEqual(alone.findings);
  expect(summary.directives).toEqual(alone.directives);
  expect(summary.facts.kind).toBe(alone.facts.kind);
  expect(summary.facts.bundleWord).toEqual(alone.facts.bundleWord);
  expect(summary.facts.mentions, line).toEqual(alone.facts.mentions);
  expect(told(summary.facts.flow), line).toEqual(told(alone.facts.flow));
  expect(toldOfGroup(summary.facts.group), line).toEqual(toldOfGroup(alone.facts.group));
  return summary instanceof ShapedFlow || summary instanceof ShapedGroup;
}

/** Lines with `V` where a value stands, and values that do not change what the line is. */
const alike: readonly [line: string, values: readonly string[]][] = [
  [
    ' cookie=V, duration=1.5s, table=3, n_packets=0, n_bytes=0, ip actions=drop',
    ['0x1', '0xffffffffffffffff', '0x0', '0x00ff'],
  ],
  [
    ' cookie=0x1, duration=Vs, table=3, n_packets=7, n_bytes=0, ip actions=drop',
    ['1.5', '0.001', '99999.999'],
  ],
  ['table=3,priority=V,ip,actions=drop', ['1', '100', '65000']],
  ['ip,nw_src=V,actions=drop', ['10.0.0.1', '1.2.3.4', '0.0.0.1']],
  ['ip,nw_src=V/24,actions=drop', ['10.0.1.0', '10.255.0.0', '192.168.7.0']],
  ['ipv6,ipv6_dst=V,actions=drop', ['fe80::1', '2001:db8::7:8', '::1', '1:2:3:4:5:6:7:8', 'FE80::']],
  ['dl_dst=V,actions=drop', ['00:00:00:00:00:01', 'aa:bb:cc:dd:ee:ff', 'ff:ff:ff:ff:ff:ff']],
  ['reg5=V,actions=drop', ['0x1', '7', '0xfe00', '512']],
  ['reg5=V,actions=drop', ['0x10000', '4294967295', '0xffffffff', '70000']],
  ['metadata=V,actions=drop', ['0x10000', '0xffffffffffffffff', '0x123456789abcdef0']],
  ['tcp,tp_dst=V,actions=drop', ['1', '80', '8080']],
  ['in_port=V,actions=drop', ['1', '300', '65279']],
  ['dl_vlan=V,ip,actions=drop', ['1', '4095', '100']],
  ['mpls,mpls_label=V,actions=drop', ['1', '65000', '17']],
  ['vlan_tci=V/0x0fff,actions=drop', ['0x0001', '0x0ff', '0x0fff']],
  ['ip,actions=load:V->NXM_NX_REG0[0..11],resubmit(,4)', ['1', '0xfff', '100']],
  ['ip,actions=set_field:V->eth_dst,output:1', ['00:00:00:00:00:01', 'aa:bb:cc:dd:ee:ff']],
  ['ip,actions=mod_nw_src:V,output:3', ['1.2.3.4', '255.255.255.255']],
  ['ip,actions=output:V', ['1', '300', '65279']],
  ['ip,actions=conjunction(V,1/2)', ['1', '70000', '4294967295']],
  ['ip,actions=conjunction(V,1/2),conjunction(9,2/2)', ['1', '30', '999']],
  ['ip,conj_id=V,actions=drop', ['1', '30', '999']],
  ['ip,actions=ct(commit,nat(dst=V:80),table=5)', ['10.0.0.1', '1.2.3.4']],
  ['ip,actions=ct(commit,nat(dst=10.0.0.1:V),table=5)', ['1', '8080', '65000']],
  ['ip,ct_state=+trk+est,reg0=V,actions=ct(table=6,zone=5),output:2', ['0x5', '12']],
  ['ip,ct_state=+new+trk,nw_dst=V,actions=drop', ['10.0.0.1', '1.2.3.4']],
  ['ip,actions=learn(table=5,cookie=V,eth_type=0x800,NXM_OF_IP_SRC[]),output:1', ['0x1', '0xffffffff']],
  ['icmp6,actions=controller(userdata=V)', ['00.01.02', 'ff.00.00.00.00.00', 'aa.bb.cc.dd.ee']],
  ['group add group_id=V,type=select,bucket=weight=1,actions=output:1', ['1', '17', '65000']],
  [' flow add table=1,nw_src=V,ip,actions=drop', ['10.0.0.1', '1.2.3.4']],
  ['group_id=V,type=all,bucket=output:1,bucket=output:2', ['70000', '4294967040', '0x10000']],
  ['group_id=1,type=all,bucket=output:V,bucket=resubmit(,3)', ['1', '300', '65279']],
  ['group_id=1,type=select,bucket=ct(commit,table=2,nat(dst=V:80))', ['10.0.0.1', '1.2.3.4']],
  ['group_id=1,type=select,bucket=ct(commit,table=2,nat(dst=10.0.0.1:V))', ['80', '8080']],
  ['group_id=1,type=select,bucket=load:V->NXM_NX_REG3[],resubmit(,9),bucket=drop', ['0x1', '0xffffffff']],
];

describe('lines that are written alike', () => {
  test.each(alike)('%s', (line, values) => {
    const written = values.map((value) => line.replace('V', value));
    // Numbers of another size and spelling are another shape, which is there once a line has been seen twice.
    const shared = written.map((each) => expectTheSame([...written, ...written], each));
    expect(shared.every((each) => each)).toBe(true);
  });
});

/** Lines that look like others and are something else: a value decides, or is out of its range. */
const different: readonly [like: readonly string[], line: string][] = [
  [
    ['ip,nw_src=10.0.1.0/24,actions=drop', 'ip,nw_src=10.0.2.0/24,actions=drop'],
    'ip,nw_src=10.0.2.1/24,actions=drop',
  ],
  [
    ['ip,nw_src=10.0.1.0/24,actions=drop', 'ip,nw_src=10.0.2.0/24,actions=drop'],
    'ip,nw_src=10.0.2.0/16,actions=drop',
  ],
  [['reg5=1,actions=drop', 'reg5=2,actions=drop'], 'reg5=0,actions=drop'],
  [['reg5=65536,actions=drop', 'reg5=65537,actions=drop'], 'reg5=4294967296,actions=drop'],
  [['tcp,tp_dst=65300,actions=drop', 'tcp,tp_dst=65301,actions=drop'], 'tcp,tp_dst=65536,actions=drop'],
  [['dl_vlan=1,actions=drop', 'dl_vlan=2,actions=drop'], 'dl_vlan=4096,actions=drop'],
  [['dl_vlan=1,actions=drop', 'dl_vlan=2,actions=drop'], 'dl_vlan=0,actions=drop'],
  [['table=1,actions=drop', 'table=1,actions=drop'], 'table=2,actions=drop'],
  [['table=1,actions=drop', 'table=1,actions=drop'], 'table=255,actions=drop'],
  [['priority=1,actions=drop', 'priority=2,actions=drop'], 'priority=65536,actions=drop'],
  [['priority=1,actions=drop', 'priority=2,actions=drop'], 'priority=010,actions=drop'],
  [['in_port=1,actions=drop', 'in_port=2,actions=drop'], 'in_port=65534,actions=drop'],
  [['in_port=1,actions=drop', 'in_port=2,actions=drop'], 'in_port=65280,actions=drop'],
  [['actions=output:1', 'actions=output:2'], 'actions=output:65533'],
  [['actions=output:1', 'actions=output:2'], 'actions=output:70000'],
  [
    ['ip,nw_proto=6,tp_dst=1,actions=drop', 'ip,nw_proto=6,tp_dst=2,actions=drop'],
    'ip,nw_proto=47,tp_dst=1,actions=drop',
  ],
  [
    ['dl_type=0x800,nw_src=1.2.3.4,actions=drop', 'dl_type=0x800,nw_src=1.2.3.5,actions=drop'],
    'dl_type=0x806,nw_src=1.2.3.4,actions=drop',
  ],
  [
    ['icmp6,icmp_type=135,nd_target=::1,actions=drop', 'icmp6,icmp_type=135,nd_target=::2,actions=drop'],
    'icmp6,icmp_type=134,nd_target=::1,actions=drop',
  ],
  [
    ['ip,actions=load:1->NXM_NX_REG0[0..3]', 'ip,actions=load:2->NXM_NX_REG0[0..3]'],
    'ip,actions=load:16->NXM_NX_REG0[0..3]',
  ],
  [
    ['ip,actions=load:1->NXM_NX_REG0[0..3]', 'ip,actions=load:2->NXM_NX_REG0[0..3]'],
    'ip,actions=load:2->NXM_NX_REG0[1..3]',
  ],
  [['ip,actions=ct(table=1,zone=5)', 'ip,actions=ct(table=1,zone=5)'], 'ip,actions=ct(table=1,zone=6)'],
  [['ip,actions=group:1', 'ip,actions=group:1'], 'ip,actions=group:2'],
  [['ip,actions=conjunction(1,1/2)', 'ip,actions=conjunction(2,1/2)'], 'ip,actions=conjunction(2,2/2)'],
  [['vlan_tci=0x1001,actions=drop', 'vlan_tci=0x1002,actions=drop'], 'vlan_tci=0x0001,actions=drop'],
  [['ct_mark=1,ip,actions=drop', 'ct_mark=2,ip,actions=drop'], 'ct_mark=0,ip,actions=drop'],
  [['ip,actions=note:00.11.22', 'ip,actions=note:00.11.22'], 'ip,actions=note:00.11.23'],
  [
    ['ip,actions=ct(commit,nat(src=1.2.3.4-1.2.3.9))', 'ip,actions=ct(commit,nat(src=1.2.3.4-1.2.3.9))'],
    'ip,actions=ct(commit,nat(src=1.2.3.9-1.2.3.4))',
  ],
  [
    ['group_id=1,type=all,bucket=output:1', 'group_id=2,type=all,bucket=output:1'],
    'group_id=0,type=all,bucket=output:1',
  ],
  [
    ['group_id=65536,type=all,bucket=output:1', 'group_id=65537,type=all,bucket=output:1'],
    'group_id=4294967041,type=all,bucket=output:1',
  ],
  [
    ['group_id=1,type=all,bucket=output:1', 'group_id=2,type=all,bucket=output:1'],
    'group_id=2,type=all,bucket=output:65533',
  ],
  [
    ['group_id=1,type=ff,bucket=watch_port:1,output:1', 'group_id=2,type=ff,bucket=watch_port:1,output:1'],
    'group_id=2,type=ff,bucket=watch_port:65535,output:1',
  ],
  [
    [
      'group_id=1,type=select,bucket=bucket_id=0,drop,bucket=bucket_id=1,drop',
      'group_id=2,type=select,bucket=bucket_id=0,drop,bucket=bucket_id=1,drop',
    ],
    'group_id=2,type=select,bucket=bucket_id=1,drop,bucket=bucket_id=1,drop',
  ],
  [
    ['group_id=1,type=all,bucket=ct(commit,table=2)', 'group_id=2,type=all,bucket=ct(commit,table=2)'],
    'group_id=2,type=all,bucket=ct(commit,table=3)',
  ],
  [
    ['group_id=1,type=all,bucket=group:2', 'group_id=2,type=all,bucket=group:2'],
    'group_id=2,type=all,bucket=group:3',
  ],
  [['delete group_id=1', 'delete group_id=2'], 'add group_id=2'],
  [['flow add reg0=1,actions=drop', 'flow add reg0=2,actions=drop'], 'add reg0=3,actions=drop'],
  [['reg0=1,actions=drop', 'reg0=2,actions=drop'], 'reg0=2,actions=drop # ovs-flows-disable-line'],
  [['reg0=1,actions=drop', 'reg0=2,actions=drop'], 'reg0=2,actions=drop\u0000'],
];

describe('lines that only look alike', () => {
  test.each(different)('%j and %s', (like, line) => {
    expectTheSame(like, line);
  });
});

test('the same text is a shape for nobody else', () => {
  // What is found says the value, so it cannot be shared.
  const faulty = ['reg0=0x5/0x4,actions=drop', 'reg0=0x7/0x4,actions=drop', 'reg0=0xd/0x4,actions=drop'];
  for (const line of faulty) {
    expectTheSame(faulty, line);
  }
});

test('what is found in a group is told where it is in each line', () => {
  const line = 'group_id=70000,type=select,bucket=weight=1,weight=2,actions=output:1';
  const seen = [line.replace('70000', '80000'), line.replace('70000', '123456')];
  const { summary, alone } = both(seen, line);
  expect(summary).toBeInstanceOf(ShapedGroup);
  expect(summary.findings.length).toBeGreaterThan(0);
  expect(summary.findings).toEqual(alone.findings);
  expect(summary.findings).toBe(summary.findings);
});

test('what is found of two values depends on whether they are the same', () => {
  const lines = [
    'ip,actions=ct(commit,nat(src=0.0.0.1,src=0.0.0.6))',
    'ip,actions=ct(commit,nat(src=10.0.0.2,src=10.0.0.2))',
    'ip,actions=ct(commit,nat(src=10.0.0.2,src=10.0.0.3))',
  ];
  for (const line of lines) {
    expectTheSame(lines, line);
    expectTheSame([...lines].reverse(), line);
  }
});

test('what is found is told where it is in each line', () => {
  const line = 'ip,nw_src=100.200.100.200,ct_state=+new-est+trk,actions=drop';
  const seen = [line.replaceAll('00', '01'), line.replaceAll('00', '02')];
  const { summary } = both(seen, line);
  expect(summary).toBeInstanceOf(ShapedFlow);
  const start = line.indexOf('-est');
  expect(summary.findings.map(({ span }) => span)).toEqual([{ start, end: start + 4 }]);
});
