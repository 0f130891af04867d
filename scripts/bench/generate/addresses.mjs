// Addresses of the machines in a generated file: each number has its own, so that no two flows are alike by chance.

/** @param {number | bigint} value */
export const hex = (value) => (value === 0 || value === 0n ? '0' : `0x${value.toString(16)}`);

/**
 * A MAC address: three fixed bytes, as clouds give them, and three that look like chance but repeat only after 2^24.
 * @param {number} index
 * @param {string} vendor the first three bytes
 */
export function mac(index, vendor = 'fa:16:3e') {
  const scrambled = (Math.imul(index, 0x9e3779) + 0x5bd1e5) & 0xffffff;
  return `${vendor}:${byte(scrambled >>> 16)}:${byte((scrambled >>> 8) & 0xff)}:${byte(scrambled & 0xff)}`;
}

/**
 * The number that a MAC address is, as `load` takes it.
 * @param {string} address
 */
export const macNumber = (address) => hex(Number.parseInt(address.replaceAll(':', ''), 16));

/**
 * An IPv4 address in a network of up to 2^24 addresses.
 * @param {number} network the first byte
 * @param {number} index from 0
 */
export function ipv4(network, index) {
  return `${network}.${(index >>> 16) & 0xff}.${(index >>> 8) & 0xff}.${index & 0xff}`;
}

/**
 * The number that an IPv4 address is.
 * @param {string} address
 */
export function ipv4Number(address) {
  return hex(address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0));
}

/**
 * An IPv6 address, written as Open vSwitch prints it.
 * @param {string} prefix such as `fd00:10`
 * @param {number} index from 1
 */
export function ipv6(prefix, index) {
  const high = (index >>> 16) & 0xffff;
  const low = index & 0xffff;
  const tail = high === 0 ? low.toString(16) : `${high.toString(16)}:${low.toString(16)}`;
  return `${prefix}::${tail}`;
}

/**
 * The link-local address that a machine makes of its MAC address.
 * @param {string} address
 */
export function linkLocal(address) {
  const bytes = address.split(':').map((part) => Number.parseInt(part, 16));
  const [first = 0, second = 0, third = 0, fourth = 0, fifth = 0, sixth = 0] = bytes;
  const words = [((first ^ 2) << 8) | second, (third << 8) | 0xff, 0xfe00 | fourth, (fifth << 8) | sixth];
  return `fe80::${words.map((word) => word.toString(16)).join(':')}`;
}

/** @param {number} value */
const byte = (value) => value.toString(16).padStart(2, '0');
