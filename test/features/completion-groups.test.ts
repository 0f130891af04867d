/** Completion in lines that are no flows. */
import { describe, expect, test } from 'vitest';
import { accepting, completion, labelsAt } from './completing';

const above = ['table=0,in_port=7,actions=group:3,output:8'];

describe('groups', () => {
  test.each([
    ['group_id=1,type=‸', ['all', 'select', 'indirect', 'ff', 'fast_failover']],
    [
      'group add group_id=1,type=select,‸',
      ['selection_method', 'selection_method_param', 'fields', 'bucket'],
    ],
    ['group_id=1,type=select,selection_method=‸', ['hash', 'dp_hash']],
    ['group_id=1,type=ff,bucket=watch_port:‸', ['7', '8']],
    ['group_id=1,type=ff,bucket=watch_group:‸', ['3']],
    ['group_id=1,type=all,bucket=ct(alg=‸)', ['ftp', 'tftp']],
  ])('%s: %j', (drawn, expected) => {
    expect(labelsAt(drawn, above)).toEqual(expected);
  });

  test.each([
    [
      'group_id=1,type=all,bucket=‸',
      ['output', 'drop', 'weight', 'watch_port', 'actions'],
      ['goto_table', 'meter'],
    ],
    ['group_id=1,type=all,bucket=weight:5,‸', ['output', 'watch_port'], ['weight']],
    ['group_id=1,type=all,bucket=actions=‸', ['output', 'drop'], ['weight', 'actions']],
    ['group_id=1,type=all,bucket=output:1,bucket=set_field:1->‸', ['tcp_dst', 'arp_op'], ['ct_mark']],
  ])('%s: %j, not %j', (drawn, some, none) => {
    const labels = labelsAt(drawn);
    expect(labels).toEqual(expect.arrayContaining(some));
    expect(none.filter((label) => labels.includes(label))).toEqual([]);
  });

  test('nobody knows what a group is given, so nothing is called missing', () => {
    expect(completion('group_id=1,type=all,bucket=‸', 'dec_ttl').detail).toBeUndefined();
  });
});

describe('meters', () => {
  test.each([
    ['meter=1,‸', ['bands', 'kbps', 'pktps', 'burst', 'stats']],
    ['meter=1,kbps,bands=‸', ['type', 'rate', 'burst_size', 'prec_level']],
    ['meter=1,kbps,bands=type=‸', ['drop', 'dscp_remark']],
    ['meter=1,kbps,bands=type=drop,rate=5,‸', ['type', 'burst_size', 'prec_level']],
    ['meter=1,kbps,bands=type=drop,rate=5‸', []],
  ])('%s: %j', (drawn, expected) => {
    expect([...labelsAt(drawn)].sort()).toEqual([...expected].sort());
  });
});

describe('packets to send', () => {
  test('keys and actions', () => {
    expect(labelsAt('packet-out in_port=1,‸')).toEqual(['packet_type', 'packet', 'actions']);
    expect(labelsAt('packet-out in_port=‸', above)).toEqual(['7', '8', 'LOCAL', 'CONTROLLER']);
    expect(accepting('packet-out in_port=1,packet=00,actions=ou‸', 'output')).toBe(
      'packet-out in_port=1,packet=00,actions=output:',
    );
  });
});

test.each(['NXST_FLOW reply (xid=0x4):‸', 'group_id=1‸', 'gro‸up add group_id=1', 'meter=1‸,kbps'])(
  '%s: nothing is offered',
  (drawn) => {
    expect(labelsAt(drawn)).toEqual([]);
  },
);
