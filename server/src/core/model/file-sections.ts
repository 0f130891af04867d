/** Puts the lines of one section together. */

import type { FileFlow } from './file-flow';
import { FileTable } from './file-table';
import type { FileGroup, FilePacketOut, FileSection, LineCount } from './flow-file';
import { areSame, type KnownTables } from './known-tables';
import { bundledBit, isAdded, kindIn, printedBit, tableIn } from './line-codes';
import type { LineFacts } from './line-facts';
import { addTo } from './lists';
import { settleInOrder } from './ordered-fates';
import { TableIndex } from './table-index';

/** A section that is being read, line by line. */
export class SectionDraft {
  readonly #first: number;
  #last: number;
  /** By number. */
  readonly #tables: (FileFlow[] | undefined)[] = [];
  /** The numbers of the tables, in the order of the text. */
  readonly #numbers: number[] = [];
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
    return this.#numbers.length === 0 && this.#groups.size === 0 && this.#others.length === 0;
  }

  /** Takes a line with a flow; `code` is the number of the line. */
  addFlow(line: number, code: number, flow: FileFlow): void {
    this.#last = line;
    this.#isBehindFlow = true;
    this.#hasGap ||= this.#isBehindGap;
    if ((code & bundledBit) !== 0) {
      count(this.#bundled, line);
    } else if ((code & printedBit) === 0) {
      count(this.#plain, line);
    }
    if (isAdded(code)) {
      const number = tableIn(code);
      const flows = this.#tables[number];
      if (flows) {
        flows.push(flow);
      } else {
        this.#tables[number] = [flow];
        this.#numbers.push(number);
      }
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

  /** The section. `known`: the tables before an edit; `flows`: those of the file, by line. */
  finish(known: KnownTables, flows: readonly (FileFlow | undefined)[]): FileSection {
    return {
      first: this.#first,
      last: this.#last,
      tables: this.#changes ? this.#settledTables(known, flows) : this.#addedTables(known),
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

  #addedTables(known: KnownTables): Map<number, FileTable> {
    for (const flow of this.#others) {
      flow.isUncertain = false;
    }
    const tables = new Map<number, FileTable>();
    for (const number of this.#numbers) {
      const flows = this.#tables[number]!;
      const table =
        known.same(number, flows) ?? FileTable.added(number, flows.slice(), known.like(number, flows));
      tables.set(number, table);
    }
    return tables;
  }

  #settledTables(known: KnownTables, flows: readonly (FileFlow | undefined)[]): Map<number, FileTable> {
    const indexes = new Map<number, TableIndex>();
    for (const number of this.#numbers) {
      const list = this.#tables[number]!;
      const before = known.sectionOfMost(list)?.tables.get(number)?.index;
      indexes.set(
        number,
        before && areSame(before.flows, list) ? before : new TableIndex(list.slice(), before),
      );
    }
    const own = flows.slice(this.#first, this.#last + 1).filter((flow) => flow !== undefined);
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

function count(lines: LineCount, line: number): void {
  lines.first = lines.count === 0 ? line : lines.first;
  lines.count++;
}
