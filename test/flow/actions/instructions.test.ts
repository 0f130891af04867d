/** Instructions of OpenFlow 1.1 and later, and the order of actions. What is expected is what ovs-ofctl 3.1.0 printed. */
import { testRows } from './rows';

testRows('meter', [
  ['actions=meter:1,output:1', 'ovs-ofctl: no usable protocol', 'meter:1,output:1', 'meter:1,output:1'],
  ['actions=meter:1', 'ovs-ofctl: no usable protocol', 'meter:1', 'meter:1'],
  ['actions=meter:0', 'ovs-ofctl: actions are invalid with specified match (OFPMMFC_INVALID_METER)'],
  ['actions=meter:4294901760', 'ovs-ofctl: no usable protocol', 'meter:4294901760', 'meter:4294901760'],
  ['actions=meter:4294901761', 'ovs-ofctl: actions are invalid with specified match (OFPMMFC_INVALID_METER)'],
  ['actions=meter', 'ovs-ofctl: missing required numeric argument'],
  ['actions=meter:x', 'ovs-ofctl: invalid numeric format x'],
  [
    'actions=output:1,meter:1',
    'ovs-ofctl: invalid instruction ordering: meter must appear before apply_actions, for OpenFlow 1.1+ compatibility',
  ],
  [
    'actions=meter:1,meter:2',
    'ovs-ofctl: duplicate meter instruction not allowed, for OpenFlow 1.1+ compatibility',
  ],
]);

testRows('sets of actions', [
  ['actions=write_actions(output:1)', 'drop', 'write_actions(output:1)', 'write_actions(output:1)'],
  ['actions=clear_actions', 'drop', 'clear_actions', 'clear_actions'],
  [
    'actions=clear_actions=5,goto_table:5',
    'resubmit(,5)',
    'clear_actions,goto_table:5',
    'clear_actions,goto_table:5',
  ],
  ['actions=write_actions()', 'drop'],
  [
    'actions=write_actions(drop),output:1',
    'ovs-ofctl: invalid instruction ordering: apply_actions must appear before write_actions, for OpenFlow 1.1+ compatibility',
  ],
  [
    'actions=output:1,write_actions(group:5,set_queue:1,resubmit(,1),CONTROLLER)',
    'output:1',
    'output:1,write_actions(group:5,set_queue:1,resubmit(,1),CONTROLLER:65535)',
    'output:1,write_actions(group:5,set_queue:1,resubmit(,1),CONTROLLER:65535)',
  ],
  ['actions=write_actions(enqueue:1:2)', 'drop', '***OFPBAC_BAD_TYPE***', '***OFPBAC_BAD_TYPE***'],
  ['actions=write_actions(controller(id=1))', 'drop', '***OFPBAC_BAD_TYPE***', '***OFPBAC_BAD_TYPE***'],
  ['actions=write_actions(controller(userdata=))', 'drop', '***OFPBAC_BAD_TYPE***', '***OFPBAC_BAD_TYPE***'],
  ['actions=write_actions(output:reg0)', 'drop', '***OFPBAC_BAD_TYPE***', '***OFPBAC_BAD_TYPE***'],
  [
    'actions=write_actions(output(port=1,max_len=100))',
    'drop',
    '***OFPBAC_BAD_TYPE***',
    '***OFPBAC_BAD_TYPE***',
  ],
  ['actions=write_actions(clone(1))', 'drop', '***OFPBAC_BAD_TYPE***', '***OFPBAC_BAD_TYPE***'],
  ['actions=write_actions(exit)', 'drop', '***OFPBAC_BAD_TYPE***', '***OFPBAC_BAD_TYPE***'],
  ['actions=write_actions(note:aa)', 'drop', '***OFPBAC_BAD_TYPE***', '***OFPBAC_BAD_TYPE***'],
  [
    'actions=write_actions(bundle(eth_src,0,hrw,ofport,members:1))',
    'drop',
    '***OFPBAC_BAD_TYPE***',
    '***OFPBAC_BAD_TYPE***',
  ],
  [
    'actions=write_actions(fin_timeout(idle_timeout=5),output:1)',
    'drop',
    '***OFPBAC_BAD_TYPE***',
    '***OFPBAC_BAD_TYPE***',
  ],
  ['actions=write_actions(goto_table:5)', 'ovs-ofctl: goto_table instruction not allowed here'],
  ['actions=write_actions(meter:5)', "ovs-ofctl: write_actions action doesn't support nested action meter"],
  [
    'actions=write_actions(output:tcp_dst)',
    'ovs-ofctl: actions are invalid with specified match (OFPBAC_MATCH_INCONSISTENT)',
  ],
  [
    'actions=write_actions(debug_slow)',
    'drop',
    '***OFPBAC_BAD_VENDOR_TYPE***',
    '***OFPBAC_BAD_VENDOR_TYPE***',
  ],
]);

testRows('write_metadata', [
  ['actions=write_metadata:5', 'write_metadata:0x5'],
  ['actions=write_metadata:5/7', 'write_metadata:0x5/0x7'],
  ['actions=write_metadata:0/0', 'write_metadata:0/0'],
  ['actions=write_metadata:5/2', 'write_metadata:0x5/0x2'],
  ['actions=write_metadata:-1', 'write_metadata:0xffffffffffffffff'],
  ['actions=write_metadata:18446744073709551616', 'ovs-ofctl: invalid numeric format 18446744073709551616'],
  ['actions=write_metadata:/7', 'ovs-ofctl: missing required numeric argument'],
  ['actions=write_metadata', 'ovs-ofctl: missing required numeric argument'],
  ['actions=write_metadata:x/y', 'ovs-ofctl: invalid numeric format y'],
  [
    'actions=write_metadata:5,goto_table:7',
    '***OFPBAC_UNSUPPORTED_ORDER***',
    'write_metadata:0x5,goto_table:7',
    'write_metadata:0x5,goto_table:7',
  ],
  [
    'actions=output:1,clear_actions,write_actions(2),write_metadata:5',
    'output:1,write_metadata:0x5',
    'output:1,clear_actions,write_actions(output:2),write_metadata:0x5',
    'output:1,clear_actions,write_actions(output:2),write_metadata:0x5',
  ],
]);

testRows('goto_table', [
  ['table=5,actions=goto_table:6', 'resubmit(,6)', 'goto_table:6', 'goto_table:6'],
  [
    'table=5,actions=goto_table:5',
    'ovs-ofctl: actions are invalid with specified match (OFPBIC_BAD_TABLE_ID)',
  ],
  [
    'table=5,actions=goto_table:4',
    'ovs-ofctl: actions are invalid with specified match (OFPBIC_BAD_TABLE_ID)',
  ],
  ['actions=goto_table:0', 'resubmit(,0)', '***OFPBIC_BAD_TABLE_ID***', '***OFPBIC_BAD_TABLE_ID***'],
  ['actions=goto_table:255', 'resubmit(,)', 'goto_table:255', 'goto_table:255'],
  ['actions=goto_table:256', 'ovs-ofctl: unknown table "256"'],
  ['actions=goto_table:x', 'a name that only a switch knows'],
  ['actions=goto_table:"x', 'resubmit(,0)', '***OFPBIC_BAD_TABLE_ID***', '***OFPBIC_BAD_TABLE_ID***'],
  ['actions=goto_table', 'ovs-ofctl: unknown table ""'],
  [
    'actions=output:1,goto_table:3',
    'output:1,resubmit(,3)',
    'output:1,goto_table:3',
    'output:1,goto_table:3',
  ],
]);

testRows('order', [
  [
    'actions=goto_table:5,output:1',
    'ovs-ofctl: invalid instruction ordering: apply_actions must appear before goto_table, for OpenFlow 1.1+ compatibility',
  ],
  [
    'actions=goto_table:5,goto_table:6',
    'ovs-ofctl: duplicate goto_table instruction not allowed, for OpenFlow 1.1+ compatibility',
  ],
  [
    'actions=write_metadata:1,clear_actions',
    'ovs-ofctl: invalid instruction ordering: clear_actions must appear before write_metadata, for OpenFlow 1.1+ compatibility',
  ],
  [
    'actions=clear_actions,output:1',
    'ovs-ofctl: invalid instruction ordering: apply_actions must appear before clear_actions, for OpenFlow 1.1+ compatibility',
  ],
  [
    'actions=write_actions(1),write_actions(2)',
    'ovs-ofctl: duplicate write_actions instruction not allowed, for OpenFlow 1.1+ compatibility',
  ],
  [
    'actions=clear_actions,clear_actions',
    'ovs-ofctl: duplicate clear_actions instruction not allowed, for OpenFlow 1.1+ compatibility',
  ],
]);
