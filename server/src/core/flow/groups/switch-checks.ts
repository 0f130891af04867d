/**
 * What a switch says of a group that `ovs-ofctl` sends it, and what does not reach it.
 * Source: lib/ofp-group.c, ofputil_check_group_mod, parse_group_prop_ntr_selection_method,
 * ofputil_encode_group_mod, ofputil_pull_ofp15_buckets; include/openflow/openflow-1.1.h.
 */
import type { FlowFormat, FormatSet } from '../../facts/flow-formats';
import {
  allGroups,
  extendedGroupFormats,
  groupKey,
  largestGroup,
  selectionMethods,
} from '../../facts/group-keys';
import { shortened } from '../../syntax/excerpt';
import type { Item } from '../../syntax/items';
import { nearestName } from '../../syntax/nearest-name';
import { refuseActions, wireActions } from '../actions/evaluate';
import { isBetween11And14, versionsIn } from '../format-choice';
import { removing, renaming } from '../item-fixes';
import { anyPort, type BucketReading } from './bucket';
import { type GroupHead, type GroupReading, spanOf, valueSpan } from './keys';

const code = 'group/refused-by-switch';

/** Reports what makes the switch refuse the group when it is sent in the format. */
export function refuseGroup(
  head: GroupHead,
  buckets: readonly BucketReading[],
  reading: GroupReading,
  format: FlowFormat,
): void {
  const { command, problems } = reading;
  const defines = groupKey('type')!.commands.includes(command);
  const id = head.items.get('group_id');
  if (defines && id && head.groupId !== undefined && head.groupId > largestGroup) {
    problems.refuse(
      code,
      valueSpan(id),
      'OFPGMFC_INVALID_GROUP',
      head.groupId === allGroups
        ? `all stands for all groups, and only delete takes it. Write the number of the group.`
        : 'This is no number of a group.',
    );
  }
  const type = head.items.get('type');
  if (head.type === 'indirect' && buckets.length === 0 && type) {
    problems.refuse(
      code,
      valueSpan(type),
      'OFPGMFC_INVALID_GROUP',
      'A group of type indirect needs its one bucket.',
    );
  }
  for (const bucket of buckets) {
    refuseWatching(bucket, head, reading);
    const received = wireActions(bucket.actions, format);
    if ('error' in received) {
      refuseActions(received, problems);
    }
  }
  if (!isBetween11And14(format)) {
    refuseSelectionMethod(head, reading);
    refuseRepeatedBuckets(buckets, reading);
  }
}

/** Only select and fast failover look whether buckets are alive. */
function refuseWatching(
  { items, watchPort, watchGroup }: BucketReading,
  head: GroupHead,
  reading: GroupReading,
): void {
  const watched = watchPort === anyPort ? undefined : items.get('watch_port');
  const item = watched ?? (watchGroup === undefined ? undefined : items.get('watch_group'));
  if (!item || head.type === 'select' || head.type === 'ff') {
    return;
  }
  reading.problems.refuse(
    code,
    spanOf(item),
    'OFPGMFC_WATCH_UNSUPPORTED',
    reading.command === 'insert_bucket'
      ? 'ovs-ofctl does not tell the switch the type of the group along with new buckets, and the switch refuses those that watch a port or group. Use modify with all the buckets.'
      : `Groups of type ${head.type} do not look whether buckets are alive. Remove it, or make the group type=ff or type=select.`,
    { fixes: () => [removing(reading.line.text, spanOf(item))] },
  );
}

function refuseSelectionMethod(head: GroupHead, { line, problems }: GroupReading): void {
  const item = head.items.get('selection_method');
  if (!item || head.selectionMethod === '') {
    return;
  }
  if (head.type !== 'select') {
    problems.refuse(
      code,
      spanOf(item),
      'OFPBPC_BAD_VALUE',
      `A group of type ${head.type} selects nothing: selection_method is for type=select only. Remove it.`,
      { fixes: () => [removing(line.text, spanOf(item))] },
    );
  } else if (!selectionMethods.includes(head.selectionMethod)) {
    const nearest = nearestName(head.selectionMethod, selectionMethods);
    problems.refuse(
      code,
      valueSpan(item),
      'OFPBPC_BAD_VALUE',
      `${shortened(head.selectionMethod)} is no selection method that the switch knows: write hash or dp_hash.`,
      renaming(valueSpan(item), nearest),
    );
  }
}

/**
 * Two buckets of one number. Buckets without one get the lowest that no later bucket asks for, and so the
 * number of an earlier one. Source: ofputil_encode_ofp15_group_mod.
 */
function refuseRepeatedBuckets(buckets: readonly BucketReading[], { problems }: GroupReading): void {
  let pool: Set<number> | undefined;
  let lowest = 0;
  const taken = new Set<number>();
  for (const [index, { bucket, bucketId, items }] of buckets.entries()) {
    let id = bucketId;
    if (id === undefined) {
      pool ??= new Set(buckets.slice(index + 1).flatMap((later) => later.bucketId ?? []));
      while (pool.has(lowest)) {
        lowest++;
      }
      id = lowest;
      pool.add(id);
    }
    if (taken.has(id)) {
      const item = items.get('bucket_id');
      problems.refuse(
        code,
        item ? spanOf(item) : bucket.word,
        'OFPGMFC_BAD_BUCKET',
        bucketId === undefined
          ? `Open vSwitch gives this bucket the number ${id}, which an earlier bucket has been given here. Write bucket_id in all buckets or in none.`
          : `Another bucket has the number ${id}. Each needs its own.`,
      );
    }
    taken.add(id);
  }
}

/** Reports what the group loses on its way to the switch, and what is of no use there. */
export function noteLosses(
  head: GroupHead,
  buckets: readonly BucketReading[],
  { problems, command, line }: GroupReading,
  allowed: FormatSet,
  format: FlowFormat,
): void {
  const note = (item: Item, name: string, instead: string) =>
    problems.note(
      'group/ignored-part',
      spanOf(item),
      `OpenFlow ${versionsIn(allowed)} cannot carry ${name}: ovs-ofctl leaves it out without a word, and ${instead}. Use OpenFlow 1.5.`,
      { unnecessary: true },
    );
  if ((allowed & extendedGroupFormats) === 0) {
    for (const [name, item] of head.items) {
      if (groupKey(name)?.extended) {
        note(item, name, 'the switch selects in its own way');
      }
    }
    for (const { items } of buckets) {
      const item = items.get('bucket_id');
      if (item) {
        note(item, 'bucket_id', 'the switch numbers the buckets from 0');
      }
    }
  }
  for (const { bucket, usable, actions } of buckets) {
    if ((usable & format.bit) === 0 && actions.length > 0) {
      problems.note(
        'group/ignored-part',
        bucket.word,
        `OpenFlow ${format.version} cannot carry the actions of this bucket. ovs-ofctl only looks at the last bucket, and sends something else for this one.`,
      );
    }
  }
  if (command === 'remove_bucket' && !head.items.has('command_bucket_id')) {
    problems.note(
      'group/deletes-everything',
      line.commands.at(-1)!,
      'No command_bucket_id says which bucket: this removes every bucket of the group.',
    );
  }
  if (head.type === 'select') {
    noteWeights(buckets, problems);
  }
}

/**
 * Buckets that no packet is sent to because others have a weight. Where none has, Open vSwitch chooses among them
 * all the same. Source: ofproto/ofproto-dpif-xlate.c, group_best_live_bucket; lib/ofp-group.c: without a weight it is 1.
 */
function noteWeights(buckets: readonly BucketReading[], problems: GroupReading['problems']): void {
  if (buckets.every(({ weight }) => weight === 0)) {
    return;
  }
  for (const { items, weight } of buckets) {
    const item = items.get('weight');
    if (item && weight === 0) {
      problems.note(
        'group/never-chosen',
        spanOf(item),
        'A bucket of weight 0 gets no packets as long as another bucket that has a weight is up. Give it one, or remove the bucket.',
      );
    }
  }
}
