/** Where a name of a match goes, and the groups in which names are offered. */
import type { FlowLine } from '../syntax/flow-line';
import type { Item } from '../syntax/items';
import { type Span, touches } from '../syntax/span';
import type { Completion } from './completion-list';
import { type SeenValues, seenKind } from './seen-values';
import { hasKnownValues } from './value-completion';

/** A completion and where it stands in the list. */
export interface Ranked {
  readonly rank: number;
  readonly completion: Completion;
}

/** Groups, best first; within a group what is usual comes first. */
export const group = {
  startOfFlow: 0,
  fitsProtocol: 1000,
  end: 2000,
  protocol: 3000,
  usual: 4000,
  usualWithMore: 5000,
  key: 6000,
  command: 7000,
  other: 8000,
  otherWithMore: 9000,
  rare: 10_000,
};

/** Where the name goes. */
export interface NamePlace {
  readonly onKey: boolean;
  readonly hasValue: boolean;
  readonly span: Span;
  readonly tail: { readonly tail?: string };
}

export function placeOf({ text }: FlowLine, item: Item | undefined, offset: number): NamePlace {
  const onKey = item !== undefined && touches({ start: item.keyStart, end: item.keyEnd }, offset);
  const span = onKey ? { start: item.keyStart, end: item.keyEnd } : { start: offset, end: offset };
  const hasValue = onKey && item.delimiter !== '';
  // Right before the actions, or another item, a separator is missing.
  const next = text[span.end];
  const separated = hasValue || next === undefined || /[\s,#]/.test(next);
  return { onKey, hasValue, span, tail: separated ? {} : { tail: ',' } };
}

/** Whether a list of values would come up behind the name. */
export function continuesWith(name: string, seen: SeenValues): boolean {
  return hasKnownValues(name) || seen.values(seenKind(name)).length > 0;
}
