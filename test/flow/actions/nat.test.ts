import { describe, expect, test } from 'vitest';
import type { ConnectionTrackingAction } from '../../../server/src/core/flow/actions/connection-tracking';
import { actionsOf, fixesOf, problemsIn, refusalOf, verdictOn } from './evaluated';

/** What ovs-ofctl 3.1.0 says. */
const verdicts: [flow: string, verdict: string][] = [
  ['ip,actions=ct(nat)', 'ADD ip actions=ct(nat)'],
  ['ip,actions=ct(commit,nat)', 'ADD ip actions=ct(commit,nat)'],
  ['ip,actions=ct(commit,nat(src=10.0.0.1))', 'ADD ip actions=ct(commit,nat(src=10.0.0.1))'],
  ['ip,actions=ct(commit,nat(src=10.0.0.9-10.0.0.1))', 'rejected: invalid nat range "10.0.0.9-10.0.0.1"'],
  ['ip,actions=ct(commit,nat(src=10.0.0.1:0))', 'ADD ip actions=ct(commit,nat(src=10.0.0.1))'],
  ['ip,actions=ct(commit,nat(src=))', 'ADD ip actions=ct(commit,nat(src))'],
  ['ip,actions=ct(commit,nat(src,hash))', 'ADD ip actions=ct(commit,nat(src))'],
  [
    'ip,actions=ct(commit,nat(src=10.0.0.1),nat(dst=10.0.0.2))',
    'ADD ip actions=ct(commit,nat(src=10.0.0.1),exec(nat(dst=10.0.0.2)))',
  ],
  ['ip,actions=ct(commit,nat(src=10.0.0.1,random))', 'ADD ip actions=ct(commit,nat(src=10.0.0.1,random))'],
  ['ip,actions=ct(commit,nat(random))', 'rejected: Flags allowed only with "src" or "dst".'],
  ['ip,actions=ct(commit,nat(persistent))', 'rejected: Flags allowed only with "src" or "dst".'],
  ['ip,actions=ct(commit,nat(src=10.0.0.256))', 'ADD ip actions=ct(commit,nat(src=10.0.0.0))'],
  ['ip,actions=ct(commit,nat(src=10.0.0.1-10))', 'rejected: invalid nat range "10.0.0.1-10"'],
  ['ip,actions=ct(commit,nat(src=foo))', 'rejected: garbage (oo) after nat range "foo" (pos: 1)'],
  ['ip,actions=ct(commit,nat(type=src))', 'rejected: invalid key "type" in "nat" argument'],
  [
    'ipv6,actions=ct(commit,nat(src=[2001:db8::1]:80))',
    'ADD ipv6 actions=ct(commit,nat(src=[2001:db8::1]:80))',
  ],
  ['ipv6,actions=ct(commit,nat(src=2001:db8::1:80))', 'ADD ipv6 actions=ct(commit,nat(src=2001:db8::1:80))'],
  [
    'ipv6,actions=ct(commit,nat(src=[2001:db8::1]-[2001:db8::9]:80-90))',
    'ADD ipv6 actions=ct(commit,nat(src=[2001:db8::1]-[2001:db8::9]:80-90))',
  ],
  [
    'ipv6,actions=ct(commit,nat(src=2001:db8::9-2001:db8::1))',
    'rejected: invalid nat range "2001:db8::9-2001:db8::1"',
  ],
  [
    'ipv6,actions=ct(commit,nat(src=10.0.0.1))',
    'rejected: actions are invalid with specified match (OFPBAC_MATCH_INCONSISTENT)',
  ],
  ['ip,actions=ct(nat(src=10.0.0.1))', 'refused: OFPBAC_BAD_ARGUMENT'],
  ['ip,actions=ct(table=1,nat)', 'ADD ip actions=ct(table=1,nat)'],
  ['ip,actions=nat', 'rejected: Cannot have NAT action outside of "ct" action'],
  ['ip,actions=nat(src=10.0.0.1)', 'rejected: Cannot have NAT action outside of "ct" action'],
  ['ip,actions=ct(commit,nat(src=0.0.0.0))', 'ADD ip actions=ct(commit,nat(src))'],
  ['ip,actions=ct(commit,nat(SRC=10.0.0.1))', 'rejected: invalid key "SRC" in "nat" argument'],
  ['ip,actions=ct(commit,nat(src=10.0.0.1-10.0.0.1))', 'ADD ip actions=ct(commit,nat(src=10.0.0.1))'],
  ['ip,actions=ct(commit,nat=src)', 'ADD ip actions=ct(commit,nat(src))'],
  [
    'ip,actions=ct(commit,nat(src=192.0.2.1-192.0.2.9:1024-2048,random))',
    'ADD ip actions=ct(commit,nat(src=192.0.2.1-192.0.2.9:1024-2048,random))',
  ],
  ['ip,actions=ct(nat(src=192.0.2.1))', 'refused: OFPBAC_BAD_ARGUMENT'],
  ['ip,actions=ct(commit,nat(dst=192.0.2.1:80))', 'ADD ip actions=ct(commit,nat(dst=192.0.2.1:80))'],
  ['ip,actions=ct(commit,nat(src=192.0.2.1:70000))', 'ADD ip actions=ct(commit,nat(src=192.0.2.1:4464))'],
  [
    'ip,actions=ct(commit,nat(src=192.0.2.1,dst=192.0.2.2))',
    'rejected: May only specify one of "src" or "dst".',
  ],
  ['ip,actions=ct(commit,nat(src=abc))', 'ADD ip actions=ct(commit,nat(src))'],
  ['ip,actions=ct(commit,nat(src=10.0.0))', 'ADD ip actions=ct(commit,nat(src))'],
  ['ip,actions=ct(commit,nat(src=1.1.1.1-2.2.2.2,src=3.3.3.3))', 'refused: OFPBAC_BAD_ARGUMENT'],
  ['ip,actions=ct(zone=dl_vlan,nat)', 'ADD ip actions=ct(zone=11,nat)'],
  [
    'ip,actions=ct(commit,zone=reg0[0..15],nat(src=::1))',
    'ADD ip actions=ct(commit,zone=NXM_NX_REG0[0..15],nat(src=::1))',
  ],
  ['ip,actions=ct(commit,nat(src=1.1.1.1', 'ADD ip actions=ct(commit,nat(src=1.1.1.1))'],
  ['ip,actions=ct(commit,nat:src=1.1.1.1)', 'ADD ip actions=ct(commit,nat(src=1.1.1.1))'],
  [
    'ip,actions=ct(commit,exec(set_field:1->ct_mark),nat)',
    'ADD ip actions=ct(commit,exec(load:0x1->NXM_NX_CT_MARK[],nat))',
  ],
  [
    'ip,actions=ct(commit,nat(src),nat(dst=1.1.1.1))',
    'ADD ip actions=ct(commit,nat(src),exec(nat(dst=1.1.1.1)))',
  ],
  ['ip,actions=ct(nat,nat)', 'ADD ip actions=ct(nat,exec(nat))'],
  [
    'ip,actions=ct(commit,exec(),exec(load:1->ct_mark,nat))',
    'ADD ip actions=ct(commit,exec(load:0x1->NXM_NX_CT_MARK[],nat))',
  ],
  ['ip,actions=ct(commit,exec(nat(src)))', 'ADD ip actions=ct(commit,nat(src))'],
  ['ip,actions=ct(exec(nat))', 'ADD ip actions=ct(nat)'],
  ['ip,actions=ct(exec(nat(src)))', 'refused: OFPBAC_BAD_ARGUMENT'],
  ['ip,actions=ct(commit,nat(src=[::1)))', 'rejected: garbage ([::1) after nat range "[::1" (pos: 0)'],
  ['ipv6,actions=ct(commit,nat(src=[::1]-::2))', 'ADD ipv6 actions=ct(commit,nat(src=::1-::2))'],
  [
    'ipv6,actions=ct(commit,nat(src=[::1]-[::2]:80-90))',
    'ADD ipv6 actions=ct(commit,nat(src=[::1]-[::2]:80-90))',
  ],
  ['ipv6,actions=ct(commit,nat(src=::1.2.3.4))', 'ADD ipv6 actions=ct(commit,nat(src=::1.2.3.4))'],
  ['ipv6,actions=ct(commit,nat(src=::ffff:1.2.3.4))', 'ADD ipv6 actions=ct(commit,nat(src=::ffff:1.2.3.4))'],
  ['ipv6,actions=ct(commit,nat(src=::))', 'ADD ipv6 actions=ct(commit,nat(src))'],
  ['ipv6,actions=ct(commit,nat(src=::-::5))', 'refused: OFPBAC_BAD_ARGUMENT'],
  [
    'ipv6,actions=ct(commit,nat(src=fe80::1-fe80::ff,random,persistent))',
    'ADD ipv6 actions=ct(commit,nat(src=fe80::1-fe80::ff,persistent,random))',
  ],
  [
    'ipv6,actions=ct(commit,nat(src=[fe80::1]-[fe80::1]:5-5))',
    'ADD ipv6 actions=ct(commit,nat(src=[fe80::1]:5))',
  ],
  ['ipv6,actions=ct(commit,nat(src=fe80:::1))', 'ADD ipv6 actions=ct(commit,nat(src))'],
  ['ipv6,actions=ct(commit,nat(src=1:2:3:4:5:6:7:8:9))', 'ADD ipv6 actions=ct(commit,nat(src))'],
  [
    'ipv6,actions=ct(commit,nat(src=1:2:3:4:5:6:7:8:9:1:2:3:4:5:6:7:8:9:1:2:3:4:5:6:7:8:9))',
    'rejected: garbage (6:7:8:9) after nat range "1:2:3:4:5:6:7:8:9:1:2:3:4:5:6:7:8:9:1:2:3:4:5:6:7:8:9" (pos: 46)',
  ],
  ['ip,actions=ct(commit,nat(src=0.0.0.0-1.1.1.1))', 'refused: OFPBAC_BAD_ARGUMENT'],
  ['ip,actions=ct(commit,nat(src=0.0.0.0:80))', 'refused: OFPBAC_BAD_ARGUMENT'],
  ['ip,actions=ct(commit,nat(src=1.1.1.1:0))', 'ADD ip actions=ct(commit,nat(src=1.1.1.1))'],
  ['ip,actions=ct(commit,nat(src=1.1.1.1:0-80))', 'refused: OFPBAC_BAD_ARGUMENT'],
  ['ip,actions=ct(commit,nat(src=1.1.1.1:-1))', 'ADD ip actions=ct(commit,nat(src=1.1.1.1:65535))'],
  ['ip,actions=ct(commit,nat(src=1.1.1.1:80-99999))', 'ADD ip actions=ct(commit,nat(src=1.1.1.1:80-34463))'],
  ['ip,actions=ct(commit,nat(src=1.1.1.1:90-80))', 'rejected: invalid nat range "1.1.1.1:90-80"'],
  ['ip,actions=ct(commit,nat(src=1.1.1.1:70000))', 'ADD ip actions=ct(commit,nat(src=1.1.1.1:4464))'],
  ['ip,actions=ct(commit,nat(src=1.1.1.1:80-80))', 'ADD ip actions=ct(commit,nat(src=1.1.1.1:80))'],
  ['ip,actions=ct(commit,nat(src=1.1.1.1-))', 'rejected: invalid nat range "1.1.1.1-"'],
  ['ip,actions=ct(commit,nat(src=1.1.1.1:))', 'rejected: invalid nat range "1.1.1.1:"'],
  ['ip,actions=ct(commit,nat(src=1.1.1.1:x))', 'rejected: invalid nat range "1.1.1.1:x"'],
  [
    'ip,actions=ct(commit,nat(src=1.1.1.1:80x))',
    'rejected: garbage (x) after nat range "1.1.1.1:80x" (pos: 10)',
  ],
  ['ip,actions=ct(commit,nat(src=ten))', 'rejected: garbage (ten) after nat range "ten" (pos: 0)'],
  [
    'ip,actions=ct(commit,nat(src=1.1.1.1/24))',
    'rejected: garbage (/24) after nat range "1.1.1.1/24" (pos: 7)',
  ],
  ['ip,actions=ct(commit,nat(src=300.1.1.-1))', 'ADD ip actions=ct(commit,nat(src=44.1.1.255))'],
  ['ip,actions=ct(commit,nat(src=fe))', 'ADD ip actions=ct(commit,nat(src))'],
  ['ip,actions=ct(commit,nat(src=:80))', 'ADD ip actions=ct(commit,nat(src))'],
  ['ip,actions=ct(commit,nat(src=1.1.1.1:80,src=1.1.1.2))', 'ADD ip actions=ct(commit,nat(src=1.1.1.2:80))'],
  ['ip,actions=ct(commit,nat(src=1.1.1.1:80-90,src=1.1.1.2:95))', 'refused: OFPBAC_BAD_ARGUMENT'],
  ['ip,actions=ct(commit,nat(src=1.1.1.1:80-90,src=))', 'ADD ip actions=ct(commit,nat(src))'],
  ['ip,actions=ct(commit,nat(src=2001:db8:1::5,src=1.1.1.1))', 'refused: OFPBAC_BAD_ARGUMENT'],
  [
    'ipv6,actions=ct(commit,nat(src=1.1.1.1-1.1.1.5,src=2001::1))',
    'ADD ipv6 actions=ct(commit,nat(src=2001::1))',
  ],
  [
    'ip,actions=ct(commit,nat(src(1.1.1.1 - 1.1.1.3)))',
    'rejected: garbage ( - 1.1.1.3) after nat range "1.1.1.1 - 1.1.1.3" (pos: 7)',
  ],
  [
    'ip,actions=ct(commit,nat(src( 1.1.1.1- 1.1.1.3: 80)))',
    'ADD ip actions=ct(commit,nat(src=1.1.1.1-1.1.1.3:80))',
  ],
  ['ip,actions=ct(commit,nat(src=1.1.1.1-2001::1))', 'rejected: invalid nat range "1.1.1.1-2001::1"'],
  ['ip,actions=ct(commit,nat(src=1.1.1.9-1.1.1.1))', 'rejected: invalid nat range "1.1.1.9-1.1.1.1"'],
  ['ip,actions=ct(commit,nat(src,random,hash))', 'rejected: Both "hash" and "random" are not allowed.'],
  ['ip,actions=ct(commit,nat(src,dst))', 'rejected: May only specify one of "src" or "dst".'],
  [
    'ip,actions=ct(commit,nat(dst=1.1.1.1,src=2.2.2.2,hash,random))',
    'rejected: May only specify one of "src" or "dst".',
  ],
  ['ip,actions=ct(commit,nat(src,random,persistent))', 'ADD ip actions=ct(commit,nat(src))'],
  ['ip,actions=ct(commit,nat(src=1.1.1.1,hash,hash=3))', 'ADD ip actions=ct(commit,nat(src=1.1.1.1,hash))'],
  ['ip,actions=ct(commit,nat(Src=1.1.1.1))', 'rejected: invalid key "Src" in "nat" argument'],
  ['ip,actions=ct(nat(src))', 'refused: OFPBAC_BAD_ARGUMENT'],
  ['ip,actions=nat(foo)', 'rejected: invalid key "foo" in "nat" argument'],
  ['ip,actions=clone(nat)', 'rejected: Cannot have NAT action outside of "ct" action'],
  [
    'ip,actions=clone(ct(commit,nat(src=::1)))',
    'rejected: actions are invalid with specified match (OFPBAC_MATCH_INCONSISTENT)',
  ],
  [
    'ipv6,actions=ct(commit,nat(src=1.1.1.1))',
    'rejected: actions are invalid with specified match (OFPBAC_MATCH_INCONSISTENT)',
  ],
  [
    'ip,actions=ct(commit,nat(src=::1))',
    'rejected: actions are invalid with specified match (OFPBAC_MATCH_INCONSISTENT)',
  ],
  [
    'actions=ct(commit,nat(src=1.1.1.1))',
    'rejected: actions are invalid with specified match (OFPBAC_MATCH_INCONSISTENT)',
  ],
];

describe('nat', () => {
  test.each(verdicts)('%s', (flow, verdict) => {
    expect(verdictOn(flow)).toBe(verdict);
  });

  test.each([
    ['src=1.1.1.1-1.1.1.9:1024-2048,random', []],
    ['src=10.0.0.256', ['action/value-wraps 256']],
    ['src=1.1.1.1-300.1.1.1', ['action/value-wraps 300']],
    ['src=1.1.1.1:70000', ['action/value-wraps 70000']],
    ['src=1.1.1.1:80-70000', ['action/value-wraps 70000']],
    ['src=1.1.1', ['action/ignored-argument 1.1.1']],
    ['src=:80', ['action/ignored-argument :80']],
    ['src=0.0.0.0', ['action/ignored-argument 0.0.0.0']],
    ['src=1.1.1.1:0', ['action/ignored-argument :0']],
    ['src=1.1.1.1-1.1.1.5:0', ['action/ignored-argument :0']],
    ['src,random=1', ['action/ignored-argument =1']],
    ['src=1.1.1.1,src=2.2.2.2', ['action/repeated-argument src=1.1.1.1']],
    ['src=1.1.1.1:80,src=2.2.2.2', ['action/repeated-argument src=1.1.1.1:80']],
    ['src=1.1.1.9-1.1.1.1', ['action/invalid-argument 1.1.1.9-1.1.1.1']],
    ['src=1.1.1.1-', ['action/invalid-argument -']],
    ['src=1.1.1.1-x', ['action/invalid-argument x']],
    ['src=1.1.1.1:', ['action/invalid-argument :']],
    ['src=1.1.1.1:x', ['action/invalid-argument x']],
    ['src=1.1.1.1:90-80', ['action/invalid-argument 90-80']],
    ['src=1.1.1.1:80x', ['action/invalid-argument x']],
    ['src=1.1.1.0/24', ['action/invalid-argument /24']],
    ['src=host', ['action/invalid-argument host']],
    ['src=1.1.1.1,dst=2.2.2.2', ['action/invalid-argument dst']],
    ['hash,src,random', ['action/invalid-argument random']],
    ['persistent', ['action/missing-argument persistent']],
    ['source=1.1.1.1,foo', ['action/unknown-argument source', 'action/unknown-argument foo']],
    ['src=::1', ['action/needs-match ::1']],
  ])('of nat(%s) is said %j', (text, problems) => {
    expect(problemsIn(`ip,actions=ct(commit,nat(${text}))`)).toEqual(problems);
  });

  test('two of them', () => {
    expect(problemsIn('ip,actions=ct(commit,nat(src),nat(dst))')).toEqual([
      'action/repeated-argument nat(src)',
    ]);
  });

  test('a zone from a field hides the wrong family', () => {
    expect(problemsIn('ip,actions=ct(commit,zone=reg0[0..15],nat(src=::1))')).toEqual([
      'ct/nat-wrong-family nat(src=::1)',
    ]);
  });

  test.each([
    ['src=0.0.0.0-1.1.1.1', '0.0.0.0-1.1.1.1'],
    ['src=0.0.0.0:80', '0.0.0.0:80'],
    ['src=1.1.1.1:0-80', '1.1.1.1:0-80'],
    ['src=1.1.1.1-2.2.2.2,src=3.3.3.3', '3.3.3.3'],
    ['src=1.1.1.1:80-90,src=1.1.1.1:95', '1.1.1.1:95'],
  ])('the switch refuses nat(%s)', (text, token) => {
    const flow = `ip,actions=ct(commit,nat(${text}))`;
    const { error, span } = refusalOf(flow)!;
    expect(error).toBe('OFPBAC_BAD_ARGUMENT');
    expect(flow.slice(span!.start, span!.end)).toBe(token);
  });

  test.each([
    ['src=1.1.1.1/24', 'src=1.1.1.0-1.1.1.255'],
    ['src=1.1.1.1/32', 'src=1.1.1.1'],
    ['src=1.1.1.9-1.1.1.1:80', 'src=1.1.1.1-1.1.1.9:80'],
    ['src=1.1.1.1:90-80', 'src=1.1.1.1:80-90'],
    ['src=1.1.1.1:70000', 'src=1.1.1.1:4464'],
    ['src=1.1.1.256', 'src=1.1.1.0'],
    ['src=1.1.1.1:0', 'src=1.1.1.1'],
    ['Src=1.1.1.1', 'src=1.1.1.1'],
  ])('nat(%s) is mended to nat(%s)', (text, mended) => {
    const flow = (argument: string) => `ip,actions=ct(commit,nat(${argument}))`;
    expect(fixesOf(flow(text))).toContain(flow(mended));
    expect(problemsIn(flow(mended))).toEqual([]);
  });

  test('tells what it does', () => {
    const flow = 'ip,actions=ct(commit,nat(dst=10.0.0.1-10.0.0.9:80-90,hash,persistent))';
    const { nat } = actionsOf(flow)[0] as ConnectionTrackingAction;
    expect(nat!.translates).toBe('dst');
    expect([...nat!.flags].sort()).toEqual(['hash', 'persistent']);
    expect(nat!.range).toMatchObject({
      family: 4,
      first: 0x0a000001n,
      last: 0x0a000009n,
      firstPort: 80,
      lastPort: 90,
    });
  });
});
