/** An open document as a list of lines. An edit replaces the lines it touched; all others stay as they are. */

/** A position as editors count it: lines from 0, UTF-16 units from the start of the line. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

export interface Range {
  readonly start: Position;
  readonly end: Position;
}

/** One line. An edit elsewhere keeps the object, so what is known of it stays true. */
export interface DocumentLine<Summary> {
  /** The line with its line end (`\n`, `\r\n` or `\r`), which the last line lacks. */
  readonly raw: string;
  /** The line without its line end. */
  readonly text: string;
  /** What has been worked out about the line. */
  readonly summary: Summary;
}

/** A line, and apart from it what is known of it. */
export class PlainLine<Summary> implements DocumentLine<Summary> {
  readonly raw: string;
  readonly summary: Summary;

  constructor(raw: string, summary: Summary) {
    this.raw = raw;
    this.summary = summary;
  }

  get text(): string {
    return withoutEnd(this.raw);
  }
}

export class FlowDocument<Summary> {
  #lines: DocumentLine<Summary | undefined>[];
  #revision = 0;

  /** From a text, or from the lines of another document, which keep what is known of them. */
  constructor(content: string | readonly DocumentLine<Summary | undefined>[]) {
    this.#lines = typeof content === 'string' ? splitLines(content) : [...content];
  }

  /** Grows with each edit. */
  get revision(): number {
    return this.#revision;
  }

  /** At least one: an empty document has one empty line. */
  get lines(): readonly DocumentLine<Summary | undefined>[] {
    return this.#lines;
  }

  /** Puts in the place of a line the same with what is known of it, or without. */
  protected exchange(index: number, line: DocumentLine<Summary | undefined>): void {
    this.#lines[index] = line;
  }

  get text(): string {
    return this.#lines.map((line) => line.raw).join('');
  }

  /** The line end the document uses, judged by its first line; `\n` where there is only one. */
  get lineEnd(): string {
    const { raw } = this.#lines[0]!;
    return raw.slice(lengthWithoutEnd(raw)) || '\n';
  }

  /** Replaces a range; the cost is that of the lines touched, and of moving the list of lines. */
  replace(range: Range, newText: string): void {
    this.#revision++;
    const [start, end] = this.#ordered(range);
    let first = start.line;
    let last = end.line;
    let text =
      this.#lines[first]!.raw.slice(0, start.character) +
      newText +
      this.#lines[last]!.raw.slice(end.character);
    // `\r` and `\n` that come to stand side by side become one line end, which can join two lines.
    if (text.startsWith('\n') && this.#lines[first - 1]?.raw.endsWith('\r')) {
      first--;
      text = this.#lines[first]!.raw + text;
    }
    if (
      text === '' ||
      !endsLine(text) ||
      (text.endsWith('\r') && this.#lines[last + 1]?.raw.startsWith('\n'))
    ) {
      if (last + 1 < this.#lines.length) {
        last++;
        text += this.#lines[last]!.raw;
      }
    }
    const replacement = splitLines(text);
    if (last + 1 < this.#lines.length) {
      // The text ends a line, so the split leaves an empty one that is the next line's start.
      replacement.pop();
    }
    this.#spliceChanged(first, last - first + 1, replacement);
  }

  /** Lines at both ends that an edit touches and leaves as they are stay. */
  #spliceChanged(first: number, count: number, replacement: PlainLine<undefined>[]): void {
    const most = Math.min(count, replacement.length);
    let front = 0;
    while (front < most && replacement[front]!.raw === this.#lines[first + front]!.raw) {
      front++;
    }
    let back = 0;
    const isSame = (behind: number) =>
      replacement[replacement.length - behind]!.raw === this.#lines[first + count - behind]!.raw;
    while (back < most - front && isSame(back + 1)) {
      back++;
    }
    this.#splice(first + front, count - front - back, replacement.slice(front, replacement.length - back));
  }

  /** Told before lines go: what is kept beside the list of lines, one entry each, changes in step with it. */
  protected replacing(_first: number, _count: number, _replacement: readonly PlainLine<undefined>[]): void {}

  #splice(first: number, count: number, replacement: PlainLine<undefined>[]): void {
    this.replacing(first, count, replacement);
    if (replacement.length === count) {
      // Most edits stay within their lines, and move none.
      for (const [index, line] of replacement.entries()) {
        this.#lines[first + index] = line;
      }
    } else if (replacement.length < 10_000) {
      this.#lines.splice(first, count, ...replacement);
    } else {
      // Spread arguments go on the stack, which large pastes would overflow.
      this.#lines = [...this.#lines.slice(0, first), ...replacement, ...this.#lines.slice(first + count)];
    }
  }

  /** The range with its ends inside the document, and in order. */
  #ordered(range: Range): [Position, Position] {
    const start = this.#inside(range.start);
    const end = this.#inside(range.end);
    const backwards = end.line < start.line || (end.line === start.line && end.character < start.character);
    return backwards ? [end, start] : [start, end];
  }

  #inside({ line, character }: Position): Position {
    if (line < 0 || Number.isNaN(line)) {
      return { line: 0, character: 0 };
    }
    if (line >= this.#lines.length) {
      const last = this.#lines.length - 1;
      return { line: last, character: this.#lines[last]!.raw.length };
    }
    const length = lengthWithoutEnd(this.#lines[line]!.raw);
    return { line, character: Math.max(0, Math.min(character, length)) };
  }
}

function splitLines(text: string): PlainLine<undefined>[] {
  const lines: PlainLine<undefined>[] = [];
  let start = 0;
  // Each is looked for behind where it was found last: whichever is missing is looked for once.
  let feed = indexFrom(text, '\n', 0);
  let carriageReturn = indexFrom(text, '\r', 0);
  while (feed < text.length || carriageReturn < text.length) {
    const end = (carriageReturn < feed - 1 ? carriageReturn : feed) + 1;
    lines.push(new PlainLine(text.slice(start, end), undefined));
    start = end;
    feed = feed < start ? indexFrom(text, '\n', start) : feed;
    carriageReturn = carriageReturn < start ? indexFrom(text, '\r', start) : carriageReturn;
  }
  lines.push(new PlainLine(text.slice(start), undefined));
  return lines;
}

/** Where a character is found from there on; behind the end of the text if it is not. */
function indexFrom(text: string, character: string, start: number): number {
  const index = text.indexOf(character, start);
  return index < 0 ? Number.POSITIVE_INFINITY : index;
}

export function withoutEnd(raw: string): string {
  return raw.slice(0, lengthWithoutEnd(raw));
}

export function lengthWithoutEnd(raw: string): number {
  if (raw.endsWith('\r\n')) {
    return raw.length - 2;
  }
  return endsLine(raw) ? raw.length - 1 : raw.length;
}

function endsLine(text: string): boolean {
  return text.endsWith('\n') || text.endsWith('\r');
}
