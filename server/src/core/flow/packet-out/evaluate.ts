/** A packet-out line as Open vSwitch takes it. Source: lib/ofp-packet.c, parse_ofp_packet_out_str__. */
import { any, type FlowFormat, type FormatSet, formatsOf } from '../../facts/flow-formats';
import { matchField } from '../../facts/match-fields';
import { isPipelineField, packetOutKeys } from '../../facts/packet-out-keys';
import { controllerPort, firstReservedPort } from '../../facts/ports';
import { shortened } from '../../syntax/excerpt';
import type { FlowLine } from '../../syntax/flow-line';
import { type Item, keyText, valueText } from '../../syntax/items';
import { nearestName } from '../../syntax/nearest-name';
import type { Span } from '../../syntax/span';
import { noteAbbreviatedWords } from '../abbreviated-words';
import type { Action } from '../actions/action';
import { refuseActions, wireActions } from '../actions/evaluate';
import { actionContext, parseActions } from '../actions/parse-list';
import { chooseFormat } from '../format-choice';
import { removing, renaming } from '../item-fixes';
import { type Problem, Problems } from '../problem';
import { nearestFieldName } from '../subfield';
import { noteSwitchName } from '../switch-names';
import { readPort } from '../values/ports';
import { readPacket } from './packet';
import { type PipelineReading, readPipelineField } from './pipeline-field';

/** What Open vSwitch makes of a packet-out line. */
export interface PacketOutEvaluation {
  /** The port that the packet is said to come in on; the controller where none is given. Undefined for a name. */
  readonly inPort: number | undefined;
  /** The length of the packet in bytes. */
  readonly bytes: number | undefined;
  readonly actions: readonly Action[];
  readonly problems: readonly Problem[];
  /** Whether nobody turns the line down: neither `ovs-ofctl` nor the switch. */
  readonly accepted: boolean;
  readonly usable: FormatSet;
  readonly format: FlowFormat | undefined;
}

/** Ports above the ordinary ones that a packet may come in on: LOCAL, CONTROLLER, NONE. */
const reservedInPorts: ReadonlySet<number> = new Set([0xfffe, 0xfffd, 0xffff]);

interface Reading extends PipelineReading {
  inPort: number | undefined;
  bytes: number | undefined;
  readonly items: Map<string, Item>;
}

/** Evaluates a line of kind `packet-out`, sent in one of the allowed formats. */
export function evaluatePacketOut(line: FlowLine, allowed: FormatSet = any): PacketOutEvaluation {
  const problems = new Problems();
  noteAbbreviatedWords(line, problems);
  const reading: Reading = {
    text: line.text,
    problems,
    formats: any,
    inPort: controllerPort,
    bytes: undefined,
    items: new Map(),
  };
  for (const item of line.match) {
    readItem(item, reading);
  }
  const place = placeOf(line);
  if (!reading.items.has('packet')) {
    problems.reject(
      'packet-out/incomplete',
      place,
      'must specify packet',
      'A packet-out needs the packet: write packet= and its bytes in hexadecimal.',
    );
  }
  const { actions, formats } = readActions(line, problems, place);
  const usable = reading.formats & formats;
  const report = { code: 'packet-out/not-in-version', span: place, what: 'this packet-out' };
  const format = problems.rejections > 0 ? undefined : chooseFormat(usable, allowed, problems, report);
  if (format) {
    refuse(reading, actions, format);
    noteUnsent(reading, usable & allowed);
  }
  const { inPort, bytes } = reading;
  const accepted = problems.rejections === 0;
  return { inPort, bytes, actions, problems: problems.list, accepted, usable, format };
}

function placeOf({ text, bundleWord, match }: FlowLine): Span {
  return bundleWord ?? (match[0] ? keySpan(match[0]) : { start: 0, end: Math.min(1, text.length) });
}

function keySpan(item: Item): Span {
  return { start: item.keyStart, end: Math.max(item.keyEnd, item.keyStart + 1) };
}

function readItem(item: Item, reading: Reading): void {
  const { text, problems, items } = reading;
  const key = keyText(text, item);
  const value = valueText(text, item);
  if (value === '') {
    rejectEmpty(item, key, reading);
    return;
  }
  const earlier = items.get(key);
  if (earlier) {
    problems.note(
      'packet-out/ignored-part',
      { start: earlier.keyStart, end: earlier.end },
      `${shortened(key)} is given again. Open vSwitch takes the last one and forgets this.`,
      {
        unnecessary: true,
        related: [
          { span: { start: item.keyStart, end: item.end }, message: `This ${shortened(key)} counts.` },
        ],
        fixes: () => [earlier, item].map(({ keyStart: start, end }) => removing(text, { start, end })),
      },
    );
  }
  items.set(key, item);
  const span = { start: item.valueStart, end: item.valueEnd };
  if (key === 'in_port') {
    readInPort(value, span, reading);
  } else if (key === 'packet_type') {
    readPacketType(item, value, reading);
  } else if (key === 'packet') {
    const packet = readPacket(value);
    if (packet.rejected) {
      const { start, end, verdict, message, meant } = packet.rejected;
      problems.reject(
        'packet-out/invalid-value',
        { start: span.start + start, end: span.start + end },
        verdict,
        message,
        renaming(span, meant),
      );
    } else {
      reading.bytes = packet.bytes;
    }
  } else {
    const field = matchField(key);
    if (!field) {
      rejectUnknown(item, key, reading);
      return;
    }
    readPipelineField(item, field, reading);
  }
}

function rejectEmpty(item: Item, key: string, { text, problems }: Reading): void {
  const example = packetOutKeys.find(({ name }) => name === key)?.example;
  problems.reject(
    'packet-out/incomplete',
    keySpan(item),
    `field ${key} missing value`,
    key === ''
      ? 'There is no name and no value here. Write name=value without spaces around the =.'
      : `${shortened(key)} needs a value${example ? `, as in ${shortened(example)}` : item.delimiter === '' ? ': a packet-out has no protocols and no flags' : ''}.`,
    { fixes: () => (example ? [] : [removing(text, { start: item.keyStart, end: item.end })]) },
  );
}

const keyNames = packetOutKeys.map(({ name }) => name);

function rejectUnknown(item: Item, key: string, { problems }: Reading): void {
  const span = keySpan(item);
  const nearest = problems.suggestion(() => nearestName(key, keyNames) ?? nearestFieldName(key));
  const isUseful = nearest !== undefined && (isPipelineField(nearest) || !matchField(nearest));
  problems.reject(
    'packet-out/unknown-keyword',
    span,
    `unknown keyword ${key}`,
    key.includes('[')
      ? 'A packet-out takes whole fields only, without brackets.'
      : `${shortened(key)} is no keyword of a packet-out and no field.${isUseful ? ` Did you mean ${nearest}?` : ''}`,
    renaming(span, isUseful ? nearest : undefined),
  );
}

function readInPort(value: string, span: Span, reading: Reading): void {
  const port = readPort(value)?.port;
  if (port === undefined && noteSwitchName('port', value, span, reading.problems)) {
    reading.inPort = undefined;
  } else if (port === undefined) {
    reading.problems.reject(
      'packet-out/invalid-value',
      span,
      `${value} is not a valid OpenFlow port`,
      `${shortened(value)} is no port. Write the number or the name of a port, LOCAL, CONTROLLER or NONE.`,
    );
  } else if (port > firstReservedPort && !reservedInPorts.has(port)) {
    reading.problems.reject(
      'packet-out/invalid-value',
      span,
      `${value} is not a valid OpenFlow port for PACKET_OUT`,
      `No packet can come in on ${shortened(value)}. Write the number of a port, LOCAL, CONTROLLER or NONE.`,
    );
  } else {
    reading.inPort = port;
  }
}

/** Numbers are read as far as they go; only the comma between namespace and type must be there. */
function readPacketType(item: Item, value: string, { problems }: Reading): void {
  const span = { start: item.valueStart, end: item.valueEnd };
  if (!value.includes(',')) {
    problems.reject(
      'packet-out/invalid-value',
      span,
      `packet_type(${value}) can't be interpreted`,
      'A packet type has a namespace and a type: write packet_type(1,0x800).',
    );
  } else if (!/^\s*(?:0[xX][0-9a-fA-F]+|\d+)\s*,\s*(?:0[xX][0-9a-fA-F]+|\d+)\s*$/.test(value)) {
    problems.note(
      'packet-out/ignored-part',
      span,
      `Open vSwitch reads as much of each number as it can, and 0 where there is none: ${shortened(value)} becomes another packet type. Write packet_type(1,0x800).`,
    );
  }
}

function readActions(
  line: FlowLine,
  problems: Problems,
  place: Span,
): { readonly actions: readonly Action[]; readonly formats: FormatSet } {
  const part = line.actions;
  if (part?.equals === undefined) {
    problems.note(
      'packet-out/no-actions',
      part ? part.word : place,
      part
        ? 'Without an = behind it, Open vSwitch ignores this word and what follows: the switch drops the packet.'
        : 'There are no actions, so the switch drops the packet. Write actions=table to send it through the tables.',
      {
        fixes: () => [
          {
            title: 'Add actions=table',
            edits: [
              part
                ? { ...part.word, newText: 'actions=table' }
                : {
                    start: line.match.at(-1)?.end ?? place.end,
                    end: line.match.at(-1)?.end ?? place.end,
                    newText: ' actions=table',
                  },
            ],
            keepsMeaning: false,
          },
        ],
      },
    );
    return { actions: [], formats: any };
  }
  const context = actionContext(line.text, problems);
  const span = { start: part.equals + 1, end: part.items.at(-1)?.end ?? part.equals + 1 };
  const actions = parseActions(span, context, false);
  return { actions, formats: context.usable.formats };
}

function refuse({ inPort, items, problems }: Reading, actions: readonly Action[], format: FlowFormat): void {
  const item = items.get('in_port');
  if (item && inPort === firstReservedPort) {
    problems.refuse(
      'packet-out/refused-by-switch',
      { start: item.valueStart, end: item.valueEnd },
      'OFPBRC_BAD_PORT',
      `${inPort} is no port that a packet can come in on: ordinary ports are below it.`,
    );
  }
  const received = wireActions(actions, format);
  if ('error' in received) {
    refuseActions(received, problems);
  }
}

/** Before OpenFlow 1.5 a packet-out carries the port and nothing else. Source: ofputil_encode_packet_out. */
function noteUnsent({ items, problems }: Reading, allowed: FormatSet): void {
  if ((allowed & formatsOf('1.5')) !== 0) {
    return;
  }
  for (const [key, item] of items) {
    if (key !== 'in_port' && key !== 'packet') {
      problems.note(
        'packet-out/ignored-part',
        { start: item.keyStart, end: item.end },
        `Only OpenFlow 1.5 can carry ${shortened(key)} along with a packet: ovs-ofctl leaves it out without a word. Use OpenFlow 1.5.`,
        { unnecessary: true },
      );
    }
  }
}
