import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CheckedDocument } from '../../server/src/core/features/diagnostics';
import { hoverAt } from '../../server/src/core/features/hover';
import { parseFlowLine } from '../../server/src/core/syntax/flow-line';
import { hoverIn, hoverOn, hoverText, read } from './drawn';

/** Line with the cursor, what the hover is on, and what it says among other things. */
type Row = readonly [drawn: string, part: string, ...contents: string[]];

function holds(rows: readonly Row[]): void {
  test.each(rows)('%s', (drawn, part, ...contents) => {
    const { text } = read(drawn);
    const hover = hoverOn(drawn);
    expect(hover, 'no hover').toBeDefined();
    expect(text.slice(hover!.span.start, hover!.span.end)).toBe(part);
    for (const piece of contents.filter((each) => each !== undefined)) {
      expect(hover!.contents).toContain(piece);
    }
  });
}

describe('fields', () => {
  test('everything there is to know, the most important first', () => {
    expect(hoverText('table=0,tcp,nw_‸src=10.0.0.1,actions=drop')).toMatchInlineSnapshot(`
      "**nw_src** (also \`ip_src\`): IPv4 source

      The source address of the IPv4 header. Needs \`ip\`.

      Example: \`ip,nw_src=10.0.0.0/24\` · takes an IPv4 address, masks allowed (\`/24\` or a mask)  
      32 bits · written by actions · since Open vSwitch 1.1 · OpenFlow 1.2  
      \`NXM_OF_IP_SRC\`, \`OXM_OF_IPV4_SRC\`"
    `);
  });

  holds([
    ['table=1,ip,nw_‸src=1.2.3.4', 'nw_src', '**nw_src** (also `ip_src`): IPv4 source', 'Needs `ip`.'],
    ['table=1,ip,ip_‸src=1.2.3.4', 'ip_src', '**ip_src** (also `nw_src`)', '32 bits', 'written by actions'],
    ['table=1,tcp,tcp_d‸st=80', 'tcp_dst', 'Needs `tcp` or `tcp6`.', '`NXM_OF_TCP_DST`, `OXM_OF_TCP_DST`'],
    [
      'icmp6,nd_tar‸get=::1',
      'nd_target',
      'Needs `icmp6` with `icmpv6_type=135` or 136, and `icmpv6_code=0`.',
    ],
    ['ct_nw_s‸rc=1.2.3.4', 'ct_nw_src', 'Needs `ct_state` with +new, +est, +rel'],
    ['table=1,in_p‸ort=1', 'in_port', 'takes a port by number or name, no mask', 'since Open vSwitch 1.1'],
    ['table=1,ct_m‸ark=1', 'ct_mark', 'written inside `ct(commit,exec(…))` only', 'since Open vSwitch 2.5'],
    ['table=1,dl_ty‸pe=0x800', 'dl_type', 'read-only for actions', 'OpenFlow 1.2'],
    ['table=1,reg0[0..‸15]=1', 'reg0[0..15]', 'bits 0 to 15 of reg0, 16 of 32 bits', 'NXM_NX_REG0[0..15]'],
    ['table=1,NXM_NX_RE‸G0[5]=1', 'NXM_NX_REG0[5]', 'bit 5 of reg0, 1 of 32 bits'],
    ['table=1,metad‸ata=5', 'metadata', '64 bits', 'masks allowed'],
  ]);
});

test('an example that is nothing but the word is left out', () => {
  expect(hoverText('meter=1 kb‸ps band=type=drop rate=100')).toBe(
    '**kbps**: Rates are in kilobits per second.',
  );
});

describe('numbers', () => {
  holds([
    ['tcp,tcp_dst=8‸0', '80', '**`80`**: http · 0x50', '**tcp_dst**: TCP destination port'],
    ['tcp,tcp_dst=0x‸50', '0x50', 'http · 80 in decimal'],
    ['udp,udp_dst=47‸89', '4789', 'vxlan'],
    ['tcp,tcp_dst=0x50/0xff‸f0', '0x50/0xfff0', '80 to 95, 16 values'],
    ['ip,nw_proto=4‸7', '47', 'GRE · 0x2f'],
    ['dl_type=0x88‸cc', '0x88cc', 'LLDP · 35020 in decimal'],
    ['icmp,icmp_type=‸8', '8', 'echo request (ping)'],
    ['icmp6,icmpv6_type=13‸5', '135', 'neighbor solicitation'],
    ['arp,arp_op=‸2', '2', 'reply'],
    ['ip,nw_tos=18‸4', '184', 'EF, expedited forwarding'],
    ['ip,ip_dscp=4‸6', '46', 'EF, expedited forwarding'],
    ['ip,nw_ecn=‸3', '3', 'CE, congestion experienced'],
    ['reg0=0x‸ff', '0xff', '255 in decimal'],
    ['reg0=0x5/0x‸f', '0x5/0xf', 'bits 0 to 3 of reg0 must be 5; the others may be anything'],
    ['reg0=0x1/0x‸5', '0x1/0x5', 'bit 0 must be set; bit 2 must be clear; the others may be anything'],
    ['reg0=5/‸0', '5/0', 'any value'],
    [
      'ct_label=0x10000000000000000/0x1000000000000000‸0',
      '0x10000000000000000/0x10000000000000000',
      'bit 64 of ct_label must be 1',
    ],
    ['ct_mark=0x1‸00', '0x100', '256 in decimal', '**ct_mark**'],
    ['metadata=0x12/0xf‸f', '0x12/0xff', 'bits 0 to 7 of metadata must be 18 (0x12)'],
    [
      'reg0[0..15]=0x5‸0',
      '0x50',
      'bits 0 to 15 of reg0 must be `0x50` (80)',
      'Same match: `reg0=0x50/0xffff`',
    ],
    ['reg0[0]=1,reg0[4]=‸1', '1', 'bit 4 of reg0', 'with the items before it: `reg0=0x11/0x11`'],
  ]);
});

describe('VLANs', () => {
  holds([
    ['dl_vlan=1‸0', '10', 'VLAN 10 (0xa)'],
    ['dl_vlan=0xf‸fff', '0xffff', 'packets without a VLAN tag'],
    ['vlan_tci=‸0', '0', 'packets without a VLAN tag'],
    ['vlan_tci=0x1000/0x1‸000', '0x1000/0x1000', 'packets with a VLAN tag, whatever the VLAN'],
    ['vlan_tci=0/0x10‸00', '0/0x1000', 'packets without a VLAN tag'],
    ['vlan_tci=0xb0‸0a', '0xb00a', 'VLAN 10, priority 5 (voice), with a VLAN tag (bit 0x1000)'],
    ['vlan_vid=0x100a/0x1ff‸f', '0x100a/0x1fff', 'VLAN 10, with a VLAN tag'],
    ['vlan_vid=1‸0', '10', 'without the bit 0x1000 that stands for a tag', 'write `0x100a`'],
    ['dl_vlan_pcp=‸5', '5', 'voice'],
  ]);
});

describe('addresses', () => {
  holds([
    ['ip,nw_src=10.0‸.0.1', '10.0.0.1', 'private (RFC 1918) · 0x0a000001'],
    [
      'ip,nw_src=10.0.0.0‸/24',
      '10.0.0.0/24',
      '256 addresses, private',
      '`10.0.0.0` to `10.0.0.255` · mask `/24` = `255.255.255.0`',
    ],
    ['ip,nw_src=10.1.0.0/255.255.0.0‸', '10.1.0.0/255.255.0.0', '65,536 addresses', 'mask `/16`'],
    ['ip,nw_src=10.0.0.1/255.0.255.‸0', '10.0.0.1/255.0.255.0', 'has gaps'],
    ['ip,nw_dst=255.255.255.‸255', '255.255.255.255', 'broadcast'],
    ['ip,nw_dst=224.0.0.0/‸4', '224.0.0.0/4', 'multicast', '268,435,456 addresses'],
    ['ip,nw_dst=8.8‸.8.8', '8.8.8.8', 'one address'],
    ['ip,nw_dst=0.0.0.0/‸0', '0.0.0.0/0', 'any address'],
    [
      'ipv6,ipv6_src=2001:db8::/3‸2',
      '2001:db8::/32',
      '2^96 addresses, for documentation',
      '`2001:db8::` to `2001:db8:ffff:ffff:ffff:ffff:ffff:ffff`',
    ],
    ['ipv6,ipv6_dst=fe80‸::1', 'fe80::1', 'link-local'],
    ['dl_dst=ff:ff:ff‸:ff:ff:ff', 'ff:ff:ff:ff:ff:ff', 'broadcast'],
    ['dl_dst=01:80:c2:00‸:00:0e', '01:80:c2:00:00:0e', 'LLDP; switches do not forward it'],
    ['dl_dst=33:33:00:0‸0:00:01', '33:33:00:00:00:01', 'multicast of IPv6'],
    ['dl_src=02:00:00‸:00:00:01', '02:00:00:00:00:01', 'unicast, locally administered'],
    ['dl_src=00:1b:21:0‸0:00:01', '00:1b:21:00:00:01', 'unicast, assigned by a manufacturer'],
    [
      'dl_dst=01:00:00:00:00:00/01:00:‸00:00:00:00',
      '01:00:00:00:00:00/01:00:00:00:00:00',
      'every multicast address, and broadcast',
    ],
    [
      'dl_dst=00:00:00:00:00:00/01:00:‸00:00:00:00',
      '00:00:00:00:00:00/01:00:00:00:00:00',
      'every unicast address',
    ],
  ]);
});

describe('ports, fragments, flags, packet types', () => {
  holds([
    ['in_port=‸1', '1', 'port 1 of the bridge'],
    ['in_port=LO‸CAL', 'LOCAL', 'the port with the name of the bridge (LOCAL, 0xfffe)'],
    ['ip,nw_frag=lat‸er', 'later', 'a later fragment, which has no ports'],
    ['ip,nw_frag=not_lat‸er', 'not_later', 'no fragment, or the first one'],
    [
      'tcp,tcp_flags=+s‸yn-ack',
      '+syn-ack',
      'set syn (opens a connection) · clear ack (acknowledges data)',
      '`0x2/0x12`',
    ],
    [
      'tcp,tcp_flags=0x0‸12',
      '0x012',
      'set syn (opens a connection), ack (acknowledges data) · clear all others',
    ],
    ['tun_flags=+oa‸m', '+oam', 'set oam'],
    ['packet_type=(1,0x8‸00)', '(1,0x800)', 'IPv4, without an Ethernet header'],
  ]);
});

describe('what Open vSwitch matches in the end, where it is not what is written', () => {
  holds([
    [
      'ip,nw_src=10.0.0.‸5/24,actions=drop',
      '10.0.0.5/24',
      '⚠ The value has bits outside its mask. Open vSwitch drops them: `10.0.0.0/24`',
    ],
    ['reg0=0x5/0x‸4,actions=drop', '0x5/0x4', 'Open vSwitch drops them: `0x4/0x4`'],
    [
      'tcp_dst=8‸0,actions=drop',
      '80',
      '⚠ Open vSwitch drops this, for want of `tcp` or `tcp6`: the flow takes packets with any tcp_dst.',
    ],
    ['nw_src=10.0‸.0.1,actions=drop', '10.0.0.1', 'for want of `ip`'],
    ['dl_vlan=40‸96,actions=drop', '4096', '⚠ Too large for dl_vlan: Open vSwitch matches `dl_vlan=0`.'],
    ['reg0=‸1,reg0=2,actions=drop', '1', '⚠ In the end Open vSwitch matches `reg0=0x2`.'],
    ['tcp,tcp_dst=05‸0,actions=drop', '050', '⚠ Open vSwitch reads this as `40`.'],
    ['ip,nw_src=10.0.0.25‸6,actions=drop', '10.0.0.256', '⚠ Open vSwitch reads this as `10.0.0.0`.'],
  ]);

  test.each([
    'tcp,tcp_dst=8‸0,actions=drop',
    'ip,nw_src=10.0.0.0‸/24,actions=drop',
    'reg0=‸1,reg1=2,actions=drop',
  ])('%s: as written, no warning', (drawn) => {
    expect(hoverText(drawn)).not.toContain('⚠');
  });
});

describe('words', () => {
  holds([
    ['table=1,t‸cp', 'tcp', '**tcp**: TCP over IPv4', '`dl_type=0x0800,nw_proto=6`', '`tcp_dst`'],
    ['table=1,ic‸mp6', 'icmp6', '`dl_type=0x86dd,nw_proto=58`', '`icmpv6_type`'],
    ['table=1,ar‸p', 'arp', 'Short for `dl_type=0x0806`.', '`arp_spa`'],
    ['table=1,et‸h', 'eth', '`packet_type=(0,0)`'],
    ['ip,send_flow_‸rem,actions=drop', 'send_flow_rem', 'tells the controller'],
    ['table=‸5,ip', '5', 'table 5', '**table**'],
    ['priority=‸0,ip', '0', 'the lowest priority'],
    ['priority=‸100,ip', '100', 'below the 32768'],
    ['cookie=0x1‸234,ip', '0x1234', '4660 in decimal'],
    ['delete cookie=0x1/0xf‸f', '0x1/0xff', 'flows whose cookie has 0x1 in the bits 0xff'],
    ['ip,idle_timeout=9‸0,actions=drop', '90', '1 minute 30 seconds'],
    ['ip,hard_timeout=‸0,actions=drop', '0', 'never'],
    ['cookie=0x0, duration=93784.‸5s, table=0', '93784.5s', '1 day 2 hours'],
    ['cookie=0x0, n_bytes=123456‸7, table=0', '1234567', '1,234,567 bytes, about 1.23 MB'],
    ['delete out_port=LOCA‸L', 'LOCAL', 'the port with the name of the bridge'],
    ['del‸ete ip', 'delete', '**delete**', 'Deletes every flow that matches no more than this'],
    ['d‸ ip', 'd', '**`d`** is short for **delete**'],
    ['flow‸ add ip,actions=drop', 'flow', '`ovs-ofctl bundle`'],
  ]);
});

describe('actions', () => {
  test('an action and its arguments', () => {
    expect(hoverText('ip,actions=c‸t(commit)')).toMatchInlineSnapshot(`
      "**ct**: Sends the packet through the connection tracker. The copy that goes on in \`table\` has its \`ct_\` fields; the packet that goes on behind the action stays as it was.

      Needs \`ip\` or \`ipv6\`.

      Written: \`ct(ARGUMENT,…)\`  
      Arguments: \`commit\`, \`force\`, \`table\`, \`zone\`, \`nat\`, \`exec\`, \`alg\`  
      Since Open vSwitch 2.5"
    `);
  });

  holds([
    ['ip,actions=dr‸op', 'drop', '**drop**'],
    ['ip,actions=NOR‸MAL', 'NORMAL', 'an ordinary learning switch'],
    ['ip,actions=‸2', '2', 'output to port 2'],
    ['ip,actions=output:‸2', '2', 'port 2 of the bridge', '**PORT** of output'],
    [
      'ip,actions=output:re‸g0[0..15]',
      'reg0[0..15]',
      'bits 0 to 15 of reg0',
      'The port number is read from this field',
    ],
    ['ip,actions=output(port=1,max_‸len=100)', 'max_len', '**max_len** of output', 'at least 14'],
    ['ip,actions=CT(com‸mit)', 'commit', '**commit** of ct'],
    ['ip,actions=ct(commit,zone=‸5)', '5', 'zone of ct'],
    [
      'ip,actions=ct(zone=NXM_NX‸_REG0[0..15])',
      'NXM_NX_REG0[0..15]',
      '**zone** of ct',
      'bits 0 to 15 of reg0',
    ],
    ['ip,actions=ct(table=‸1)', '1', 'table 1'],
    ['ip,actions=ct(alg=f‸tp)', 'ftp', 'has to match TCP'],
    ['ip,actions=ct(commit,na‸t(src=1.2.3.4))', 'nat', '**nat** of ct', '`persistent`'],
    ['ip,actions=ct(commit,nat(sr‸c=1.2.3.4))', 'src', '**src** of nat'],
    [
      'ip,actions=ct(commit,nat(src=1.2.3‸.4-1.2.3.10:80))',
      '1.2.3.4-1.2.3.10:80',
      'one of 7 addresses, 1.2.3.4 to 1.2.3.10; port 80 (http)',
    ],
    [
      'ipv6,actions=ct(commit,nat(dst=[2001:db8:‸:1]:1024-2048))',
      '[2001:db8::1]:1024-2048',
      'the address 2001:db8::1; one of the ports 1024 to 2048',
    ],
    ['ip,actions=ct(commit,exec(set_fie‸ld:1->ct_mark))', 'set_field', '**set_field**'],
    ['ip,actions=ct(commit,exec(set_field:0x1‸0->ct_mark))', '0x10', '16 in decimal', '→ `ct_mark`'],
    ['ip,actions=ct(commit,exec(set_field:1->ct_m‸ark))', 'ct_mark', '**ct_mark**', 'Here it is set to `1`.'],
    ['ip,actions=resub‸mit(,5)', 'resubmit', '**resubmit**'],
    ['ip,actions=resubmit(,‸5)', '5', 'table 5', '**TABLE** of resubmit'],
    ['ip,actions=resubmit(‸1,5)', '1', 'port 1 of the bridge', '**PORT** of resubmit'],
    ['ip,actions=resubmit(1,5,c‸t)', 'ct', '**ct** of resubmit'],
    ['ip,actions=mod_nw_src:10.0‸.0.1', '10.0.0.1', 'private (RFC 1918)', '**IP** of mod_nw_src'],
    ['ip,actions=set_nw_t‸tl:64', 'set_nw_ttl', '**set_nw_ttl** (also `mod_nw_ttl`)'],
    [
      'ip,actions=set_field:0a:00:00:0‸0:00:01->eth_dst',
      '0a:00:00:00:00:01',
      'locally administered',
      '**eth_dst**',
    ],
    ['ip,actions=load:0xa0000‸01->NXM_OF_IP_DST[]', '0xa000001', '**`0xa000001`** = **`10.0.0.1`**'],
    [
      'ip,actions=load:0x5->NXM_NX_RE‸G0[0..7]',
      'NXM_NX_REG0[0..7]',
      'bits 0 to 7 of reg0',
      'Here it is set to `0x5`.',
    ],
    ['ip,actions=move:re‸g0->reg1', 'reg0', 'Copied: → `reg1`.'],
    ['ip,actions=move:reg0->re‸g1', 'reg1', 'Here it becomes a copy of `reg0`.'],
    ['ip,actions=learn(tab‸le=1)', 'table', '**table** of learn'],
    [
      'ip,actions=learn(NXM_OF_ETH_D‸ST[]=NXM_OF_ETH_SRC[])',
      'NXM_OF_ETH_DST[]',
      '**eth_dst**',
      'in the second',
    ],
    ['ip,actions=learn(NXM_OF_ETH_DST[]=NXM_OF_ETH_S‸RC[])', 'NXM_OF_ETH_SRC[]', '**eth_src**'],
    ['ip,actions=learn(dl_type=0x0‸800)', '0x0800', 'IPv4'],
    ['ip,actions=learn(load:re‸g0->reg1)', 'reg0', '**reg0**'],
    ['ip,actions=learn(out‸put:in_port)', 'output', '**output:FIELD** of learn'],
    ['ip,actions=multipath(symm‸etric_l4,50,hrw,4,0,reg0[0..1])', 'symmetric_l4', 'alike in both directions'],
    ['ip,actions=multipath(symmetric_l4,50,hrw,‸4,0,reg0[0..1])', '4', 'N_LINKS of multipath'],
    ['ip,actions=bundle(eth_src,0,hrw,ofport,members:4,‸8)', '8', 'port 8 of the bridge'],
    ['ip,actions=controller(reason=no_‸match)', 'no_match', 'no flow matched'],
    ['ip,actions=clone(push_vlan:0x88‸a8,output:1)', '0x88a8', 'service VLAN tag'],
    ['ip,actions=check_pkt_larger(15‸00)->reg0[0]', '1500', 'LENGTH of check_pkt_larger'],
    ['ip,actions=check_pkt_larger(1500)->re‸g0[0]', 'reg0[0]', 'whether the packet is longer than `1500`'],
    ['ip,actions=conjunction(10,1‸/2)', '1/2', 'part K of N parts'],
    ['ip,actions=write_actions(gr‸oup:5)', 'group', '**group**'],
    ['ip,actions=encap(nsh(md_ty‸pe=1))', 'md_type', '**md_type** of nsh'],
    ['ip,actions=enqueue:1:‸5', '5', 'QUEUE of enqueue'],
    ['ip,actions=sample(probab‸ility=100)', 'probability', 'of 65535 packets'],
    ['ip,actions=fin_timeout(idle_t‸imeout=5)', 'idle_timeout', '**idle_timeout** of fin_timeout'],
    ['group_id=1,type=sel‸ect,bucket=actions=output:1', 'select', 'load balancing'],
    ['group_id=1,type=select,bucket=actions=output:‸1', '1', 'port 1 of the bridge'],
    ['meter=1,pkt‸ps,bands=type=drop rate=100', 'pktps', 'packets per second'],
    ['insert_buck‸et group_id=1,command_bucket_id=last,bucket=1', 'insert_bucket', 'more buckets'],
    ['group d‸el group_id=1', 'del', 'is short for **delete**'],
    [
      'group_id=1,type=select,selection_method=hash,fields(ip_src,tcp_‸dst),bucket=1',
      'tcp_dst',
      'destination',
    ],
  ]);

  test('also where the line is rejected elsewhere', () => {
    expect(hoverText('tcp_dst=80-90,nonsense,actions=mod_nw_ds‸t:1.2.3.4')).toContain('**mod_nw_dst**');
    expect(hoverText('nonsense,tcp,tcp_dst=2‸2,actions=nonsense')).toContain('ssh');
  });
});

/** What `ovs-ofctl parse-flow` prints for these, as a line that it reads again. */
describe('the whole flow', () => {
  test('below a warning, the name that a line starts with is told in short', () => {
    const line = 'tcp_dst=80,actions=drop';
    const shown = new CheckedDocument(line).diagnostics({});
    const context = { shown, linkTo: () => undefined, errorsShownBeside: true };
    const hover = hoverAt(parseFlowLine(line), 1, context)!;
    expect(hover.contents).toContain('all packets are dropped');
    expect(hover.contents).toContain('Needs `tcp` or `tcp6`.');
    expect(hover.contents).not.toContain('Example');
    expect(hoverAt(parseFlowLine(`tcp,${line}`), 5, context)!.contents).toContain('Example');
  });

  test('a translation is told of behind exec, too', () => {
    expect(
      hoverText('ip,act‸ions=ct(commit,exec(load:0x1->NXM_NX_CT_MARK[]),nat(src=192.0.2.1)),2'),
    ).toContain('are translated (`src=192.0.2.1`)');
  });

  test('a sentence, and the canonical form', () => {
    expect(
      hoverText('ta‸ble=1,priority=5,tcp,nw_src=10.0.0.5/24,tcp_dst=80,actions=2'),
    ).toMatchInlineSnapshot(`
      "**table**: The table of the flow, 0 to 254. Without it, flows are added to table 0, and deleted from all tables.

      In table 1, priority 5: TCP packets over IPv4 from \`10.0.0.0/24\` to port 80 (http) are sent out of port 2.

      Open vSwitch installs:  
      \`table=1,priority=5,tcp,nw_src=10.0.0.0/24,tp_dst=80,actions=output:2\`

      Example: \`table=10\`"
    `);
  });

  test.each([
    ['act‸ions=drop', 'In table 0, priority 32768: all packets are dropped.'],
    [
      'table=2,arp,arp_op=1,arp_tpa=10.0.0.1 act‸ions=LOCAL',
      'In table 2, priority 32768: ARP packets asking for `10.0.0.1` with `arp_op=1` go to the bridge’s own port.',
    ],
    [
      'ct_state=+trk+est,ip,in_port=1 act‸ions=ct(table=1,zone=5,nat)',
      'IPv4 packets arriving on port `1` that belong to an established connection are tracked in zone `5`, are translated and go on in table 1.',
    ],
    [
      'ip,act‸ions=ct(commit,zone=7),2',
      'IPv4 packets have their connection committed in zone `7`, then are sent out of port 2.',
    ],
    [
      'dl_vlan=10,act‸ions=strip_vlan,NORMAL',
      'packets in VLAN 10 lose their VLAN tag, then are forwarded as an ordinary switch would.',
    ],
    ['udp6,udp_dst=53,act‸ions=CONTROLLER', 'UDP packets over IPv6 to port 53 (dns) go to the controller.'],
    ['ip,act‸ions=set_field:1.2.3.4->nw_dst,resubmit(,3)', 'then are looked up in table 3.'],
    ['ip,idle_timeout=60,act‸ions=drop', 'are dropped; the flow goes after 60 s without a packet.'],
    ['icmp6,icmpv6_type=3,act‸ions=drop', 'ICMPv6 packets with `icmp_type=3` (time exceeded) are dropped.'],
    ['del‸ete tcp_dst=80', '⚠ **Deletes every flow in all tables.**'],
    ['del‸ete table=5,tcp', 'Deletes flows in table 5 that match TCP packets over IPv4.'],
    [
      'mod‸ify tcp,actions=2',
      'Changes flows that match TCP packets over IPv4: their packets are sent out of port 2.',
    ],
    ['table=5 act‸ions=goto_table:5', '**Open vSwitch rejects this flow:**'],
    ['ta‸ble=1,tcp_dst=80-90,actions=drop', '**Open vSwitch rejects this flow:** A match takes one value'],
    ['t‸cp,actions=2', 'TCP packets over IPv4 are sent out of port 2.'],
    ['add ip,prio‸rity=7,actions=2', 'Which flow of a table'],
  ])('%s: %s', (drawn, sentence) => {
    expect(hoverText(drawn)).toContain(sentence);
  });

  // Right of the arrow: ovs-ofctl 3.1.0 parse-flow, its words for keys put back.
  test.each([
    ['act‸ions=1,2', 'actions=output:1,output:2'],
    [
      'cookie=5,idle_timeout=9,table=3,udp act‸ions=NORMAL',
      'table=3,udp,cookie=0x5,idle_timeout=9,actions=NORMAL',
    ],
    ['del‸ete table=5,tcp', 'delete table=5,tcp'],
    ['modify_str‸ict tcp,priority=4,actions=2', 'modify_strict priority=4,tcp,actions=output:2'],
    ['tcp_dst=80,act‸ions=drop', 'actions=drop'],
  ])('%s: %s', (drawn, canonical) => {
    expect(hoverText(drawn)).toContain(`\`${canonical}\``);
  });
});

describe('nothing to say', () => {
  test.each([
    'nonse‸nse=1,ip',
    'ip,actions=nonse‸nse',
    'ip ‸',
    '# ip,t‸cp',
    'ip,actions=drop # t‸cp',
    'NXST_FLOW reply (xid=0x4): t‸cp',
  ])('%s', (drawn) => {
    expect(hoverOn(drawn)?.contents ?? '').not.toContain('undefined');
  });
});

const pieces = fc
  .array(
    fc.constantFrom(
      ...'table= priority= cookie=0x1/ tcp udp6 nw_src=10.0.0.5/24 reg0 [0..15] [0..99] =1 =0x =-1 vlan_tci= tcp_flags=+syn'.split(
        ' ',
      ),
      ...'actions= ct( commit nat(src= exec( ) -> load: set_field: move: learn( output: resubmit( ,5 multipath( bundle( members:'.split(
        ' ',
      ),
      ...'group_id=1 bucket= meter=1 bands= packet-out delete d modify_strict NXM_NX_REG0[] clone( check_pkt_larger( , : ( = / ` * | <b>'.split(
        ' ',
      ),
      ' ',
      '\ud800',
      '\0',
      '99999999999999999999',
    ),
    { maxLength: 20 },
  )
  .map((parts) => parts.join(''));

describe('whatever the line', () => {
  test('it never throws, and the span lies within the line', () => {
    fc.assert(
      fc.property(pieces, fc.nat(200), (text, offset) => {
        const hover = hoverIn(text, offset);
        expect(hover?.contents).not.toBe('');
        expect(hover?.contents ?? '').not.toContain('undefined');
        expect(hover?.contents ?? '').not.toContain('NaN');
        expect((hover?.contents ?? '').replace(/(`+).*?\1/g, '')).not.toContain('<b>');
        expect(hover?.span.start ?? 0).toBeLessThanOrEqual(hover?.span.end ?? 0);
        expect(hover?.span.end ?? 0).toBeLessThanOrEqual(text.length);
      }),
      { numRuns: 1000 },
    );
  });

  test('a hostile line takes its length, not the square of it', { timeout: 20_000 }, () => {
    const timeOf = (count: number) => {
      const line = `ip,${'reg0[0..15]=1,'.repeat(count)}actions=${'clone(resubmit(,5),'.repeat(count)}1`;
      const start = performance.now();
      hoverIn(line, line.length - 1);
      hoverIn(line, 1);
      return performance.now() - start;
    };
    timeOf(100);
    const short = timeOf(500);
    expect(timeOf(5_000)).toBeLessThan(short * 60 + 500);
  });
});
