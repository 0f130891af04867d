/** Keys of a flow, read. Source: lib/ofp-flow.c, parse_ofp_str__. */

import { any, type FormatSet, formatsSince, nxmAndOxm, withTable } from '../facts/flow-formats';
import type { FlowCommand, FlowKey } from '../facts/flow-keys';
import { shortened } from '../syntax/excerpt';
import type { Fix } from '../syntax/fix';
import { type Item, valueText } from '../syntax/items';
import type { Span } from '../syntax/span';
import { fixesAt } from './actions/values';
import { leadingUnsigned64, wholeInteger } from './integers';
import type { Problems } from './problem';
import { noteSwitchName } from './switch-names';
import { readPort } from './values/ports';
import { octalRemarks } from './values/read-integer';

/** What the keys of a flow say. */
export interface FlowKeys {
  table: number;
  priority: number;
  idleTimeout: number;
  hardTimeout: number;
  importance: number;
  /** The cookie to set; undefined when none is given. */
  cookie: bigint | undefined;
  cookieMatch: { readonly value: bigint; readonly mask: bigint } | undefined;
  outPort: number | undefined;
  outGroup: number | undefined;
  flags: Set<string>;
}

/** The priority of flows that name none. Source: include/openflow/openflow-common.h. */
export const defaultPriority = 32768;

/** The table number that means no table in particular. */
export const noTable = 255;

export function defaultKeys(): FlowKeys {
  return {
    table: noTable,
    priority: defaultPriority,
    idleTimeout: 0,
    hardTimeout: 0,
    importance: 0,
    cookie: undefined,
    cookieMatch: undefined,
    outPort: undefined,
    outGroup: undefined,
    flags: new Set(),
  };
}

/** Reads a key's value into `keys`; returns the formats in which it can be sent. */
export function readKey(
  key: FlowKey,
  text: string,
  item: Item,
  command: FlowCommand,
  keys: FlowKeys,
  problems: Problems,
): FormatSet {
  const value = valueText(text, item);
  const span = { start: item.valueStart, end: item.valueEnd };
  switch (key.kind) {
    case 'flag':
      keys.flags.add(key.name);
      return key.formats;
    case 'table':
      return readTable(value, span, command, keys, problems);
    case 'number':
      readNumber(key, value, span, keys, problems);
      return any;
    case 'cookie':
      return readCookie(value, span, command, keys, problems);
    case 'port': {
      const port = readPort(value);
      keys.outPort = port?.port;
      if (!port && !noteSwitchName('port', value, span, problems)) {
        problems.reject(
          'flow/invalid-value',
          span,
          `${value} is not a valid OpenFlow port`,
          `${shortened(value)} is no port. Write its number, or a name such as LOCAL.`,
        );
      }
      return any;
    }
    case 'group':
      return readGroup(value, span, keys, problems);
    case 'statistic':
    case 'ignored':
      return any;
  }
}

function readTable(
  value: string,
  span: Span,
  command: FlowCommand,
  keys: FlowKeys,
  problems: Problems,
): FormatSet {
  const table = wholeInteger(value, 10);
  if (table === undefined || table < 0 || table > 255) {
    if (noteSwitchName('table', value, span, problems)) {
      return any;
    }
    problems.reject(
      'flow/invalid-value',
      span,
      `unknown table "${value}"`,
      `${shortened(value)} is no table. Tables have numbers from 0 to 254, in decimal.`,
      { fixes: () => decimalFixes(value, span) },
    );
    return any;
  }
  keys.table = table;
  if (table === noTable) {
    problems.note(
      'flow/last-table',
      span,
      `Table 255 means no table in particular: Open vSwitch ${command === 'add' ? 'adds the flow to table 0' : 'acts on the flows of all tables'}. Tables are 0 to 254.`,
    );
    return any;
  }
  return withTable;
}

/** A table in hexadecimal: Open vSwitch reads decimal numbers only. */
function decimalFixes(value: string, span: Span): Fix[] {
  const table = /^0[xX][0-9a-fA-F]{1,2}$/.test(value) ? Number(value) : noTable;
  return table < noTable
    ? [{ title: `Write ${table}`, edits: [{ ...span, newText: String(table) }], keepsMeaning: false }]
    : [];
}

const numbers: Readonly<Record<string, 'priority' | 'idleTimeout' | 'hardTimeout' | 'importance'>> = {
  priority: 'priority',
  idle_timeout: 'idleTimeout',
  hard_timeout: 'hardTimeout',
  importance: 'importance',
};

function readNumber(key: FlowKey, value: string, span: Span, keys: FlowKeys, problems: Problems): void {
  const number = wholeInteger(value);
  if (number === undefined || number < 0 || number > 0xffff) {
    problems.reject(
      'flow/invalid-value',
      span,
      `invalid ${key.name} "${value}"`,
      `${shortened(value)} is no ${key.name}: it is a number from 0 to 65535.`,
    );
    return;
  }
  keys[numbers[key.name]!] = number;
  const read = { value: BigInt(number), end: value.length };
  for (const { message, replacements = [] } of octalRemarks(value, 0, read)) {
    problems.note('flow/octal-number', span, message, { fixes: () => fixesAt(span.start, replacements) });
  }
}

function readCookie(
  value: string,
  span: Span,
  command: FlowCommand,
  keys: FlowKeys,
  problems: Problems,
): FormatSet {
  const slash = value.indexOf('/');
  if (slash < 0) {
    if (command !== 'add' && command !== 'modify' && command !== 'modify_strict') {
      problems.reject(
        'flow/not-with-command',
        span,
        `cannot set cookie (to match on a cookie, specify a mask, e.g. cookie=${value}/-1)`,
        `A flow that is deleted gets no cookie. To delete only flows with this cookie, write it with a mask: cookie=${shortened(value)}/-1.`,
        {
          fixes: () => [
            {
              title: `Delete flows with this cookie: ${value}/-1`,
              edits: [{ ...span, newText: `${value}/-1` }],
              keepsMeaning: false,
            },
          ],
        },
      );
      return any;
    }
    keys.cookie = readCookieNumber(value, span, problems);
    return any;
  }
  if (command === 'add') {
    problems.reject(
      'flow/not-with-command',
      { start: span.start + slash, end: span.end },
      'flow additions cannot use a cookie mask',
      'A flow that is added has one cookie. A mask chooses flows by their cookie, in modify and delete only. Drop the mask.',
      {
        fixes: () => [
          {
            title: 'Drop the mask',
            edits: [{ start: span.start + slash, end: span.end, newText: '' }],
            keepsMeaning: false,
          },
        ],
      },
    );
    return any;
  }
  const cookie = readCookieNumber(
    value.slice(0, slash),
    { start: span.start, end: span.start + slash },
    problems,
  );
  const mask = readCookieNumber(
    value.slice(slash + 1),
    { start: span.start + slash + 1, end: span.end },
    problems,
  );
  keys.cookieMatch = cookie === undefined || mask === undefined ? undefined : { value: cookie, mask };
  return mask === 0n ? any : nxmAndOxm | formatsSince('1.1');
}

/** Source: lib/ofp-parse.c, str_to_u64. */
function readCookieNumber(value: string, span: Span, problems: Problems): bigint | undefined {
  const number = leadingUnsigned64(value);
  if (!number || number.tooLarge || number.end < value.length) {
    return problems.reject(
      'flow/invalid-value',
      span,
      value === '' ? 'missing required numeric argument' : `invalid numeric format ${value}`,
      value === ''
        ? 'A number is missing here.'
        : `${shortened(value)} is no cookie: it is a number of up to 64 bits, in decimal or in hexadecimal with 0x.`,
    );
  }
  return number.value;
}

function readGroup(value: string, span: Span, keys: FlowKeys, problems: Problems): FormatSet {
  const number = wholeUnsigned(value);
  const name = value.toLowerCase();
  if (number === undefined && name !== 'any' && name !== 'all') {
    problems.reject(
      'flow/invalid-value',
      span,
      `${value} is not a valid OpenFlow group`,
      `${shortened(value)} is no group. Write its number, or any.`,
    );
  }
  keys.outGroup = number;
  return formatsSince('1.1');
}

function wholeUnsigned(value: string): number | undefined {
  const number = /^[0-9]{1,10}$/.test(value) ? Number(value) : undefined;
  return number !== undefined && number <= 0xffffffff ? number : undefined;
}
