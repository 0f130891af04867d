/** Puts the lines of one section together. */

import type { FileFlow } from './file-flow';
import { FileTable } from './file-table';
import type { FileGroup, FilePacketOut, FileSection, LineCount } from './flow-file';
import { areSame, type KnownTables } from './known-tables';
import { bundledBit, isAdded, kindIn, printedBit, sectionIn, tableIn } from './line-codes';
import type { LineFacts } from './line-facts';
import { addTo } from './lists';
import { settleInOrder } from './ordered-fates';
import { TableIndex } from './table-index';

/** The flows of the file by line, and the numbers of the lines, which tell the sections that they were in before an edit. */
export interface NumberedFlows {
  readonly flows: readonly (FileFlow | undefined)[];
  readonly codes: Int32Array;
}

/** A table, as far as it has been read: how many flows it has, and what section the first was in; those that were in others. */
interface TableDraft {
  readonly number: number;
  readonly section: number;
  count: number;
  others: number;
}

/** A section that is being read, line by line. */
export class SectionDraft {
  readonly #first: number;
  #last: number;
  /** By number; and in the order of the text. */
  readonly #tables: (TableDraft | undefined)[] = [];
  readonly #inOrder: TableDraft[] = [];
  readonly #others: FileFlow[] = [];
  #changes = false;
  readonly #groups = new Map<number, FileGroup[]>();
  readonly #groupLines: number[] = [];
  readonly #meters = new Map<number, number[]>();
  readonly #packetOuts: FilePacketOut[] = [];
  readonly #headers: LineCount = { count: 0, first: -1 };
  readonly #bundled: LineCount = { count: 0, first: -1 };
  readonly #plain: LineCount = { count: 0, first: -1 };
  #isBehindFlow = false;
  #isBehindGap = false;
  #hasGap = false;

  constructor(first: number) {
    this.#first = first;
    this.#last = first;
  }

  /** Whether another dump would still be part of it. */
  get isEmpty(): boolean {
    return this.#inOrder.length === 0 && this.#groups.size === 0 && this.#others.length === 0;
  }

  /** Takes lines with flows, all with the same number: one, or several of flows that are added. `flow` is the first. */
  addFlows(first: number, end: number, code: number, flow: FileFlow): void {
    this.#last = end - 1;
    this.#isBehindFlow = true;
    this.#hasGap ||= this.#isBehindGap;
    if ((code & bundledBit) !== 0) {
      count(this.#bundled, first, end);
    } else if ((code & printedBit) === 0) {
      count(this.#plain, first, end);
    }
    if (isAdded(code)) {
      const number = tableIn(code);
      let table = this.#tables[number];
      if (!table) {
        table = { number, section: sectionIn(code), count: 0, others: 0 };
        this.#tables[number] = table;
        this.#inOrder.push(table);
      }
      table.count += end - first;
      table.others += sectionIn(code) === table.section ? 0 : end - first;
    } else {
      const { command, accepted } = flow.facts.traits;
      this.#others.push(flow);
      this.#changes ||= accepted && command !== 'add';
    }
  }

  /** Takes any other line. */
  addOther(line: number, code: number, { group, meter, packetOut }: LineFacts): void {
    this.#last = line;
    if ((code & bundledBit) !== 0) {
      count(this.#bundled, line);
    }
    switch (kindIn(code)) {
      case 'blank':
        this.#isBehindGap ||= this.#isBehindFlow;
        break;
      case 'header':
        count(this.#headers, line);
        break;
      case 'group':
        this.#groupLines.push(line);
        if (group?.number !== undefined && group.command !== 'delete') {
          addTo(this.#groups, group.number, { line, facts: group });
        }
        break;
      case 'meter':
        if (meter?.number !== undefined && meter.defines) {
          addTo(this.#meters, meter.number, line);
        }
        break;
      case 'packet-out':
        this.#packetOuts.push({
          line,
          steps: packetOut?.steps ?? [],
          stepsKnown: packetOut?.stepsKnown ?? false,
        });
        break;
    }
  }

  /** The section. `known`: the tables before an edit; `lines`: all of the file. */
  finish(known: KnownTables, lines: NumberedFlows): FileSection {
    return {
      first: this.#first,
      last: this.#last,
      tables: this.#changes ? this.#settledTables(known, lines) : this.#addedTables(known, lines),
      others: this.#others,
      changes: this.#changes,
      groups: this.#groups,
      groupLines: this.#groupLines,
      meters: this.#meters,
      packetOuts: this.#packetOuts,
      headers: this.#headers,
      hasGap: this.#hasGap,
      bundled: this.#bundled,
      plain: this.#plain,
    };
  }

  #addedTables(known: KnownTables, lines: NumberedFlows): Map<number, FileTable> {
    for (const flow of this.#others) {
      flow.isUncertain = false;
    }
    const tables = new Map<number, FileTable | undefined>();
    for (const { number, section, count, others } of this.#inOrder) {
      tables.set(number, others === 0 ? known.whole(number, section, count) : undefined);
    }
    for (const { number, flows } of this.#gathered(lines, ({ number }) => !tables.get(number))) {
      const table = known.again(number, flows) ?? FileTable.added(number, flows, known.like(number, flows));
      tables.set(number, table);
    }
    return tables as Map<number, FileTable>;
  }

  /** The flows of some of the tables, each in a list that has no room for others. */
  #gathered(
    { flows, codes }: NumberedFlows,
    isWanted: (table: TableDraft) => boolean,
  ): { readonly number: number; readonly flows: readonly FileFlow[] }[] {
    const wanted = this.#inOrder
      .filter(isWanted)
      .map(({ number, count }) => ({ number, flows: new Array<FileFlow>(count), next: 0 }));
    const tables: (typeof wanted)[number][] = [];
    for (const table of wanted) {
      tables[table.number] = table;
    }
    for (let line = this.#first; wanted.length > 0 && line <= this.#last; line++) {
      const code = codes[line]!;
      const table = isAdded(code) ? tables[tableIn(code)] : undefined;
      if (table) {
        table.flows[table.next++] = flows[line]!;
      }
    }
    return wanted;
  }

  #settledTables(known: KnownTables, lines: NumberedFlows): Map<number, FileTable> {
    const indexes = new Map<number, TableIndex>();
    for (const { number, flows: list } of this.#gathered(lines, () => true)) {
      const before = known.sectionOfMost(list)?.tables.get(number)?.index;
      indexes.set(number, before && areSame(before.flows, list) ? before : new TableIndex(list, before));
    }
    const own = lines.flows.slice(this.#first, this.#last + 1).filter((flow) => flow !== undefined);
    const changed = settleInOrder(own, indexes);
    const tables = new Map<number, FileTable>();
    for (const [number, index] of indexes) {
      const { flows: list } = index;
      const before = known.sectionOfMost(list);
      const table = before?.changes === true ? before.tables.get(number) : undefined;
      const isKept = table?.index === index && !changed.has(number);
      tables.set(number, isKept ? table : FileTable.settled(number, index));
    }
    return tables;
  }
}

function count(lines: LineCount, first: number, end = first + 1): void {
  lines.first = lines.count === 0 ? first : lines.first;
  lines.count += end - first;
}
