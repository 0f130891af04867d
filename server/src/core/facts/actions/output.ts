/** Actions that send the packet out. Source: ovs-actions(7), "Output Actions" and "Queue"; lib/ofp-actions.c. */
import { type ActionHelp, type ArgumentHelp, defineAction, flag, named, placed } from './help';

/** What decides which of several ports or links a packet takes. Source: lib/nx-match.h, lib/flow.c. */
const hashedFields: ArgumentHelp = placed(
  'FIELDS',
  'Which headers decide: packets that agree in them always take the same way.',
  'symmetric_l4',
  {
    words: [
      { name: 'eth_src', meaning: 'the Ethernet source address' },
      {
        name: 'symmetric_l4',
        meaning:
          'Ethernet, VLAN, IP addresses and ports, alike in both directions; ports of TCP and SCTP only',
      },
      {
        name: 'symmetric_l3l4',
        meaning: 'IP addresses, and ports of TCP and SCTP, alike in both directions',
      },
      {
        name: 'symmetric_l3l4+udp',
        meaning: 'IP addresses, and ports of TCP, SCTP and UDP, alike in both directions',
      },
      { name: 'nw_src', meaning: 'the IP source address' },
      { name: 'nw_dst', meaning: 'the IP destination address' },
      { name: 'symmetric_l3', meaning: 'both IP addresses, alike in both directions' },
    ],
  },
);

const basis: ArgumentHelp = placed(
  'BASIS',
  'A number that goes into the hash, 0 to 65535: another number spreads the packets in another way.',
  '0',
);

const bundleAlgorithm: ArgumentHelp = placed('ALGORITHM', 'How one of the ports is chosen.', 'hrw', {
  words: [
    { name: 'active_backup', meaning: 'the first port of the list that is up' },
    { name: 'hrw', meaning: 'by hash (highest random weight) among the ports that are up' },
  ],
});

const memberType: ArgumentHelp = placed('TYPE', 'What the members are: always `ofport`.', 'ofport', {
  words: [{ name: 'ofport', meaning: 'OpenFlow port numbers' }],
});

const members: ArgumentHelp = placed(
  'members:PORT,…',
  'The ports to choose from, by number. `slaves:` is the old word for the same.',
  'members:4,8',
);

const ports = 'A port by number, or a reserved one: IN_PORT, NORMAL, FLOOD, ALL, CONTROLLER, LOCAL, TABLE.';

export const outputHelp: readonly ActionHelp[] = [
  defineAction({
    name: 'output',
    forms: ['PORT', 'output:PORT', 'output:FIELD[A..B]', 'output(port=PORT,max_len=N)'],
    meaning: 'Sends the packet, as it is at this point, out of a port. Later actions go on with the packet.',
    note: 'A port that is the one the packet came in on is skipped: write IN_PORT to send it back.',
    arguments: [
      placed('PORT', ports, '2'),
      placed('FIELD', 'The port number is read from this field, or from some bits of it.', 'reg0[0..15]', {
        since: '1.3',
      }),
      named('port', 'The port to send a shortened packet to: a number, LOCAL or IN_PORT.', 'port=2', {
        since: '2.6',
      }),
      named('max_len', 'The packet is cut to so many bytes; at least 14.', 'max_len=100', { since: '2.6' }),
    ],
    example: 'output:2',
  }),
  defineAction({
    name: 'output_reg',
    forms: ['output_reg:FIELD[A..B]'],
    meaning: 'Sends the packet to the port whose number is in a field. Another word for `output:FIELD`.',
    arguments: [placed('FIELD', 'The field, or the bits of it, that hold the port number.', 'reg0[0..15]')],
    since: '1.3',
    example: 'output_reg:reg0[0..15]',
  }),
  defineAction({
    name: 'controller',
    forms: ['controller', 'controller:MAX_LEN', 'controller(KEY=VALUE,…)'],
    meaning: 'Sends the packet to the OpenFlow controller, in a packet-in message.',
    arguments: [
      named(
        'max_len',
        'How many bytes of the packet to send, 0 to 65535. Since 2.7 the whole packet is always sent.',
        'max_len=128',
      ),
      named('reason', 'The reason that the message gives to the controller.', 'reason=no_match', {
        since: '1.6',
        words: [
          { name: 'action', meaning: 'a flow says so (the default)' },
          { name: 'no_match', meaning: 'no flow matched' },
          { name: 'invalid_ttl', meaning: 'the TTL ran out' },
          { name: 'action_set', meaning: 'the action set says so' },
          { name: 'group', meaning: 'a bucket of a group says so' },
          { name: 'packet_out', meaning: 'a packet-out message says so' },
        ],
      }),
      named(
        'id',
        'Which controllers get it: those that chose this number for themselves, 0 to 65535. Controllers have 0 at first.',
        'id=123',
        { since: '1.6' },
      ),
      named(
        'userdata',
        'Bytes in hexadecimal that the controller gets along with the packet.',
        'userdata=01.02',
        {
          since: '2.6',
        },
      ),
      flag('pause', 'Stops here until the controller sends the packet back to go on.', { since: '2.6' }),
      named('meter_id', 'A meter that limits how many such messages are sent; 0 for none.', 'meter_id=1', {
        since: '2.10',
      }),
    ],
    example: 'controller(reason=no_match,max_len=128)',
  }),
  defineAction({
    name: 'enqueue',
    forms: ['enqueue:PORT:QUEUE', 'enqueue(PORT,QUEUE)'],
    meaning: 'Sends the packet out of a port through one of its queues.',
    arguments: [
      placed('PORT', 'A port by number, LOCAL or IN_PORT.', '1'),
      placed('QUEUE', 'The number of the queue, as configured on that port.', '5'),
    ],
    openflow: 'from OpenFlow 1.1 on it becomes set_queue, output and pop_queue',
    example: 'enqueue:1:5',
  }),
  defineAction({
    name: 'bundle',
    forms: ['bundle(FIELDS,BASIS,ALGORITHM,ofport,members:PORT,…)'],
    meaning: 'Sends the packet to one of several ports, chosen by a hash of its headers.',
    arguments: [hashedFields, basis, bundleAlgorithm, memberType, members],
    since: '1.2',
    example: 'bundle(symmetric_l4,0,hrw,ofport,members:4,8)',
  }),
  defineAction({
    name: 'bundle_load',
    forms: ['bundle_load(FIELDS,BASIS,ALGORITHM,ofport,FIELD[A..B],members:PORT,…)'],
    meaning: 'Chooses one of several ports as `bundle` does, and writes its number to a field.',
    arguments: [
      hashedFields,
      basis,
      bundleAlgorithm,
      memberType,
      placed(
        'FIELD',
        'Where the port number goes: at least 16 bits of a field that can be written.',
        'reg0[0..15]',
      ),
      members,
    ],
    since: '1.2',
    example: 'bundle_load(eth_src,0,hrw,ofport,reg0[0..15],members:4,8)',
  }),
  defineAction({
    name: 'multipath',
    forms: ['multipath(FIELDS,BASIS,ALGORITHM,N_LINKS,ARG,FIELD[A..B])'],
    meaning:
      'Spreads packets over N links by a hash of their headers, and writes the number of the link, 0 to N-1, to a field.',
    arguments: [
      hashedFields,
      basis,
      placed('ALGORITHM', 'How the hash becomes the number of a link.', 'hrw', {
        words: [
          { name: 'modulo_n', meaning: 'the hash modulo N: fast, and moves most packets when N changes' },
          { name: 'hash_threshold', meaning: 'by ranges of the hash: moves half of the packets' },
          { name: 'hrw', meaning: 'highest random weight: moves only what has to move' },
          { name: 'iter_hash', meaning: 'hashes again until a link fits: moves only what has to move' },
        ],
      }),
      placed('N_LINKS', 'How many links there are, 1 to 65536.', '4'),
      placed('ARG', 'For `iter_hash` only: where iteration starts; otherwise 0.', '0'),
      placed(
        'FIELD',
        'Where the number goes: enough bits for N, of a field that can be written.',
        'reg0[0..1]',
      ),
    ],
    since: '1.1',
    example: 'multipath(eth_src,50,modulo_n,4,0,reg0[0..1])',
  }),
  defineAction({
    name: 'group',
    forms: ['group:ID'],
    meaning: 'Hands the packet to a group, whose buckets have actions of their own.',
    note: 'The group must be there before the flow is added.',
    arguments: [placed('ID', 'The number of the group, 0 to 4294967040.', '5')],
    since: '2.1',
    openflow: 'in OpenFlow 1.0 since Open vSwitch 2.6',
    example: 'group:5',
  }),
  defineAction({
    name: 'set_queue',
    forms: ['set_queue:QUEUE'],
    meaning: 'Sets the queue through which the outputs behind it send.',
    arguments: [placed('QUEUE', 'The number of the queue.', '5')],
    example: 'set_queue:5',
  }),
  defineAction({
    name: 'pop_queue',
    forms: ['pop_queue'],
    meaning: 'Goes back to the queue that packets had before `set_queue`.',
    since: '1.1',
    example: 'pop_queue',
  }),
];
