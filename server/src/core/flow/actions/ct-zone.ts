/** The zone of `ct(…)`. Source: lib/ofp-actions.c, parse_CT, encode_CT, decode_ct_zone. */
import { shortened } from '../../syntax/excerpt';
import type { Span } from '../../syntax/span';
import { wholeInteger } from '../integers';
import { readSubfield, type Subfield } from '../subfield';
import { octalRemarks } from '../values/read-integer';
import type { ActionContext } from './action';
import { removal } from './arguments';
import { hasShortHeader, packedSubfield, subfieldAt } from './check-subfield';
import { type NamedArgument, noteRepeated, valueSpan } from './named-arguments';
import { reportRemarks } from './values';

/** What has been read so far. */
export interface ZoneDraft {
  number: number;
  field?: Subfield;
  /** The argument that counts. */
  argument?: NamedArgument;
}

/** Reads `zone=…`: a number, or a field. Open vSwitch keeps both, and takes the field. */
export function readZone(argument: NamedArgument, draft: ZoneDraft, context: ActionContext): void {
  const { text } = argument;
  const { problems } = context;
  const span = valueSpan(argument);
  const number = wholeInteger(text);
  const earlier = draft.argument;
  if (number !== undefined && number >= 0 && number <= 0xffff) {
    draft.number = number;
    reportRemarks(octalRemarks(text, 0, { value: BigInt(number), end: text.length }), span.start, problems);
    if (earlier && draft.field) {
      noteOverruled(argument, earlier, context);
    } else {
      draft.argument = argument;
      if (earlier) {
        noteRepeated(earlier, argument, context);
      }
    }
    return;
  }
  const reading = readSubfield(text);
  if (!reading.rejected) {
    draft.field = reading.subfield;
    draft.argument = argument;
    if (earlier) {
      noteRepeated(earlier, argument, context);
    }
    noteZoneOnWire(reading.subfield, span, context);
    return;
  }
  if (text === '') {
    problems.reject(
      'action/missing-argument',
      span,
      reading.rejected.verdict,
      'The zone is missing. Write a number up to 65535, or 16 bits of a field.',
    );
  } else if (/^[-+]?\d/.test(text)) {
    problems.reject(
      number === undefined ? 'action/invalid-argument' : 'action/value-too-large',
      span,
      reading.rejected.verdict,
      `${shortened(text)} is no zone. Write a number from 0 to 65535, or 16 bits of a field, such as reg0[0..15].`,
    );
  } else {
    subfieldAt(text, span, problems);
  }
}

/** A field beats a number, whatever the order. */
function noteOverruled(
  argument: NamedArgument,
  field: NamedArgument,
  { text, problems }: ActionContext,
): void {
  problems.note(
    'action/repeated-argument',
    argument.whole,
    `The zone is taken from ${shortened(field.text)}, whatever the order: Open vSwitch ignores zone=${argument.text}.`,
    {
      unnecessary: true,
      related: [{ span: field.whole, message: 'This one counts.' }],
      fixes: () => [
        { title: 'Remove what is ignored', edits: [removal(text, argument.whole)], keepsMeaning: false },
      ],
    },
  );
}

/** What stands where the zone's number belongs when the field cannot be named. */
export function packedNumber(zone: Subfield): number {
  const { offset, bits } = packedSubfield(zone);
  return (offset << 6) | (bits - 1);
}

/** Zones that are sent as something else than what is written. */
function noteZoneOnWire(zone: Subfield, span: Span, { problems }: ActionContext): void {
  const { field, bits } = zone;
  const sent = packedSubfield(zone);
  if (!hasShortHeader(field)) {
    problems.note(
      'ct/zone-is-not-sent',
      span,
      `${field.name} has no number that ct could send. Open vSwitch sends zone ${packedNumber(zone)} for it, always the same, and says nothing. Copy it to a register first, and name 16 bits of that.`,
    );
  } else if (bits !== 16 && sent.bits === 16) {
    problems.note(
      'ct/zone-is-not-sent',
      span,
      `A zone has 16 bits, and this is ${bits}. Open vSwitch takes bits ${sent.offset} to ${sent.offset + 15} and says nothing: name the 16 bits that you mean.`,
    );
  }
}
