import { groupCommandOf } from '../facts/group-keys';
import { commandOf, type FlowLine } from '../syntax/flow-line';
import { bundleWordOf } from '../syntax/line-kind';
import type { Problems } from './problem';

/**
 * Reports command words that are cut short. Open vSwitch takes any leading part of a command, so that a typo
 * can be a command, too: a lone `d` deletes every flow.
 */
export function noteAbbreviatedWords(line: FlowLine, problems: Problems): void {
  const { text, commands, bundleWord, kind } = line;
  for (const span of commands) {
    const word = text.slice(span.start, span.end);
    const whole =
      span === bundleWord ? bundleWordOf(word) : kind === 'group' ? groupCommandOf(word) : commandOf(word);
    if (whole !== undefined && whole !== word) {
      problems.note(
        'flow/abbreviated-command',
        span,
        `${word} is ${whole}: Open vSwitch takes any leading part of a command for the command. Write it out.`,
        {
          fixes: () => [
            { title: `Write ${whole}`, edits: [{ ...span, newText: whole }], keepsMeaning: true },
          ],
        },
      );
    }
  }
}
