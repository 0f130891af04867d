/** The keys of a group before its buckets. Source: lib/ofp-group.c, parse_ofp_group_mod_str__. */
import {
  allBuckets,
  allGroups,
  firstBucket,
  type GroupCommand,
  type GroupKey,
  type GroupType,
  groupKey,
  groupKeys,
  groupTypes,
  largestBucket,
  largestGroup,
  lastBucket,
  longestSelectionMethod,
} from '../../facts/group-keys';
import { shortened } from '../../syntax/excerpt';
import type { FlowLine } from '../../syntax/flow-line';
import { type Item, keyText, valueText } from '../../syntax/items';
import { nearestName } from '../../syntax/nearest-name';
import type { Span } from '../../syntax/span';
import { removing, renaming } from '../item-fixes';
import { readUnsigned32, readUnsigned64 } from '../keyed-numbers';
import type { Problems } from '../problem';
import { readHashedFields } from './hashed-fields';

/** What the keys of a group say. */
export interface GroupHead {
  groupId: number | undefined;
  type: GroupType['type'] | undefined;
  commandBucketId: number | undefined;
  selectionMethod: string;
  selectionMethodParam: bigint;
  /** The fields to hash, by name. */
  readonly fields: Set<string>;
  /** The last item of each key, whether its value could be read or not. */
  readonly items: Map<string, Item>;
}

/** What the keys are read with. */
export interface GroupReading {
  readonly line: FlowLine;
  readonly command: GroupCommand;
  readonly problems: Problems;
}

/** Reads the keys; every one that is rejected is reported. */
export function readGroupHead(reading: GroupReading): GroupHead {
  const head: GroupHead = {
    groupId: undefined,
    type: undefined,
    commandBucketId: undefined,
    selectionMethod: '',
    selectionMethodParam: 0n,
    fields: new Set(),
    items: new Map(),
  };
  const { line, command } = reading;
  for (const item of line.match) {
    const name = keyText(line.text, item);
    const key = groupKey(name);
    if (!key || name === 'bucket') {
      rejectUnknown(item, name, reading);
      continue;
    }
    noteRepeated(key, item, head, reading);
    head.items.set(name, item);
    if (!key.commands.includes(command)) {
      rejectNotNeeded(key, spanOf(item), spanOf(item), reading);
    } else {
      readers[name]!(head, { text: valueText(line.text, item), span: valueSpan(item), item }, reading);
    }
  }
  return head;
}

/** A key that the command does not take. `whole` is all that belongs to it. */
export function rejectNotNeeded(key: GroupKey, span: Span, whole: Span, reading: GroupReading): void {
  const { line, command, problems } = reading;
  problems.reject(
    'group/not-allowed-here',
    span,
    key.notNeeded ?? `unknown keyword ${key.name}`,
    `${key.name} makes no sense with ${command}: Open vSwitch takes it with ${listed(key.commands)} only. Remove it.`,
    { fixes: () => [removing(line.text, whole)] },
  );
}

function listed(names: readonly string[]): string {
  return [names.slice(0, -1).join(', '), ...names.slice(-1)].filter((part) => part !== '').join(' and ');
}

interface KeyValue {
  readonly text: string;
  readonly span: Span;
  readonly item: Item;
}

type Reader = (head: GroupHead, value: KeyValue, reading: GroupReading) => void;

const readers: Readonly<Record<string, Reader>> = {
  group_id: (head, { text, span }, { problems }) => {
    if (text === 'all') {
      head.groupId = allGroups;
      return;
    }
    const id = readUnsigned32({ text, span, what: 'number of a group', family: 'group', problems });
    if (id !== undefined && id !== allGroups && id > largestGroup) {
      rejectNumber(`invalid group id ${id}`, text, span, 'number of a group', largestGroup, problems);
      return;
    }
    head.groupId = id;
  },
  type: (head, { text, span }, { problems }) => {
    head.type = groupTypes.find(({ name }) => name === text)?.type;
    if (!head.type) {
      const nearest = nearestName(
        text,
        groupTypes.map(({ name }) => name),
      );
      problems.reject(
        'group/invalid-value',
        span,
        `invalid group type ${text}`,
        `${text === '' ? 'The type of the group is missing' : `${shortened(text)} is no type of group`}. The types are ${groupTypes.map(({ name }) => name).join(', ')}.${nearest ? ` Did you mean ${nearest}?` : ''}`,
        renaming(span, nearest),
      );
    }
  },
  command_bucket_id: (head, { text, span }, { problems, command }) => {
    const named: Readonly<Record<string, number>> = { all: allBuckets, first: firstBucket, last: lastBucket };
    const id =
      (Object.hasOwn(named, text) ? named[text] : undefined) ??
      readUnsigned32({ text, span, what: 'number of a bucket', family: 'group', problems });
    if (id !== undefined && id > largestBucket && id < firstBucket) {
      rejectNumber(
        `invalid command bucket id ${id}`,
        text,
        span,
        'number of a bucket',
        largestBucket,
        problems,
      );
    } else if (id === allBuckets && command === 'insert_bucket') {
      problems.reject(
        'group/invalid-value',
        span,
        'command_bucket_id=all is not permitted',
        'Buckets are inserted at one place: write first, last, or the number of the bucket that they go behind.',
      );
    } else {
      head.commandBucketId = id;
    }
  },
  selection_method: (head, { text, span }, { problems }) => {
    if (utf8Length(text) > longestSelectionMethod) {
      problems.reject(
        'group/invalid-value',
        span,
        `selection method is longer than ${longestSelectionMethod} bytes long`,
        `${shortened(text)} is longer than ${longestSelectionMethod} bytes. Switches know the methods hash and dp_hash.`,
      );
    }
    head.selectionMethod = text;
  },
  selection_method_param: (head, { text, span }, { problems }) => {
    const number = {
      text,
      span,
      what: 'parameter of a selection method',
      family: 'group',
      problems,
    } as const;
    head.selectionMethodParam = readUnsigned64(number) ?? 0n;
  },
  fields: (head, { span }, reading) => {
    readHashedFields(span, head.fields, reading);
  },
};

function rejectNumber(
  verdict: string,
  text: string,
  span: Span,
  what: string,
  most: number,
  problems: Problems,
): void {
  problems.reject(
    'group/invalid-value',
    span,
    verdict,
    `${shortened(text)} is no ${what}: they go from 0 to ${most}.`,
  );
}

function rejectUnknown(item: Item, name: string, { line, command, problems }: GroupReading): void {
  const verdict = `unknown keyword ${name}`;
  const span = { start: item.keyStart, end: Math.max(item.keyEnd, item.keyStart + 1) };
  if (name === 'bucket') {
    problems.reject(
      'group/unknown-keyword',
      { start: item.keyStart, end: item.valueStart },
      verdict,
      'A bucket starts with bucket= and nothing else: Open vSwitch looks for exactly that.',
      item.delimiter === ':' ? renaming({ start: item.keyStart, end: item.valueStart }, 'bucket=') : {},
    );
    return;
  }
  const possible = groupKeys.filter(({ commands }) => commands.includes(command)).map((key) => key.name);
  const nearest = nearestName(name, possible);
  problems.reject(
    'group/unknown-keyword',
    span,
    verdict,
    name === ''
      ? `There is no name before the ${line.text[item.keyEnd]}. Write name=value without spaces around the =.`
      : `${shortened(name)} is no keyword of a group.${nearest ? ` Did you mean ${nearest}?` : ''}`,
    renaming(span, nearest),
  );
}

function noteRepeated(key: GroupKey, item: Item, head: GroupHead, { line, problems }: GroupReading): void {
  const earlier = head.items.get(key.name);
  if (earlier && key.name !== 'fields') {
    problems.note(
      'group/ignored-part',
      spanOf(earlier),
      `${key.name} is given again. Open vSwitch takes the last one and forgets this.`,
      {
        unnecessary: true,
        related: [{ span: spanOf(item), message: `This ${key.name} counts.` }],
        fixes: () => [removing(line.text, spanOf(earlier)), removing(line.text, spanOf(item))],
      },
    );
  }
}

/** The whole item. */
export function spanOf(item: Item): Span {
  return { start: item.keyStart, end: item.end };
}

/** Its value, or the whole item where it has none. */
export function valueSpan(item: Item): Span {
  return item.valueStart === item.valueEnd ? spanOf(item) : { start: item.valueStart, end: item.valueEnd };
}

/** How many bytes the text has in UTF-8. */
function utf8Length(text: string): number {
  let bytes = 0;
  for (const character of text) {
    const code = character.codePointAt(0)!;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes;
}
