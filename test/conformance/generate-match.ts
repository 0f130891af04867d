/** Random matches: fields with values in every spelling that their format has, and what the fields ask for. */
import { connectionStateFlags } from '../../server/src/core/facts/connection-state';
import { type FieldFormat, type MatchField, matchFields } from '../../server/src/core/facts/match-fields';
import { prerequisites } from '../../server/src/core/facts/prerequisites';
import { protocolWords } from '../../server/src/core/facts/protocol-words';
import type { Chance } from './chance';

/** What the judge does not know yet. */
const isTooNew = ({ since }: MatchField) => since !== undefined && /^3\.[2-9]/.test(since);
const knownFields = matchFields.filter((field) => !isTooNew(field));

const namesTooNew = new Set(
  matchFields
    .filter(isTooNew)
    .flatMap(({ name, aliases, codePoints }) => [name, ...aliases, ...codePoints.map((point) => point.name)]),
);

/** Whether a flow has a name that came after the judge: mistakes can make `reg29` of `reg2`. */
export function knowsTooMuch(flow: string): boolean {
  return flow.match(/\w+/g)?.some((word) => namesTooNew.has(word)) ?? false;
}
const isOneOfDozens = ({ name }: MatchField) => /^(?:x*reg|tun_metadata)\d+$/.test(name);
const dozens = knownFields.filter(isOneOfDozens);
const others = knownFields.filter((field) => !isOneOfDozens(field));

export function anyField(chance: Chance): MatchField {
  return chance.percent(75) ? chance.pick(others) : chance.pick(dozens);
}

/** Fields that actions may write, mostly. */
export function writableField(chance: Chance): MatchField {
  for (let attempt = 0; attempt < 6; attempt++) {
    const field = anyField(chance);
    if (field.writable !== undefined && field.codePoints.length > 0) {
      return field;
    }
  }
  return anyField(chance);
}

/** What a field has to be matched with, as items of a match. */
export function neededBy(field: MatchField, chance: Chance): string[] {
  const { prerequisite } = field;
  return prerequisite === undefined || prerequisite === 'ethernet'
    ? []
    : chance.pick(prerequisites[prerequisite].items).split(',');
}

/** A number in decimal, hexadecimal or octal. */
export function number(chance: Chance, value: bigint | number): string {
  const form = chance.below(10);
  if (form < 5 && value < 2n ** 64n) {
    return value.toString();
  }
  return form === 9 && value < 2n ** 64n
    ? `0${value.toString(8)}`
    : chance.pick([
        `0x${value.toString(16)}`,
        `0x${value.toString(16)}`,
        `0X${value.toString(16).toUpperCase()}`,
      ]);
}

function masked(
  chance: Chance,
  width: number,
  write: (bits: bigint) => string,
  writeMask: (mask: bigint) => string,
  maskable: boolean,
): string {
  const value = chance.bits(width);
  if (!maskable || chance.percent(55)) {
    return write(value);
  }
  const mask = chance.percent(50) ? prefix(width, chance.between(0, width)) : chance.bits(width);
  return `${write(chance.percent(80) ? value & mask : value)}/${writeMask(mask)}`;
}

function prefix(width: number, length: number): bigint {
  return ((1n << BigInt(length)) - 1n) << BigInt(width - length);
}

function octets(bits: bigint, count: number): number[] {
  return Array.from({ length: count }, (_, index) =>
    Number((bits >> BigInt(8 * (count - 1 - index))) & 0xffn),
  );
}

export function ethernetAddress(bits: bigint): string {
  return octets(bits, 6)
    .map((octet) => octet.toString(16).padStart(2, '0'))
    .join(':');
}

export function ipv4Address(bits: bigint): string {
  return octets(bits, 4).join('.');
}

export function ipv6Address(bits: bigint, chance: Chance): string {
  const groups = Array.from({ length: 8 }, (_, index) =>
    ((bits >> BigInt(16 * (7 - index))) & 0xffffn).toString(16),
  );
  const text = groups.join(':');
  // Zeros in a row may be left out, once.
  return chance.percent(70) ? text.replace(/(?:^|:)0(?::0)+(?::|$)/, '::') : text;
}

export const reservedPorts = ['IN_PORT', 'NORMAL', 'FLOOD', 'ALL', 'CONTROLLER', 'LOCAL', 'ANY'];

export function port(chance: Chance): string {
  return chance.weighted<() => string>([
    [10, () => String(chance.between(1, 20))],
    [2, () => number(chance, chance.below(0xff00))],
    [3, () => chance.pick(reservedPorts)],
    [1, () => chance.pick(['local', 'controller', 'UNSET', 'TABLE', 'none'])],
    [1, () => number(chance, chance.pick([0xff00, 0xfffe, 0xffffff00, 0xfffffffe, 70000, 0]))],
  ])();
}

const tcpFlags = ['fin', 'syn', 'rst', 'psh', 'ack', 'urg', 'ece', 'cwr', 'ns'];

/** Flags: by sign, by name, or as numbers. */
function flags(chance: Chance, names: readonly string[], width: number): string {
  const some = chance.shuffled(names).slice(0, chance.between(1, Math.min(4, names.length)));
  return chance.weighted<() => string>([
    [5, () => some.map((name) => chance.pick(['+', '-']) + name).join('')],
    [2, () => some.join('|')],
    [
      2,
      () =>
        masked(
          chance,
          width,
          (bits) => number(chance, bits),
          (bits) => number(chance, bits),
          true,
        ),
    ],
  ])();
}

type Spell = (field: MatchField, chance: Chance) => string;

const integer: Spell = (field, chance) => {
  // Now and then all the bytes of the field rather than its bits.
  const width = chance.percent(92) ? field.bits : Math.min(field.bytes * 8, 128);
  const write = (bits: bigint) => number(chance, bits);
  return masked(chance, Math.min(width, 160), write, write, field.maskable);
};

const spellings: Readonly<Record<FieldFormat, Spell>> = {
  decimal: integer,
  hexadecimal: integer,
  ethernet: ({ maskable }, chance) => masked(chance, 48, ethernetAddress, ethernetAddress, maskable),
  ipv4: (_, chance) =>
    chance.percent(40)
      ? `${ipv4Address(chance.bits(32))}/${chance.below(33)}`
      : masked(chance, 32, ipv4Address, ipv4Address, true),
  ipv6: (_, chance) => {
    const write = (bits: bigint) => ipv6Address(bits, chance);
    return chance.percent(40)
      ? `${write(chance.bits(128))}/${chance.below(129)}`
      : masked(chance, 128, write, write, true);
  },
  port: (_, chance) => port(chance),
  fragment: (_, chance) =>
    chance.pick([
      'no',
      'yes',
      'first',
      'later',
      'not_later',
      'NO',
      '0',
      '1',
      '3',
      '1/1',
      '0/2',
      '3/3',
      '2/1',
    ]),
  'packet-type': (_, chance) =>
    chance.pick([
      '(0,0)',
      '(1,0x800)',
      '(1,0x86dd)',
      '(1,0x894f)',
      '(1,0x8847)',
      '(0,0xffff)',
      '(2,5)',
      '(1,2054)',
    ]),
  'ct-state': (_, chance) =>
    flags(
      chance,
      connectionStateFlags.map(({ name }) => name),
      8,
    ),
  'tcp-flags': (_, chance) => flags(chance, tcpFlags, 12),
  'tunnel-flags': (_, chance) => chance.pick(['oam', '+oam', '-oam', '0', '1', '1/1', '0/1']),
};

/** A value of a field, perhaps with a mask. */
export function fieldValue(field: MatchField, chance: Chance): string {
  return spellings[field.format](field, chance);
}

/** Part of a field: `reg0[4..7]`, `NXM_NX_REG0[]`. `width` is how many bits it has to have. */
export function subfieldOf(
  field: MatchField,
  chance: Chance,
  width?: number,
): { text: string; width: number } {
  const name =
    field.codePoints.length > 0 && chance.percent(50) ? chance.pick(field.codePoints).name : field.name;
  if (width === undefined && chance.percent(40)) {
    return { text: name + (name === field.name && chance.percent(50) ? '' : '[]'), width: field.bits };
  }
  const size = Math.min(width ?? chance.between(1, Math.min(field.bits, 70)), field.bits);
  const first = chance.below(field.bits - size + 1);
  const range = size === 1 && chance.percent(70) ? `${first}` : `${first}..${first + size - 1}`;
  return { text: `${name}[${range}]`, width: size };
}

/** Whether a flow can have all of these items. */
export type Fitting = (items: readonly string[]) => boolean;

/** Writes something until what it needs fits, but not for ever; what it needs is added to `needs`. */
export function attempt(fits: Fitting, needs: string[], write: (needs: string[]) => string): string {
  for (let left = 8; ; left--) {
    const own: string[] = [];
    const text = write(own);
    if (fits(own) || left === 0) {
      needs.push(...own);
      return text;
    }
  }
}

function fieldItems(chance: Chance, fits: Fitting): string[] {
  const needed: string[] = [];
  const item = attempt(fits, needed, (needs) => fieldItem(chance, needs));
  return [...(chance.percent(90) ? needed : []), item];
}

function fieldItem(chance: Chance, needs: string[]): string {
  const field = anyField(chance);
  needs.push(...neededBy(field, chance));
  if (chance.percent(8)) {
    const { text, width } = subfieldOf(field, chance);
    return `${text}=${number(chance, chance.bits(width))}`;
  }
  const name = field.aliases.length > 0 && chance.percent(40) ? chance.pick(field.aliases) : field.name;
  return `${name}=${fieldValue(field, chance)}`;
}

const keys: readonly ((chance: Chance) => string)[] = [
  (chance) => `table=${chance.between(0, 20)}`,
  (chance) => `priority=${chance.between(0, 65535)}`,
  (chance) => `cookie=${number(chance, chance.bits(64))}`,
  (chance) => `idle_timeout=${chance.between(0, 65535)}`,
  (chance) => `hard_timeout=${chance.between(0, 300)}`,
  (chance) => `importance=${chance.between(0, 65535)}`,
  () => 'send_flow_rem',
  () => 'check_overlap',
  (chance) => chance.pick(['reset_counts', 'no_packet_counts', 'no_byte_counts']),
  (chance) => chance.pick(['duration=3.5s', 'n_packets=4', 'n_bytes=240', 'idle_age=9', 'hard_age=9']),
];

/** Items of a match, and keys beside it. */
export function matchItems(chance: Chance, fits: Fitting): string[] {
  const word = chance.pick(protocolWords).name;
  const words = chance.percent(45) && fits([word]) ? [word] : [];
  const fields = Array.from({ length: chance.below(4) }, () => fieldItems(chance, fits)).flat();
  const beside = Array.from({ length: Math.max(0, chance.below(5) - 2) }, () => chance.pick(keys)(chance));
  const items = [...words, ...fields];
  return [...beside, ...(chance.percent(20) ? chance.shuffled(items) : items)];
}
