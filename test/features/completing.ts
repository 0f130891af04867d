/** Completion in a document: lines around the one with the cursor, and what stands there once one is taken. */
import { completeAt } from '../../server/src/core/features/completion';
import type { Completion } from '../../server/src/core/features/completion-list';
import { parseFlowLine } from '../../server/src/core/syntax/flow-line';
import { read } from './drawn';

/** The completions at the cursor; `above` are the lines before it. */
export function complete(drawn: string, above: readonly string[] = []): Completion[] {
  const { text, offset } = read(drawn);
  return completeAt(parseFlowLine(text), offset, { lineAt: (distance) => above[above.length + distance] });
}

export function labelsAt(drawn: string, above: readonly string[] = []): string[] {
  return complete(drawn, above).map(({ label }) => label);
}

/** The completion of that label, which has to be there. */
export function completion(drawn: string, label: string, above: readonly string[] = []): Completion {
  const found = complete(drawn, above).find((candidate) => candidate.label === label);
  if (!found) {
    throw new Error(`${label} is not offered at ${drawn}`);
  }
  return found;
}

/** The line after taking it, changes elsewhere in the line included; `snippet` as editors that can fill in. */
export function accept(
  drawn: string,
  { span, newText, snippet, edits = [] }: Completion,
  fill = false,
): string {
  const { text } = read(drawn);
  const all = [...edits, { ...span, newText: fill ? (snippet ?? newText) : newText }];
  return [...all]
    .sort((left, right) => right.start - left.start)
    .reduce((line, edit) => line.slice(0, edit.start) + edit.newText + line.slice(edit.end), text);
}

export function accepting(drawn: string, label: string, above: readonly string[] = []): string {
  return accept(drawn, completion(drawn, label, above));
}
