/** Where the reader was, in each of the documents that were shown. */
import type { ViewState } from '../graph/view-state';
import { keepState } from './host';

/** Documents beyond so many are forgotten. */
const most = 20;

export class Memory {
  readonly #states = new Map<string, ViewState>();

  constructor(kept: ViewState | undefined) {
    if (kept) {
      this.#states.set(kept.uri, kept);
    }
  }

  of(uri: string): ViewState | undefined {
    return this.#states.get(uri);
  }

  /** Keeps it for this window, and as the last one for the next. */
  keep(state: ViewState): void {
    this.#states.delete(state.uri);
    this.#states.set(state.uri, state);
    const [oldest] = this.#states.keys();
    if (this.#states.size > most && oldest !== undefined) {
      this.#states.delete(oldest);
    }
    keepState(state);
  }
}
