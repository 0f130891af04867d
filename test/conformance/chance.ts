/** Chance that can be repeated: the same seed gives the same run of choices. */
export class Chance {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** At least 0, less than 1 (the generator known as mulberry32). */
  #next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** A whole number from 0 to one less than the limit. */
  below(limit: number): number {
    return Math.floor(this.#next() * limit);
  }

  /** A whole number, both ends included. */
  between(least: number, most: number): number {
    return least + this.below(most - least + 1);
  }

  /** Whether something happens that happens so many times in a hundred. */
  percent(share: number): boolean {
    return this.below(100) < share;
  }

  pick<Kind>(choices: readonly Kind[]): Kind {
    return choices[this.below(choices.length)]!;
  }

  /** One of several, by how many times each is in the pot. */
  weighted<Kind>(choices: readonly (readonly [weight: number, choice: Kind])[]): Kind {
    let position = this.below(choices.reduce((sum, [weight]) => sum + weight, 0));
    for (const [weight, choice] of choices) {
      position -= weight;
      if (position < 0) {
        return choice;
      }
    }
    throw new Error('nothing to choose from');
  }

  /** A number of so many bits: small, with a few bits, or with any. */
  bits(width: number): bigint {
    const all = (1n << BigInt(width)) - 1n;
    switch (this.below(5)) {
      case 0:
        return BigInt(this.below(10)) & all;
      case 1:
        return 1n << BigInt(this.below(width));
      case 2:
        return all >> BigInt(this.below(width));
      default:
        return this.#digits(width) & all;
    }
  }

  #digits(width: number): bigint {
    let number = 0n;
    for (let length = 0; length < width; length += 32) {
      number = (number << 32n) | BigInt(Math.floor(this.#next() * 2 ** 32));
    }
    return number;
  }

  shuffled<Kind>(list: readonly Kind[]): Kind[] {
    const shuffled = [...list];
    for (let last = shuffled.length - 1; last > 0; last--) {
      const other = this.below(last + 1);
      [shuffled[last], shuffled[other]] = [shuffled[other]!, shuffled[last]!];
    }
    return shuffled;
  }
}
