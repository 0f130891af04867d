/** Completion inside the value of `ct_state`. */

import { conflictsIn } from '../conntrack/conflicts';
import { describePackets } from '../conntrack/description';
import { numericSpelling, signedSpelling } from '../conntrack/spelling';
import { allFlags, flagsOf, impliedFlags, isSatisfiable, type StateMatch } from '../conntrack/states';
import {
  type ConnectionStateFlag,
  connectionStateFlags,
  usualConnectionStateMatches,
} from '../facts/connection-state';
import { parseFlagMatch } from '../syntax/flag-match';
import type { Span } from '../syntax/span';
import type { Completion } from './completion-list';
import { code, paragraphs } from './markdown';

/** What could stand at the offset in a value that covers `value`, best first. */
export function completeState(text: string, value: Span, offset: number): Completion[] {
  const before = text.slice(value.start, offset);
  const typed = /[A-Za-z_]*$/.exec(before)![0];
  const rest = /^[A-Za-z_]*/.exec(text.slice(offset, value.end))![0];
  const word = { start: offset - typed.length, end: offset + rest.length };
  const lead = before.slice(0, before.length - typed.length);
  if (lead === '') {
    return [...wholeMatches(value, offset), ...signedFlags(text, value, word)];
  }
  const sign = lead[lead.length - 1];
  if (sign === '+' || sign === '-') {
    return flags(given(text, value, { start: word.start - 1, end: word.end }), word, sign);
  }
  // Signs and bars do not go together.
  return sign === '|' && !/[+-]/.test(text.slice(value.start, value.end))
    ? flags(given(text, value, word), word, '|')
    : [];
}

function wholeMatches(value: Span, offset: number): Completion[] {
  // Only what stands before the cursor is compared; what stands behind it is replaced as well.
  const span = { start: value.start, end: Math.max(value.end, offset) };
  return usualConnectionStateMatches.map(({ match, purpose }) => {
    const { value: bits, mask } = parseFlagMatch(match, 0, match.length, connectionStateFlags, allFlags)!;
    return {
      kind: 'value',
      label: match,
      note: purpose,
      documentation: describeCandidate({ value: bits, mask }),
      span,
      newText: match,
      // Editors rank by how well this starts with what is typed. Without signs all start alike, so that the
      // order given here decides, and no minus comes before its plus. What is customary comes last.
      filterText: flagsOf(mask)
        .sort((left, right) => Number(left.customary) - Number(right.customary))
        .map((flag) => flag.name)
        .join(' '),
    };
  });
}

/** At the start of a value, where a word without a sign is half typed: the same flags with their signs. */
function signedFlags(text: string, value: Span, word: Span): Completion[] {
  const others = given(text, value, word);
  return [...flags(others, word, '+'), ...flags(others, word, '-')]
    .filter(({ label }) => !usualConnectionStateMatches.some(({ match }) => match === label))
    .map((completion) => ({ ...completion, newText: completion.label }));
}

/** What the rest of the value asks for, the stretch being typed left out. */
function given(text: string, value: Span, typed: Span): StateMatch {
  let { bits, mask } = { bits: 0, mask: 0 };
  const parts = `${text.slice(value.start, typed.start)} ${text.slice(typed.end, value.end)}`;
  for (const [, sign, name] of parts.matchAll(/([+-]?)([a-z]+)/g)) {
    const flag = connectionStateFlags.find((candidate) => candidate.name === name);
    if (flag) {
      mask |= flag.bit;
      bits |= sign === '-' ? 0 : flag.bit;
    }
  }
  return { value: bits, mask };
}

/** The flags not given yet: those that fit, then those already decided, then those that make it impossible. */
function flags(others: StateMatch, word: Span, sign: '+' | '-' | '|'): Completion[] {
  const ranked = connectionStateFlags
    .filter((flag) => !(flag.bit & others.mask))
    .map((flag) => ({ flag, ...verdict(others, flag, sign) }));
  return ranked
    .sort((left, right) => left.rank - right.rank)
    .map(({ flag, note, match }) => ({
      kind: 'flag',
      label: sign === '|' ? flag.name : `${sign}${flag.name}`,
      note,
      documentation: paragraphs(
        `${sign === '-' ? 'When set: ' : ''}${flag.meaning} It can be set ${flag.setOnly}. Since Open vSwitch ${flag.since}.`,
        sign === '|'
          ? 'In a list without signs the match is exact: every flag that is not named must be clear.'
          : describeCandidate(match),
      ),
      span: word,
      newText: flag.name,
      filterText: [flag.name, ...flag.synonyms].join(' '),
    }));
}

function verdict(
  others: StateMatch,
  flag: ConnectionStateFlag,
  sign: '+' | '-' | '|',
): { rank: number; note: string; match: StateMatch } {
  const match = {
    value: sign === '-' ? others.value : others.value | flag.bit,
    mask: others.mask | flag.bit,
  };
  if (!isSatisfiable(match)) {
    const other = conflictsIn(match).find((conflict) => conflict.flags.mask & flag.bit);
    const against = other ? flagsOf(other.flags.mask & ~flag.bit).map((excluded) => excluded.name) : [];
    const note = against.length > 0 ? `can never match with ${against.join(', ')}` : 'can never match';
    return { rank: 2, note, match };
  }
  const decided = (impliedFlags(others).mask & flag.bit) !== 0 && !(flag.customary && sign !== '-');
  return {
    rank: decided ? 1 : 0,
    note: decided ? 'already follows' : shortMeaning(flag, sign),
    match,
  };
}

function shortMeaning(flag: ConnectionStateFlag, sign: '+' | '-' | '|'): string {
  return sign === '-' ? `not ${flag.brief}` : flag.brief;
}

function describeCandidate(match: StateMatch): string {
  const spelling = `${code(signedSpelling(match))} (${code(numericSpelling(match))})`;
  return `${spelling} matches ${describePackets(match)}.`;
}
