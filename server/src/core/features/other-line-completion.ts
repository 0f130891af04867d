/** Completion in lines that are no flows: groups with their buckets, meters with their bands, packets to send. */
import { bucketKeys, groupCommandOf, groupKeys, groupTypes, selectionMethods } from '../facts/group-keys';
import type { KnownValue } from '../facts/known-values';
import { bandKeys, bandTypes, meterFlags, meterKeys } from '../facts/meter-keys';
import { packetOutKeys } from '../facts/packet-out-keys';
import type { Bucket, FlowLine } from '../syntax/flow-line';
import { type Item, keyText } from '../syntax/items';
import { type Span, touches } from '../syntax/span';
import { completeAction } from './action-completion';
import { actionPlaceAt } from './action-place';
import type { Completion } from './completion-list';
import { paragraphs } from './markdown';
import { type SeenValues, seenKind } from './seen-values';
import { listed, portsNamed } from './value-completion';

/** What could stand at the offset, best first. */
export function completeOtherLine(line: FlowLine, offset: number, seen: SeenValues): Completion[] {
  if (line.commands.some((word) => touches(word, offset))) {
    return [];
  }
  const bucket = line.buckets.find(({ content }) => touches(content, offset));
  const place = actionPlaceAt(line, offset);
  const actions = place ? completeAction(line, place, offset, seen) : [];
  if (bucket) {
    const outside = place === undefined || place.calls.length === 0;
    return [...actions, ...(outside ? completeBucket(line, bucket, offset, seen) : [])];
  }
  return place ? actions : completeKeys(line, offset, seen);
}

/** A word of such a line. */
interface Word {
  readonly name: string;
  readonly meaning: string;
  readonly example: string;
}

function completeBucket(line: FlowLine, bucket: Bucket, offset: number, seen: SeenValues): Completion[] {
  const { keys, actionsWords } = bucket;
  const inActions = actionsWords.some((item) => item.keyEnd < offset && offset <= item.end);
  return inActions ? [] : completeList(line.text, [...keys, ...actionsWords], bucketKeys, offset, seen);
}

function completeKeys(line: FlowLine, offset: number, seen: SeenValues): Completion[] {
  if (line.kind === 'group') {
    const last = line.commands.at(-1);
    const command = (last && groupCommandOf(line.text.slice(last.start, last.end))) ?? 'add';
    const words = groupKeys.filter(({ commands }) => commands.includes(command));
    return completeList(line.text, line.match, words, offset, seen);
  }
  if (line.kind === 'packet-out') {
    return completeList(line.text, line.match, packetOutKeys, offset, seen);
  }
  if (line.kind !== 'meter') {
    return [];
  }
  const { bands } = line;
  if (bands?.equals !== undefined && offset > bands.equals) {
    // Each `type` starts another band, which may have all keys again.
    const start = bands.items.findLastIndex(
      (item) => item.keyEnd < offset && keyText(line.text, item) === 'type',
    );
    return completeList(line.text, bands.items.slice(Math.max(start, 0)), bandKeys, offset, seen, ['type']);
  }
  const isBand = bands !== undefined && offset > bands.word.start;
  return isBand ? [] : completeList(line.text, line.match, [...meterKeys, ...meterFlags], offset, seen);
}

/** Names that are not given yet, or the values of the one at the cursor. */
function completeList(
  text: string,
  items: readonly Item[],
  words: readonly Word[],
  offset: number,
  seen: SeenValues,
  repeatable: readonly string[] = [],
): Completion[] {
  const item = items.find((candidate) => candidate.keyStart <= offset && offset <= candidate.end);
  if (item && item.delimiter !== '' && offset > item.keyEnd) {
    const name = keyText(text, item);
    const value = { start: item.valueStart, end: item.valueEnd };
    const offered = words === bandKeys && name === 'type' ? bandValues : (values[name] ?? []);
    const known = words.some((word) => word.name === name) ? offered : undefined;
    return known && offset <= item.valueEnd
      ? listed({ text, value, offset, name }, seen, known, kinds[name] ?? seenKind(name))
      : [];
  }
  const start = /[A-Za-z_]*$/.exec(text.slice(0, offset))![0].length;
  const span = item ? { start: item.keyStart, end: item.keyEnd } : { start: offset - start, end: offset };
  const given = new Set(items.filter((other) => other !== item).map((other) => keyText(text, other)));
  return words
    .filter(({ name }) => !given.has(name) || repeatable.includes(name))
    .map((word) => wordCompletion(word, span, item !== undefined && item.delimiter !== ''));
}

function wordCompletion({ name, meaning, example }: Word, span: Span, hasValue: boolean): Completion {
  const rest = example.slice(name.length);
  const bare = hasValue || !/^[=(]/.test(rest);
  return {
    kind: 'key',
    label: name,
    note: /^[^.:;,]*/.exec(meaning)![0],
    documentation: paragraphs(`**${name}**`, meaning, `Example: \`${example}\``),
    span,
    newText: bare ? name : `${name}${rest[0]}`,
    continues: !bare && name in values,
  };
}

const groupValues = groupTypes.map(knownValue);
const bandValues = bandTypes.map(knownValue);

function knownValue({ name, meaning }: Pick<Word, 'name' | 'meaning'>): KnownValue {
  return { text: name, meaning: /^[^.]*/.exec(meaning)![0] };
}

/** What keys of such lines can be. */
const values: Readonly<Record<string, readonly KnownValue[] | undefined>> = {
  type: groupValues,
  selection_method: selectionMethods.map((text) => ({ text, meaning: 'how a bucket is chosen' })),
  in_port: portsNamed('LOCAL', 'CONTROLLER'),
};

const kinds: Readonly<Record<string, string | undefined>> = {
  watch_port: 'port',
  watch_group: 'group',
  meter: 'meter',
};
