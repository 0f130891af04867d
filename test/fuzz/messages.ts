/** What the process that runs a target and the one that watches it tell each other. */
import type { Failure } from './campaign';

/** What a runner is to do. */
export interface Task {
  readonly root: string;
  readonly target: string;
  readonly seed: number;
  readonly from: number;
  /** In milliseconds; at least one input is tried. */
  readonly time: number;
  /** So many inputs at most. */
  readonly most: number;
  /** One input as JSON, to be tried instead. */
  readonly input: string | undefined;
  /** Where the runner writes which input it is at, and how many it has counted: `Cell`. */
  readonly progress: SharedArrayBuffer;
}

/** The places in `progress`, numbers of 64 bits. */
export const Cell = { index: 0, inputs: 1, length: 2 } as const;

/** What a runner says. */
export type Report = { readonly failure: Failure } | { readonly ended: true };
