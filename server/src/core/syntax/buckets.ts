import { bucketActionWords, isBucketKey } from '../facts/group-keys';
import { type Item, keyText, parseItems } from './items';
import type { Span } from './span';

/** One `bucket=…` of a group. */
export interface Bucket {
  /** The word `bucket`. */
  readonly word: Span;
  /** What stands behind its `=`, up to the next bucket or the end of the line. */
  readonly content: Span;
  /** `weight`, `watch_port`, `watch_group`, `bucket_id`. */
  readonly keys: readonly Item[];
  /** The items `actions=…`; the first action of each stands in its value. */
  readonly actionsWords: readonly Item[];
  /** All actions, those in the values of `actions=…` included, in the order written. */
  readonly actions: readonly Item[];
}

/** How a bucket starts: Open vSwitch looks for this text wherever it may stand. */
export const bucketStart = 'bucket=';

/**
 * The buckets in a stretch of a line that starts with the first of them. The text is cut at each `bucket=`
 * before anything else is read. Source: lib/ofp-group.c, parse_ofp_group_mod_str__ and parse_bucket_str.
 */
export function parseBuckets(text: string, from: number, end: number): Bucket[] {
  const buckets: Bucket[] = [];
  let start = from;
  while (start >= 0) {
    const contentStart = start + bucketStart.length;
    const next = text.indexOf(bucketStart, contentStart);
    const isLast = next < 0 || next + bucketStart.length > end;
    buckets.push(parseBucket(text, start, isLast ? end : next));
    start = isLast ? -1 : next;
  }
  return buckets;
}

function parseBucket(text: string, start: number, end: number): Bucket {
  const contentStart = start + bucketStart.length;
  const keys: Item[] = [];
  const actionsWords: Item[] = [];
  const actions: Item[] = [];
  for (const item of parseItems(text, contentStart, end)) {
    const key = keyText(text, item);
    if (isBucketKey(key)) {
      keys.push(item);
    } else if (bucketActionWords.has(key.toLowerCase())) {
      actionsWords.push(item);
      actions.push(...parseItems(text, item.valueStart, item.valueEnd));
    } else {
      actions.push(item);
    }
  }
  return {
    word: { start, end: contentStart - 1 },
    content: { start: contentStart, end },
    keys,
    actionsWords,
    actions,
  };
}
