/** A text as an editor has it, in the plainest way there is: one string. Ours must be like it after every edit. */
import type { Position, Range } from '../../server/src/core/model/flow-document';

/** A replacement; of several, each is made in the text that the one before left. */
export interface Change {
  readonly range: Range;
  readonly text: string;
}

export class TextModel {
  #text: string;
  #starts: number[] | undefined;

  constructor(text: string) {
    this.#text = text;
  }

  get text(): string {
    return this.#text;
  }

  set text(text: string) {
    this.#text = text;
    this.#starts = undefined;
  }

  /** Each line with its end; an empty text has one empty line. */
  get lines(): string[] {
    const starts = this.#lineStarts;
    return starts.map((start, line) => this.#text.slice(start, starts[line + 1]));
  }

  replace({ range, text }: Change): void {
    const [one, other] = [this.offsetAt(range.start), this.offsetAt(range.end)];
    const [start, end] = one <= other ? [one, other] : [other, one];
    this.text = this.#text.slice(0, start) + text + this.#text.slice(end);
  }

  /** What is past the end of a line is its end, before its line end; what is past the last line, the end of all. */
  offsetAt({ line, character }: Position): number {
    const starts = this.#lineStarts;
    if (line < 0) {
      return 0;
    }
    if (line >= starts.length) {
      return this.#text.length;
    }
    const start = starts[line]!;
    const { length } = this.#text.slice(start, starts[line + 1]).replace(/[\r\n]+$/, '');
    return start + Math.max(0, Math.min(character, length));
  }

  /** The position of an offset. There is none between `\r` and `\n`: the one before them is given. */
  positionAt(offset: number): Position {
    const starts = this.#lineStarts;
    const line = starts.findLastIndex((start) => start <= offset);
    const length = this.#text.slice(starts[line], starts[line + 1]).replace(/[\r\n]+$/, '').length;
    return { line, character: Math.min(offset - starts[line]!, length) };
  }

  /** The one change that makes another text of this one. */
  changeTo(text: string): Change {
    let start = 0;
    const shorter = Math.min(this.#text.length, text.length);
    while (start < shorter && this.#text[start] === text[start]) {
      start++;
    }
    let tail = 0;
    while (
      tail < shorter - start &&
      this.#text[this.#text.length - 1 - tail] === text[text.length - 1 - tail]
    ) {
      tail++;
    }
    // No position is between `\r` and `\n`.
    const isSplit = (offset: number) => this.#text.startsWith('\r\n', offset - 1);
    start -= start > 0 && isSplit(start) ? 1 : 0;
    tail -= tail > 0 && isSplit(this.#text.length - tail) ? 1 : 0;
    const end = this.#text.length - tail;
    const range = { start: this.positionAt(start), end: this.positionAt(end) };
    return { range, text: text.slice(start, text.length - tail) };
  }

  get #lineStarts(): readonly number[] {
    this.#starts ??= [0, ...[...this.#text.matchAll(/\r\n|\r|\n/g)].map((end) => end.index + end[0].length)];
    return this.#starts;
  }
}
