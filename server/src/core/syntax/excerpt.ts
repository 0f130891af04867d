import type { Span } from './span';

/** Longer than anything worth repeating in a message. */
const longest = 60;

/** A stretch of a line for a message or a title: as it stands, unless it is too long to read. */
export function excerpt(text: string, { start, end }: Span): string {
  return shortened(text.slice(start, Math.min(end, start + longest + 2)));
}

/** The text as the start of a sentence. */
export function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** The text, cut where it is too long to read. */
export function shortened(text: string): string {
  if (text.length <= longest) {
    return text;
  }
  // A cut in the middle of a surrogate pair would leave half a character, which is no valid text.
  const last = text.charCodeAt(longest - 1);
  const isHalf = last >= 0xd800 && last <= 0xdbff;
  return `${text.slice(0, isHalf ? longest - 1 : longest)}...`;
}
