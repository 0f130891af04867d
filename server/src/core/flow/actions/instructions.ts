/**
 * Actions that OpenFlow 1.1 and later call instructions of a flow. OpenFlow 1.0 has none of them: there
 * Open vSwitch sends an action that does the same, or nothing. Source: lib/ofp-actions.c.
 */

import { formatsSince, nxmOpenflow11AndOxm } from '../../facts/flow-formats';
import { matchField } from '../../facts/match-fields';
import type { Span } from '../../syntax/span';
import { Match } from '../match';
import { noteSwitchName } from '../switch-names';
import { type Action, type ActionContext, type ActionParser, type Argument, within } from './action';
import {
  notATable,
  notATableCode,
  noteBrokenName,
  partOf,
  readUnsigned32,
  replacing,
  tableNumber,
  wholeArgument,
} from './arguments';
import { checkActions, printActions, wireNested } from './evaluate';
import { invalidWithMatch } from './needs';
import { readLargeNumber } from './numbers';
import { resubmitToTable } from './resubmit';
import { noteEmptyList, withoutArgument } from './simple';

/** Source: openflow/openflow-1.3.h, OFPM13_MAX. */
const lastMeter = 0xffff0000;
const allBits = (1n << 64n) - 1n;
const noTable = 255;

/**
 * What a switch takes in the set of actions that `write_actions` fills, by the names that Open vSwitch has for
 * the kinds of actions. Source: lib/ofp-actions.c, action_set_classify.
 */
const allowedInActionSet: ReadonlySet<string> = new Set(
  (
    'strip_vlan pop_mpls decap encap push_mpls push_vlan dec_ttl dec_mpls_ttl dec_nsh_ttl ' +
    'ct ct_clear resubmit output group ' +
    'set_field move mod_dl_dst mod_dl_src mod_nw_tos mod_nw_ecn mod_nw_ttl mod_nw_dst mod_nw_src mod_tp_dst ' +
    'mod_tp_src set_mpls_label set_mpls_tc set_mpls_ttl set_queue set_tunnel set_vlan_pcp set_vlan_vid'
  ).split(' '),
);

export const instructionActions: Readonly<Record<string, ActionParser>> = {
  meter: parseMeter,
  clear_actions: withoutArgument(({ whole }) => ({
    name: 'clear_actions',
    span: whole,
    instruction: 'clear_actions',
    onWire: ({ version }) => (version === '1.0' ? [] : [clearActions(whole)]),
    print: () => 'clear_actions',
  })),
  write_actions: (argument, context) => {
    noteEmptyList(argument, context);
    return writeActions(context.parseNested(argument.span, 'write_actions'), argument.whole);
  },
  write_metadata: parseWriteMetadata,
  goto_table: parseGotoTable,
};

function clearActions(span: Span): Action {
  return { name: 'clear_actions', span, instruction: 'clear_actions', print: () => 'clear_actions' };
}

function parseMeter(argument: Argument, { problems, usable }: ActionContext): Action | undefined {
  usable.formats &= formatsSince('1.3');
  const meter = readUnsigned32(wholeArgument(argument, 'the number of a meter'), problems);
  if (meter === undefined) {
    return undefined;
  }
  const { whole, span } = argument;
  const action: Action = {
    name: 'meter',
    span: whole,
    instruction: 'meter',
    target: { what: 'meter', number: meter, span },
    check: (flow) => {
      if (meter === 0 || meter > lastMeter) {
        flow.problems.reject(
          meter === 0 ? 'action/invalid-argument' : 'action/value-too-large',
          span,
          invalidWithMatch('OFPMMFC_INVALID_METER'),
          `Meters have numbers from 1 to ${lastMeter}.`,
        );
      }
    },
    onWire: ({ version }) => (version >= '1.3' ? [action] : []),
    print: () => `meter:${meter}`,
  };
  return action;
}

function writeActions(nested: readonly Action[], span: Span): Action {
  return {
    name: 'write_actions',
    span,
    instruction: 'write_actions',
    nested,
    // What the packet is when the set is executed nobody knows: only what never fits is rejected.
    check: ({ match, problems, formats, table }) =>
      checkActions(nested, { match: new Match(match), problems, formats, table }),
    onWire: (format) => {
      if (format.version === '1.0') {
        return [];
      }
      const read = wireNested(nested, format, false);
      if ('error' in read) {
        return read;
      }
      const refused = read.find(({ name }) => !allowedInActionSet.has(name));
      if (refused) {
        return {
          error: 'OFPBAC_BAD_TYPE',
          message: `${refused.name} cannot stand in write_actions: a packet's set of actions takes changes of the packet, and one output, group, resubmit or ct.`,
          span: refused.span,
        };
      }
      return read.length === 0 ? [] : [writeActions(read, span)];
    },
    print: (format) => `write_actions(${printActions(nested, format)})`,
  };
}

function parseWriteMetadata(argument: Argument, { problems, usable }: ActionContext): Action | undefined {
  usable.formats &= nxmOpenflow11AndOxm;
  const { text, whole } = argument;
  const slash = text.indexOf('/');
  const valueEnd = slash < 0 ? text.length : slash;
  const maskPart = partOf(argument, valueEnd + 1, text.length, 'the mask');
  const mask = slash < 0 ? allBits : readLargeNumber(maskPart, 64, problems);
  const value = readLargeNumber(partOf(argument, 0, valueEnd, 'the metadata'), 64, problems);
  if (value === undefined || mask === undefined) {
    return undefined;
  }
  const hex = (number: bigint) => (number === 0n ? '0' : `0x${number.toString(16)}`);
  if ((value & ~mask) !== 0n) {
    const shown = hex(value & mask);
    const valueSpan = within(argument, 0, valueEnd);
    problems.note(
      'action/value-outside-mask',
      valueSpan,
      `The value has bits that the mask leaves out, so they are not written: what counts is ${shown}.`,
      { fixes: () => [replacing(valueSpan, shown, `Write ${shown}`, false)] },
    );
  }
  return {
    name: 'write_metadata',
    span: whole,
    instruction: 'write_metadata',
    result: matchField('metadata')!,
    print: () => `write_metadata:${hex(value)}${mask === allBits ? '' : `/${hex(mask)}`}`,
  };
}

function parseGotoTable(argument: Argument, { problems }: ActionContext): Action | undefined {
  const { text, span, nameSpan, whole } = argument;
  const number = tableNumber(text);
  if (number === undefined) {
    if (noteSwitchName('table', text, span, problems)) {
      return undefined;
    }
    return problems.reject(
      text === '' ? 'action/missing-argument' : notATableCode(text),
      text === '' ? nameSpan : span,
      `unknown table "${text}"`,
      text === '' ? 'goto_table needs the number of a table.' : notATable(text),
    );
  }
  noteBrokenName(text, span, problems);
  if (number === noTable) {
    problems.note(
      'action/goto-last-table',
      span,
      'There is no table 255. OpenFlow 1.0 makes a resubmit to the same table of this, later versions send it as it is, and no switch can go there. Tables have numbers from 0 to 254.',
    );
  }
  return gotoTable(number, span, whole);
}

function gotoTable(number: number, numberSpan: Span, span: Span): Action {
  const table = { number, span: numberSpan };
  return {
    name: 'goto_table',
    span,
    instruction: 'goto_table',
    table,
    check: (flow) => {
      if (flow.table !== undefined && flow.table !== noTable && number <= flow.table) {
        flow.problems.reject(
          'action/invalid-argument',
          numberSpan,
          invalidWithMatch('OFPBIC_BAD_TABLE_ID'),
          `goto_table leads to later tables only: this flow is in table ${flow.table}, so write ${flow.table + 1} or more. To go back, use resubmit(,${number}).`,
        );
      }
    },
    onWire: ({ version }) =>
      version === '1.0' ? [resubmitToTable(table, span)] : [gotoTable(number, numberSpan, span)],
    print: () => `goto_table:${number}`,
  };
}
