/**
 * Lines that `ovs-ofctl` prints and nothing reads again: headers, statistics, messages on their way, logs.
 * Source: lib/ofp-print.c, lib/ofp-flow.c, lib/ofp-group.c, lib/ofp-meter.c, lib/ofp-bundle.c, lib/vconn.c.
 */

const message = '(?:OFPT|OFPST|NXT|NXST|ONFT|ONFST)_[A-Z0-9_]+';

const replyHeader = new RegExp(`^[ \\t]*${message} (?:reply|request)\\b`);

/** Each is tried at the start of the line, behind blanks. */
const printed = new RegExp(
  `^[ \\t]*(?:${[
    // A message as a whole: `OFPT_FLOW_MOD (xid=0x1): ADD actions=drop`.
    `${message}(?: \\(|:)`,
    // One that could not be read, and its bytes.
    '\\*\\*\\*',
    '[0-9a-f]{8}  [0-9a-f]{2}[ -]',
    // parse-flows and friends.
    '(?:usable|chosen) protocols?:',
    // Flow monitors, and requests for them.
    'event=[A-Z]+\\b',
    'id=\\d+ (?:command|flags)=',
    // Bundles, hellos and other messages that go over several lines.
    'bundle_id=\\S+ (?:type|flags)=',
    'version bitmap:',
    '(?:ADD|MOD|ADD_OR_MOD|DEL|INSERT_BUCKET|REMOVE_BUCKET) (?:command_bucket_id:|group_id=)',
    '(?:config|mask|advertise|state|current|supported|peer|speed):[ \\t]',
    // Statistics of tables and groups; a group's own line has no such words.
    'table \\d+(?: \\(|:)',
    'tables \\d+\\.\\.\\.\\d+: ditto',
    'active=\\d+, lookup=',
    'max_entries=',
    'matching:$',
    'exact match or wildcard:',
    'group_id=\\d+,(?:duration=[\\d.]+s,)?ref_count=',
    // Flows with what only `ovs-appctl bridge/dump-flows` prints, and the differences of diff-flows.
    '(?:duration=[\\d.]+s, )?table_id=\\d+, ',
    '[-+][a-z_]+(?:=|,| actions=)',
    // Meters: statistics, and the bands of a dump, which follow the line that their meter is on.
    'meter:\\w+ flow_count:',
    'meter=\\w+(?: (?:kbps|pktps|burst|stats|flags:0x[0-9a-f]+))* bands=[ \\t]*$',
    '(?:\\d+: )?type=(?:drop|dscp_remark|\\d+) rate=',
    '\\d+: packet_count:',
    '(?:max_meter|band_types|capabilities):',
    // Lines of a log: `vconn|DBG|…`, perhaps with a time and a number before.
    '(?:[\\dTZ:.-]+\\|\\d+\\|)?[a-z_]+(?:\\([^)|]*\\))?\\|(?:EMER|ERR|WARN|INFO|DBG)\\|',
    // The name of a bridge, as scripts print it above its dump.
    'br(?:\\d+|-[\\w-]+)[ \\t]*$',
  ].join('|')})`,
);

/** How the description of a packet ends. */
const packetSummary = / (?:tcp|udp|sctp|icmp|icmp6)_csum:[0-9a-f]+$/;

/** Whether the line is the header of a reply or a request, such as `NXST_FLOW reply (xid=0x4):`. */
export function isReplyHeader(text: string): boolean {
  return replyHeader.test(text);
}

/** Whether the line is something that is printed only. */
export function isPrintedOnly(text: string): boolean {
  return printed.test(text) || packetSummary.test(text.slice(-24)) || isOldPacketOut(text);
}

/**
 * The old arguments of packet-out: a port, actions and the bytes of a packet, as they stand on a command line.
 * No flow ends in so many bytes behind a blank.
 */
function isOldPacketOut(text: string): boolean {
  const trimmed = text.trimEnd();
  const packet = trimmed.slice(Math.max(trimmed.lastIndexOf(' '), trimmed.lastIndexOf('\t')) + 1);
  return packet.length >= 28 && /^[0-9a-fA-F]+$/.test(packet) && /^[ \t]*\w+[ \t]+[a-z_]+[(:, \t]/.test(text);
}
