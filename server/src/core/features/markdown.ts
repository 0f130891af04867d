import { shortened } from '../rules/excerpt';

/** Text for hovers and completion documentation. What users typed goes through `code`, never in as it stands. */

/** User text as inline code, whatever it contains and however long it is. */
export function code(given: string): string {
  const text = shortened(given);
  const runs = text.match(/`+/g) ?? [];
  const fence = '`'.repeat(runs.reduce((longest, run) => Math.max(longest, run.length), 0) + 1);
  const padded = text.startsWith('`') || text.endsWith('`') || text === '' ? ` ${text} ` : text;
  return `${fence}${padded.replace(/[\r\n]/g, ' ')}${fence}`;
}

/** Paragraphs, one after the other; what is empty is left out. */
export function paragraphs(...parts: readonly (string | undefined | false)[]): string {
  return parts.filter((part) => part).join('\n\n');
}
