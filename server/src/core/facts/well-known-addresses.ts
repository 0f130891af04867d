/**
 * Blocks of addresses with a meaning of their own, the smaller before the larger that holds it.
 * Sources: IANA special-purpose address registries (RFC 6890), multicast registries; IEEE 802.1Q, 802.1AB;
 * RFC 1112, RFC 2464, RFC 5798.
 */

export interface AddressBlock {
  /** As wide as the address; the low bits of the block are 0. */
  readonly first: bigint;
  /** How many leading bits all addresses of the block share. */
  readonly prefix: number;
  readonly meaning: string;
}

function block(first: bigint, prefix: number, meaning: string): AddressBlock {
  return { first, prefix, meaning };
}

function ipv4(a: number, b: number, c: number, d: number, prefix: number, meaning: string): AddressBlock {
  return block(BigInt(((a * 256 + b) * 256 + c) * 256 + d), prefix, meaning);
}

export const ipv4Blocks: readonly AddressBlock[] = [
  ipv4(255, 255, 255, 255, 32, 'broadcast'),
  ipv4(0, 0, 0, 0, 32, 'no address, as DHCP clients have at first'),
  ipv4(224, 0, 0, 1, 32, 'multicast to all hosts of the link'),
  ipv4(224, 0, 0, 2, 32, 'multicast to all routers of the link'),
  ipv4(224, 0, 0, 18, 32, 'multicast of VRRP'),
  ipv4(224, 0, 0, 251, 32, 'multicast of mDNS'),
  ipv4(169, 254, 169, 254, 32, 'metadata service of clouds, link-local'),
  ipv4(224, 0, 0, 0, 24, 'multicast, of the link only'),
  ipv4(192, 0, 2, 0, 24, 'for documentation'),
  ipv4(198, 51, 100, 0, 24, 'for documentation'),
  ipv4(203, 0, 113, 0, 24, 'for documentation'),
  ipv4(192, 168, 0, 0, 16, 'private (RFC 1918)'),
  ipv4(169, 254, 0, 0, 16, 'link-local'),
  ipv4(198, 18, 0, 0, 15, 'for benchmarks'),
  ipv4(172, 16, 0, 0, 12, 'private (RFC 1918)'),
  ipv4(100, 64, 0, 0, 10, 'shared, behind a carrier’s NAT'),
  ipv4(10, 0, 0, 0, 8, 'private (RFC 1918)'),
  ipv4(127, 0, 0, 0, 8, 'loopback'),
  ipv4(224, 0, 0, 0, 4, 'multicast'),
];

function ipv6(high: bigint, prefix: number, meaning: string): AddressBlock {
  return block(high << 64n, prefix, meaning);
}

export const ipv6Blocks: readonly AddressBlock[] = [
  block(0n, 128, 'no address'),
  block(1n, 128, 'loopback'),
  block((0xff02n << 112n) | 1n, 128, 'multicast to all nodes of the link'),
  block((0xff02n << 112n) | 2n, 128, 'multicast to all routers of the link'),
  block((0xff02n << 112n) | 0x1_ff00_0000n, 104, 'solicited-node multicast'),
  block(0xffff_0000_0000n, 96, 'IPv4-mapped'),
  ipv6(0x0064_ff9b_0000_0000n, 96, 'NAT64'),
  ipv6(0x2001_0db8_0000_0000n, 32, 'for documentation'),
  ipv6(0xff02_0000_0000_0000n, 16, 'multicast, of the link only'),
  ipv6(0x2002_0000_0000_0000n, 16, '6to4'),
  ipv6(0xfe80_0000_0000_0000n, 10, 'link-local'),
  ipv6(0xff00_0000_0000_0000n, 8, 'multicast'),
  ipv6(0xfc00_0000_0000_0000n, 7, 'unique local (private)'),
  ipv6(0x2000_0000_0000_0000n, 3, 'global unicast'),
];

export const ethernetBlocks: readonly AddressBlock[] = [
  block(0xffff_ffff_ffffn, 48, 'broadcast'),
  block(0n, 48, 'no address'),
  block(0x0180_c200_0000n, 48, 'spanning tree; switches do not forward it'),
  block(0x0180_c200_0002n, 48, 'LACP and other slow protocols; switches do not forward it'),
  block(0x0180_c200_000en, 48, 'LLDP; switches do not forward it'),
  block(0x0100_0ccc_ccccn, 48, 'CDP and VTP (Cisco)'),
  block(0x0180_c200_0000n, 44, 'reserved for bridges; switches do not forward it'),
  block(0x0000_5e00_0100n, 40, 'virtual router of VRRP, IPv4'),
  block(0x0000_5e00_0200n, 40, 'virtual router of VRRP, IPv6'),
  block(0x3333_ff00_0000n, 24, 'solicited-node multicast of IPv6'),
  block(0x0100_5e00_0000n, 25, 'multicast of IPv4'),
  block(0x3333_0000_0000n, 16, 'multicast of IPv6'),
];

/** The meaning of the smallest block that holds all addresses of the prefix. */
export function addressBlock(
  blocks: readonly AddressBlock[],
  address: bigint,
  prefix: number,
  bits: number,
): string | undefined {
  return blocks.find((each) => {
    const shift = BigInt(bits - each.prefix);
    return each.prefix <= prefix && address >> shift === each.first >> shift;
  })?.meaning;
}
