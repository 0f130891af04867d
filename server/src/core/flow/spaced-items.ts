/** Items of a match that spaces cut in pieces. Source: lib/ofp-parse.c, ofputil_parse_key_value. */
import { flowKey } from '../facts/flow-keys';
import { matchField } from '../facts/match-fields';
import { protocolWord } from '../facts/protocol-words';
import { shortened } from '../syntax/excerpt';
import type { FlowLine } from '../syntax/flow-line';
import { type Item, keyText } from '../syntax/items';
import type { MatchTarget } from './match-term';
import { readLeadingSubfield } from './subfield';
import { readFieldValue } from './values/read';

/**
 * `name = value`, `name =value` or `name= value`: Open vSwitch reads several items, and rejects one of them.
 * Returns how many items there are from `index` on that are one, reporting them as one; 0 when the item at
 * `index` is something else.
 */
export function spacedItem({ text, match }: FlowLine, index: number, { problems }: MatchTarget): number {
  const first = match[index]!;
  const pieces = piecesOf(text, match, index);
  const last = match[index + pieces - 1]!;
  if (pieces === 0 || first.delimiter === '(') {
    return 0;
  }
  const key = keyText(text, first);
  const joined = match
    .slice(index, index + pieces)
    .map(({ keyStart, end }) => text.slice(keyStart, end))
    .join('');
  const value = last.keyEnd > last.keyStart ? last.keyStart : last.valueStart;
  // The rules of connection state say more about its values than can be said here.
  const isState = matchField(key)?.format === 'ct-state';
  problems.reject(
    isState ? 'ct-state' : 'flow/spaces-around-equals',
    { start: first.keyEnd, end: value },
    verdictOn(key, text, match[index + 1]!),
    `Spaces separate: Open vSwitch reads ${shortened(key)} without a value here, and what follows as another item. Write ${shortened(joined)} without spaces.`,
    {
      fixes: () => [
        {
          title: `Write ${shortened(joined)}`,
          edits: [{ start: first.keyStart, end: last.end, newText: joined }],
          keepsMeaning: false,
        },
      ],
    },
  );
  return pieces;
}

function piecesOf(text: string, match: readonly Item[], index: number): number {
  const first = match[index]!;
  const second = match[index + 1];
  if (!second || !isBlank(text.slice(first.end, second.keyStart))) {
    return 0;
  }
  if (keyText(text, second) === '' && second.delimiter === '=') {
    return second.valueEnd > second.valueStart || !match[index + 2] ? 2 : 3;
  }
  const isOpen =
    first.delimiter === '=' && first.valueStart === first.valueEnd && isKnown(keyText(text, first));
  return isOpen && second.delimiter !== '=' && !isKnown(keyText(text, second)) ? 2 : 0;
}

function isBlank(between: string): boolean {
  return /^[ \t]*$/.test(between);
}

function isKnown(key: string): boolean {
  return Boolean(matchField(key) ?? flowKey(key) ?? protocolWord(key)) || key === 'eth' || key.includes('[');
}

/** What Open vSwitch says first: of the name without a value, or of what follows. */
function verdictOn(key: string, text: string, second: Item): string {
  const field = matchField(key);
  const reading = field && readFieldValue('0/0', field);
  if (reading?.rejected) {
    return reading.rejected.verdict;
  }
  if (!field && !protocolWord(key) && key !== 'eth' && flowKey(key)?.kind !== 'flag') {
    return `field ${key} missing value`;
  }
  const next = keyText(text, second);
  return second.valueEnd > second.valueStart ? `unknown keyword ${next}` : `field ${next} missing value`;
}

/**
 * `reg0[ 5 ]=1` or `reg0[0:7]=1`: Open vSwitch ends the name in the middle of the brackets. Returns how many
 * items are one, as `spacedItem` does.
 */
export function spacedBrackets({ text, match }: FlowLine, index: number, { problems }: MatchTarget): number {
  const first = match[index]!;
  const key = keyText(text, first);
  const bracket = key.indexOf('[');
  if (bracket < 0) {
    return 0;
  }
  const start = first.keyStart + bracket;
  const inside = /^\[[ \t]*(\d{1,3})(?:[ \t]*(?:\.\.|[-:])[ \t]*(\d{1,3}))?[ \t]*\]/.exec(
    text.slice(start, start + 40),
  );
  const newText = inside && (inside[2] === undefined ? `[${inside[1]}]` : `[${inside[1]}..${inside[2]}]`);
  if (!inside || newText === inside[0]) {
    return 0;
  }
  const end = start + inside[0].length;
  let last = index;
  while (last < match.length - 1 && match[last]!.end < end) {
    last++;
  }
  const name = key.slice(0, bracket);
  const reading = readLeadingSubfield(key);
  problems.reject(
    name === 'ct_state' ? 'ct-state' : 'match/invalid-subfield',
    { start, end },
    reading.rejected?.verdict ?? `field ${key} missing value`,
    `Open vSwitch cannot read these brackets: it takes two dots between numbers, and no spaces. Write ${newText}.`,
    {
      fixes: () => [
        { title: `Write ${newText}`, edits: [{ start, end, newText: newText! }], keepsMeaning: false },
      ],
    },
  );
  return last - index + 1;
}
