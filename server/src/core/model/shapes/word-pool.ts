/** So many words may be in the pool before it is worth while to look for those that nobody uses any more, */
const fewest = 65_536;
/** and so many for each line of the document. */
const mostPerLine = 24;

/** A flow with words in the pool: those of its packets from `at` on, and some in front of them. */
interface PooledFlow {
  at: number;
  readonly wordsInFront: number;
  readonly signature: { readonly length: number };
}

/** Room for the words of many flows: one array, instead of one for each. */
export class WordPool {
  words = new Int32Array(1024);
  /** How many of them are in use, or were once. */
  used = 0;
  #mostUsed = 0;

  /** Whether most of it must have been left by lines that are gone, where so many are left. */
  isWasteful(lines: number): boolean {
    return this.used > Math.max(this.#mostUsed, fewest + mostPerLine * lines);
  }

  /** Keeps the words of these flows, and forgets all others. */
  gather(flows: Iterable<PooledFlow>): void {
    const { words } = this;
    this.used = 0;
    this.words = new Int32Array(1024);
    for (const flow of flows) {
      const { at, wordsInFront, signature } = flow;
      flow.at = wordsInFront + this.add(words.subarray(at - wordsInFront, at + signature.length));
    }
    this.#mostUsed = 2 * this.used;
  }

  /** Adds words; returns where they begin. */
  add(added: Int32Array): number {
    const at = this.used;
    const needed = at + added.length;
    if (needed > this.words.length) {
      const larger = new Int32Array(Math.max(needed, this.words.length + (this.words.length >> 2)));
      larger.set(this.words.subarray(0, at));
      this.words = larger;
    }
    for (let word = 0; word < added.length; word++) {
      this.words[at + word] = added[word]!;
    }
    this.used = needed;
    return at;
  }
}
