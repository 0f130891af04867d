/**
 * Actions whose value is a list again: of arguments, or of actions. Open vSwitch takes `ct:commit` and
 * `clone:drop` for `ct(commit)` and `clone(drop)`. Source: ovs-actions(7); lib/ofp-actions.c.
 */
export const nestingActions: ReadonlySet<string> = new Set([
  'ct',
  'learn',
  'clone',
  'write_actions',
  'exec',
  'nat',
]);
