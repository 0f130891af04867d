/**
 * Writing a value to a field: `set_field`, and `load`, which Open vSwitch keeps as the same thing.
 * Source: lib/ofp-actions.c, check_SET_FIELD, format_SET_FIELD and next_load_segment.
 */
import type { MatchField } from '../../facts/match-fields';
import type { Span } from '../../syntax/span';
import { meets } from '../prerequisites';
import { formatSubfield } from '../subfield';
import { formatFieldValue, formatHexadecimal } from '../values/format';
import { ones } from '../values/reading';
import type { Action } from './action';
import { hasVlanTag, rejectWithoutMatch } from './needs';

/** A value to write to those bits of a field that the mask has. */
export interface FieldWrite {
  readonly field: MatchField;
  /** As wide as the field; bits outside the mask are kept, as Open vSwitch keeps them. */
  readonly value: bigint;
  readonly mask: bigint;
  /** How it was written, or came from the wire: it is printed in the same way. */
  readonly form: 'set_field' | 'load';
  readonly span: Span;
  /** The name of the field in the line. */
  readonly fieldSpan: Span;
}

/** What a write to a field has learnt of the packet when it was checked. */
export interface SeenPacket {
  hasVlanTag: boolean;
}

/** The action, as it is checked and printed. What becomes of it on the wire is said in set-field-wire.ts. */
export function fieldWrite(write: FieldWrite, seen: SeenPacket = { hasVlanTag: false }): Action {
  const { field, value, mask, form, span, fieldSpan } = write;
  // Without a mask, whole bytes are written; the field may be shorter.
  const written = mask & ((1n << BigInt(field.bits)) - 1n);
  return {
    name: 'set_field',
    span,
    destination: field,
    write: { value, mask },
    ...((field.decides & mask) === 0n && {
      freeBits: form === 'set_field' ? written : shiftedDown(mask),
    }),
    check(flow) {
      const { match } = flow;
      seen.hasVlanTag = hasVlanTag(match);
      const lacking = !meets(field.prerequisite, match)
        ? field.prerequisite
        : field.name === 'vlan_vid' && !seen.hasVlanTag
          ? 'vlan'
          : undefined;
      if (lacking) {
        rejectWithoutMatch(flow, fieldSpan, field.name, lacking);
      }
      if (field.name === 'vlan_tci') {
        // The tag comes or goes with the value.
        match.setSlot('vlan_tci', value, 0xffffn);
      }
    },
    print: () =>
      form === 'set_field'
        ? `set_field:${formatFieldValue(field, value, mask)}->${field.name}`
        : loadSegments(write)
            .map((segment) => `load:${formatHexadecimal(segment.value)}->${formatSubfield(segment)}`)
            .join(','),
  };
}

/** The bits that one `load` can write: so many, from the lowest up, with their value. */
export interface LoadSegment {
  readonly field: MatchField;
  readonly offset: number;
  readonly bits: number;
  readonly value: bigint;
}

const widestLoad = 64;

/** The stretches of ones in the mask, each at most 64 bits long, lowest first. */
export function loadSegments({
  field,
  value,
  mask,
}: Pick<FieldWrite, 'field' | 'value' | 'mask'>): LoadSegment[] {
  const segments: LoadSegment[] = [];
  const digits = mask.toString(2).padStart(field.bits, '0');
  const isSet = (bit: number) => digits[digits.length - 1 - bit] === '1';
  for (let offset = 0; offset < field.bits; ) {
    if (!isSet(offset)) {
      offset++;
      continue;
    }
    let bits = 1;
    while (bits < widestLoad && offset + bits < field.bits && isSet(offset + bits)) {
      bits++;
    }
    segments.push({ field, offset, bits, value: (value >> BigInt(offset)) & ((1n << BigInt(bits)) - 1n) });
    offset += bits;
  }
  return segments;
}

/** Whether the value is written to the whole field. */
export function isWhole({ field, mask }: Pick<FieldWrite, 'field' | 'mask'>): boolean {
  return mask === ones(field.bytes);
}

/** The bits of a mask, from its lowest bit on. */
function shiftedDown(mask: bigint): bigint {
  let bits = mask;
  while (bits !== 0n && (bits & 1n) === 0n) {
    bits >>= 1n;
  }
  return bits;
}
