/**
 * Hints between the words of a flow: connection states decoded, what protocol words stand for, what numbers name.
 * Each kind is off unless it is asked for.
 */
import { parseFlowLine } from '../syntax/flow-line';
import type { Span } from '../syntax/span';
import type { InlayHint } from './inlay-hints-hint';
import { nameHints } from './inlay-hints-names';
import { protocolHints } from './inlay-hints-protocols';
import { stateHints } from './inlay-hints-state';

export type { InlayHint } from './inlay-hints-hint';

/** Which hints are wanted. */
export interface HintOptions {
  readonly connectionState: boolean;
  readonly protocols: boolean;
  readonly names: boolean;
}

/** Longer lines are for machines, and get no hints; in UTF-16 units. */
const longestLine = 20_000;

/** More hints than this on one line would hide it. */
const mostHints = 100;

/** The hints of a line within a stretch of it, from left to right. Time is linear in the length of the line. */
export function inlayHints(text: string, { start, end }: Span, options: HintOptions): InlayHint[] {
  if (text.length > longestLine) {
    return [];
  }
  const line = parseFlowLine(text);
  const hints = [
    ...(options.connectionState ? stateHints(line) : []),
    ...(options.protocols ? protocolHints(line) : []),
    ...(options.names ? nameHints(line) : []),
  ];
  return hints
    .filter(({ offset }) => start <= offset && offset <= end)
    .sort((one, other) => one.offset - other.offset)
    .slice(0, mostHints);
}
