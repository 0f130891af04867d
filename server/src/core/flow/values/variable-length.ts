import type { MatchField } from '../../facts/match-fields';
import { type FieldValue, ones } from './reading';

/**
 * How many bytes of a tunnel option a match is about: as many as its mask has, or without a mask its value,
 * leading zeros left out. Source: lib/meta-flow.c, mf_field_len.
 */
export function fieldLength(
  field: MatchField,
  { value, mask }: FieldValue,
): { bytes: number; masked: boolean } {
  const masked = mask !== ones(field.bytes);
  return { bytes: significantBytes(masked ? mask : value), masked };
}

function significantBytes(value: bigint): number {
  return value === 0n ? 1 : Math.ceil(value.toString(16).length / 2);
}
