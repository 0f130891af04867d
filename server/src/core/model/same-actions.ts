/** Whether flows do the same with packets, by their text. */
import type { FileFlow } from './file-flow';
import { oncePer } from './once';

/** Gives the text of a line. */
export type TextOf = (line: number) => string;

/** Whether the text of both flows asks for the same actions; spaces, case and commas do not count. */
export function sameActions(left: FileFlow, right: FileFlow, textOf: TextOf): boolean {
  return actionsText(left, textOf) === actionsText(right, textOf);
}

/** Equal for the same actions. Kept: one flow may be compared with thousands, and they are again after each edit of their table. */
const actionsText = oncePer((flow: FileFlow, textOf: TextOf): string => {
  const { start, end } = flow.facts.actions ?? { start: 0, end: 0 };
  const text = textOf(flow.line).slice(start, end).toLowerCase();
  // Commas that stand alone are left as they are: there are many of them.
  return text.replace(/[\s,]{2,}|\s/g, ',').replace(/^,|,$/g, '') || 'drop';
});
