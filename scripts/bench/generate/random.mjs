// Chance that repeats itself: the same seed gives the same numbers on every machine.

/** Numbers from a seed. The generator is Mulberry32, by Tommy Ettinger (public domain). */
export class Random {
  #state;

  /** @param {number} seed a whole number; only its low 32 bits count */
  constructor(seed) {
    this.#state = seed | 0;
  }

  /** @returns {number} a whole number from 0 to 2^32 - 1 */
  next() {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  }

  /**
   * @param {number} end
   * @returns {number} a whole number from 0 up to but not including the end
   */
  below(end) {
    return Math.floor((this.next() / 0x1_0000_0000) * end);
  }

  /**
   * @param {number} first
   * @param {number} last
   * @returns {number} a whole number from the first to the last
   */
  between(first, last) {
    return first + this.below(last - first + 1);
  }

  /**
   * @template Value
   * @param {readonly Value[]} values at least one
   * @returns {Value}
   */
  pick(values) {
    return /** @type {Value} */ (values[this.below(values.length)]);
  }

  /**
   * Some of the numbers below an end, each at most once, in ascending order.
   * @param {number} count
   * @param {number} end
   * @returns {number[]}
   */
  some(count, end) {
    const chosen = new Set();
    while (chosen.size < Math.min(count, end)) {
      chosen.add(this.below(end));
    }
    return [...chosen].sort((left, right) => left - right);
  }
}
