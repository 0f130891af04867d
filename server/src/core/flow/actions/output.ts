/** Actions that send the packet out: to ports, to groups, through queues. Source: lib/ofp-actions.c. */

import { controllerPort, firstReservedPort } from '../../facts/ports';
import { shortened } from '../../syntax/excerpt';
import { nearestName } from '../../syntax/nearest-name';
import type { Span } from '../../syntax/span';
import type { Problems } from '../problem';
import { formatSubfield, nearestFieldName, readSubfield, type Subfield } from '../subfield';
import { noteSwitchName } from '../switch-names';
import { formatPort, mayNamePort, type PortReading, readPort } from '../values/ports';
import type { Action, ActionContext, ActionParser, Argument } from './action';
import { readUnsigned32, replacing, wholeArgument } from './arguments';
import { checkSource, hasHeader, noteTooWide, packedSubfield } from './check-subfield';
import { readKeyedArguments } from './keyed-arguments';
import { invalidWithMatch } from './needs';
import { simpleAction } from './simple';

/** The length of an Ethernet header: packets are not cut shorter. */
const shortestCut = 14;
const notOutput: ReadonlySet<string> = new Set(['ANY', 'UNSET']);
/** Reserved ports that packets can be sent to through a queue, or cut. */
export const besidesPorts: ReadonlySet<string> = new Set(['IN_PORT', 'LOCAL']);

export const outputActions: Readonly<Record<string, ActionParser>> = {
  output: parseOutput,
  output_reg: parseOutput,
  output_trunc: ({ text, nameSpan }, { problems }) =>
    problems.reject(
      'action/unknown',
      nameSpan,
      `unknown action ${text}`,
      'output_trunc is a name that Open vSwitch uses inside. Write output(port=...,max_len=...).',
      { fixes: () => [replacing(nameSpan, 'output', 'Write output', false)] },
    ),
  group: (argument, { problems }) => {
    const id = readUnsigned32(wholeArgument(argument, 'the number of a group'), problems);
    return id === undefined
      ? undefined
      : {
          ...simpleAction('group', argument.whole, `group:${id}`),
          target: { what: 'group', number: id, span: argument.span },
        };
  },
};

/** Whether OpenFlow can send packets to the port. Source: lib/ofp-actions.c, ofpact_check_output_port. */
export function isOutputPort(port: number): boolean {
  const name = formatPort(port);
  return port < firstReservedPort || (name !== String(port) && !notOutput.has(name));
}

/** `output:N`, however it is written. `maxLength` counts for the controller only. */
export function output(port: number, span: Span, maxLength = 0): Action {
  const name = formatPort(port);
  return {
    name: 'output',
    span,
    outputPort: port,
    check: ({ problems }) => {
      if (!isOutputPort(port)) {
        rejectPort(name, span, problems);
      }
    },
    print: () =>
      port < firstReservedPort
        ? `output:${port}`
        : port === controllerPort
          ? `CONTROLLER:${maxLength}`
          : name,
  };
}

/**
 * Notes about a port that is written in another way than Open vSwitch prints it; none about ports that are
 * rejected anyway where packets must be sent to them.
 */
export function noteReservedPort(
  { port, form }: PortReading,
  span: Span,
  problems: Problems,
  mustBeOutput = true,
): void {
  if (form === 'name' || form === 'number' || (mustBeOutput && !isOutputPort(port))) {
    return;
  }
  const name = formatPort(port);
  const named = name !== String(port);
  problems.note(
    'action/reserved-port',
    span,
    named
      ? `This is the number of the reserved port ${name}. Open vSwitch prints the name: write ${name}.`
      : 'This port is in the range that OpenFlow reserves, and has no name. Open vSwitch warns about it.',
    named ? { fixes: () => [replacing(span, name, `Write ${name}`, port !== controllerPort)] } : {},
  );
}

/** To the controller, with all options that the list of arguments of `controller` leaves at their defaults. */
export function outputToController(maxLength: number, span: Span): Action {
  return output(controllerPort, span, maxLength);
}

function parseOutput(argument: Argument, context: ActionContext): Action | undefined {
  const { text, span, whole } = argument;
  const { problems } = context;
  if (text.includes('port') && text.includes('max_len')) {
    return parseTruncatedOutput(argument, context);
  }
  const reading = readPort(text);
  if (reading) {
    noteReservedPort(reading, span, problems);
    return output(reading.port, whole, reading.port === controllerPort ? 0xffff : 0);
  }
  const subfield = readSubfield(text);
  if (!subfield.rejected) {
    noteTooWide(subfield.subfield, span, problems);
    return outputToField(subfield.subfield, span, whole);
  }
  const inBrackets = text.includes('[');
  const nearest = inBrackets
    ? undefined
    : (nearestName(text.toLowerCase(), portNames) ?? nearestFieldName(text));
  const meant = nearest && portNames.includes(nearest) ? nearest.toUpperCase() : nearest;
  if (!meant && noteSwitchName('port', text, span, problems)) {
    return undefined;
  }
  return problems.reject(
    text === '' ? 'action/missing-argument' : 'action/invalid-argument',
    text === '' ? argument.nameSpan : span,
    `${text}: output to unknown port`,
    text === ''
      ? `There is no port here. Write ${argument.keyword}:N with the number of a port.`
      : inBrackets
        ? subfield.rejected.message
        : `${shortened(text)} is no port and no field.${meant ? ` Did you mean ${meant}?` : mayNamePort(text) ? ' If a switch has a port of that name, commands that talk to it take the name.' : ''}`,
    meant ? { fixes: () => [replacing(span, meant, `Write ${meant}`, false)] } : {},
  );
}

/** The names of ports that packets can be sent to, in lower case. */
export const portNames: readonly string[] = [
  'in_port',
  'normal',
  'flood',
  'all',
  'controller',
  'local',
  'table',
];

/** `output(port=…,max_len=…)`, which cuts the packet. */
function parseTruncatedOutput(argument: Argument, context: ActionContext): Action | undefined {
  const { problems } = context;
  const before = problems.rejections;
  let port: number | undefined;
  let portSpan = argument.span;
  let length: number | undefined;
  readKeyedArguments(
    argument,
    context,
    {
      port: ({ text, span, nameSpan }) => {
        const reading = readPort(text);
        const name = reading && formatPort(reading.port);
        portSpan = text === '' ? nameSpan : span;
        port = reading?.port;
        if (reading && (reading.port <= firstReservedPort || besidesPorts.has(name!))) {
          noteReservedPort(reading, span, problems);
          return;
        }
        if (!reading && noteSwitchName('port', text, span, problems)) {
          return;
        }
        problems.reject(
          text === '' ? 'action/missing-argument' : 'action/invalid-argument',
          portSpan,
          `output to ${reading ? 'unsupported' : 'unknown'} truncate port: ${text}`,
          reading
            ? `Packets for ${name} cannot be cut. Only numbered ports, LOCAL and IN_PORT can have a max_len.`
            : `${shortened(text) || 'An empty text'} is no port. Write its number, LOCAL or IN_PORT.`,
        );
      },
      max_len: (part) => {
        length = readUnsigned32(part, problems);
        if (length !== undefined && length < shortestCut) {
          problems.reject(
            'action/invalid-argument',
            part.span,
            `max_len ${length} is less than the minimum value ${shortestCut}`,
            `Packets cannot be cut to less than the ${shortestCut} bytes of their Ethernet header.`,
          );
        }
      },
    },
    (key) => `invalid key '${key}' in output_trunc argument`,
  );
  // Of a port that only a switch knows by its name there is no number.
  return problems.rejections > before || port === undefined
    ? undefined
    : truncatedOutput(port, portSpan, length!, argument.whole);
}

function truncatedOutput(port: number, portSpan: Span, length: number, span: Span): Action {
  const name = formatPort(port);
  return {
    name: 'output_trunc',
    span,
    outputPort: port,
    check: ({ problems }) => {
      if (!isOutputPort(port)) {
        rejectPort(name, portSpan, problems);
      }
    },
    print: () => `output(port=${name},max_len=${length})`,
  };
}

function rejectPort(name: string, span: Span, problems: Problems): void {
  problems.reject(
    'action/invalid-argument',
    span,
    invalidWithMatch('OFPBAC_BAD_OUT_PORT'),
    `Packets cannot be sent to port ${name === 'ANY' ? 'ANY, which NONE stands for too' : name}. Write a number below ${firstReservedPort}, or one of ${portNames.join(', ').toUpperCase()}.`,
  );
}

/** To the port whose number is in a field. */
function outputToField(source: Subfield, sourceSpan: Span, span: Span): Action {
  return {
    name: 'output_reg',
    span,
    reads: [{ field: source.field, span: sourceSpan }],
    check: (flow) => {
      checkSource(source.field, sourceSpan, flow);
    },
    onWire: () =>
      hasHeader(source.field)
        ? [outputToField(packedSubfield(source), sourceSpan, span)]
        : {
            error: 'OFPBMC_BAD_FIELD',
            message: `${source.field.name} has no name in OpenFlow, so the switch cannot be told to read it.`,
            span: sourceSpan,
          },
    print: () => `output:${formatSubfield(source)}`,
  };
}

/** What a sticky pattern finds at an offset. */
export function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}
