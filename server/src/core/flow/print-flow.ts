/** A flow as `ovs-ofctl` prints it. Source: lib/ofp-flow.c, ofputil_flow_mod_format. */
import type { FlowFormat } from '../facts/flow-formats';
import { type FlowCommand, flowKeys } from '../facts/flow-keys';
import type { Action } from './actions/action';
import { printActions } from './actions/evaluate';
import { defaultPriority, type FlowKeys, noTable } from './keys';
import type { Match } from './match';
import { printMatch } from './print-match';
import { formatPort } from './values/ports';

/** A flow as a switch reads it. */
export interface SentFlow {
  readonly match: Match;
  readonly priority: number;
  readonly actions: readonly Action[];
}

const commandNames: Readonly<Record<FlowCommand, string>> = {
  add: 'ADD',
  modify: 'MOD',
  modify_strict: 'MOD_STRICT',
  delete: 'DEL',
  delete_strict: 'DEL_STRICT',
};

const noCookie = (1n << 64n) - 1n;

/** The text behind `FLOW_MOD (xid=0x1): `. */
export function printFlow(command: FlowCommand, sent: SentFlow, keys: FlowKeys, format: FlowFormat): string {
  const table = tableOnWire(command, keys.table, format);
  const head = commandNames[command] + (table === 0 ? '' : ` table:${table}`);
  const priority = sent.priority === defaultPriority ? [] : [`priority=${sent.priority}`];
  const match = [...priority, ...printMatch(sent.match)].join(',');
  const flags = flowKeys
    .filter(({ name, kind }) => kind === 'flag' && keys.flags.has(name) && isShown(name, format))
    .map(({ name }) => name);
  const parts = [
    ...(match === '' ? [] : [match]),
    ...cookieOnWire(command, keys, format),
    ...(keys.idleTimeout === 0 ? [] : [`idle:${keys.idleTimeout}`]),
    ...(keys.hardTimeout === 0 ? [] : [`hard:${keys.hardTimeout}`]),
    ...(keys.importance === 0 || !carriesImportance(format) ? [] : [`importance:${keys.importance}`]),
    ...(keys.outPort === undefined || keys.outPort === 0xffff
      ? []
      : [`out_port:${formatPort(keys.outPort)}`]),
    ...flags,
    `actions=${printActions(sent.actions, format)}`,
  ];
  return `${head} ${parts.join(' ')}`;
}

function tableOnWire(command: FlowCommand, table: number, format: FlowFormat): number {
  if (format.version === '1.0') {
    // OpenFlow 1.0 has no table: 255 stands for none, and is what is read where a table is carried.
    return table === noTable && !format.name.includes('+table_id') ? 0 : table;
  }
  return table === noTable && (format.version === '1.1' || !command.startsWith('delete')) ? 0 : table;
}

function isShown(name: string, { version }: FlowFormat): boolean {
  return name !== 'reset_counts' || (version !== '1.0' && version !== '1.1');
}

function carriesImportance({ version }: FlowFormat): boolean {
  return version === '1.4' || version === '1.5';
}

function cookieOnWire(command: FlowCommand, keys: FlowKeys, format: FlowFormat): string[] {
  const { cookie, cookieMatch } = keys;
  const shown: string[] = [];
  const setsCookie = command === 'add' || format.version === '1.0';
  if (setsCookie && cookie !== undefined && cookie !== 0n && cookie !== noCookie) {
    shown.push(`cookie:0x${cookie.toString(16)}`);
  }
  if (cookieMatch && cookieMatch.mask !== 0n) {
    shown.push(
      `cookie:0x${(cookieMatch.value & cookieMatch.mask).toString(16)}/0x${cookieMatch.mask.toString(16)}`,
    );
  }
  return shown;
}
