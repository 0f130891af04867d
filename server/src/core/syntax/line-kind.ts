import { bundleWords } from '../facts/commands';
import { groupCommandOf } from '../facts/group-keys';
import { bucketStart } from './buckets';
import { isSeparator } from './items';
import { isPrintedOnly, isReplyHeader } from './printed-line';
import type { Span } from './span';

/**
 * What a line is. `header` is a reply header of a dump, such as `NXST_FLOW reply (xid=0x4):`; `output` is all
 * else that is printed and never read. A flow of a dump is a `flow`: it can be read again.
 */
export type LineKind = 'blank' | 'comment' | 'header' | 'output' | 'flow' | 'group' | 'meter' | 'packet-out';

/** A line that is not blank: its kind, and the word in front that says so, if there is one. */
export interface KindReading {
  readonly kind: Exclude<LineKind, 'blank' | 'comment'>;
  readonly bundleWord: Span | undefined;
}

/**
 * Tells the kind of a line from its own text: a bundle file says it with a word in front, other files are of
 * one kind throughout, which its keys give away.
 */
export function kindOf(text: string, start: number, end: number): KindReading {
  if (isReplyHeader(text)) {
    return { kind: 'header', bundleWord: undefined };
  }
  if (isPrintedOnly(text.slice(0, end))) {
    return { kind: 'output', bundleWord: undefined };
  }
  const word = wordAt(text, start, end);
  const bundleWord = bundleWordOf(text.slice(word.start, word.end));
  // A word cut short counts only with something behind it: else it is one that is still being typed.
  if (bundleWord && (word.end - word.start === bundleWord.length || skipBlanks(text, word.end, end) < end)) {
    return { kind: bundleWord, bundleWord: word };
  }
  return { kind: kindByKeys(text.slice(start, end)), bundleWord: undefined };
}

/** The kind of message that the word stands for in a bundle file. Source: lib/ofp-bundle.c. */
export function bundleWordOf(word: string): 'flow' | 'group' | 'packet-out' | undefined {
  const found = word === '' ? undefined : bundleWords.find((each) => each.startsWith(word));
  return found as 'flow' | 'group' | 'packet-out' | undefined;
}

const groupKeyFirst = /^(?:group_id|command_bucket_id|selection_method|selection_method_param)[=:(]/;
const groupKeyLater = /[\s,](?:group_id=|bucket[:(])/;
const typeOfGroup = /^type=(?:all|select|indirect|ff|fast_failover)\b/;
const meter = /^meter(?:[=:]|[ \t].*(?:band|meter=))/;
const meterFlagFirst = /^(?:kbps|pktps|burst|stats)[\s,].*bands?=/;
const packet = /(?:^|[\s,])packet(?:=[0-9a-fA-F]|\([0-9a-fA-F])/;

function kindByKeys(text: string): 'flow' | 'group' | 'meter' | 'packet-out' {
  if (meter.test(text) || meterFlagFirst.test(text)) {
    return 'meter';
  }
  const actions = text.indexOf('action');
  const bucket = text.indexOf(bucketStart);
  if (bucket >= 0 && (actions < 0 || bucket < actions)) {
    return 'group';
  }
  const head = actions < 0 ? text : text.slice(0, actions);
  const word = wordAt(head, 0, head.length);
  const first = groupCommandOf(head.slice(0, word.end)) ? skipBlanks(head, word.end, head.length) : 0;
  const keys = head.slice(first);
  if (groupKeyFirst.test(keys) || typeOfGroup.test(keys) || groupKeyLater.test(keys)) {
    return 'group';
  }
  return packet.test(head) ? 'packet-out' : 'flow';
}

/** The word that starts at the offset. */
export function wordAt(text: string, start: number, limit: number): Span {
  let end = start;
  while (end < limit && !isSeparator(text.charCodeAt(end))) {
    end++;
  }
  return { start, end };
}

/** The first offset behind blanks. Before a command Open vSwitch skips no commas, as it does elsewhere. */
export function skipBlanks(text: string, from: number, end: number): number {
  let position = from;
  while (position < end && text[position] !== ',' && isSeparator(text.charCodeAt(position))) {
    position++;
  }
  return position;
}
