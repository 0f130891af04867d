/**
 * Lays a document out anew, without changing what it means.
 *
 * - A flow reads as `ovs-ofctl dump-flows` prints it: `cookie`, `table`, timeouts and flags, `priority`, the
 *   fields of the match in the order of the print, then `actions=` behind one blank. One comma stands between
 *   two items. Items of which the last one counts keep their order, and so do actions. Names, numbers and
 *   values stay as the author wrote them.
 * - Groups, meters and packet-outs get the same separators; nothing in them is moved.
 * - Comments stay. One blank goes before a comment behind a flow; comments on lines of their own lose their
 *   indentation, block by block. Of several blank lines one is left. Line ends stay as they are.
 * - Left alone, byte for byte: lines with an error, what a switch has printed, lines that a drawing in the
 *   comment next to them points at, lines of more than 16,384 characters or with a NUL, and lines that end in
 *   a carriage return alone, which Open vSwitch reads as one with the next.
 *
 * Each changed line is held against what it was (`format-check.ts`), and stays as it was where it would not
 * say the same. What is laid out already is seen from its text, and costs no more than being parsed.
 */
import type { FormatSet } from '../facts/flow-formats';
import type { FlowDocument, Position } from '../model/flow-document';
import { type FlowLine, parseFlowLine } from '../syntax/flow-line';
import { runOf, widthsOf } from './format-columns';
import {
  type CommentBlock,
  commentBlockAt,
  formattedComment,
  isBlank,
  isComment,
  isPointedAt,
} from './format-comments';
import type { FormatStyle, Layout, Widths } from './format-layout';
import { formattedLayout, formattedText, isPrintedFlow, longestFormatted } from './format-line';

/** A stretch of the document and what is to stand there. */
export interface DocumentEdit {
  readonly start: Position;
  readonly end: Position;
  readonly newText: string;
}

/** Lines from `first` to `last`, both among them. */
export interface LineRange {
  readonly first: number;
  readonly last: number;
}

/** Flows that stand in columns together, at most; around a selection as many lines are looked at. */
const longestRun = 1000;

/** A flow that waits for the widths of its run. Plain text, no trees: a run may be long. */
interface WaitingFlow {
  readonly line: number;
  readonly layout: Layout;
}

/**
 * What stands above, up to the last blank line or comment: something with which a program's output began, which
 * goes on from there; right above, a flow that goes on in this line, or a whole one that a switch has printed.
 */
type Above = 'output' | 'begun' | 'printed' | undefined;

/** Steps of the work: an edit, or undefined where a line needs none. */
type Steps = Generator<DocumentEdit | undefined, void, undefined>;

/**
 * The edits that lay out the lines of a range, none touching another: each changes the stretch of one line that
 * differs, or takes out blank lines. Between them it yields undefined, about once a line, so that whoever asks
 * can do something else meanwhile; the document must not change until the end. `formats` are the flow formats
 * of the OpenFlow version in use.
 */
export function formatEdits(
  document: FlowDocument<unknown>,
  range: LineRange,
  style: FormatStyle,
  formats: FormatSet,
): Steps {
  return new Formatter(document, range, style, formats).steps();
}

class Formatter {
  #run: WaitingFlow[] = [];
  #runKey: string | undefined;
  #above: Above;
  #block: CommentBlock | undefined;

  constructor(
    private readonly document: FlowDocument<unknown>,
    private readonly range: LineRange,
    private readonly style: FormatStyle,
    private readonly formats: FormatSet,
  ) {}

  *steps(): Steps {
    const { start, end } = this.#surroundings();
    for (let line = start; line < end; line++) {
      const text = this.#at(line)!;
      if (isBlank(text)) {
        yield* this.#finishRun();
        const behind = this.#behindBlanks(line);
        yield* this.#blankLines(line, behind);
        line = behind - 1;
      } else if (isComment(text)) {
        yield this.#comment(line, text);
      } else {
        yield* this.#other(line, text);
      }
    }
    yield* this.#finishRun();
  }

  /** The lines to go through: those of the range, and those around it that decide how these are laid out. */
  #surroundings(): { start: number; end: number } {
    const { first, last } = this.range;
    let start = first;
    while (start > 0 && isBlank(this.#at(start))) {
      start--;
    }
    while (start > 0 && first - start < longestRun && !isBlank(this.#at(start - 1))) {
      start--;
    }
    let end = Math.min(last + 1, this.document.lines.length);
    while (this.style.alignColumns && end - last < longestRun && isFilled(this.#at(end))) {
      end++;
    }
    return { start, end };
  }

  /** Of several blank lines one is left, but for those beside what a program has printed. */
  *#blankLines(first: number, behind: number): Steps {
    const next = this.#at(behind);
    const isOutput =
      this.#above !== undefined || (next !== undefined && printedAs(parsed(next)) !== undefined);
    this.#above = undefined;
    const last = Math.min(behind - 1, this.range.last);
    for (let line = first; line <= last; line++) {
      if (isOutput || this.#isCut(line)) {
        return;
      }
    }
    const kept = this.#at(first)!;
    yield this.#edit(first, kept, '');
    const from = Math.max(first + 1, this.range.first);
    if (from <= last) {
      const isEnd = last === this.document.lines.length - 1;
      const end = isEnd
        ? { line: last, character: this.#at(last)!.length }
        : { line: last + 1, character: 0 };
      if (end.line > from || end.character > 0) {
        yield { start: { line: from, character: 0 }, end, newText: '' };
      }
    }
  }

  #comment(line: number, text: string): DocumentEdit | undefined {
    this.#above = undefined;
    if (this.#block === undefined || line >= this.#block.end) {
      this.#block = commentBlockAt(line, (number) => this.#at(number));
    }
    const isLeft = this.#isCut(line) || text.length > longestFormatted;
    return isLeft ? undefined : this.#edit(line, text, formattedComment(text, this.#block));
  }

  *#other(line: number, text: string): Steps {
    const flow = parsed(text);
    const printed = this.#above === 'output' ? 'output' : printedAs(flow);
    const goesOn = this.#above === 'begun';
    this.#above = printed ?? (goesOn ? 'printed' : undefined);
    const isLeft =
      this.#above !== undefined || this.#isCut(line) || isPointedAt(line, (number) => this.#at(number));
    const layout = flow && !isLeft ? formattedLayout(flow, this.style, this.formats) : undefined;
    if (!layout) {
      yield undefined;
      return;
    }
    const key = this.style.alignColumns ? runOf(layout) : undefined;
    if (key !== this.#runKey || this.#run.length === longestRun) {
      yield* this.#finishRun();
    }
    if (key === undefined) {
      yield this.#flow(line, layout);
    } else {
      this.#runKey = key;
      this.#run.push({ line, layout });
    }
  }

  /** Lays out the flows that have waited for each other. */
  *#finishRun(): Steps {
    const widths = widthsOf(
      this.#run.map(({ layout }) => layout),
      this.style,
    );
    for (const { line, layout } of this.#run) {
      yield this.#flow(line, layout, widths);
    }
    this.#run = [];
    this.#runKey = undefined;
  }

  #flow(line: number, layout: Layout, widths?: Widths): DocumentEdit | undefined {
    const text = this.#at(line)!;
    return this.#isInRange(line)
      ? this.#edit(line, text, formattedText(text, layout, this.style, this.formats, widths))
      : undefined;
  }

  /** The edit of the stretch in which the texts differ; undefined outside of the range and where they do not. */
  #edit(line: number, text: string, newText: string): DocumentEdit | undefined {
    if (text === newText || !this.#isInRange(line)) {
      return undefined;
    }
    const { start, end, inserted } = changedStretch(text, newText);
    return { start: { line, character: start }, end: { line, character: end }, newText: inserted };
  }

  #behindBlanks(line: number): number {
    let behind = line;
    while (isBlank(this.#at(behind))) {
      behind++;
    }
    return behind;
  }

  /** Whether the line begins or ends at a carriage return alone: to Open vSwitch that is a blank in a line. */
  #isCut(line: number): boolean {
    return [line - 1, line].some((number) => this.document.lines[number]?.raw.endsWith('\r'));
  }

  #isInRange(line: number): boolean {
    return line >= this.range.first && line <= this.range.last;
  }

  #at(line: number): string | undefined {
    return this.document.lines[line]?.text;
  }
}

function isFilled(text: string | undefined): boolean {
  return text !== undefined && !isBlank(text);
}

/** The line parsed; undefined where it is too long, or has a character that ends it for Open vSwitch. */
function parsed(text: string): FlowLine | undefined {
  return text.length > longestFormatted || text.includes('\0') ? undefined : parseFlowLine(text);
}

/** What the line is to those below it, where a program has printed it. */
function printedAs(line: FlowLine | undefined): Above {
  if (line?.kind === 'header' || line?.kind === 'output') {
    return 'output';
  }
  return line && isPrintedFlow(line) ? (line.isWrapped ? 'begun' : 'printed') : undefined;
}

/** Where two texts differ: from `start` to `end` in the first, and what the second has there. */
export function changedStretch(
  before: string,
  after: string,
): { start: number; end: number; inserted: string } {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) {
    start++;
  }
  let tail = 0;
  while (tail < shorter - start && before[before.length - 1 - tail] === after[after.length - 1 - tail]) {
    tail++;
  }
  // Editors take no edit that cuts a character in two.
  start -= isLowSurrogate(before, start) || isLowSurrogate(after, start) ? 1 : 0;
  tail -= isLowSurrogate(before, before.length - tail) ? 1 : 0;
  return {
    start,
    end: before.length - tail,
    inserted: after.slice(start, after.length - tail),
  };
}

function isLowSurrogate(text: string, index: number): boolean {
  const code = text.charCodeAt(index);
  return code >= 0xdc00 && code <= 0xdfff;
}
