/** The pipeline of a document as plain data: its tables as nodes, the ways between them as edges. */

/** A place in the document: a line from 0, and a stretch of it in UTF-16 units. */
export interface PipelinePlace {
  readonly line: number;
  readonly start: number;
  readonly end: number;
}

/** A flow that no packet can hit, and why. */
export interface DeadFlow {
  readonly place: PipelinePlace;
  /** What the diagnostic says of it. */
  readonly reason: string;
}

/** One table. */
export interface PipelineTable {
  readonly number: number;
  /** How many flows it has in the document; 0 for a table that is only named. */
  readonly flows: number;
  /** Its first flow, or the first reference to it where it has none. */
  readonly place: PipelinePlace;
  /** Whether packets get there from table 0, as far as the document tells. */
  readonly reached: boolean;
  /**
   * The connection states in which packets arrive, each written as flags (`+trk+new`, `untracked`), the fewest that
   * say it; `undefined` when anything is possible, because the way there is not in the document.
   */
  readonly states: readonly string[] | undefined;
  readonly dead: readonly DeadFlow[];
  /** Whether a flow of the table sends packets out, and whether one drops them. */
  readonly outputs: boolean;
  readonly drops: boolean;
}

/** The ways from one table to another of one kind, taken together. */
export interface PipelineJump {
  readonly from: number;
  readonly to: number;
  /** `ct` for packets that come back from the connection tracker, `learn` for flows that are learned into a table. */
  readonly kind: 'resubmit' | 'goto_table' | 'ct' | 'learn';
  /** The actions that jump, in order of the lines; at most 100 of them. */
  readonly places: readonly PipelinePlace[];
  /** How many there are. */
  readonly count: number;
}

/** The answer to `ovsFlows/pipeline`. */
export interface Pipeline {
  /** The version of the document that it was worked out from. */
  readonly version: number;
  /** The first and the last line of the part of the document that it is the pipeline of. */
  readonly first: number;
  readonly last: number;
  /** By number. */
  readonly tables: readonly PipelineTable[];
  readonly jumps: readonly PipelineJump[];
}
