import type { FieldFormat, MatchField } from '../facts/match-fields';
import { fragmentKinds, type PacketFlag, tcpFlags, tunnelFlags } from '../facts/packet-flags';
import { reservedPorts } from '../facts/ports';
import { etherTypeNames } from '../facts/well-known';
import type { FlowEvaluation } from '../flow/evaluate';
import type { MatchTerm } from '../flow/match-items';
import { formatFieldValue } from '../flow/values/format';
import { formatPort } from '../flow/values/ports';
import { readFieldValue } from '../flow/values/read';
import { ones } from '../flow/values/reading';
import { keyText } from '../syntax/items';
import { ethernetLines, ipv4Lines, ipv6Lines } from './address-value';
import { mentionField, needs } from './field-hover';
import { code, lines, paragraphs } from './markdown';
import { numberLines } from './number-value';

type Decode = (value: bigint, mask: bigint, written: string, field: MatchField) => readonly string[];

const decoders: Readonly<Record<FieldFormat, Decode>> = {
  decimal: numberLines,
  hexadecimal: numberLines,
  ethernet: ethernetLines,
  ipv4: ipv4Lines,
  ipv6: ipv6Lines,
  port: (value, mask) => [mask === 0n ? 'any port' : describePort(Number(value))],
  fragment: (value, mask) => [
    fragmentKinds.find((kind) => kind.mask === Number(mask & 3n) && kind.value === Number(value & mask & 3n))
      ?.meaning ?? 'any packet',
  ],
  'packet-type': (value) => [describePacketType(value)],
  'ct-state': () => [],
  'tcp-flags': (value, mask) => flagLines(tcpFlags, Number(value), Number(mask)),
  'tunnel-flags': (value, mask) => flagLines(tunnelFlags, Number(value), Number(mask)),
};

/**
 * A value of a field in plain words; undefined when Open vSwitch cannot read it. `warned`: that it reads
 * something else is said already.
 */
export function describeValue(written: string, field: MatchField, warned = false): string | undefined {
  const reading = readFieldValue(written === '' ? '0/0' : written, field);
  if (reading.rejected) {
    return undefined;
  }
  const { value, mask, remarks } = reading;
  const [first, ...rest] = decoders[field.format](value, mask, written, field);
  const canonical = formatFieldValue(field, value & mask, mask);
  const outside = (value & ~mask) !== 0n;
  return lines(
    `**${code(written)}**${first ? `: ${first}` : ''}`,
    ...rest,
    !warned &&
      outside &&
      `⚠ The value has bits outside its mask. Open vSwitch drops them: ${code(canonical)}.`,
    !warned && !outside && remarks.length > 0 && `⚠ Open vSwitch reads this as ${code(canonical)}.`,
  );
}

/** The value of an item of the match, and what becomes of it in the whole flow. */
export function describeTermValue(
  text: string,
  term: MatchTerm,
  evaluation: FlowEvaluation,
  warned: boolean,
): string {
  const field = term.field!;
  const { item } = term;
  const arrow = item.delimiter === '(' && item.closed && item.end > item.valueEnd + 1;
  const written = text.slice(item.valueStart, arrow ? item.end : item.valueEnd);
  return paragraphs(
    term.kind === 'subfield' ? describeBits(written, term) : describeValue(written, field, warned),
    !warned && outcome(term, evaluation),
    mentionField(field, keyText(text, item)),
  );
}

/** `reg0[0..15]=1`, and the same with a mask. */
function describeBits(
  written: string,
  { key, field, subfield, value, result }: MatchTerm,
): string | undefined {
  if (!subfield || !value || !field) {
    return undefined;
  }
  const number = value.value >> BigInt(subfield.offset);
  const base = number > 9n ? (/^0[xX]/.test(written) ? ` (${number})` : ` (0x${number.toString(16)})`) : '';
  const whole = formatFieldValue(field, value.value, value.mask);
  const together = result && formatFieldValue(field, result.value, result.mask);
  return [
    `**${code(`${key}=${written}`)}**: ${bitsOf(subfield.offset, subfield.bits)} of ${field.name} must be ${code(written)}${base}`,
    `Same match: ${code(`${field.name}=${whole}`)}${together && together !== whole ? ` · with the items before it: ${code(`${field.name}=${together}`)}` : ''}`,
  ].join('  \n');
}

/** Some bits of a field, in words. */
export function bitsOf(offset: number, bits: number): string {
  return bits === 1 ? `bit ${offset}` : `bits ${offset} to ${offset + bits - 1}`;
}

/** What the switch is asked for in the end, where that is not what the item says. */
function outcome({ field, value, result }: MatchTerm, { installed }: FlowEvaluation): string | undefined {
  if (!field || !value || !result || !installed || field.format === 'ct-state') {
    return undefined;
  }
  const final = installed.get(field);
  if (final.mask === 0n && result.mask !== 0n) {
    const missing = needs(field);
    return `⚠ Open vSwitch drops this${missing ? `, for want of ${missing}` : ''}: the flow takes packets with any ${field.name}.`;
  }
  const show = () => code(`${field.name}=${formatFieldValue(field, final.value, whole(final.mask, field))}`);
  if (final.mask !== result.mask || final.value !== result.value) {
    return `⚠ In the end Open vSwitch matches ${show()}.`;
  }
  const lost = value.value & value.mask & ~result.mask;
  const untagged = field.name === 'dl_vlan' && value.value === 0xffffn;
  return lost !== 0n && field.format !== 'port' && !untagged
    ? `⚠ Too large for ${field.name}: Open vSwitch matches ${show()}.`
    : undefined;
}

/** A mask of all the bits of the field is no mask to print. */
function whole(mask: bigint, field: MatchField): bigint {
  return mask === (1n << BigInt(field.bits)) - 1n ? ones(field.bytes) : mask;
}

/** A port, in words. */
export function describePort(number: number): string {
  const name = formatPort(number > 0xffff ? number - 0xffff0000 : number);
  const reserved = reservedPorts.find((port) => port.name === name);
  return reserved
    ? `${reserved.meaning} (${name}, 0x${reserved.number.toString(16)})`
    : `port ${number} of the bridge`;
}

function describePacketType(value: bigint): string {
  const namespace = value >> 16n;
  const type = Number(value & 0xffffn);
  if (namespace === 0n && type === 0) {
    return 'Ethernet packets';
  }
  const name = namespace === 1n ? etherTypeNames[type] : undefined;
  return namespace === 1n
    ? `${name ?? `Ethernet type 0x${type.toString(16)}`}, without an Ethernet header`
    : `namespace ${namespace}, type 0x${type.toString(16)}`;
}

function flagLines(flags: readonly PacketFlag[], value: number, mask: number): string[] {
  const list = (bits: number) =>
    flags
      .filter(({ bit }) => bits & bit)
      .map(({ name, meaning }) => `${name} (${meaning})`)
      .join(', ');
  const all = flags.reduce((sum, { bit }) => sum | bit, 0);
  const set = list(value & mask);
  const exact = (mask & all) === all;
  const clear = exact ? (set === '' ? 'all flags' : 'all others') : list(mask & ~value);
  return (mask & all) === 0
    ? ['any flags']
    : [
        [set && `set ${set}`, clear && `clear ${clear}`].filter(Boolean).join(' · '),
        `In numbers: \`0x${(value & mask & all).toString(16)}${exact ? '' : `/0x${(mask & all).toString(16)}`}\``,
      ];
}
