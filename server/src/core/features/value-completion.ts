/** Completion of values: those that have names, and those that stand in the lines around the cursor. */
import { portBriefs } from '../facts/action-briefs';
import { type KnownValue, knownValues, usualNumbers } from '../facts/known-values';
import { fieldOfAnyName, type MatchField } from '../facts/match-fields';
import { fragmentKinds } from '../facts/packet-flags';
import { rankIn } from '../facts/usual-names';
import { namesOfField } from '../facts/well-known';
import type { Span } from '../syntax/span';
import type { Completion } from './completion-list';
import { completeFlags, isMadeOfFlags } from './flag-completion';
import { code, paragraphs } from './markdown';
import { type SeenValues, seenKind } from './seen-values';

/** Where a value goes: `name` is what it is a value of, as it is written in front of it. */
export interface ValuePlace {
  readonly text: string;
  readonly value: Span;
  readonly offset: number;
  readonly name: string;
}

/** What could stand in the place of the value of a field or a flow key, best first. */
export function completeValue(place: ValuePlace, seen: SeenValues): Completion[] {
  const field = fieldOfAnyName(place.name);
  if (field && isMadeOfFlags(field)) {
    return completeFlags(field, place.text, place.value, place.offset);
  }
  return listed(place, seen, field ? knownOfField(field) : (knownOfKey[place.name] ?? []));
}

/** Values from a list of known ones, and of those seen nearby under names of the same kind. */
export function listed(
  place: ValuePlace,
  seen: SeenValues,
  known: readonly KnownValue[],
  kind: string | undefined = seenKind(place.name),
): Completion[] {
  const typed = place.text.slice(place.value.start, place.offset);
  // Whoever has begun a number or an address is past choosing one.
  if (!/^[A-Za-z_]*$/.test(typed)) {
    return [];
  }
  const field = fieldOfAnyName(place.name);
  const nearby = kind === undefined || (field && isAddress(field)) ? [] : seen.values(kind);
  const texts = new Set(nearby.map(({ text }) => text));
  return [
    ...nearby.map(({ text, lines }) => {
      const meaning = known.find((each) => each.text === text)?.meaning;
      const count = lines === 1 ? 'in 1 line nearby' : `in ${lines} lines nearby`;
      return valueCompletion(place, text, meaning === undefined ? count : `${meaning}, ${count}`, meaning);
    }),
    ...known
      .filter(({ text }) => !texts.has(text))
      .map(({ text, meaning }) => valueCompletion(place, text, meaning, meaning)),
  ];
}

function valueCompletion(
  { name, value, offset }: ValuePlace,
  text: string,
  note: string,
  words: string | undefined,
): Completion {
  return {
    kind: 'value',
    label: text,
    note,
    documentation: paragraphs(`${code(text)}: ${note}`, name !== '' && `A value of ${code(name)}.`),
    span: { start: value.start, end: Math.max(value.end, offset) },
    newText: text,
    // Numbers are found by what they mean only: whoever types one and presses Enter wants that one, not a
    // longer one that starts alike.
    ...(/^[A-Za-z_"]/.test(text) && !/:/.test(text) ? {} : { filterText: wordsOf(words) }),
  };
}

function wordsOf(meaning: string | undefined): string {
  return (meaning ?? '').replace(/\b\d[\w.]*/g, '').trim() || 'value';
}

/** Whether there are values to offer whatever the file says. */
export function hasKnownValues(name: string): boolean {
  const field = fieldOfAnyName(name);
  if (!field) {
    return knownOfKey[name] !== undefined;
  }
  const byFormat = field.format === 'ct-state' || field.format === 'fragment' || field.format === 'port';
  return byFormat || isMadeOfFlags(field) || field.name in knownValues || field.name in namesOfField;
}

/** All values of a field that have a meaning of their own, the usual ones first. */
function knownOfField(field: MatchField): readonly KnownValue[] {
  if (field.format === 'fragment') {
    return fragmentKinds.map(({ name, meaning }) => ({ text: name, meaning }));
  }
  if (field.format === 'port') {
    return portsToMatch[field.name] ?? [];
  }
  return [...(knownValues[field.name] ?? []), ...numbersOfField(field)];
}

function numbersOfField({ name, format }: MatchField): KnownValue[] {
  const { names, shift = 0 } = namesOfField[name] ?? { names: {} };
  const usual = (usualNumbers[name] ?? []).map(String);
  return Object.entries(names)
    .sort(([left], [right]) => rankIn(usual, left) - rankIn(usual, right))
    .map(([number, meaning]) => {
      const written = Number(number) * 2 ** shift;
      const text = format === 'hexadecimal' ? `0x${written.toString(16).padStart(4, '0')}` : String(written);
      return { text, meaning };
    });
}

function isAddress({ format }: MatchField): boolean {
  return format === 'ethernet' || format === 'ipv4' || format === 'ipv6';
}

/** Reserved ports by name, with what they mean. */
export function portsNamed(...names: readonly string[]): KnownValue[] {
  return names.map((name) => ({
    text: name,
    meaning: portBriefs[name] ?? '',
  }));
}

/** Packets come in on few of the reserved ports. Source: ovs-fields(7), "in_port". */
const portsToMatch: Readonly<Record<string, readonly KnownValue[] | undefined>> = {
  in_port: portsNamed('LOCAL', 'CONTROLLER'),
  in_port_oxm: portsNamed('LOCAL', 'CONTROLLER'),
  actset_output: portsNamed('UNSET', 'IN_PORT', 'NORMAL', 'FLOOD', 'ALL', 'CONTROLLER', 'LOCAL'),
};

const knownOfKey: Readonly<Record<string, readonly KnownValue[] | undefined>> = {
  out_port: portsNamed('IN_PORT', 'NORMAL', 'FLOOD', 'ALL', 'CONTROLLER', 'LOCAL', 'ANY'),
};
