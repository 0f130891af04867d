/** Numbers and literal values in `learn(…)`. Source: lib/learn.c, learn_parse_spec and learn_parse__. */
import { shortened } from '../../syntax/excerpt';
import { leadingFieldInteger, leadingUnsigned64 } from '../integers';
import type { Subfield, SubfieldReading } from '../subfield';
import { formatFieldValue, formatHexadecimal } from '../values/format';
import { readFieldValue } from '../values/read';
import { type FieldValue, ones } from '../values/reading';
import type { ActionContext } from './action';
import { replacing } from './arguments';
import { type NamedArgument, valueSpan } from './named-arguments';
import { noteWrap } from './numbers';
import { codeInAction, fixesAt, reportRemarks } from './values';

type NotASubfield = NonNullable<SubfieldReading['rejected']>;

/** Whether a subfield is all of its field. */
export function isWhole({ field, offset, bits }: Subfield): boolean {
  return offset === 0 && bits === field.bits;
}

/**
 * The value that a learned flow matches: one of the field when the whole of it is matched, else a number.
 * `notSubfield` says why it is not taken for a field to copy from.
 */
export function readLearnedValue(
  argument: NamedArgument,
  destination: Subfield,
  whole: string,
  notSubfield: () => NotASubfield,
  context: ActionContext,
): bigint | undefined {
  const { name, text, span } = argument;
  const { field, bits } = destination;
  const { problems } = context;
  const judge = (reason: string) =>
    `${whole}: ${name} value ${text} cannot be parsed as a subfield (${notSubfield().verdict}) or an immediate value (${reason})`;
  if (isWhole(destination)) {
    const reading = readFieldValue(text, field);
    if (reading.rejected) {
      const verdict = judge(reading.rejected.verdict);
      return isName(text) && !takesNames.has(field.format)
        ? problems.reject(
            'action/unknown-field',
            span,
            verdict,
            `${shortened(text)} is neither a value of ${name} nor a field to copy from.`,
            { fixes: () => fixesAt(span.start, notSubfield().replacements) },
          )
        : rejectValue(argument, reading.rejected, verdict, notSubfield(), context);
    }
    if (reading.mask !== ones(field.bytes)) {
      return rejectMask(
        argument,
        destination,
        reading,
        judge(`${text}: wildcards not allowed here`),
        context,
      );
    }
    reportRemarks(reading.remarks, span.start, problems);
    const kept = reading.value & ones(Math.ceil(bits / 8));
    if (kept !== reading.value) {
      noteWrap(text, span, formatFieldValue(field, kept), problems);
    }
    return kept;
  }
  const number = leadingFieldInteger(text, field.bytes);
  if (!number || number.tooLarge || number.end < text.length) {
    const verdict = judge(`${whole}: cannot parse integer value`);
    const rejected = {
      code: number?.tooLarge ? 'action/value-too-large' : 'action/invalid-argument',
      start: 0,
      end: text.length,
      message: number?.tooLarge
        ? `${shortened(text)} does not fit into ${bits} bits of ${field.name}.`
        : `${shortened(text)} is neither a number nor a field to copy from. Bits of ${field.name} take a number, in decimal, or in hexadecimal with 0x.`,
    };
    return rejectValue(argument, rejected, verdict, notSubfield(), context);
  }
  if (number.value >> BigInt(bits) !== 0n) {
    const shown = formatFieldValue(field, number.value);
    return problems.reject(
      'action/value-too-large',
      span,
      judge(`${whole}: value ${shown} does not fit into ${bits} bits`),
      `${shortened(text)} does not fit into ${bits === 1 ? 'one bit' : `${bits} bits`}.`,
    );
  }
  return number.value;
}

/** Formats in which names are values. */
const takesNames: ReadonlySet<string> = new Set([
  'port',
  'fragment',
  'ct-state',
  'tcp-flags',
  'tunnel-flags',
]);

function isName(text: string): boolean {
  return /^[A-Za-z_]\w*$/.test(text);
}

/** A text that is neither a value nor a field: what it was most likely meant to be decides what is said. */
function rejectValue(
  { span }: NamedArgument,
  reason: Pick<NotASubfield, 'code' | 'start' | 'end' | 'message'> & Partial<NotASubfield>,
  verdict: string,
  notSubfield: NotASubfield,
  { problems }: ActionContext,
): undefined {
  const meantField = notSubfield.replacements.length > 0 || notSubfield.code === 'action/invalid-subfield';
  const { code, start, end, message, replacements = [] } = meantField ? notSubfield : reason;
  return problems.reject(
    codeInAction(code),
    { start: span.start + start, end: span.start + end },
    verdict,
    message,
    { fixes: () => fixesAt(span.start, replacements) },
  );
}

/** Masks are not learned, but neighbouring bits of a field can be. */
function rejectMask(
  { name, text, span, whole }: NamedArgument,
  { field }: Subfield,
  { value, mask }: FieldValue,
  verdict: string,
  { problems }: ActionContext,
): undefined {
  const used = mask & ((1n << BigInt(field.bits)) - 1n);
  const lowest = used === 0n ? 0 : (used & -used).toString(2).length - 1;
  const run = used >> BigInt(lowest);
  const bits = run.toString(2).length;
  const contiguous = used !== 0n && (run & (run + 1n)) === 0n && bits < field.bits;
  const range = bits === 1 ? `${lowest}` : `${lowest}..${lowest + bits - 1}`;
  const meant = `${name.replace(/\[\]$/, '')}[${range}]=${formatHexadecimal((value & used) >> BigInt(lowest))}`;
  const slash = text.indexOf('/');
  return problems.reject(
    'action/mask-not-allowed',
    slash < 0 ? span : { start: span.start + slash, end: span.end },
    verdict,
    `A learned flow takes no masks: it matches a field exactly, or bits of it that stand together. ${contiguous ? `Write ${meant}.` : 'Match these bits one by one.'}`,
    { fixes: () => (contiguous ? [replacing(whole, meant, `Write ${meant}`, false)] : []) },
  );
}

const digits = /^[ \t\n\v\f\r]*([-+]?)([0-9]+)/;

/**
 * A number as C's atoi reads it, of which so many bits are kept. Never rejected: what is no number is 0.
 */
export function readLooseNumber(argument: NamedArgument, bits: 16 | 32, context: ActionContext): number {
  const { text } = argument;
  const found = digits.exec(text);
  if (!found || found[0].length < text.length) {
    const kept = found ? wrapped(found, bits).kept : 0;
    noteMisread(argument, String(kept), context);
    return kept;
  }
  const { kept, fits } = wrapped(found, bits);
  if (!fits) {
    noteWrap(text, argument.span, kept, context.problems);
  }
  return kept;
}

/** What is left of a number: strtol stops at the limits of 64 bits, and the rest is cut off. */
function wrapped([, sign, text]: RegExpExecArray, bits: 16 | 32): { kept: number; fits: boolean } {
  const magnitude = text!.length > 400 ? 1n << 64n : BigInt(text!);
  const limit = sign === '-' ? 1n << 63n : (1n << 63n) - 1n;
  const value = (magnitude > limit ? limit : magnitude) * (sign === '-' ? -1n : 1n);
  const kept = BigInt.asUintN(bits, value);
  return { kept: Number(kept), fits: kept === value && magnitude <= limit };
}

/** The cookie, as C's strtoull reads it. Never rejected: what is no number is 0. */
export function readCookie(argument: NamedArgument, context: ActionContext): bigint {
  const { text } = argument;
  const number = leadingUnsigned64(text);
  const value = number?.value ?? 0n;
  if (!number || number.end < text.length) {
    noteMisread(argument, formatHexadecimal(value), context);
  } else if (number.tooLarge || (text.trimStart().startsWith('-') && value !== 0n)) {
    noteWrap(text, argument.span, formatHexadecimal(value), context.problems);
  }
  return value;
}

function noteMisread(argument: NamedArgument, kept: string, { problems }: ActionContext): void {
  const { name, text } = argument;
  const span = valueSpan(argument);
  const hexadecimal = /^0[xX]([0-9a-fA-F]{1,4})$/.exec(text);
  const meant = hexadecimal ? String(Number.parseInt(hexadecimal[1]!, 16)) : undefined;
  problems.note(
    'action/number-misread',
    span,
    text === ''
      ? `The number of ${name} is missing. Open vSwitch takes ${kept}, and says nothing.`
      : `${shortened(text)} is no ${name === 'cookie' ? '' : 'decimal '}number. Open vSwitch takes ${name}=${kept} from it, and says nothing.`,
    {
      fixes: () => [
        ...(meant === undefined ? [] : [replacing(span, meant, `Write ${meant}`, false)]),
        ...(text === '' ? [] : [replacing(span, kept, `Write ${kept}, what Open vSwitch takes`, false)]),
      ],
    },
  );
}
