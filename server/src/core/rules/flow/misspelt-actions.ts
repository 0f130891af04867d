import { excerpt } from '../../syntax/excerpt';
import type { Rule } from '../rule';

/** Another word than `actions` before the `=`: Open vSwitch looks for the letters `action`, and for nothing else. */
export const misspeltActions: Rule = {
  code: 'flow/misspelt-actions',
  severity: 'warning',
  title: 'The word actions is misspelt',
  *check({ line }) {
    const { actions, text, kind } = line;
    if (kind !== 'flow' || actions?.equals === undefined) {
      return;
    }
    const word = text.slice(actions.word.start, actions.word.end);
    if (word !== 'actions' && word !== 'action') {
      yield {
        span: actions.word,
        message: `Open vSwitch takes ${excerpt(text, actions.word)} for actions: it looks for the letters action, and skips everything up to the =. Write actions.`,
        fixes: () => [
          { title: 'Write actions', edits: [{ ...actions.word, newText: 'actions' }], keepsMeaning: true },
        ],
      };
    }
  },
};
