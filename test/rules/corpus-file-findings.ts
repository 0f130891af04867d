/**
 * What the rules about the whole file say of the files of the corpus, and why each of it is right. Files named `live-`
 * hold what a real switch printed after it was given the flows of a document or a test, so they are whole; the
 * others hold flows from documents and tests, one after the other, as somebody might open them.
 */
export interface CorpusFinding {
  /** Below the corpus: `openflow/….flows` or `dump/….dump`. */
  readonly file: string;
  readonly code: string;
  /** From 1. */
  readonly lines: readonly number[];
  readonly why: string;
}

const normal =
  'A flow for all packets without a priority, NORMAL, was added to the switch of the test before: it stands above these, and the counters say that nothing has hit them.';

export const corpusFileFindings: readonly CorpusFinding[] = [
  {
    file: 'dump/live-neutron-doc-openvswitch_firewall.dump',
    code: 'file/shadowed',
    lines: [8],
    why: 'Table 60 has a flow for all packets with priority 2, which the document shows as another way to set it up, above the one with priority 0.',
  },
  {
    file: 'dump/live-neutron-doc-openvswitch_firewall.dump',
    code: 'file/incomplete-conjunction',
    lines: [84, 85, 94, 96, 106, 107],
    why: 'The document shows only the second dimension of these conjunctions, and the switch was given no more.',
  },
  {
    file: 'dump/live-ovs-doc-faucet.dump',
    code: 'file/shadowed',
    lines: [8, 9, 10, 11, 12],
    why: 'The document shows the tables as they are at several stages; those of the last, with priorities 9098 and 9099, take all packets of their port.',
  },
  {
    file: 'dump/live-ovs-doc-ovs-actions.dump',
    code: 'file/overlap',
    lines: [3, 4, 5],
    why: 'Examples of single actions without priorities on one switch: a flow for all packets, one for packets without a tag, one for a port, and one for a protocol.',
  },
  {
    file: 'dump/live-ovs-tests-bfd.dump',
    code: 'file/shadowed',
    lines: [2],
    why: 'The test adds a flow for all packets with priority 5 to stop those that the other one let through.',
  },
  {
    file: 'dump/live-ovs-tests-classifier.dump',
    code: 'file/incomplete-conjunction',
    lines: [93],
    why: 'The clauses with dimension 2/2 of conjunction 2 have the match of those of conjunction 1: they were replaced, and are not in the table.',
  },
  {
    file: 'dump/live-ovs-tests-ofproto-dpif.dump',
    code: 'file/empty-table',
    lines: [10, 11],
    why: 'The test resubmits to table 2, which it leaves empty on purpose.',
  },
  {
    file: 'dump/live-ovs-tests-ofproto-dpif.dump',
    code: 'file/shadowed',
    lines: [47, 52, 54],
    why: 'The flow with priority 0 stands below one for all packets without a priority: the test wants to see that it is not hit.',
  },
  {
    file: 'dump/live-ovs-tests-ofproto-dpif.dump',
    code: 'file/unwritten-register',
    lines: [64],
    why: 'The flows write xreg0, which is reg0 and reg1; nothing writes reg3.',
  },
  {
    file: 'dump/live-ovs-tests-ofproto-dpif.dump',
    code: 'file/overlap',
    lines: [195, 196, 203],
    why: 'Packets from the address that another flow of the same priority drops are TCP, too.',
  },
  {
    file: 'dump/live-ovs-tests-ovs-ofctl.dump',
    code: 'file/unwritten-register',
    lines: [3],
    why: 'The only flow of the switch matches metadata, and nothing writes it.',
  },
  {
    file: 'dump/live-ovs-tests-ovs-ofctl.dump',
    code: 'file/redundant',
    lines: [9],
    why: 'The same match stands there with priorities 5 and 7, with the same output.',
  },
  {
    file: 'dump/live-ovs-tests-system-traffic.dump',
    code: 'file/redundant',
    lines: [7, 400, 406, 407],
    why: normal,
  },
  {
    file: 'dump/live-ovs-tests-system-traffic.dump',
    code: 'file/shadowed',
    lines: [8, 9, 397, 398, 399, 405, 408, 409],
    why: normal,
  },
  {
    file: 'dump/live-ovs-tests-system-traffic.dump',
    code: 'file/overlap',
    lines: [507],
    why: 'A packet that is new and related matches both this flow, which commits, and the one for all related packets, which does not.',
  },
  {
    file: 'openflow/neutron-doc-openvswitch_firewall.flows',
    code: 'file/shadowed',
    lines: [7],
    why: 'Table 60 has a flow for all packets with priority 2, which the document shows as another way to set it up, above the one with priority 0.',
  },
  {
    file: 'openflow/ovn-doc-ovn-openstack.flows',
    code: 'file/overlap',
    lines: [2],
    why: 'The document leaves the priorities out: as they stand there, a packet with a tag from the given address matches a flow that drops it and one that does not.',
  },
  {
    file: 'openflow/ovs-doc-dpdk.flows',
    code: 'file/replaced',
    lines: [1, 2],
    why: 'Two examples for the same ports; as one file, the later replaces the earlier.',
  },
  {
    file: 'openflow/ovs-doc-ovs-actions.flows',
    code: 'file/overlap',
    lines: [2, 3, 5],
    why: 'Examples of single actions without priorities, one after the other: all match some of the same packets.',
  },
  {
    file: 'openflow/ovs-doc-ovs-actions.flows',
    code: 'file/replaced',
    lines: [4],
    why: 'Two examples with a flow for all packets; as one file, the later replaces the earlier.',
  },
  {
    file: 'dump/live-ovs-tests-classifier.dump',
    code: 'tracking/untracked-field',
    lines: [17],
    why: 'The test is about the classifier: table 1 asks for replies of a connection, and nothing sends packets through the tracker.',
  },
  {
    file: 'dump/live-ovs-tests-system-traffic.dump',
    code: 'tracking/unhandled-states',
    lines: [211, 288, 318, 416, 503],
    why: 'The tables have flows for the states that the test makes packets in, and none for invalid packets; no flow of theirs takes all.',
  },
];
