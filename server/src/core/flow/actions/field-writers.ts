/** `set_field` and `load`. Source: lib/ofp-actions.c, set_field_parse__ and parse_reg_load. */
import { fieldOfAnyName, type MatchField, matchField } from '../../facts/match-fields';
import { shortened } from '../../syntax/excerpt';
import type { Fix } from '../../syntax/fix';
import { leadingFieldInteger } from '../integers';
import type { Problems } from '../problem';
import { nearestFieldName } from '../subfield';
import { formatFieldValue, formatHexadecimal } from '../values/format';
import { readFieldValue } from '../values/read';
import { octalRemarks } from '../values/read-integer';
import type { FieldValue } from '../values/reading';
import { type ActionParser, type Argument, within } from './action';
import { replacing } from './arguments';
import { subfieldAt } from './check-subfield';
import { type ArrowParts, splitArrow } from './field-arrow';
import { noteLosses, noteMissingTagBit, noteOtherField, noteOutside } from './field-write-notes';
import { noteWrap } from './numbers';
import type { FieldWrite } from './set-field';
import { sentFieldWrite } from './set-field-wire';
import { readValueInAction, reportRemarks } from './values';

/** `set_field:value[/mask]->field` */
export const parseSetField: ActionParser = (argument, { text, problems, usable }) => {
  const parts = splitArrow(argument, text, problems, 'set_field:5->reg0');
  if (!parts) {
    return undefined;
  }
  const { value: valueText, target } = parts;
  const field = matchField(target.text);
  if (!field) {
    return rejectField(argument, parts, problems);
  }
  if (!field.writable) {
    return problems.reject(
      'action/read-only-field',
      target.span,
      `${target.text} is read-only`,
      `${field.name} cannot be written by actions: it can be matched and read only.`,
    );
  }
  const read = readWritten(argument, parts, field, problems);
  if (!read) {
    return undefined;
  }
  const { value, mask } = read;
  if ((value & ~field.writableBits) !== 0n) {
    return problems.reject(
      'action/value-too-large',
      valueText.span,
      `${valueText.text} is not a valid value for field ${target.text}`,
      `${shortened(valueText.text)} cannot be written to ${field.name}: ${writable(field)}`,
    );
  }
  usable.formats &= field.formats.exact;
  const write: FieldWrite = {
    field,
    value,
    mask,
    form: 'set_field',
    span: argument.whole,
    fieldSpan: target.span,
  };
  noteLosses(write, valueText, text, problems);
  noteOutside(write, valueText, problems);
  noteMissingTagBit(write, valueText, problems);
  noteOtherField(write, problems);
  return sentFieldWrite(write);
};

function readWritten(
  argument: Argument,
  { value: { text, span, nameSpan }, target }: ArrowParts,
  field: MatchField,
  problems: Problems,
): FieldValue | undefined {
  const { rejected } = readFieldValue(text, field);
  if (rejected && text === '') {
    const message = `There is no value to write to ${field.name}. Write it in front of ->.`;
    return problems.reject('action/missing-argument', nameSpan, rejected.verdict, message);
  }
  if (rejected && isInParentheses(argument, text)) {
    const written = `set_field:${text.slice(0, -1)}->${target.text}`;
    return problems.reject(
      'action/invalid-argument',
      span,
      rejected.verdict,
      `The parenthesis becomes part of the value. Write ${shortened(written)}.`,
      { fixes: () => [replacing(argument.whole, written, `Write ${shortened(written)}`, false)] },
    );
  }
  return readValueInAction(text, field, span, problems);
}

/** `load(5)->reg0`, which only check_pkt_larger has. */
function isInParentheses({ delimiter }: Argument, value: string): boolean {
  return delimiter === '(' && value.endsWith(')');
}

function writable({ name, bits, writableBits }: MatchField): string {
  if (name === 'nw_tos') {
    return 'it takes multiples of 4 up to 252, the DSCP times 4.';
  }
  return writableBits === (1n << BigInt(bits)) - 1n
    ? `it has ${bits} bits, and takes numbers up to ${writableBits}.`
    : `it takes numbers up to ${writableBits}.`;
}

/** Names of fields that `load` takes, and `set_field` does not. */
function rejectField(argument: Argument, { value, target }: ArrowParts, problems: Problems): undefined {
  const { text, span } = target;
  const name = text.replace(/\[.*$/s, '');
  const field = fieldOfAnyName(name);
  const known = field && (text === name || text === `${name}[]`) ? field.name : nearestFieldName(text);
  const fixes = () => [
    ...(known ? [replacing(span, known, `Write ${known}`, field !== undefined)] : []),
    ...(field && text !== name && argument.keyword === 'set_field' ? loadInstead(argument, value.text) : []),
  ];
  const message =
    field && text !== name
      ? `set_field writes whole fields, and takes no brackets. Use load to write some bits of ${field.name}.`
      : field
        ? `set_field takes the plain name of a field: write ${field.name}.`
        : `There is no field ${shortened(text)}.${known ? ` Did you mean ${known}?` : ''}`;
  return problems.reject('action/unknown-field', span, `${text} is not a valid OXM field name`, message, {
    fixes,
  });
}

function loadInstead({ nameSpan }: Argument, value: string): Fix[] {
  return /^(?:0[xX][0-9a-fA-F]+|[0-9]+)$/.test(value)
    ? [replacing(nameSpan, 'load', 'Write load', false)]
    : [];
}

/** `load:number->subfield` */
export const parseLoad: ActionParser = (argument, { text: line, problems }) => {
  const parts = splitArrow(argument, line, problems, 'load:5->reg0[0..7]');
  const to = parts && subfieldAt(parts.target.text, parts.target.span, problems);
  if (!to) {
    return undefined;
  }
  const { text, span, nameSpan } = parts.value;
  const { field, offset, bits } = to;
  const number = leadingFieldInteger(text, field.bytes);
  if (!number || number.tooLarge) {
    return problems.reject(
      text === '' ? 'action/missing-argument' : number ? 'action/value-too-large' : 'action/invalid-argument',
      text === '' ? nameSpan : span,
      `${argument.text}: cannot parse integer value`,
      number
        ? `${shortened(text)} does not fit into ${field.name}, which has ${field.bits} bits.`
        : 'load takes a number, in decimal or in hexadecimal with 0x. Use set_field for addresses and names.',
      { fixes: () => setFieldInstead(argument, parts, field) },
    );
  }
  if (number.value >= 1n << BigInt(bits)) {
    return problems.reject(
      'action/value-too-large',
      span,
      `${argument.text}: value ${formatFieldValue(field, number.value)} does not fit into ${bits} bits`,
      `${shortened(text)} does not fit: ${shortened(parts.target.text)} has ${bits === 1 ? '1 bit' : `${bits} bits, and takes numbers up to ${(1n << BigInt(bits)) - 1n}`}.`,
    );
  }
  noteOddNumber(argument, parts, number, field, problems);
  const write: FieldWrite = {
    field,
    value: number.value << BigInt(offset),
    mask: ((1n << BigInt(bits)) - 1n) << BigInt(offset),
    form: 'load',
    span: argument.whole,
    fieldSpan: parts.target.span,
  };
  noteOtherField(write, problems);
  return sentFieldWrite(write);
};

function noteOddNumber(
  argument: Argument,
  parts: ArrowParts,
  { value, end }: { readonly value: bigint; readonly end: number },
  field: MatchField,
  problems: Problems,
): void {
  const { text } = parts.value;
  const written = text.slice(0, end);
  if (/^\s*-/.test(written)) {
    noteWrap(written, within(argument, 0, end), formatHexadecimal(value), problems);
  }
  reportRemarks(octalRemarks(written, 0, { value, end }), argument.span.start, problems);
  if (end < text.length) {
    const rest = within(argument, end, text.length);
    const plain = `load:${written}->${parts.target.text}`;
    problems.note(
      'action/ignored-argument',
      rest,
      `load takes a number: Open vSwitch reads ${shortened(written)} and ignores ${shortened(text.slice(end))}. Use set_field for addresses and masks.`,
      {
        unnecessary: true,
        fixes: () => [
          ...setFieldInstead(argument, parts, field),
          isInParentheses(argument, text)
            ? replacing(argument.whole, plain, `Write ${plain}`, false)
            : replacing(rest, '', 'Remove what is ignored', false),
        ],
      },
    );
  }
}

/** What `load` cannot read, `set_field` may. */
function setFieldInstead({ nameSpan }: Argument, { value, target }: ArrowParts, field: MatchField): Fix[] {
  return matchField(target.text) === field && field.writable && !readFieldValue(value.text, field).rejected
    ? [replacing(nameSpan, 'set_field', 'Write set_field', false)]
    : [];
}
