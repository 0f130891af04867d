/**
 * What comments do to the layout around them. A drawing points at columns of the line above or below it:
 *
 *     table=0,ip,ct_state=+new actions=drop
 *     #          ^^^^^^^^ also matches untracked packets?
 */
import { withoutBlanksAtEnd } from './format-layout';

/** How the lines of a document are asked for: undefined outside of it. */
export type LineAt = (line: number) => string | undefined;

const pointsUp = /^[ \t]*#(?:[-=_. \t]*[\^~|\u2191\u2502\u2514\u2570\u2534\u2575]|.*\^\^)/u;
const pointsDown = /^[ \t]*#[ \t]*(?:v[ \tv]*|[|\u2193\u2502\u250c\u256d\u252c\u2577].*)$/u;

/** Whether the line is a comment and nothing else. */
export function isComment(text: string | undefined): boolean {
  return text !== undefined && /^[ \t]*#/.test(text);
}

/** Whether the line is blank: white space only, which Open vSwitch skips. */
export function isBlank(text: string | undefined): boolean {
  return text !== undefined && /^[ \t]*$/.test(text);
}

/** Whether the comment points at something in the line above it. */
export function isDrawingBelow(text: string | undefined): boolean {
  return text !== undefined && pointsUp.test(text);
}

/** Whether a drawing right above or below points at columns of the line. */
export function isPointedAt(line: number, at: LineAt): boolean {
  const above = at(line - 1);
  return isDrawingBelow(at(line + 1)) || (above !== undefined && pointsDown.test(above));
}

/** Neighbouring comments, which keep or lose their indentation together. */
export interface CommentBlock {
  /** The number of the line behind the last comment. */
  readonly end: number;
  /** Whether all begin at the same column and none is a drawing: then nothing hangs on the indentation. */
  readonly isMovable: boolean;
}

/** The block of comments that a line belongs to. */
export function commentBlockAt(line: number, at: LineAt): CommentBlock {
  let start = line;
  while (isComment(at(start - 1))) {
    start--;
  }
  const indentation = indentationOf(at(start)!);
  let isMovable = true;
  let end = start;
  for (; isComment(at(end)); end++) {
    const text = at(end)!;
    isMovable &&= indentationOf(text) === indentation && !isDrawingBelow(text) && !pointsDown.test(text);
  }
  return { end, isMovable };
}

/** The comment as it is to stand. */
export function formattedComment(text: string, { isMovable }: CommentBlock): string {
  const trimmed = withoutBlanksAtEnd(text);
  return isMovable ? trimmed.slice(indentationOf(trimmed).length) : trimmed;
}

function indentationOf(text: string): string {
  return /^[ \t]*/.exec(text)![0];
}
