import { excerpt } from '../../syntax/excerpt';
import type { WrittenRule } from '../rule';

/** Another word than `actions` before the `=`: Open vSwitch looks for the letters `action`, and for nothing else. */
export const misspeltActions: WrittenRule = {
  code: 'flow/misspelt-actions',
  severity: 'warning',
  title: 'The word actions is misspelt',
  *check({ line }) {
    const { actions, text, kind } = line;
    if (kind !== 'flow' || actions?.equals === undefined) {
      return;
    }
    // Blanks before the = do no harm.
    const word = text.slice(actions.word.start, actions.word.end).trimEnd();
    const span = { start: actions.word.start, end: actions.word.start + word.length };
    if (word !== 'actions' && word !== 'action') {
      yield {
        span,
        message: `Open vSwitch takes ${excerpt(text, span)} for actions: it looks for the letters action, and skips everything up to the =. Write actions.`,
        fixes: () => [
          { title: 'Write actions', edits: [{ ...span, newText: 'actions' }], keepsMeaning: true },
        ],
      };
    }
  },
};
