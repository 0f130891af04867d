/** Numbers of findings in words. Pure. */
import { isObject } from './pipeline/graph/pipeline';

/** How many findings there are of each severity. */
export interface FindingCounts {
  readonly error: number;
  readonly warning: number;
  readonly information: number;
  readonly hint: number;
}

/** What was found in a document that has more findings than are shown. */
export interface DocumentCounts {
  readonly uri: string;
  /** How many diagnostics VS Code was given. */
  readonly shown: number;
  readonly total: number;
  readonly counts: FindingCounts;
}

/** The severities, worst first, each in its singular and plural. */
const severities = [
  ['error', 'error', 'errors'],
  ['warning', 'warning', 'warnings'],
  ['information', 'information', 'information'],
  ['hint', 'hint', 'hints'],
] as const;

/** `12,345`. */
export function numberText(value: number): string {
  return value.toLocaleString('en-US');
}

/** `1 flow`, `12,345 flows`. */
export function countText(value: number, singular: string, plural = `${singular}s`): string {
  return `${numberText(value)} ${value === 1 ? singular : plural}`;
}

/** `12 errors, 3 warnings`; severities without findings are left out, and nothing at all is `no findings`. */
export function findingsText(counts: FindingCounts): string {
  const parts = severities
    .filter(([severity]) => counts[severity] > 0)
    .map(([severity, singular, plural]) => countText(counts[severity], singular, plural));
  return parts.length > 0 ? parts.join(', ') : 'no findings';
}

/** What the language status says of a document of which not all findings are shown. */
export function shownText({ shown, total }: DocumentCounts): string {
  return `${countText(total, 'finding')}, the first ${numberText(shown)} shown (errors first)`;
}

/** The numbers as the server sends them; undefined when they are anything else. */
export function readDocumentCounts(sent: unknown): DocumentCounts | undefined {
  if (!isObject(sent)) {
    return undefined;
  }
  const { uri, shown, total } = sent;
  const counts = readFindingCounts(sent.counts);
  return typeof uri === 'string' && isCount(shown) && isCount(total) && counts
    ? { uri, shown, total, counts }
    : undefined;
}

/** The numbers by severity as the server sends them; undefined when they are anything else. */
export function readFindingCounts(sent: unknown): FindingCounts | undefined {
  if (!isObject(sent)) {
    return undefined;
  }
  const { error, warning, information, hint } = sent;
  return isCount(error) && isCount(warning) && isCount(information) && isCount(hint)
    ? { error, warning, information, hint }
    : undefined;
}

/** Whether a value counts something. */
export function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0;
}
