/**
 * Where actions may stand, how they are begun, and what kinds of value they take: what completion needs to
 * know beyond `action-help.ts`. Source: ovs-actions(7); lib/ofp-actions.c (ofpacts_verify,
 * ofpact_is_allowed_in_actions_set, the check_ functions).
 */
import type { PrerequisiteName } from './prerequisites';

/** In a list, actions stand in this order; all that are not named are ordinary ones, of rank 1. */
export const instructionRanks: Readonly<Record<string, number | undefined>> = {
  meter: 0,
  clear_actions: 2,
  write_actions: 3,
  write_metadata: 4,
  goto_table: 5,
};
export const ordinaryRank = 1;

/** What cannot be in the action set that `write_actions` makes. */
export const notInActionSet: ReadonlySet<string> = new Set([
  'controller',
  'enqueue',
  'bundle',
  'bundle_load',
  'push',
  'pop',
  'delete_field',
  'pop_queue',
  'fin_timeout',
  'learn',
  'conjunction',
  'multipath',
  'note',
  'exit',
  'sample',
  'clone',
  'check_pkt_larger',
  'output_reg',
]);

/** All that may stand in `ct(commit,exec(…))`. */
export const inExec: ReadonlySet<string> = new Set(['set_field', 'load', 'move']);

/** Names that nobody should write: Open vSwitch uses them inside, or for its own tests. `nat` stands in `ct`. */
export const notOffered: ReadonlySet<string> = new Set([
  'nat',
  'output_trunc',
  'output_reg',
  'apply_actions',
  'debug_recirc',
  'debug_slow',
  'unroll_xlate',
]);

/** What the packet has to be; one of several will do. */
export const actionNeeds: Readonly<Record<string, readonly PrerequisiteName[] | undefined>> = {
  mod_nw_src: ['ipv4'],
  mod_nw_dst: ['ipv4'],
  mod_nw_tos: ['ip'],
  mod_nw_ecn: ['ip'],
  mod_nw_ttl: ['ip'],
  mod_tp_src: ['tcp', 'udp', 'sctp'],
  mod_tp_dst: ['tcp', 'udp', 'sctp'],
  strip_vlan: ['vlan'],
  pop_mpls: ['mpls'],
  set_mpls_label: ['mpls'],
  set_mpls_tc: ['mpls'],
  set_mpls_ttl: ['mpls'],
  dec_mpls_ttl: ['mpls'],
  dec_ttl: ['ip'],
  dec_nsh_ttl: ['nsh'],
  fin_timeout: ['tcp'],
  ct: ['ip'],
};

/** How an action is begun. */
export interface ActionStart {
  /** `$1` and `$0` are places to fill in; an editor that cannot do that gets what stands before the first. */
  readonly text: string;
  /** How the list of completions shows that it goes on. */
  readonly shown: string;
}

/** Where the first form of the action does not say how it is begun. */
export const actionStarts: Readonly<Record<string, ActionStart | undefined>> = {
  output: { text: 'output:$0', shown: ':PORT' },
  resubmit: { text: 'resubmit(,$0)', shown: '(,TABLE)' },
  set_field: { text: 'set_field:$1->$0', shown: ':VALUE->FIELD' },
  load: { text: 'load:$1->$0', shown: ':NUMBER->FIELD' },
  move: { text: 'move:$1->$0', shown: ':FIELD->FIELD' },
  check_pkt_larger: { text: 'check_pkt_larger($1)->$0', shown: '(LENGTH)->BIT' },
  enqueue: { text: 'enqueue:$1:$0', shown: ':PORT:QUEUE' },
  controller: { text: 'controller', shown: '' },
  dec_ttl: { text: 'dec_ttl', shown: '' },
  decap: { text: 'decap()', shown: '()' },
};

/** What kind of value an argument takes. `source` and `target` are bits of a field. */
export type ArgumentKind =
  | 'table'
  | 'later-table'
  | 'port'
  | 'output'
  | 'group'
  | 'meter'
  | 'zone'
  | 'cookie'
  | 'priority'
  | 'conjunction'
  | 'source'
  | 'target'
  | 'tunnel-option';

/** By action and argument, as `action-help.ts` names them. */
export const argumentKinds: Readonly<Record<string, ArgumentKind | undefined>> = {
  'output PORT': 'output',
  'output port': 'port',
  'output_reg FIELD': 'source',
  'controller meter_id': 'meter',
  'enqueue PORT': 'port',
  'bundle members:PORT,…': 'port',
  'bundle_load FIELD': 'target',
  'bundle_load members:PORT,…': 'port',
  'multipath FIELD': 'target',
  'group ID': 'group',
  'resubmit PORT': 'port',
  'resubmit TABLE': 'table',
  'goto_table TABLE': 'later-table',
  'meter ID': 'meter',
  'conjunction ID': 'conjunction',
  'ct table': 'table',
  'ct zone': 'zone',
  'learn table': 'table',
  'learn priority': 'priority',
  'learn cookie': 'cookie',
  'learn result_dst': 'target',
  'sample sampling_port': 'port',
  'push FIELD': 'source',
  'pop FIELD': 'target',
  'delete_field FIELD': 'tunnel-option',
  'move SOURCE': 'source',
};

/** Fields whose values an action takes. */
export const valuesOfField: Readonly<Record<string, string | undefined>> = {
  mod_dl_dst: 'eth_dst',
  mod_nw_tos: 'nw_tos',
  mod_nw_ecn: 'nw_ecn',
  mod_tp_src: 'tcp_src',
  mod_tp_dst: 'tcp_dst',
  mod_vlan_vid: 'dl_vlan',
  set_vlan_vid: 'dl_vlan',
  mod_vlan_pcp: 'dl_vlan_pcp',
  set_vlan_pcp: 'dl_vlan_pcp',
  set_tunnel: 'tun_id',
  set_tunnel64: 'tun_id',
  write_metadata: 'metadata',
};

/** Arguments that make no sense beside others, by action and argument. */
export const argumentRivals: Readonly<Record<string, readonly string[] | undefined>> = {
  'nat src': ['dst'],
  'nat dst': ['src'],
  'nat hash': ['random'],
  'nat random': ['hash'],
  'sample ingress': ['egress'],
  'sample egress': ['ingress'],
};

/** Arguments that Open vSwitch takes along with another only. */
export const argumentPartners: Readonly<Record<string, string | undefined>> = {
  'ct force': 'commit',
  'ct exec': 'commit',
};
