/** What can be folded: blocks of comments, regions, the parts of a dump, and the tables of the file. */
import { isReplyHeader } from '../syntax/printed-line';

/** Lines from 0, both included; `end` is after `start`. The first line stays in sight. */
export interface FoldingRange {
  readonly start: number;
  readonly end: number;
  readonly kind?: 'comment' | 'region';
}

/** A line of a document. */
interface Line {
  readonly text: string;
}

const regionStart = /^\s*#\s*region\b/;
const regionEnd = /^\s*#\s*endregion\b/;

/**
 * All ranges, by their first line. `tables` gives those of the tables: a list of the flows of a table that stand
 * one below the other. Each line is looked at once, and not parsed.
 */
export function foldingRanges(
  lines: readonly Line[],
  tables: () => readonly FoldingRange[] = () => [],
): FoldingRange[] {
  const found = [...commentsAndRegions(lines), ...repliesOf(lines), ...tables()];
  return found.filter(({ start, end }) => end > start).sort((one, other) => one.start - other.start);
}

/** Two or more lines that are comments and nothing else; and what stands between `#region` and `#endregion`. */
function commentsAndRegions(lines: readonly Line[]): FoldingRange[] {
  const ranges: FoldingRange[] = [];
  const regions: number[] = [];
  let block: number | undefined;
  const endBlock = (end: number) => {
    if (block !== undefined) {
      ranges.push({ start: block, end, kind: 'comment' });
      block = undefined;
    }
  };
  for (const [index, { text }] of lines.entries()) {
    const isComment = /^\s*#/.test(text);
    const starts = isComment && regionStart.test(text);
    const ends = isComment && regionEnd.test(text);
    if (!isComment || starts || ends) {
      endBlock(index - 1);
    } else {
      block ??= index;
    }
    if (starts) {
      regions.push(index);
    }
    const start = ends ? regions.pop() : undefined;
    if (start !== undefined) {
      ranges.push({ start, end: index, kind: 'region' });
    }
  }
  endBlock(lines.length - 1);
  return ranges;
}

/** From the header of a reply to the line before the next one, blank lines at the end left out. */
function repliesOf(lines: readonly Line[]): FoldingRange[] {
  const ranges: FoldingRange[] = [];
  let header: number | undefined;
  let lastText = 0;
  for (const [index, { text }] of lines.entries()) {
    if (isReplyHeader(text)) {
      if (header !== undefined) {
        ranges.push({ start: header, end: lastText });
      }
      header = index;
    }
    if (/\S/.test(text)) {
      lastText = index;
    }
  }
  return header === undefined ? ranges : [...ranges, { start: header, end: lastText }];
}
