/**
 * Keeps the whole file in step with its lines. An edit within lines changes the tables of their flows; one that adds or
 * takes away lines costs a look at a number for each line, and tables whose flows stay are kept as they are.
 */

import type { FileFlow } from './file-flow';
import { SectionDraft } from './file-sections';
import { FileTable } from './file-table';
import type { FlowFacts } from './flow-facts';
import type { FileSection, FlowFile } from './flow-file';
import { addedTo, KnownTables } from './known-tables';
import {
  inNoSection,
  inSection,
  isAdded,
  isFlow,
  isSilent,
  kindIn,
  LineCodes,
  printedBit,
  tableIn,
  withoutSection,
} from './line-codes';
import type { LineFacts } from './line-facts';

/** Stands for a line that has not been read since it changed. */
const unread = -1;

/** Where more lines change at once, all are gone through. */
const mostEdits = 64;

/** Lines, as they are asked for. */
export interface LineSource {
  readonly factsOf: (line: number) => LineFacts;
  /** The text of a line that heads a dump. */
  readonly headerOf: (line: number) => string;
}

/** Most flows are there in the end: they share what there is to say of that. */
const there = { fate: undefined, isUncertain: false };

/** What is known of each flow; `line` moves with the text. */
class KeptFlow implements FileFlow {
  line: number;
  readonly facts: FlowFacts;
  #end: Pick<FileFlow, 'fate' | 'isUncertain'> = there;

  constructor(line: number, facts: FlowFacts) {
    this.line = line;
    this.facts = facts;
  }

  get fate(): FileFlow['fate'] {
    return this.#end.fate;
  }
  set fate(fate: FileFlow['fate']) {
    this.#settle(fate, this.isUncertain);
  }
  get isUncertain(): boolean {
    return this.#end.isUncertain;
  }
  set isUncertain(isUncertain: boolean) {
    this.#settle(this.fate, isUncertain);
  }

  #settle(fate: FileFlow['fate'], isUncertain: boolean): void {
    this.#end = fate || isUncertain ? { fate, isUncertain } : there;
  }
}

export class FlowFileKeeper {
  #lines: LineFacts[];
  #flows: (KeptFlow | undefined)[];
  /** By line; there is room behind them. */
  #codes: Int32Array;
  /** As much room for what they become. */
  #nextCodes: Int32Array;
  /** Below, flows know their lines. */
  #placedUpTo = 0;
  /** Another object whenever lines come or go. */
  #numbering = {};
  /** Of lines that changed where they are, since the file was put together: what they were. */
  #edited: { readonly line: number; readonly code: number }[] | undefined;
  #file: FlowFile | undefined;
  readonly #lineCodes = new LineCodes();
  /** Tables that the last edits have taken apart: what is put together again is known. */
  #givenUp: readonly FileTable[] = [];

  constructor(length: number) {
    this.#lines = new Array(length);
    this.#flows = new Array(length);
    this.#codes = new Int32Array(length).fill(unread);
    this.#nextCodes = new Int32Array(length);
  }

  /** Tells that lines were replaced by others. */
  replace(first: number, count: number, added: number): void {
    if (count === added && this.#edited && this.#edited.length + count <= mostEdits) {
      for (let line = first; line < first + count; line++) {
        if (this.#codes[line] !== unread) {
          this.#edited.push({ line, code: this.#codes[line]! });
        }
      }
    } else {
      this.#edited = undefined;
    }
    if (count !== added) {
      this.#move(first, count, added);
      this.#placedUpTo = Math.min(this.#placedUpTo, first);
      this.#numbering = {};
    }
    this.#codes.fill(unread, first, first + added);
  }

  /** Puts the file together. Asks only for the lines that changed. */
  fileOf(source: LineSource): FlowFile {
    if (!this.#file || this.#edited?.length !== 0) {
      this.#file = this.#afterEdits(source) ?? this.#allLines(source);
      this.#edited = [];
    }
    return this.#file;
  }

  #move(first: number, count: number, added: number): void {
    for (let line = first; line < first + count; line++) {
      drop(this.#flows[line]);
    }
    const { length } = this.#lines;
    const lines: LineFacts[] = new Array(added);
    if (added < 10_000) {
      this.#lines.splice(first, count, ...lines);
      this.#flows.splice(first, count, ...new Array(added));
    } else {
      // Spread arguments go on the stack, which large pastes would overflow.
      this.#lines = [...this.#lines.slice(0, first), ...lines, ...this.#lines.slice(first + count)];
      this.#flows = [
        ...this.#flows.slice(0, first),
        ...new Array(added),
        ...this.#flows.slice(first + count),
      ];
    }
    if (this.#lines.length > this.#codes.length) {
      const room = this.#lines.length + (this.#lines.length >> 4);
      this.#nextCodes = new Int32Array(room);
      const codes = new Int32Array(room);
      codes.set(this.#codes);
      this.#codes = codes;
    }
    this.#codes.copyWithin(first + added, first + count, length);
  }

  /** The file after edits within lines that add to their tables what they added before; undefined where there are others. */
  #afterEdits(source: LineSource): FlowFile | undefined {
    const before = this.#file;
    if (!before || !this.#edited) {
      return undefined;
    }
    const changed = new Map<FileTable, FileFlow[]>();
    // Where flows stand is looked up before the first of them goes.
    const places = this.#edited.map(({ line, code }) => this.#placeOf(line, code));
    for (const [position, { line, code }] of this.#edited.entries()) {
      const place = places[position];
      const isSame = this.#read(line, source) === withoutSection(code);
      if (place && isSame) {
        const flows = changed.get(place.table) ?? [...place.table.flows];
        flows[place.index] = this.#flows[line]!;
        changed.set(place.table, flows);
      } else if (!isSame || !isSilent(code)) {
        return undefined;
      }
    }
    for (const { line, code } of this.#edited) {
      this.#codes[line] = code;
    }
    const sections = before.sections.map((section) => withTables(section, changed));
    return { lines: this.#lines, flows: this.#flows, sections, numbering: this.#numbering };
  }

  /** Where the flow of a line stands; undefined where lines of its section change what is in tables. */
  #placeOf(line: number, code: number): { readonly table: FileTable; readonly index: number } | undefined {
    const section = isAdded(code) ? sectionOf(this.#file!, line) : undefined;
    const table = addedTo(section, tableIn(code));
    return table && { table, index: table.index.indexOf(this.#flows[line]!) };
  }

  #allLines(source: LineSource): FlowFile {
    this.#placeFlows();
    const codes = this.#codes;
    const known = new KnownTables(this.#file?.sections ?? [], this.#givenUp, codes);
    const numbered = { flows: this.#flows, codes };
    const sections: FileSection[] = [];
    let draft = new SectionDraft(0);
    let header: string | undefined;
    let [isBehindBlank, isBehindPrinted] = [false, false];
    const begin = (line: number) => {
      isBehindPrinted = false;
      if (!draft.isEmpty) {
        sections.push(draft.finish(known, numbered));
        draft = new SectionDraft(line);
      }
    };
    for (let line = 0, end = 0; line < this.#lines.length; line = end) {
      if (codes[line] === unread) {
        this.#read(line, source);
      }
      const code = codes[line]!;
      end = line + 1;
      if (isFlow(code)) {
        const isPrinted = (code & printedBit) !== 0;
        // Dumps are set apart by blank lines; what a person writes may be set apart within one table.
        if (isPrinted && isBehindPrinted && isBehindBlank) {
          begin(line);
        }
        isBehindPrinted ||= isPrinted;
        isBehindBlank = false;
        // Most lines say the same of themselves as the one in front.
        while (isAdded(code) && end < this.#lines.length && codes[end] === code) {
          end++;
        }
        draft.addFlows(line, end, code, this.#flows[line]!);
      } else {
        const kind = kindIn(code);
        if (kind === 'header') {
          // A long reply comes in parts, each with the same header.
          const text = source.headerOf(line).replace(/:.*$/s, '');
          if (text !== header) {
            begin(line);
          }
          header = text;
        }
        draft.addOther(line, code, this.#lines[line]!);
        isBehindBlank = kind === 'blank' || (isBehindBlank && kind === 'comment');
      }
      this.#nextCodes.fill(inSection(code, sections.length), line, end);
    }
    sections.push(draft.finish(known, numbered));
    this.#givenUp = known.givenUp(sections);
    this.#codes = this.#nextCodes;
    this.#nextCodes = codes;
    return { lines: this.#lines, flows: this.#flows, sections, numbering: this.#numbering };
  }

  /** Tells flows where they are. */
  #placeFlows(): void {
    for (let line = this.#placedUpTo; line < this.#flows.length; line++) {
      const flow = this.#flows[line];
      if (flow) {
        flow.line = line;
      }
    }
    this.#placedUpTo = this.#flows.length;
  }

  #read(line: number, { factsOf }: LineSource): number {
    const facts = factsOf(line);
    const code = this.#lineCodes.of(facts);
    drop(this.#flows[line]);
    this.#lines[line] = facts;
    this.#flows[line] = facts.flow && new KeptFlow(line, facts.flow);
    this.#codes[line] = inNoSection(code);
    return code;
  }
}

function drop(flow: KeptFlow | undefined): void {
  if (flow) {
    flow.line = -1;
  }
}

function sectionOf({ sections }: FlowFile, line: number): FileSection {
  return sections.find(({ last }) => line <= last)!;
}

function withTables(section: FileSection, changed: ReadonlyMap<FileTable, readonly FileFlow[]>): FileSection {
  const tables = [...section.tables.values()];
  if (!tables.some((table) => changed.has(table))) {
    return section;
  }
  const after = tables.map((table) => {
    const flows = changed.get(table);
    return flows ? FileTable.added(table.number, flows, table) : table;
  });
  return { ...section, tables: new Map(after.map((table) => [table.number, table])) };
}
