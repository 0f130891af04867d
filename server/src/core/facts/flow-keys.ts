/**
 * Words of a flow that are neither match fields nor actions: where the flow goes, how long it stays.
 * Source: ovs-ofctl(8), "Flow Syntax"; lib/ofp-flow.c, parse_ofp_str__.
 */
import { any, type FormatSet, formatsSince } from './flow-formats';

/** Commands that take a key, by what they do to flows. */
export type FlowCommand = 'add' | 'modify' | 'modify_strict' | 'delete' | 'delete_strict';

const all: readonly FlowCommand[] = ['add', 'modify', 'modify_strict', 'delete', 'delete_strict'];
const writing: readonly FlowCommand[] = ['add', 'modify', 'modify_strict'];
const deleting: readonly FlowCommand[] = ['delete', 'delete_strict'];

export interface FlowKey {
  readonly name: string;
  readonly commands: readonly FlowCommand[];
  readonly kind: 'table' | 'number' | 'cookie' | 'port' | 'group' | 'flag' | 'statistic' | 'ignored';
  readonly formats: FormatSet;
  readonly meaning: string;
  readonly example: string;
}

function key(
  name: string,
  kind: FlowKey['kind'],
  commands: readonly FlowCommand[],
  example: string,
  meaning: string,
  formats: FormatSet = any,
): FlowKey {
  return { name, kind, commands, example, meaning, formats };
}

export const flowKeys: readonly FlowKey[] = [
  key(
    'table',
    'table',
    all,
    'table=10',
    'The table of the flow, 0 to 254. Without it, flows are added to table 0, and deleted from all tables.',
  ),
  key(
    'priority',
    'number',
    ['add', 'modify', 'modify_strict', 'delete_strict'],
    'priority=100',
    'Which flow of a table a packet takes when several match: the one with the highest priority, 0 to 65535. 32768 when left out.',
  ),
  key(
    'cookie',
    'cookie',
    all,
    'cookie=0x1234',
    'A 64-bit number that the author of a flow gives it. With a mask, `cookie=0x1/0xff`, modify and delete act only on flows whose cookie matches.',
  ),
  key(
    'idle_timeout',
    'number',
    writing,
    'idle_timeout=60',
    'After so many seconds without a packet the flow is removed; 0 for never.',
  ),
  key(
    'hard_timeout',
    'number',
    writing,
    'hard_timeout=300',
    'After so many seconds the flow is removed, whatever the traffic; 0 for never.',
  ),
  key(
    'importance',
    'number',
    ['add'],
    'importance=10',
    'Which flows go first when a full table evicts some: those of lower importance. Sent by OpenFlow 1.4 and later only.',
  ),
  key('out_port', 'port', deleting, 'out_port=1', 'Acts only on flows that have an output to that port.'),
  key(
    'out_group',
    'group',
    deleting,
    'out_group=1',
    'Acts only on flows that send to that group.',
    formatsSince('1.1'),
  ),
  key(
    'send_flow_rem',
    'flag',
    writing,
    'send_flow_rem',
    'The switch tells the controller when the flow goes away.',
  ),
  key(
    'check_overlap',
    'flag',
    writing,
    'check_overlap',
    'The switch refuses the flow when one of the same priority could match the same packet.',
  ),
  key(
    'reset_counts',
    'flag',
    writing,
    'reset_counts',
    'Starts the counters of the flow anew.',
    formatsSince('1.2'),
  ),
  key(
    'no_packet_counts',
    'flag',
    writing,
    'no_packet_counts',
    'The switch need not count packets of the flow.',
    formatsSince('1.3'),
  ),
  key(
    'no_byte_counts',
    'flag',
    writing,
    'no_byte_counts',
    'The switch need not count bytes of the flow.',
    formatsSince('1.3'),
  ),
  key(
    'duration',
    'statistic',
    all,
    'duration=3.5s',
    'How long the flow has been in its table. Open vSwitch prints it in dumps, and ignores it in flows.',
  ),
  key(
    'n_packets',
    'statistic',
    all,
    'n_packets=10',
    'How many packets the flow has matched. Open vSwitch prints it in dumps, and ignores it in flows.',
  ),
  key(
    'n_bytes',
    'statistic',
    all,
    'n_bytes=980',
    'How many bytes the flow has matched. Open vSwitch prints it in dumps, and ignores it in flows.',
  ),
  key(
    'idle_age',
    'statistic',
    all,
    'idle_age=5',
    'Seconds since the last packet. Open vSwitch prints it in dumps, and ignores it in flows.',
  ),
  key(
    'hard_age',
    'statistic',
    all,
    'hard_age=60',
    'Seconds since the flow was last modified. Open vSwitch prints it in dumps, and ignores it in flows.',
  ),
  key('no_readonly_table', 'ignored', all, 'no_readonly_table', 'Ignored.'),
  key('allow_hidden_fields', 'ignored', all, 'allow_hidden_fields', 'Ignored.'),
];

const byName = new Map(flowKeys.map((each) => [each.name, each]));

/** The key of that name (case matters). */
export function flowKey(name: string): FlowKey | undefined {
  return byName.get(name);
}
