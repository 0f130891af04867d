/** Output to a queue of a port. Source: lib/ofp-actions.c, parse_ENQUEUE. */
import type { FlowFormat } from '../../facts/flow-formats';
import { firstReservedPort } from '../../facts/ports';
import { shortened } from '../../syntax/excerpt';
import type { Span } from '../../syntax/span';
import { noteSwitchName } from '../switch-names';
import { formatPort, readPort } from '../values/ports';
import type { Action, ActionContext, ActionParser, Argument } from './action';
import { partOf, readUnsigned32, replacing } from './arguments';
import { invalidWithMatch } from './needs';
import { besidesPorts, matchAt, noteReservedPort, output } from './output';
import { setQueue, simpleAction } from './simple';

export const enqueueActions: Readonly<Record<string, ActionParser>> = { enqueue: parseEnqueue };

/** Reads `enqueue:PORT:QUEUE` and `enqueue(PORT,QUEUE)`. */
function parseEnqueue(argument: Argument, { text: line, problems }: ActionContext): Action | undefined {
  const { text, whole } = argument;
  const found = /^([:q,]*)([^:q,]+)[:q,](.+)$/s.exec(text);
  if (!found) {
    const behind = argument.delimiter === '(' ? null : matchAt(/,([0-9]+)(?![^\s,)])/y, line, whole.end);
    return problems.reject(
      'action/missing-argument',
      text === '' ? argument.nameSpan : argument.span,
      '"enqueue" syntax is "enqueue:PORT:QUEUE" or "enqueue(PORT,QUEUE)"',
      'enqueue needs a port and a queue: write enqueue:PORT:QUEUE.',
      behind && text !== ''
        ? {
            fixes: () => [
              replacing(
                { start: whole.start, end: whole.end + behind[0].length },
                `enqueue:${text}:${behind[1]}`,
                `Write enqueue:${text}:${behind[1]}`,
                false,
              ),
            ],
          }
        : {},
    );
  }
  const start = found[1]!.length;
  const end = start + found[2]!.length;
  const port = partOf(argument, start, end, 'the port of enqueue');
  const queue = partOf(argument, end + 1, text.length, 'the queue of enqueue');
  const reading = readPort(port.text);
  if (reading) {
    noteReservedPort(reading, port.span, problems);
  } else if (!noteSwitchName('port', port.text, port.span, problems)) {
    problems.reject(
      'action/invalid-argument',
      port.span,
      `${port.text}: enqueue to unknown port`,
      `${shortened(port.text)} is no port. Write its number, LOCAL or IN_PORT.`,
    );
  }
  const id = readUnsigned32(queue, problems);
  return reading && id !== undefined ? enqueue(reading.port, port.span, id, whole) : undefined;
}

function enqueue(port: number, portSpan: Span, queue: number, span: Span): Action {
  const name = formatPort(port);
  return {
    name: 'enqueue',
    span,
    check: ({ problems }) => {
      if (port >= firstReservedPort && !besidesPorts.has(name)) {
        problems.reject(
          'action/invalid-argument',
          portSpan,
          invalidWithMatch('OFPBAC_BAD_OUT_PORT'),
          `Port ${name} has no queues. Write a number below ${firstReservedPort}, LOCAL or IN_PORT.`,
        );
      }
    },
    // Only OpenFlow 1.0 has such an action; in later versions three others do the same.
    onWire: ({ version }: FlowFormat) =>
      version === '1.0'
        ? [enqueue(port, portSpan, queue, span)]
        : [setQueue(queue, span), output(port, span), simpleAction('pop_queue', span)],
    print: () => `enqueue:${name}:${queue}`,
  };
}
