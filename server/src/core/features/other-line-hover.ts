/** Lines that are no flows: groups, meters, packets to send. */
import { bucketKeys, groupCommandMeanings, groupCommandOf, groupKeys, groupTypes } from '../facts/group-keys';
import { fieldOfAnyName } from '../facts/match-fields';
import { bandKeys, bandTypes, meterFlags, meterKeys } from '../facts/meter-keys';
import { packetOutKeys } from '../facts/packet-out-keys';
import type { FlowLine } from '../syntax/flow-line';
import { type Item, keyText, parseItems, valueText } from '../syntax/items';
import { type Span, touches } from '../syntax/span';
import { hoverInActions } from './action-hover';
import type { Hover } from './explanation';
import { describeField } from './field-hover';
import { describeCommand } from './key-hover';
import { code, paragraphs } from './markdown';
import { describeValue } from './value-hover';

/** A word with a meaning, as the tables of these lines have them. */
interface Word {
  readonly name: string;
  readonly meaning: string;
  readonly example?: string;
}

/** The keys of a kind of line, and the words that some of them take. */
interface Vocabulary {
  readonly keys: readonly Word[];
  readonly values: Readonly<Record<string, readonly Word[]>>;
}

const vocabularies: Readonly<Record<string, Vocabulary>> = {
  group: { keys: groupKeys, values: { type: groupTypes } },
  meter: { keys: [...meterKeys, ...meterFlags], values: {} },
  'packet-out': { keys: packetOutKeys, values: {} },
};
/** Of the fields that a group hashes. */
const noVocabulary: Vocabulary = { keys: [], values: {} };
const bucket: Vocabulary = { keys: bucketKeys, values: {} };
const band: Vocabulary = { keys: bandKeys, values: { type: bandTypes } };

/** What there is to say about the place in a line that is no flow. */
export function hoverOnOtherLine(line: FlowLine, offset: number): Hover | undefined {
  const { text, bundleWord } = line;
  const vocabulary = vocabularies[line.kind];
  if (!vocabulary) {
    return undefined;
  }
  if (bundleWord && touches(bundleWord, offset)) {
    const contents = describeCommand(text.slice(bundleWord.start, bundleWord.end));
    return contents === undefined ? undefined : { contents, span: bundleWord };
  }
  const command = line.commands.find((word) => word !== bundleWord && touches(word, offset));
  if (command) {
    return hoverOnGroupCommand(text, command);
  }
  const inBucket = line.buckets.find(({ word, content }) => word.start <= offset && offset <= content.end);
  if (inBucket) {
    return touches(inBucket.word, offset)
      ? {
          contents: paragraphs('**bucket**: one of the lists of actions that the group chooses from.'),
          span: inBucket.word,
        }
      : (hoverOnItem(text, inBucket.keys, offset, bucket) ?? hoverInActions(text, inBucket.actions, offset));
  }
  return (
    hoverOnItem(text, line.match, offset, vocabulary) ??
    hoverOnItem(text, line.bands?.items ?? [], offset, band) ??
    hoverInActions(text, line.actions?.items ?? [], offset)
  );
}

function hoverOnGroupCommand(text: string, span: Span): Hover | undefined {
  const written = text.slice(span.start, span.end);
  const command = groupCommandOf(written);
  return (
    command && {
      contents: paragraphs(
        written === command ? `**${command}**` : `**${code(written)}** is short for **${command}**`,
        groupCommandMeanings[command],
      ),
      span,
    }
  );
}

function hoverOnItem(
  text: string,
  items: readonly Item[],
  offset: number,
  { keys, values }: Vocabulary,
): Hover | undefined {
  const item = items.find(({ keyStart, end }) => keyStart <= offset && offset <= end);
  if (!item) {
    return undefined;
  }
  const name = keyText(text, item);
  const onKey = offset <= item.keyEnd;
  if (name === 'fields' && !onKey) {
    return hoverOnItem(text, parseItems(text, item.valueStart, item.valueEnd), offset, noVocabulary);
  }
  const span = onKey
    ? { start: item.keyStart, end: item.keyEnd }
    : { start: item.valueStart, end: item.valueEnd };
  const key = keys.find((each) => each.name === name);
  const word = onKey ? undefined : values[name]?.find((each) => each.name === valueText(text, item));
  if (key) {
    return { contents: word ? describeWord(word) : describeWord(key), span };
  }
  const field = fieldOfAnyName(name);
  const contents =
    field && (onKey ? describeField(field, name) : describeValue(valueText(text, item), field));
  return contents ? { contents, span } : undefined;
}

function describeWord({ name, meaning, example }: Word): string {
  const shown = example !== undefined && example !== name;
  return paragraphs(`**${name}**: ${meaning}`, shown && `Example: ${code(example)}`);
}
