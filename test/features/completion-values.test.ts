import { describe, expect, test } from 'vitest';
import { accepting, complete, completion, labelsAt } from './completing';

const above = [
  'table=0,priority=100,in_port=1,ip,actions=ct(table=1,zone=5)',
  'table=1,cookie=0x12/-1,reg3=0x5,dl_vlan=30,actions=resubmit(,20),group:7,output:8',
  'table=1,in_port=1,conj_id=9,ct_zone=6,actions=goto_table:33 # table=99',
  'table=2,in_port="eth0",actions=meter:4,multipath(eth_src,0,hrw,2,0,reg2[])',
];

describe('values with names', () => {
  test.each([
    ['tcp,tcp_dst=‸', ['80', '443', '22']],
    ['udp,tp_dst=‸', ['80', '443', '22']],
    ['udp,udp_dst=‸', ['53', '67', '68']],
    ['ip,nw_proto=‸', ['6', '17', '1']],
    ['dl_type=‸', ['0x0800', '0x0806', '0x86dd']],
    ['ip,nw_frag=‸', ['no', 'yes', 'first', 'later', 'not_later']],
    ['arp,arp_op=‸', ['1', '2']],
    ['icmp,icmp_type=‸', ['8', '0', '3']],
    ['icmp6,icmpv6_type=‸', ['135', '136', '133']],
    ['in_port=‸', ['LOCAL', 'CONTROLLER']],
    ['in_port=L‸', ['LOCAL', 'CONTROLLER']],
    ['packet_type=‸', ['(0,0)', '(1,0x800)', '(1,0x86dd)']],
    ['vlan_tci=‸', ['0x1000/0x1000', '0']],
    ['dl_vlan=‸', ['0xffff']],
    ['dl_dst=‸', ['ff:ff:ff:ff:ff:ff', '01:00:00:00:00:00/01:00:00:00:00:00']],
    ['ip,ip_dscp=‸', ['46']],
    ['ip,nw_tos=‸', ['184']],
    ['tcp,tcp_flags=‸', ['+syn-ack', '+syn+ack', '+ack', '+rst', '+fin', '-syn', '+syn']],
    ['tun_flags=‸', ['+oam', '-oam']],
    ['delete out_port=‸', ['IN_PORT', 'NORMAL']],
  ])('%s: first %j', (drawn, first) => {
    expect(labelsAt(drawn).slice(0, first.length)).toEqual(first);
  });

  test('what stands there is taken as a match', () => {
    expect(accepting('tcp,tcp_dst=‸,actions=drop', '443')).toBe('tcp,tcp_dst=443,actions=drop');
    expect(accepting('in_port=LO‸,ip', 'LOCAL')).toBe('in_port=LOCAL,ip');
    expect(completion('tcp,tcp_dst=‸', '443').note).toBe('https');
  });

  test('a number is found by its meaning, and never in the place of another that is typed', () => {
    expect(completion('tcp,tcp_dst=‸', '443').filterText).toBe('https');
    for (const { label, filterText } of [...complete('ip,tcp_dst=‸'), ...complete('table=‸', above)]) {
      expect((filterText ?? label).split(/\W+/).some((word) => /^\d/.test(word))).toBe(false);
    }
  });
});

describe('packet flags', () => {
  test.each([
    ['tcp,tcp_flags=+syn-‸', ['-fin', '-rst', '-psh', '-ack', '-urg', '-ece', '-cwr', '-ns']],
    ['tcp,tcp_flags=+syn+‸-fin', ['+rst', '+psh', '+ack', '+urg', '+ece', '+cwr', '+ns']],
    ['tcp,tcp_flags=syn|‸', ['fin', 'rst', 'psh', 'ack', 'urg', 'ece', 'cwr', 'ns']],
    ['tcp,tcp_flags=+syn|‸', []],
    ['tcp,tcp_flags=0x2‸', []],
  ])('%s: %j', (drawn, expected) => {
    expect(labelsAt(drawn)).toEqual(expected);
  });

  test.each([
    ['tcp,tcp_flags=+sy‸', '+syn', 'tcp,tcp_flags=+syn'],
    ['tcp,tcp_flags=sy‸', '+syn', 'tcp,tcp_flags=+syn'],
    ['tcp,tcp_flags=+syn-a‸,actions=drop', '-ack', 'tcp,tcp_flags=+syn-ack,actions=drop'],
    ['tcp,tcp_flags=syn|a‸', 'ack', 'tcp,tcp_flags=syn|ack'],
  ])('%s, taking %s: %s', (drawn, label, expected) => {
    expect(accepting(drawn, label)).toBe(expected);
  });
});

describe('values seen in the lines around', () => {
  test.each([
    ['table=‸', ['0', '1', '2', '20', '33']],
    ['actions=resubmit(,‸)', ['0', '1', '2', '20', '33']],
    ['table=2,actions=goto_table:‸', ['20', '33']],
    ['actions=ct(table=‸)', ['0', '1', '2', '20', '33']],
    ['in_port=‸', ['"eth0"', '1', '8', 'LOCAL', 'CONTROLLER']],
    ['ct_zone=‸', ['5', '6']],
    ['cookie=‸', ['0x12']],
    ['delete cookie=‸', ['0x12/-1']],
    ['actions=group:‸', ['7']],
    ['actions=meter:‸', ['4']],
    ['conj_id=‸', ['9']],
    ['reg3=‸', ['0x5']],
    ['dl_vlan=‸', ['30', '0xffff']],
    ['priority=‸', ['100']],
  ])('%s: %j', (drawn, expected) => {
    expect(labelsAt(drawn, above)).toEqual(expected);
  });

  test('addresses are not among them', () => {
    expect(labelsAt('nw_src=‸', ['ip,nw_src=10.0.0.1,actions=drop'])).toEqual([]);
  });

  test('how often a value stands there is said', () => {
    expect(completion('table=‸', '1', above).note).toBe('in 3 lines nearby');
    expect(completion('table=‸', '20', above).note).toBe('in 1 line nearby');
  });

  test('no more than five hundred lines each way are read, however long the file is', () => {
    let asked = 0;
    const lines = Array.from({ length: 5000 }, (_, index) => `table=${index % 200},actions=drop`);
    const counting = new Proxy(lines, {
      get: (target, key) => {
        asked += /^\d+$/.test(String(key)) ? 1 : 0;
        return Reflect.get(target, key);
      },
    });
    expect(labelsAt('table=‸', counting)).toHaveLength(100);
    expect(asked).toBe(1000);
    expect(labelsAt('nw_src=10.0.‸', counting)).toEqual([]);
    expect(asked).toBe(1000);
  });
});
