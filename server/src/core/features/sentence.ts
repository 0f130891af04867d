/** A flow in one English sentence, read off its canonical form. */
import { describePackets, joined } from '../conntrack/description';
import { flowKey } from '../facts/flow-keys';
import { matchField } from '../facts/match-fields';
import { protocolWord } from '../facts/protocol-words';
import type { FlowEvaluation } from '../flow/evaluate';
import { noTable } from '../flow/keys';
import { printMatch } from '../flow/print-match';
import { actionSentence } from './action-sentence';
import { code, flowCode, paragraphs, plain } from './markdown';
import { nameOf } from './number-value';

/** The sentence, and what Open vSwitch installs; or who turns the flow down. */
export function describeFlow(evaluation: FlowEvaluation): string {
  const canonical = evaluation.canonical();
  if (canonical === undefined || !evaluation.installed) {
    const refused = evaluation.problems.find(({ rejectedBy }) => rejectedBy !== undefined);
    const reason = refused ? ` ${plain(refused.message)}` : '';
    return refused?.rejectedBy === 'switch'
      ? `**The switch refuses this flow:**${reason}`
      : `**Open vSwitch rejects this flow:**${reason}`;
  }
  return paragraphs(
    sentence(evaluation, canonical),
    `${intro(evaluation)}  \n${flowCode(asWritten(canonical))}`,
  );
}

function intro({ command, actions, format }: FlowEvaluation): string {
  // OpenFlow 1.0 has no instructions: what becomes of them depends on the version.
  const version = actions.some(({ instruction }) => instruction !== undefined)
    ? ` in OpenFlow ${format?.version}`
    : '';
  return command === 'add' ? `Open vSwitch installs${version}:` : `Open vSwitch takes it for${version}:`;
}

/** `ADD table:1 priority=5,tcp actions=drop` as flows are written: `table=1,priority=5,tcp,actions=drop`. */
export function asWritten(canonical: string): string {
  const cut = canonical.indexOf(' actions=');
  const [command = 'ADD', ...parts] = canonical.slice(0, cut).split(' ');
  const keys: Readonly<Record<string, string>> = { idle: 'idle_timeout', hard: 'hard_timeout' };
  const items = parts.map((part) =>
    part.replace(
      /^(table|cookie|idle|hard|importance|out_port):/,
      (_, key: string) => `${keys[key] ?? key}=`,
    ),
  );
  const word = command === 'ADD' ? '' : `${commands[command] ?? command.toLowerCase()} `;
  const actions = command.startsWith('DEL') ? [] : [canonical.slice(cut + 1)];
  return (word + [...items, ...actions].join(',')).trim();
}

const commands: Readonly<Record<string, string>> = {
  MOD: 'modify',
  MOD_STRICT: 'modify_strict',
  DEL: 'delete',
  DEL_STRICT: 'delete_strict',
};

function sentence(evaluation: FlowEvaluation, canonical: string): string {
  const { command, keys, installed } = evaluation;
  const packets = describeMatch(printMatch(installed!), evaluation);
  const actions = () => actionSentence(canonical.slice(canonical.indexOf(' actions=') + 9));
  const table = keys.table === noTable ? undefined : keys.table;
  const about =
    packets.toLowerCase() === 'all packets' ? 'whatever they match' : `that match ${lower(packets)}`;
  const exactly = command.endsWith('strict') ? `, at priority ${keys.priority} exactly` : '';
  const where = table === undefined ? 'in all tables' : `in table ${table}`;
  switch (command) {
    case 'delete':
    case 'delete_strict':
      return about === 'whatever they match' &&
        exactly === '' &&
        !keys.cookieMatch &&
        keys.outPort === undefined
        ? `⚠ **Deletes every flow ${where}.**`
        : `Deletes flows ${where} ${about}${exactly}.`;
    case 'modify':
    case 'modify_strict':
      return `Changes flows ${table === undefined ? '' : `${where} `}${about}${exactly}: their packets ${actions()}.`;
    default:
      return `In table ${table ?? 0}, priority ${keys.priority}: ${lower(packets)} ${actions()}${timeouts(evaluation)}.`;
  }
}

function lower(text: string): string {
  return text.startsWith('All ') ? `all ${text.slice(4)}` : text;
}

function timeouts({ keys }: FlowEvaluation): string {
  const parts = [
    ...(keys.idleTimeout > 0 ? [`${keys.idleTimeout} s without a packet`] : []),
    ...(keys.hardTimeout > 0 ? [`${keys.hardTimeout} s in all`] : []),
  ];
  return parts.length === 0 ? '' : `; the flow goes after ${parts.join(', or ')}`;
}

/** How an item of the canonical match continues the sentence about its packets. */
const clauses: Readonly<Record<string, (value: string, item: string) => string>> = {
  in_port: (value) => (value === 'LOCAL' ? 'from the bridge’s own port' : `from port ${code(value)}`),
  dl_src: (value) => `from ${code(value)}`,
  dl_dst: (value) => (value === 'ff:ff:ff:ff:ff:ff' ? 'to the broadcast address' : `to ${code(value)}`),
  nw_src: (value) => `from ${code(value)}`,
  nw_dst: (value) => `to ${code(value)}`,
  ipv6_src: (value) => `from ${code(value)}`,
  ipv6_dst: (value) => `to ${code(value)}`,
  arp_spa: (value) => `sent by ${code(value)}`,
  arp_tpa: (value) => `asking for ${code(value)}`,
  dl_vlan: (value) => `in VLAN ${value}`,
  vlan_tci: (value, item) =>
    value === '0x0000/0x1fff' || value === '0x0000' || value === '0x0000/0x1000'
      ? 'without a VLAN tag'
      : value === '0x1000/0x1000'
        ? 'with a VLAN tag'
        : `with ${code(item)}`,
  tp_src: (value) => `from ${portPhrase(value)}`,
  tp_dst: (value) => `to ${portPhrase(value)}`,
  icmp_type: (value, item) => `with ${code(item)}${icmpName(value)}`,
  nw_frag: (value, item) => (value === 'no' ? 'that are no fragments' : `with ${code(item)}`),
  tun_id: (value) => `from tunnel ${code(value)}`,
  tun_src: (value) => `from tunnel endpoint ${code(value)}`,
};

function portPhrase(value: string): string {
  const field = matchField('tcp_dst')!;
  const name = /^\d+$/.test(value) ? nameOf(BigInt(value), field) : undefined;
  return `port ${value.includes('/') ? code(value) : value}${name ? ` (${name})` : ''}`;
}

function icmpName(value: string): string {
  const name = /^\d+$/.test(value) ? nameOf(BigInt(value), matchField('icmp_type')!) : undefined;
  return name ? ` (${name})` : '';
}

/** The packets that a match takes: `TCP packets from 10.0.0.1 to port 80 (http)`. */
export function describeMatch(items: readonly string[], { installed }: FlowEvaluation): string {
  const phrases: string[] = [];
  let subject = 'packets';
  for (const item of items) {
    const equals = item.indexOf('=');
    const name = equals < 0 ? item : item.slice(0, equals);
    const value = item.slice(equals + 1);
    const word = equals < 0 ? protocolWord(name) : undefined;
    if (word) {
      subject = word.meaning.endsWith('packets')
        ? word.meaning
        : word.meaning.replace(' over ', ' packets over ');
    } else if (name === 'ct_state') {
      const state = installed!.get(matchField('ct_state')!);
      const described = describePackets({ value: Number(state.value), mask: Number(state.mask) });
      phrases.push(described.replace(/^packets /, '').replace(/^every packet.*/, ''));
    } else if (flowKey(name) === undefined) {
      phrases.push(
        equals < 0 ? `with ${code(item)}` : (clauses[name]?.(value, item) ?? `with ${code(item)}`),
      );
    }
  }
  const order = (phrase: string) => (phrase.startsWith('that ') ? 1 : 0);
  const sorted = phrases.filter(Boolean).sort((left, right) => order(left) - order(right));
  const subjectText = items.length === 0 ? 'all packets' : subject;
  const plain = sorted.filter((phrase) => order(phrase) === 0).join(' ');
  const relative = joined(sorted.filter((phrase) => order(phrase) === 1));
  return [subjectText, plain, relative].filter(Boolean).join(' ');
}
