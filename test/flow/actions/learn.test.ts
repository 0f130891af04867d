import { describe, expect, test } from 'vitest';
import { isLearn, type LearnAction } from '../../../server/src/core/flow/actions/learn';
import { actionsOf, fixesOf, problemsIn, refusalOf, verdictOn } from './evaluated';

/** What ovs-ofctl 3.1.0 says. */
const verdicts: [flow: string, verdict: string][] = [
  [
    'actions=learn(table=1,NXM_OF_VLAN_TCI[0..11],NXM_OF_ETH_DST[]=NXM_OF_ETH_SRC[],output:NXM_OF_IN_PORT[])',
    'ADD actions=learn(table=1,NXM_OF_VLAN_TCI[0..11],NXM_OF_ETH_DST[]=NXM_OF_ETH_SRC[],output:NXM_OF_IN_PORT[])',
  ],
  ['actions=learn', 'ADD actions=learn(table=1)'],
  ['actions=learn(table=256)', 'rejected: unknown table "256"'],
  ['actions=learn(priority=abc)', 'ADD actions=learn(table=1,priority=0)'],
  ['actions=learn(priority=70000)', 'ADD actions=learn(table=1,priority=4464)'],
  [
    'actions=learn(idle_timeout=10,hard_timeout=20,fin_idle_timeout=1,fin_hard_timeout=2,priority=5,cookie=0x7,send_flow_rem,delete_learned)',
    'ADD actions=learn(table=1,idle_timeout=10,hard_timeout=20,fin_idle_timeout=1,fin_hard_timeout=2,priority=5,send_flow_rem,delete_learned,cookie=0x7)',
  ],
  ['actions=learn(limit=10,result_dst=reg0)', "rejected: result_dst in 'learn' action must be a single bit"],
  ['actions=learn(result_dst=ct_state[0])', 'rejected: ct_state[0] is read-only'],
  ['actions=learn(limit=abc)', 'ADD actions=learn(table=1)'],
  ['actions=learn(foo=1)', 'rejected: foo=1: unknown keyword foo'],
  ['actions=learn(foo)', 'rejected: foo: unknown keyword foo'],
  [
    'actions=learn(reg0[0..7]=300)',
    "rejected: reg0[0..7]=300: reg0[0..7] value 300 cannot be parsed as a subfield (300: unknown field `300') or an immediate value (reg0[0..7]=300: value 0x12c does not fit into 8 bits)",
  ],
  ['actions=learn(reg0=reg1)', 'ADD actions=learn(table=1,NXM_NX_REG0[]=NXM_NX_REG1[])'],
  [
    'actions=learn(reg0=reg1[0..15])',
    'rejected: reg0=reg1[0..15]: bit widths of reg0 (16) and reg1[0..15] (32) differ',
  ],
  [
    'actions=learn(eth_type=0x800,nw_src=10.0.0.1)',
    'ADD actions=learn(table=1,eth_type=0x800,ip_src=10.0.0.1)',
  ],
  [
    'actions=learn(nw_src=10.0.0.1)',
    'rejected: actions are invalid with specified match (OFPBAC_MATCH_INCONSISTENT)',
  ],
  [
    'tcp,actions=learn(eth_type=0x800,nw_proto=6,tcp_dst=tcp_src)',
    'ADD tcp actions=learn(table=1,eth_type=0x800,nw_proto=6,NXM_OF_TCP_DST[]=NXM_OF_TCP_SRC[])',
  ],
  [
    'actions=learn(eth_type=0x800,nw_proto=6,tcp_dst=tcp_src)',
    'rejected: actions are invalid with specified match (OFPBAC_MATCH_INCONSISTENT)',
  ],
  [
    'tcp,actions=learn(eth_type=0x800,nw_proto=6,tcp_dst)',
    'ADD tcp actions=learn(table=1,eth_type=0x800,nw_proto=6,NXM_OF_TCP_DST[])',
  ],
  ['actions=learn(load:300->reg0[0..7])', 'rejected: 300->reg0[0..7]: value does not fit into 8 bits'],
  ['actions=learn(load:reg1->reg0)', 'ADD actions=learn(table=1,load:NXM_NX_REG1[]->NXM_NX_REG0[])'],
  [
    'actions=learn(load:reg1[0..7]->reg0)',
    'rejected: reg1[0..7]->reg0: source field is 8 bits wide but destination is 32 bits wide',
  ],
  ['actions=learn(load:5x->reg0)', "rejected: load: garbage before `->' in `5x->reg0'"],
  ['actions=learn(output:reg0)', 'ADD actions=learn(table=1,output:NXM_NX_REG0[])'],
  ['actions=learn(output:1)', "rejected: 1: unknown field `1'"],
  ['actions=learn(output:reg0[0..15])', 'ADD actions=learn(table=1,output:NXM_NX_REG0[0..15])'],
  ['actions=learn(output)', "rejected: : unknown field `'"],
  [
    'actions=learn(eth_type=0x800,nw_src=10.0.0.0/8)',
    "rejected: eth_type=0x800,nw_src=10.0.0.0/8: nw_src value 10.0.0.0/8 cannot be parsed as a subfield (10.0.0.0/8: unknown field `10.0.0.0/8') or an immediate value (10.0.0.0/8: wildcards not allowed here)",
  ],
  ['actions=learn(tun_metadata0=1)', 'ADD actions=learn(table=1,tun_metadata0=0x1)'],
  [
    'actions=learn(tun_erspan_ver=1)',
    "rejected: tun_erspan_ver=1: experimenter OXM field 'tun_erspan_ver' not supported",
  ],
  ['actions=learn(in_port=LOCAL)', 'ADD actions=learn(table=1,in_port=LOCAL)'],
  [
    'actions=learn(ct_state=+trk)',
    "rejected: ct_state=+trk: ct_state value +trk cannot be parsed as a subfield (+trk: unknown field `+trk') or an immediate value (+trk: wildcards not allowed here)",
  ],
  [
    'actions=learn(ct_state=trk)',
    'ADD actions=learn(table=1,ct_state=-new-est-rel-rpl-inv+trk-snat-dnat-[Unknown]-[Unknown]-[Unknown]-[Unknown]-[Unknown]-[Unknown]-[Unknown]-[Unknown]-[Unknown]-[Unknown]-[Unknown]-[Unknown]-[Unknown]-[Unknown]-[Unknown]-[Unknown]-[Unknown]-[Unknown]-[Unknown]-[Unknown]-[Unknown]-[Unknown]-[Unknown]-[Unknown])',
  ],
  ['actions=learn(learn(table=1))', 'rejected: learn(table=1): unknown keyword learn'],
  [
    'actions=learn(table=1,eth_type=0x800,nw_src=10.0.0.1,load:5->reg0[0..7])',
    'ADD actions=learn(table=1,eth_type=0x800,ip_src=10.0.0.1,load:0x5->NXM_NX_REG0[0..7])',
  ],
  [
    'tcp,actions=learn(eth_type=0x800,nw_proto=6,tcp_dst=tcp_src,output:NXM_OF_IN_PORT[])',
    'ADD tcp actions=learn(table=1,eth_type=0x800,nw_proto=6,NXM_OF_TCP_DST[]=NXM_OF_TCP_SRC[],output:NXM_OF_IN_PORT[])',
  ],
  ['ip,actions=ct(commit,exec(learn()))', "rejected: ct action doesn't support nested action learn"],
  [
    'ip,actions=learn(priority=99999999999999999999,idle_timeout=70000,cookie=-1,limit=-1,fin_idle_timeout=+5,fin_hard_timeout=0x10)',
    'ADD ip actions=learn(table=1,idle_timeout=4464,fin_idle_timeout=5,priority=65535,cookie=0xffffffffffffffff,limit=4294967295)',
  ],
  [
    'ip,actions=learn(cookie=99999999999999999999999,limit=4294967297)',
    'ADD ip actions=learn(table=1,cookie=0xffffffffffffffff,limit=1)',
  ],
  ['ip,actions=learn(cookie=010,limit=5x)', 'ADD ip actions=learn(table=1,cookie=0x8,limit=5)'],
  [
    'actions=learn(priority=-5,hard_timeout= 7,cookie,limit)',
    'rejected: priority=-5,hard_timeout= 7,cookie,limit: unknown keyword 7',
  ],
  ['actions=learn(priority=-99999999999999999999)', 'ADD actions=learn(table=1,priority=0)'],
  [
    'actions=learn(send_flow_rem=no,delete_learned=0,table=2,table=3)',
    'ADD actions=learn(table=3,send_flow_rem,delete_learned)',
  ],
  [
    'actions=learn(reg0=tun_erspan_idx[])',
    'rejected: reg0=tun_erspan_idx[]: bit widths of reg0 (20) and tun_erspan_idx[] (32) differ',
  ],
  ['actions=learn(output:tun_erspan_idx[])', 'refused: OFPBAC_BAD_SET_TYPE'],
  ['actions=learn(load:tun_erspan_idx[]->reg0[0..19])', 'refused: OFPBAC_BAD_SET_TYPE'],
  ['actions=learn(load:reg0[0..19]->tun_erspan_idx)', 'refused: OFPBAC_BAD_SET_TYPE'],
  [
    'actions=learn(load:5->tun_erspan_idx)',
    "rejected: 5->tun_erspan_idx: experimenter OXM field 'tun_erspan_idx' not supported",
  ],
  [
    'actions=learn(load:reg0[0..19]->mpls_label)',
    'rejected: actions are invalid with specified match (OFPBAC_MATCH_INCONSISTENT)',
  ],
  [
    'actions=learn(eth_type=0x8847,mpls_label=0xffffffff)',
    'ADD actions=learn(table=1,eth_type=0x8847,mpls_label=16777215)',
  ],
  [
    'actions=learn(eth_type=0x8847,mpls_label=0x0f000005)',
    'ADD actions=learn(table=1,eth_type=0x8847,mpls_label=5)',
  ],
  ['actions=learn(load:reg0[0..11]->dl_vlan)', 'refused: OFPBAC_BAD_SET_TYPE'],
  ['actions=learn(load:5->dl_vlan)', "rejected: 5->dl_vlan: experimenter OXM field 'dl_vlan' not supported"],
  ['actions=learn(reg0[0..11]=dl_vlan)', 'refused: OFPBAC_BAD_SET_TYPE'],
  ['actions=learn(dl_vlan=5)', "rejected: dl_vlan=5: experimenter OXM field 'dl_vlan' not supported"],
  ['actions=learn(vlan_vid=5)', 'ADD actions=learn(table=1,vlan_vid=5)'],
  ['actions=learn(vlan_vid=0x1fff)', 'ADD actions=learn(table=1,vlan_vid=8191)'],
  ['actions=learn(vlan_tci=0x1005,vlan_pcp=1)', 'ADD actions=learn(table=1,vlan_tci=0x1005,vlan_pcp=1)'],
  [
    'actions=learn(vlan_tci[12]=1,vlan_pcp=1)',
    'ADD actions=learn(table=1,NXM_OF_VLAN_TCI[12]=0x1,vlan_pcp=1)',
  ],
  [
    'actions=learn(vlan_vid=0x1005,vlan_pcp=1)',
    'rejected: actions are invalid with specified match (OFPBAC_MATCH_INCONSISTENT)',
  ],
  [
    'actions=learn(nw_tos=4)',
    'rejected: actions are invalid with specified match (OFPBAC_MATCH_INCONSISTENT)',
  ],
  ['actions=learn(eth_type=0x800,nw_tos=5)', 'ADD actions=learn(table=1,eth_type=0x800,nw_tos=5)'],
  ['actions=learn(eth_type=0x800,ip_dscp=5)', 'ADD actions=learn(table=1,eth_type=0x800,ip_dscp=5)'],
  ['actions=learn(eth_type=0x800,ip_dscp=255)', 'ADD actions=learn(table=1,eth_type=0x800,ip_dscp=255)'],
  ['actions=learn(eth_type=0x800,ip_ecn=255)', 'ADD actions=learn(table=1,eth_type=0x800,nw_ecn=255)'],
  [
    'actions=learn(reg0[0..5]=nw_tos)',
    'rejected: reg0[0..5]=nw_tos: bit widths of reg0[0..5] (8) and nw_tos (6) differ',
  ],
  [
    'ip,actions=learn(reg0[0..5]=ip_dscp)',
    'ADD ip actions=learn(table=1,NXM_NX_REG0[0..5]=OXM_OF_IP_DSCP[])',
  ],
  ['ip,actions=learn(reg0[0..7]=nw_tos)', 'ADD ip actions=learn(table=1,NXM_NX_REG0[0..7]=NXM_OF_IP_TOS[])'],
  [
    'actions=learn(result_dst=tun_metadata0[3])',
    'ADD actions=learn(table=1,result_dst=NXM_NX_TUN_METADATA0[3])',
  ],
  [
    'actions=learn(result_dst=tun_erspan_idx[3])',
    'ADD actions=learn(table=1,result_dst=NXOXM_ET_ERSPAN_IDX[3])',
  ],
  ['actions=learn(result_dst=dl_vlan[3])', 'refused: OFPBMC_BAD_FIELD'],
  ['actions=learn(result_dst=in_port[0])', 'ADD actions=learn(table=1,result_dst=NXM_OF_IN_PORT[0])'],
  [
    'actions=learn(result_dst=reg0[40])',
    'rejected: reg0[40]: starting bit 40 is not valid because field is only 32 bits wide',
  ],
  ['actions=learn(result_dst=reg0)', "rejected: result_dst in 'learn' action must be a single bit"],
  ['actions=learn(result_dst=)', "rejected: : unknown field `'"],
  ['actions=learn(result_dst=eth_type[0])', 'rejected: eth_type[0] is read-only'],
  [
    'actions=learn(tun_metadata0=tun_metadata1)',
    'ADD actions=learn(table=1,NXM_NX_TUN_METADATA0[]=NXM_NX_TUN_METADATA1[])',
  ],
  ['actions=learn(tun_metadata0[8..15]=0x7f)', 'ADD actions=learn(table=1,NXM_NX_TUN_METADATA0[8..15]=0x7f)'],
  [
    'actions=learn(tun_metadata0[8..11]=0x7f)',
    "rejected: tun_metadata0[8..11]=0x7f: tun_metadata0[8..11] value 0x7f cannot be parsed as a subfield (0x7f: unknown field `0x7f') or an immediate value (tun_metadata0[8..11]=0x7f: value 0x7f does not fit into 4 bits)",
  ],
  ['actions=learn(in_port_oxm=LOCAL)', 'ADD actions=learn(table=1,in_port_oxm=LOCAL)'],
  [
    'actions=learn(in_port=70000)',
    "rejected: in_port=70000: in_port value 70000 cannot be parsed as a subfield (70000: unknown field `70000') or an immediate value (70000: invalid or unknown port for in_port)",
  ],
  [
    'actions=learn(in_port[0..7]=LOCAL)',
    "rejected: in_port[0..7]=LOCAL: in_port[0..7] value LOCAL cannot be parsed as a subfield (LOCAL: unknown field `LOCAL') or an immediate value (in_port[0..7]=LOCAL: cannot parse integer value)",
  ],
  ['actions=learn(eth_type=0x800,ip_frag=later)', 'ADD actions=learn(table=1,eth_type=0x800,ip_frag=later)'],
  [
    'actions=learn(eth_type=0x800,ip_frag=1)',
    'rejected: eth_type=0x800,ip_frag=1: ip_frag value 1 cannot be parsed as a subfield (1: unknown field `1\') or an immediate value (1: unknown fragment type (valid types are "no", "yes", "first", "later", "not_later")',
  ],
  ['actions=learn(tun_flags=oam)', 'ADD actions=learn(table=1,tun_flags=oam)'],
  [
    'actions=learn(tcp_flags=syn)',
    'rejected: actions are invalid with specified match (OFPBAC_MATCH_INCONSISTENT)',
  ],
  [
    'actions=learn(eth_type=0x800,nw_proto=6,tcp_flags=syn|ack)',
    'ADD actions=learn(table=1,eth_type=0x800,nw_proto=6,tcp_flags=syn|ack)',
  ],
  [
    'actions=learn(eth_type=0x800,nw_proto=6,tcp_flags=+syn)',
    "rejected: eth_type=0x800,nw_proto=6,tcp_flags=+syn: tcp_flags value +syn cannot be parsed as a subfield (+syn: unknown field `+syn') or an immediate value (+syn: wildcards not allowed here)",
  ],
  ['actions=learn(packet_type=(0,0))', 'ADD actions=learn(table=1,packet_type=eth)'],
  [
    'actions=learn(packet_type=(1,0x800),nw_src=1.1.1.1)',
    'ADD actions=learn(table=1,packet_type=packet_type=(1,0x800),ip_src=1.1.1.1)',
  ],
  ['actions=learn(load:5->tun_metadata0)', 'ADD actions=learn(table=1,load:0x5->NXM_NX_TUN_METADATA0[])'],
  ['actions=learn(load:5->ct_mark)', 'ADD actions=learn(table=1,load:0x5->NXM_NX_CT_MARK[])'],
  [
    'actions=learn(load:5->ct_state)',
    'rejected: actions are invalid with specified match (OFPBAC_BAD_SET_ARGUMENT)',
  ],
  [
    'actions=learn(load:5->ct_zone)',
    'rejected: actions are invalid with specified match (OFPBAC_BAD_SET_ARGUMENT)',
  ],
  ['actions=learn(table=foo)', 'a name that only a switch knows'],
  ['actions=learn(table=255)', "rejected: table=255: table id 255 not valid for `learn' action"],
  ['actions=learn(table=0)', 'ADD actions=learn(table=0)'],
  ['actions=learn(table=)', 'rejected: unknown table ""'],
  [
    'actions=learn(eth_type=0x800,nw_proto[0..3]=6,tcp_dst=1)',
    'rejected: actions are invalid with specified match (OFPBAC_MATCH_INCONSISTENT)',
  ],
  [
    'actions=learn(eth_type[0..15]=0x800,nw_proto=6,tcp_dst=1)',
    'ADD actions=learn(table=1,eth_type=0x800,nw_proto=6,tcp_dst=1)',
  ],
  [
    'actions=learn(eth_type[0..15]=0x800,nw_proto[0..7]=6,tcp_dst=1)',
    'ADD actions=learn(table=1,eth_type=0x800,nw_proto=6,tcp_dst=1)',
  ],
  [
    'actions=learn(eth_type=0x800,eth_type=0x86dd,nw_src=1.1.1.1)',
    'rejected: actions are invalid with specified match (OFPBAC_MATCH_INCONSISTENT)',
  ],
  [
    'actions=learn(eth_type=0x86dd,eth_type=0x800,nw_src=1.1.1.1)',
    'ADD actions=learn(table=1,eth_type=0x86dd,eth_type=0x800,ip_src=1.1.1.1)',
  ],
  [
    'ip,actions=learn(eth_type,nw_src=1.1.1.1)',
    'rejected: actions are invalid with specified match (OFPBAC_MATCH_INCONSISTENT)',
  ],
  [
    'ip,actions=learn(eth_type=0x800,nw_src=nw_dst)',
    'ADD ip actions=learn(table=1,eth_type=0x800,NXM_OF_IP_SRC[]=NXM_OF_IP_DST[])',
  ],
  [
    'actions=learn(eth_type=0x800,nw_src=nw_dst)',
    'rejected: actions are invalid with specified match (OFPBAC_MATCH_INCONSISTENT)',
  ],
  [
    'ip,actions=learn(eth_type=0x800,nw_src[0..23]=nw_dst[8..31])',
    'ADD ip actions=learn(table=1,eth_type=0x800,NXM_OF_IP_SRC[0..23]=NXM_OF_IP_DST[8..31])',
  ],
  ['actions=learn(reg0=1)', 'ADD actions=learn(table=1,reg0=0x1)'],
  ['actions=learn(reg0[]=1)', 'ADD actions=learn(table=1,reg0=0x1)'],
  ['actions=learn(NXM_NX_REG0[]=1)', 'ADD actions=learn(table=1,reg0=0x1)'],
  ['actions=learn(OXM_OF_ETH_DST=11:22:33:44:55:66)', 'ADD actions=learn(table=1,eth_dst=11:22:33:44:55:66)'],
  [
    'actions=learn(reg0[0]=1,reg0[1..4]=0xf,reg0[5..12]=0)',
    'ADD actions=learn(table=1,NXM_NX_REG0[0]=0x1,NXM_NX_REG0[1..4]=0xf,NXM_NX_REG0[5..12]=0)',
  ],
  [
    'actions=learn(reg0[0..7]=x)',
    "rejected: reg0[0..7]=x: reg0[0..7] value x cannot be parsed as a subfield (x: unknown field `x') or an immediate value (reg0[0..7]=x: cannot parse integer value)",
  ],
  [
    'actions=learn(reg0[0..7]=99999999999999999999999)',
    "rejected: reg0[0..7]=99999999999999999999999: reg0[0..7] value 99999999999999999999999 cannot be parsed as a subfield (99999999999999999999999: unknown field `99999999999999999999999') or an immediate value (reg0[0..7]=99999999999999999999999: cannot parse integer value)",
  ],
  [
    'actions=learn(reg0[0..7]=0x100)',
    "rejected: reg0[0..7]=0x100: reg0[0..7] value 0x100 cannot be parsed as a subfield (0x100: unknown field `0x100') or an immediate value (reg0[0..7]=0x100: value 0x100 does not fit into 8 bits)",
  ],
  [
    'actions=learn(eth_dst[0..7]=0x100)',
    "rejected: eth_dst[0..7]=0x100: eth_dst[0..7] value 0x100 cannot be parsed as a subfield (0x100: unknown field `0x100') or an immediate value (eth_dst[0..7]=0x100: value 00:00:00:00:01:00 does not fit into 8 bits)",
  ],
  ['actions=learn(eth_dst[0..7]=0xff)', 'ADD actions=learn(table=1,NXM_OF_ETH_DST[0..7]=0xff)'],
  ['actions=learn(reg0[40]=1)', 'rejected: reg0[40]=1: unknown keyword reg0[40]'],
  ['actions=learn(reg0[)', 'rejected: reg0[: unknown keyword reg0['],
  [
    'actions=learn(reg0=0x1ffffffff)',
    "rejected: reg0=0x1ffffffff: reg0 value 0x1ffffffff cannot be parsed as a subfield (0x1ffffffff: unknown field `0x1ffffffff') or an immediate value (0x1ffffffff: value too large for 4-byte field reg0)",
  ],
  [
    'actions=learn(reg0=1/1)',
    "rejected: reg0=1/1: reg0 value 1/1 cannot be parsed as a subfield (1/1: unknown field `1/1') or an immediate value (1/1: wildcards not allowed here)",
  ],
  [
    'actions=learn(reg0=*)',
    "rejected: reg0=*: reg0 value * cannot be parsed as a subfield (*: unknown field `*') or an immediate value (*: wildcards not allowed here)",
  ],
  [
    'actions=learn(reg0=reg99)',
    "rejected: reg0=reg99: reg0 value reg99 cannot be parsed as a subfield (reg99: unknown field `reg99') or an immediate value (reg99: bad syntax for reg0 value)",
  ],
  [
    'actions=learn(reg0=reg1[0..)',
    'rejected: reg0=reg1[0..: reg0 value reg1[0.. cannot be parsed as a subfield (reg1[0..: syntax error expecting [] or [<bit>] or [<start>..<end>]) or an immediate value (reg1[0..: bad syntax for reg0 value)',
  ],
  [
    'actions=learn(reg0=reg1[0..15]x)',
    'rejected: reg0=reg1[0..15]x: reg0 value reg1[0..15]x cannot be parsed as a subfield (unexpected input following field syntax) or an immediate value (reg1[0..15]x: bad syntax for reg0 value)',
  ],
  [
    'actions=learn(ct_state=0x20)',
    'ADD actions=learn(table=1,ct_state=-new-est-rel-rpl-inv+trk-snat-dnat-[Unknown]-[Unknown]-[Unknown]-[Unknown]-[Unknown]-[Unknown]-[Unknown]-[Unknown]-[Unknown]-[Unknown]-[Unknown]-[Unknown]-[Unknown]-[Unknown]-[Unknown]-[Unknown]-[Unknown]-[Unknown]-[Unknown]-[Unknown]-[Unknown]-[Unknown]-[Unknown]-[Unknown])',
  ],
  ['actions=learn(ct_state[5]=1)', 'ADD actions=learn(table=1,NXM_NX_CT_STATE[5]=0x1)'],
  [
    'actions=learn(ct_mark=5,ct_label=6,ct_zone=7)',
    'ADD actions=learn(table=1,ct_mark=0x5,ct_label=0x6,ct_zone=0x7)',
  ],
  [
    'actions=learn(ct_state[0]=1,ct_nw_src=1.1.1.1)',
    'ADD actions=learn(table=1,NXM_NX_CT_STATE[0]=0x1,ct_nw_src=1.1.1.1)',
  ],
  [
    'actions=learn(ct_state[5]=1,ct_nw_src=1.1.1.1)',
    'rejected: actions are invalid with specified match (OFPBAC_MATCH_INCONSISTENT)',
  ],
  ['actions=learn(tcp)', 'rejected: tcp: unknown keyword tcp'],
  ['actions=learn(ip,nw_src=1.1.1.1)', 'rejected: ip,nw_src=1.1.1.1: unknown keyword ip'],
  ['actions=learn(load=1->reg0)', 'ADD actions=learn(table=1,load:0x1->NXM_NX_REG0[])'],
  ['actions=learn(load(1->reg0))', 'ADD actions=learn(table=1,load:0x1->NXM_NX_REG0[])'],
  ['actions=learn(load(1)->reg0)', "rejected: load: garbage before `->' in `1)->reg0'"],
  ['actions=learn(load:1)', "rejected: load: missing `->' in `1'"],
  ['actions=learn(load)', "rejected: load: missing `->' in `'"],
  ['actions=learn(load:->reg0)', "rejected: load: missing source before `->' in `->reg0'"],
  ['actions=learn(load:1->)', "rejected: : unknown field `'"],
  ['actions=learn(load:1->foo)', "rejected: foo: unknown field `foo'"],
  ['actions=learn(load:1->reg0[0..3]x)', 'rejected: unexpected input following field syntax'],
  ['actions=learn(load:0x->reg0)', 'ADD actions=learn(table=1,load:0->NXM_NX_REG0[])'],
  ['actions=learn(load:0x12 34->reg0)', "rejected: load: missing `->' in `0x12'"],
  ['actions=learn(load(0x12 34->reg0))', 'ADD actions=learn(table=1,load:0x1234->NXM_NX_REG0[])'],
  [
    'actions=learn(load:99999999999999999999999->reg0)',
    "rejected: 99999999999999999999999->reg0: unknown field `99999999999999999999999'",
  ],
  [
    'actions=learn(load:0x99999999999999999999999->reg0)',
    'rejected: 0x99999999999999999999999->reg0: value does not fit into 32 bits',
  ],
  [
    'actions=learn(load:0x99999999999999999999999->xxreg0)',
    'ADD actions=learn(table=1,load:0x99999999999999999999999->NXM_NX_XXREG0[])',
  ],
  ['actions=learn(load:-1->reg0)', 'rejected: -1->reg0: value does not fit into 32 bits'],
  ['actions=learn(load:-1->xreg0)', 'ADD actions=learn(table=1,load:0xffffffffffffffff->OXM_OF_PKT_REG0[])'],
  ['actions=learn(load:5->reg0->reg1)', 'rejected: unexpected input following field syntax'],
  ['actions=learn(load:foo->reg1)', "rejected: foo->reg1: unknown field `foo'"],
  ['actions=learn(load:reg0x->reg1)', "rejected: reg0x->reg1: unknown field `reg0x'"],
  ['actions=learn(load:reg0[0..3]x->reg1)', "rejected: reg0[0..3]x->reg1: missing `->' following source"],
  [
    'actions=learn(load:reg0[0..3]->reg1)',
    'rejected: reg0[0..3]->reg1: source field is 4 bits wide but destination is 32 bits wide',
  ],
  ['actions=learn(load:reg0-reg1)', "rejected: load: missing `->' in `reg0-reg1'"],
  ['actions=learn(load:reg0[]->reg1[])', 'ADD actions=learn(table=1,load:NXM_NX_REG0[]->NXM_NX_REG1[])'],
  [
    'actions=learn(load:reg0[]->eth_type)',
    'rejected: reg0[]->eth_type: source field is 32 bits wide but destination is 16 bits wide',
  ],
  ['actions=learn(load:0->reg0[3])', 'ADD actions=learn(table=1,load:0->NXM_NX_REG0[3])'],
  ['actions=learn(load:1.1.1.1->nw_src)', "rejected: load: garbage before `->' in `1.1.1.1->nw_src'"],
  ['actions=learn(output:)', "rejected: : unknown field `'"],
  ['actions=learn(output:foo)', "rejected: foo: unknown field `foo'"],
  ['actions=learn(output:NXM_OF_IN_PORT[])', 'ADD actions=learn(table=1,output:NXM_OF_IN_PORT[])'],
  [
    'actions=learn(output:reg0[0..15],output:reg0[3])',
    'ADD actions=learn(table=1,output:NXM_NX_REG0[0..15],output:NXM_NX_REG0[3])',
  ],
  [
    'actions=learn(output:tcp_src)',
    'rejected: actions are invalid with specified match (OFPBAC_MATCH_INCONSISTENT)',
  ],
  ['tcp,actions=learn(output:tcp_src)', 'ADD tcp actions=learn(table=1,output:NXM_OF_TCP_SRC[])'],
  ['actions=learn(table=1', 'ADD actions=learn(table=1)'],
  ['actions=learn(table=1)->x', 'rejected: unknown table "1)->x"'],
  ['actions=learn=table=1', 'ADD actions=learn(table=1)'],
  ['actions=LEARN(TABLE=1)', 'rejected: TABLE=1: unknown keyword TABLE'],
  [
    'actions=learn(nw_proto=6,tcp_dst=80)',
    'rejected: actions are invalid with specified match (OFPBAC_MATCH_INCONSISTENT)',
  ],
  [
    'actions=learn(arp_op=1)',
    'rejected: actions are invalid with specified match (OFPBAC_MATCH_INCONSISTENT)',
  ],
  [
    'actions=learn(eth_type=0x806,arp_op=1,arp_spa=1.1.1.1)',
    'ADD actions=learn(table=1,eth_type=0x806,arp_op=1,arp_spa=1.1.1.1)',
  ],
  ['actions=learn(eth_type=0x806,arp_op=300)', 'ADD actions=learn(table=1,eth_type=0x806,arp_op=300)'],
  [
    'actions=learn(eth_type=0x86dd,ipv6_src=fe80::1,ipv6_label=0xfffff,ipv6_label[0..3]=1)',
    'ADD actions=learn(table=1,eth_type=0x86dd,ipv6_src=fe80::1,ipv6_label=0xfffff,NXM_NX_IPV6_LABEL[0..3]=0x1)',
  ],
  [
    'actions=learn(eth_type=0x86dd,nw_proto=58,icmpv6_type=135,icmpv6_code=0,nd_target=fe80::1)',
    'ADD actions=learn(table=1,eth_type=0x86dd,nw_proto=58,icmpv6_type=135,icmpv6_code=0,nd_target=fe80::1)',
  ],
  [
    'actions=learn(eth_type=0x800,nw_src=10.0.0.256,nw_proto=0)',
    'ADD actions=learn(table=1,eth_type=0x800,ip_src=10.0.0.0,nw_proto=0)',
  ],
  [
    'actions=learn(eth_src=01:00:00:00:00:00/01:00:00:00:00:00)',
    "rejected: eth_src=01:00:00:00:00:00/01:00:00:00:00:00: eth_src value 01:00:00:00:00:00/01:00:00:00:00:00 cannot be parsed as a subfield (01:00:00:00:00:00/01:00:00:00:00:00: unknown field `01:00:00:00:00:00/01:00:00:00:00:00') or an immediate value (01:00:00:00:00:00/01:00:00:00:00:00: wildcards not allowed here)",
  ],
  [
    'actions=learn(skb_priority=0x12,dp_hash=5,recirc_id=3,pkt_mark=1)',
    "rejected: skb_priority=0x12,dp_hash=5,recirc_id=3,pkt_mark=1: experimenter OXM field 'skb_priority' not supported",
  ],
  ['actions=learn(conj_id=5)', 'ADD actions=learn(table=1,conj_id=5)'],
  [
    'actions=learn(tun_id=5,tun_src=1.1.1.1,tun_gbp_id=4,tun_gbp_flags=1)',
    'ADD actions=learn(table=1,tun_id=0x5,tun_src=1.1.1.1,tun_gbp_id=4,tun_gbp_flags=0x1)',
  ],
  [
    'actions=learn(tun_gtpu_flags=1)',
    "rejected: tun_gtpu_flags=1: experimenter OXM field 'tun_gtpu_flags' not supported",
  ],
  [
    'actions=learn(actset_output=LOCAL)',
    "rejected: actset_output=LOCAL: experimenter OXM field 'actset_output' not supported",
  ],
  [
    'actions=learn(metadata=0xffffffffffffffff,xxreg1=0x123456789abcdef0123456789abcdef)',
    'ADD actions=learn(table=1,metadata=0xffffffffffffffff,xxreg1=0x123456789abcdef0123456789abcdef)',
  ],
];

describe('learn', () => {
  test.each(verdicts)('%s', (flow, verdict) => {
    expect(verdictOn(flow)).toBe(verdict);
    expect(verdictOn(flow, '1.3')).toBe(verdict);
    expect(verdictOn(flow, '1.5')).toBe(verdict);
  });

  test.each([
    ['table=2,eth_type=0x800,nw_src=1.1.1.1,load:1->reg0,output:reg1', []],
    ['table=', ['action/missing-argument table']],
    ['table=256', ['action/value-too-large 256']],
    ['table=255', ['action/value-too-large 255']],
    ['table=main', ['flow/switch-name main']],
    ['priority=70000', ['action/value-wraps 70000']],
    ['priority=abc', ['action/number-misread abc']],
    ['priority', ['action/number-misread priority']],
    ['idle_timeout=0x10', ['action/number-misread 0x10']],
    ['cookie=-1', ['action/value-wraps -1']],
    ['cookie=zzz', ['action/number-misread zzz']],
    ['send_flow_rem=no', ['action/ignored-argument =no']],
    ['priority=1,priority=2', ['action/repeated-argument priority=1']],
    ['result_dst', ['action/missing-argument result_dst']],
    ['result_dst=reg0', ['action/invalid-subfield reg0']],
    ['result_dst=ct_state[0]', ['action/read-only-field ct_state[0]']],
    ['tcp,udp', ['action/unknown-argument tcp', 'action/unknown-argument udp']],
    ['prioritty=5', ['action/unknown-argument prioritty']],
    ['regg0=5', ['action/unknown-argument regg0']],
    ['reg0[32]=1', ['action/invalid-subfield [32]']],
    ['dl_vlan=5', ['learn/field-not-supported dl_vlan']],
    ['load:1->tun_erspan_idx', ['learn/field-not-supported tun_erspan_idx']],
    ['reg0=reg1[0..15]', ['learn/width-mismatch reg1[0..15]']],
    ['load:reg1[0..7]->reg0', ['learn/width-mismatch reg1[0..7]']],
    ['reg0=5000000000', ['action/value-too-large 5000000000']],
    ['reg0[0..7]=256', ['action/value-too-large 256']],
    ['reg0[0..7]=many', ['action/invalid-argument many']],
    ['reg0=reg1[40]', ['action/invalid-subfield [40]']],
    ['reg0=nothing', ['action/unknown-field nothing']],
    ['ct_state=+trk', ['action/mask-not-allowed +trk']],
    ['eth_type=0x800,nw_src=10.0.0.0/8', ['action/mask-not-allowed /8']],
    ['eth_type=0x800,nw_src=10.0.0.256', ['action/value-wraps 256']],
    ['eth_type=0x8847,mpls_label=0x1000000', ['action/value-wraps 0x1000000']],
    ['load:1', ['action/missing-argument 1']],
    ['load:->reg0', ['action/missing-argument ->']],
    ['load:1->', ['action/missing-argument ->']],
    ['load:1x->reg0', ['action/invalid-argument 1x']],
    ['load:256->reg0[0..7]', ['action/value-too-large 256']],
    ['load:99999999999999999999->reg0', ['action/value-too-large 99999999999999999999']],
    ['load:nothing->reg0', ['action/unknown-field nothing']],
    ['load:reg1->nothing', ['action/unknown-field nothing']],
    ['load:1->ct_state', ['action/read-only-field ct_state']],
    ['output', ['action/missing-argument output']],
    ['output:1', ['action/unknown-field 1']],
    ['output:tcp_src', ['action/needs-match tcp_src']],
    ['nw_src=1.1.1.1', ['learn/missing-prerequisite nw_src']],
    ['nw_proto=6,tcp_dst=80', ['learn/missing-prerequisite nw_proto']],
    ['eth_type=0x800,tcp_dst=80', ['learn/missing-prerequisite tcp_dst']],
    [
      'foo,reg0=reg1[0..15],load:1,table=x',
      [
        'action/unknown-argument foo',
        'learn/width-mismatch reg1[0..15]',
        'action/missing-argument 1',
        'flow/switch-name x',
      ],
    ],
  ])('of learn(%s) is said %j', (text, problems) => {
    expect(problemsIn(`actions=learn(${text})`)).toEqual(problems);
  });

  test.each([
    ['output:tun_erspan_idx', 'OFPBAC_BAD_SET_TYPE', 'tun_erspan_idx'],
    ['reg0[0..11]=dl_vlan', 'OFPBAC_BAD_SET_TYPE', 'dl_vlan'],
    ['load:reg0[0..11]->dl_vlan', 'OFPBAC_BAD_SET_TYPE', 'dl_vlan'],
    ['result_dst=dl_vlan[0]', 'OFPBMC_BAD_FIELD', 'dl_vlan[0]'],
  ])('the switch refuses learn(%s)', (text, error, token) => {
    const flow = `actions=learn(${text})`;
    const refusal = refusalOf(flow)!;
    expect(refusal.error).toBe(error);
    expect(flow.slice(refusal.span!.start, refusal.span!.end)).toBe(token);
  });

  test.each([
    ['tcp', 'eth_type=0x800,nw_proto=6'],
    ['nw_src=1.1.1.1', 'eth_type=0x800,nw_src=1.1.1.1'],
    ['tcp_dst=80', 'eth_type=0x800,nw_proto=6,tcp_dst=80'],
    ['eth_type=0x86dd,tcp_dst=80', 'eth_type=0x86dd,nw_proto=6,tcp_dst=80'],
    ['arp_op=1', 'eth_type=0x806,arp_op=1'],
    ['vlan_pcp=1', 'vlan_tci[12]=1,vlan_pcp=1'],
    ['nd_target=::1', 'eth_type=0x86dd,nw_proto=58,icmpv6_type=135,icmpv6_code=0,nd_target=::1'],
    ['ct_state=+trk', 'ct_state[5]=0x1'],
    ['eth_type=0x800,nw_src=10.0.0.0/8', 'eth_type=0x800,nw_src[24..31]=0xa'],
    ['reg0=reg1[0..15]', 'reg0[0..15]=reg1[0..15]'],
    ['load:reg1->reg0[3]', 'load:reg1[0]->reg0[3]'],
    ['result_dst=reg0[4..7]', 'result_dst=reg0[4]'],
    ['priorty=5', 'priority=5'],
    ['idle_timeout=0x10', 'idle_timeout=16'],
    ['eth_type=0x800,load:1.1.1.1->nw_src', 'eth_type=0x800,load:0x1010101->nw_src'],
    ['table=1,table=2', 'table=2'],
  ])('learn(%s) is mended to learn(%s)', (text, mended) => {
    expect(fixesOf(`actions=learn(${text})`)).toContain(`actions=learn(${mended})`);
    expect(problemsIn(`actions=learn(${mended})`)).toEqual([]);
  });

  test('no fix where the learned flow matches something else', () => {
    expect(fixesOf('actions=learn(eth_type=0x806,nw_src=1.1.1.1)')).toEqual([]);
  });

  test('tells what is learned', () => {
    const flow =
      'actions=learn(table=7,priority=5,idle_timeout=1,hard_timeout=2,fin_idle_timeout=3,fin_hard_timeout=4,cookie=0x5,limit=6,send_flow_rem,delete_learned,result_dst=reg0[1],reg1=7,reg2=reg3,load:8->reg4,output:reg5)';
    const action = actionsOf(flow)[0] as LearnAction;
    expect(isLearn(action)).toBe(true);
    expect(action).toMatchObject({
      into: { number: 7 },
      priority: 5,
      idleTimeout: 1,
      hardTimeout: 2,
      finIdleTimeout: 3,
      finHardTimeout: 4,
      cookie: 5n,
      limit: 6,
      sendFlowRemoved: true,
      deleteLearned: true,
      resultDestination: { field: { name: 'reg0' }, offset: 1 },
    });
    expect(action.specs).toMatchObject([
      { kind: 'match', source: 7n, destination: { field: { name: 'reg1' } } },
      { kind: 'match', source: { field: { name: 'reg3' } }, destination: { field: { name: 'reg2' } } },
      { kind: 'load', source: 8n, destination: { field: { name: 'reg4' } } },
      { kind: 'output', source: { field: { name: 'reg5' } } },
    ]);
    expect(action.table).toBeUndefined();
  });

  test('reads a line of a hundred thousand mistakes in no time', () => {
    const flow = `actions=learn(${'foo,'.repeat(100_000)})`;
    expect(problemsIn(flow)).toHaveLength(100);
  });
});
