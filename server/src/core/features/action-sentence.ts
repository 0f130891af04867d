/** Actions in words that follow "these packets": "are tracked in zone 5, and go on in table 1". */
import { fieldOfAnyName } from '../facts/match-fields';
import { actionName } from '../syntax/actions';
import { argumentsOf, type Item, keyText, parseItems, valueText } from '../syntax/items';
import { code } from './markdown';

/** More actions than this are counted, not told. */
const mostTold = 8;

/** The actions as `ovs-ofctl` prints them, told one after the other. */
export function actionSentence(actions: string): string {
  const items = parseItems(actions, 0, actions.length);
  const told = items.slice(0, mostTold).flatMap((item) => phrase(actions, item) ?? []);
  const rest = items.length - mostTold;
  const all = rest > 0 ? [...told, `undergo ${rest} more action${rest === 1 ? '' : 's'}`] : told;
  return all.length === 0
    ? 'are dropped'
    : all.length === 1
      ? all[0]!
      : `${all.slice(0, -1).join(', ')}, then ${all.at(-1)}`;
}

type Phrase = (value: string, text: string, item: Item) => string | undefined;

const set =
  (what: string): Phrase =>
  (value) =>
    `get ${what} ${code(value)}`;

const fixed =
  (words: string): Phrase =>
  () =>
    words;

const phrases: Readonly<Record<string, Phrase>> = {
  drop: fixed('are dropped'),
  output: (value) =>
    value.includes('max_len')
      ? `are sent out, cut (${code(value)})`
      : /^\d+$/.test(value)
        ? `are sent out of port ${value}`
        : `are sent out of the port in ${code(fieldName(value))}`,
  local: fixed('go to the bridge’s own port'),
  normal: fixed('are forwarded as an ordinary switch would'),
  flood: fixed('are flooded'),
  all: fixed('are sent out of all other ports'),
  in_port: fixed('are sent back where they came from'),
  table: fixed('go through the tables'),
  controller: fixed('go to the controller'),
  enqueue: (value) => `are sent out through a queue (${code(value)})`,
  group: (value) => `are handed to group ${value}`,
  meter: (value) => `pass meter ${value}`,
  set_queue: (value) => `use queue ${value}`,
  pop_queue: fixed('go back to the queue they had'),
  resubmit: describeResubmit,
  goto_table: (value) => `go on in table ${value}`,
  ct: describeTracking,
  ct_clear: fixed('become untracked'),
  learn: (_value, text, item) => {
    const table = argument(text, item, 'table') ?? '1';
    return `teach the switch a flow for table ${table}`;
  },
  conjunction: (value) => {
    const [id, part] = value.split(',');
    return `meet part ${part} of conjunction ${id}`;
  },
  set_field: (value) => assignment(value),
  load: (value) => assignment(value),
  move: (value) => {
    const [from = '', to = ''] = value.split('->');
    return `have ${code(fieldName(from))} copied to ${code(fieldName(to))}`;
  },
  mod_dl_src: set('source'),
  mod_dl_dst: set('destination'),
  mod_nw_src: set('source'),
  mod_nw_dst: set('destination'),
  mod_tp_src: set('source port'),
  mod_tp_dst: set('destination port'),
  mod_nw_tos: set('type of service'),
  mod_nw_ecn: set('ECN'),
  mod_nw_ttl: set('TTL'),
  mod_vlan_vid: (value) => `get VLAN ${value}`,
  set_vlan_vid: (value) => `get VLAN ${value}`,
  mod_vlan_pcp: set('VLAN priority'),
  set_vlan_pcp: set('VLAN priority'),
  push_vlan: fixed('get a VLAN tag'),
  strip_vlan: fixed('lose their VLAN tag'),
  pop_vlan: fixed('lose their VLAN tag'),
  push_mpls: fixed('get an MPLS label'),
  pop_mpls: fixed('lose their MPLS label'),
  set_mpls_label: set('MPLS label'),
  dec_ttl: fixed('have their TTL lowered by one'),
  dec_mpls_ttl: fixed('have their MPLS TTL lowered by one'),
  set_tunnel: set('tunnel key'),
  set_tunnel64: set('tunnel key'),
  write_metadata: set('metadata'),
  write_actions: (value) => `have ${code(value)} put into their action set`,
  clear_actions: fixed('have their action set emptied'),
  clone: (value) => `in a copy (${actionSentence(value)})`,
  note: () => undefined,
  exit: fixed('stop there'),
};

function phrase(text: string, item: Item): string | undefined {
  const name = actionName(text, item);
  const value = valueText(text, item);
  const known = Object.hasOwn(phrases, name) ? phrases[name] : undefined;
  return known ? known(value, text, item) : `undergo ${code(text.slice(item.keyStart, item.end))}`;
}

function assignment(value: string): string {
  const arrow = value.indexOf('->');
  return `get ${code(fieldName(value.slice(arrow + 2)))} set to ${code(value.slice(0, arrow))}`;
}

/** `NXM_NX_REG0[]` is `reg0` to people. */
function fieldName(written: string): string {
  const bracket = written.indexOf('[');
  const name = bracket < 0 ? written : written.slice(0, bracket);
  const bits = bracket < 0 ? '' : written.slice(bracket);
  return `${fieldOfAnyName(name)?.name ?? name}${bits === '[]' ? '' : bits}`;
}

function describeResubmit(value: string): string {
  const [port = '', table = '', ct] = value.split(',');
  const where = table === '' ? 'are looked up again' : `are looked up in table ${table}`;
  return `${where}${port === '' ? '' : ` as if from port ${port}`}${ct ? ' as part of their connection' : ''}`;
}

function describeTracking(_value: string, text: string, item: Item): string {
  const zone = argument(text, item, 'zone');
  const table = argument(text, item, 'table');
  const commit = argument(text, item, 'commit') !== undefined;
  // Behind exec, Open vSwitch prints nat among the actions of exec.
  const exec = argumentsOf(text, item).find((each) => keyText(text, each) === 'exec');
  const nat = argument(text, item, 'nat') ?? (exec && argument(text, exec, 'nat'));
  const parts = [
    `${commit ? 'have their connection committed' : 'are tracked'}${zone === undefined ? '' : ` in zone ${code(fieldName(zone))}`}`,
    ...(nat === undefined ? [] : [nat === '' ? 'are translated' : `are translated (${code(nat)})`]),
    ...(table === undefined ? [] : [`go on in table ${table}`]),
  ];
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}

/** The value of an argument, empty when it has none; undefined when it is not there. */
function argument(text: string, item: Item, name: string): string | undefined {
  const found = argumentsOf(text, item).find((each) => keyText(text, each) === name);
  return found && valueText(text, found);
}
