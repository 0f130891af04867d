/** Actions that change headers of the packet. Source: ovs-actions(7); lib/ofp-actions.c. */
import {
  type ActionHelp,
  defineAction,
  named,
  needsIp,
  needsMpls,
  needsPorts,
  needsVlan,
  nested,
  placed,
} from './help';

/** One action with one argument. */
function setter(
  name: string,
  argument: string,
  meaning: string,
  argumentMeaning: string,
  value: string,
  details: Partial<ActionHelp> = {},
): ActionHelp {
  const names = [name, ...(details.aliases ?? [])];
  return defineAction({
    name,
    forms: names.map((each) => `${each}:${argument}`),
    meaning,
    arguments: [placed(argument, argumentMeaning, value)],
    example: `${name}:${value}`,
    ...details,
  });
}

const inOpenFlow10 = 'in OpenFlow 1.0 since Open vSwitch 2.6';
const ecnMeaning = 'ECN, 0 to 3.';

export const headerHelp: readonly ActionHelp[] = [
  setter(
    'mod_dl_src',
    'MAC',
    'Writes the Ethernet source address.',
    'The new address.',
    '00:11:22:33:44:55',
    { field: 'eth_src' },
  ),
  setter(
    'mod_dl_dst',
    'MAC',
    'Writes the Ethernet destination address.',
    'The new address.',
    '00:11:22:33:44:55',
    { field: 'eth_dst' },
  ),
  setter('mod_nw_src', 'IP', 'Writes the IPv4 source address.', 'The new address.', '192.0.2.1', {
    field: 'ip_src',
    needs: '`ip`',
  }),
  setter('mod_nw_dst', 'IP', 'Writes the IPv4 destination address.', 'The new address.', '192.0.2.1', {
    field: 'ip_dst',
    needs: '`ip`',
  }),
  setter(
    'mod_nw_tos',
    'TOS',
    'Writes the DSCP bits of the IP header, in their place within the whole octet: 4 times the DSCP.',
    'A multiple of 4, from 0 to 252.',
    '184',
    { field: 'nw_tos', needs: needsIp },
  ),
  setter('mod_nw_ecn', 'ECN', 'Writes the ECN bits of the IP header.', ecnMeaning, '1', {
    field: 'nw_ecn',
    needs: needsIp,
    since: '2.1',
    openflow: inOpenFlow10,
  }),
  setter('mod_nw_ttl', 'TTL', 'Writes the IPv4 TTL or the IPv6 hop limit.', 'The new TTL, 0 to 255.', '64', {
    field: 'nw_ttl',
    aliases: ['set_nw_ttl'],
    needs: needsIp,
    since: '2.1',
    openflow: inOpenFlow10,
  }),
  setter(
    'mod_tp_src',
    'PORT',
    'Writes the source port of TCP, UDP or SCTP.',
    'The new port, 0 to 65535.',
    '8080',
    { field: 'tcp_src', needs: needsPorts },
  ),
  setter(
    'mod_tp_dst',
    'PORT',
    'Writes the destination port of TCP, UDP or SCTP.',
    'The new port, 0 to 65535.',
    '8080',
    { field: 'tcp_dst', needs: needsPorts },
  ),
  setter(
    'mod_vlan_vid',
    'VID',
    'Writes the VLAN id. A packet without a VLAN tag gets one first.',
    'The VLAN, 0 to 4095.',
    '5',
    {
      field: 'dl_vlan',
      note: '`set_vlan_vid` is the same for packets that have a tag, and needs one in the match.',
      aliases: ['set_vlan_vid'],
    },
  ),
  setter(
    'mod_vlan_pcp',
    'PCP',
    'Writes the VLAN priority. A packet without a VLAN tag gets one first, in VLAN 0.',
    'The priority, 0 to 7.',
    '7',
    {
      field: 'dl_vlan_pcp',
      note: '`set_vlan_pcp` is the same for packets that have a tag, and needs one in the match.',
      aliases: ['set_vlan_pcp'],
    },
  ),
  defineAction({
    name: 'strip_vlan',
    aliases: ['pop_vlan'],
    forms: ['strip_vlan', 'pop_vlan'],
    meaning: 'Removes the outer VLAN tag.',
    needs: needsVlan,
    example: 'strip_vlan',
  }),
  setter(
    'push_vlan',
    'ETHERTYPE',
    'Adds a VLAN tag, in VLAN 0. Set the VLAN behind it, as in `set_field:0x1005->vlan_vid`.',
    'Which kind of tag: 0x8100 for a customer tag (802.1Q), 0x88a8 for a service tag (802.1ad).',
    '0x8100',
    { field: 'eth_type', since: '1.9', openflow: 'two tags and 0x88a8 since Open vSwitch 2.8' },
  ),
  setter(
    'push_mpls',
    'ETHERTYPE',
    'Adds an MPLS label. What follows sees an MPLS packet, and cannot write IP headers any more.',
    'Which kind of label: 0x8847 for unicast, 0x8848 for multicast.',
    '0x8847',
    { field: 'eth_type', needs: 'an Ethernet packet', since: '1.11' },
  ),
  setter(
    'pop_mpls',
    'ETHERTYPE',
    'Removes the outer MPLS label. What follows sees a packet of the type given.',
    'What is behind the label: 0x0800 for IPv4, 0x86dd for IPv6, 0x8847 for another label.',
    '0x0800',
    { field: 'eth_type', needs: needsMpls, since: '1.11' },
  ),
  setter('set_mpls_label', 'LABEL', 'Writes the outer MPLS label.', 'The label, 0 to 1048575.', '5', {
    field: 'mpls_label',
    needs: needsMpls,
    since: '1.11',
  }),
  setter(
    'set_mpls_tc',
    'TC',
    'Writes the traffic class of the outer MPLS label.',
    'The class, 0 to 7.',
    '7',
    { field: 'mpls_tc', needs: needsMpls, since: '1.11' },
  ),
  setter('set_mpls_ttl', 'TTL', 'Writes the TTL of the outer MPLS label.', 'The TTL, 0 to 255.', '64', {
    field: 'mpls_ttl',
    needs: needsMpls,
    since: '1.11',
  }),
  defineAction({
    name: 'dec_mpls_ttl',
    forms: ['dec_mpls_ttl'],
    meaning:
      'Takes 1 from the TTL of the outer MPLS label. When it runs out, the controller gets the packet, and no further action is taken.',
    needs: needsMpls,
    since: '1.11',
    example: 'dec_mpls_ttl',
  }),
  defineAction({
    name: 'dec_ttl',
    forms: ['dec_ttl', 'dec_ttl(ID,…)'],
    meaning:
      'Takes 1 from the IPv4 TTL or the IPv6 hop limit. When it runs out, the controllers get the packet, and no further action is taken.',
    needs: needsIp,
    arguments: [
      placed('ID', 'The numbers of the controllers that are told; 0 when left out.', '1', { since: '1.7' }),
    ],
    since: '1.6',
    example: 'dec_ttl',
  }),
  defineAction({
    name: 'dec_nsh_ttl',
    forms: ['dec_nsh_ttl'],
    meaning:
      'Takes 1 from the TTL of the network service header. When it runs out, the controller gets the packet, and no further action is taken.',
    needs: '`dl_type=0x894f`',
    since: '2.9',
    openflow: 'OpenFlow 1.3 and later; switches refuse it in OpenFlow 1.0',
    example: 'dec_nsh_ttl',
  }),
  defineAction({
    name: 'encap',
    forms: [
      'encap(ethernet)',
      'encap(mpls)',
      'encap(mpls_mc)',
      'encap(nsh(md_type=N,tlv(CLASS,TYPE,VALUE)))',
    ],
    meaning: 'Puts a new header in front of the packet.',
    arguments: [
      placed('HEADER', 'The header to add.', 'ethernet', {
        words: [
          { name: 'ethernet', meaning: 'an Ethernet header, in front of a packet that has none' },
          { name: 'nsh', meaning: 'a network service header' },
          { name: 'mpls', meaning: 'an MPLS label in front of the Ethernet header, unicast (since 2.17)' },
          {
            name: 'mpls_mc',
            meaning: 'an MPLS label in front of the Ethernet header, multicast (since 2.17)',
          },
        ],
      }),
      nested('nsh', 'A network service header.', 'nsh(md_type=1)', {
        arguments: [
          named('md_type', 'Metadata of fixed size (1) or a list of TLVs (2).', 'md_type=1'),
          nested(
            'tlv',
            'One piece of metadata: class in hexadecimal, type 0 to 255, and value in hexadecimal.',
            'tlv(0x1000,10,0x12345678)',
          ),
        ],
      }),
    ],
    since: '2.8',
    openflow: 'OpenFlow 1.3 and later; switches refuse it in OpenFlow 1.0',
    example: 'encap(nsh(md_type=1))',
  }),
  defineAction({
    name: 'decap',
    forms: ['decap()', 'decap(packet_type(ns=NS,type=TYPE))'],
    meaning: 'Removes the outermost header: Ethernet, NSH or an MPLS label.',
    arguments: [
      nested('packet_type', 'What the packet is behind the header.', 'packet_type(ns=1,type=0x800)', {
        arguments: [
          named('ns', 'The namespace: 0 for Ethernet, 1 for an Ethernet type.', 'ns=1'),
          named('type', 'The type in that namespace.', 'type=0x800'),
        ],
      }),
    ],
    since: '2.8',
    openflow: 'OpenFlow 1.3 and later; switches refuse it in OpenFlow 1.0',
    example: 'decap()',
  }),
];
