import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { looksLikeFlows } from '../../server/src/core/syntax/recognise';
import { describeRecorded } from '../describe-recorded';
import { corpusFolder, hasCorpus } from '../recorded';

const flows: Record<string, string> = {
  'one flow': 'table=0,priority=10,in_port=1,actions=output:2',
  'one flow with action=': 'in_port=1 action=drop',
  'nothing but a protocol and a field': 'tcp,tp_dst=80,actions=drop',
  'a field this editor does not know, beside one that it does': 'in_port=1,brand_new=5,actions=drop',
  'key:value and key(value)': 'table:0,ct_state(+trk+new),actions=drop',
  'NXM names': 'NXM_NX_CT_STATE=0x21/0x21 actions=drop',
  'quoted port names': 'table=0, in_port="veth-l0" actions=output:"veth-r0"',
  'no actions given': 'priority=65535,actions=',
  'comments, blank lines, CRLF': '# firewall\r\n\r\ntable=0,ip,actions=ct(table=1)\r\n# end\r\n',
  'a byte order mark': '\uFEFFtable=0,actions=drop',
  'flows without a match among others': 'actions=normal\nactions=drop\npriority=5 actions=drop\n',
  'a mistake among good flows':
    'table=0,ip,actions=drop\ntable=0 this is wrong\ntable=1,ip,actions=drop\ntable=2,ip,actions=drop\n',
  'nothing but actions, of Open vSwitch without doubt': 'actions=load:0x1->NXM_NX_REG0[],resubmit(,2)',
  'an action that is a quoted port': 'in_port=1,actions="veth r0"',
  groups:
    'group_id=1,type=select,bucket=weight=5,output:1,bucket=output:2\n\ngroup_id=2,type=all,bucket=output:1\n',
  'groups and a packet in a bundle':
    'group add group_id=1,type=all,bucket=output:1\npacket-out in_port=1,packet=ffffffffffff0000000000010806,actions=group:1\n',
  'commands of a bundle': 'add table=0,priority=1,actions=drop\ndelete table=1,priority=2\n',
  'a dump': [
    'NXST_FLOW reply (xid=0x4):',
    ' cookie=0x0, duration=2.5s, table=0, n_packets=0, n_bytes=0, idle_age=2, priority=1,in_port=1 actions=drop',
  ].join('\n'),
  'a dump with the flows gone': 'OFPST_FLOW reply (OF1.3) (xid=0x2):\n',
  'a dump without its header': ' cookie=0x0, duration=2.5s, table=0, n_packets=0, n_bytes=0, actions=NORMAL',
  'a dump whose lines were cut': ' cookie=0x0, duration=184.992s, table=0, n_packets=175, n_bytes=15270,\n',
  'a dump under the command that made it': [
    '$ ovs-ofctl dump-flows br0',
    ' cookie=0x0, duration=2.5s, table=0, n_packets=0, n_bytes=0, actions=NORMAL',
    ' cookie=0x0, duration=2.5s, table=1, n_packets=0, n_bytes=0, actions=NORMAL',
  ].join('\n'),
};

const others: Record<string, string> = {
  'an empty text': '',
  'comments only': '# table=0,actions=drop\n',
  prose: 'Each flow has a table=, a priority= and actions=, and the switch takes the first that matches.',
  'prose that starts like a command': 'a table of actions=drop\nadd what you like',
  'prose with a flow in it':
    'To drop all:\n\n    table=0,priority=0,actions=drop\n\nand then reload the switch.\n',
  'a call of ovs-ofctl': 'ovs-ofctl add-flow br0 "table=0,priority=10,actions=drop"',
  'calls of ovs-ofctl without quotes':
    'ovs-ofctl add-flow br0 table=0,in_port=1,actions=2\novs-ofctl add-flow br0 table=0,in_port=2,actions=1\n',
  'a call after a prompt': "$ sudo ovs-ofctl add-flow br0 'in_port=1,actions=2'",
  'a script': '#!/bin/sh\ntable=0\npriority=1 actions=drop\n',
  'shell variables': 'table=0 priority=1\nactions="drop"\nif [ -n "$actions" ]; then\n  echo $actions\nfi\n',
  YAML: 'flows:\n  - table: 0\n    priority: 10\n    actions: drop\n',
  'YAML with actions=': 'rules:\n  - match: "in_port=1"\n    flow: "in_port=1,actions=drop"\n',
  'an ini file': '[filter]\nenabled = true\nactions=drop\n[other]\naction = ban\n',
  'one setting': 'actions=drop',
  'settings of another program': 'name=jail\nbantime=600\naction=ban\nactions=mail\n',
  'the log of a firewall':
    'date=2024-01-01 time=10:00:00 devname=FG100 srcip=10.0.0.1 dstip=10.0.0.2 proto=6 action=deny\n',
  'a query string': 'https://example.org/?table=0&actions=drop',
  'settings with a group_id': 'group_id=users\ntype=all\nname=x\n',
  'a log with packets': 'date=2024-01-01 packet=ffffffffffff0000000000010806 action=deny\n',
  'a reply about groups':
    'OFPST_GROUP_DESC reply (OF1.3) (xid=0x2):\n group_id=1,type=all,bucket=bucket_id:0,actions=output:1\n',
  'a reply about ports': 'OFPST_PORT reply (xid=0x2): 1 ports\n  port LOCAL: rx pkts=0, bytes=0, drop=0\n',
  'datapath flows':
    'recirc_id(0),in_port(2),eth(src=00:00:00:00:00:01),eth_type(0x0800), packets:0, bytes:0, used:never, actions:2',
  'logical flows of OVN': '  table=0 (ls_in_port_sec), priority=50, match=(eth.src[40]), action=(drop;)',
  'logical flows of OVN without the name': '  table=10, priority=50, match=(ip4), action=(next;)',
  JSON: '{"table": 0, "actions": ["drop"]}',
  CSV: 'table,priority,in_port,actions\n0,10,1,drop\n',
};

describe('plainly flows', () => {
  test.each(Object.entries(flows))('%s', (_, text) => {
    expect(looksLikeFlows(text)).toBe(true);
  });
});

describe('not plainly flows', () => {
  test.each(Object.entries(others))('%s', (_, text) => {
    expect(looksLikeFlows(text)).toBe(false);
  });
});

test('only the start counts: a long text is read for 50 lines', () => {
  const start = 'table=0,actions=drop\n'.repeat(50);
  expect(looksLikeFlows(`${start}${'Some prose follows.\n'.repeat(500)}`)).toBe(true);
});

describeRecorded(hasCorpus, 'recognising the corpus', () => {
  test.each([...corpusFiles('dump', '.dump'), ...corpusFiles('openflow', '.flows')])('%s', (file) => {
    expect(looksLikeFlows(sampleOf(file))).toBe(true);
  });

  test.each([
    ...corpusFiles('datapath', ''),
    ...corpusFiles('trace', ''),
    ...corpusFiles('ovn', ''),
    ...corpusFiles('bundle', '.group-dump'),
    ...corpusFiles('bundle', '.meter-dump'),
  ])('%s is something else', (file) => {
    expect(looksLikeFlows(sampleOf(file))).toBe(false);
  });
});

function corpusFiles(folder: string, ending: string): string[] {
  return hasCorpus
    ? readdirSync(join(corpusFolder, folder))
        .filter((name) => name.endsWith(ending))
        .map((name) => `${folder}/${name}`)
    : [];
}

function sampleOf(file: string): string {
  return readFileSync(join(corpusFolder, file), 'utf8').slice(0, 8192);
}
