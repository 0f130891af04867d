import { describe, expect, test } from 'vitest';
import {
  type ConnectionTrackingAction,
  isConnectionTracking,
} from '../../../server/src/core/flow/actions/connection-tracking';
import { actionsOf, fixesOf, problemsIn, refusalOf, verdictOn } from './evaluated';

/** What ovs-ofctl 3.1.0 says. */
const verdicts: [flow: string, verdict: string][] = [
  ['ip,actions=ct()', 'ADD ip actions=ct()'],
  ['ip,actions=ct', 'ADD ip actions=ct()'],
  ['ip,actions=ct:', 'ADD ip actions=ct()'],
  ['ip,actions=ct(table=1)', 'ADD ip actions=ct(table=1)'],
  ['ip,actions=ct(table=abc)', 'a name that only a switch knows'],
  ['ip,actions=ct(commit)', 'ADD ip actions=ct(commit)'],
  ['ip,actions=ct(force,commit)', 'ADD ip actions=ct(commit,force)'],
  ['ip,actions=ct(commit,force,zone=5,table=2)', 'ADD ip actions=ct(commit,force,table=2,zone=5)'],
  ['ip,actions=ct(zone=65536)', "rejected: 65536: unknown field `65536'"],
  ['ip,actions=ct(zone=-1)', "rejected: -1: unknown field `'"],
  ['ip,actions=ct(zone=0)', 'ADD ip actions=ct()'],
  ['ip,actions=ct(zone=reg0[0..15])', 'ADD ip actions=ct(zone=NXM_NX_REG0[0..15])'],
  ['ip,actions=ct(zone=NXM_NX_REG0[0..15])', 'ADD ip actions=ct(zone=NXM_NX_REG0[0..15])'],
  ['ip,actions=ct(zone=reg0)', 'refused: OFPBAC_BAD_SET_LEN'],
  ['ip,actions=ct(zone=reg0[0..7])', 'refused: OFPBAC_BAD_SET_LEN'],
  ['ip,actions=ct(zone=reg0[0..16])', 'refused: OFPBAC_BAD_SET_LEN'],
  ['ip,actions=ct(zone=in_port)', 'ADD ip actions=ct(zone=NXM_OF_IN_PORT[])'],
  [
    'ip,actions=ct(zone=tcp_dst)',
    'rejected: actions are invalid with specified match (OFPBAC_MATCH_INCONSISTENT)',
  ],
  ['ip,actions=ct(zone=1,zone=reg0[0..15])', 'ADD ip actions=ct(zone=NXM_NX_REG0[0..15])'],
  ['ip,actions=ct(zone=reg0[0..15],zone=1)', 'ADD ip actions=ct(zone=NXM_NX_REG0[0..15])'],
  ['ip,actions=ct(zone=foo)', "rejected: foo: unknown field `foo'"],
  [
    'arp,actions=ct(table=1)',
    'rejected: actions are invalid with specified match (OFPBAC_MATCH_INCONSISTENT)',
  ],
  ['tcp6,actions=ct(commit,zone=1)', 'ADD tcp6 actions=ct(commit,zone=1)'],
  ['ip,actions=ct(foo)', 'rejected: invalid argument to "ct" action: `foo\''],
  ['ip,actions=ct(commit=no)', 'ADD ip actions=ct(commit)'],
  ['ip,actions=ct(table=1,table=2)', 'ADD ip actions=ct(table=2)'],
  [
    'ip,actions=ct(commit,exec(set_field:1->ct_mark))',
    'ADD ip actions=ct(commit,exec(load:0x1->NXM_NX_CT_MARK[]))',
  ],
  ['ip,actions=ct(exec(set_field:1->ct_mark))', 'refused: OFPBAC_BAD_ARGUMENT'],
  [
    'ip,actions=ct(commit,exec(set_field:1/3->ct_mark))',
    'ADD ip actions=ct(commit,exec(load:0x1->NXM_NX_CT_MARK[0..1]))',
  ],
  [
    'ip,actions=ct(commit,exec(load:1->NXM_NX_CT_MARK[0..3]))',
    'ADD ip actions=ct(commit,exec(load:0x1->NXM_NX_CT_MARK[0..3]))',
  ],
  [
    'ip,actions=ct(commit,exec(move:NXM_NX_REG0[]->NXM_NX_CT_LABEL[0..31]))',
    'ADD ip actions=ct(commit,exec(move:NXM_NX_REG0[]->NXM_NX_CT_LABEL[0..31]))',
  ],
  [
    'ip,actions=ct(commit,exec(set_field:0x1/0x1->ct_label))',
    'ADD ip actions=ct(commit,exec(load:0x1->NXM_NX_CT_LABEL[0]))',
  ],
  [
    'ip,actions=ct(commit,exec(set_field:1->reg0))',
    "rejected: ct action doesn't support nested modification of reg0",
  ],
  ['ip,actions=ct(commit,exec(drop))', 'ADD ip actions=ct(commit)'],
  ['ip,actions=ct(commit,exec())', 'ADD ip actions=ct(commit)'],
  [
    'ip,actions=ct(commit,exec(set_field:1->ct_mark,set_field:2->ct_label))',
    'ADD ip actions=ct(commit,exec(load:0x1->NXM_NX_CT_MARK[],load:0x2->NXM_NX_CT_LABEL[0..63],load:0->NXM_NX_CT_LABEL[64..127]))',
  ],
  [
    'ip,actions=ct(commit,exec(set_field:1->ct_mark),exec(set_field:2->ct_label))',
    'ADD ip actions=ct(commit,exec(load:0x1->NXM_NX_CT_MARK[],load:0x2->NXM_NX_CT_LABEL[0..63],load:0->NXM_NX_CT_LABEL[64..127]))',
  ],
  ['ip,actions=ct(commit,exec(note:01))', "rejected: ct action doesn't support nested action note"],
  ['ip,actions=ct(commit,exec(ct_clear))', "rejected: ct action doesn't support nested action ct_clear"],
  ['ip,actions=ct(commit,exec(set_field:1->ct_zone))', 'rejected: ct_zone is read-only'],
  ['tcp,actions=ct(commit,alg=ftp)', 'ADD tcp actions=ct(commit,alg=ftp)'],
  [
    'udp,actions=ct(commit,alg=ftp)',
    'rejected: actions are invalid with specified match (OFPBAC_MATCH_INCONSISTENT)',
  ],
  [
    'ip,actions=ct(commit,alg=ftp)',
    'rejected: actions are invalid with specified match (OFPBAC_MATCH_INCONSISTENT)',
  ],
  ['tcp,actions=ct(alg=ftp)', 'ADD tcp actions=ct(alg=ftp)'],
  ['tcp,actions=ct(commit,alg=21)', 'rejected: invalid conntrack helper "21"'],
  [
    'ip,ct_state=+trk+inv,actions=ct(commit)',
    'rejected: actions are invalid with specified match (OFPBAC_MATCH_INCONSISTENT)',
  ],
  ['actions=ct_clear', 'ADD actions=ct_clear'],
  ['ip,actions=ct_clear(junk)', 'ADD ip actions=ct_clear'],
  [
    'ip,actions=ct(commit,zone=5,exec(set_field:1->ct_mark))',
    'ADD ip actions=ct(commit,zone=5,exec(load:0x1->NXM_NX_CT_MARK[]))',
  ],
  ['ip,actions=ct(zone=reg0[0..15],table=1)', 'ADD ip actions=ct(table=1,zone=NXM_NX_REG0[0..15])'],
  ['ip,actions=ct(force)', 'rejected: "force" flag requires "commit" flag.'],
  ['actions=ct(table=1)', 'rejected: actions are invalid with specified match (OFPBAC_MATCH_INCONSISTENT)'],
  ['ip,actions=ct(zone=dl_vlan)', 'ADD ip actions=ct(zone=11)'],
  ['ip,actions=ct(zone=xxreg0[0..79])', 'ADD ip actions=ct(zone=NXM_NX_XXREG0[1..16])'],
  ['ip,actions=ct(zone=xxreg0[2..81])', 'ADD ip actions=ct(zone=NXM_NX_XXREG0[3..18])'],
  ['ip,actions=ct(zone=xxreg0)', 'refused: OFPBAC_BAD_SET_LEN'],
  ['ip,actions=ct(zone=tun_metadata0[0..15])', 'ADD ip actions=ct(zone=NXM_NX_TUN_METADATA0[0..15])'],
  ['ip,actions=ct(zone=tun_metadata0[500..515])', 'ADD ip actions=ct(zone=NXM_NX_TUN_METADATA0[500..515])'],
  ['ip,actions=ct(zone=tun_metadata0[0..591])', 'ADD ip actions=ct(zone=NXM_NX_TUN_METADATA0[9..24])'],
  [
    'ip,actions=ct(zone=nsh_spi[0..15])',
    'rejected: actions are invalid with specified match (OFPBAC_MATCH_INCONSISTENT)',
  ],
  ['ip,actions=ct(zone=tun_erspan_idx[0..15])', 'ADD ip actions=ct(zone=15)'],
  ['ip,actions=ct(zone=tun_erspan_dir)', 'ADD ip actions=ct()'],
  ['ip,actions=ct(table="a")', 'a name that only a switch knows'],
  ['ip,actions=ct(table=300)', 'rejected: unknown table 300'],
  ['ip,actions=ct(table)', 'rejected: unknown table '],
  ['ip,actions=ct(table=0x1)', 'rejected: unknown table 0x1'],
  ['ip,actions=ct(table=-1)', 'rejected: unknown table -1'],
  ['ip,actions=ct(table=+1)', 'ADD ip actions=ct(table=1)'],
  ['ip,actions=ct(table= 1)', 'rejected: unknown table '],
  ['ip,actions=ct(zone=70000)', "rejected: 70000: unknown field `70000'"],
  ['ip,actions=ct(zone=0x10)', 'ADD ip actions=ct(zone=16)'],
  ['ip,actions=ct(zone=010)', 'ADD ip actions=ct(zone=8)'],
  ['ip,actions=ct(zone=)', "rejected: : unknown field `'"],
  [
    'ip,actions=ct(zone=reg0[0..)',
    'rejected: reg0[0..: syntax error expecting [] or [<bit>] or [<start>..<end>]',
  ],
  ['ip,actions=ct(zone=reg0[15..0])', 'rejected: reg0[15..0]: starting bit 15 is after ending bit 0'],
  ['ip,actions=ct(zone=reg0[0..15]x)', 'rejected: unexpected input following field syntax'],
  ['ip,actions=ct(alg)', 'rejected: invalid conntrack helper ""'],
  ['ip,actions=ct(alg=FTP)', 'rejected: invalid conntrack helper "FTP"'],
  [
    'tcp,actions=ct(alg=tftp,commit)',
    'rejected: actions are invalid with specified match (OFPBAC_MATCH_INCONSISTENT)',
  ],
  ['udp6,actions=ct(alg=tftp,commit)', 'ADD udp6 actions=ct(commit,alg=tftp)'],
  ['ip,actions=ct(Commit)', 'rejected: invalid argument to "ct" action: `Commit\''],
  ['ip,actions=ct(commit,set_field:1->ct_mark)', 'rejected: invalid argument to "ct" action: `set_field\''],
  ['ip,actions=ct(commit,src=1.1.1.1)', 'rejected: invalid argument to "ct" action: `src\''],
  ['ip,actions=ct(commit,foo,bar,table=x)', 'rejected: invalid argument to "ct" action: `foo\''],
  ['ip,actions=CT(commit)', 'ADD ip actions=ct(commit)'],
  ['ip,actions=ct(commit)->x', 'rejected: invalid argument to "ct" action: `commit)->x\''],
  ['ip,actions=ct(commit', 'ADD ip actions=ct(commit)'],
  ['ip,actions=ct=commit', 'ADD ip actions=ct(commit)'],
  ['ip,actions=ct:commit,zone=1', 'rejected: unknown action zone'],
  [
    'ip,actions=ct(commit,exec(load:1->ct_mark),exec(load:1->ct_label[]))',
    'ADD ip actions=ct(commit,exec(load:0x1->NXM_NX_CT_MARK[],load:0x1->NXM_NX_CT_LABEL[0..63],load:0->NXM_NX_CT_LABEL[64..127]))',
  ],
  ['ip,actions=ct(commit,exec(load:1->ct_mark)->x)', "rejected: ct_mark)->x: unknown field `ct_mark)'"],
  [
    'ip,actions=ct(commit,exec(drop,load:1->ct_mark))',
    'rejected: "drop" must not be accompanied by any other action or instruction',
  ],
  ['ip,actions=ct(commit,exec(output:1))', "rejected: ct action doesn't support nested action output"],
  ['ip,actions=ct(commit,exec(ct(commit)))', "rejected: ct action doesn't support nested action ct"],
  [
    'ip,actions=ct(commit,exec(move:reg0[]->ct_mark))',
    'ADD ip actions=ct(commit,exec(move:NXM_NX_REG0[]->NXM_NX_CT_MARK[]))',
  ],
  [
    'ip,actions=ct(commit,exec(move:tcp_src->ct_mark[0..15]))',
    'rejected: actions are invalid with specified match (OFPBAC_MATCH_INCONSISTENT)',
  ],
  [
    'ip,actions=ct(commit,zone=reg0[0..15],exec(move:tcp_src->ct_mark[0..15]))',
    'ADD ip actions=ct(commit,zone=NXM_NX_REG0[0..15],exec(move:NXM_OF_TCP_SRC[]->NXM_NX_CT_MARK[0..15]))',
  ],
  [
    'ip,actions=ct(commit,exec(set_field:0x1/0x3->ct_label))',
    'ADD ip actions=ct(commit,exec(load:0x1->NXM_NX_CT_LABEL[0..1]))',
  ],
  [
    'ip,actions=ct(commit,exec(goto_table:1))',
    "rejected: ct action doesn't support nested action goto_table",
  ],
  ['ip,actions=ct(commit,exec(conjunction(1,1/2)))', 'ADD ip actions=ct(commit,exec(conjunction(1,1/2)))'],
  ['ip,ct_state=+trk+inv,actions=ct(table=1)', 'ADD ct_state=+inv+trk,ip actions=ct(table=1)'],
  ['ip,ct_state=+trk-inv,actions=ct(commit)', 'ADD ct_state=-inv+trk,ip actions=ct(commit)'],
  ['mpls,actions=pop_mpls:0x800,ct(table=1)', 'ADD mpls actions=pop_mpls:0x0800,ct(table=1)'],
  [
    'ip,actions=push_mpls:0x8847,ct(table=1)',
    'rejected: actions are invalid with specified match (OFPBAC_MATCH_INCONSISTENT)',
  ],
  ['ip,actions=ct_clear(x)', 'ADD ip actions=ct_clear'],
  ['ip,actions=ct_clear=', 'ADD ip actions=ct_clear'],
];
const inOpenflow13: [flow: string, verdict: string][] = [
  [
    'ip,actions=ct(commit,exec(set_field:1->ct_mark))',
    'ADD ip actions=ct(commit,exec(set_field:0x1->ct_mark))',
  ],
  [
    'ip,actions=ct(commit,exec(set_field:1/3->ct_mark))',
    'ADD ip actions=ct(commit,exec(load:0x1->NXM_NX_CT_MARK[0..1]))',
  ],
  [
    'ip,actions=ct(commit,exec(load:1->NXM_NX_CT_MARK[0..3]))',
    'ADD ip actions=ct(commit,exec(load:0x1->NXM_NX_CT_MARK[0..3]))',
  ],
  [
    'ip,actions=ct(commit,exec(set_field:0x1/0x1->ct_label))',
    'ADD ip actions=ct(commit,exec(load:0x1->NXM_NX_CT_LABEL[0]))',
  ],
  [
    'ip,actions=ct(commit,exec(set_field:1->ct_mark,set_field:2->ct_label))',
    'ADD ip actions=ct(commit,exec(set_field:0x1->ct_mark,set_field:0x2->ct_label))',
  ],
  [
    'ip,actions=ct(commit,exec(set_field:1->ct_mark),exec(set_field:2->ct_label))',
    'ADD ip actions=ct(commit,exec(set_field:0x1->ct_mark,set_field:0x2->ct_label))',
  ],
  [
    'ip,actions=ct(commit,zone=5,exec(set_field:1->ct_mark))',
    'ADD ip actions=ct(commit,zone=5,exec(set_field:0x1->ct_mark))',
  ],
  [
    'ip,actions=ct(commit,exec(load:1->ct_mark),exec(load:1->ct_label[]))',
    'ADD ip actions=ct(commit,exec(load:0x1->NXM_NX_CT_MARK[],load:0x1->NXM_NX_CT_LABEL[0..63],load:0->NXM_NX_CT_LABEL[64..127]))',
  ],
  [
    'ip,actions=ct(commit,exec(set_field:0x1/0x3->ct_label))',
    'ADD ip actions=ct(commit,exec(load:0x1->NXM_NX_CT_LABEL[0..1]))',
  ],
];
const inOpenflow15: [flow: string, verdict: string][] = [
  [
    'ip,actions=ct(commit,exec(set_field:1->ct_mark))',
    'ADD ip actions=ct(commit,exec(set_field:0x1->ct_mark))',
  ],
  [
    'ip,actions=ct(commit,exec(set_field:1/3->ct_mark))',
    'ADD ip actions=ct(commit,exec(set_field:0x1/0x3->ct_mark))',
  ],
  [
    'ip,actions=ct(commit,exec(load:1->NXM_NX_CT_MARK[0..3]))',
    'ADD ip actions=ct(commit,exec(set_field:0x1/0xf->ct_mark))',
  ],
  [
    'ip,actions=ct(commit,exec(set_field:0x1/0x1->ct_label))',
    'ADD ip actions=ct(commit,exec(set_field:0x1/0x1->ct_label))',
  ],
  [
    'ip,actions=ct(commit,exec(set_field:1->ct_mark,set_field:2->ct_label))',
    'ADD ip actions=ct(commit,exec(set_field:0x1->ct_mark,set_field:0x2->ct_label))',
  ],
  [
    'ip,actions=ct(commit,exec(set_field:1->ct_mark),exec(set_field:2->ct_label))',
    'ADD ip actions=ct(commit,exec(set_field:0x1->ct_mark,set_field:0x2->ct_label))',
  ],
  [
    'ip,actions=ct(commit,zone=5,exec(set_field:1->ct_mark))',
    'ADD ip actions=ct(commit,zone=5,exec(set_field:0x1->ct_mark))',
  ],
  [
    'ip,actions=ct(commit,exec(load:1->ct_mark),exec(load:1->ct_label[]))',
    'ADD ip actions=ct(commit,exec(set_field:0x1->ct_mark,set_field:0x1->ct_label))',
  ],
  [
    'ip,actions=ct(commit,exec(set_field:0x1/0x3->ct_label))',
    'ADD ip actions=ct(commit,exec(set_field:0x1/0x3->ct_label))',
  ],
];

describe('ct', () => {
  test.each(verdicts)('%s', (flow, verdict) => {
    expect(verdictOn(flow)).toBe(verdict);
  });

  test.each(inOpenflow13)('in OpenFlow 1.3, %s', (flow, verdict) => {
    expect(verdictOn(flow, '1.3')).toBe(verdict);
  });

  test.each(inOpenflow15)('in OpenFlow 1.5, %s', (flow, verdict) => {
    expect(verdictOn(flow, '1.5')).toBe(verdict);
  });

  test.each([
    ['ip,actions=ct(commit)', []],
    ['actions=ct(commit)', ['action/needs-match ct']],
    ['arp,actions=output:1,ct(table=1)', ['action/needs-match ct']],
    ['ip,actions=ct(commit,alg=ftp)', ['action/needs-match ftp']],
    ['ip,ct_state=+trk+inv,actions=ct(commit)', ['action/needs-match commit']],
    [
      'ip,ct_state=+trk+inv,actions=ct(commit,alg=tftp)',
      ['action/needs-match commit', 'action/needs-match tftp'],
    ],
    ['ip,actions=ct(zone=tcp_dst)', ['action/needs-match tcp_dst']],
    ['ip,actions=ct(table)', ['action/missing-argument table']],
    ['ip,actions=ct(table=256)', ['action/value-too-large 256']],
    ['ip,actions=ct(table=255)', ['action/value-too-large 255']],
    ['ip,actions=ct(table=x)', ['flow/switch-name x']],
    ['ip,actions=ct(zone=)', ['action/missing-argument zone']],
    ['ip,actions=ct(zone=65536)', ['action/value-too-large 65536']],
    ['ip,actions=ct(zone=-1)', ['action/value-too-large -1']],
    ['ip,actions=ct(zone=5x)', ['action/invalid-argument 5x']],
    ['ip,actions=ct(zone=regg0)', ['action/unknown-field regg0']],
    ['ip,actions=ct(zone=reg0[16..31)', ['action/invalid-subfield [16..31']],
    ['ip,actions=ct(zone=010)', ['action/octal-number 010']],
    ['ip,actions=ct(alg)', ['action/missing-argument alg']],
    ['ip,actions=ct(alg=http)', ['action/invalid-argument http']],
    ['ip,actions=ct(force)', ['ct/force-without-commit force']],
    ['ip,actions=ct(comit)', ['action/unknown-argument comit']],
    [
      'ip,actions=ct(foo,bar=1,table=x,force)',
      [
        'action/unknown-argument foo',
        'action/unknown-argument bar',
        'flow/switch-name x',
        'ct/force-without-commit force',
      ],
    ],
    ['ip,actions=ct(commit=no)', ['action/ignored-argument =no']],
    ['ip,actions=ct(commit,exec())', ['action/ignored-argument exec()']],
    ['ip,actions=ct(table=1,table=2)', ['action/repeated-argument table=1']],
    ['ip,actions=ct(zone=1,zone=reg0[0..15])', ['action/repeated-argument zone=1']],
    ['ip,actions=ct(zone=reg0[0..15],zone=1)', ['action/repeated-argument zone=1']],
    ['ip,actions=ct(zone=1,zone=2)', ['action/repeated-argument zone=1']],
    ['ip,actions=ct(zone=dl_vlan)', ['ct/zone-is-not-sent dl_vlan']],
    ['ip,actions=ct(zone=xxreg0[0..79])', ['ct/zone-is-not-sent xxreg0[0..79]']],
    ['ip,actions=ct_clear(x)', ['action/ignored-argument (x)']],
  ])('of %s is said %j', (flow, problems) => {
    expect(problemsIn(flow)).toEqual(problems);
  });

  test.each([
    ['ip,actions=ct(exec(load:1->ct_mark))', 'OFPBAC_BAD_ARGUMENT', 'ct/exec-without-commit', 'exec'],
    ['ip,actions=ct(nat(src))', 'OFPBAC_BAD_ARGUMENT', 'ct/nat-without-commit', 'nat(src)'],
    ['ip,actions=ct(exec(nat(src)))', 'OFPBAC_BAD_ARGUMENT', 'ct/nat-without-commit', 'nat(src)'],
    ['ip,actions=ct(zone=reg0)', 'OFPBAC_BAD_SET_LEN', undefined, 'reg0'],
    ['ip,actions=ct(zone=reg0[3])', 'OFPBAC_BAD_SET_LEN', undefined, 'reg0[3]'],
  ])('the switch refuses %s', (flow, error, code, token) => {
    const refusal = refusalOf(flow)!;
    expect(refusal.error).toBe(error);
    expect(refusal.code).toBe(code);
    expect(flow.slice(refusal.span!.start, refusal.span!.end)).toBe(token);
  });

  test.each([
    ['ip,actions=ct(force)', 'ip,actions=ct(commit,force)'],
    ['ip,actions=ct(comit)', 'ip,actions=ct(commit)'],
    ['ip,actions=ct(commit,load:1->ct_mark)', 'ip,actions=ct(commit,exec(load:1->ct_mark))'],
    ['ip,actions=ct(zone=reg0[15..0])', 'ip,actions=ct(zone=reg0[0..15])'],
    ['ip,actions=ct(table=1,table=2)', 'ip,actions=ct(table=2)'],
    ['ip,actions=ct(commit,exec())', 'ip,actions=ct(commit)'],
    ['tcp,actions=ct(commit,alg=FTP)', 'tcp,actions=ct(commit,alg=ftp)'],
    ['ip,actions=ct_clear()', 'ip,actions=ct_clear'],
  ])('%s is mended to %s', (flow, mended) => {
    expect(fixesOf(flow)).toContain(mended);
    expect(problemsIn(mended)).toEqual([]);
  });

  test.each([
    ['ip,actions=ct(exec(load:1->ct_mark))', 'Add commit'],
    ['ip,actions=ct(zone=reg0)', 'Write reg0[0..15]'],
    ['ip,actions=ct(nat(src))', 'Write nat alone'],
  ])('for %s there is the fix %s', (flow, title) => {
    expect(refusalOf(flow)!.fixes!().map((fix) => fix.title)).toContain(title);
  });

  test('tells what it does', () => {
    const flow = 'tcp,actions=ct(commit,force,zone=5,table=7,alg=ftp,nat(src),exec(load:1->ct_mark))';
    const action = actionsOf(flow)[0] as ConnectionTrackingAction;
    expect(isConnectionTracking(action)).toBe(true);
    expect(action).toMatchObject({ commit: true, force: true, zone: 5, alg: 'ftp', table: { number: 7 } });
    expect(action.nat).toMatchObject({ translates: 'src' });
    expect(action.exec.map(({ destination }) => destination?.name)).toEqual(['ct_mark']);
    expect(action.nested.map(({ name }) => name)).toEqual(['nat', action.exec[0]!.name]);
  });

  test('takes its zone from a field', () => {
    const action = actionsOf('ip,actions=ct(zone=reg1[16..31])')[0] as ConnectionTrackingAction;
    expect(action.zone).toMatchObject({ field: { name: 'reg1' }, offset: 16, bits: 16 });
    expect(action).toMatchObject({ commit: false, force: false, nat: undefined, alg: undefined, exec: [] });
    expect(action.table).toBeUndefined();
  });
});
