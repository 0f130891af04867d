/** Values of a match as Open vSwitch prints them. Source: lib/match.c, the format_ functions. */
import type { Match } from './match';
import { formatEthernet, formatIpv4, formatIpv6, prefixLength } from './values/addresses';
import { flagTable, listedFlags, signedFlags } from './values/flags';
import { formatPort } from './values/ports';

/** Prints the value of a slot whose mask is not zero. */
export type Print = (value: bigint, mask: bigint, match: Match) => string;

export function hexadecimal(value: bigint): string {
  return `0x${value.toString(16)}`;
}

/** C's `%#x`, which writes 0 without a prefix. */
export function alternateHex(value: bigint): string {
  return value === 0n ? '0' : hexadecimal(value);
}

/** Small numbers in decimal, others in hexadecimal. */
export function shortNumber(value: bigint): string {
  return value > 9n ? hexadecimal(value) : String(value);
}

export function padded(value: bigint, digits: number): string {
  return `0x${value.toString(16).padStart(digits, '0')}`;
}

export function whole(bits: number): bigint {
  return (1n << BigInt(bits)) - 1n;
}

export const plain: Print = (value) => String(value);
export const plainHex: Print = (value) => alternateHex(value);

/** Decimal when the mask is whole, else hexadecimal with the mask. */
export function decimal(bits: number, digits = 0): Print {
  return (value, mask) =>
    mask === whole(bits) ? String(value) : `${padded(value, digits)}/${padded(mask, digits)}`;
}

export function hex(bits: number, alternate = true): Print {
  const print = alternate ? alternateHex : hexadecimal;
  return (value, mask) => (mask === whole(bits) ? print(value) : `${print(value)}/${print(mask)}`);
}

export const port: Print = (value) => formatPort(Number(value));

export const ipv4: Print = (value, mask) => {
  const length = prefixLength(mask, 32);
  const suffix = length === 32 ? '' : `/${length ?? formatIpv4(mask)}`;
  return formatIpv4(value) + suffix;
};

export const ipv6: Print = (value, mask) => {
  const length = prefixLength(mask, 128);
  const suffix = length === 128 ? '' : `/${length ?? formatIpv6(mask)}`;
  return formatIpv6(value) + suffix;
};

export const address: Print = (value, mask) =>
  formatEthernet(value) + (mask === whole(48) ? '' : `/${formatEthernet(mask)}`);

export function flags(format: 'ct-state' | 'tcp-flags', all: number): Print {
  const table = flagTable(format)!;
  return (value, mask) => {
    const bits = Number(mask) & all;
    return bits === all
      ? listedFlags(table, Number(value) & all) || '0'
      : signedFlags(table, Number(value), bits) || '0/0';
  };
}

export const fragment: Print = (value, mask) => {
  const later = (value & 2n) !== 0n;
  switch (mask & 3n) {
    case 3n:
      return (value & 1n) !== 0n ? (later ? 'later' : 'first') : later ? '<error>' : 'no';
    case 1n:
      return (value & 1n) !== 0n ? 'yes' : 'no';
    default:
      return later ? 'later' : 'not_later';
  }
};
