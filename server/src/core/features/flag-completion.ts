/** Completion inside a value made of packet flags: `tcp_flags=+syn-ack`. */
import { usualTcpFlagMatches, usualTunnelFlagMatches } from '../facts/known-values';
import type { MatchField } from '../facts/match-fields';
import { type PacketFlag, tcpFlags, tunnelFlags } from '../facts/packet-flags';
import type { Span } from '../syntax/span';
import type { Completion } from './completion-list';
import { code, paragraphs } from './markdown';

interface FlagKind {
  readonly flags: readonly PacketFlag[];
  readonly usual: readonly { readonly text: string; readonly meaning: string }[];
}

/** Reserved bits have no names that anybody would look for. */
const kinds: Readonly<Record<string, FlagKind | undefined>> = {
  'tcp-flags': { flags: tcpFlags.filter(({ name }) => /^\w+$/.test(name)), usual: usualTcpFlagMatches },
  'tunnel-flags': { flags: tunnelFlags, usual: usualTunnelFlagMatches },
};

export function isMadeOfFlags(field: MatchField): boolean {
  return kinds[field.format] !== undefined;
}

/** What could stand at the offset in a value that covers `value`, best first. */
export function completeFlags(field: MatchField, text: string, value: Span, offset: number): Completion[] {
  const kind = kinds[field.format]!;
  const before = text.slice(value.start, offset);
  const typed = /[A-Za-z_]*$/.exec(before)![0];
  const rest = /^[A-Za-z_]*/.exec(text.slice(offset, value.end))![0];
  const word = { start: offset - typed.length, end: offset + rest.length };
  const lead = before.slice(0, before.length - typed.length);
  const others = `${text.slice(value.start, word.start)} ${text.slice(word.end, value.end)}`;
  const left = kind.flags.filter(({ name }) => !new RegExp(`\\b${name}\\b`).test(others));
  const sign = lead.at(-1);
  if (lead === '') {
    const span = { start: value.start, end: Math.max(value.end, offset) };
    const whole = kind.usual.map((usual) => wholeMatch(usual, kind, span));
    const single = ['+', '-'].flatMap((each) => left.map((flag) => flagCompletion(flag, each, word, each)));
    return [...whole, ...single.filter(({ label }) => kind.usual.every((usual) => usual.text !== label))];
  }
  if (sign === '+' || sign === '-') {
    return left.map((flag) => flagCompletion(flag, sign, word, ''));
  }
  return sign === '|' && !/[+-]/.test(text.slice(value.start, value.end))
    ? left.map((flag) => flagCompletion(flag, '', word, ''))
    : [];
}

function wholeMatch(
  { text, meaning }: FlagKind['usual'][number],
  { flags }: FlagKind,
  span: Span,
): Completion {
  const names = text.match(/\w+/g) ?? [];
  return {
    kind: 'value',
    label: text,
    note: meaning,
    documentation: paragraphs(
      `${code(text)}: ${meaning}`,
      names.map((name) => `${code(name)}: ${flags.find((flag) => flag.name === name)?.meaning}`).join('  \n'),
    ),
    span,
    newText: text,
    filterText: names.join(' '),
  };
}

function flagCompletion(flag: PacketFlag, sign: string, span: Span, written: string): Completion {
  return {
    kind: 'flag',
    label: `${sign}${flag.name}`,
    note: sign === '-' ? `not: ${flag.meaning}` : flag.meaning,
    documentation: paragraphs(
      `${code(flag.name)} (${code(`0x${flag.bit.toString(16)}`)}): ${flag.meaning}.`,
      sign === ''
        ? 'In a list without signs the match is exact: every flag that is not named must be clear.'
        : `${code(`${sign}${flag.name}`)} matches packets that have it ${sign === '+' ? 'set' : 'clear'}, whatever the other flags are.`,
    ),
    span,
    newText: `${written}${flag.name}`,
    filterText: [flag.name, ...flag.synonyms].join(' '),
  };
}
