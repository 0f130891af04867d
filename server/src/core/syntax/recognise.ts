import { groupKey, groupTypes } from '../facts/group-keys';
import { packetOutKeys } from '../facts/packet-out-keys';
import { type FlowLine, parseFlowLine } from './flow-line';
import { type Item, keyText, valueText } from './items';

/** Flows looked at: enough to tell, cheap to read. */
const flowsToRead = 50;

/** The reply header of a flow dump. Replies about ports, tables or groups say nothing of flows. */
const flowReply = /^[ \t]*(?:NXST|OFPST)_FLOW reply\b/;

/**
 * The families of names a match or a flow is written with. Families, not the list of fields: a file with
 * a field newer than this editor is a flow file all the same.
 */
const flowKey = new RegExp(
  `^(?:${[
    'table(?:_id)?|priority|cookie|duration|n_packets|n_bytes|idle_age|hard_age',
    'idle_timeout|hard_timeout|importance|out_port|out_group|in_port(?:_oxm)?',
    'metadata|conj_id|recirc_id|dp_hash|x{0,2}reg\\d+|pkt_mark|packet_type|actset_output',
    '(?:dl|eth|vlan|nw|ip|ipv6|tp|tcp|udp|sctp|icmp|icmpv6|arp|nd|mpls|tun|ct|nsh)_\\w+',
    'tunnel_id|(?:NXM|OXM)_\\w+(?:\\[\\])?',
  ].join('|')})$`,
);

/** The words that stand in a flow without a value: protocols and flags. */
const flowWord = new RegExp(
  `^(?:${[
    'ip|ipv6|icmp|icmp6|tcp|tcp6|udp|udp6|sctp|sctp6|arp|rarp|mpls|mplsm|eth|nsh',
    'send_flow_rem|check_overlap|reset_counts|no_packet_counts|no_byte_counts',
  ].join('|')})$`,
);

/** What a key looks like, known or not: a name, perhaps with a bit range. */
const anyKey = /^[A-Za-z_][\w-]*(?:\[[\d.]*\])?$/;

/** What the first action looks like: an action, or a port by name or number. */
const anyAction = /^"?[A-Za-z_0-9][\w.-]*"?$/;

/** Actions whose names stand for nothing else. `drop`, `output` and the like could be anyone's. */
const flowAction =
  /^(?:ct|ct_clear|resubmit|goto_table|learn|load|move|set_field|push_vlan|strip_vlan|dec_ttl|mod_\w+)$/;

/**
 * Whether a text plainly is Open vSwitch flows, as written for `ovs-ofctl add-flows` or printed by
 * `dump-flows`, or groups and packets to send, as written for `add-groups` and `bundle`. `sample` is the start
 * of the text, some 8 KiB of it.
 *
 * Cautious by intent: an offer to switch the language must not turn up in prose, scripts that call
 * `ovs-ofctl`, settings with an `action=` in them, logs, datapath flows or OVN's logical flows.
 */
export function looksLikeFlows(sample: string): boolean {
  if (sample.startsWith('#!')) {
    return false;
  }
  let read = 0;
  let flows = 0;
  let known = false;
  let isReply = false;
  for (const text of sample.split(/\r?\n/)) {
    const line = parseFlowLine(text.replace(/^\uFEFF/, ''));
    if (read === 0 && flowReply.test(line.text)) {
      return true;
    }
    isReply ||= line.kind === 'header';
    // What a switch prints is indented; groups that it has printed are nothing to work on.
    const isPrinted = isReply || /^[ \t]/.test(line.text);
    const evidence = line.kind === 'flow' ? evidenceOf(line) : isPrinted ? undefined : evidenceOfOther(line);
    if (evidence === undefined) {
      continue;
    }
    flows += evidence === 'none' ? 0 : 1;
    known ||= evidence === 'plain';
    read++;
    if (read === flowsToRead) {
      break;
    }
  }
  return known && flows * 3 >= read * 2;
}

/** `plain`: it cannot well be anything else. `possible`: it has the form of a flow, such as `actions=drop`. */
type Evidence = 'plain' | 'possible' | 'none';

/** Of a group or a packet to send; undefined for lines that say nothing either way. */
function evidenceOfOther(line: FlowLine): Evidence | undefined {
  const { text, match, buckets } = line;
  const names = match.map((item) => keyText(text, item));
  if (line.kind === 'group') {
    const isKnown = names.every((name) => groupKey(name) !== undefined);
    const hasType = match.some(
      (item) =>
        keyText(text, item) === 'type' && groupTypes.some(({ name }) => name === valueText(text, item)),
    );
    return isKnown && names.includes('group_id') && (hasType || buckets.length > 0) ? 'plain' : 'none';
  }
  if (line.kind === 'packet-out') {
    const isKnown = names.every(
      (name) => flowKey.test(name) || packetOutKeys.some((key) => key.name === name),
    );
    const hasPacket = match.some(
      (item) => keyText(text, item) === 'packet' && /^[0-9a-fA-F\s]{28,}$/.test(valueText(text, item)),
    );
    return isKnown && hasPacket ? 'plain' : 'none';
  }
  return undefined;
}

function evidenceOf(line: FlowLine): Evidence {
  const keyed = line.match.filter((item) => item.delimiter !== '');
  const known = keyed.filter((item) => flowKey.test(keyText(line.text, item))).length;
  if (!line.match.every((item) => hasFormOfMatch(line.text, item))) {
    return 'none';
  }
  if (line.actions === undefined) {
    // A flow to delete, or the first half of one that was wrapped: nothing but known names will do.
    return known >= 2 && known === keyed.length ? 'plain' : 'none';
  }
  if (!hasFormOfActions(line) || known * 2 < keyed.length) {
    return 'none';
  }
  return known > 0 || hasFlowAction(line) ? 'plain' : 'possible';
}

function hasFormOfMatch(text: string, item: Item): boolean {
  const key = keyText(text, item);
  return item.delimiter === '' ? flowWord.test(key) : anyKey.test(key);
}

function hasFormOfActions({ text, actions }: FlowLine): boolean {
  if (actions?.equals === undefined || !/^actions?$/.test(text.slice(actions.word.start, actions.word.end))) {
    return false;
  }
  // The parser, like Open vSwitch, finds the word anywhere; whoever writes flows puts it after a separator.
  const before = text.charAt(actions.word.start - 1);
  const [first] = actions.items;
  return /^[\s,]?$/.test(before) && (first === undefined || anyAction.test(keyText(text, first)));
}

function hasFlowAction({ text, actions }: FlowLine): boolean {
  return actions?.items.some((item) => flowAction.test(keyText(text, item))) ?? false;
}
