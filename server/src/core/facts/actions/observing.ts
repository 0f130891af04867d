/** Actions that change nothing: notes, samples, and tests of Open vSwitch itself. Source: ovs-actions(7); lib/ofp-actions.c. */
import { type ActionHelp, defineAction, flag, named, placed } from './help';

export const observingHelp: readonly ActionHelp[] = [
  defineAction({
    name: 'note',
    forms: ['note:HEX'],
    meaning: 'Does nothing: bytes for whoever reads the flow.',
    note: 'Open vSwitch fills up with zero bytes, to 6, 14, 22 … of them.',
    arguments: [placed('HEX', 'Pairs of hexadecimal digits, dots between them if you like.', '00.11.22.33')],
    since: '1.1',
    example: 'note:00.11.22.33',
  }),
  defineAction({
    name: 'sample',
    forms: ['sample(KEY=VALUE,…)'],
    meaning: 'Sends a sample of the packets to collectors of flow records (IPFIX).',
    arguments: [
      named(
        'probability',
        'How many of 65535 packets are sampled, 1 to 65535. It cannot be left out.',
        'probability=100',
      ),
      named(
        'collector_set_id',
        'The set of collectors that get the records; 0 when left out.',
        'collector_set_id=1',
      ),
      named(
        'obs_domain_id',
        'The observation domain that records name, a number or (since 3.4) a field.',
        'obs_domain_id=5',
      ),
      named(
        'obs_point_id',
        'The observation point that records name, a number or (since 3.4) a field.',
        'obs_point_id=5',
      ),
      named('sampling_port', 'The port that records name.', 'sampling_port=1', { since: '2.6' }),
      flag('ingress', 'The records say that the packets came in.', { since: '2.7' }),
      flag('egress', 'The records say that the packets go out.', { since: '2.7' }),
    ],
    since: '2.4',
    example: 'sample(probability=100,collector_set_id=1)',
  }),
  defineAction({
    name: 'debug_recirc',
    forms: ['debug_recirc'],
    meaning: 'For tests of Open vSwitch itself; other switches refuse it.',
    example: 'debug_recirc',
  }),
  defineAction({
    name: 'debug_slow',
    forms: ['debug_slow'],
    meaning: 'For tests of Open vSwitch itself; other switches refuse it.',
    example: 'debug_slow',
  }),
  defineAction({
    name: 'unroll_xlate',
    forms: ['unroll_xlate'],
    meaning: 'A name that Open vSwitch uses inside. Flows cannot have it.',
    example: 'unroll_xlate',
  }),
  defineAction({
    name: 'output_trunc',
    forms: ['output(port=PORT,max_len=N)'],
    meaning: 'A name that Open vSwitch uses inside. Write `output(port=PORT,max_len=N)`.',
    example: 'output(port=1,max_len=100)',
  }),
];
