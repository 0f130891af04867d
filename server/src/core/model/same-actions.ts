/** Whether flows do the same with packets, by their text. */
import type { FileFlow } from './file-flow';

/** Gives the text of a line. */
export type TextOf = (line: number) => string;

/** Whether the text of both flows asks for the same actions; spaces, case and commas do not count. */
export function sameActions(left: FileFlow, right: FileFlow, textOf: TextOf): boolean {
  return actionsText(left, textOf) === actionsText(right, textOf);
}

/** One flow may be compared with thousands, and have a long list of actions. */
const knownActions = new WeakMap<FileFlow, string>();

function actionsText(flow: FileFlow, textOf: TextOf): string {
  let list = knownActions.get(flow);
  if (list === undefined) {
    const { start, end } = flow.facts.actions ?? { start: 0, end: 0 };
    const text = textOf(flow.line).slice(start, end).toLowerCase();
    list = text.replace(/[\s,]+/g, ',').replace(/^,|,$/g, '') || 'drop';
    knownActions.set(flow, list);
  }
  return list;
}
