/**
 * Lines that are written alike and differ in their numbers only: where one of them is taken for another, or what holds
 * for one value is taken to hold for all, something goes wrong.
 */
import type { Chance } from '../conformance/chance';
import { ethernetAddress, ipv4Address, ipv6Address } from '../conformance/generate-match';

/** Hardware addresses, IPv4 and IPv6 addresses, hexadecimal and decimal numbers, as far as they can be told apart. */
const numbers = new RegExp(
  [
    /(?<ethernet>(?<!\w)[\da-f]{1,2}(?::[\da-f]{1,2}){5}(?!\w))/,
    /(?<ipv4>(?<!\w)\d+\.\d+\.\d+\.\d+(?!\w))/,
    /(?<ipv6>(?<!\w)(?:[\da-f]{0,4}:){2,7}[\da-f]{0,4}(?![\w:]))/,
    /(?<hexadecimal>(?<![\w])0x[\da-f]+(?!\w))/,
    /(?<decimal>(?<![\w])\d+(?!\w))/,
    // The number in a name: `reg1`, `NXM_NX_REG1`, `ct_nw_src`.
    /(?<inName>(?<=\b(?:x*reg|tun_metadata|NXM_NX_REG|eth))\d+\b)/,
  ]
    .map(({ source }) => source)
    .join('|'),
  'gi',
);

/** The line with some of its numbers, so many in a hundred, changed. */
export function renumbered(line: string, chance: Chance, share: number): string {
  return changed(line, chance, () => chance.percent(share));
}

/** The line with one of its numbers changed. */
export function withOneOther(line: string, chance: Chance): string {
  const count = line.match(numbers)?.length ?? 0;
  const chosen = chance.below(Math.max(1, count));
  let number = 0;
  return changed(line, chance, () => number++ === chosen);
}

function changed(line: string, chance: Chance, isChosen: () => boolean): string {
  return line.replace(numbers, (found: string, ...rest: unknown[]) => {
    if (!isChosen()) {
      return found;
    }
    const groups = rest.at(-1) as Record<string, string | undefined>;
    if (groups.ethernet !== undefined) {
      return otherEthernet(found, chance);
    }
    if (groups.ipv4 !== undefined) {
      return otherIpv4(found, chance);
    }
    if (groups.ipv6 !== undefined) {
      return otherIpv6(found, chance);
    }
    return groups.inName === undefined
      ? otherNumber(found, chance)
      : String(chance.below(chance.pick([2, 8, 70])));
  });
}

/** Where one format ends and the next begins, and where a value stops to fit. */
const edges: readonly bigint[] = [
  ...[1n, 2n, 3n, 4n, 6n, 7n, 8n, 12n, 16n, 20n, 24n, 32n, 48n, 63n, 64n, 128n].map((bits) => 1n << bits),
  ...[0n, 5n, 17n, 58n, 132n, 253n, 65279n, 65529n, 0x0800n, 0x86ddn, 0x8100n, 0xffffff00n, 0xfffffffdn],
];

function otherNumber(found: string, chance: Chance): string {
  const value = BigInt(found);
  const other = chance.weighted<bigint>([
    [8, BigInt(chance.below(12))],
    [3, value],
    [2, value + 1n],
    [2, value > 0n ? value - 1n : 0n],
    [4, chance.pick(edges)],
    [4, chance.pick(edges) - 1n],
    [1, chance.pick(edges) + 1n],
    [2, chance.bits(chance.pick([8, 16, 32, 64]))],
  ]);
  const isHexadecimal = /^0x/i.test(found) !== chance.percent(10);
  return spelled(other < 0n ? 0n : other, isHexadecimal, chance);
}

/** A number as it can be written: with zeros in front, in capitals, both of which may well mean something else. */
function spelled(value: bigint, isHexadecimal: boolean, chance: Chance): string {
  if (!isHexadecimal) {
    return chance.percent(6) ? `${'0'.repeat(chance.between(1, 3))}${value}` : String(value);
  }
  const digits = value.toString(16).padStart(chance.percent(10) ? chance.between(1, 20) : 1, '0');
  return chance.weighted([
    [8, `0x${digits}`],
    [1, `0x${digits.toUpperCase()}`],
    [1, `0X${digits}`],
  ]);
}

/** Mostly the last byte changes: addresses of one network look like that. */
function otherEthernet(found: string, chance: Chance): string {
  const parts = found.split(':');
  const last = chance.below(4).toString(16).padStart(2, '0');
  const address = chance.weighted([
    [6, [...parts.slice(0, 5), last].join(':')],
    [1, '00:00:00:00:00:00'],
    [1, 'ff:ff:ff:ff:ff:ff'],
    [1, '01:00:00:00:00:00'],
    [1, `01:80:c2:00:00:${last}`],
    [2, ethernetAddress(chance.bits(48))],
  ]);
  return chance.percent(15) ? address.toUpperCase() : address;
}

function otherIpv4(found: string, chance: Chance): string {
  return chance.weighted([
    [6, found.replace(/\d+$/, String(chance.below(4)))],
    [1, found.replace(/\d+$/, chance.pick(['255', '256', '00', '01']))],
    [1, found.replace(/\.\d+\.\d+$/, '.0.0')],
    [
      1,
      chance.pick(['0.0.0.0', '255.255.255.255', '255.255.255.0', '255.0.255.0', '127.0.0.1', '224.0.0.1']),
    ],
    [2, ipv4Address(chance.bits(32))],
  ]);
}

function otherIpv6(found: string, chance: Chance): string {
  const address = chance.weighted([
    [6, found.replace(/[\da-f]{0,4}$/i, chance.below(4).toString(16))],
    [1, chance.pick(['::', '::1', 'fe80::1', 'ff02::1', '::ffff:10.0.0.1', 'ffff:ffff::', '2001:db8::'])],
    [2, ipv6Address(chance.bits(128), chance)],
  ]);
  return chance.percent(15) ? address.toUpperCase() : address;
}
