import type { MatchField } from '../../facts/match-fields';
import { shortened } from '../../syntax/excerpt';
import { parseFlagMatch } from '../../syntax/flag-match';
import { explainRejectedFlagMatch } from '../../syntax/flag-match-problems';
import { type FlagTable, flagTable, listedFlags, signedFlags } from './flags';
import { type FieldReading, ones, type Replacement, rejected } from './reading';

/** Reads flags: `+a-b`, `a|b`, `value/mask`. Source: lib/flow.c, parse_flags. */
export function readFlags(text: string, field: MatchField): FieldReading {
  const table = flagTable(field.format)!;
  const match = parseFlagMatch(text, 0, text.length, table.flags, table.allowed);
  if (match) {
    // Without a mask all bits match, those that have no name too.
    const mask = match.form === 'list' ? ones(field.bytes) : BigInt(match.mask);
    const remarks = match.ignored
      ? [
          {
            code: 'match/ignored-text',
            ...match.ignored,
            message: 'Open vSwitch ignores this text behind the flags.',
            replacements: [
              { title: 'Drop the ignored text', ...match.ignored, newText: '', keepsMeaning: false },
            ],
          },
        ]
      : [];
    return { value: BigInt(match.value), mask, remarks };
  }
  const { problems, intended } = explainRejectedFlagMatch(text, 0, text.length, table.flags, table.allowed);
  const names = table.flags
    .map(({ name }) => name)
    .filter((name) => !name.startsWith('['))
    .join(', ');
  const meant =
    intended &&
    (intended.form === 'list'
      ? listedFlags(table, intended.value)
      : signedFlags(table, intended.value, intended.mask));
  const replacements: Replacement[] = meant
    ? [{ title: `Write ${meant}`, start: 0, end: text.length, newText: meant, keepsMeaning: false }]
    : [];
  const { start, end } = problems[0]?.span ?? { start: 0, end: text.length };
  return rejected(
    'match/invalid-value',
    text,
    verdictOf(text, table),
    `${shortened(text.slice(start, end)) || 'This'} has no place in a match on ${field.name}. ${meant ? `Did you mean ${meant}?` : `Write +flag and -flag in a row, as in ${field.example.replace(/^.*=/, '')}.`} The flags are ${names}.`,
    { start, end, replacements },
  );
}

/** What `ovs-ofctl` says: of flags with signs it quotes the rest of the text from where it gave up. */
function verdictOf(text: string, { flags, judgeName }: FlagTable): string {
  const seen = new Set<string>();
  let rest = text;
  while (rest !== '') {
    if (rest[0] !== '+' && rest[0] !== '-') {
      return rest === text
        ? `${text}: unknown ${judgeName} flag(s)`
        : `${rest}: ${judgeName} must be preceded by '+' (for SET) or '-' (NOT SET)`;
    }
    rest = rest.slice(1);
    const name = /^[^+-]*/.exec(rest)![0];
    if (!flags.some((flag) => flag.name === name)) {
      break;
    }
    if (seen.has(name)) {
      return `${rest}: Each ${judgeName} flag can be specified only once`;
    }
    seen.add(name);
    rest = rest.slice(name.length);
  }
  return `${rest}: unknown ${judgeName} flag(s)`;
}
