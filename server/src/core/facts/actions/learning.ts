/** `learn` and its little language. Source: ovs-actions(7), "The learn Action"; lib/learn.c. */
import { type ActionHelp, type ArgumentHelp, defineAction, flag, named, placed } from './help';

/** What the flow that will be learned matches and does. */
const specifications: readonly ArgumentHelp[] = [
  placed('FIELD=VALUE', 'The new flow matches this value.', 'dl_type=0x0800'),
  placed(
    'FIELD=FIELD',
    'The new flow matches, in the first field, what the packet at hand has in the second. `NXM_OF_ETH_DST[]=NXM_OF_ETH_SRC[]` matches its answers.',
    'NXM_OF_ETH_DST[]=NXM_OF_ETH_SRC[]',
  ),
  placed(
    'FIELD',
    'The new flow matches what the packet at hand has in this field.',
    'NXM_OF_VLAN_TCI[0..11]',
  ),
  placed(
    'load:VALUE->FIELD',
    'The new flow writes this number, or what the packet at hand has in a field, to the field.',
    'load:NXM_OF_IN_PORT[]->NXM_NX_REG0[0..15]',
  ),
  placed(
    'output:FIELD',
    'The new flow sends packets to the port that the packet at hand has in this field.',
    'output:NXM_OF_IN_PORT[]',
  ),
];

export const learningHelp: readonly ActionHelp[] = [
  defineAction({
    name: 'learn',
    forms: ['learn(KEY=VALUE,…,FIELD=VALUE,…,load:…,output:…)'],
    meaning:
      'Adds or changes a flow, made from the packet at hand: this is how a switch learns where addresses are.',
    note: 'What fields need comes before them: `dl_type=0x0800` before `nw_src`. No protocol words such as `tcp`, and no masks.',
    arguments: [
      named('table', 'The table of the new flow, 0 to 254; 1 when left out.', 'table=1'),
      named('priority', 'The priority of the new flow; 32768 when left out.', 'priority=100'),
      named(
        'idle_timeout',
        'The new flow goes after so many seconds without a packet; 0 for never.',
        'idle_timeout=60',
      ),
      named('hard_timeout', 'The new flow goes after so many seconds; 0 for never.', 'hard_timeout=300'),
      named(
        'fin_idle_timeout',
        'The idle timeout of the new flow once it has seen a TCP packet with FIN or RST.',
        'fin_idle_timeout=5',
        { since: '1.6' },
      ),
      named(
        'fin_hard_timeout',
        'The hard timeout of the new flow once it has seen a TCP packet with FIN or RST.',
        'fin_hard_timeout=5',
        { since: '1.6' },
      ),
      named('cookie', 'The cookie of the new flow.', 'cookie=0x1'),
      named(
        'limit',
        'No more than so many flows are learned with this cookie in that table; 0 for any number.',
        'limit=100',
        {
          since: '2.8',
        },
      ),
      named(
        'result_dst',
        'This bit becomes 1 when the flow is there, and 0 when `limit` kept it from being learned.',
        'result_dst=reg0[0]',
        { since: '2.8' },
      ),
      flag('send_flow_rem', 'The switch tells the controller when the new flow goes.'),
      flag(
        'delete_learned',
        'When this flow is deleted, the flows of that table and cookie are deleted too.',
        {
          since: '2.4',
        },
      ),
      ...specifications,
    ],
    since: '1.3',
    example: 'learn(table=1,NXM_OF_ETH_DST[]=NXM_OF_ETH_SRC[],output:NXM_OF_IN_PORT[])',
  }),
  defineAction({
    name: 'fin_timeout',
    forms: ['fin_timeout(KEY=VALUE,…)'],
    meaning: 'Shortens the timeouts of this flow when a TCP packet with FIN or RST passes.',
    needs: '`tcp` or `tcp6`',
    arguments: [
      named(
        'idle_timeout',
        'The idle timeout from then on, when it is shorter than before.',
        'idle_timeout=5',
      ),
      named(
        'hard_timeout',
        'The hard timeout from then on, when it is shorter than before.',
        'hard_timeout=10',
      ),
    ],
    since: '1.6',
    example: 'fin_timeout(idle_timeout=5)',
  }),
];
