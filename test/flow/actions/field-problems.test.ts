/** What is said of actions on fields and headers, where, and what the fixes make of the line. */
import { describe, expect, it } from 'vitest';
import type { OpenflowVersion } from '../../../server/src/core/facts/flow-formats';
import type { Problem } from '../../../server/src/core/flow/problem';
import { evaluated } from './rows';

function problemsOf(flow: string, version?: OpenflowVersion): readonly Problem[] {
  return evaluated(flow, version).problems;
}

/** A flow, the code of a problem in it, and the text at fault. */
const faults: readonly (readonly [flow: string, code: string, at: string])[] = [
  ['actions=set_field', 'action/missing-argument', 'set_field'],
  ['actions=set_field:5', 'action/invalid-argument', '5'],
  ['actions=set_field:->reg0', 'action/missing-argument', 'set_field'],
  ['actions=set_field:5->', 'action/missing-argument', '->'],
  ['actions=set_field:5->foo', 'action/unknown-field', 'foo'],
  ['actions=set_field:5->ct_zone', 'action/read-only-field', 'ct_zone'],
  ['actions=set_field:x->reg0', 'action/invalid-argument', 'x'],
  ['actions=set_field:0x5/zz->reg0', 'action/invalid-argument', 'zz'],
  ['actions=set_field:4294967296->reg0', 'action/value-too-large', '4294967296'],
  ['ip,actions=set_field:4->nw_ecn', 'action/value-too-large', '4'],
  ['actions=set_field:010->reg0', 'action/octal-number', '010'],
  ['ip,actions=set_field:10.0.0.256->ip_dst', 'action/value-wraps', '256'],
  ['actions=set_field:0x5/0x4->reg0', 'action/value-outside-mask', '0x5/0x4'],
  ['actions=set_field:*->reg0', 'action/no-effect', 'set_field:*->reg0'],
  ['ip,actions=set_field:10.0.0.0/24->ip_dst', 'action/loses-mask', '/24'],
  ['dl_vlan=1,actions=set_field:5->vlan_vid', 'action/vlan-without-tag-bit', '5'],
  ['actions=set_field:5->dl_vlan', 'action/writes-other-field', 'dl_vlan'],
  ['actions=set_field:1.2.3.4->ip_src', 'action/needs-match', 'ip_src'],
  ['actions=set_field:4097->vlan_vid', 'action/needs-match', 'vlan_vid'],
  ['actions=load:16->reg0[0..3]', 'action/value-too-large', '16'],
  ['actions=load:5->reg0[0..40]', 'action/invalid-subfield', '[0..40]'],
  ['actions=load:5x->reg0', 'action/ignored-argument', 'x'],
  ['actions=load:-1->xreg0', 'action/value-wraps', '-1'],
  ['actions=move:reg0[0..7]->reg1', 'action/width-mismatch', 'reg1'],
  ['actions=move:tcp_src->reg0[0..15]', 'action/needs-match', 'tcp_src'],
  ['actions=pop:ct_zone', 'action/read-only-field', 'ct_zone'],
  ['actions=delete_field:reg0', 'action/invalid-argument', 'reg0'],
  ['actions=check_pkt_larger(1500)->reg0', 'action/width-mismatch', 'reg0'],
  ['actions=mod_vlan_vid:4096', 'action/value-too-large', '4096'],
  ['actions=mod_vlan_vid', 'action/missing-argument', 'mod_vlan_vid'],
  ['actions=mod_dl_src:00:11:22:33:44:155', 'action/value-wraps', '155'],
  ['actions=mod_dl_src:00:11:22:33:44:55/ff', 'action/ignored-argument', '/ff'],
  ['ip,actions=mod_nw_src:10.0.0.1/24', 'action/invalid-argument', '/24'],
  ['actions=mod_nw_src:10.0.0.1', 'action/needs-match-later', 'mod_nw_src'],
  ['actions=set_vlan_vid:5', 'action/needs-match-later', 'set_vlan_vid'],
  ['dl_vlan=3,actions=strip_vlan(5)', 'action/ignored-argument', '(5)'],
  ['dl_vlan=3,actions=push_vlan:0x8100,push_vlan:0x8100', 'action/too-many-tags', 'push_vlan:0x8100'],
  ['ip,actions=dec_ttl(70000)', 'action/value-wraps', '70000'],
  ['mpls,actions=set_mpls_label:4294967301', 'action/value-wraps', '4294967301'],
  ['actions=encap(foo)', 'action/invalid-argument', 'foo'],
  ['actions=encap(nsh(foo=1))', 'action/unknown-argument', 'foo'],
  ['actions=decap(packet_type(ns=5,type=0))', 'action/value-too-large', '5'],
];

/** A flow, the code of a problem, and the flow after the first fix, as ovs-ofctl takes it. */
const fixed: readonly (readonly [flow: string, code: string, after: string])[] = [
  ['actions=set_field:5 -> reg0', 'action/invalid-argument', 'actions=set_field:5->reg0'],
  ['actions=set_field(5)->reg0', 'action/invalid-argument', 'actions=set_field:5->reg0'],
  ['actions=set_field:5->reg0[0..3]', 'action/unknown-field', 'actions=load:5->reg0[0..3]'],
  ['actions=set_field:5->NXM_NX_REG0', 'action/unknown-field', 'actions=set_field:5->reg0'],
  ['actions=set_field:0x5/0x4->reg0', 'action/value-outside-mask', 'actions=set_field:0x4/0x4->reg0'],
  ['actions=set_field:*->reg0,output:1', 'action/no-effect', 'actions=output:1'],
  [
    'ip,actions=set_field:10.0.0.0/24->ip_dst',
    'action/loses-mask',
    'ip,actions=load:0xa0000->NXM_OF_IP_DST[8..31]',
  ],
  [
    'dl_vlan=1,actions=set_field:5->vlan_vid',
    'action/vlan-without-tag-bit',
    'dl_vlan=1,actions=set_field:4101->vlan_vid',
  ],
  ['actions=set_field:5->dl_vlan', 'action/writes-other-field', 'actions=mod_vlan_vid:5'],
  ['ip,actions=load:10.0.0.1->ip_dst', 'action/ignored-argument', 'ip,actions=set_field:10.0.0.1->ip_dst'],
  ['actions=move:reg0[0..7]->reg1', 'action/width-mismatch', 'actions=move:reg0[0..7]->reg1[0..7]'],
  [
    'actions=check_pkt_larger(1500)->reg0',
    'action/width-mismatch',
    'actions=check_pkt_larger(1500)->reg0[0]',
  ],
  ['actions=mod_dl_src:00-11-22-33-44-55', 'action/invalid-argument', 'actions=mod_dl_src:00:11:22:33:44:55'],
  ['ip,actions=dec_ttl(70000)', 'action/value-wraps', 'ip,actions=dec_ttl(4464)'],
];

describe('problems of actions on fields and headers', () => {
  it.each(faults)('%s: %s at %s', (flow, code, at) => {
    const found = problemsOf(flow).find((problem) => problem.code === code);
    expect(found && flow.slice(found.span.start, found.span.end)).toBe(at);
    expect(found?.message).toMatch(/^.*\.$/);
  });

  it.each(fixed)('%s: the fix of %s makes %s', (flow, code, after) => {
    const [fix] =
      problemsOf(flow)
        .find((problem) => problem.code === code)
        ?.fixes?.() ?? [];
    const edits = [...(fix?.edits ?? [])].sort((left, right) => right.start - left.start);
    const line = edits.reduce(
      (text, { start, end, newText }) => text.slice(0, start) + newText + text.slice(end),
      flow,
    );
    expect(line).toBe(after);
    expect(evaluated(line).accepted).toBe(true);
    expect(problemsOf(line).map((problem) => problem.code)).not.toContain(code);
  });

  it('says what the match lacks', () => {
    const needs = (flow: string) => problemsOf(flow).map((problem) => problem.needs);
    expect(needs('actions=set_field:1.2.3.4->ip_src')).toEqual(['ipv4']);
    expect(needs('actions=dec_ttl')).toEqual(['ip']);
    expect(needs('actions=set_field:4097->vlan_vid')).toEqual(['vlan']);
  });

  it('finds nothing in flows that are in order', () => {
    for (const flow of [
      'ip,actions=set_field:192.0.2.1->ip_dst,dec_ttl,output:1',
      'actions=load:0x5->NXM_NX_REG0[0..7],move:NXM_NX_REG0[]->NXM_NX_REG1[]',
      'actions=mod_vlan_vid:5,mod_dl_src:00:11:22:33:44:55,output:1',
    ]) {
      expect(problemsOf(flow)).toEqual([]);
    }
  });

  it('reads hostile arguments in time that grows with their length', () => {
    const long = 'f'.repeat(200_000);
    for (const flow of [
      `actions=set_field:0x${long}->tun_metadata0`,
      `actions=load:0x${long}->reg0`,
      `actions=mod_dl_src:${long}`,
      `actions=dec_ttl(${'1,'.repeat(100_000)})`,
      `actions=encap(nsh(md_type=2,tlv(0x${long},1,0x12)))`,
      `actions=set_tunnel:${'9'.repeat(200_000)}`,
      `actions=move:${'['.repeat(200_000)}->reg0`,
    ]) {
      const start = performance.now();
      problemsOf(flow);
      expect(performance.now() - start).toBeLessThan(1000);
    }
  });
});
