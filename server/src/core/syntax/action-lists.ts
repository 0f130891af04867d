import type { FlowLine } from './flow-line';
import type { Item } from './items';
import type { Span } from './span';

/** A list of actions of a line. */
export interface ActionList {
  /** From behind the `=` of `actions=` to the end; in a bucket, its whole content. */
  readonly span: Span;
  /** The actions themselves, whatever keys stand between them in a bucket. */
  readonly items: readonly Item[];
}

/** Every list of actions of a line, whatever its kind: of the flow, of the packet, of each bucket of a group. */
export function actionListsOf(line: FlowLine): ActionList[] {
  const { actions, buckets, comment, text } = line;
  if (actions?.equals !== undefined) {
    const end = comment?.start ?? text.length;
    return [{ span: { start: actions.equals + 1, end }, items: actions.items }];
  }
  return buckets.map((bucket) => ({ span: bucket.content, items: bucket.actions }));
}
