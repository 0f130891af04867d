/** Arguments of actions, and the values and fields in them. */
import type { ArgumentHelp } from '../facts/action-help';
import type { MatchField } from '../facts/match-fields';
import { leadingFieldInteger } from '../flow/integers';
import { formatSubfield, readLeadingSubfield, type Subfield } from '../flow/subfield';
import { formatFieldValue } from '../flow/values/format';
import { readPort } from '../flow/values/ports';
import type { Span } from '../syntax/span';
import type { Hover } from './explanation';
import { describeField, mentionField } from './field-hover';
import { afterHeading, code, paragraphs } from './markdown';
import { describeNatRange } from './nat-value';
import { bitsOf, describePort, describeValue } from './value-hover';

/** Longer than any value; a hostile one is not read to its end. */
export const longestValue = 400;

/** An argument itself: what it is for, and what it can be. */
export function describeArgument(argument: ArgumentHelp, action: string): string {
  const { name, meaning, example, since } = argument;
  return paragraphs(
    `**${name}** of ${action}: ${meaning}`,
    wordsOf(argument),
    argument.arguments && `Arguments: ${argumentNames(argument.arguments).map(code).join(', ')}`,
    `Example: ${code(example)}${since === undefined ? '' : ` · since Open vSwitch ${since}`}`,
  );
}

function wordsOf({ words }: ArgumentHelp): string | undefined {
  return words?.map(({ name, meaning }) => `${code(name)}: ${meaning}`).join('  \n');
}

export function argumentNames(rows: readonly ArgumentHelp[]): string[] {
  return [...new Set(rows.map(({ name }) => name))];
}

/** A field, or some bits of one, in an action. */
export function hoverOnSubfield(text: string, span: Span, remark?: string): Hover | undefined {
  const written = text.slice(span.start, Math.min(span.end, span.start + longestValue));
  const reading = readLeadingSubfield(written);
  if (reading.rejected) {
    return undefined;
  }
  const { subfield, end } = reading;
  const { field, offset, bits } = subfield;
  const name = written.slice(0, end);
  const other = formatSubfield(subfield);
  const contents = isWhole(subfield)
    ? afterHeading(describeField(field, name), remark)
    : paragraphs(
        `**${code(name)}**: ${bitsOf(offset, bits)} of ${field.name}, ${bits} of ${field.bits} bits${other === name ? '' : ` · ${code(other)}`}`,
        remark,
        field.meaning,
        mentionField(field),
      );
  return { contents, span: { start: span.start, end: span.start + end } };
}

/** The field, or the bits of one, that a text starts with. */
export function subfieldIn(written: string): Subfield | undefined {
  const reading = readLeadingSubfield(written.slice(0, longestValue));
  return reading.rejected ? undefined : reading.subfield;
}

/** What an argument says, in words where it is a value that has some. */
export function hoverOnValue(
  text: string,
  span: Span,
  argument: ArgumentHelp,
  where: string,
  decoded?: (written: string) => string | undefined,
): Hover {
  const written = text.slice(span.start, Math.min(span.end, span.start + longestValue));
  if (written === '') {
    return { contents: describeArgument(argument, where), span: { start: span.start, end: span.start } };
  }
  const word = argument.words?.find(({ name }) => name === written.toLowerCase());
  const known =
    decoded?.(written) ?? (word && `**${code(written)}**: ${word.meaning}`) ?? byName(written, argument);
  const subfield = known
    ? undefined
    : hoverOnSubfield(text, span, `**${argument.name}** of ${where}: ${argument.meaning}`);
  return (
    subfield ?? {
      contents: known
        ? paragraphs(known, `**${argument.name}** of ${where}: ${argument.meaning}`)
        : paragraphs(
            `**${code(written)}**: ${argument.name} of ${where}`,
            argument.meaning,
            wordsOf(argument),
          ),
      span,
    }
  );
}

/** A value that is written to a field, in words. */
export function decodeFor(field: MatchField | undefined): (written: string) => string | undefined {
  return (written) => (field ? describeValue(written, field) : undefined);
}

/** A number that is written to bits of a field: as a value of the field where it is the whole of it. */
export function decodeNumberFor(subfield: Subfield | undefined): (written: string) => string | undefined {
  return (written) => {
    const number = subfield && leadingFieldInteger(written, subfield.field.bytes);
    if (!number || number.tooLarge || number.end < written.length || !isWhole(subfield)) {
      return undefined;
    }
    const { field } = subfield;
    const shown = formatFieldValue(field, number.value);
    const isNumber = field.format === 'decimal' || field.format === 'hexadecimal';
    const decoded = describeValue(isNumber ? written : shown, field);
    return decoded && (isNumber ? decoded : `**${code(written)}** = ${decoded}`);
  };
}

function isWhole({ field, offset, bits }: Subfield): boolean {
  return offset === 0 && bits === field.bits;
}

const portArguments: ReadonlySet<string> = new Set(['PORT', 'port', 'sampling_port', 'members:PORT,…']);
const natArguments: ReadonlySet<string> = new Set(['src', 'dst']);

/** Arguments whose name says what they are: ports, tables, ranges of addresses; else numbers. */
function byName(written: string, { name }: ArgumentHelp): string | undefined {
  const heading = `**${code(written)}**: `;
  if (portArguments.has(name)) {
    const port = readPort(written);
    return port && heading + describePort(port.port);
  }
  if ((name === 'TABLE' || name === 'table') && /^\d{1,3}$/.test(written)) {
    return `${heading}table ${Number(written)}`;
  }
  if (natArguments.has(name)) {
    const range = describeNatRange(written);
    return range && heading + range;
  }
  return /^0[xX][0-9a-fA-F]{1,16}$/.test(written) ? `${heading}${BigInt(written)} in decimal` : undefined;
}
