import { codePointName, type FieldFormat, type MatchField, matchField } from '../facts/match-fields';
import { prerequisites } from '../facts/prerequisites';
import { protocolWord } from '../facts/protocol-words';
import { code, lines, paragraphs } from './markdown';

/** How values of a format are written, in words that follow "takes". */
const valueForms: Readonly<Record<FieldFormat, string>> = {
  decimal: 'a number',
  hexadecimal: 'a number',
  ethernet: 'an Ethernet address',
  ipv4: 'an IPv4 address',
  ipv6: 'an IPv6 address',
  port: 'a port by number or name',
  fragment: '`no`, `yes`, `first`, `later` or `not_later`',
  'packet-type': '`(namespace,type)`',
  'ct-state': 'flags',
  'tcp-flags': 'flags such as `+syn-ack`',
  'tunnel-flags': '`+oam` or `-oam`',
};

/**
 * A match field, for people: what it matches, what it needs, how wide it is, who may write it. `written` is
 * the name that stands in the line.
 */
export function describeField(field: MatchField, written?: string): string {
  const name = nameIn(field, written);
  const others = [field.name, ...field.aliases].filter((other) => other !== name);
  const also = others.length > 0 ? ` (also ${others.map(code).join(', ')})` : '';
  return paragraphs(
    `**${name}**${also}: ${title(field)}`,
    [field.meaning, needs(field) && `Needs ${needs(field)}.`].filter(Boolean).join(' '),
    lines(
      `Example: \`${field.example}\` · takes ${valueForm(field)}`,
      [
        `${field.bits} bit${field.bits === 1 ? '' : 's'}`,
        field.writable ? `written ${field.writable}` : 'read-only for actions',
        ...versions(field),
      ].join(' · '),
      codePointNames(field),
    ),
  );
}

/** A field in one line, below what is said of a value of it. */
export function mentionField(field: MatchField, written?: string): string {
  const facts = [
    `**${nameIn(field, written)}**: ${title(field)}`,
    `takes ${valueForm(field)}`,
    ...(needs(field) ? [`needs ${needs(field)}`] : []),
  ];
  return facts.join(' · ');
}

function nameIn({ name, aliases }: MatchField, written: string | undefined): string {
  return written !== undefined && aliases.includes(written) ? written : name;
}

function title({ title: whole }: MatchField): string {
  return /^[A-Z][A-Z0-9]/.test(whole) || /^(Ethernet|Open|IPv)/.test(whole)
    ? whole
    : `${whole.charAt(0).toLowerCase()}${whole.slice(1)}`;
}

function valueForm({ format, maskable }: MatchField): string {
  if (!maskable) {
    return `${valueForms[format]}, no mask`;
  }
  const prefix = format === 'ipv4' || format === 'ipv6';
  const own = format === 'fragment' || format.endsWith('flags') || format === 'ct-state';
  return `${valueForms[format]}${own ? '' : `, masks allowed${prefix ? ' (`/24` or a mask)' : ''}`}`;
}

/** What has to be matched along with the field, in words that follow "needs"; what can be written is code. */
export function needs({ prerequisite }: MatchField): string | undefined {
  // Open vSwitch adds the packet type by itself.
  return prerequisite && prerequisite !== 'ethernet'
    ? prerequisites[prerequisite].text.replace(/[^ ,]+/g, (word) => (isItem(word) ? code(word) : word))
    : undefined;
}

/** Whether the word can be written into a match: `tcp`, `icmpv6_type=135`. */
function isItem(word: string): boolean {
  const [key = ''] = word.split('=', 1);
  return protocolWord(key) !== undefined || matchField(key) !== undefined;
}

function versions({ since, codePoints }: MatchField): string[] {
  const standard = codePoints.find(({ openflow }) => openflow !== undefined)?.openflow;
  return [
    ...(since === undefined ? [] : [`since Open vSwitch ${since}`]),
    ...(standard === undefined ? [] : [`OpenFlow ${standard}`]),
  ];
}

function codePointNames(field: MatchField): string | undefined {
  const names = field.codePoints.map(({ name }) => name);
  const first = codePointName(field);
  return names.length === 0
    ? undefined
    : [first, ...names.filter((name) => name !== first)].map(code).join(', ');
}
