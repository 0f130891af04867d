/** So many lines leave much behind when they are opened or closed: more than is given back by itself. */
const manyLines = 10_000;

/** So long nothing must have happened, in milliseconds: a person is reading, or has gone. */
const pause = 2_000;

/**
 * Gives memory back once a large document was opened or closed, and nothing has happened since. Engines keep what
 * they once had to themselves as long as nobody asks, and one large message leaves several times its size behind.
 */
export class Rest {
  readonly #collect: () => void;
  #isDue = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** `collect` gives back what can be given back; it may take a tenth of a second. */
  constructor(collect: () => void) {
    this.#collect = collect;
  }

  /** Something has happened; `lines` were read or forgotten. */
  after(lines: number): void {
    this.#isDue ||= lines >= manyLines;
    if (this.#isDue) {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => {
        this.#isDue = false;
        this.#collect();
      }, pause);
    }
  }
}
