/** Actions that choose among ports or links. What is expected is what ovs-ofctl 3.1.0 printed. */
import { testRows } from './rows';

testRows('bundle', [
  ['actions=bundle(eth_src,0,hrw,ofport,members:4,8)', 'bundle(eth_src,0,hrw,ofport,members:4,8)'],
  [
    'actions=bundle(ETH_SRC 5 active_backup OFPORT slaves:[LOCAL NONE])',
    'bundle(eth_src,5,active_backup,ofport,members:LOCAL,ANY)',
  ],
  [
    'actions=bundle(symmetric_l3l4+udp,65536,hrw,ofport,members:)',
    'bundle(symmetric_l3l4+udp,0,hrw,ofport,members:)',
  ],
  ['actions=bundle(eth_src,-1,hrw,ofport,members:1)', 'bundle(eth_src,65535,hrw,ofport,members:1)'],
  [
    'actions=bundle(eth_src,99999999999999999999,hrw,ofport,members:1)',
    'bundle(eth_src,65535,hrw,ofport,members:1)',
  ],
  ['actions=bundle(eth_src,5x,hrw,ofport,members:1)', 'bundle(eth_src,5,hrw,ofport,members:1)'],
  [
    'actions=bundle(eth_src,0,hrw,ofport,members:CONTROLLER)',
    'ovs-ofctl: actions are invalid with specified match (OFPBAC_BAD_OUT_PORT)',
  ],
  [
    'actions=bundle(eth_src,0,hrw,ofport,members:65280)',
    'ovs-ofctl: actions are invalid with specified match (OFPBAC_BAD_OUT_PORT)',
  ],
  ['actions=bundle(eth_src,0,hrw,ofport,members:eth0)', 'a name that only a switch knows'],
  [
    'actions=bundle(foo,0,hrw,ofport,members:1)',
    "ovs-ofctl: foo,0,hrw,ofport,members:1: unknown fields `foo'",
  ],
  [
    'actions=bundle(eth_src,0,foo,ofport,members:1)',
    "ovs-ofctl: eth_src,0,foo,ofport,members:1: unknown algorithm `foo'",
  ],
  [
    'actions=bundle(eth_src,0,hrw,foo,members:1)',
    "ovs-ofctl: eth_src,0,hrw,foo,members:1: unknown member_type `foo'",
  ],
  [
    'actions=bundle(foo,0,hrw,ofport,member:1)',
    "ovs-ofctl: foo,0,hrw,ofport,member:1: missing member delimiter, expected `members', got `member'",
  ],
  [
    'actions=bundle(eth_src,0,hrw,ofport)',
    'ovs-ofctl: eth_src,0,hrw,ofport: not enough arguments to bundle action',
  ],
  ['actions=bundle:eth_src', 'ovs-ofctl: eth_src: not enough arguments to bundle action'],
]);

testRows('bundle_load', [
  [
    'actions=bundle_load(eth_src,0,hrw,ofport,NXM_NX_REG0[0..15],members:4,8)',
    'bundle_load(eth_src,0,hrw,ofport,NXM_NX_REG0[0..15],members:4,8)',
  ],
  ['actions=bundle_load(eth_src,0,hrw,ofport,reg0[0..3],members:4)', '***OFPBAC_BAD_ARGUMENT***'],
  [
    'actions=bundle_load(eth_src,0,hrw,ofport,xxreg0,members:4)',
    'bundle_load(eth_src,0,hrw,ofport,NXM_NX_XXREG0[1..64],members:4)',
  ],
  [
    'actions=bundle_load(eth_src,0,hrw,ofport,ct_state,members:4)',
    'ovs-ofctl: actions are invalid with specified match (OFPBAC_BAD_SET_ARGUMENT)',
  ],
  [
    'actions=bundle_load(eth_src,0,hrw,ofport,tcp_dst,members:4)',
    'ovs-ofctl: actions are invalid with specified match (OFPBAC_MATCH_INCONSISTENT)',
  ],
  [
    'tcp,actions=bundle_load(eth_src,0,hrw,ofport,tcp_dst,members:4)',
    'bundle_load(eth_src,0,hrw,ofport,NXM_OF_TCP_DST[],members:4)',
  ],
  [
    'actions=bundle_load(eth_src,0,hrw,ofport,dl_vlan,members:4)',
    "ovs-ofctl: eth_src,0,hrw,ofport,dl_vlan,members:4: experimenter OXM field 'dl_vlan' not supported",
  ],
  [
    'actions=bundle_load(eth_src,0,hrw,ofport,nsh_c1,members:4)',
    "ovs-ofctl: eth_src,0,hrw,ofport,nsh_c1,members:4: experimenter OXM field 'nsh_c1' not supported",
  ],
  ['actions=bundle_load(eth_src,0,hrw,ofport,foo,members:4)', "ovs-ofctl: foo: unknown field `foo'"],
]);

testRows('multipath', [
  [
    'actions=multipath(eth_src,50,modulo_n,4,0,NXM_NX_REG0[0..1])',
    'multipath(eth_src,50,modulo_n,4,0,NXM_NX_REG0[0..1])',
  ],
  [
    'actions=multipath(nw_dst 70000 ITER_HASH 65536 -1 reg1)',
    'multipath(nw_dst,4464,iter_hash,65536,4294967295,NXM_NX_REG1[])',
  ],
  ['actions=multipath(eth_src,50,modulo_n,4,0,reg0,7)', 'multipath(eth_src,50,modulo_n,4,0,NXM_NX_REG0[])'],
  [
    'actions=multipath(eth_src,50,modulo_n,5,0,NXM_NX_REG0[0..1])',
    'ovs-ofctl: eth_src,50,modulo_n,5,0,NXM_NX_REG0[0..1]: 2-bit destination field has 4 possible values, less than specified n_links 5',
  ],
  [
    'actions=multipath(eth_src,50,modulo_n,0,0,reg0)',
    'ovs-ofctl: eth_src,50,modulo_n,0,0,reg0: n_links 0 is not in valid range 1 to 65536',
  ],
  [
    'actions=multipath(eth_src,50,modulo_n,65537,0,reg0)',
    'ovs-ofctl: eth_src,50,modulo_n,65537,0,reg0: n_links 65537 is not in valid range 1 to 65536',
  ],
  ['actions=multipath(eth_src,50,modulo_n,4,0,xxreg0[0..64])', '***OFPBAC_BAD_ARGUMENT***'],
  [
    'actions=multipath(foo,50,modulo_n,4,0,reg0)',
    "ovs-ofctl: foo,50,modulo_n,4,0,reg0: unknown fields `foo'",
  ],
  [
    'actions=multipath(eth_src,50,foo,4,0,reg0)',
    "ovs-ofctl: eth_src,50,foo,4,0,reg0: unknown algorithm `foo'",
  ],
  [
    'actions=multipath(eth_src,50,modulo_n,4,0,actset_output)',
    "ovs-ofctl: eth_src,50,modulo_n,4,0,actset_output: experimenter OXM field 'actset_output' not supported",
  ],
  [
    'actions=multipath(eth_src,50,modulo_n,4,0,ct_state)',
    'ovs-ofctl: actions are invalid with specified match (OFPBAC_BAD_SET_ARGUMENT)',
  ],
  [
    'actions=multipath(eth_src,50,modulo_n,4)',
    'ovs-ofctl: eth_src,50,modulo_n,4: not enough arguments to multipath action',
  ],
]);
