/**
 * The whole file: its flows by table, as they stand once a switch has been told all lines in their order; its groups
 * and meters. A file can hold several dumps; each is a section of its own, since it says nothing about the others.
 */
import { type FlowFacts, matchKeyOf } from './flow-facts';
import type { GroupFacts, LineFacts } from './line-facts';
import { addTo, lastUpTo } from './lists';
import { covers } from './packet-set';
import type { Step } from './steps';

/** A flow of the file. */
export interface FileFlow {
  /** From 0. */
  readonly line: number;
  readonly facts: FlowFacts;
  /** What a later line does to it: it is not in the table in the end. */
  fate: { readonly kind: 'replaced' | 'deleted'; readonly by: FileFlow } | undefined;
  /** Whether a later line modifies it, or may delete it: then it may do other things, or be gone. */
  isUncertain: boolean;
}

/** The flows of one table, in the order of the text. */
export interface FileTable {
  readonly number: number;
  /** Those that are added, whatever becomes of them. */
  readonly flows: FileFlow[];
}

/** A group of the file. */
export interface FileGroup {
  readonly line: number;
  readonly facts: GroupFacts;
}

/** A part of the file that stands for one switch. */
export interface FileSection {
  /** Its first and last line. */
  readonly first: number;
  last: number;
  /** By number; only tables with flows that are added. */
  readonly tables: Map<number, FileTable>;
  /** Flows that are modified or deleted, and added flows whose table is not known, in the order of the text. */
  readonly others: FileFlow[];
  readonly groups: Map<number, FileGroup[]>;
  readonly meters: Map<number, number[]>;
  readonly packetOuts: FilePacketOut[];
}

/** A packet that is sent from outside, once. */
export interface FilePacketOut {
  readonly line: number;
  readonly steps: readonly Step[];
  /** Whether `steps` is all that happens, and the packet begins as others do. */
  readonly stepsKnown: boolean;
}

/** All there is to know of a file without its text. */
export interface FlowFile {
  /** By line. */
  readonly lines: readonly LineFacts[];
  readonly sections: readonly FileSection[];
}

/** Puts the facts of all lines together. `headerOf` gives the text of a line that heads a dump. */
export function flowFileOf(lines: readonly LineFacts[], headerOf: (line: number) => string): FlowFile {
  const builder = new SectionBuilder(headerOf);
  for (const [line, facts] of lines.entries()) {
    builder.add(line, facts);
  }
  return { lines, sections: builder.sections };
}

/** The section that a line is in. */
export function sectionAt({ sections }: FlowFile, line: number): FileSection {
  return lastUpTo(sections, line, ({ first }) => first) ?? sections[0]!;
}

/** Whether the flow is there in the end, and is taken. */
export function isLive({ facts, fate }: FileFlow): boolean {
  return fate === undefined && facts.accepted;
}

/** The flow of a line; undefined where it has none. */
export function flowAt(file: FlowFile, line: number): FileFlow | undefined {
  const facts = file.lines[line]?.flow;
  if (!facts) {
    return undefined;
  }
  const section = sectionAt(file, line);
  const list = (facts.table !== undefined && section.tables.get(facts.table)?.flows) || [];
  return list.find((flow) => flow.line === line) ?? section.others.find((flow) => flow.line === line);
}

/** Beyond that, what is deleted and modified is left open: some tenths of a second, however the file was made. */
const mostComparisons = 1_000_000;

class SectionBuilder {
  readonly sections: FileSection[] = [emptySection(0)];
  readonly #headerOf: (line: number) => string;
  #header: string | undefined;
  /** Whether the line before was blank, and whether a printed flow has come since the section began. */
  #blank = false;
  #printed = false;
  /** The flows that are there, by table and identity. */
  #live = new Map<number, Map<string, FileFlow>>();
  /** How many flows may still be compared with what is deleted or modified. */
  #comparisons = mostComparisons;

  constructor(headerOf: (line: number) => string) {
    this.#headerOf = headerOf;
  }

  add(line: number, facts: LineFacts): void {
    switch (facts.kind) {
      case 'header': {
        // A long reply comes in parts, each with the same header.
        const header = this.#headerOf(line).replace(/:.*$/s, '');
        if (header !== this.#header) {
          this.#begin(line);
        }
        this.#header = header;
        break;
      }
      case 'flow':
        this.#addFlow(line, facts.flow!);
        break;
      case 'group':
        this.#addGroup(line, facts.group!);
        break;
      case 'meter':
        if (facts.meter?.number !== undefined && facts.meter.defines) {
          addTo(this.#section.meters, facts.meter.number, line);
        }
        break;
      case 'packet-out':
        this.#section.packetOuts.push({
          line,
          steps: facts.steps ?? [],
          stepsKnown: facts.stepsKnown ?? false,
        });
        break;
    }
    this.#section.last = line;
    this.#blank = facts.kind === 'blank' || (this.#blank && facts.kind === 'comment');
  }

  get #section(): FileSection {
    return this.sections.at(-1)!;
  }

  #begin(line: number): void {
    const { tables, groups, others } = this.#section;
    this.#live = new Map();
    this.#printed = false;
    if (tables.size > 0 || groups.size > 0 || others.length > 0) {
      this.sections.push(emptySection(line));
    }
  }

  #addFlow(line: number, facts: FlowFacts): void {
    // Dumps are set apart by blank lines; what a person writes may be set apart within one table.
    if (facts.printed && this.#printed && this.#blank) {
      this.#begin(line);
    }
    this.#printed ||= facts.printed;
    const flow: FileFlow = { line, facts, fate: undefined, isUncertain: this.#comparisons < 0 };
    const { tables, others } = this.#section;
    if (facts.command !== 'add' || facts.table === undefined) {
      others.push(flow);
      if (facts.accepted && facts.command !== 'add') {
        this.#change(flow);
      }
      return;
    }
    const table = tables.get(facts.table);
    if (table) {
      table.flows.push(flow);
    } else {
      tables.set(facts.table, { number: facts.table, flows: [flow] });
    }
    if (facts.accepted) {
      const live = this.#liveIn(facts.table);
      // Of two matches of which a name hides some, nobody knows whether they are the same.
      const key = facts.matchKnown ? identityOf(facts) : `line ${line}`;
      const before = live.get(key);
      if (before) {
        before.fate = { kind: 'replaced', by: flow };
      }
      live.set(key, flow);
    }
  }

  #liveIn(table: number): Map<string, FileFlow> {
    let live = this.#live.get(table);
    if (!live) {
      live = new Map();
      this.#live.set(table, live);
    }
    return live;
  }

  /** Lets a line delete or modify the flows that are there. */
  #change(by: FileFlow): void {
    const { table, tableKnown, command } = by.facts;
    const isStrict = command.endsWith('_strict');
    const key = isStrict ? identityOf(by.facts) : '';
    const chosen = tableKnown && table !== undefined ? [this.#liveIn(table)] : [...this.#live.values()];
    for (const live of chosen) {
      if (isStrict) {
        const before = live.get(key);
        if (before) {
          this.#changeOne(key, before, by, live);
        }
      } else {
        this.#changeAll(live, by);
      }
    }
  }

  #changeAll(live: Map<string, FileFlow>, by: FileFlow): void {
    this.#comparisons -= live.size;
    for (const [key, before] of live) {
      if (this.#comparisons < 0) {
        before.isUncertain = true;
      } else if (isWithin(before, by)) {
        this.#changeOne(key, before, by, live);
      }
    }
    if (this.#comparisons < 0) {
      live.clear();
    }
  }

  /** What is deleted by cookie, by port, or by what only a switch knows, may be this flow or not. */
  #changeOne(key: string, flow: FileFlow, by: FileFlow, live: Map<string, FileFlow>): void {
    const { command, narrowed, matchKnown, tableKnown } = by.facts;
    if (command.startsWith('delete') && !narrowed && matchKnown && tableKnown) {
      flow.fate = { kind: 'deleted', by };
      live.delete(key);
    } else {
      flow.isUncertain = true;
    }
  }

  #addGroup(line: number, facts: GroupFacts): void {
    const { groups } = this.#section;
    if (facts.command === 'delete') {
      return;
    }
    if (facts.number !== undefined) {
      addTo(groups, facts.number, { line, facts });
    }
  }
}

function emptySection(first: number): FileSection {
  return {
    first,
    last: first,
    tables: new Map(),
    others: [],
    groups: new Map(),
    meters: new Map(),
    packetOuts: [],
  };
}

/** Two flows of a table for which this is the same are one to Open vSwitch. */
function identityOf(facts: FlowFacts): string {
  return `${facts.priority};${matchKeyOf(facts)}`;
}

/** Whether a command for all flows of that match takes in the flow. */
function isWithin({ facts: inner }: FileFlow, { facts: outer }: FileFlow): boolean {
  return (inner.states & outer.states) === inner.states && covers(outer.packets, inner.packets);
}
