/** A value of a match field: a bit of `value` counts where `mask` has a bit. As wide as the field's bytes. */
export interface FieldValue {
  readonly value: bigint;
  readonly mask: bigint;
}

/** What may be written instead; offsets in the text that was read. */
export interface Replacement {
  readonly title: string;
  readonly start: number;
  readonly end: number;
  readonly newText: string;
  readonly keepsMeaning: boolean;
}

/** Something to say about the text of a value; offsets in that text. */
export interface Remark {
  readonly code: string;
  readonly start: number;
  readonly end: number;
  readonly message: string;
  readonly replacements?: readonly Replacement[];
}

/** A text read as a value: what Open vSwitch takes it for, with remarks, or why it rejects it. */
export type FieldReading =
  | (FieldValue & { readonly remarks: readonly Remark[]; readonly rejected?: undefined })
  | { readonly rejected: Remark & { readonly verdict: string } };

/** All ones, as wide as so many bytes. */
export function ones(bytes: number): bigint {
  return (1n << BigInt(bytes * 8)) - 1n;
}

/** A value without a mask, about which there is nothing to say. */
export function exactly(value: bigint, bytes: number, remarks: readonly Remark[] = []): FieldReading {
  return { value, mask: ones(bytes), remarks };
}

/** A reading that Open vSwitch rejects; the whole text is at fault unless a span is given. */
export function rejected(
  code: string,
  text: string,
  verdict: string,
  message: string,
  details: { start?: number; end?: number; replacements?: readonly Replacement[] } = {},
): FieldReading {
  return { rejected: { code, start: 0, end: text.length, verdict, message, ...details } };
}
