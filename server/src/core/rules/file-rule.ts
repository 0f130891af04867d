/** Diagnostics that only the whole file shows. */

import type { FlowFile } from '../model/flow-file';
import type { Pipeline } from '../model/tracking/pipeline';
import type { Edit } from '../syntax/fix';
import type { Span } from '../syntax/span';
import type { Rule } from './rule';

/** A place in the file, and what there is to see. */
export interface RelatedPlace {
  readonly line: number;
  readonly span: Span;
  readonly message: string;
}

/** A replacement in the file: from `start` in `line` to `end` in `endLine`, which is the same line if it is left out. */
export interface FileEdit extends Edit {
  readonly line: number;
  readonly endLine?: number;
}

/** A change to the file. */
export interface FileFix {
  readonly title: string;
  readonly edits: readonly FileEdit[];
}

/** One thing that a rule has to say about the file. */
export interface FileFinding {
  /** From 0. */
  readonly line: number;
  readonly span: Span;
  /** What is wrong, what Open vSwitch will do with it, what to do; and by which way it comes about. */
  readonly message: string;
  /** The flow can go: editors fade it. */
  readonly unnecessary?: boolean;
  readonly related?: readonly RelatedPlace[];
  /** Worked out only when asked for, of the file as it is then. The best fix first. */
  readonly fixes?: (input: FileRuleInput) => FileFix[];
}

/** What such a rule looks at. */
export interface FileRuleInput {
  readonly file: FlowFile;
  /** The text of a line. */
  readonly textOf: (line: number) => string;
  /** How packets get from table to table, in which connection states, for each section of the file. */
  readonly pipelines: readonly Pipeline[];
  /** Those of the sections that hold the flows of one switch at one time: others say nothing as a whole. */
  readonly flowSets: readonly Pipeline[];
}

/** One diagnostic of the whole file. */
export interface FileRule extends Rule {
  check(input: FileRuleInput): Iterable<FileFinding>;
}
