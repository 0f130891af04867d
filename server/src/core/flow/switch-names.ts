/**
 * Names of ports and tables, which only a switch can turn into numbers. `ovs-ofctl` takes them in commands that
 * talk to one, and rejects them where it works alone. Source: ovs-ofctl(8), "Port Names" and "Table Names".
 */
import { noPort, reservedPorts } from '../facts/ports';
import { shortened } from '../syntax/excerpt';
import { nearestName } from '../syntax/nearest-name';
import type { Span } from '../syntax/span';
import type { Problems } from './problem';

const quoted = /^"(?:[^"\\]|\\.)+"$/;
const identifier = /^[A-Za-z_][\w.@+-]{0,62}$/;
/** Some tools add what the table is for: `mme(main_table)`. */
const tableName = /^[A-Za-z_][\w.-]{0,62}(?:\([\w .-]{0,62}\))?$/;
/** In lower case, as `nearestName` compares. */
const reservedNames = [...reservedPorts.map(({ name }) => name), noPort].map((name) => name.toLowerCase());

/** The name of a reserved port that the text most likely stands for. */
export function nearestPortName(text: string): string | undefined {
  return /^[A-Za-z_]{1,30}$/.test(text) ? nearestName(text, reservedNames)?.toUpperCase() : undefined;
}

/** Whether the text can be the name of a port or a table, and is no slip in a name that Open vSwitch knows. */
function isSwitchName(kind: 'port' | 'table', text: string): boolean {
  if (quoted.test(text)) {
    return true;
  }
  const isSlip = kind === 'port' && nearestPortName(text) !== undefined;
  const isName = kind === 'table' ? tableName.test(text) : identifier.test(text);
  return isName && !isSlip;
}

/** Whether a word that stands alone among actions can be the name of a port: one that looks like no action. */
export function isBarePortName(text: string): boolean {
  return quoted.test(text) || ((/[\d._-]/.test(text) || text.length === 1) && isSwitchName('port', text));
}

/** Notes that the text is a name, when it can be one; returns whether it was. */
export function noteSwitchName(
  kind: 'port' | 'table',
  text: string,
  span: Span,
  problems: Problems,
): boolean {
  if (!isSwitchName(kind, text)) {
    return false;
  }
  problems.usesNames = true;
  problems.note(
    'flow/switch-name',
    span,
    `${shortened(text)} is taken for the name of a ${kind}. Only commands that talk to a switch which has it can use it; ovs-ofctl parse-flow and others reject the flow. A number works everywhere.`,
    { nameOf: kind },
  );
  return true;
}
