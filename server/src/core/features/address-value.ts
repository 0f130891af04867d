/** Addresses, decoded for people: how many, from where to where, and of which kind. */
import { addressBlock, ethernetBlocks, ipv4Blocks, ipv6Blocks } from '../facts/well-known-addresses';
import { formatEthernet, formatIpv4, formatIpv6, prefixLength } from '../flow/values/addresses';
import { grouped } from '../syntax/digits';
import { code } from './markdown';

/** An address and its mask, in lines of Markdown; the first follows the address and a colon. */
export type AddressLines = (value: bigint, mask: bigint) => readonly string[];

export const ipv4Lines: AddressLines = (value, mask) =>
  describe(value, mask, {
    bits: 32,
    format: formatIpv4,
    kind: (prefix) => addressBlock(ipv4Blocks, value, prefix, 32),
  });

export const ipv6Lines: AddressLines = (value, mask) =>
  describe(value, mask, {
    bits: 128,
    format: formatIpv6,
    kind: (prefix) => addressBlock(ipv6Blocks, value, prefix, 128),
  });

interface Family {
  readonly bits: number;
  readonly format: (address: bigint) => string;
  /** The kind of all addresses that share so many leading bits. */
  readonly kind: (prefix: number) => string | undefined;
}

function describe(given: bigint, mask: bigint, { bits, format, kind }: Family): string[] {
  const value = given & mask;
  const prefix = prefixLength(mask, bits);
  if (prefix === 0) {
    return ['any address'];
  }
  if (prefix === undefined) {
    const count = [...mask.toString(2)].filter((bit) => bit === '1').length;
    return [
      `addresses that agree with ${code(format(value))} in ${count} of ${bits} bits`,
      `The mask ${code(format(mask))} has gaps: no range of addresses.`,
    ];
  }
  const meaning = kind(prefix);
  if (prefix === bits) {
    return [
      [meaning ?? 'one address', ...(bits === 32 ? [`0x${value.toString(16).padStart(8, '0')}`] : [])].join(
        ' · ',
      ),
    ];
  }
  const last = value | (~mask & ((1n << BigInt(bits)) - 1n));
  return [
    `${amount(bits - prefix)} addresses${meaning ? `, ${meaning}` : ''}`,
    `${code(format(value))} to ${code(format(last))} · mask \`/${prefix}\` = ${code(format(mask))}`,
  ];
}

/** Two to that power: in digits while they can be read. */
export function amount(power: number): string {
  return power <= 32 ? grouped(2n ** BigInt(power)) : `2^${power}`;
}

const multicastBit = 1n << 40n;
const localBit = 1n << 41n;
const all = (1n << 48n) - 1n;

export const ethernetLines: AddressLines = (given, mask) => {
  const value = given & mask;
  if (mask === 0n) {
    return ['any address'];
  }
  if (mask === multicastBit) {
    return [value === 0n ? 'every unicast address' : 'every multicast address, and broadcast'];
  }
  const prefix = prefixLength(mask, 48);
  const meaning = prefix === undefined ? undefined : addressBlock(ethernetBlocks, value, prefix, 48);
  const kinds = [
    ...(mask & multicastBit ? [value & multicastBit ? 'multicast' : 'unicast'] : []),
    ...(mask & localBit ? [value & localBit ? 'locally administered' : 'assigned by a manufacturer'] : []),
  ];
  const exact = mask === all;
  const kind =
    exact && (value === all || value === 0n)
      ? meaning!
      : value & multicastBit
        ? (meaning ?? 'multicast')
        : [...kinds, ...(meaning ? [meaning] : [])].join(', ');
  if (exact) {
    return [kind];
  }
  const range =
    prefix === undefined
      ? `addresses that agree with ${code(formatEthernet(value))} where the mask has ones`
      : `${amount(48 - prefix)} addresses, ${code(formatEthernet(value))} to ${code(formatEthernet(value | (~mask & all)))}`;
  return [kind === '' ? range : `${kind}`, ...(kind === '' ? [] : [range])];
};
