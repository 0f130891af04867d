/** Addresses and numbers that actions write to packet headers. Source: lib/ofp-parse.c, lib/ofp-actions.c. */
import { matchField } from '../../facts/match-fields';
import { shortened } from '../../syntax/excerpt';
import type { Problems } from '../problem';
import { readEthernet, strictIpv4Number } from '../values/addresses';
import { readFieldValue } from '../values/read';
import type { Argument } from './action';
import { noteIgnored, replacing } from './arguments';
import { noteWrap, readLargeNumber } from './numbers';
import { fixesAt } from './values';

const ethernetSource = matchField('eth_src')!;

const octet = '[ \\t\\n\\v\\f\\r]*[-+]?(?:0[xX])?[0-9a-fA-F]+';
const leadingMac = new RegExp(`^${Array.from({ length: 6 }, () => octet).join(':')}`);

/** An Ethernet address; what follows it is ignored. Source: lib/ofp-parse.c, str_to_mac. */
export function readMac({ text, span, nameSpan, keyword }: Argument, problems: Problems): bigint | undefined {
  const address = leadingMac.exec(text)?.[0] ?? '';
  const reading = readEthernet(address);
  if ('error' in reading) {
    return problems.reject(
      text === '' ? 'action/missing-argument' : 'action/invalid-argument',
      text === '' ? nameSpan : span,
      `invalid mac address ${text}`,
      text === ''
        ? `${keyword} needs an Ethernet address, such as 00:11:22:33:44:55.`
        : `${shortened(text)} is no Ethernet address. Write it as 00:11:22:33:44:55.`,
      { fixes: () => fixesAt(span.start, readFieldValue(text, ethernetSource).rejected?.replacements ?? []) },
    );
  }
  for (const { start, end, becomes } of reading.wrapped) {
    const place = { start: span.start + start, end: span.start + end };
    noteWrap(address.slice(start, end), place, becomes.toString(16).padStart(2, '0'), problems);
  }
  if (address.length < text.length) {
    const rest = { start: span.start + address.length, end: span.end };
    const hint = text[address.length] === '/' ? ' To write some bits only, use set_field or load.' : '';
    noteIgnored(rest, `Open vSwitch ignores what is behind the address.${hint}`, problems);
  }
  return reading.value;
}

/** Source: lib/ofp-parse.c, str_to_ip. */
export function readIp({ text, span, nameSpan, keyword }: Argument, problems: Problems): bigint | undefined {
  const address = strictIpv4Number(text);
  if (address !== undefined) {
    return address;
  }
  const slash = text.indexOf('/');
  const maskless = slash > 0 && strictIpv4Number(text.slice(0, slash)) !== undefined;
  const mask = { start: span.start + slash, end: span.end };
  return problems.reject(
    text === '' ? 'action/missing-argument' : 'action/invalid-argument',
    text === '' ? nameSpan : maskless ? mask : span,
    `${text}: could not convert to IP address`,
    text === ''
      ? `${keyword} needs an IPv4 address, such as 192.0.2.1.`
      : maskless
        ? `${keyword} writes a whole address and takes no mask. To write some bits only, use load.`
        : `${shortened(text)} is no IPv4 address. Write four numbers from 0 to 255, without leading zeros, as in 192.0.2.1.`,
    maskless ? { fixes: () => [replacing(mask, '', 'Drop the mask', false)] } : {},
  );
}

export function readLabel(argument: Argument, problems: Problems): bigint | undefined {
  const { text, span, nameSpan } = argument;
  if (text === '') {
    const message = 'The label is missing. Write a number from 0 to 1048575.';
    return problems.reject('action/missing-argument', nameSpan, 'set_mpls_label: expected label.', message);
  }
  const label = readLargeNumber(argument, 32, problems);
  if (label !== undefined && label > 0xfffffn) {
    return problems.reject(
      'action/value-too-large',
      span,
      `${text}: not a valid MPLS label`,
      'An MPLS label has 20 bits: write a number from 0 to 1048575.',
    );
  }
  return label;
}

export function readTunnelId(argument: Argument, problems: Problems): bigint | undefined {
  return readLargeNumber(argument, 64, problems);
}
