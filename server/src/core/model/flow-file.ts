/**
 * The whole file: its flows by table, as they stand once a switch has been told all lines in their order; its groups
 * and meters. A file can hold several dumps; each is a section of its own, since it says nothing about the others.
 */
import type { FileFlow } from './file-flow';
import type { FileTable } from './file-table';
import type { GroupFacts, LineFacts } from './line-facts';
import { lastUpTo } from './lists';
import type { Step } from './steps';

export { type FileFlow, isLive } from './file-flow';

/** A group of the file. */
export interface FileGroup {
  readonly line: number;
  readonly facts: GroupFacts;
}

/** Lines of some sort: how many there are, and the first. */
export interface LineCount {
  count: number;
  first: number;
}

/** A part of the file that stands for one switch. */
export interface FileSection {
  /** Its first and last line. */
  readonly first: number;
  readonly last: number;
  /** By number, in the order of the text; only tables with flows that are added. */
  readonly tables: ReadonlyMap<number, FileTable>;
  /** Flows that are modified or deleted, and added flows whose table is not known, in the order of the text. */
  readonly others: readonly FileFlow[];
  /** Whether lines of the section modify or delete flows. */
  readonly changes: boolean;
  /** By number, those that are there; and the lines that have to do with groups. */
  readonly groups: ReadonlyMap<number, readonly FileGroup[]>;
  readonly groupLines: readonly number[];
  readonly meters: ReadonlyMap<number, readonly number[]>;
  readonly packetOuts: readonly FilePacketOut[];
  /** How many lines head a dump, and the first of them. */
  readonly headers: LineCount;
  /** Whether a blank line stands between flows. */
  readonly hasGap: boolean;
  /** Lines with a word in front that only `ovs-ofctl bundle` reads; and flows without it that no switch has printed. */
  readonly bundled: LineCount;
  readonly plain: LineCount;
}

/** A packet that is sent from outside, once. */
export interface FilePacketOut {
  readonly line: number;
  readonly steps: readonly Step[];
  /** Whether `steps` is all that happens, and the packet begins as others do. */
  readonly stepsKnown: boolean;
}

/** All there is to know of a file without its text. It is true until the next edit. */
export interface FlowFile {
  /** By line. */
  readonly lines: readonly LineFacts[];
  /** By line; undefined where it has no flow. */
  readonly flows: readonly (FileFlow | undefined)[];
  readonly sections: readonly FileSection[];
  /** The same as before an edit where no flow has moved to another line. */
  readonly numbering: object;
}

/** The section that a line is in. */
export function sectionAt({ sections }: FlowFile, line: number): FileSection {
  return lastUpTo(sections, line, ({ first }) => first) ?? sections[0]!;
}

/** The flow of a line; undefined where it has none. */
export function flowAt({ flows }: FlowFile, line: number): FileFlow | undefined {
  return flows[line];
}
