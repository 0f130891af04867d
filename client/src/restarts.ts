/** How often a server that dies is started again. Pure: the time is handed in. */

/** After so many restarts within the window it is left alone: whatever ends it will end it again. */
export const mostRestarts = 4;

/** The time that counts, in milliseconds. */
export const restartWindow = 3 * 60_000;

/**
 * Deaths that follow each other within this time, in milliseconds, are told once. VS Code keeps back messages that come
 * too quickly, four in 0.8 s, and the one kept back would be the last, that the server stays down.
 */
export const loopTime = 10_000;

/** What follows from a death. */
export interface Verdict {
  readonly startAgain: boolean;
  /** Whether it is news, and not one of a series that the user knows of. */
  readonly isNews: boolean;
}

/** Counts the deaths of one server. */
export class Restarts {
  #deaths: readonly number[] = [];

  /**
   * Takes down a death, and says what is to be done.
   *
   * @param now the time of the death, in milliseconds
   */
  died(now: number): Verdict {
    const previous = this.#deaths.at(-1);
    this.#deaths = [...this.#deaths.filter((death) => now - death < restartWindow), now];
    return {
      startAgain: this.#deaths.length <= mostRestarts,
      isNews: previous === undefined || now - previous >= loopTime,
    };
  }
}
