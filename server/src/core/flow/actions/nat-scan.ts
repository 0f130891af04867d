/** Numbers and addresses as Open vSwitch scans them in a `nat` range. Source: lib/util.c, ovs_scan. */
import { formatIpv4 } from '../values/addresses';

const number = '[ \\t\\n\\v\\f\\r]*[-+]?[0-9]+';
export const ipv4Pattern = new RegExp(`^(${number})\\.(${number})\\.(${number})\\.(${number})`);
export const portPattern = new RegExp(`^${number}`);
export const ipv6Pattern = /^(?:([0-9a-fA-F:.]{1,46})|\[([0-9a-fA-F:.]{1,46})\])/;

/** The number, cut to what there is room for. */
export function scanNumber(text: string, limit: 256 | 65536): { value: number; fits: boolean } {
  const digits = text.trim();
  let cut = 0;
  let whole = 0;
  for (const digit of digits.replace(/^[-+]/, '')) {
    cut = (cut * 10 + Number(digit)) % limit;
    whole = Math.min(whole * 10 + Number(digit), limit);
  }
  const negative = digits.startsWith('-') && whole > 0;
  return { value: negative ? (limit - cut) % limit : cut, fits: !negative && whole < limit };
}

/** `10.0.0.5` and 24: `10.0.0.0-10.0.0.255`. Undefined where that is no range to translate to. */
export function networkRange(address: string, length: number): string | undefined {
  if (!/^[1-9]\d{0,2}(?:\.\d{1,3}){3}$/.test(address) || length < 8) {
    return undefined;
  }
  const value = address.split('.').reduce((sum, part) => (sum << 8n) | BigInt(Number(part) & 0xff), 0n);
  const host = (1n << BigInt(32 - length)) - 1n;
  const first = value & ~host;
  return host === 0n ? formatIpv4(first) : `${formatIpv4(first)}-${formatIpv4(value | host)}`;
}
