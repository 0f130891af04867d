/** Whether flows do the same with packets, by their text. */
import { isSeparator, skipSeparators } from '../syntax/items';
import type { FileFlow } from './file-flow';

/** Gives the text of a line. */
export type TextOf = (line: number) => string;

/** The actions of a flow: the line, and where they stand in it. */
interface Actions {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** A list that asks for nothing: the packets go nowhere. */
const drop: Actions = { text: 'drop', start: 0, end: 4 };

/**
 * Whether the text of both flows asks for the same actions; spaces, case and how many commas there are do not count. Most often the
 * first letters tell: one flow may be compared with thousands, so nothing is copied.
 */
export function sameActions(left: FileFlow, right: FileFlow, textOf: TextOf): boolean {
  const [one, other] = [actionsOf(left, textOf), actionsOf(right, textOf)];
  let [at, there] = [one.start, other.start];
  for (;;) {
    if (at >= one.end || there >= other.end) {
      return (
        skipSeparators(one.text, at, one.end) === one.end &&
        skipSeparators(other.text, there, other.end) === other.end
      );
    }
    const [code, otherCode] = [one.text.charCodeAt(at), other.text.charCodeAt(there)];
    if (isSeparator(code) || isSeparator(otherCode)) {
      const [next, nextThere] = [
        skipSeparators(one.text, at, one.end),
        skipSeparators(other.text, there, other.end),
      ];
      const areBoth = next > at && nextThere > there;
      const isEnd = next === one.end && nextThere === other.end;
      if (!areBoth && !isEnd) {
        return false;
      }
      at = next;
      there = nextThere;
    } else if (lower(code) !== lower(otherCode)) {
      return false;
    } else {
      at++;
      there++;
    }
  }
}

function actionsOf({ facts, line }: FileFlow, textOf: TextOf): Actions {
  const span = facts.actions;
  if (!span) {
    return drop;
  }
  const text = textOf(line);
  const start = skipSeparators(text, span.start, span.end);
  return start === span.end ? drop : { text, start, end: span.end };
}

/** The code of a letter of the alphabet, in lower case. */
function lower(code: number): number {
  return code >= 0x41 && code <= 0x5a ? code | 0x20 : code;
}
