import type { CheckedDocument, Stage } from '../core/features/diagnostics';

/** Gives the messages that have arrived their turn: resolves once the event loop has been round. */
export type Turn = () => Promise<void>;

/** So long, in milliseconds, a message may have to wait for work on documents. */
const longestSlice = 5;

/** Somebody who waits for a document to reach a stage. */
interface Job {
  readonly content: CheckedDocument;
  readonly stage: Stage;
  readonly isWanted: () => boolean;
  readonly end: (isReached: boolean) => void;
  readonly fail: (error: unknown) => void;
}

/**
 * Long work on documents, in slices between which other messages are taken: an edit, a cancellation, a request that is
 * answered at once. What was done in a slice stays done, so that work that is given up helps whoever comes next.
 */
export class Slices {
  readonly turn: Turn;
  readonly #now: () => number;
  #jobs: Job[] = [];
  #isRunning = false;

  /** `now` is a clock in milliseconds. */
  constructor(turn: Turn, now: () => number = Date.now) {
    this.turn = turn;
    this.#now = now;
  }

  /**
   * Works until the document has reached the stage. Most reach it in the first slice, which is done at once. Gives false,
   * and does no more, when after a turn the result is no longer wanted.
   */
  async reach(content: CheckedDocument, stage: Stage, isWanted: () => boolean): Promise<boolean> {
    if (content.isReady(stage)) {
      return true;
    }
    const isQueued = this.#jobs.some((job) => job.content === content);
    if (!isQueued && this.#work({ content, stage })) {
      return true;
    }
    return new Promise((end, fail) => {
      this.#jobs.push({ content, stage, isWanted, end, fail });
      void this.#run();
    });
  }

  /** One slice in each turn, of one job after the other, however many there are. */
  async #run(): Promise<void> {
    if (this.#isRunning) {
      return;
    }
    this.#isRunning = true;
    while (this.#jobs.length > 0) {
      await this.turn();
      this.#dropUnwanted();
      const job = this.#jobs.shift();
      try {
        if (job && this.#work(job)) {
          job.end(true);
        } else if (job) {
          this.#jobs.push(job);
        }
      } catch (error) {
        job?.fail(error);
      }
    }
    this.#isRunning = false;
  }

  #dropUnwanted(): void {
    for (const job of this.#jobs.filter(({ isWanted }) => !isWanted())) {
      job.end(false);
    }
    this.#jobs = this.#jobs.filter(({ isWanted }) => isWanted());
  }

  /** Whether the stage is reached when time is up. */
  #work({ content, stage }: Pick<Job, 'content' | 'stage'>): boolean {
    const end = this.#now() + longestSlice;
    do {
      if (content.work(stage)) {
        return true;
      }
    } while (this.#now() < end);
    return false;
  }
}
