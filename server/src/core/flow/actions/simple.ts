/** Actions without arguments, and actions that always look the same. */
import type { Span } from '../../syntax/span';
import type { Action, ActionContext, ActionParser, Argument } from './action';
import { actionRemoval, noteIgnored } from './arguments';

/** An action that is printed by its name, or as `text` says. */
export function simpleAction(name: string, span: Span, text = name): Action {
  return { name, span, print: () => text };
}

export function setQueue(queue: number, span: Span): Action {
  return simpleAction('set_queue', span, `set_queue:${queue}`);
}

/** An action that has no arguments: Open vSwitch ignores what is written as one. */
export function withoutArgument(parse: (argument: Argument) => Action): ActionParser {
  return (argument, { problems }) => {
    const { keyword, nameSpan, whole } = argument;
    if (whole.end > nameSpan.end) {
      const ignored = { start: nameSpan.end, end: whole.end };
      noteIgnored(
        ignored,
        `${keyword} takes no argument. Open vSwitch ignores what is written here.`,
        problems,
      );
    }
    return parse(argument);
  };
}

/** Nested actions without any: nothing is done. */
export function noteEmptyList(
  { text, keyword, whole }: Argument,
  { text: line, problems }: ActionContext,
): void {
  if (/^[, \t\r\n]*$/.test(text)) {
    problems.note(
      'action/no-effect',
      whole,
      `There are no actions in this ${keyword}, so it does nothing. Write the actions inside its parentheses, or take it away.`,
      {
        fixes: () => [
          { title: `Remove ${keyword}`, edits: [actionRemoval(line, whole)], keepsMeaning: false },
        ],
      },
    );
  }
}
