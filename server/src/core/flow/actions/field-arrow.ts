/** `value->field`, as three actions have it. Source: lib/ofp-actions.c, set_field_split_str. */
import { shortened } from '../../syntax/excerpt';
import type { Fix } from '../../syntax/fix';
import type { Problems } from '../problem';
import { type Argument, within } from './action';
import { replacing } from './arguments';
import type { NumberText } from './numbers';

export interface ArrowParts {
  readonly value: NumberText;
  readonly target: NumberText;
}

/** The two sides of the first arrow; undefined after reporting that there is none. */
export function splitArrow(
  argument: Argument,
  line: string,
  problems: Problems,
  example: string,
): ArrowParts | undefined {
  const { text, nameSpan, span } = argument;
  const arrow = text.indexOf('->');
  if (arrow < 0) {
    return problems.reject(
      text === '' ? 'action/missing-argument' : 'action/invalid-argument',
      text === '' ? nameSpan : span,
      `${text}: missing \`->'`,
      `There is no -> with a field behind it. Write it without spaces, as in ${example}.`,
      { fixes: () => withoutSpaces(argument, line) },
    );
  }
  const end = arrow + 2;
  if (end === text.length) {
    return problems.reject(
      'action/missing-argument',
      within(argument, arrow, end),
      `${text}: missing field name following \`->'`,
      `Behind -> stands the field to write, without spaces, as in ${example}.`,
      { fixes: () => withoutSpaces(argument, line) },
    );
  }
  return {
    value: { text: text.slice(0, arrow), span: within(argument, 0, arrow), nameSpan },
    target: { text: text.slice(end), span: within(argument, end, text.length), nameSpan },
  };
}

/** `5 -> reg0` is three words to Open vSwitch. */
function withoutSpaces({ text, whole }: Argument, line: string): Fix[] {
  const found = /^[ \t]*(->)?[ \t]*([A-Za-z][\w.[\]]{1,80})/.exec(line.slice(whole.end, whole.end + 200));
  if (!found || text === '' || (found[1] === undefined) !== text.endsWith('->')) {
    return [];
  }
  const written = line.slice(whole.start, whole.end) + (found[1] ?? '') + found[2];
  const span = { start: whole.start, end: whole.end + found[0].length };
  return [replacing(span, written, `Write ${shortened(written)}`, false)];
}
