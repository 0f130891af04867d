/**
 * Words of group lines, as `ovs-ofctl add-groups` and bundle files take them.
 * Source: ovs-ofctl(8), "Group Syntax"; lib/ofp-group.c, parse_ofp_group_mod_str__ and parse_bucket_str.
 */
import type { FormatSet } from './flow-formats';

export type GroupCommand = 'add' | 'modify' | 'add_or_mod' | 'delete' | 'insert_bucket' | 'remove_bucket';

/** In the order in which Open vSwitch compares: any leading part of a command will do, `a` is `add`. */
export const groupCommands: readonly GroupCommand[] = [
  'add',
  'delete',
  'modify',
  'add_or_mod',
  'insert_bucket',
  'remove_bucket',
];

/** What each command does. */
export const groupCommandMeanings: Readonly<Record<GroupCommand, string>> = {
  add: 'Adds the group. The switch refuses it when there is one of this number.',
  delete: 'Deletes the group, or with `group_id=all` every group, and the flows that send packets to it.',
  modify: 'Changes the group, all its buckets included.',
  add_or_mod: 'Changes the group, or adds it where there is none of this number.',
  insert_bucket: 'Puts more buckets into the group, at the place that `command_bucket_id` says.',
  remove_bucket: 'Takes a bucket out of the group, or all of them: `command_bucket_id` says which.',
};

const defining: readonly GroupCommand[] = ['add', 'modify', 'add_or_mod'];
const onBuckets: readonly GroupCommand[] = ['insert_bucket', 'remove_bucket'];

export interface GroupKey {
  readonly name: string;
  readonly commands: readonly GroupCommand[];
  /** Whether only Open vSwitch's extension of OpenFlow 1.0 and OpenFlow 1.5 can carry it. */
  readonly extended?: true;
  /** What `ovs-ofctl` prints where the command takes no such key. */
  readonly notNeeded?: string;
  readonly meaning: string;
  readonly example: string;
}

/** The keys before the first bucket. */
export const groupKeys: readonly GroupKey[] = [
  {
    name: 'group_id',
    commands: groupCommands,
    meaning: 'The number of the group, 0 to 4294967040, or `all` when groups are deleted.',
    example: 'group_id=1',
  },
  {
    name: 'type',
    commands: defining,
    notNeeded: 'type is not needed',
    meaning: 'What the group does with its buckets: `all`, `select`, `indirect` or `ff` (`fast_failover`).',
    example: 'type=select',
  },
  {
    name: 'command_bucket_id',
    commands: onBuckets,
    notNeeded: 'command bucket id is not needed',
    meaning:
      'Where buckets go, or which one is removed: `first`, `last`, the number of a bucket (new ones go behind it), or `all` with remove_bucket.',
    example: 'command_bucket_id=last',
  },
  {
    name: 'selection_method',
    commands: defining,
    extended: true,
    notNeeded: 'selection method is not needed',
    meaning:
      'How a select group chooses a bucket: `hash` over the fields given with `fields`, or `dp_hash`, the hash that the datapath works out.',
    example: 'selection_method=hash',
  },
  {
    name: 'selection_method_param',
    commands: defining,
    extended: true,
    notNeeded: 'selection method param is not needed',
    meaning:
      'A number for the selection method. For `hash` it is the seed; for `dp_hash`, 0 stands for a symmetric hash over addresses and ports and 1 for the hash of the kernel.',
    example: 'selection_method_param=0',
  },
  {
    name: 'fields',
    commands: defining,
    extended: true,
    notNeeded: 'fields are not needed',
    meaning: 'The fields that `selection_method=hash` hashes, each with the bits that count.',
    example: 'fields(ip_src=255.255.255.0,tcp_src)',
  },
  {
    name: 'bucket',
    commands: ['add', 'modify', 'add_or_mod', 'insert_bucket'],
    notNeeded: 'bucket is not needed',
    meaning: 'One list of actions of the group. Buckets come last, and there may be many.',
    example: 'bucket=actions=output:1',
  },
];

export interface GroupType {
  readonly name: string;
  /** How Open vSwitch names it inside: `fast_failover` is `ff`. */
  readonly type: 'all' | 'select' | 'indirect' | 'ff';
  readonly meaning: string;
}

export const groupTypes: readonly GroupType[] = [
  { name: 'all', type: 'all', meaning: 'Every bucket gets a copy of the packet: flooding, multicast.' },
  { name: 'select', type: 'select', meaning: 'One bucket is chosen for each packet: load balancing.' },
  {
    name: 'indirect',
    type: 'indirect',
    meaning: 'The one bucket of the group: actions shared by many flows.',
  },
  { name: 'ff', type: 'ff', meaning: 'The first bucket that is alive: failover without the controller.' },
  { name: 'fast_failover', type: 'ff', meaning: 'The same as `ff`.' },
];

export interface BucketKey {
  readonly name: string;
  readonly extended?: true;
  readonly meaning: string;
  readonly example: string;
}

/** The keys in a bucket; their case does not matter. All else in a bucket is taken as an action. */
export const bucketKeys: readonly BucketKey[] = [
  {
    name: 'weight',
    meaning:
      'In a select group, the share of packets that the bucket gets compared with the others. 1 when left out.',
    example: 'weight=50',
  },
  {
    name: 'watch_port',
    meaning: 'The bucket is alive while this port is up. Fast failover needs it, or watch_group.',
    example: 'watch_port=1',
  },
  {
    name: 'watch_group',
    meaning: 'The bucket is alive while this group has a bucket that is.',
    example: 'watch_group=2',
  },
  {
    name: 'bucket_id',
    extended: true,
    meaning:
      'The number of the bucket, by which it can be removed. Open vSwitch numbers buckets without one.',
    example: 'bucket_id=0',
  },
  {
    name: 'actions',
    meaning: 'What is done with packets that get into the bucket.',
    example: 'actions=output:1',
  },
];

/** The words that start the actions of a bucket; the actions may also stand there without one. */
export const bucketActionWords: ReadonlySet<string> = new Set(['action', 'actions']);

const byName = new Map(groupKeys.map((key) => [key.name, key]));

/** The key of that name (case matters). */
export function groupKey(name: string): GroupKey | undefined {
  return byName.get(name);
}

const bucketNames = new Set(bucketKeys.map(({ name }) => name).filter((name) => name !== 'actions'));

/** Whether the word is a key of a bucket, in any case, and not the word before its actions. */
export function isBucketKey(word: string): boolean {
  return bucketNames.has(word.toLowerCase());
}

/** The command that a word stands for. */
export function groupCommandOf(word: string): GroupCommand | undefined {
  return word === '' ? undefined : groupCommands.find((command) => command.startsWith(word));
}

/** The selection methods that a switch takes. Source: lib/ofp-group.c, parse_group_prop_ntr_selection_method. */
export const selectionMethods: readonly string[] = ['hash', 'dp_hash'];

/** Source: include/openvswitch/ofp-group.h, NTR_MAX_SELECTION_METHOD_LEN, without the byte that ends it. */
export const longestSelectionMethod = 15;

/** Numbers of groups and buckets. Source: include/openflow/openflow-1.1.h and openflow-1.5.h. */
export const largestGroup = 0xffffff00;
export const allGroups = 0xfffffffc;
export const largestBucket = 0xffffff00;
export const firstBucket = 0xfffffffd;
export const lastBucket = 0xfffffffe;
export const allBuckets = 0xffffffff;

/** The formats that carry bucket numbers, selection methods and commands on buckets: OpenFlow 1.0 and 1.5. */
export const extendedGroupFormats: FormatSet = 0x10f;
