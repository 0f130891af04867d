/** Whether completions come too late. Pure. */

/**
 * Whether a blank was typed at the place that completions were asked for, before they came. They are of no use then:
 * VS Code would hold them against what was typed since, blank and all, find that none begins so, and give up. Without
 * an answer it asks again for the word that was begun.
 *
 * @param before what stood behind the place, to the end of the line, when it was asked
 * @param after what stands there now
 */
export function isBlankTyped(before: string, after: string): boolean {
  return after.endsWith(before) && /\s/.test(after.slice(0, after.length - before.length));
}
