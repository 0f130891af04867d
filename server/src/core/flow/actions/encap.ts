/** `encap` and `decap`. Source: lib/ofp-actions.c, parse_ENCAP and parse_DECAP; lib/ofp-ed-props.c. */
import { formatsSince } from '../../facts/flow-formats';
import { etherTypes } from '../../facts/protocol-words';
import { shortened } from '../../syntax/excerpt';
import { type Item, keyText, parseItems } from '../../syntax/items';
import { nearestName } from '../../syntax/nearest-name';
import { isIp } from '../prerequisites';
import { formatHexadecimal } from '../values/format';
import type { Action, ActionContext, ActionParser, Argument } from './action';
import { noteIgnored, replacing } from './arguments';
import { since13 } from './header-actions';
import { readNumber } from './numbers';
import { readServiceHeaderOption } from './service-header-option';

const etherTypeNamespace = 1n << 16n;

/** The headers that can be put around a packet, with the packet type that it has then. */
const headers = {
  ethernet: 0n,
  nsh: etherTypeNamespace | BigInt(etherTypes.nsh),
  mpls: etherTypeNamespace | BigInt(etherTypes.mpls),
  mpls_mc: etherTypeNamespace | BigInt(etherTypes.mplsMulticast),
} as const;

function isHeader(name: string): name is keyof typeof headers {
  return Object.hasOwn(headers, name);
}

export const parseEncap: ActionParser = (argument, context) => {
  const { problems, usable, text } = context;
  usable.formats &= formatsSince('1.3');
  const [item, ...rest] = parseItems(text, argument.span.start, argument.span.end);
  if (!item) {
    return problems.reject(
      'action/missing-argument',
      argument.nameSpan,
      `Missing encap hdr: ${argument.text}`,
      `encap needs a header to put around the packet: ${Object.keys(headers).join(', ')}.`,
    );
  }
  const name = keyText(text, item);
  if (!isHeader(name)) {
    return rejectHeader(name, item, context);
  }
  ignoreRest(item, rest, argument, context, 'encap puts one header around the packet');
  const properties: string[] = [];
  for (const property of parseItems(text, item.valueStart, item.valueEnd)) {
    const printed = readProperty(name, property, context);
    if (printed === undefined) {
      return undefined;
    }
    properties.push(printed);
  }
  const action: Action = {
    name: 'encap',
    span: argument.whole,
    check({ match }) {
      const type = headers[name];
      match.setSlot('packet_type', type, 0xffffffffn);
      if (type >> 16n === 1n) {
        match.setSlot('dl_type', type & 0xffffn, 0xffffn);
      }
      if (!isIp(match)) {
        match.setSlot('nw_proto', 0n, 0n);
      }
    },
    print: () => `encap(${name}${properties.length > 0 ? `(${properties.join(',')})` : ''})`,
  };
  return { ...action, onWire: ({ version }) => since13(version) ?? [action] };
};

function rejectHeader(name: string, item: Item, { text, problems }: ActionContext): undefined {
  const names = Object.keys(headers);
  const span = { start: item.keyStart, end: item.keyEnd };
  const nearest = nearestName(name, names);
  return problems.reject(
    'action/invalid-argument',
    span,
    `Encap hdr not supported: ${text.slice(item.valueStart, item.valueEnd)}`,
    `${name === '' ? 'The name of the header is missing' : `Open vSwitch cannot put the header ${shortened(name)} around packets`}. Write one of ${names.join(', ')}.`,
    nearest ? { fixes: () => [replacing(span, nearest, `Write ${nearest}`, false)] } : {},
  );
}

/** The property as Open vSwitch prints it. */
function readProperty(header: string, item: Item, { text, problems }: ActionContext): string | undefined {
  const key = keyText(text, item);
  const nameSpan = { start: item.keyStart, end: item.keyEnd };
  const known = header === 'nsh' ? ['md_type', 'tlv'] : [];
  if (!known.includes(key)) {
    const nearest = nearestName(key, known);
    return problems.reject(
      'action/unknown-argument',
      nameSpan,
      `Invalid property: ${key}`,
      known.length > 0
        ? `The header ${header} has no property ${shortened(key)}. It has ${known.join(' and ')}.`
        : `The header ${header} has no properties: write encap(${header}).`,
      nearest ? { fixes: () => [replacing(nameSpan, nearest, `Write ${nearest}`, false)] } : {},
    );
  }
  const span = { start: item.valueStart, end: item.valueEnd };
  const value = text.slice(span.start, span.end);
  if (value === '') {
    return problems.reject(
      'action/missing-argument',
      nameSpan,
      'Value missing for encap property',
      key === 'md_type' ? 'Write md_type=1 or md_type=2.' : 'Write tlv(0x1000,10,0x12345678).',
    );
  }
  if (key === 'tlv') {
    return readServiceHeaderOption(value, span, problems);
  }
  const title = 'metadata type of a service header';
  const kind = { title, judgeName: 'md_type', bits: 8, range: '1 or 2' } as const;
  const type = readNumber({ text: value, span, nameSpan }, kind, problems);
  if (type !== undefined && type !== 1 && type !== 2) {
    const message = `The ${title} is 1 (four fixed words) or 2 (options). Write 1 or 2.`;
    return problems.reject('action/invalid-argument', span, 'invalid md_type', message);
  }
  return type === undefined ? undefined : `md_type=${type}`;
}

function ignoreRest(
  item: Item,
  rest: readonly Item[],
  { span }: Argument,
  { problems }: ActionContext,
  why: string,
): void {
  const [first] = rest;
  if (first) {
    const ignored = { start: first.keyStart, end: span.end };
    noteIgnored(ignored, `${why}: Open vSwitch ignores the rest.`, problems, {
      start: item.end,
      end: span.end,
    });
  }
}

/** Stands for "whatever the header says": namespace 0, type 0xfffe. */
const nextProtocol = 0xfffen;
const unknownType = 0xffffffffn;

export const parseDecap: ActionParser = (argument, context) => {
  const { problems, text } = context;
  const [item, ...rest] = parseItems(text, argument.span.start, argument.span.end);
  let type: bigint | undefined = nextProtocol;
  if (item) {
    const name = keyText(text, item);
    if (name !== 'packet_type') {
      return problems.reject(
        'action/unknown-argument',
        { start: item.keyStart, end: item.keyEnd },
        `Invalid decap argument: ${name}`,
        'decap takes nothing, or the type of what is inside, as in decap(packet_type(ns=1,type=0x800)).',
      );
    }
    type = readPacketType(item, context);
    ignoreRest(item, rest, argument, context, 'decap takes one packet type');
  }
  return type === undefined ? undefined : decap(argument, type);
};

function decap({ whole }: Argument, type: bigint): Action {
  const action: Action = {
    name: 'decap',
    span: whole,
    check({ match }) {
      if (match.value('packet_type') === 0n) {
        match.setSlot('packet_type', etherTypeNamespace | match.value('dl_type'), 0xffffffffn);
      } else {
        // What is inside is known only when the packet is there.
        match.setSlot('packet_type', unknownType, 0xffffffffn);
        match.setSlot('dl_type', 0xffffn, 0xffffn);
      }
    },
    print: () =>
      type === nextProtocol
        ? 'decap()'
        : `decap(packet_type(ns=${type >> 16n},type=${formatHexadecimal(type & 0xffffn)}))`,
  };
  return { ...action, onWire: ({ version }) => since13(version) ?? [action] };
}

/** How many namespaces there are. Source: OFPHTN_N_TYPES of openflow/openflow-common.h. */
const namespaces = 5;

/** `ns=…,type=…`, in that order. */
function readPacketType(outer: Item, context: ActionContext): bigint | undefined {
  const { text, problems } = context;
  const items = parseItems(text, outer.valueStart, outer.valueEnd);
  const parts: number[] = [];
  for (const [index, name] of (['ns', 'type'] as const).entries()) {
    const item = items[index];
    if (!item || keyText(text, item) !== name) {
      const start = item?.keyStart ?? outer.keyStart;
      return problems.reject(
        item ? 'action/unknown-argument' : 'action/missing-argument',
        { start, end: item?.keyEnd ?? outer.keyEnd },
        `Missing packet_type attribute ${name}`,
        'A packet type is written as packet_type(ns=1,type=0x800), with ns before type.',
      );
    }
    const span = { start: item.valueStart, end: item.valueEnd };
    const nameSpan = { start: item.keyStart, end: item.keyEnd };
    const part = { text: text.slice(span.start, span.end), span, nameSpan };
    const title = index === 0 ? 'namespace of packet types' : 'type of packets';
    const range = index === 0 ? 'a number from 0 to 4; 1 is for Ethernet types' : 'a number up to 0xffff';
    const number = readNumber(part, { title, judgeName: name, bits: 16, range }, problems);
    if (number === undefined) {
      return undefined;
    }
    if (index === 0 && number >= namespaces) {
      return problems.reject(
        'action/value-too-large',
        span,
        `Unsupported ns value: ${number}`,
        `There is no namespace ${number}. Write ${range}.`,
      );
    }
    parts.push(number);
  }
  const ignored = items[2];
  if (ignored) {
    const span = { start: ignored.keyStart, end: outer.valueEnd };
    noteIgnored(span, 'A packet type has a namespace and a type: Open vSwitch ignores the rest.', problems, {
      start: items[1]!.end,
      end: outer.valueEnd,
    });
  }
  return (BigInt(parts[0]!) << 16n) | BigInt(parts[1]!);
}
