/** Whether flows do the same with packets, by their text. */
import { isSeparator } from '../syntax/items';
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
      return skipped(one, at) === one.end && skipped(other, there) === other.end;
    }
    const [code, otherCode] = [one.text.charCodeAt(at), other.text.charCodeAt(there)];
    if (isSeparator(code) || isSeparator(otherCode)) {
      const [next, nextThere] = [skipped(one, at), skipped(other, there)];
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
  const all = { text: textOf(line), start: span.start, end: span.end };
  const start = skipped(all, span.start);
  return start === span.end ? drop : { ...all, start };
}

/** Behind the separators that stand there, if any do. */
function skipped({ text, end }: Actions, from: number): number {
  let at = from;
  while (at < end && isSeparator(text.charCodeAt(at))) {
    at++;
  }
  return at;
}

/** The code of a letter of the alphabet, in lower case. */
function lower(code: number): number {
  return code >= 0x41 && code <= 0x5a ? code | 0x20 : code;
}
