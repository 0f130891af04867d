/** Engines run code slowly when it is new to them: this lets them get to know it while nobody waits for an answer. */
import { CheckedDocument } from '../core/features/diagnostics';
import { mostShown } from './diagnostic-reports';
import type { Turn } from './slices';

/** So many lines are checked between two looks at the messages: some milliseconds of work, for code that is new. */
const linesPerTurn = 5;

/**
 * Checks a text, a few lines at a time, as if it had been opened, and forgets it. Gives up as soon as `isWanted` is false:
 * once a document is open, that is what there is to do. Resolves when it has ended; how many lines were checked.
 */
export async function warmUp(text: string, turn: Turn, isWanted: () => boolean): Promise<number> {
  const content = new CheckedDocument(text);
  let isReady = false;
  for (await turn(); isWanted() && !isReady; await turn()) {
    isReady = content.work('analysis', linesPerTurn);
  }
  if (isReady) {
    content.report({}, mostShown);
  }
  return content.checkedLines;
}
