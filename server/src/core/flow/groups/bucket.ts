/** One bucket of a group. Source: lib/ofp-group.c, parse_bucket_str. */
import type { FormatSet } from '../../facts/flow-formats';
import { bucketKeys, groupKey, largestBucket, largestGroup } from '../../facts/group-keys';
import { controllerPort, firstReservedPort } from '../../facts/ports';
import { shortened } from '../../syntax/excerpt';
import type { Bucket } from '../../syntax/flow-line';
import { type Item, keyText, valueText } from '../../syntax/items';
import { nearestName } from '../../syntax/nearest-name';
import type { Action } from '../actions/action';
import { actionContext, parseActions } from '../actions/parse-list';
import { parserOf } from '../actions/registry';
import { inserting, removing, renaming } from '../item-fixes';
import { readSmall, readUnsigned32 } from '../keyed-numbers';
import { noteSwitchName } from '../switch-names';
import { readPort } from '../values/ports';
import { type GroupReading, spanOf, valueSpan } from './keys';

/** What a bucket says. */
export interface BucketReading {
  readonly bucket: Bucket;
  /** Undefined where none is written. */
  readonly weight: number | undefined;
  readonly watchPort: number | undefined;
  readonly watchGroup: number | undefined;
  readonly bucketId: number | undefined;
  readonly items: ReadonlyMap<string, Item>;
  readonly actions: readonly Action[];
  /** The formats that its actions can be sent in. */
  readonly usable: FormatSet;
}

/** What `watch_port=ANY` watches: nothing. */
export const anyPort = 0xffff;

/** Reads a bucket. `masked` is the line with all that is no action blanked out. */
export function readBucket(bucket: Bucket, masked: string, reading: GroupReading): BucketReading {
  const { line, problems } = reading;
  const { text } = line;
  const items = new Map<string, Item>();
  const numbers: Record<string, number | undefined> = {};
  for (const item of bucket.keys) {
    const name = keyText(text, item).toLowerCase();
    const earlier = items.get(name);
    if (earlier) {
      problems.note(
        'group/ignored-part',
        spanOf(earlier),
        `${name} is given again in this bucket. Open vSwitch takes the last one and forgets this.`,
        {
          unnecessary: true,
          related: [{ span: spanOf(item), message: `This ${name} counts.` }],
          fixes: () => [removing(text, spanOf(earlier)), removing(text, spanOf(item))],
        },
      );
    }
    items.set(name, item);
    numbers[name] = readers[name]!(item, reading);
  }
  if (bucket.actions.length === 0 && bucket.actionsWords.length === 0) {
    problems.reject(
      'group/incomplete',
      bucket.word,
      'bucket must specify actions',
      'A bucket needs actions, as in bucket=output:1. One that drops its packets is bucket=drop.',
      {
        fixes: () => [
          inserting(bucket.content.start, bucket.keys.length > 0 ? 'drop,' : 'drop', 'Write bucket=drop'),
        ],
      },
    );
  }
  const context = actionContext(masked, problems);
  const actions = parseActions(bucket.content, context, false);
  return {
    bucket,
    weight: numbers.weight,
    watchPort: numbers.watch_port,
    watchGroup: numbers.watch_group,
    bucketId: numbers.bucket_id,
    items,
    actions,
    usable: context.usable.formats,
  };
}

const readers: Readonly<Record<string, (item: Item, reading: GroupReading) => number | undefined>> = {
  weight: (item, reading) =>
    readSmall({ ...numberText(item, reading), what: 'weight of a bucket' }, 'weight', 0xffff),
  watch_port: (item, { line, problems }) => {
    const text = valueText(line.text, item);
    const port = readPort(text)?.port;
    if (port === undefined && noteSwitchName('port', text, valueSpan(item), problems)) {
      return undefined;
    }
    if (port === undefined || (port >= firstReservedPort && port !== anyPort && port !== controllerPort)) {
      return problems.reject(
        'group/invalid-value',
        valueSpan(item),
        `${text}: invalid watch_port`,
        `${text === '' ? 'The port to watch is missing' : `${shortened(text)} is no port that can be watched`}. Write the number of a port.`,
      );
    }
    return port;
  },
  watch_group: (item, reading) => readId(item, reading, 'watch_group', 'number of a group', largestGroup),
  bucket_id: (item, reading) => readId(item, reading, 'bucket_id', 'number of a bucket', largestBucket),
};

function readId(
  item: Item,
  reading: GroupReading,
  name: string,
  what: string,
  most: number,
): number | undefined {
  const id = readUnsigned32({ ...numberText(item, reading), what });
  if (id !== undefined && id > most) {
    return reading.problems.reject(
      'group/invalid-value',
      valueSpan(item),
      `invalid ${name} id ${id}`,
      `${shortened(valueText(reading.line.text, item))} is no ${what}: they go from 0 to ${most}.`,
    );
  }
  return id;
}

function numberText(item: Item, { line, problems }: GroupReading) {
  return { text: valueText(line.text, item), span: valueSpan(item), family: 'group', problems } as const;
}

/**
 * The line with everything in its buckets blanked out that is no action: their keys, the words `actions=`, and
 * items that are reported here because they are misplaced. What is left can be read as lists of actions,
 * with all offsets as they are.
 */
export function maskNonActions(reading: GroupReading): string {
  const { text, buckets } = reading.line;
  const blanked: (readonly [start: number, end: number])[] = [];
  for (const bucket of buckets) {
    const inner = new Set(bucket.actions);
    for (const item of bucket.keys) {
      blanked.push([item.keyStart, item.end]);
    }
    for (const item of bucket.actionsWords) {
      blanked.push([item.keyStart, item.valueStart]);
      if (item.delimiter === '(' && item.closed && item.end === item.valueEnd + 1) {
        blanked.push([item.valueEnd, item.end]);
      }
    }
    const assigned = bucket.actionsWords.map(({ valueStart, valueEnd }) => [valueStart, valueEnd] as const);
    let next = 0;
    for (const item of inner) {
      while (next < assigned.length && assigned[next]![1] < item.keyStart) {
        next++;
      }
      const isAssigned = next < assigned.length && assigned[next]![0] <= item.keyStart;
      if (!isAssigned && rejectMisplaced(item, reading)) {
        blanked.push([item.keyStart, item.end]);
      }
    }
  }
  return blank(
    text,
    blanked.sort(([left], [right]) => left - right),
  );
}

function blank(text: string, stretches: readonly (readonly [start: number, end: number])[]): string {
  const parts: string[] = [];
  let position = 0;
  for (const [start, end] of stretches) {
    parts.push(text.slice(position, start), ' '.repeat(end - start));
    position = end;
  }
  parts.push(text.slice(position));
  return parts.join('');
}

/** Reports an item of a bucket that would be read as an action although it plainly is none. */
function rejectMisplaced(item: Item, { line: { text, buckets }, problems }: GroupReading): boolean {
  const key = keyText(text, item);
  const span = { start: item.keyStart, end: item.keyEnd };
  if (parserOf(key.toLowerCase())) {
    return (
      item.delimiter === '(' &&
      item.closed &&
      item.end > item.valueEnd + 1 &&
      rejectArrow(item, text, problems)
    );
  }
  if (groupKey(key) && key !== 'bucket') {
    problems.reject(
      'group/not-allowed-here',
      span,
      `unknown action ${key}`,
      `Behind the first bucket= everything belongs to buckets, and ${key} is taken for an action. Write ${key} before the first bucket.`,
      {
        fixes: () => {
          const whole = text.slice(item.keyStart, item.end);
          const { edits } = removing(text, spanOf(item));
          const title = `Write ${shortened(whole)} before the first bucket`;
          const before = inserting(buckets[0]!.word.start, `${whole},`, title);
          return [{ ...before, edits: [...before.edits, ...edits] }];
        },
      },
    );
    return true;
  }
  const nearest =
    item.delimiter === ''
      ? undefined
      : nearestName(
          key,
          bucketKeys.map(({ name }) => name),
        );
  if (nearest && !readPort(key)) {
    problems.reject(
      'group/unknown-keyword',
      span,
      `unknown action ${key}`,
      `${shortened(key)} is no keyword of a bucket, so Open vSwitch takes it for an action, which it is not. Did you mean ${nearest}?`,
      renaming(span, nearest),
    );
    return true;
  }
  return false;
}

/** Items of a bucket outside `actions=` are put together anew as `key(value)`, which breaks those with an arrow. */
function rejectArrow(item: Item, text: string, problems: GroupReading['problems']): boolean {
  problems.reject(
    'group/not-allowed-here',
    spanOf(item),
    'unexpected input following field syntax',
    `Open vSwitch cannot read ${shortened(keyText(text, item))} with its arrow in a bucket unless actions= stands before it.`,
    {
      fixes: () => [inserting(item.keyStart, 'actions=', 'Write actions= before it')],
    },
  );
  return true;
}
