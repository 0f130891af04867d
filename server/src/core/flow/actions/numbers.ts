/** Numbers as arguments of actions. Source: lib/ofp-parse.c, str_to_u8, str_to_u16, str_to_u32, str_to_u64. */
import { shortened } from '../../syntax/excerpt';
import type { Span } from '../../syntax/span';
import { leadingUnsigned64, wholeInteger } from '../integers';
import type { Problems } from '../problem';
import { formatHexadecimal } from '../values/format';
import { octalRemarks } from '../values/read-integer';
import { reportRemarks } from './values';

/** Which numbers an action takes. */
export interface NumberKind {
  /** In words that follow "is no" and "The": `VLAN ID`, `max_len of controller`. */
  readonly title: string;
  /** What Open vSwitch calls it where it is no number of so many bits. */
  readonly judgeName: string;
  readonly bits: 8 | 16;
  /** What it says of an empty text, if something else. */
  readonly missing?: string;
  /** The largest valid number, where it is not the largest of so many bits. */
  readonly largest?: number;
  /** Which of the numbers are valid; missing: all. */
  readonly valid?: (number: number) => boolean;
  /** What Open vSwitch calls it where it is not valid, if something else. */
  readonly validName?: string;
  /** What may be written, in words that follow "Write". */
  readonly range: string;
}

/** What is read, where it stands, and where to complain when it is empty. */
export interface NumberText {
  readonly text: string;
  readonly span: Span;
  readonly nameSpan: Span;
}

/** Reads a small number, and reports what is to say about it. Undefined when Open vSwitch rejects it. */
export function readNumber(
  { text, span, nameSpan }: NumberText,
  kind: NumberKind,
  problems: Problems,
): number | undefined {
  const { title, judgeName, bits, missing, valid, validName = judgeName, range } = kind;
  const largest = kind.largest ?? 2 ** bits - 1;
  const invalid = `invalid ${judgeName} "${text}"`;
  if (text === '') {
    const message = `The ${title} is missing. Write ${range}.`;
    return problems.reject('action/missing-argument', nameSpan, missing ?? invalid, message);
  }
  const number = wholeInteger(text);
  const isSmall = number !== undefined && number >= 0 && number < 2 ** bits;
  if (!isSmall || number > largest || (valid && !valid(number))) {
    const tooLarge = number === undefined ? /^[0-9]+$/.test(text) : number > largest;
    return problems.reject(
      tooLarge ? 'action/value-too-large' : 'action/invalid-argument',
      span,
      isSmall ? `${text}: not a valid ${validName}` : invalid,
      `${shortened(text)} is no ${title}. Write ${range}.`,
    );
  }
  noteOctal(text, span, BigInt(number), problems);
  return number;
}

/** Reads a number of 32 or 64 bits, of which Open vSwitch keeps the low bits. */
export function readLargeNumber(
  { text, span, nameSpan }: NumberText,
  bits: 32 | 64,
  problems: Problems,
): bigint | undefined {
  if (text === '') {
    const verdict = 'missing required numeric argument';
    return problems.reject('action/missing-argument', nameSpan, verdict, 'A number is missing here.');
  }
  const integer = leadingUnsigned64(text);
  const isWhole = integer?.end === text.length;
  if (!isWhole || integer.tooLarge) {
    return problems.reject(
      isWhole ? 'action/value-too-large' : 'action/invalid-argument',
      span,
      `invalid numeric format ${text}`,
      isWhole
        ? `${shortened(text)} is too large: Open vSwitch reads numbers of up to ${bits} bits here.`
        : `${shortened(text)} is no number. Write it in decimal, or in hexadecimal with 0x.`,
    );
  }
  const value = BigInt.asUintN(bits, integer.value);
  if (value !== integer.value || text.trimStart().startsWith('-')) {
    noteWrap(text, span, bits === 64 ? formatHexadecimal(value) : value, problems);
  }
  noteOctal(text, span, value, problems);
  return value;
}

/** Says that Open vSwitch reads another number than is written. */
export function noteWrap(
  text: string,
  span: Span,
  becomes: bigint | number | string,
  problems: Problems,
): void {
  problems.note(
    'action/value-wraps',
    span,
    `${shortened(text)} does not fit here. Open vSwitch says nothing and takes ${becomes}.`,
    {
      fixes: () => [
        {
          title: `Write ${becomes}, what Open vSwitch takes`,
          edits: [{ ...span, newText: String(becomes) }],
          keepsMeaning: false,
        },
      ],
    },
  );
}

function noteOctal(text: string, span: Span, value: bigint, problems: Problems): void {
  const number = text.trimStart();
  const remarks = octalRemarks(number, text.length - number.length, { value, end: number.length });
  reportRemarks(remarks, span.start, problems);
}
