/** Actions that change what happens to a packet, not the packet. What is expected is what ovs-ofctl 3.1.0 printed. */
import { testRows } from './rows';

testRows('resubmit', [
  ['actions=resubmit(,5)', 'resubmit(,5)'],
  ['actions=resubmit:1', 'resubmit:1'],
  ['actions=resubmit(1,5)', 'resubmit(1,5)'],
  ['actions=resubmit=LOCAL', 'resubmit:LOCAL'],
  ['actions=resubmit( 1, 5)', 'resubmit(1,5)'],
  ['actions=resubmit(1 ,5)', 'ovs-ofctl: 1 : resubmit to unknown port'],
  ['actions=resubmit(1,5 )', 'ovs-ofctl: 5 : resubmit to unknown table'],
  ['actions=resubmit(,+5)', 'resubmit(,5)'],
  ['actions=resubmit(1,255)', 'resubmit:1'],
  ['ip,ct_state=+trk+est,actions=resubmit(,2,ct)', 'resubmit(,2,ct)'],
  ['ct_state=+trk+est,actions=resubmit(1,,ct)', 'resubmit:1'],
  ['ct_state=+trk-inv,actions=resubmit(,2,ct)', 'resubmit(,2,ct)'],
  [
    'ct_state=+trk,actions=resubmit(,2,ct)',
    'ovs-ofctl: actions are invalid with specified match (OFPBAC_MATCH_INCONSISTENT)',
  ],
  ['actions=resubmit(1,5,CT)', 'ovs-ofctl: CT: unknown parameter'],
  ['actions=resubmit(1,5,,x,y)', 'resubmit(1,5)'],
  ['actions=resubmit:1,5', 'resubmit:1,output:5'],
  ['actions=resubmit(,)', 'ovs-ofctl: at least one "in_port" or "table" must be specified on resubmit'],
  ['actions=resubmit', 'ovs-ofctl: at least one "in_port" or "table" must be specified on resubmit'],
  ['actions=resubmit(,255)', 'ovs-ofctl: at least one "in_port" or "table" must be specified on resubmit'],
  ['actions=resubmit(,256)', 'ovs-ofctl: 256: resubmit to unknown table'],
  ['actions=resubmit(,"t)', 'resubmit(,0)'],
  ['actions=resubmit(,"t")', 'a name that only a switch knows'],
  ['actions=resubmit(table=5)', 'ovs-ofctl: table=5: resubmit to unknown port'],
  ['actions=resubmit(1,5', 'resubmit(1,5)'],
]);

testRows('note', [
  ['actions=note:00.11.22.33', 'note:00.11.22.33.00.00'],
  ['actions=note:AA', 'note:aa.00.00.00.00.00'],
  ['actions=note(01 02)', 'note:01.02.00.00.00.00'],
  ['actions=note', 'note:00.00.00.00.00.00'],
  ['actions=note:00112233445566', 'note:00.11.22.33.44.55.66.00.00.00.00.00.00.00'],
  ['actions=note:00..11.', 'note:00.11.00.00.00.00'],
  ['actions=note:01 02', 'note:01.00.00.00.00.00,output:2'],
  ['actions=note:0', "ovs-ofctl: bad hex digit in `note' argument"],
  ['actions=note:zz', "ovs-ofctl: bad hex digit in `note' argument"],
]);

testRows('sample', [
  [
    'actions=sample(probability=100,collector_set_id=1)',
    'sample(probability=100,collector_set_id=1,obs_domain_id=0,obs_point_id=0)',
  ],
  [
    'actions=sample(probability=65535,obs_domain_id=2,obs_point_id=3,sampling_port=LOCAL,ingress)',
    'sample(probability=65535,collector_set_id=0,obs_domain_id=2,obs_point_id=3,sampling_port=LOCAL,ingress)',
  ],
  [
    'actions=sample(probability=1,ingress,egress)',
    'sample(probability=1,collector_set_id=0,obs_domain_id=0,obs_point_id=0,egress)',
  ],
  [
    'actions=sample(probability=1,sampling_port=NONE)',
    'sample(probability=1,collector_set_id=0,obs_domain_id=0,obs_point_id=0)',
  ],
  ['actions=sample(probability=0)', 'ovs-ofctl: invalid probability value "0"'],
  ['actions=sample(probability=65536)', 'ovs-ofctl: invalid probability "65536"'],
  ['actions=sample(collector_set_id=1)', 'ovs-ofctl: non-zero "probability" must be specified on sample'],
  ['actions=sample', 'ovs-ofctl: non-zero "probability" must be specified on sample'],
  [
    'actions=sample(probability=1,obs_domain_id=reg0)',
    'sample(probability=1,collector_set_id=0,obs_domain_id=NXM_NX_REG0[],obs_point_id=0)',
  ],
  ['actions=sample(probability=1,sampling_port=eth0)', 'a name that only a switch knows'],
  ['actions=sample(probability=1,foo=1)', 'ovs-ofctl: invalid key "foo" in "sample" argument'],
]);

testRows('conjunction', [
  ['actions=conjunction(10,1/2)', 'conjunction(10,1/2)'],
  ['actions=conjunction( 0x10 , 2 / 64 )', 'conjunction(16,2/64)'],
  [
    'actions=conjunction(10,1/2),conjunction(11,2/2),note:aa',
    'conjunction(10,1/2),conjunction(11,2/2),note:aa.00.00.00.00.00',
  ],
  ['actions=conjunction(10,257/2)', 'conjunction(10,1/2)'],
  ['actions=conjunction(4294967296,1/2)', 'conjunction(0,1/2)'],
  ['actions=conjunction(-1,1/2)', 'conjunction(4294967295,1/2)'],
  ['actions=conjunction(340282366920938463463374607431768211457,1/2)', 'conjunction(1,1/2)'],
  ['actions=conjunction(08,1/2)', 'ovs-ofctl: "conjunction" syntax is "conjunction(id,i/n)"'],
  ['actions=conjunction(10,0x1/2)', 'ovs-ofctl: "conjunction" syntax is "conjunction(id,i/n)"'],
  ['actions=conjunction(10,1/1)', 'ovs-ofctl: conjunction must have at least 2 clauses'],
  ['actions=conjunction(10,1/65)', 'ovs-ofctl: conjunction must have at most 64 clauses'],
  ['actions=conjunction(10,0/2)', 'ovs-ofctl: clause index must be positive'],
  ['actions=conjunction(10,3/2)', 'ovs-ofctl: clause index must be less than or equal to number of clauses'],
  ['actions=conjunction:10,1/2', 'ovs-ofctl: "conjunction" syntax is "conjunction(id,i/n)"'],
  [
    'actions=conjunction(10,1/2),output:1',
    'ovs-ofctl: "conjunction" actions may be used along with "note" but not any other kind of action (such as the "output" action used here)',
  ],
  [
    'actions=conjunction(10,1/2),output:reg0',
    'ovs-ofctl: "conjunction" actions may be used along with "note" but not any other kind of action (such as the "output_reg" action used here)',
  ],
  [
    'actions=goto_table:1,output:1,conjunction(10,1/2)',
    'ovs-ofctl: invalid instruction ordering: apply_actions must appear before goto_table, for OpenFlow 1.1+ compatibility',
  ],
  ['actions=clone(conjunction(10,1/2))', 'clone(conjunction(10,1/2))'],
]);

testRows('clone', [
  ['actions=clone(output:1),output:2', 'clone(output:1),output:2'],
  ['actions=clone', 'clone(drop)'],
  ['actions=clone()', 'clone(drop)'],
  ['actions=clone:output:1', 'clone(output:1)'],
  ['actions=clone(drop)', 'clone(drop)'],
  [
    'actions=clone(clone(clone(1,enqueue:2:3)))',
    'clone(clone(clone(output:1,enqueue:2:3)))',
    'clone(clone(clone(output:1,set_queue:3,output:2,pop_queue)))',
    'clone(clone(clone(output:1,set_queue:3,output:2,pop_queue)))',
  ],
  [
    'actions=clone(drop,output:1)',
    'ovs-ofctl: "drop" must not be accompanied by any other action or instruction',
  ],
  ['actions=clone(goto_table:5)', 'ovs-ofctl: goto_table instruction not allowed here'],
  ['actions=clone(meter:1)', "ovs-ofctl: clone action doesn't support nested action meter"],
  [
    'actions=meter:1,clone(output:2)',
    'clone(output:2)',
    'meter:1,clone(output:2)',
    'meter:1,clone(output:2)',
  ],
  ['actions=clone(output:1', 'clone(output:1)'],
  [
    'actions=clone(fin_timeout(idle_timeout=5))',
    'clone(fin_timeout(idle_timeout=5))',
    'ovs-ofctl: no usable protocol',
    'ovs-ofctl: no usable protocol',
  ],
]);

testRows('others', [
  ['actions=exit', 'exit'],
  ['actions=exit:1,output:2', 'exit,output:2'],
  ['tcp,actions=fin_timeout(idle_timeout=5,hard_timeout=9)', 'fin_timeout(idle_timeout=5,hard_timeout=9)'],
  ['tcp,actions=fin_timeout', 'fin_timeout()'],
  [
    'actions=fin_timeout(idle_timeout=5)',
    'fin_timeout(idle_timeout=5)',
    'ovs-ofctl: no usable protocol',
    'ovs-ofctl: no usable protocol',
  ],
  ['tcp,actions=fin_timeout(idle_timeout=65536)', 'ovs-ofctl: invalid idle_timeout "65536"'],
  ['tcp,actions=fin_timeout(foo=1)', "ovs-ofctl: invalid key 'foo' in 'fin_timeout' argument"],
  ['actions=debug_recirc', '***OFPBAC_BAD_VENDOR_TYPE***'],
  ['actions=debug_slow', '***OFPBAC_BAD_VENDOR_TYPE***'],
  ['actions=unroll_xlate', "ovs-ofctl: UNROLL is an internal action that shouldn't be used via OpenFlow"],
  ['actions=apply_actions(output:1)', 'ovs-ofctl: apply_actions is the default instruction'],
  ['actions=foo:1', 'ovs-ofctl: unknown action foo'],
  ['actions=drop,output:1', 'ovs-ofctl: "drop" must not be accompanied by any other action or instruction'],
]);
