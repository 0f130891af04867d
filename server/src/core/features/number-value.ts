/** Numbers, decoded for people: in the other base, by name, as a range, by their bits. */
import type { MatchField } from '../facts/match-fields';
import { namesOfField, vlanPriorityNames } from '../facts/well-known';
import { prefixLength } from '../flow/values/addresses';
import { amount } from './address-value';

/** What a number means, as lines; the first follows the text of the value and a colon. */
export function numberLines(value: bigint, mask: bigint, written: string, field: MatchField): string[] {
  const special = vlanLines[field.name];
  if (special) {
    return special(value & mask, mask);
  }
  const whole = (1n << BigInt(field.bits)) - 1n;
  const counted = mask & whole;
  if (mask === 0n) {
    return ['any value'];
  }
  if (counted === whole) {
    return [[nameOf(value, field), otherBase(value, written)].filter(Boolean).join(' · ')];
  }
  return maskedLines(value & counted, counted, field);
}

/** The name of a value of the field, where it has one that people know. */
export function nameOf(value: bigint, { name }: MatchField): string | undefined {
  const table = namesOfField[name];
  return table?.names[Number(value >> BigInt(table.shift ?? 0))];
}

/** In hexadecimal what is written in decimal, and the other way round. */
export function otherBase(value: bigint, written: string): string {
  const hex = `0x${value.toString(16)}`;
  if (/^[-+]?0[xX]/.test(written)) {
    return value < 1n << 64n ? `${value} in decimal` : '';
  }
  return `${hex}${String(value) === written ? '' : ` (${value})`}`;
}

function maskedLines(value: bigint, mask: bigint, field: MatchField): string[] {
  const prefix = prefixLength(mask, field.bits);
  if (prefix !== undefined && field.format === 'decimal') {
    const last = value | (((1n << BigInt(field.bits)) - 1n) ^ mask);
    return [`${value} to ${last}, ${amount(field.bits - prefix)} values`];
  }
  const lowest = lowestBit(mask);
  const run = mask >> BigInt(lowest);
  const highest = lowest + run.toString(2).length - 1;
  if ((run & (run + 1n)) === 0n) {
    const part = value >> BigInt(lowest);
    return [
      `${lowest === highest ? `bit ${lowest}` : `bits ${lowest} to ${highest}`} of ${field.name} must be ${part}${part > 9n ? ` (0x${part.toString(16)})` : ''}; the others may be anything`,
    ];
  }
  return [`${bitList(value, 'set')}; ${bitList(mask & ~value, 'clear')}; the others may be anything`];
}

function lowestBit(mask: bigint): number {
  return (mask & -mask).toString(2).length - 1;
}

/** More bits than this are not listed. */
const mostListed = 12;

function bitList(bits: bigint, state: string): string {
  const digits = bits.toString(2);
  const list = [...digits]
    .flatMap((digit, index) => (digit === '1' ? [digits.length - 1 - index] : []))
    .reverse();
  return list.length === 0
    ? `no bit must be ${state}`
    : list.length > mostListed
      ? `${list.length} bits must be ${state}`
      : `bit${list.length === 1 ? '' : 's'} ${list.join(', ')} must be ${state}`;
}

const tagBit = 0x1000n;
const idBits = 0xfffn;
const priorityBits = 0xe000n;

/** The forms in which a VLAN is written. */
const vlanLines: Readonly<Record<string, (value: bigint, mask: bigint) => string[]>> = {
  dl_vlan: (value) => [
    value === 0xffffn
      ? 'packets without a VLAN tag'
      : `VLAN ${value & idBits} (0x${(value & idBits).toString(16)})`,
  ],
  vlan_vid: (value, mask) => vlanTag(value, mask & (idBits | tagBit)),
  vlan_tci: vlanTag,
};

function vlanTag(value: bigint, mask: bigint): string[] {
  if (mask === 0n) {
    return ['any value'];
  }
  if ((mask & tagBit) === 0n) {
    return [`${vlanParts(value, mask)}; with a VLAN tag or without`];
  }
  if ((value & tagBit) === 0n) {
    const rest = value & (idBits | priorityBits);
    return rest === 0n
      ? ['packets without a VLAN tag']
      : [
          `${vlanParts(value, mask)}, but without the bit 0x1000 that stands for a tag`,
          `A packet without a VLAN tag has no VLAN number. For packets with a tag write \`0x${(value | tagBit).toString(16)}\`.`,
        ];
  }
  const parts = vlanParts(value, mask);
  return [
    parts === '' ? 'packets with a VLAN tag, whatever the VLAN' : `${parts}, with a VLAN tag (bit 0x1000)`,
  ];
}

function vlanParts(value: bigint, mask: bigint): string {
  const id = mask & idBits;
  const priority = mask & priorityBits;
  const parts = [
    ...(id === idBits
      ? [`VLAN ${value & idBits}`]
      : id === 0n
        ? []
        : [`VLAN 0x${(value & id).toString(16)} in the bits 0x${id.toString(16)}`]),
    ...(priority === priorityBits
      ? [`priority ${value >> 13n} (${vlanPriorityNames[Number(value >> 13n)]})`]
      : []),
  ];
  return parts.join(', ');
}
