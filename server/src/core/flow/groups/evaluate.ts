/** A line with a group as Open vSwitch takes it. Source: lib/ofp-group.c, parse_ofp_group_mod_str__. */
import { any, type FlowFormat, type FormatSet } from '../../facts/flow-formats';
import {
  allGroups,
  extendedGroupFormats,
  type GroupCommand,
  groupCommandOf,
  groupKey,
} from '../../facts/group-keys';
import type { Fix } from '../../syntax/fix';
import type { Bucket, FlowLine } from '../../syntax/flow-line';
import { type Item, keyText, valueText } from '../../syntax/items';
import type { Span } from '../../syntax/span';
import { noteAbbreviatedWords } from '../abbreviated-words';
import { chooseFormat } from '../format-choice';
import { inserting, removing, rewriting } from '../item-fixes';
import { type Problem, Problems } from '../problem';
import { anyPort, type BucketReading, maskNonActions, readBucket } from './bucket';
import { type GroupHead, type GroupReading, readGroupHead, rejectNotNeeded, spanOf, valueSpan } from './keys';
import { noteLosses, refuseGroup } from './switch-checks';

/** What Open vSwitch makes of a line with a group. */
export interface GroupEvaluation {
  readonly command: GroupCommand;
  readonly head: GroupHead;
  readonly buckets: readonly BucketReading[];
  readonly problems: readonly Problem[];
  /** Whether nobody turns the line down: neither `ovs-ofctl` nor the switch. */
  readonly accepted: boolean;
  /** The formats in which the group can be sent, whether they are allowed or not. */
  readonly usable: FormatSet;
  /** The one it is sent in; undefined when it is rejected before. */
  readonly format: FlowFormat | undefined;
}

/** Evaluates a line of kind `group`, sent in one of the allowed formats. */
export function evaluateGroup(line: FlowLine, allowed: FormatSet = any): GroupEvaluation {
  const problems = new Problems();
  const command = groupCommandOfLine(line);
  const reading = { line, command, problems };
  noteAbbreviatedWords(line, problems);
  const evaluation = (
    head: GroupHead,
    buckets: readonly BucketReading[],
    usable: FormatSet,
    format?: FlowFormat,
  ): GroupEvaluation => {
    const accepted = problems.rejections === 0;
    return { command, head, buckets, problems: problems.list, accepted, usable, format };
  };
  if (deletesAllByBeingEmpty(line, command)) {
    problems.note(
      'group/deletes-everything',
      place(line),
      'Nothing says which group: this deletes every group of the switch, and every flow that sends packets to one. Write group_id=N, or group_id=all if that is meant.',
      {
        fixes: () => [inserting(line.commands.at(-1)!.end, ' group_id=all', 'Write group_id=all')],
      },
    );
    const head = readGroupHead(reading);
    head.groupId = allGroups;
    return evaluation(head, [], any, chooseFormat(any, allowed, problems, versionReport(line)));
  }
  const head = readGroupHead(reading);
  checkHead(head, reading);
  const masked = maskNonActions(reading);
  const buckets = line.buckets.map((bucket) => readBucket(bucket, masked, reading));
  checkBuckets(head, buckets, reading);
  const usable = usableFormats(head, buckets, command);
  if (problems.rejections > 0) {
    return evaluation(head, buckets, usable);
  }
  const isReadable = ((buckets.at(-1)?.usable ?? 0) & allowed) !== 0;
  const report = versionReport(line);
  const format = chooseFormat(
    usable,
    allowed,
    problems,
    command === 'insert_bucket' && isReadable ? { ...report, verdict: insertNeeds15 } : report,
  );
  if (format) {
    refuseGroup(head, buckets, reading, format);
    noteLosses(head, buckets, reading, usable & allowed, format);
  }
  return evaluation(head, buckets, usable, format);
}

/**
 * The command of a line. Where none is written it is `add`, or what the keys leave: the lines of files for
 * `insert-buckets`, `remove-buckets` and `del-groups` have no command either.
 */
export function groupCommandOfLine({ text, commands, bundleWord, match, buckets }: FlowLine): GroupCommand {
  const last = commands.at(-1);
  const written = last && last !== bundleWord ? groupCommandOf(text.slice(last.start, last.end)) : undefined;
  if (written || bundleWord) {
    return written ?? 'add';
  }
  const keys = new Set(match.map((item) => keyText(text, item)));
  if (keys.has('command_bucket_id') && !keys.has('type')) {
    return buckets.length > 0 ? 'insert_bucket' : 'remove_bucket';
  }
  return keys.size === 1 && keys.has('group_id') && buckets.length === 0 ? 'delete' : 'add';
}

/** Only with not even a blank behind the command does Open vSwitch take it for all groups. */
function deletesAllByBeingEmpty({ text, commands, comment }: FlowLine, command: GroupCommand): boolean {
  return command === 'delete' && commands.at(-1)?.end === (comment?.start ?? text.length);
}

/**
 * The formats that can carry the group. Reading the actions of a bucket forgets what was found before, so only
 * the last bucket has a say. Source: lib/ofp-actions.c, ofpacts_parse_copy, which starts with all formats.
 */
function usableFormats(head: GroupHead, buckets: readonly BucketReading[], command: GroupCommand): FormatSet {
  // What is inserted is refused later, when the message is written. Source: ofputil_encode_group_mod.
  const byCommand = command === 'insert_bucket' || command === 'remove_bucket' ? extendedGroupFormats : any;
  const last = buckets.at(-1);
  if (last) {
    return last.usable & byCommand;
  }
  const isExtended = [...head.items.keys()].some((name) => groupKey(name)?.extended);
  return byCommand & (isExtended ? extendedGroupFormats : any);
}

/** What is said when the message is written, once the switch is connected. Source: lib/ofp-group.c, bad_group_cmd. */
const insertNeeds15 = "insert-bucket needs OpenFlow 1.5 or later ('-O OpenFlow15')";

function versionReport(line: FlowLine) {
  return { code: 'group/not-in-version', span: place(line), what: 'this group' };
}

/** What stands for the whole line: its command, or its first key. */
function place({ text, commands, match }: FlowLine): Span {
  const last = commands.at(-1);
  return last ?? (match[0] ? spanOf(match[0]) : { start: 0, end: Math.min(1, text.length) });
}

function checkHead(head: GroupHead, { line, command, problems }: GroupReading): void {
  const { items } = head;
  const missing = (verdict: string, message: string, additions: readonly string[] = []) =>
    problems.reject('group/incomplete', place(line), verdict, message, {
      // Where it stands among the buckets, it is to be moved.
      fixes: () => additions.filter((text) => !isMisplaced(line, text)).map((text) => addition(line, text)),
    });
  // A slip in a name is said already, and may well be in the one that is missing.
  const isSlip = problems.list.some(({ code }) => code === 'group/unknown-keyword');
  const lacks = (name: string) => !items.has(name) && !isSlip;
  if (lacks('group_id')) {
    missing(
      'must specify a group_id',
      command === 'delete'
        ? 'Which group is not said: write group_id=N, or group_id=all to delete all groups.'
        : 'A group needs its number: write group_id=N.',
    );
  }
  if (groupKey('type')!.commands.includes(command) && lacks('type')) {
    missing('must specify a type', 'A group needs a type: type=all, select, indirect or ff.', [
      'type=all',
      'type=select',
    ]);
  }
  if (command === 'insert_bucket' && lacks('command_bucket_id')) {
    missing(
      'must specify a command bucket id',
      'Where the buckets go is not said: write command_bucket_id=first, last, or the number of the bucket that they go behind.',
      ['command_bucket_id=last', 'command_bucket_id=first'],
    );
  }
  const fields = items.get('fields');
  if (fields && head.fields.size > 0 && head.selectionMethod !== 'hash') {
    problems.reject(
      'group/not-allowed-here',
      nameOf(fields),
      'fields may only be specified with "selection_method=hash"',
      'Only selection_method=hash hashes the fields given with fields. Add it, or remove the fields.',
      { fixes: () => (items.has('selection_method') ? [] : [addition(line, 'selection_method=hash')]) },
    );
  }
  const parameter = items.get('selection_method_param');
  if (parameter && head.selectionMethodParam !== 0n && head.selectionMethod === '') {
    problems.reject(
      'group/not-allowed-here',
      nameOf(parameter),
      'selection_method_param is only allowed with "selection_method"',
      'A parameter makes no sense without its selection_method. Add selection_method=hash or selection_method=dp_hash.',
      { fixes: () => [addition(line, 'selection_method=dp_hash'), addition(line, 'selection_method=hash')] },
    );
  }
}

function isMisplaced({ text, buckets }: FlowLine, addition: string): boolean {
  return buckets.some(({ actions }) =>
    actions.some((item) => addition.startsWith(`${keyText(text, item)}=`)),
  );
}

/** A key put behind the last of those there are. */
function addition(line: FlowLine, text: string) {
  const end = line.match.at(-1)?.end ?? line.commands.at(-1)?.end ?? 0;
  const newText = line.match.length > 0 ? `,${text}` : ` ${text}`;
  return inserting(end, newText, `Add ${text}`);
}

function nameOf(item: Item): Span {
  return { start: item.keyStart, end: item.keyEnd };
}

function checkBuckets(head: GroupHead, buckets: readonly BucketReading[], reading: GroupReading): void {
  const { line, command, problems } = reading;
  const { text } = line;
  const key = groupKey('bucket')!;
  const type = head.items.get('type');
  const retyping = (name: string) =>
    type ? [{ ...rewriting(valueSpan(type), name), title: `Write type=${name}` }] : [];
  for (const [index, bucketReading] of buckets.entries()) {
    const { bucket, items, weight } = bucketReading;
    if (!key.commands.includes(command)) {
      rejectNotNeeded(key, bucket.word, { start: bucket.word.start, end: bucket.content.end }, reading);
      continue;
    }
    const weightItem = items.get('weight');
    if (weightItem && weight !== undefined && weight > 0 && head.type && head.type !== 'select') {
      problems.reject(
        'group/not-allowed-here',
        spanOf(weightItem),
        'Only select groups can have bucket weights.',
        `A weight is a share of packets, which only groups of type select divide among their buckets. Remove it, or make the group type=select.`,
        { fixes: () => [removing(text, spanOf(weightItem)), ...retyping('select')] },
      );
    }
    if (head.type === 'ff' && !mayWatch(bucketReading)) {
      problems.reject(
        'group/incomplete',
        bucket.word,
        'fast failover bucket requires watch_port or watch_group',
        'Fast failover chooses the first bucket that is alive, so each needs watch_port or watch_group to tell.',
        { fixes: () => watchingOutput(bucket, text) },
      );
    }
    if (head.type === 'indirect' && index === 1) {
      problems.reject(
        'group/not-allowed-here',
        bucket.word,
        'Indirect groups can have at most one bucket.',
        'A group of type indirect has one bucket. Remove the others, or make the group type=all if each is to get a copy.',
        { fixes: () => retyping('all') },
      );
    }
  }
}

/** Whether the bucket watches something, or would if what it watches could be read. */
function mayWatch({ items, watchPort, watchGroup }: BucketReading): boolean {
  const unread = ['watch_port', 'watch_group'].some((name) => items.has(name));
  return watchGroup !== undefined || (watchPort === undefined ? unread : watchPort !== anyPort);
}

/** The fix that watches the port that the bucket sends packets to. */
function watchingOutput({ content, actions }: Bucket, text: string): Fix[] {
  // One of these may be the key that is missing, misspelt.
  const certain = actions.some(({ delimiter }) => delimiter === '=') ? [] : actions;
  for (const item of certain) {
    const key = keyText(text, item);
    const port = key === 'output' ? valueText(text, item) : item.delimiter === '' ? key : '';
    if (/^[1-9]\d*$/.test(port)) {
      const watch = `watch_port=${port}`;
      return [inserting(content.start, `${watch},`, `Add ${watch}`)];
    }
  }
  return [];
}
