import { shortened } from '../syntax/excerpt';

/** Text for hovers and completion documentation. What users typed goes through `code`, never in as it stands. */

/** User text as inline code, whatever it contains and however long it is. */
export function code(given: string): string {
  return codeSpan(shortened(given));
}

/** Longer than any flow that people would read in a hover. */
const longestFlow = 500;

/** A whole flow as inline code, which editors wrap. */
export function flowCode(flow: string): string {
  return codeSpan(
    flow.length > longestFlow ? `${flow.slice(0, longestFlow).replace(/[\ud800-\udbff]$/, '')}…` : flow,
  );
}

function codeSpan(text: string): string {
  const runs = text.match(/`+/g) ?? [];
  const fence = '`'.repeat(runs.reduce((longest, run) => Math.max(longest, run.length), 0) + 1);
  const padded = text.startsWith('`') || text.endsWith('`') || text === '' ? ` ${text} ` : text;
  return `${fence}${padded.replace(/[\r\n]/g, ' ')}${fence}`;
}

/** Paragraphs, one after the other; what is empty is left out. */
export function paragraphs(...parts: readonly (string | undefined | false)[]): string {
  return parts.filter((part) => part).join('\n\n');
}

/** Lines of one paragraph: space is short in a hover. What is empty is left out. */
export function lines(...parts: readonly (string | undefined | false)[]): string {
  return parts.filter((part) => part).join('  \n');
}

/** Puts more between the first paragraph and the rest: what answers the question at a glance comes first. */
export function afterHeading(contents: string, ...more: readonly (string | undefined | false)[]): string {
  const end = contents.indexOf('\n\n');
  return end < 0
    ? paragraphs(contents, ...more)
    : paragraphs(contents.slice(0, end), ...more, contents.slice(end + 2));
}

/** Messages hold names and signs that Markdown would take for its own, and addresses it would make links of. */
export function plain(message: string): string {
  return message
    .replace(/[\\`*_{}[\]<>#|~&]/g, '\\$&')
    .replace(/:\/\/|www\.|@/gi, (start) => `${start.charAt(0)}\u2060${start.slice(1)}`);
}
