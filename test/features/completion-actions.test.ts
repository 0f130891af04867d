import { describe, expect, test } from 'vitest';
import { actionHelps } from '../../server/src/core/facts/action-help';
import { fieldOfAnyName } from '../../server/src/core/facts/match-fields';
import { evaluateFlow } from '../../server/src/core/flow/evaluate';
import { parseFlowLine } from '../../server/src/core/syntax/flow-line';
import { accept, accepting, complete, completion, labelsAt } from './completing';

const above = ['table=4,in_port=7,actions=ct(table=9,zone=5),group:3,output:8'];

describe('names of actions', () => {
  test('the usual ones first, each with what it does and how it goes on', () => {
    const shown = complete('ip,actions=‸').map(({ label, detail = '' }) => label + detail);
    expect(shown.slice(0, 9)).toEqual([
      'output:PORT',
      'drop',
      'NORMAL',
      'resubmit(,TABLE)',
      'goto_table:TABLE',
      'ct(…)',
      'set_field:VALUE->FIELD',
      'load:NUMBER->FIELD',
      'move:FIELD->FIELD',
    ]);
  });

  test('all that Open vSwitch has, but those it keeps for itself', () => {
    const kept = [
      'nat',
      'output_trunc',
      'output_reg',
      'apply_actions',
      'debug_recirc',
      'debug_slow',
      'unroll_xlate',
    ];
    const names = actionHelps.flatMap(({ name, aliases }) => [name, ...aliases]);
    expect(labelsAt('ip,actions=‸')).toEqual(
      expect.arrayContaining(names.filter((name) => !kept.includes(name))),
    );
    expect(labelsAt('ip,actions=‸').filter((label) => kept.includes(label))).toEqual([]);
  });

  test('all have a short note', () => {
    for (const { label, note } of complete('ip,actions=‸').filter(({ kind }) => kind === 'action')) {
      expect(note.length, label).toBeLessThan(40);
      expect(note, label).not.toMatch(/`/);
    }
  });

  test.each([
    ['ip,actions=output:1,‸', ['drop', 'meter']],
    ['ip,actions=goto_table:5,‸', ['output', 'goto_table', 'NORMAL', 'ct']],
    ['ip,actions=‸,meter:1', ['output', 'meter', 'goto_table']],
    ['ip,actions=clone(‸)', ['goto_table', 'meter', 'drop', 'write_actions']],
    ['ip,actions=write_actions(‸)', ['learn', 'note', 'conjunction', 'exit', 'clone', 'goto_table']],
    ['ip,actions=drop,‸', ['output', 'NORMAL']],
  ])('%s: none of %j', (drawn, none) => {
    const labels = labelsAt(drawn);
    expect(none.filter((label) => labels.includes(label))).toEqual([]);
  });

  test.each([
    ['ip,actions=ct(commit,exec(‸))', ['set_field', 'load', 'move']],
    ['ip,actions=ct(commit,exec(set_field:1->‸))', ['ct_mark', 'ct_label']],
  ])('%s: %j and nothing else', (drawn, expected) => {
    expect(labelsAt(drawn)).toEqual(expected);
  });

  test('what the match does not have is said, and comes last', () => {
    expect(completion('in_port=1,actions=‸', 'dec_ttl').detail).toBe(' needs ip');
    expect(completion('ip,actions=‸', 'dec_ttl').detail).toBeUndefined();
    const labels = labelsAt('in_port=1,actions=‸');
    expect(labels.indexOf('ct')).toBeGreaterThan(labels.indexOf('note'));
  });

  test.each([
    ['ip,actions=ou‸', 'output', 'ip,actions=output:'],
    ['ip,actions=ou‸tput:1', 'output', 'ip,actions=output:1'],
    ['ip,actions=res‸', 'resubmit', 'ip,actions=resubmit(,'],
    ['ip,actions=set‸', 'set_field', 'ip,actions=set_field:'],
    ['ip,actions=dec‸', 'dec_ttl', 'ip,actions=dec_ttl'],
    ['ip,actions=output:1,NO‸', 'NORMAL', 'ip,actions=output:1,NORMAL'],
    ['ip,actions=clone(gr‸)', 'group', 'ip,actions=clone(group:)'],
  ])('%s, taking %s: %s', (drawn, label, expected) => {
    expect(accepting(drawn, label)).toBe(expected);
  });

  test.each([
    ['ip,actions=‸', 'ct', 'ip,actions=ct($0)'],
    ['ip,actions=‸', 'set_field', 'ip,actions=set_field:$1->$0'],
    ['ip,actions=‸', 'resubmit', 'ip,actions=resubmit(,$0)'],
    ['ip,actions=‸', 'check_pkt_larger', 'ip,actions=check_pkt_larger($1)->$0'],
  ])('%s, taking %s where the editor can fill in: %s', (drawn, label, expected) => {
    expect(accept(drawn, completion(drawn, label), true)).toBe(expected);
  });
});

describe('arguments', () => {
  test.each([
    ['ip,actions=ct(‸)', ['commit', 'force', 'table', 'zone', 'nat', 'nat(…)', 'exec', 'alg']],
    ['ip,actions=ct(commit,table=1,‸)', ['force', 'zone', 'nat', 'nat(…)', 'exec', 'alg']],
    ['ip,actions=ct(alg=‸)', ['ftp', 'tftp']],
    ['ip,actions=ct(commit,nat(‸))', ['src', 'dst', 'persistent', 'hash', 'random']],
    ['ip,actions=ct(commit,nat(src=10.0.0.1,hash,‸))', ['persistent']],
    ['ip,actions=ct(nat(src=1‸))', []],
    ['ip,actions=resubmit(1,2,‸)', ['ct']],
    [
      'ip,actions=controller(reason=‸)',
      ['action', 'no_match', 'invalid_ttl', 'action_set', 'group', 'packet_out'],
    ],
    ['ip,actions=controller(id=1,‸)', ['max_len', 'reason', 'userdata', 'pause', 'meter_id']],
    ['ip,actions=output(‸)', ['port', 'max_len']],
    ['ip,actions=bundle(eth_src,0,‸)', ['active_backup', 'hrw']],
    ['ip,actions=bundle(eth_src,‸)', []],
    ['ip,actions=bundle(eth_src,0,hrw,‸)', ['ofport']],
    ['ip,actions=bundle(eth_src,0,hrw,ofport,‸)', ['members']],
    ['ip,actions=multipath(eth_src,0,‸)', ['modulo_n', 'hash_threshold', 'hrw', 'iter_hash']],
    ['ip,actions=encap(‸)', ['ethernet', 'mpls', 'mpls_mc', 'nsh']],
    ['ip,actions=encap(nsh(‸))', ['md_type', 'tlv']],
    ['ip,actions=decap(‸)', ['packet_type']],
    ['ip,actions=decap(packet_type(‸))', ['ns', 'type']],
    ['tcp,actions=fin_timeout(‸)', ['idle_timeout', 'hard_timeout']],
    [
      'ip,actions=sample(probability=1,ingress,‸)',
      ['collector_set_id', 'obs_domain_id', 'obs_point_id', 'sampling_port'],
    ],
    ['ip,actions=push_vlan:‸', ['0x8100', '0x88a8']],
    ['ip,actions=conjunction(‸)', []],
    ['ip,actions=note:‸', []],
    ['ip,actions=dec_ttl(‸)', []],
  ])('%s: %j', (drawn, expected) => {
    expect(labelsAt(drawn)).toEqual(expected);
  });

  test.each([
    ['ip,actions=ct(commit,‸)', 'exec', 'ip,actions=ct(commit,exec()'],
    ['ip,actions=ct(‸)', 'force', 'ip,actions=ct(commit,force)'],
    ['ip,actions=ct(com‸)', 'commit', 'ip,actions=ct(commit)'],
    ['ip,actions=ct(zo‸)', 'zone', 'ip,actions=ct(zone=)'],
    ['ip,actions=ct(zone=‸)', 'reg0[0..15]', 'ip,actions=ct(zone=reg0[0..15])'],
  ])('%s, taking %s: %s', (drawn, label, expected) => {
    expect(accepting(drawn, label)).toBe(expected);
  });

  test.each([
    ['ip,actions=ct(table=‸)', ['4', '9']],
    ['ip,actions=resubmit(,‸)', ['4', '9']],
    ['table=4,ip,actions=goto_table:‸', ['9']],
    ['ip,actions=group:‸', ['3']],
    ['ip,actions=enqueue(‸)', ['7', '8', 'LOCAL', 'IN_PORT']],
    ['ip,actions=bundle(eth_src,0,hrw,ofport,members:‸)', ['7', '8', 'LOCAL', 'IN_PORT']],
    ['ip,actions=learn(table=‸)', ['4', '9']],
  ])('%s, seen in the file: %j', (drawn, expected) => {
    expect(labelsAt(drawn, above)).toEqual(expected);
  });

  test('ports: those seen, reserved ones, registers that hold one', () => {
    const labels = labelsAt('ip,actions=output:‸', above);
    expect(labels.slice(0, 4)).toEqual(['7', '8', 'NORMAL', 'IN_PORT']);
    expect(labels).toContain('reg0[]');
  });
});

describe('fields in actions', () => {
  test.each([
    [
      'tcp,actions=set_field:80->‸',
      ['tcp_dst', 'ip_src', 'reg0', 'eth_dst'],
      ['ct_mark', 'ct_state', 'udp_dst', 'reg0[]'],
    ],
    [
      'tcp,actions=load:80->‸',
      ['tcp_dst[]', 'reg0[]', 'NXM_NX_REG0[]'],
      ['ct_mark[]', 'tcp_dst', 'NXM_NX_CT_STATE[]'],
    ],
    ['arp,actions=move:‸', ['arp_spa[]', 'NXM_OF_ARP_SPA[]', 'ct_mark[]'], ['tcp_dst[]', 'ip_src[]']],
    ['arp,actions=move:NXM_OF_ARP_SPA[]->‸', ['arp_tpa[]', 'reg0[]'], ['ct_mark[]', 'ct_state[]']],
    ['ip,actions=check_pkt_larger(1500)->‸', ['reg0[]'], ['ct_state[]']],
    ['ip,actions=pop:‸', ['reg0[]'], ['ct_state[]']],
    ['ip,actions=delete_field:‸', ['tun_metadata0'], ['reg0']],
  ])('%s: %j, not %j', (drawn, some, none) => {
    const labels = labelsAt(drawn);
    expect(labels).toEqual(expect.arrayContaining(some));
    expect(none.filter((label) => labels.includes(label))).toEqual([]);
  });

  test('before the arrow, values of the field behind it', () => {
    expect(labelsAt('tcp,actions=set_field:‸->tcp_dst').slice(0, 2)).toEqual(['80', '443']);
    expect(labelsAt('ip,actions=load:‸->NXM_OF_IP_PROTO[]').slice(0, 2)).toEqual(['6', '17']);
    expect(accepting('tcp,actions=set_field:‸->tcp_dst', '443')).toBe('tcp,actions=set_field:443->tcp_dst');
  });

  test.each(['tcp,dl_vlan=5,', 'udp6,dl_vlan=5,', 'arp,', 'mpls,'])(
    'behind %s every field that is offered can be written: none is rejected, and nothing is lost',
    (match) => {
      const load = `${match}actions=load:1->‸`;
      const loaded = complete(load).map((each) => ({ each, text: accept(load, each) }));
      const set = `${match}actions=set_field:‸`.replace('‸', 'VALUE->‸');
      const written = complete(set).map((each) => {
        const { name, aliases, example } = fieldOfAnyName(each.label)!;
        const key = [name, ...aliases].find((one) => example.includes(`${one}=`))!;
        const [value] = example.slice(example.lastIndexOf(`${key}=`) + key.length + 1).split('/');
        return { each, text: accept(set, each).replace('VALUE', value!) };
      });
      const fitting = [...loaded, ...written].filter(({ each }) => each.detail === undefined);
      expect(fitting.length).toBeGreaterThan(100);
      for (const { text } of fitting) {
        const { accepted, problems } = evaluateFlow(parseFlowLine(text));
        expect({ text, accepted, problems }).toEqual({ text, accepted: true, problems: [] });
      }
    },
  );
});

describe('learn', () => {
  test('its keys, its actions, and the fields of the new flow', () => {
    const labels = labelsAt('ip,actions=learn(table=1,‸)');
    expect(labels.slice(0, 3)).toEqual(['priority', 'idle_timeout', 'hard_timeout']);
    expect(labels).toEqual(
      expect.arrayContaining(['output', 'load', 'eth_type', 'NXM_OF_ETH_DST[]', 'delete_learned']),
    );
    expect(labels).not.toContain('table');
    expect(labels).not.toContain('ct_state');
  });

  test.each([
    [
      'ip,actions=learn(NXM_OF_ETH_DST[]=‸)',
      ['eth_dst[]', 'eth_src[]', 'NXM_OF_ETH_DST[]', 'NXM_OF_ETH_SRC[]'],
    ],
    ['ip,actions=learn(dl_type=‸)', ['0x0800', '0x0806', '0x86dd']],
    ['ip,actions=learn(output:‸)', ['reg0[]']],
    ['ip,actions=learn(load:‸->NXM_NX_REG0[])', ['in_port[]', 'eth_src[]']],
    ['ip,actions=learn(load:1->‸)', ['reg0[]', 'NXM_NX_REG0[]']],
  ])('%s: %j', (drawn, some) => {
    expect(labelsAt(drawn)).toEqual(expect.arrayContaining(some));
  });

  test('a field that is matched is not offered again', () => {
    expect(labelsAt('ip,actions=learn(NXM_OF_ETH_DST[]=NXM_OF_ETH_SRC[],‸)')).not.toContain('eth_dst');
  });
});

test.each([
  'ip,actions=set_field:0x1‸',
  'ip,actions=mod_nw_dst:10.0‸',
  'ip,actions=load:0x1‸->reg0[]',
  'ip,actions=load:1->reg0[0..‸]',
  'ip,actions=ct(zone=5‸)',
  'ip,actions=ct(commit)‸x',
  'ip,actions=resubmit(,1‸)',
  'ip,actions=goto_table:1‸',
  'ip,actions=bogus(‸)',
  'ip,actions=bogus:‸',
  'ip,actions=enqueue:1:‸',
])('%s: nothing is offered', (drawn) => {
  expect(labelsAt(drawn, above)).toEqual([]);
});
