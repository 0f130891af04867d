/** A stretch of a line: UTF-16 offsets from the start of the line, `end` excluded. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Whether the offset lies in the span or right at its end, as a cursor does after the last letter. */
export function touches(span: Span, offset: number): boolean {
  return span.start <= offset && offset <= span.end;
}
