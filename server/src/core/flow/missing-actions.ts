import { shortened } from '../syntax/excerpt';
import type { Edit } from '../syntax/fix';
import type { FlowLine } from '../syntax/flow-line';
import type { Span } from '../syntax/span';
import type { Problems } from './problem';

/** Reports that a flow has no `actions=`. Source: lib/ofp-flow.c, parse_ofp_str__. */
export function rejectMissingActions({ text, match, actions, comment }: FlowLine, problems: Problems): void {
  const reject = (span: Span, message: string, edit: Edit) =>
    problems.reject('flow/missing-actions', span, 'must specify an action', message, {
      fixes: () => [
        {
          title: `Write ${shortened(edit.newText.slice(edit.newText.indexOf('a')))}`,
          edits: [edit],
          keepsMeaning: false,
        },
      ],
    });
  if (actions) {
    // What follows the word without a = is part of it.
    const written = text.slice(actions.word.start, actions.word.end).trimEnd();
    const span = { start: actions.word.start, end: actions.word.start + written.length };
    const newText = `actions=${written.replace(/^\S+/, '').trim() || 'drop'}`;
    reject(span, `A = must follow the word actions: ${shortened(newText)}.`, { ...span, newText });
    return;
  }
  const end = match.at(-1)?.end ?? comment?.start ?? text.length;
  const message = 'A flow needs actions. Say what to do with its packets, or actions=drop.';
  const newText = `${match.length > 0 ? ',' : ' '}actions=drop`;
  reject({ start: Math.max(end - 1, 0), end }, message, { start: end, end, newText });
}
