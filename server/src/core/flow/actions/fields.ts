/**
 * Actions that write, copy and delete fields. `set_field` and `load` are in field-writers.ts.
 * Source: lib/ofp-actions.c; lib/nx-match.c, nxm_parse_reg_move and nxm_parse_stack_action.
 */
import { fieldOfAnyName, type MatchField, matchField } from '../../facts/match-fields';
import { shortened } from '../../syntax/excerpt';
import type { Span } from '../../syntax/span';
import type { Problems } from '../problem';
import { formatSubfield, nearestFieldName, readLeadingSubfield, type Subfield } from '../subfield';
import { type Action, type ActionParser, type Argument, type WireError, within } from './action';
import { replacing } from './arguments';
import { checkDestination, checkSource, hasHeader, subfieldAt } from './check-subfield';
import { splitArrow } from './field-arrow';
import { parseLoad, parseSetField } from './field-writers';
import { invalidWithMatch } from './needs';
import { readNumber } from './numbers';
import { useInstead } from './set-field-wire';
import { fixesAt } from './values';

/** `move:source->destination` */
const parseMove: ActionParser = (argument, { problems }) => {
  const { text, whole } = argument;
  const source = leadingSubfield(argument, problems);
  if (!source) {
    return undefined;
  }
  const { subfield: from, end } = source;
  if (!text.startsWith('->', end)) {
    return problems.reject(
      'action/invalid-argument',
      end < text.length ? within(argument, end, text.length) : argument.span,
      `${text}: missing \`->' following source`,
      'move needs a source and a destination with -> between them and no spaces, as in move:reg0[0..15]->reg1[0..15].',
    );
  }
  const destinationSpan = within(argument, end + 2, text.length);
  if (end + 2 === text.length) {
    return problems.reject(
      'action/missing-argument',
      within(argument, end, text.length),
      ": unknown field `'",
      'Behind -> stands the field to write, without spaces, as in move:reg0[0..15]->reg1[0..15].',
    );
  }
  const to = subfieldAt(text.slice(end + 2), destinationSpan, problems);
  if (!to) {
    return undefined;
  }
  if (from.bits !== to.bits) {
    return problems.reject(
      'action/width-mismatch',
      destinationSpan,
      `${text}: source field is ${from.bits} bits wide but destination is ${to.bits} bits wide`,
      `The source has ${count(from.bits)} and the destination ${count(to.bits)}. move copies bit for bit: name as many bits of one as of the other.`,
      from.bits < to.bits
        ? { fixes: () => [narrowed(text.slice(end + 2), destinationSpan, to, from.bits)] }
        : { fixes: () => [narrowed(text.slice(0, end), within(argument, 0, end), from, to.bits)] },
    );
  }
  const sourceSpan = within(argument, 0, end);
  const action: Action = {
    name: 'move',
    span: whole,
    destination: to.field,
    reads: [{ field: from.field, span: sourceSpan }],
    check(flow) {
      if (checkSource(from.field, sourceSpan, flow)) {
        checkDestination(to.field, destinationSpan, flow);
      }
    },
    print: () => `move:${formatSubfield(from)}->${formatSubfield(to)}`,
  };
  return sent(action, [
    [from.field, sourceSpan],
    [to.field, destinationSpan],
  ]);
};

function count(bits: number): string {
  return bits === 1 ? '1 bit' : `${bits} bits`;
}

/** The same subfield, with fewer of its low bits. */
function narrowed(text: string, span: Span, { offset }: Subfield, bits: number) {
  const name = text.replace(/\[.*$/s, '');
  const range = bits === 1 ? `[${offset}]` : `[${offset}..${offset + bits - 1}]`;
  return replacing(span, name + range, `Write ${name}${range}`, false);
}

/** `push:field` and `pop:field` */
function parseStack(name: 'push' | 'pop'): ActionParser {
  return (argument, { problems }) => {
    const { text, whole } = argument;
    const reading = leadingSubfield(argument, problems);
    if (!reading) {
      return undefined;
    }
    const { subfield, end } = reading;
    if (end < text.length) {
      const rest = text.slice(end);
      return problems.reject(
        'action/invalid-subfield',
        within(argument, end, text.length),
        `${rest}: trailing garbage following push or pop`,
        `${shortened(rest)} behind the field makes no sense to Open vSwitch.`,
      );
    }
    const span = argument.span;
    const action: Action = {
      name,
      span: whole,
      ...(name === 'pop' ? { result: subfield.field } : { reads: [{ field: subfield.field, span }] }),
      check(flow) {
        (name === 'push' ? checkSource : checkDestination)(subfield.field, span, flow);
      },
      print: () => `${name}:${formatSubfield(subfield)}`,
    };
    return sent(action, [[subfield.field, span]]);
  };
}

/** `delete_field:tun_metadata0` */
const parseDeleteField: ActionParser = (argument, { problems }) => {
  const { text, span, whole, nameSpan } = argument;
  // Names for masked matches are not among those that this action takes.
  const field = matchField(text) ?? (text.endsWith('_W') ? undefined : fieldOfAnyName(text));
  if (!field) {
    const nearest = nearestFieldName(text.replace(/\[.*$/s, ''));
    return problems.reject(
      text === '' ? 'action/missing-argument' : 'action/unknown-field',
      text === '' ? nameSpan : span,
      `unknown field \`${text}'`,
      `delete_field takes the name of a tunnel option, tun_metadata0 to tun_metadata63, without brackets.${nearest ? ` Did you mean ${nearest}?` : ''}`,
      nearest ? { fixes: () => [replacing(span, nearest, `Write ${nearest}`, false)] } : {},
    );
  }
  return {
    name: 'delete_field',
    span: whole,
    check(flow) {
      if (!field.name.startsWith('tun_metadata')) {
        flow.problems.reject(
          'action/invalid-argument',
          span,
          invalidWithMatch('OFPBAC_BAD_ARGUMENT'),
          `Only tunnel options, tun_metadata0 to tun_metadata63, can be deleted; ${field.name} cannot.`,
        );
      }
    },
    print: () => `delete_field:${field.name}`,
  };
};

/** `check_pkt_larger(1500)->reg0[0]` */
const parseCheckPacketLarger: ActionParser = (argument, { text: line, problems }) => {
  const { whole, nameSpan } = argument;
  const parts = splitArrow(argument, line, problems, 'check_pkt_larger(1500)->reg0[0]');
  const to = parts && subfieldAt(parts.target.text, parts.target.span, problems);
  if (!to) {
    return undefined;
  }
  if (to.bits !== 1) {
    const { text, span } = parts.target;
    return problems.reject(
      'action/width-mismatch',
      span,
      'Only 1-bit destination field is allowed',
      `The result is one bit, and ${shortened(text)} has ${to.bits}. Write the bit in brackets, as in ${to.field.name}[${to.offset}].`,
      { fixes: () => [narrowed(text, span, to, 1)] },
    );
  }
  const { text } = parts.value;
  const length = text.endsWith(')') ? text.length - 1 : text.length;
  const size = readNumber(
    { text: text.slice(0, length), span: within(argument, 0, length), nameSpan },
    { title: 'packet length', judgeName: '(null)', bits: 16, range: 'a number of bytes from 0 to 65535' },
    problems,
  );
  if (size === undefined) {
    return undefined;
  }
  const action: Action = {
    name: 'check_pkt_larger',
    span: whole,
    result: to.field,
    print: () => `check_pkt_larger(${size})->${formatSubfield(to)}`,
  };
  const { span } = parts.target;
  const readOnly: WireError = {
    error: 'OFPBAC_BAD_SET_ARGUMENT',
    message: `${to.field.name} is read-only: ovs-ofctl sends the action, and the switch refuses it.`,
    code: 'action/read-only-field',
    span,
  };
  return {
    ...action,
    onWire: () => withoutHeader([[to.field, span]]) ?? (to.field.writable ? [action] : readOnly),
  };
};

function leadingSubfield(
  argument: Argument,
  problems: Problems,
): { readonly subfield: Subfield; readonly end: number } | undefined {
  const reading = readLeadingSubfield(argument.text);
  if (!reading.rejected) {
    return reading;
  }
  const { code, start, end, verdict, message, replacements } = reading.rejected;
  const isMissing = argument.text === '';
  return problems.reject(
    isMissing ? 'action/missing-argument' : code,
    isMissing ? argument.nameSpan : within(argument, start, end),
    verdict,
    isMissing ? `${argument.keyword} needs a field, such as reg0[0..15].` : message,
    { fixes: () => fixesAt(argument.span.start, replacements) },
  );
}

type FieldAt = readonly [MatchField, Span];

/** The action with what a switch says of fields that have no number of their own. */
function sent(action: Action, fields: readonly FieldAt[]): Action {
  const error = withoutHeader(fields);
  return error ? { ...action, onWire: () => error } : action;
}

function withoutHeader(fields: readonly FieldAt[]): WireError | undefined {
  const found = fields.find(([field]) => !hasHeader(field));
  if (!found) {
    return undefined;
  }
  const [field, span] = found;
  const message = `${field.name} has no number of its own in OpenFlow, so a switch cannot read the action. ${useInstead(field)}`;
  return { error: 'OFPBMC_BAD_FIELD', message: message.trimEnd(), span };
}

export const fieldActions: Readonly<Record<string, ActionParser>> = {
  set_field: parseSetField,
  load: parseLoad,
  move: parseMove,
  push: parseStack('push'),
  pop: parseStack('pop'),
  delete_field: parseDeleteField,
  check_pkt_larger: parseCheckPacketLarger,
};
