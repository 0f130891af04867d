/** Values as they are printed. The texts are those that ovs-ofctl 3.1.0 printed in set_field and in messages. */
import { describe, expect, it } from 'vitest';
import { matchField, matchFields } from '../../../server/src/core/facts/match-fields';
import { formatFieldValue, formatHexadecimal } from '../../../server/src/core/flow/values/format';
import { readFieldValue } from '../../../server/src/core/flow/values/read';

/** A field, a text to read as its value, and how that is printed. */
const texts: readonly (readonly [field: string, text: string, printed: string])[] = [
  ['reg0', '5', '0x5'],
  ['reg0', '0', '0'],
  ['reg0', '5/0xff', '0x5/0xff'],
  ['reg0', '*', 'ANY'],
  ['xxreg0', '0x10000000000000005', '0x10000000000000005'],
  ['metadata', '0xffffffffffffffff', '0xffffffffffffffff'],
  ['tcp_dst', '80', '80'],
  ['tcp_dst', '0x50/0xfff0', '80/0xfff0'],
  ['in_port', '1', '1'],
  ['in_port', '65534', 'LOCAL'],
  ['in_port', '65280', '65280'],
  ['eth_dst', '00:11:22:33:44:55', '00:11:22:33:44:55'],
  ['eth_dst', '01:00:00:00:00:00/01:00:00:00:00:00', '01:00:00:00:00:00/01:00:00:00:00:00'],
  ['ip_dst', '10.0.0.0/8', '10.0.0.0/8'],
  ['ip_dst', '10.0.0.0/255.0.255.0', '10.0.0.0/255.0.255.0'],
  ['ip_dst', '10.0.0.1', '10.0.0.1'],
  ['ipv6_dst', '2001:db8::/32', '2001:db8::/32'],
  ['ipv6_dst', '::1.2.3.4', '::1.2.3.4'],
  ['ipv6_dst', 'fe80::/ffff::ffff', 'fe80::/ffff::ffff'],
  ['tun_flags', 'oam', 'oam'],
  ['tun_flags', '0/1', '0'],
];

const unknownStates = (last: string) => `${'-[Unknown]'.repeat(23)}${last}[Unknown]`;

/** A field, a value without a mask, which no text may stand for, and how that is printed. */
const numbers: readonly (readonly [field: string, value: bigint, printed: string])[] = [
  ['tcp_flags', 0x212n, 'syn|ack|[200]'],
  ['ip_frag', 3n, 'later'],
  ['ip_frag', 5n, 'first'],
  ['packet_type', 0x10800n, 'packet_type=(1,0x800)'],
  ['ct_state', 0x21n, `+new-est-rel-rpl-inv+trk-snat-dnat${unknownStates('-')}`],
  ['ct_state', 0x80000021n, `+new-est-rel-rpl-inv+trk-snat-dnat${unknownStates('+')}`],
  ['tun_flags', 15n, 'oam|df|csum|key'],
  ['tun_flags', 0x16n, 'df|csum|0x10'],
  ['in_port_oxm', 70000n, 'ANY'],
  ['in_port_oxm', 0xfffffffen, 'LOCAL'],
  ['arp_op', 0xffffn, '65535'],
];

describe('formatFieldValue', () => {
  it.each(texts)('%s=%s is printed as %s', (name, text, printed) => {
    const field = matchField(name)!;
    const reading = readFieldValue(text, field);
    expect(reading.rejected).toBeUndefined();
    if (!reading.rejected) {
      expect(formatFieldValue(field, reading.value, reading.mask)).toBe(printed);
    }
  });

  it.each(numbers)('%s %d is printed as %s', (name, value, printed) => {
    expect(formatFieldValue(matchField(name)!, value)).toBe(printed);
  });

  it('prints a zero mask as ANY, whatever the field', () => {
    for (const field of matchFields) {
      expect(formatFieldValue(field, 0n, 0n)).toBe('ANY');
    }
  });
});

describe('formatHexadecimal', () => {
  it('writes 0 without a prefix, as printf does', () => {
    expect([formatHexadecimal(0), formatHexadecimal(0n), formatHexadecimal(255)]).toEqual(['0', '0', '0xff']);
  });
});
