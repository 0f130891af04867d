/** Actions of connection tracking. Source: ovs-actions(7), "Connection Tracking Actions"; lib/ofp-actions.c, parse_CT. */
import { type ActionHelp, type ArgumentHelp, defineAction, flag, named, needsIp, nested } from './help';

const range =
  'An address, a range of addresses, ports behind a colon; IPv6 addresses in brackets when ports follow.';

const natArguments: readonly ArgumentHelp[] = [
  named('src', `Translates the source to this. ${range}`, 'src=192.0.2.1-192.0.2.9:1024-2048'),
  named('dst', `Translates the destination to this. ${range}`, 'dst=10.0.0.5:8080'),
  flag('persistent', 'The same client gets the same address each time, also after a restart.'),
  flag('hash', 'Ports are chosen by a hash of the connection.'),
  flag('random', 'Ports are chosen at random.'),
];

export const connectionTrackingHelp: readonly ActionHelp[] = [
  defineAction({
    name: 'ct',
    forms: ['ct(ARGUMENT,…)'],
    meaning:
      'Sends the packet through the connection tracker. The copy that goes on in `table` has its `ct_` fields; the packet that goes on behind the action stays as it was.',
    needs: needsIp,
    arguments: [
      flag(
        'commit',
        'Makes the tracker remember the connection. Without it the connection stays new, and is forgotten.',
      ),
      flag(
        'force',
        'With `commit`: an entry that has this packet as a reply is dropped, and a new one made in the direction of the packet.',
        { since: '2.8' },
      ),
      named(
        'table',
        'The tracked packet goes on in this table, 0 to 254. Without it, the packet is only tracked.',
        'table=1',
      ),
      named(
        'zone',
        'A space of connections of its own, 0 to 65535, as a number or 16 bits of a field; 0 when left out.',
        'zone=reg0[0..15]',
      ),
      nested(
        'nat',
        'Translates addresses and ports; alone, it applies what was chosen when the connection was committed.',
        'nat(src=192.0.2.1)',
        { arguments: natArguments, since: '2.6' },
      ),
      nested(
        'exec',
        'Writes `ct_mark` and `ct_label` of the connection, with set_field, load or move. Only with `commit`.',
        'exec(set_field:1->ct_mark)',
      ),
      named('alg', 'A helper that finds the data connections of a protocol.', 'alg=ftp', {
        words: [
          { name: 'ftp', meaning: 'FTP; the flow has to match TCP' },
          { name: 'tftp', meaning: 'TFTP; the flow has to match UDP (since 2.7)' },
        ],
      }),
    ],
    since: '2.5',
    example: 'ct(commit,zone=5,table=1)',
  }),
  defineAction({
    name: 'nat',
    forms: ['nat', 'nat(src=RANGE,FLAG…)', 'nat(dst=RANGE,FLAG…)'],
    meaning:
      'Inside `ct` only. With an address it chooses how a new connection is translated; alone it applies the translation that was chosen.',
    needs: needsIp,
    note: 'Choosing an address needs `commit`.',
    arguments: natArguments,
    since: '2.6',
    example: 'nat(src=192.0.2.1)',
  }),
  defineAction({
    name: 'ct_clear',
    forms: ['ct_clear'],
    meaning: 'Makes the packet untracked again: `ct_state` and the other `ct_` fields become 0.',
    since: '2.7',
    example: 'ct_clear',
  }),
];
