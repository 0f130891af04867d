import type { MatchField } from '../../facts/match-fields';
import { shortened } from '../../syntax/excerpt';
import { type MaskedAddress, readEthernet, readIpv4, readIpv6 } from './addresses';
import { type FieldReading, type Remark, type Replacement, rejected } from './reading';

const kinds = {
  ipv4: {
    read: readIpv4,
    name: 'IPv4 address',
    judgeName: 'IP',
    judgePrefix: 'IPv4',
    bits: 32,
    example: '10.0.0.1 or 10.0.0.0/24',
  },
  ipv6: {
    read: readIpv6,
    name: 'IPv6 address',
    judgeName: 'IPv6',
    judgePrefix: 'IPv6',
    bits: 128,
    example: '2001:db8::1 or 2001:db8::/32',
  },
  ethernet: {
    read: readEthernet,
    name: 'Ethernet address',
    judgeName: 'Ethernet',
    judgePrefix: '',
    bits: 48,
    example: '00:11:22:33:44:55',
  },
} as const;

/** Reads an Ethernet, IPv4 or IPv6 address, with or without a mask. */
export function readAddress(text: string, field: MatchField): FieldReading {
  const kind = kinds[field.format as keyof typeof kinds];
  const reading = kind.read(text);
  if (!('error' in reading)) {
    return { value: reading.value, mask: reading.mask, remarks: wrapRemarks(text, reading, kind.name) };
  }
  const slash = text.indexOf('/');
  const maskSpan = { start: slash + 1, end: text.length };
  switch (reading.error) {
    case 'prefix-out-of-range':
      return rejected(
        'match/invalid-value',
        text,
        `${text}: ${kind.judgePrefix} network prefix bits not between 0 and ${kind.bits}, inclusive`,
        `A prefix of an ${kind.name} has 0 to ${kind.bits} bits.`,
        maskSpan,
      );
    case 'invalid-mask':
      return rejected(
        'match/invalid-value',
        text,
        `${text}: Invalid IPv6 mask`,
        `${shortened(text.slice(slash + 1))} is no mask for an IPv6 address. Write a prefix length such as /64, or a mask such as ffff:ffff::.`,
        maskSpan,
      );
    case 'invalid': {
      const replacements = guesses(text, field);
      return rejected(
        'match/invalid-value',
        text,
        `${text}: invalid ${kind.judgeName} address`,
        `${shortened(text)} is no ${kind.name}. Write it as ${kind.example}.`,
        { replacements },
      );
    }
  }
}

/** Spellings of other tools that can only mean one thing. */
function guesses(text: string, field: MatchField): Replacement[] {
  const write = (newText: string): Replacement[] => [
    { title: `Write ${newText}`, start: 0, end: text.length, newText, keepsMeaning: false },
  ];
  if (field.format === 'ethernet') {
    const digits = text.replace(/[-.:]/g, '');
    return /^[0-9a-fA-F]{12}$/.test(digits) &&
      /^[0-9a-fA-F]{2,4}([-.:]?)(?:[0-9a-fA-F]{2,4}\1)*[0-9a-fA-F]{2,4}$/.test(text)
      ? write(digits.toLowerCase().match(/../g)!.join(':'))
      : [];
  }
  if (field.format === 'ipv6' && /^\[[0-9a-fA-F:.]+\]$/.test(text)) {
    return write(text.slice(1, -1));
  }
  return [];
}

function wrapRemarks(text: string, reading: MaskedAddress, name: string): Remark[] {
  return reading.wrapped.map(({ start, end, becomes }) => {
    const kept = name.startsWith('Ethernet') ? becomes.toString(16).padStart(2, '0') : String(becomes);
    return {
      code: 'match/address-wraps',
      start,
      end,
      message: `${text.slice(start, end)} does not fit into a byte. Open vSwitch cuts it to ${kept} without a word: that is another address.`,
      replacements: [
        { title: `Write ${kept}, what Open vSwitch reads`, start, end, newText: kept, keepsMeaning: false },
      ],
    };
  });
}
