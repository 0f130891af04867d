/** Addresses as text and as numbers. Nothing here knows match fields. */

/** What was read of an address that may carry a mask. */
export interface MaskedAddress {
  readonly value: bigint;
  readonly mask: bigint;
  /** How the mask is written. */
  readonly maskForm: 'none' | 'prefix' | 'address';
  /** Parts whose number is cut to eight bits; offsets in the text given. */
  readonly wrapped: readonly { readonly start: number; readonly end: number; readonly becomes: number }[];
}

export type AddressReading =
  | MaskedAddress
  | { readonly error: 'invalid' | 'prefix-out-of-range' | 'invalid-mask' };

const number8 = '[ \\t\\n\\v\\f\\r]*[-+]?[0-9]+';
const ipv4Pattern = `(${number8})\\.(${number8})\\.(${number8})\\.(${number8})`;
const ipv4WithAddress = new RegExp(`^${ipv4Pattern}/${ipv4Pattern}`);
const ipv4WithPrefix = new RegExp(`^${ipv4Pattern}/(${number8})`);
const ipv4Alone = new RegExp(`^${ipv4Pattern}`);

/**
 * Reads `10.0.0.1`, `10.0.0.0/24` and `10.0.0.0/255.255.255.0`. Numbers above 255 keep their low eight bits.
 * Source: lib/packets.c, ip_parse_masked.
 */
export function readIpv4(text: string): AddressReading {
  const whole = ipv4WithAddress.exec(text) ?? ipv4WithPrefix.exec(text) ?? ipv4Alone.exec(text);
  if (!whole) {
    return { error: 'invalid' };
  }
  const parts = whole.slice(1);
  const prefix = parts.length === 5 ? signed32(parts[4]!) : undefined;
  if (prefix !== undefined && (prefix < 0 || prefix > 32)) {
    return { error: 'prefix-out-of-range' };
  }
  if (whole[0].length < text.length) {
    return { error: 'invalid' };
  }
  return {
    value: ipv4Number(parts.slice(0, 4)),
    mask:
      prefix !== undefined
        ? prefixMask(prefix, 32)
        : parts.length === 8
          ? ipv4Number(parts.slice(4))
          : 0xffffffffn,
    maskForm: prefix !== undefined ? 'prefix' : parts.length === 8 ? 'address' : 'none',
    wrapped: wrappedParts(
      parts.filter((_, index) => index !== 4 || prefix === undefined),
      10,
      256,
    ),
  };
}

const byte16 = '[ \\t\\n\\v\\f\\r]*[-+]?(?:0[xX])?[0-9a-fA-F]+';
const ethernetPattern = Array.from({ length: 6 }, () => `(${byte16})`).join(':');
const ethernetWhole = new RegExp(`^${ethernetPattern}(?:/${ethernetPattern})?$`);

/**
 * Reads `00:11:22:33:44:55`, with or without a mask of the same form. Numbers above ff keep their low eight
 * bits. Source: lib/meta-flow.c, mf_from_ethernet_string.
 */
export function readEthernet(text: string): AddressReading {
  const whole = ethernetWhole.exec(text);
  if (!whole) {
    return { error: 'invalid' };
  }
  const masked = whole[7] !== undefined;
  const parts = whole.slice(1, masked ? 13 : 7);
  return {
    value: bytes(parts.slice(0, 6), 16),
    mask: masked ? bytes(parts.slice(6), 16) : 0xffffffffffffn,
    maskForm: masked ? 'address' : 'none',
    wrapped: wrappedParts(parts, 16, 256),
  };
}

/** Reads `2001:db8::1`, with or without `/64` or a mask. Source: lib/packets.c, ipv6_parse_masked. */
export function readIpv6(text: string): AddressReading {
  const found = /^[ \t\n\v\f\r]*([0-9a-fA-F:.]{1,46})/.exec(text);
  const value = found ? ipv6Number(found[1]!) : undefined;
  if (value === undefined) {
    return { error: 'invalid' };
  }
  const rest = text.slice(found![0].length);
  const prefix = /^\/[ \t\n\v\f\r]*([-+]?[0-9]+)/.exec(rest);
  if (prefix) {
    const length = signed32(prefix[1]!);
    if (length < 0 || length > 128) {
      return { error: 'prefix-out-of-range' };
    }
    return prefix[0].length === rest.length
      ? { value, mask: prefixMask(length, 128), maskForm: 'prefix', wrapped: [] }
      : { error: 'invalid' };
  }
  const masked = /^\/([0-9a-fA-F:.]{1,46})/.exec(rest);
  if (masked) {
    const mask = ipv6Number(masked[1]!);
    if (mask === undefined) {
      return { error: 'invalid-mask' };
    }
    return masked[0].length === rest.length
      ? { value, mask, maskForm: 'address', wrapped: [] }
      : { error: 'invalid' };
  }
  return rest === ''
    ? { value, mask: (1n << 128n) - 1n, maskForm: 'none', wrapped: [] }
    : { error: 'invalid' };
}

/** An IPv6 address without a mask as a number; undefined when it is none. As inet_pton(3) reads it. */
export function ipv6Number(text: string): bigint | undefined {
  const dotted = /^(.*:)([0-9]+\.[0-9.]+)$/.exec(text);
  if (dotted) {
    const tail = strictIpv4Number(dotted[2]!);
    if (tail === undefined) {
      return undefined;
    }
    return ipv6Number(`${dotted[1]}${(tail >> 16n).toString(16)}:${(tail & 0xffffn).toString(16)}`);
  }
  const halves = text.split('::');
  if (halves.length > 2) {
    return undefined;
  }
  const [head, tail] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const groups = [...head!, ...(tail ?? [])];
  const missing = 8 - groups.length;
  if (!groups.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group)) || (tail ? missing < 1 : missing !== 0)) {
    return undefined;
  }
  const all = tail ? [...head!, ...Array<string>(missing).fill('0'), ...tail] : groups;
  return all.reduce((number, group) => (number << 16n) | BigInt(`0x${group}`), 0n);
}

/** An IPv4 address of four plain decimal numbers up to 255; undefined for anything else. */
export function strictIpv4Number(text: string): bigint | undefined {
  const parts = text.split('.');
  return parts.length === 4 &&
    parts.every((part) => /^(?:0|[1-9][0-9]{0,2})$/.test(part) && Number(part) < 256)
    ? ipv4Number(parts)
    : undefined;
}

export function formatIpv4(value: bigint): string {
  return [24n, 16n, 8n, 0n].map((shift) => (value >> shift) & 0xffn).join('.');
}

export function formatEthernet(value: bigint): string {
  return [40n, 32n, 24n, 16n, 8n, 0n].map((shift) => hexByte((value >> shift) & 0xffn)).join(':');
}

/** As inet_ntop(3) writes it: the longest run of zero groups becomes `::`. */
export function formatIpv6(value: bigint): string {
  const groups = Array.from({ length: 8 }, (_, index) =>
    Number((value >> BigInt(112 - index * 16)) & 0xffffn),
  );
  const run = longestZeroRun(groups);
  if (run.start === 0 && (run.length === 6 || (run.length === 5 && groups[5] === 0xffff))) {
    return `::${run.length === 5 ? 'ffff:' : ''}${formatIpv4(value & 0xffffffffn)}`;
  }
  const hex = groups.map((group) => group.toString(16));
  if (run.length < 2) {
    return hex.join(':');
  }
  return `${hex.slice(0, run.start).join(':')}::${hex.slice(run.start + run.length).join(':')}`;
}

/** A mask of so many leading ones. */
export function prefixMask(length: number, bits: number): bigint {
  const all = (1n << BigInt(bits)) - 1n;
  return all ^ (all >> BigInt(length));
}

/** How many leading ones a mask has, or undefined when ones follow a zero. */
export function prefixLength(mask: bigint, bits: number): number | undefined {
  const inverted = ~mask & ((1n << BigInt(bits)) - 1n);
  return (inverted & (inverted + 1n)) === 0n
    ? bits - (inverted === 0n ? 0 : inverted.toString(2).length)
    : undefined;
}

function longestZeroRun(groups: readonly number[]): { start: number; length: number } {
  let best = { start: -1, length: 0 };
  let start = 0;
  groups.forEach((group, index) => {
    if (group !== 0) {
      start = index + 1;
    } else if (index + 1 - start > best.length) {
      best = { start, length: index + 1 - start };
    }
  });
  return best;
}

function ipv4Number(parts: readonly string[]): bigint {
  return bytes(parts, 10);
}

function bytes(parts: readonly string[], base: 10 | 16): bigint {
  return parts.reduce((number, part) => (number << 8n) | BigInt.asUintN(8, numberOf(part, base)), 0n);
}

function numberOf(part: string, base: 10 | 16): bigint {
  const [, sign, digits] = /^\s*([-+]?)(?:0[xX])?([0-9a-fA-F]+)$/.exec(part)!;
  const magnitude = BigInt(base === 16 ? `0x${digits}` : digits!);
  return sign === '-' ? -magnitude : magnitude;
}

function signed32(text: string): number {
  return Number(BigInt.asIntN(32, numberOf(text, 10)));
}

/** The parts that do not fit, with where they stand in a text that has one character between parts. */
function wrappedParts(parts: readonly string[], base: 10 | 16, limit: number): MaskedAddress['wrapped'] {
  const wrapped: { start: number; end: number; becomes: number }[] = [];
  let start = 0;
  for (const part of parts) {
    const number = numberOf(part, base);
    if (number < 0n || number >= BigInt(limit)) {
      wrapped.push({ start, end: start + part.length, becomes: Number(BigInt.asUintN(8, number)) });
    }
    start += part.length + 1;
  }
  return wrapped;
}

function hexByte(value: bigint): string {
  return value.toString(16).padStart(2, '0');
}
