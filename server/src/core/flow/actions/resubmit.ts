/** `resubmit`: another look at a flow table. Source: lib/ofp-actions.c, parse_RESUBMIT. */

import { shortened } from '../../syntax/excerpt';
import type { Span } from '../../syntax/span';
import { meets } from '../prerequisites';
import { noteSwitchName } from '../switch-names';
import { formatPort, mayNamePort, readPort } from '../values/ports';
import type { Action, ActionContext, ActionParser, Argument } from './action';
import {
  notATable,
  notATableCode,
  noteBrokenName,
  noteIgnored,
  type Part,
  partOf,
  replacing,
  tableNumber,
} from './arguments';
import { rejectWithoutMatch } from './needs';
import { matchAt, noteReservedPort } from './output';

const inPort = 0xfff8;
/** Stands for the table that the flow is in. */
const sameTable = 255;

interface Resubmit {
  readonly port: number;
  readonly table: Action['table'];
  /** Where `ct` stands, which makes the table see the connection's original direction. */
  readonly original: Span | undefined;
}

/** `resubmit`, as it was written. Without a table it looks at the one that the flow is in again. */
export interface ResubmitAction extends Action {
  readonly name: 'resubmit';
  /** The port that the packet is said to come in on; undefined where it is not changed. */
  readonly port: number | undefined;
  /** Whether the table sees the original direction of the packet's connection. */
  readonly original: boolean;
}

export function isResubmit(action: Action): action is ResubmitAction {
  return action.name === 'resubmit';
}

export const resubmitActions: Readonly<Record<string, ActionParser>> = { resubmit: parseResubmit };

function parseResubmit(argument: Argument, context: ActionContext): Action | undefined {
  const { problems } = context;
  const before = problems.rejections;
  const [port, table, original, ignored] = pieces(argument);
  const given = {
    port: port?.text ? readResubmitPort(port, argument, context) : inPort,
    table: table?.text ? readTable(table, context) : undefined,
    original: original?.text ? readOriginal(original, context) : undefined,
  };
  // Of a name that only a switch knows there is no number.
  const { port: number } = given;
  if (problems.rejections > before || number === undefined || (table?.text && !given.table)) {
    return undefined;
  }
  if (given.port === inPort && (given.table?.number ?? sameTable) === sameTable) {
    return problems.reject(
      'action/missing-argument',
      argument.text === '' ? argument.nameSpan : argument.span,
      'at least one "in_port" or "table" must be specified on resubmit',
      'resubmit needs a port or a table: write resubmit:PORT, resubmit(,TABLE) or resubmit(PORT,TABLE).',
    );
  }
  if (ignored) {
    const span = { start: ignored.span.start - 1, end: ignored.span.end };
    noteIgnored(span, 'resubmit takes three arguments. Open vSwitch ignores what follows them.', problems);
  }
  if (argument.delimiter !== '(') {
    noteTwoActions(argument, context);
  }
  return resubmit({ ...given, port: number }, argument.whole);
}

/** The three arguments, and the rest that nobody reads. */
function pieces(argument: Argument): (Part | undefined)[] {
  const { text } = argument;
  const found: Part[] = [];
  let start = 0;
  for (const what of ['the port of resubmit', 'the table of resubmit', 'ct']) {
    const comma = text.indexOf(',', start);
    found.push(partOf(argument, start, comma < 0 ? text.length : comma, what));
    if (comma < 0) {
      return found;
    }
    start = comma + 1;
  }
  return [...found, partOf(argument, start, text.length, 'the rest')];
}

function readResubmitPort(part: Part, argument: Argument, { problems }: ActionContext): number | undefined {
  const { text, span } = part;
  const reading = readPort(text);
  if (reading) {
    noteReservedPort(reading, span, problems, false);
    return reading.port;
  }
  const trimmed = readPort(text.trim()) && text.trim();
  const table = /^table[=:](.+)$/.exec(argument.text)?.[1];
  const meant = trimmed ?? (table && tableNumber(table) !== undefined ? `resubmit(,${table})` : undefined);
  const place = trimmed ? span : argument.whole;
  if (!meant && noteSwitchName('port', text, span, problems)) {
    return undefined;
  }
  return problems.reject(
    'action/invalid-argument',
    span,
    `${text}: resubmit to unknown port`,
    trimmed
      ? 'There must be no spaces behind the port: Open vSwitch takes them for part of its name.'
      : meant
        ? `resubmit has no arguments with names. Write ${meant}.`
        : `${shortened(text)} is no port. Write its number, or a name such as LOCAL.${mayNamePort(text) ? ' If a switch has a port of that name, commands that talk to it take the name.' : ''}`,
    meant ? { fixes: () => [replacing(place, meant, `Write ${meant}`, false)] } : {},
  );
}

function readTable({ text, span }: Part, { problems }: ActionContext): Action['table'] {
  const number = tableNumber(text);
  if (number !== undefined) {
    noteBrokenName(text, span, problems);
    return { number, span };
  }
  const trimmed = text.trim();
  const fits = trimmed !== text && tableNumber(trimmed) !== undefined;
  if (!fits && noteSwitchName('table', text, span, problems)) {
    return undefined;
  }
  return problems.reject(
    notATableCode(text),
    span,
    `${text}: resubmit to unknown table`,
    fits
      ? 'There must be no spaces behind the table: Open vSwitch takes them for part of its name.'
      : notATable(text),
    fits ? { fixes: () => [replacing(span, trimmed, `Write ${trimmed}`, false)] } : {},
  );
}

function readOriginal({ text, span }: Part, { problems }: ActionContext): Span | undefined {
  if (text === 'ct') {
    return span;
  }
  const fits = text.trim().toLowerCase() === 'ct';
  return problems.reject(
    'action/invalid-argument',
    span,
    `${text}: unknown parameter`,
    fits
      ? 'Write ct in lower case, without spaces.'
      : `The third argument of resubmit can be ct only, not ${shortened(text)}.`,
    fits ? { fixes: () => [replacing(span, 'ct', 'Write ct', false)] } : {},
  );
}

/** `resubmit:1,5` looks as if it had two arguments. */
function noteTwoActions(argument: Argument, { text, problems }: ActionContext): void {
  const { whole, span } = argument;
  const behind = matchAt(/,(LOCAL|IN_PORT|[0-9]+)(?=[\s,)]|$)/iy, text, whole.end);
  if (!behind) {
    return;
  }
  const all = { start: whole.start, end: whole.end + behind[0].length };
  const meant = `resubmit(${text.slice(span.start, span.end)},${behind[1]})`;
  problems.note(
    'action/two-actions',
    all,
    `Open vSwitch reads two actions here: a resubmit to port ${shortened(argument.text)}, and output to port ${behind[1]}. A port and a table go in parentheses: ${meant}.`,
    {
      fixes: () => [
        ...(/^[0-9]+$/.test(behind[1]!) && tableNumber(behind[1]!) !== undefined
          ? [replacing(all, meant, `Write ${meant}`, false)]
          : []),
        replacing(
          { start: whole.end + 1, end: all.end },
          `output:${behind[1]}`,
          `Write output:${behind[1]}, what Open vSwitch reads`,
          false,
        ),
      ],
    },
  );
}

/** A look at a table with the packet as it is. */
export function resubmitToTable(table: NonNullable<Action['table']>, span: Span): Action {
  return resubmit({ port: inPort, table, original: undefined }, span);
}

function resubmit({ port, table, original }: Resubmit, span: Span): ResubmitAction {
  const to = table && table.number !== sameTable ? table : undefined;
  const name = port === inPort ? '' : formatPort(port);
  return {
    name: 'resubmit',
    span,
    ...(to && { table: to }),
    port: port === inPort ? undefined : port,
    original: original !== undefined,
    check: (flow) => {
      if (original && !meets('connection', flow.match)) {
        rejectWithoutMatch(flow, original, 'The original direction of a connection', 'connection');
      }
    },
    // `ct` is lost in the short form, as Open vSwitch prints it.
    print: () =>
      name && !to ? `resubmit:${name}` : `resubmit(${name},${to?.number ?? ''}${original ? ',ct' : ''})`,
  };
}
