/** Texts read as values of match fields, one way for each format. Source: lib/meta-flow.c, mf_parse. */
import type { FieldFormat, MatchField } from '../../facts/match-fields';
import { fragmentKinds } from '../../facts/packet-flags';
import { shortened } from '../../syntax/excerpt';
import { nearestName } from '../../syntax/nearest-name';
import { leadingFieldInteger } from '../integers';
import { nearestPortName } from '../switch-names';
import { formatPort, readPort } from './ports';
import { readAddress } from './read-address';
import { readFlags } from './read-flags';
import { readInteger } from './read-integer';
import { exactly, type FieldReading, ones, rejected } from './reading';

const readers: Readonly<Record<FieldFormat, (text: string, field: MatchField) => FieldReading>> = {
  decimal: readInteger,
  hexadecimal: readInteger,
  ethernet: readAddress,
  ipv4: readAddress,
  ipv6: readAddress,
  port: readPortValue,
  fragment: readFragment,
  'packet-type': readPacketType,
  'ct-state': readFlags,
  'tcp-flags': readFlags,
  'tunnel-flags': readFlags,
};

/** The text of a value, without what surrounds it, as Open vSwitch reads it for the field. */
export function readFieldValue(text: string, field: MatchField): FieldReading {
  if (text === '*') {
    return { value: 0n, mask: 0n, remarks: [] };
  }
  const reading = readers[field.format](text, field);
  if (reading.rejected || field.maskable || reading.mask === 0n || reading.mask === ones(field.bytes)) {
    return reading;
  }
  const slash = Math.max(text.indexOf('/'), 0);
  return rejected(
    'match/mask-not-allowed',
    text,
    `${text}: invalid mask for field ${field.name}`,
    `${field.name} takes no mask: it is given as a whole. Drop the mask.`,
    {
      start: slash,
      replacements: [
        { title: 'Drop the mask', start: slash, end: text.length, newText: '', keepsMeaning: false },
      ],
    },
  );
}

function readPortValue(text: string, field: MatchField): FieldReading {
  const reading = readPort(text);
  if (!reading) {
    const wide = field.name !== 'in_port';
    const nearest = nearestPortName(text);
    return rejected(
      'match/invalid-value',
      text,
      wide
        ? `${text}: port value out of range for ${field.name}`
        : `${text}: invalid or unknown port for ${field.name}`,
      `${shortened(text)} is no port. Write a decimal number up to 65279, or a name such as ${nearest ?? 'LOCAL'}.`,
      nearest === undefined
        ? {}
        : {
            replacements: [
              {
                title: `Write ${nearest}`,
                start: 0,
                end: text.length,
                newText: nearest,
                keepsMeaning: false,
              },
            ],
          },
    );
  }
  const { port, form } = reading;
  const value = field.bytes === 4 && port >= 0xff00 ? BigInt(port) + 0xffff0000n : BigInt(port);
  if (form === 'number' || form === 'name') {
    return exactly(value, field.bytes);
  }
  const name = formatPort(port);
  const named = name !== String(port);
  return exactly(value, field.bytes, [
    {
      code: 'match/reserved-port',
      start: 0,
      end: text.length,
      message: named
        ? `Port ${text} is the reserved port ${name}. Open vSwitch warns about the number, and prints the name: write ${name}.`
        : `Port ${text} is in the range that OpenFlow reserves, and has no name. Open vSwitch takes it with a warning.`,
      replacements: named
        ? [{ title: `Write ${name}`, start: 0, end: text.length, newText: name, keepsMeaning: true }]
        : [],
    },
  ]);
}

function readFragment(text: string): FieldReading {
  const name = text.toLowerCase();
  const kind = fragmentKinds.find((each) => each.name === name);
  if (kind) {
    // The upper bits of the mask are set, as Open vSwitch sets them, so that some kinds match exactly.
    return { value: BigInt(kind.value), mask: BigInt(kind.mask | 0xfc), remarks: [] };
  }
  const names = fragmentKinds.map((each) => each.name);
  const nearest = nearestName(name, names);
  return rejected(
    'match/invalid-value',
    text,
    `${text}: unknown fragment type (valid types are "no", "yes", "first", "later", "not_later"`,
    `${shortened(text)} is no kind of fragment. Write one of ${names.join(', ')}.`,
    nearest
      ? {
          replacements: [
            { title: `Write ${nearest}`, start: 0, end: text.length, newText: nearest, keepsMeaning: false },
          ],
        }
      : {},
  );
}

/** `(namespace,type)`; Open vSwitch ignores what follows the closing parenthesis. */
function readPacketType(text: string): FieldReading {
  const fail = (rest: string, what: string) =>
    rejected(
      'match/invalid-value',
      text,
      `${rest}: bad syntax for packet type ${what}`,
      `A packet type is a namespace and a type in parentheses, as in packet_type=(1,0x800).`,
    );
  if (!text.startsWith('(')) {
    return fail(text, "missing '('");
  }
  const inner = text.slice(1);
  const namespace = leadingFieldInteger(inner, 2);
  if (!namespace || namespace.tooLarge) {
    return fail(inner, 'ns');
  }
  if (inner[namespace.end] !== ',') {
    return fail(inner, "missing ','");
  }
  const second = inner.slice(namespace.end + 1);
  const type = leadingFieldInteger(second, 2);
  if (!type || type.tooLarge) {
    return fail(second, 'ns_type');
  }
  if (second[type.end] !== ')') {
    return fail(second, "missing ')'");
  }
  const end = 1 + namespace.end + 1 + type.end + 1;
  return exactly(
    (namespace.value << 16n) | type.value,
    4,
    end < text.length
      ? [
          {
            code: 'match/ignored-text',
            start: end,
            end: text.length,
            message: `Open vSwitch ignores everything behind the closing parenthesis of a packet type.`,
            replacements: [
              {
                title: 'Drop the ignored text',
                start: end,
                end: text.length,
                newText: '',
                keepsMeaning: false,
              },
            ],
          },
        ]
      : [],
  );
}
