/** A flow in one English sentence, read off its canonical form. */
import type { FlowEvaluation } from '../flow/evaluate';
import { noTable } from '../flow/keys';
import { actionSentence } from './action-sentence';
import { flowCode, paragraphs, plain } from './markdown';
import { describeMatch } from './match-sentence';

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
  const packets = describeMatch(installed!);
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
