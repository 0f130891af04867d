import type { Span } from '../syntax/span';

/** Longer than anything worth repeating in a message. */
const longest = 60;

/** A stretch of a line for a message or a title: as it stands, unless it is too long to read. */
export function excerpt(text: string, { start, end }: Span): string {
  return shortened(text.slice(start, Math.min(end, start + longest + 1)));
}

/** The text, cut where it is too long to read. */
export function shortened(text: string): string {
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}
