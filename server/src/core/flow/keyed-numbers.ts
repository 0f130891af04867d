/**
 * Numbers behind the keys of groups and meters. Source: lib/ofp-parse.c, str_to_u32, str_to_u64, str_to_u16
 * and str_to_u8.
 */
import { shortened } from '../syntax/excerpt';
import type { Span } from '../syntax/span';
import { leadingUnsigned64, wholeInteger } from './integers';
import type { Problems } from './problem';
import { octalRemarks } from './values/read-integer';

/** A number in a line: its text, where it stands, what it is, and whose codes its problems get. */
export interface NumberText {
  readonly text: string;
  readonly span: Span;
  /** In words that follow "is no", such as `number of a group`. */
  readonly what: string;
  readonly family: 'group' | 'meter';
  readonly problems: Problems;
}

const twoTo32 = 1n << 32n;

/** A number of 32 bits; larger ones lose their upper bits. Undefined after reporting why. */
export function readUnsigned32(number: NumberText): number | undefined {
  const value = readUnsigned64(number);
  if (value === undefined) {
    return undefined;
  }
  const kept = BigInt.asUintN(32, value);
  if (value >= twoTo32) {
    const { text, span, family, problems } = number;
    problems.note(
      `${family}/ignored-part`,
      span,
      `${shortened(text)} does not fit into 32 bits: Open vSwitch cuts it to ${kept}, and says nothing.`,
      {
        fixes: () => [
          { title: `Write ${kept}`, edits: [{ ...span, newText: String(kept) }], keepsMeaning: false },
        ],
      },
    );
  }
  return Number(kept);
}

/** A number of 64 bits. */
export function readUnsigned64(number: NumberText): bigint | undefined {
  const { text, span, what, family, problems } = number;
  const read = leadingUnsigned64(text);
  if (!read || read.tooLarge || read.end < text.length) {
    return problems.reject(
      `${family}/invalid-value`,
      span,
      text === '' ? 'missing required numeric argument' : `invalid numeric format ${text}`,
      text === ''
        ? `The ${what} is missing.`
        : `${shortened(text)} is no ${what}. Write a number, in decimal or in hexadecimal with 0x.`,
    );
  }
  noteOctal(number, read.value);
  return read.value;
}

/** A number up to `most`, which is 255 or 65535. `name` is what Open vSwitch calls it. */
export function readSmall(number: NumberText, name: string, most: number): number | undefined {
  const { text, span, what, family, problems } = number;
  const value = wholeInteger(text);
  if (value === undefined || value < 0 || value > most) {
    return problems.reject(
      `${family}/invalid-value`,
      span,
      `invalid ${name} "${text}"`,
      `${text === '' ? `The ${what} is missing` : `${shortened(text)} is no ${what}`}: it is a number from 0 to ${most}.`,
    );
  }
  noteOctal(number, BigInt(value));
  return value;
}

function noteOctal({ text, span, problems }: NumberText, value: bigint): void {
  for (const remark of octalRemarks(text, 0, { value, end: text.length })) {
    problems.note('flow/octal-number', span, remark.message, {
      fixes: () =>
        (remark.replacements ?? []).map(({ title, newText, keepsMeaning }) => ({
          title,
          keepsMeaning,
          edits: [{ ...span, newText }],
        })),
    });
  }
}
