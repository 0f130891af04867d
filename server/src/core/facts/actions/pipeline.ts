/** Actions that decide where a packet goes on, and which actions it meets. Source: ovs-actions(7); lib/ofp-actions.c. */
import { type ActionHelp, defineAction, flag, placed } from './help';

export const pipelineHelp: readonly ActionHelp[] = [
  defineAction({
    name: 'drop',
    forms: ['drop'],
    meaning: 'No actions: the packet ends here. Nothing may stand beside it.',
    example: 'drop',
  }),
  defineAction({
    name: 'resubmit',
    forms: ['resubmit:PORT', 'resubmit(PORT,TABLE)', 'resubmit(,TABLE)', 'resubmit(PORT,TABLE,ct)'],
    meaning:
      'Looks the packet up in a table as if it had just come in, does what is found there, and comes back to the actions behind.',
    arguments: [
      placed('PORT', 'The ingress port to look up with; the packet’s own when left out.', '1'),
      placed('TABLE', 'The table, 0 to 254; the flow’s own when left out.', '5', { since: '1.3' }),
      flag('ct', 'Looks up with the addresses and ports of the connection’s first packet.', { since: '2.7' }),
    ],
    example: 'resubmit(,5)',
  }),
  defineAction({
    name: 'goto_table',
    forms: ['goto_table:TABLE'],
    meaning: 'The packet goes on in another table once the actions of this flow are done.',
    note: 'Only forward: to a table with a higher number than that of the flow. The last of all actions.',
    arguments: [placed('TABLE', 'The table, 1 to 254.', '6')],
    since: '2.1',
    openflow: 'an instruction of OpenFlow 1.1; in 1.0 it becomes resubmit(,TABLE)',
    example: 'goto_table:6',
  }),
  defineAction({
    name: 'clone',
    forms: ['clone(ACTION,…)'],
    meaning: 'Does these actions with a copy of the packet; what they change is undone behind it.',
    arguments: [placed('ACTION', 'Any actions but instructions and meters.', 'output:1', { form: 'nested' })],
    since: '2.7',
    example: 'clone(push_vlan:0x8100,output:1)',
  }),
  defineAction({
    name: 'write_actions',
    forms: ['write_actions(ACTION,…)'],
    meaning:
      'Puts actions into the action set of the packet, which is done at the end of the pipeline, one action of each kind.',
    arguments: [
      placed(
        'ACTION',
        'Actions that may be in a set: no learn, note, conjunction, enqueue, exit.',
        'output:1',
        { form: 'nested' },
      ),
    ],
    since: '2.1',
    openflow: 'an instruction of OpenFlow 1.1; in 1.0 it is dropped without a word',
    example: 'write_actions(output:1)',
  }),
  defineAction({
    name: 'clear_actions',
    forms: ['clear_actions'],
    meaning: 'Empties the action set of the packet.',
    since: '2.1',
    openflow: 'an instruction of OpenFlow 1.1; in 1.0 it is dropped without a word',
    example: 'clear_actions',
  }),
  defineAction({
    name: 'apply_actions',
    forms: ['apply_actions(…)'],
    meaning: 'Not accepted in flows: plain actions are what this instruction stands for.',
    example: 'apply_actions(output:1)',
  }),
  defineAction({
    name: 'meter',
    forms: ['meter:ID'],
    meaning: 'Runs the packet through a meter, which may drop it when there are too many.',
    note: 'It must be the first action, and there may be one.',
    arguments: [placed('ID', 'The number of the meter, 1 to 4294901760.', '1')],
    since: '2.0',
    openflow: 'OpenFlow 1.3 and later',
    example: 'meter:1',
  }),
  defineAction({
    name: 'conjunction',
    forms: ['conjunction(ID,K/N)'],
    meaning:
      'One part of a match that several flows make together: when a packet meets all N parts, it takes the flow that matches `conj_id=ID`.',
    note: 'Only `note` may stand beside it.',
    arguments: [
      placed('ID', 'The number of the conjunction, which another flow matches as `conj_id`.', '10'),
      placed('K/N', 'This flow is part K of N parts; N from 2 to 64.', '1/2'),
    ],
    since: '2.4',
    example: 'conjunction(10,1/2)',
  }),
  defineAction({
    name: 'exit',
    forms: ['exit'],
    meaning:
      'Ends the pipeline for the packet: nothing behind it is done, here or where `resubmit` came from.',
    since: '1.4',
    example: 'exit',
  }),
];
