/** The ways to write a match on connection state. */
import { connectionStateFlags } from '../facts/connection-state';
import { allFlags, flagsOf, type StateMatch } from './states';

/** `+new-est+trk`: flags in bit order, as Open vSwitch prints a match that is not exact. */
export function signedSpelling(match: StateMatch, order: readonly number[] = []): string {
  return inOrder(match.mask, order)
    .map((flag) => (match.value & flag.bit ? '+' : '-') + flag.name)
    .join('');
}

/** `new|trk`, or `0` when no flag is set: an exact match, all other flags clear. */
export function listSpelling(value: number): string {
  const names = flagsOf(value).map((flag) => flag.name);
  return names.length > 0 ? names.join('|') : '0';
}

/** `0x21/0x23`, or `0x21` for an exact match. */
export function numericSpelling(match: StateMatch): string {
  return match.mask === allFlags
    ? hexadecimal(match.value)
    : `${hexadecimal(match.value)}/${hexadecimal(match.mask)}`;
}

/** The match as Open vSwitch prints it (lib/match.c, format_flags_masked); empty when it asks for nothing. */
export function canonicalSpelling(match: StateMatch): string {
  return match.mask === allFlags ? listSpelling(match.value) : signedSpelling(match);
}

/** A number the way Open vSwitch prints masks and values: `0x21`, but a plain `0`. */
export function hexadecimal(value: number): string {
  return value === 0 ? '0' : `0x${value.toString(16)}`;
}

/** The flags among `bits`: first those in the order asked for, then the rest in bit order. */
function inOrder(bits: number, order: readonly number[]) {
  const rank = (bit: number) => {
    const index = order.indexOf(bit);
    return index < 0 ? order.length : index;
  };
  return connectionStateFlags
    .filter((flag) => flag.bit & bits)
    .sort((left, right) => rank(left.bit) - rank(right.bit));
}
