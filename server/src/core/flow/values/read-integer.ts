import type { MatchField } from '../../facts/match-fields';
import { shortened } from '../../syntax/excerpt';
import { type LeadingInteger, leadingFieldInteger } from '../integers';
import { type FieldReading, ones, type Remark, rejected } from './reading';

/**
 * Reads `number` or `number/mask`. Source: lib/meta-flow.c, mf_from_integer_string.
 */
export function readInteger(text: string, field: MatchField): FieldReading {
  const value = leadingFieldInteger(text, field.bytes);
  if (!value || value.tooLarge) {
    return reject(text, field, 'value', 0, text, value);
  }
  if (value.end === text.length) {
    return { value: value.value, mask: ones(field.bytes), remarks: octalRemarks(text, 0, value) };
  }
  if (text[value.end] !== '/') {
    return reject(text, field, 'value', 0, text, undefined);
  }
  const maskStart = value.end + 1;
  const maskText = text.slice(maskStart);
  const mask = leadingFieldInteger(maskText, field.bytes);
  if (!mask || mask.tooLarge || mask.end < maskText.length) {
    return reject(text, field, 'mask', maskStart, maskText, mask?.tooLarge && mask);
  }
  const remarks = [
    ...octalRemarks(text.slice(0, value.end), 0, value),
    ...octalRemarks(maskText, maskStart, mask),
  ];
  return { value: value.value, mask: mask.value, remarks };
}

function reject(
  text: string,
  field: MatchField,
  part: 'value' | 'mask',
  start: number,
  partText: string,
  tooLarge: LeadingInteger | undefined | false,
): FieldReading {
  const end = part === 'value' && text.includes('/') ? text.indexOf('/') : text.length;
  if (tooLarge) {
    const most = field.bytes > 8 ? `${field.bytes} bytes` : `0x${ones(field.bytes).toString(16)}`;
    return rejected(
      'match/value-too-large',
      text,
      `${text}: ${part} too large for ${field.bytes}-byte field ${field.name}`,
      `The ${part} is too large for ${field.name}, which holds at most ${most}.`,
      { start, end },
    );
  }
  if (part === 'value' && field.bytes === 2 && /^[0-9]+(?:-|:|\.\.)[0-9]+$/.test(text)) {
    return rejected(
      'match/port-range',
      text,
      `${text}: bad syntax for ${field.name} value`,
      `A match takes one value, perhaps with a mask, and no range. Write a flow for each part of the range.`,
    );
  }
  const written = text.slice(start, end);
  if (/^0[0-9]+$/.test(written)) {
    const decimal = written.replace(/^0+/, '');
    return rejected(
      'match/invalid-value',
      text,
      `${text}: bad syntax for ${field.name} ${part}`,
      `${shortened(written)} is no number: a leading 0 makes it octal, and octal numbers have no digits 8 and 9. Write ${shortened(decimal)}.`,
      {
        start,
        end,
        replacements: [{ title: `Write ${decimal}`, start, end, newText: decimal, keepsMeaning: false }],
      },
    );
  }
  return rejected(
    'match/invalid-value',
    text,
    `${text}: bad syntax for ${field.name} ${part}`,
    `${shortened(partText)} is no number. Write the ${part} of ${field.name} in decimal, or in hexadecimal with 0x${field.maskable && part === 'value' ? ', perhaps with a mask behind a slash' : ''}.`,
    { start, end },
  );
}

/** A leading zero makes a number octal, which hardly anybody means. */
export function octalRemarks(text: string, offset: number, { value, end }: LeadingInteger): Remark[] {
  const number = text.slice(0, end);
  if (!/^[-+]?0[0-7]+$/.test(number) || /^[-+]?0+[0-7]?$/.test(number)) {
    return [];
  }
  const meant = number.replace(/^([-+]?)0+/, '$1');
  const span = { start: offset, end: offset + end };
  return [
    {
      code: 'match/octal-number',
      ...span,
      message: `${number} is an octal number because of its leading 0: Open vSwitch reads ${value}. Write ${value}, or ${meant} if that was meant.`,
      replacements: [
        {
          title: `Write ${value}, what Open vSwitch reads`,
          ...span,
          newText: String(value),
          // It would, but it would also hide what may be a mistake.
          keepsMeaning: false,
        },
        { title: `Write ${meant}, without the leading 0`, ...span, newText: meant, keepsMeaning: false },
      ],
    },
  ];
}
