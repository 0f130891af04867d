import type { MatchField } from '../../facts/match-fields';
import { parseFlagMatch } from '../../syntax/flag-match';
import { explainRejectedFlagMatch } from '../../syntax/flag-match-problems';
import { flagTable, listedFlags, signedFlags } from './flags';
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
              { title: 'Drop the ignored text', ...match.ignored, newText: '', keepsMeaning: true },
            ],
          },
        ]
      : [];
    return { value: BigInt(match.value), mask, remarks };
  }
  const { problems, intended } = explainRejectedFlagMatch(text, 0, text.length, table.flags, table.allowed);
  const names = table.flags.map(({ name }) => name).join(', ');
  const meant =
    intended &&
    (intended.form === 'list'
      ? listedFlags(table, intended.value)
      : signedFlags(table, intended.value, intended.mask));
  const replacements: Replacement[] = meant
    ? [{ title: `Write ${meant}`, start: 0, end: text.length, newText: meant, keepsMeaning: false }]
    : [];
  return rejected(
    'match/invalid-value',
    text,
    `${text}: unknown ${table.judgeName} flag(s)`,
    `This is no match on ${field.name}. Write +flag and -flag in a row, as in ${field.example.replace(/^.*=/, '')}; the flags are ${names}.`,
    { start: problems[0]?.span.start ?? 0, end: problems[0]?.span.end ?? text.length, replacements },
  );
}
