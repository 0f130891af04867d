import type { Writable } from 'node:stream';

/** Nobody reads any more what is written, as after `| head`. */
export class NobodyReads extends Error {}

/** Standard output, written as fast as it is read. */
export class Output {
  readonly #stream: Writable;
  #failure: Error | undefined;

  constructor(stream: Writable) {
    this.#stream = stream;
    stream.on('error', (error) => {
      this.#failure ??= isBrokenPipe(error) ? new NobodyReads() : error;
    });
  }

  /** Resolves when more may be written; fails with `NobodyReads`, or with what keeps the text from being written. */
  async write(text: string): Promise<void> {
    if (text !== '' && this.#failure === undefined && !this.#stream.write(text)) {
      await this.#drained();
    }
    if (this.#failure !== undefined) {
      throw this.#failure;
    }
  }

  /** Resolves when there is room again, or never will be. */
  #drained(): Promise<void> {
    const events = ['drain', 'close', 'error'] as const;
    return new Promise((resolve) => {
      const done = () => {
        for (const event of events) {
          this.#stream.off(event, done);
        }
        resolve();
      };
      for (const event of events) {
        this.#stream.on(event, done);
      }
    });
  }

  /** Resolves when all is written. */
  async end(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#stream.write('', () => resolve());
    });
    if (this.#failure !== undefined) {
      throw this.#failure;
    }
  }
}

function isBrokenPipe(error: Error): boolean {
  return (
    'code' in error &&
    (error.code === 'EPIPE' || error.code === 'ERR_STREAM_DESTROYED' || error.code === 'EOF')
  );
}
