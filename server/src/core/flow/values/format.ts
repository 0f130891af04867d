/** Values of match fields as Open vSwitch prints them. Source: lib/meta-flow.c, mf_format. */
import type { FieldFormat, MatchField } from '../../facts/match-fields';
import { firstReservedPort, reservedPortOffset } from '../../facts/ports';
import { formatEthernet, formatIpv4, formatIpv6, prefixLength } from './addresses';
import { type FlagTable, flagTable } from './flags';
import { formatPort } from './ports';
import { ones } from './reading';

/** The value of a field, with its mask unless that is all ones; `ANY` where the mask is zero. */
export function formatFieldValue(field: MatchField, value: bigint, mask = ones(field.bytes)): string {
  return mask === 0n ? 'ANY' : formatters[field.format](value, mask, mask === ones(field.bytes), field);
}

/** Hexadecimal with `0x`, but plain `0`. Source: lib/dynamic-string.c, ds_put_hex; `%#x` of C's printf. */
export function formatHexadecimal(value: bigint | number): string {
  return `${value === 0n || value === 0 ? '' : '0x'}${value.toString(16)}`;
}

type Formatter = (value: bigint, mask: bigint, exact: boolean, field: MatchField) => string;

const formatters: Readonly<Record<FieldFormat, Formatter>> = {
  decimal: formatDecimal,
  hexadecimal: (value, mask, exact) => `${formatHexadecimal(value)}${exact ? '' : hexadecimalMask(mask)}`,
  ethernet: (value, mask, exact) => `${formatEthernet(value)}${exact ? '' : `/${formatEthernet(mask)}`}`,
  ipv4: (value, mask, exact) => formatIpv4(value) + (exact ? '' : addressMask(mask, 32, formatIpv4)),
  ipv6: (value, mask, exact) => formatIpv6(value) + (exact ? '' : addressMask(mask, 128, formatIpv6)),
  port: (value, mask, exact, { bytes }) =>
    exact ? formatPort(port16(Number(value), bytes)) : formatDecimal(value, mask, exact),
  fragment: formatFragment,
  'packet-type': formatPacketType,
  'ct-state': formatFlags,
  'tcp-flags': formatFlags,
  'tunnel-flags': formatFlags,
};

function formatDecimal(value: bigint, mask: bigint, exact: boolean): string {
  return `${BigInt.asIntN(64, value)}${exact ? '' : hexadecimalMask(mask)}`;
}

function hexadecimalMask(mask: bigint): string {
  return `/${formatHexadecimal(mask)}`;
}

function addressMask(mask: bigint, bits: number, format: (address: bigint) => string): string {
  return `/${prefixLength(mask, bits) ?? format(mask)}`;
}

/** Of OpenFlow 1.1's number of a port the one that Open vSwitch uses. Source: ofputil_port_from_ofp11. */
function port16(port: number, bytes: number): number {
  if (bytes === 2 || port < firstReservedPort) {
    return port;
  }
  return port >= reservedPortOffset + firstReservedPort ? port - reservedPortOffset : 0xffff;
}

/** By value and by mask, in the order in which Open vSwitch looks. */
const fragments = [
  { name: 'no', mask: 3n, value: 0n },
  { name: 'first', mask: 3n, value: 1n },
  { name: 'later', mask: 3n, value: 3n },
  { name: 'no', mask: 1n, value: 0n },
  { name: 'yes', mask: 1n, value: 1n },
  { name: 'not_later', mask: 2n, value: 0n },
  { name: 'later', mask: 2n, value: 2n },
];

function formatFragment(value: bigint, mask: bigint): string {
  const known = fragments.find((each) => each.mask === (mask & 3n) && each.value === (value & each.mask));
  return known?.name ?? '<error>';
}

function formatPacketType(value: bigint, mask: bigint, exact: boolean): string {
  if (value === 0n && exact) {
    return 'eth';
  }
  return `packet_type=(${masked16(value >> 16n, mask >> 16n)},${masked16(value & 0xffffn, mask & 0xffffn)})`;
}

/** Source: lib/flow.c, put_u16_masked. */
function masked16(value: bigint, mask: bigint): string {
  if (mask === 0n) {
    return '*';
  }
  const whole = value > 9n ? formatHexadecimal(value) : String(value);
  return mask === 0xffffn ? whole : `${whole}/${formatHexadecimal(mask)}`;
}

/** A match on all flags is a list of those that are set. Source: lib/flow.c, format_flags_masked. */
const allFlags: Partial<Record<FieldFormat, bigint>> = {
  'ct-state': 0xffffn,
  'tcp-flags': 0xfffn,
  'tunnel-flags': 0x1n,
};

function formatFlags(value: bigint, mask: bigint, _exact: boolean, { format }: MatchField): string {
  const table = flagTable(format)!;
  const all = allFlags[format]!;
  // Of connection states Open vSwitch prints all bits of the mask, with names or without.
  const shown = format === 'ct-state' ? mask : mask & all;
  if (shown === all) {
    return formatFlagList(table, value);
  }
  return (
    bitsOf(shown)
      .map((bit) => `${value & bit ? '+' : '-'}${flagName(table, bit) ?? '[Unknown]'}`)
      .join('') || '0/0'
  );
}

/** `a|b`; bits without a name together as a number. Source: lib/flow.c, format_flags. */
function formatFlagList(table: FlagTable, value: bigint): string {
  const bits = bitsOf(value);
  const unknown = bits.reduce((sum, bit) => (flagName(table, bit) ? sum : sum | bit), 0n);
  const parts = bits.flatMap((bit) => flagName(table, bit) ?? []);
  return [...parts, ...(unknown ? [formatHexadecimal(unknown)] : [])].join('|') || '0';
}

function flagName({ flags, judgeName }: FlagTable, bit: bigint): string | undefined {
  const named = flags.find((flag) => BigInt(flag.bit) === bit)?.name;
  return named ?? (judgeName === 'tunnel' ? internalTunnelFlags[String(bit)] : undefined);
}

/** Flags that Open vSwitch keeps for itself: no match can name them. Source: lib/flow.c. */
const internalTunnelFlags: Readonly<Record<string, string>> = { '2': 'df', '4': 'csum', '8': 'key' };

/** The bits that are set, lowest first. */
function bitsOf(value: bigint): bigint[] {
  return Array.from({ length: 32 }, (_, index) => 1n << BigInt(index)).filter((bit) => (value & bit) !== 0n);
}
