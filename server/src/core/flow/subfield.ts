/**
 * Subfields: `reg0[0..15]`, `NXM_NX_REG0[]`, `ct_mark`. Source: lib/nx-match.c, mf_parse_subfield__.
 */
import { codePointName, fieldOfAnyName, type MatchField, matchFields } from '../facts/match-fields';
import { shortened } from '../syntax/excerpt';
import { nearestName } from '../syntax/nearest-name';
import type { Replacement } from './values/reading';

/** Some bits of a field. */
export interface Subfield {
  readonly field: MatchField;
  /** The lowest of the bits. */
  readonly offset: number;
  readonly bits: number;
}

export type SubfieldReading =
  | {
      readonly subfield: Subfield /** Offset behind it. */;
      readonly end: number;
      readonly rejected?: undefined;
    }
  | {
      readonly rejected: {
        readonly code: string;
        readonly start: number;
        readonly end: number;
        /** What `ovs-ofctl` says. */
        readonly verdict: string;
        readonly message: string;
        readonly replacements: readonly Replacement[];
      };
    };

/** A subfield at the start of a text; what follows it is the caller's. */
export function readLeadingSubfield(text: string): SubfieldReading {
  const name = /^[^[-]*/.exec(text)![0];
  const field = fieldOfAnyName(name);
  if (!field) {
    const nearest = nearestFieldName(name);
    return reject(
      'action/unknown-field',
      0,
      name.length || text.length,
      `${text}: unknown field \`${name}'`,
      `${name === '' ? 'The name of a field is missing here' : `There is no field ${shortened(name)}`}.${nearest ? ` Did you mean ${nearest}?` : ''}`,
      nearest
        ? [{ title: `Write ${nearest}`, start: 0, end: name.length, newText: nearest, keepsMeaning: false }]
        : [],
    );
  }
  const rest = text.slice(name.length);
  if (!rest.startsWith('[')) {
    return { subfield: { field, offset: 0, bits: field.bits }, end: name.length };
  }
  const brackets = readBrackets(rest, field.bits);
  if (!brackets) {
    const end = name.length + (rest.indexOf(']') + 1 || rest.length);
    return reject(
      'action/invalid-subfield',
      name.length,
      end,
      `${text}: syntax error expecting [] or [<bit>] or [<start>..<end>]`,
      `Write the bits of ${field.name} as [5] for one, [0..7] for a range, [] for all of them.`,
    );
  }
  const end = name.length + brackets.length;
  const { first, last } = brackets;
  const problem =
    first > last
      ? `starting bit ${first} is after ending bit ${last}`
      : first < 0 || first >= field.bits
        ? `starting bit ${first} is not valid because field is only ${field.bits} bits wide`
        : last >= field.bits
          ? `ending bit ${last} is not valid because field is only ${field.bits} bits wide`
          : undefined;
  if (problem) {
    const message =
      first > last
        ? `The range is the wrong way round: write the lower bit first, [${last}..${first}].`
        : `${field.name} has bits 0 to ${field.bits - 1}.`;
    const swapped = first > last && first < field.bits && last >= 0;
    return reject('action/invalid-subfield', name.length, end, `${text}: ${problem}`, message, [
      ...(swapped
        ? [
            {
              title: `Write [${last}..${first}]`,
              start: name.length,
              end,
              newText: `[${last}..${first}]`,
              keepsMeaning: false,
            },
          ]
        : []),
    ]);
  }
  return { subfield: { field, offset: first, bits: last - first + 1 }, end };
}

/** A text that is a subfield as a whole. Source: lib/nx-match.c, mf_parse_subfield. */
export function readSubfield(text: string): SubfieldReading {
  const reading = readLeadingSubfield(text);
  if (!reading.rejected && reading.end < text.length) {
    const rest = text.slice(reading.end);
    return reject(
      'action/invalid-subfield',
      reading.end,
      text.length,
      `unexpected input following field syntax`,
      `${shortened(rest)} behind the field makes no sense to Open vSwitch.`,
    );
  }
  return reading;
}

/** As Open vSwitch prints it: `NXM_NX_REG0[0..15]`. Source: lib/nx-match.c, mf_format_subfield. */
export function formatSubfield({ field, offset, bits }: Subfield): string {
  const name = codePointName(field);
  if (offset === 0 && bits === field.bits) {
    return `${name}[]`;
  }
  return bits === 1 ? `${name}[${offset}]` : `${name}[${offset}..${offset + bits - 1}]`;
}

const fieldNames = matchFields.flatMap((field) => [field.name, ...field.aliases]);

/** The name or alias of a field that a misspelt one most likely stands for. */
export function nearestFieldName(name: string): string | undefined {
  return name.length > 60 ? undefined : nearestName(name, fieldNames);
}

function readBrackets(
  text: string,
  bits: number,
): { first: number; last: number; length: number } | undefined {
  const whole = /^\[\]/.exec(text);
  if (whole) {
    return { first: 0, last: bits - 1, length: 2 };
  }
  const space = '[ \\t\\n\\v\\f\\r]*';
  const range = new RegExp(`^\\[${space}([-+]?[0-9]+)\\.\\.${space}([-+]?[0-9]+)\\]`).exec(text);
  if (range) {
    return { first: int(range[1]!), last: int(range[2]!), length: range[0].length };
  }
  const bit = new RegExp(`^\\[${space}([-+]?[0-9]+)\\]`).exec(text);
  return bit ? { first: int(bit[1]!), last: int(bit[1]!), length: bit[0].length } : undefined;
}

/** Open vSwitch keeps the low 32 bits of the number. */
function int(digits: string): number {
  return Number(
    BigInt.asIntN(32, digits.startsWith('-') ? -BigInt(digits.slice(1)) : BigInt(digits.replace('+', ''))),
  );
}

function reject(
  code: string,
  start: number,
  end: number,
  verdict: string,
  message: string,
  replacements: readonly Replacement[] = [],
): SubfieldReading {
  return { rejected: { code, start, end, verdict, message, replacements } };
}
