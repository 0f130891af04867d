/** `load:value->field` and `load:field->field` in `learn(…)`. Source: lib/learn.c, learn_parse_spec. */
import { shortened } from '../../syntax/excerpt';
import type { Span } from '../../syntax/span';
import { leadingFieldInteger } from '../integers';
import type { Problems } from '../problem';
import { readLeadingSubfield, readSubfield, type Subfield } from '../subfield';
import { formatHexadecimal } from '../values/format';
import { readFieldValue } from '../values/read';
import { ones } from '../values/reading';
import type { ActionContext } from './action';
import { replacing } from './arguments';
import { hasShortHeader, subfieldAt } from './check-subfield';
import { type LearnSpec, rejectField, rejectWidths } from './learn-spec';
import { isWhole } from './learn-values';
import { type NamedArgument, valueSpan } from './named-arguments';
import { fixesAt } from './values';

/** Reads what stands behind `load`. */
export function readLoad(argument: NamedArgument, context: ActionContext): LearnSpec | undefined {
  const { text, span } = argument;
  const { problems } = context;
  const arrow = text.indexOf('->');
  if (arrow <= 0) {
    const missing = arrow === 0 ? 'missing source before' : 'missing';
    return problems.reject(
      'action/missing-argument',
      arrow === 0 ? { start: span.start, end: span.start + 2 } : valueSpan(argument),
      `load: ${missing} \`->' in \`${text}'`,
      `Write what is loaded, -> and where it goes, as in load:1->reg0 or load:NXM_OF_IN_PORT[]->reg0[0..15].`,
    );
  }
  const number = leadingFieldInteger(text, 128);
  const isNumber = number !== undefined && !number.tooLarge;
  const target = { text: text.slice(arrow + 2), span: { start: span.start + arrow + 2, end: span.end } };
  const sourceSpan = { start: span.start, end: span.start + arrow };
  const spans = { span: argument.whole, sourceSpan, destinationSpan: target.span };
  if (!isNumber) {
    if (number?.tooLarge) {
      const digits = text.slice(0, arrow);
      const verdict = `${text}: unknown field \`${digits.replace(/[[-].*$/s, '')}'`;
      return problems.reject(
        'action/value-too-large',
        sourceSpan,
        verdict,
        `${shortened(digits)} is too large a number.`,
      );
    }
    const move = readMove(argument, arrow, target, context);
    return move && { kind: 'load', ...move, ...spans };
  }
  if (number.end !== arrow) {
    return rejectLiteral(text.slice(0, arrow), sourceSpan, text, target.text, problems);
  }
  const destination = readTarget(target, argument, problems);
  if (!destination) {
    return undefined;
  }
  if (!hasShortHeader(destination.field)) {
    return rejectField(destination, target.span, text, target.text, context);
  }
  const { value } = number;
  if (value >> BigInt(destination.bits) !== 0n) {
    return problems.reject(
      'action/value-too-large',
      sourceSpan,
      `${text}: value does not fit into ${destination.bits} bits`,
      `${shortened(text.slice(0, arrow))} does not fit into ${destination.bits === 1 ? 'one bit' : `${destination.bits} bits`}.`,
    );
  }
  return { kind: 'load', source: value, destination, ...spans };
}

/** A source that starts as a number and goes on otherwise: perhaps a value such as an address. */
function rejectLiteral(
  literal: string,
  span: Span,
  text: string,
  target: string,
  problems: Problems,
): undefined {
  const { subfield } = readSubfield(target) as { readonly subfield?: Subfield };
  const value = subfield && isWhole(subfield) ? readFieldValue(literal, subfield.field) : undefined;
  const exact = value && !value.rejected && value.mask === ones(subfield!.field.bytes);
  const meant = exact ? formatHexadecimal(value.value) : undefined;
  return problems.reject(
    'action/invalid-argument',
    span,
    `load: garbage before \`->' in \`${text}'`,
    `${shortened(literal)} is no number, and load takes nothing else here. Write ${meant ?? 'it in decimal, or in hexadecimal with 0x'}.`,
    { fixes: () => (meant === undefined ? [] : [replacing(span, meant, `Write ${meant}`, false)]) },
  );
}

/** `source->destination`. Source: lib/nx-match.c, nxm_parse_reg_move. */
function readMove(
  argument: NamedArgument,
  arrow: number,
  target: { readonly text: string; readonly span: Span },
  { problems }: ActionContext,
): { source: Subfield; destination: Subfield } | undefined {
  const { text, span } = argument;
  const source = readLeadingSubfield(text);
  if (source.rejected) {
    const { code, start, end, verdict, message, replacements } = source.rejected;
    return problems.reject(
      code,
      { start: span.start + start, end: span.start + Math.min(end, arrow) },
      verdict,
      message,
      {
        fixes: () => fixesAt(span.start, replacements),
      },
    );
  }
  if (source.end !== arrow) {
    return problems.reject(
      'action/invalid-subfield',
      { start: span.start + source.end, end: span.start + Math.max(arrow, source.end + 1) },
      `${text}: missing \`->' following source`,
      `${shortened(text.slice(source.end, arrow))} behind the field makes no sense to Open vSwitch.`,
    );
  }
  const destination = readTarget(target, argument, problems);
  if (!destination) {
    return undefined;
  }
  if (source.subfield.bits !== destination.bits) {
    return rejectWidths(
      `${text}: source field is ${source.subfield.bits} bits wide but destination is ${destination.bits} bits wide`,
      { subfield: source.subfield, span: { start: span.start, end: span.start + arrow } },
      { subfield: destination, span: target.span },
      problems,
    );
  }
  return { source: source.subfield, destination };
}

/** What stands behind the arrow. */
function readTarget(
  target: { readonly text: string; readonly span: Span },
  { whole }: NamedArgument,
  problems: Problems,
): Subfield | undefined {
  return target.text === ''
    ? problems.reject(
        'action/missing-argument',
        { start: whole.end - 2, end: whole.end },
        ": unknown field `'",
        'The field to write is missing behind ->.',
      )
    : subfieldAt(target.text, target.span, problems);
}
