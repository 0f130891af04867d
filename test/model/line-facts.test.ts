import { describe, expect, test } from 'vitest';
import { stateWords } from '../../server/src/core/conntrack/state-words';
import { CheckedDocument } from '../../server/src/core/features/diagnostics';
import type { FlowFacts } from '../../server/src/core/model/flow-facts';
import type { LineFacts } from '../../server/src/core/model/line-facts';
import { matchKeyOf } from './match-key';

function factsIn(line: string): LineFacts {
  return new CheckedDocument(line).file.lines[0]!;
}

function flowIn(line: string): FlowFacts {
  return factsIn(line).flow!;
}

const stateIn = (line: string) => stateWords(flowIn(line).states).join(' ');

describe('what is kept of a flow', () => {
  test.each([
    ['ip,actions=drop', { command: 'add', table: 0, priority: 32768, accepted: true, printed: false }],
    ['table=7,priority=3,ip,actions=drop', { table: 7, priority: 3, tableKnown: true }],
    ['table=mine,ip,actions=drop', { table: undefined, tableKnown: false }],
    ['delete ip', { command: 'delete', table: undefined, tableKnown: true }],
    ['delete table=4', { command: 'delete', table: 4 }],
    ['delete cookie=1/-1', { narrowed: true }],
    ['delete ip,out_port=1', { narrowed: true }],
    ['cookie=5,ip,actions=drop', { cookie: 5n, narrowed: false }],
    ['idle_timeout=5,ip,actions=drop', { temporary: true }],
    ['hard_timeout=5,ip,actions=drop', { temporary: true }],
    ['ip,actions=drop', { temporary: false, matchKnown: true, stepsKnown: true }],
    ['in_port="eth0",actions=drop', { accepted: true, matchKnown: false, stepsKnown: true }],
    ['ip,actions=output:"eth0"', { accepted: true, matchKnown: true, stepsKnown: true }],
    ['ip,actions=resubmit("eth0",5)', { stepsKnown: false }],
    ['ip,actions=resubmit(,mine)', { stepsKnown: false }],
    ['ip,actions=oops', { accepted: false, matchKnown: true, stepsKnown: false }],
    ['oops,actions=drop', { accepted: false, matchKnown: false }],
    ['table=1,ip', { accepted: false, stepsKnown: false }],
    [
      ' cookie=0x0, duration=1s, table=2, n_packets=3, n_bytes=4, ip actions=drop',
      { printed: true, table: 2 },
    ],
  ])('%s', (line, expected) => {
    expect(flowIn(line)).toMatchObject(expected);
  });

  test.each([
    ['ip,actions=drop', 'untracked +trk'],
    ['ct_state=+new,ip,actions=drop', '+trk+new'],
    ['ct_state=-trk,ip,actions=drop', 'untracked'],
    ['ct_state=+new+est,ip,actions=drop', ''],
    ['ct_mark=1,ip,actions=drop', '+trk'],
    ['ct_mark=0,ip,actions=drop', 'untracked +trk'],
    ['ct_zone=3,ip,actions=drop', '+trk'],
    ['ct_label=0/1,ip,actions=drop', 'untracked +trk'],
    ['ct_state=+trk-inv,ct_nw_src=10.0.0.1,ip,actions=drop', '+trk-inv'],
    ['ct_state=-trk,ct_mark=1,ip,actions=drop', ''],
  ])('%s is in states %s', (line, expected) => {
    expect(stateIn(line)).toBe(expected);
  });

  test.each([
    ['table=1,ct_state=+new,ip,actions=drop', 'ct_state=+new', undefined],
    ['ct_mark=0x5/0xf,ip actions=drop', undefined, 'ct_mark=0x5/0xf'],
    ['ct_state=+trk,ct_mark=1,ip,actions=drop', 'ct_state=+trk', 'ct_mark=1'],
    ['ip,actions=drop', undefined, undefined],
  ])('%s asks for a state by %s and by %s', (line, state, other) => {
    const { stateSpan, trackedSpan } = flowIn(line);
    const text = (span?: { start: number; end: number }) => span && line.slice(span.start, span.end);
    expect(text(stateSpan)).toBe(state);
    expect(text(trackedSpan)).toBe(other);
  });

  test.each([
    [
      '  table=1, ip, actions=output:1,drop  # note',
      'table=1, ip',
      'output:1,drop',
      'table=1, ip, actions=output:1,drop',
    ],
    ['delete ip', 'ip', undefined, 'delete ip'],
    ['actions=drop', 'actions', 'drop', 'actions=drop'],
  ])('%s: its places', (line, match, actions, all) => {
    const facts = flowIn(line);
    const text = (span?: { start: number; end: number }) => span && line.slice(span.start, span.end);
    expect([text(facts.span), text(facts.actions), text(facts.whole)]).toEqual([match, actions, all]);
  });

  test('equal matches have equal keys, whatever they are written as', () => {
    const key = (match: string) => matchKeyOf(flowIn(`${match},actions=drop`));
    expect(key('tcp,tp_dst=80')).toBe(key('dl_type=0x800,nw_proto=6,tcp_dst=0x50'));
    expect(key('ip,ct_state=+new-est')).not.toBe(key('ip,ct_state=+new'));
    expect(key('ip')).not.toBe(key('ipv6'));
  });
});

describe('what flows do, as steps', () => {
  const steps = (actions: string) =>
    flowIn(`ip,actions=${actions}`).steps.map((step) => ({ ...step, span: undefined, tableSpan: undefined }));

  test.each([
    ['output:1', { kind: 'forward' }],
    ['NORMAL', { kind: 'forward' }],
    ['CONTROLLER', { kind: 'controller' }],
    ['controller(reason=no_match)', { kind: 'controller' }],
    ['resubmit(,5)', { kind: 'jump', how: 'resubmit', table: 5, unchanged: true }],
    ['resubmit(1,5)', { kind: 'jump', table: 5, unchanged: false }],
    ['resubmit:3', { kind: 'jump', table: undefined, unchanged: false }],
    ['goto_table:5', { kind: 'jump', how: 'goto_table', table: 5 }],
    ['ct(commit,zone=3,table=5)', { kind: 'ct', commit: true, zone: '3', table: 5 }],
    [
      'ct(zone=NXM_NX_REG0[0..15],nat)',
      { kind: 'ct', commit: false, zone: 'NXM_NX_REG0[0..15]', translates: true },
    ],
    ['ct_clear', { kind: 'clear' }],
    ['group:9', { kind: 'group', group: 9 }],
    ['conjunction(4,1/2)', { kind: 'conjunction', id: 4, index: 1, count: 2 }],
    ['load:1->NXM_NX_REG0[]', { kind: 'write' }],
    ['dec_ttl', { kind: 'change' }],
    ['clone(ct_clear)', { kind: 'copy' }],
    ['write_actions(output:1)', { kind: 'action_set' }],
    ['learn(table=3,output:NXM_OF_IN_PORT[])', { kind: 'learn' }],
  ])('%s', (actions, expected) => {
    expect(steps(actions)).toMatchObject([expected]);
  });

  test('actions that send packets nowhere leave none', () => {
    expect(steps('drop')).toEqual([]);
    expect(steps('note:01,set_queue:1')).toEqual([]);
  });
});

describe('what is kept of other lines', () => {
  test.each([
    ['', 'blank'],
    ['# note', 'comment'],
    ['NXST_FLOW reply (xid=0x4):', 'header'],
  ])('%j', (line, kind) => {
    expect(factsIn(line)).toEqual({ kind, mentions: [] });
  });

  test('groups, meters, packets', () => {
    expect(factsIn('group_id=7,type=all,bucket=output:1,bucket=ct(table=3)').group).toMatchObject({
      number: 7,
      bucketsKnown: true,
      buckets: [[{ kind: 'forward' }], [{ kind: 'ct', table: 3 }]],
    });
    expect(factsIn('group_id=7,type=all,bucket=oops').group).toMatchObject({ bucketsKnown: false });
    expect(factsIn('meter=3,pktps,band=type=drop,rate=1').meter).toEqual({ number: 3, defines: true });
    const sent = 'packet-out in_port=1,packet=ffffffffffff0000000000010800';
    expect(factsIn(`${sent},actions=ct_clear`)).toMatchObject({
      packetOut: { steps: [{ kind: 'clear' }], stepsKnown: true },
    });
    expect(factsIn(`${sent},actions=oops`).packetOut?.stepsKnown).toBe(false);
    expect(factsIn(`${sent},ct_state=+trk,actions=output:1`).packetOut?.stepsKnown).toBe(false);
  });
});
