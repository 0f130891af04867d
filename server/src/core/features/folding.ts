/** What can be folded: blocks of comments, regions, the parts of a dump, and the tables of the file. */
import { isReplyHeader } from '../syntax/printed-line';

/** Lines from 0, both included; `end` is after `start`. The first line stays in sight. */
export interface FoldingRange {
  readonly start: number;
  readonly end: number;
  readonly kind?: 'comment' | 'region';
}

/** A line of a document; `raw` is the same with its line end, where that is cheaper to look at. */
interface Line {
  readonly text: string;
  readonly raw?: string;
}

const regionStart = /^\s*#\s*region\b/;
const regionEnd = /^\s*#\s*endregion\b/;

/**
 * All ranges, by their first line. `tables` gives those of the tables: a list of the flows of a table that stand
 * one below the other. Of most lines only the first character is looked at.
 */
export function foldingRanges(
  lines: readonly Line[],
  tables: () => readonly FoldingRange[] = () => [],
): FoldingRange[] {
  const firsts = new Uint16Array(lines.length);
  for (let index = 0; index < lines.length; index++) {
    firsts[index] = firstCodeOf(lines[index]!.raw ?? lines[index]!.text);
  }
  const found = [...commentsAndRegions(lines, firsts), ...repliesOf(lines, firsts), ...tables()];
  return found.filter(({ start, end }) => end > start).sort((one, other) => one.start - other.start);
}

/** Two or more lines that are comments and nothing else; and what stands between `#region` and `#endregion`. */
function commentsAndRegions(lines: readonly Line[], firsts: Uint16Array): FoldingRange[] {
  const ranges: FoldingRange[] = [];
  const regions: number[] = [];
  let block: number | undefined;
  const endBlock = (end: number) => {
    if (block !== undefined) {
      ranges.push({ start: block, end, kind: 'comment' });
      block = undefined;
    }
  };
  for (let index = 0; index < firsts.length; index++) {
    const isComment = firsts[index] === hash;
    const starts = isComment && regionStart.test(lines[index]!.text);
    const ends = isComment && regionEnd.test(lines[index]!.text);
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
  endBlock(firsts.length - 1);
  return ranges;
}

/** From the header of a reply to the line before the next one, blank lines at the end left out. */
function repliesOf(lines: readonly Line[], firsts: Uint16Array): FoldingRange[] {
  const ranges: FoldingRange[] = [];
  let header: number | undefined;
  let lastText = 0;
  for (let index = 0; index < firsts.length; index++) {
    const first = firsts[index];
    if ((first === letterN || first === letterO) && isReplyHeader(lines[index]!.text)) {
      if (header !== undefined) {
        ranges.push({ start: header, end: lastText });
      }
      header = index;
    }
    if (first !== 0) {
      lastText = index;
    }
  }
  return header === undefined ? ranges : [...ranges, { start: header, end: lastText }];
}

const hash = 0x23;
/** With these the names of replies begin. */
const letterN = 0x4e;
const letterO = 0x4f;

/** The code of the first character that is not white space; 0 where there is none. */
function firstCodeOf(text: string): number {
  // Lines of dumps begin with one blank.
  const code = text.charCodeAt(text.charCodeAt(0) === 0x20 ? 1 : 0);
  return code > 0x20 && code < 0x7f ? code : (/\S/.exec(text)?.[0].charCodeAt(0) ?? 0);
}
