/** Lines of a text that comes in pieces of any size. */
import { lengthWithoutEnd } from '../model/flow-document';

/**
 * The longest line that is held, in UTF-16 units. No OpenFlow message is longer than 64 KiB, so nothing that a switch
 * would take is written in that many characters; what is longer is no flow, and must not fill the memory.
 */
export const longestLine = 1 << 20;

/** A line, or a piece of one that is too long to be held. */
export interface LinePiece {
  /** With its line end (`\n`, `\r\n` or `\r`), if this is where the line ends; the last line of a text has none. */
  readonly raw: string;
  /** `part` and `last` make up a line that is too long: any number of parts, then the last piece. */
  readonly kind: 'line' | 'part' | 'last';
}

/**
 * Cuts a text into lines, wherever its pieces begin and end. Give it piece after piece, then say that it is at its end.
 * All that it returns, joined, is the text. What is held is never longer than `longest` and one piece.
 */
export class LineSplitter {
  readonly #longest: number;
  #held = '';
  #isTooLong = false;
  /** Whether what is held ends with `\r`, to which a `\n` may belong that is still to come. */
  #endsWithReturn = false;

  constructor(longest = longestLine) {
    this.#longest = longest;
  }

  /** The lines that end in this piece, and what is too long to be held. */
  add(piece: string): LinePiece[] {
    const done: LinePiece[] = [];
    if (piece === '') {
      return done;
    }
    let start = 0;
    if (this.#endsWithReturn) {
      start = piece.startsWith('\n') ? 1 : 0;
      done.push(this.#ended(piece.slice(0, start)));
    }
    let feed = piece.indexOf('\n', start);
    let carriage = piece.indexOf('\r', start);
    while (feed >= 0 || carriage >= 0) {
      const isReturn = carriage >= 0 && (feed < 0 || carriage < feed);
      if (isReturn && carriage === piece.length - 1) {
        this.#endsWithReturn = true;
        break;
      }
      const end = isReturn ? carriage + (feed === carriage + 1 ? 2 : 1) : feed + 1;
      done.push(this.#ended(piece.slice(start, end)));
      start = end;
      feed = feed >= 0 && feed < end ? piece.indexOf('\n', end) : feed;
      carriage = carriage >= 0 && carriage < end ? piece.indexOf('\r', end) : carriage;
    }
    this.#held += piece.slice(start);
    if (this.#held.length > this.#longest && !this.#endsWithReturn) {
      done.push({ raw: this.#held, kind: 'part' });
      this.#held = '';
      this.#isTooLong = true;
    }
    return done;
  }

  /** What is left when the text is at its end: nothing where it ends with a line end. */
  end(): LinePiece[] {
    return this.#held === '' && !this.#isTooLong ? [] : [this.#ended('')];
  }

  #ended(rest: string): LinePiece {
    const raw = this.#held + rest;
    const kind = this.#isTooLong || lengthWithoutEnd(raw) > this.#longest ? 'last' : 'line';
    this.#held = '';
    this.#isTooLong = false;
    this.#endsWithReturn = false;
    return { raw, kind };
  }
}

/**
 * The same text with memory of its own. A part that is cut from a long text keeps all of the text in memory, and what is
 * remembered of a line may be cut from it in turn.
 */
export function detached(text: string): string {
  return ` ${text}`.slice(1);
}
