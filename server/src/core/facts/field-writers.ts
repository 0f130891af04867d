/**
 * Where actions name a field to write to, besides behind an arrow (`load:1->field`, `set_field`, `move`,
 * `check_pkt_larger`). Source: ovs-actions(7); lib/ofp-actions.c, lib/bundle.c, lib/multipath.c, lib/learn.c.
 */
export const fieldWriters: readonly {
  readonly action: string;
  /** `value`: all of `pop:field`. A number: which argument, from 0. A word: the argument of that name. */
  readonly destination: 'value' | number | string;
}[] = [
  { action: 'pop', destination: 'value' },
  { action: 'delete_field', destination: 'value' },
  { action: 'bundle_load', destination: 4 },
  { action: 'multipath', destination: 5 },
  { action: 'learn', destination: 'result_dst' },
];
