/** Items of a match that name a field, whole or in part. Source: lib/ofp-flow.c; lib/meta-flow.c, mf_set. */
import { any, type FormatSet, none } from '../facts/flow-formats';
import type { MatchField } from '../facts/match-fields';
import { excerpt, shortened } from '../syntax/excerpt';
import type { FlowLine } from '../syntax/flow-line';
import { type Item, keyText, valueWithArrow } from '../syntax/items';
import type { Span } from '../syntax/span';
import { withoutItem } from '../syntax/without-item';
import { fixesAt } from './actions/values';
import { leadingFieldInteger } from './integers';
import { isTunnelOption } from './match';
import type { MatchTarget, MatchTerm } from './match-term';
import { readLeadingSubfield } from './subfield';
import { noteSwitchName } from './switch-names';
import { prefixLength } from './values/addresses';
import { formatFieldValue } from './values/format';
import { readFieldValue } from './values/read';
import { type FieldReading, type FieldValue, ones, type Replacement } from './values/reading';
import { fieldLength } from './values/variable-length';

/** Reads `field=value`, or `field` alone. */
export function readField(line: FlowLine, item: Item, field: MatchField, target: MatchTarget): MatchTerm {
  const { text } = line;
  const span = valueWithArrow(item);
  const written = text.slice(span.start, span.end);
  // Open vSwitch puts a mask of nothing in place of a missing value, which some formats cannot read.
  const reading = readFieldValue(written === '' ? '0/0' : written, field);
  reportReading(reading, line, item, written === '' ? undefined : span, field, target);
  const value = reading.rejected ? undefined : { value: reading.value, mask: reading.mask };
  const term: MatchTerm = { item, key: keyText(text, item), kind: 'field', field, ...(value && { value }) };
  if (!value) {
    return term;
  }
  if (isTunnelOption(field) && !fits(field, value, line, item, target)) {
    return term;
  }
  return { ...term, result: setField(field, value, target) };
}

/** Sets the field, and takes away the formats that cannot carry it. Source: lib/meta-flow.c, mf_set. */
function setField(field: MatchField, value: FieldValue, target: MatchTarget): FieldValue {
  const { match } = target;
  target.formats &= formatsFor(field, value);
  if (field.maskable || value.mask === 0n || value.mask === ones(field.bytes)) {
    match.set(field, value);
  }
  if (field.prerequisite) {
    match.addEthernetPacketType();
  }
  return match.get(field);
}

/** The formats that can carry a match of the field on the value. */
export function formatsFor(field: MatchField, { mask }: FieldValue): FormatSet {
  const { exact, prefix, bitwise } = field.formats;
  if (mask === ones(field.bytes)) {
    return exact;
  }
  if (mask === 0n && !isTunnelOption(field)) {
    return any;
  }
  if (!field.maskable) {
    return none;
  }
  return prefix === bitwise || prefixLength(mask, field.bytes * 8) !== undefined ? prefix : bitwise;
}

/** All tunnel options of a match share 256 bytes, and each may be matched once. Source: lib/tun-metadata.c. */
function fits(
  field: MatchField,
  value: FieldValue,
  line: FlowLine,
  item: Item,
  { match, problems }: MatchTarget,
): boolean {
  const span = { start: item.keyStart, end: item.end };
  const most = 256;
  const used = [...match.tunnelOptions].reduce(
    (sum, [other, option]) => sum + fieldLength(other, option).bytes,
    0,
  );
  const needed = used + fieldLength(field, value).bytes;
  if (needed > most) {
    problems.reject(
      'match/value-too-large',
      span,
      `field ${field.name} exceeds maximum size for tunnel metadata (used ${needed}, max ${most})`,
      `The tunnel options of a match may have ${most} bytes together; with this one they have ${needed}.`,
    );
    return false;
  }
  if (match.tunnelOptions.has(field)) {
    problems.reject(
      'match/tunnel-option-repeated',
      span,
      `field ${field.name} set multiple times`,
      `${field.name} is matched before. Open vSwitch takes a tunnel option only once.`,
      {
        fixes: () => [
          {
            title: `Remove ${excerpt(line.text, span)}`,
            edits: [withoutItem(line, item)],
            keepsMeaning: false,
          },
        ],
      },
    );
    return false;
  }
  return true;
}

/** Reports what is wrong or odd about a value; `value` is undefined where there is none, and 0/0 was read. */
function reportReading(
  reading: FieldReading,
  { text }: FlowLine,
  item: Item,
  value: Span | undefined,
  field: MatchField,
  { problems }: MatchTarget,
): void {
  // The rules of connection state say more about its values than can be said here.
  const silent = field.format === 'ct-state';
  const place = (part: Span) =>
    value
      ? { start: value.start + part.start, end: value.start + part.end }
      : { start: item.keyStart, end: item.end };
  const fixes = (replacements: readonly Replacement[] = []) => ({
    fixes: () => (value ? fixesAt(value.start, replacements) : []),
  });
  if (reading.rejected) {
    const { code, verdict, replacements } = reading.rejected;
    const written = value && text.slice(value.start, value.end);
    if (written && field.format === 'port' && noteSwitchName('port', written, value, problems)) {
      return;
    }
    const key = keyText(text, item);
    const message = reading.rejected.message.replace(field.name, key);
    if (silent) {
      problems.reject('ct-state', place(reading.rejected), verdict, message);
    } else if (value) {
      problems.reject(code, place(reading.rejected), verdict, message, fixes(replacements));
    } else {
      const needs = `${key} needs a value. ${message.replace(/^[^.]*\. /, '')}`;
      problems.reject(code, place(reading.rejected), verdict, needs);
    }
    return;
  }
  for (const remark of silent ? [] : reading.remarks) {
    problems.note(remark.code, place(remark), remark.message, fixes(remark.replacements));
  }
}

/** `reg0[0..15]=1`: some bits of a field, added to what the match asks of the others. */
export function readSubfieldTerm(line: FlowLine, item: Item, key: string, target: MatchTarget): MatchTerm {
  const { text } = line;
  const { problems, match } = target;
  const reading = readLeadingSubfield(key);
  const term: MatchTerm = { item, key, kind: 'subfield' };
  if (reading.rejected) {
    const { code, start, end, verdict, message, replacements } = reading.rejected;
    const isState = key.startsWith('ct_state');
    problems.reject(
      isState ? 'ct-state' : code.replace(/^action/, 'match'),
      { start: item.keyStart + start, end: item.keyStart + end },
      verdict,
      message,
      {
        fixes: () => fixesAt(item.keyStart, replacements),
      },
    );
    return term;
  }
  const { subfield } = reading;
  const { field, offset, bits } = subfield;
  const known = { ...term, field, subfield };
  const span = valueWithArrow(item);
  const written = text.slice(span.start, span.end);
  const integer = leadingFieldInteger(written, field.bytes);
  const code = field.format === 'ct-state' ? 'ct-state' : 'match/invalid-value';
  if (!integer || integer.tooLarge || integer.end < written.length) {
    problems.reject(
      code,
      written === '' ? { start: item.keyStart, end: item.end } : span,
      `${key}: cannot parse integer value: ${written}`,
      `Bits of a field are matched with one number, in decimal or in hexadecimal with 0x, and without a mask.`,
    );
    return known;
  }
  if (integer.value >= 1n << BigInt(bits)) {
    problems.reject(
      field.format === 'ct-state' ? 'ct-state' : 'match/value-too-large',
      span,
      `${key}: value ${formatFieldValue(field, integer.value, ones(field.bytes))} does not fit into ${bits} bits`,
      `${shortened(written)} does not fit into ${bits} bit${bits === 1 ? '' : 's'}. Write a value up to ${(1n << BigInt(bits)) - 1n}, or name more bits.`,
    );
    return known;
  }
  const before = match.get(field);
  const asked = ((1n << BigInt(bits)) - 1n) << BigInt(offset);
  const value = {
    value: (before.value & ones(field.bytes) & ~asked) | (integer.value << BigInt(offset)),
    mask: (before.mask | asked) & ones(field.bytes),
  };
  if (isTunnelOption(field) && !fits(field, value, line, item, target)) {
    return known;
  }
  return {
    ...known,
    value: { value: integer.value << BigInt(offset), mask: asked },
    result: setField(field, value, target),
  };
}
