/** Matches on what a packet brings with it, as bits; as much of them as the pipelines need. */
import type { InstalledFlow } from './installed-flow';

/** Bits that must have a value, the others may have any. */
export interface Bits {
  readonly value: bigint;
  readonly mask: bigint;
}

/** What a packet must be, by the name of the field. A field that is not there may be anything. */
export type Requirements = ReadonlyMap<string, Bits>;

type Format = 'number' | 'ipv4' | 'ipv6' | 'mac' | 'tcp-flags';

const formats: Readonly<Record<string, Format>> = {
  in_port: 'number',
  dl_src: 'mac',
  dl_dst: 'mac',
  dl_type: 'number',
  vlan_tci: 'number',
  nw_src: 'ipv4',
  nw_dst: 'ipv4',
  nw_proto: 'number',
  nw_tos: 'number',
  nw_ttl: 'number',
  ipv6_src: 'ipv6',
  ipv6_dst: 'ipv6',
  tp_src: 'number',
  tp_dst: 'number',
  tcp_flags: 'tcp-flags',
  icmp_type: 'number',
  icmp_code: 'number',
  icmpv6_type: 'number',
  icmpv6_code: 'number',
  nd_target: 'ipv6',
  arp_op: 'number',
  arp_spa: 'ipv4',
  arp_tpa: 'ipv4',
  tun_id: 'number',
  tun_src: 'ipv4',
  tun_dst: 'ipv4',
};

/** What the words for protocols stand for. Source: ovs-fields(7). */
const words: Readonly<Record<string, readonly [type: number, protocol?: number]>> = {
  ip: [0x0800],
  tcp: [0x0800, 6],
  udp: [0x0800, 17],
  icmp: [0x0800, 1],
  sctp: [0x0800, 132],
  ipv6: [0x86dd],
  tcp6: [0x86dd, 6],
  udp6: [0x86dd, 17],
  icmp6: [0x86dd, 58],
  arp: [0x0806],
};

/** The bit of `vlan_tci` that says that there is a tag. */
const tagged = 0x1000n;

/** What the tables set and packets do not bring with them. */
const setInside = /^(?:ct_|reg\d|xreg|xxreg|metadata|conj_id)/;

/**
 * What a packet needs to match the flow.
 * @throws on a field that nothing is known of, so that no flow is left out in silence
 */
export function requirementsOf(flow: InstalledFlow): Requirements {
  const requirements = new Map<string, Bits>();
  for (const item of flow.match) {
    const [name = '', value = ''] = item.split(/=(.*)/);
    const word = words[item];
    const format = formats[name];
    if (name === 'dl_vlan') {
      requirements.set('vlan_tci', { value: tagged | BigInt(value), mask: tagged | 0xfffn });
    } else if (word) {
      requirements.set('dl_type', exactly(word[0]));
      if (word[1] !== undefined) {
        requirements.set('nw_proto', exactly(word[1]));
      }
    } else if (format) {
      requirements.set(name, readBits(format, value));
    } else if (!setInside.test(name)) {
      throw new Error(`No packets can be generated for a match on ${name}: add it to test/switch/fields.ts.`);
    }
  }
  return requirements;
}

export function exactly(value: number | bigint): Bits {
  return { value: BigInt(value), mask: -1n };
}

/** Both at once; undefined where no packet can be both. */
export function both(some: Requirements, others: Requirements): Requirements | undefined {
  const merged = new Map(some);
  for (const [name, other] of others) {
    const bits = merged.get(name) ?? { value: 0n, mask: 0n };
    if (((bits.value ^ other.value) & bits.mask & other.mask) !== 0n) {
      return undefined;
    }
    merged.set(name, {
      value: (bits.value & bits.mask) | (other.value & other.mask),
      mask: bits.mask | other.mask,
    });
  }
  return merged;
}

/** How many bits of a field may be anything where a packet has the field at all. */
const openBits: Readonly<Record<string, number>> = {
  nw_src: 32,
  nw_dst: 32,
  tp_src: 16,
  tp_dst: 16,
  dl_src: 40,
  dl_dst: 40,
};

/**
 * A packet that fulfils them, as a match for `ofproto/trace`.
 * @param open what the bits of addresses and ports are that they leave open; all else that they leave open is 0
 */
export function packetOf(requirements: Requirements, open: 0n | 1n): string {
  const protocol = Number(requirements.get('nw_proto')?.value ?? 0);
  const type = Number(requirements.get('dl_type')?.value ?? 0);
  const names = new Set(requirements.keys());
  if (type === 0x0800) {
    names.add('nw_src').add('nw_dst');
  }
  if (type === 0x0800 && (protocol === 6 || protocol === 17)) {
    names.add('tp_src').add('tp_dst');
  }
  return [...names.add('dl_src').add('dl_dst')]
    .map((name) => {
      const { value, mask } = requirements.get(name) ?? { value: 0n, mask: 0n };
      const rest = open === 0n ? 0n : ((1n << BigInt(openBits[name] ?? 0)) - 1n) & ~mask;
      return `${nameFor(name, protocol)}=${print(formats[name] ?? 'number', (value & mask) | rest)}`;
    })
    .join();
}

/** Flows are printed with names that only the protocol makes clear, which are not read again. */
function nameFor(name: string, protocol: number): string {
  if (name.startsWith('tp_')) {
    return name.replace('tp', protocol === 17 ? 'udp' : protocol === 132 ? 'sctp' : 'tcp');
  }
  return protocol === 58 ? name.replace('icmp_', 'icmpv6_') : name;
}

function readBits(format: Format, text: string): Bits {
  if (format === 'tcp-flags') {
    return readTcpFlags(text);
  }
  const [value = '', mask] = text.split('/');
  return { value: read(format, value), mask: mask === undefined ? -1n : readMask(format, mask) };
}

function readMask(format: Format, text: string): bigint {
  const bits = format === 'ipv4' ? 32 : 128;
  if ((format === 'ipv4' || format === 'ipv6') && /^\d+$/.test(text)) {
    return ((1n << BigInt(text)) - 1n) << BigInt(bits - Number(text));
  }
  return read(format, text);
}

function read(format: Format, text: string): bigint {
  switch (format) {
    case 'ipv4':
      return text.split('.').reduce((sum, part) => (sum << 8n) | BigInt(part), 0n);
    case 'mac':
      return BigInt(`0x${text.replaceAll(':', '')}`);
    case 'ipv6':
      return readIpv6(text);
    default:
      return BigInt(text);
  }
}

function readIpv6(text: string): bigint {
  const [head = '', tail] = text.split('::');
  const parts = (some: string) => (some === '' ? [] : some.split(':'));
  const left = parts(head);
  const right = parts(tail ?? '');
  const zeros = tail === undefined ? [] : Array(8 - left.length - right.length).fill('0');
  return [...left, ...zeros, ...right].reduce((sum, part) => (sum << 16n) | BigInt(`0x${part}`), 0n);
}

const tcpFlags = ['fin', 'syn', 'rst', 'psh', 'ack', 'urg'];

function readTcpFlags(text: string): Bits {
  let value = 0n;
  let mask = 0n;
  for (const [, sign, name] of text.matchAll(/([+-])(\w+)/g)) {
    const bit = 1n << BigInt(tcpFlags.indexOf(name ?? ''));
    mask |= bit;
    value |= sign === '+' ? bit : 0n;
  }
  return { value, mask };
}

function print(format: Format, value: bigint): string {
  const bytes = (count: number) =>
    Array.from({ length: count }, (_, index) => (value >> BigInt(8 * (count - 1 - index))) & 0xffn);
  switch (format) {
    case 'ipv4':
      return bytes(4).join('.');
    case 'mac':
      return bytes(6)
        .map((byte) => byte.toString(16).padStart(2, '0'))
        .join(':');
    case 'ipv6':
      return Array.from({ length: 8 }, (_, index) =>
        ((value >> BigInt(16 * (7 - index))) & 0xffffn).toString(16),
      ).join(':');
    default:
      return value.toString();
  }
}
