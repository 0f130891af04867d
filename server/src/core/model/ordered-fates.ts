/** What becomes of the flows of a section whose lines modify and delete flows: there the order of all lines counts. */
import type { FileFlow } from './file-flow';
import { agree } from './shared-bits';
import { identityHash, sameNumbers, type TableIndex } from './table-index';
import { matchAlike, type TableKind } from './table-kinds';

/** Beyond that, what is deleted and modified is left open: some hundredths of a second, however the file was made. */
const mostComparisons = 1_000_000;

/**
 * Finds out what becomes of the flows and writes it down with them. `flows` are those of a section, in the order of the
 * text; `tables` holds those that are added to each table. Gives the tables of which something has changed.
 */
export function settleInOrder(
  flows: Iterable<FileFlow>,
  tables: ReadonlyMap<number, TableIndex>,
): ReadonlySet<number> {
  const settling = new Settling(tables);
  for (const flow of flows) {
    const { command, table, accepted } = flow.facts.traits;
    if (command === 'add') {
      if (table === undefined) {
        flow.isUncertain = settling.isLeftOpen;
      } else {
        settling.add(table);
      }
    } else {
      flow.isUncertain = settling.isLeftOpen;
      if (accepted) {
        settling.change(flow);
      }
    }
  }
  return settling.write();
}

class Settling {
  readonly #tables = new Map<number, LiveFlows>();
  /** How many flows may still be compared with what is deleted or modified. */
  #comparisons = mostComparisons;

  constructor(tables: ReadonlyMap<number, TableIndex>) {
    for (const [number, index] of tables) {
      this.#tables.set(number, new LiveFlows(index));
    }
  }

  get isLeftOpen(): boolean {
    return this.#comparisons < 0;
  }

  /** Takes the next flow that is added to a table. */
  add(table: number): void {
    this.#tables.get(table)!.addNext(this.isLeftOpen);
  }

  /** Lets a line delete or modify the flows that are there. */
  change(by: FileFlow): void {
    const { table, tableKnown, command } = by.facts.traits;
    const one = tableKnown && table !== undefined ? this.#tables.get(table) : undefined;
    const chosen = tableKnown && table !== undefined ? (one ? [one] : []) : this.#tables.values();
    for (const live of chosen) {
      if (command.endsWith('_strict')) {
        live.changeSame(by);
      } else {
        this.#comparisons -= live.count;
        live.changeWithin(by, this.isLeftOpen);
      }
    }
  }

  write(): Set<number> {
    const changed = new Set<number>();
    for (const [number, live] of this.#tables) {
      if (live.write()) {
        changed.add(number);
      }
    }
    return changed;
  }
}

/** The flows of a table that are there at some point of the text. */
class LiveFlows {
  readonly #index: TableIndex;
  readonly #fates: FileFlow['fate'][];
  readonly #uncertain: Uint8Array;
  /** An open hash of the last flow of each identity, by its index from 1. */
  readonly #last: Int32Array;
  readonly #isLive: Uint8Array;
  /** By index, in the order of the text; some may be gone since. */
  #list: number[] = [];
  #next = 0;
  count = 0;

  constructor(index: TableIndex) {
    const { length } = index.flows;
    this.#index = index;
    this.#fates = new Array(length);
    this.#uncertain = new Uint8Array(length);
    this.#isLive = new Uint8Array(length);
    let size = 16;
    while (size < 2 * length) {
      size *= 2;
    }
    this.#last = new Int32Array(size);
  }

  addNext(isUncertain: boolean): void {
    const at = this.#next++;
    const { traits, isIdentified } = this.#index.kindAt(at);
    this.#uncertain[at] = isUncertain ? 1 : 0;
    if (!traits.accepted) {
      return;
    }
    // Of two matches of which a name hides some, nobody knows whether they are the same.
    if (isIdentified) {
      const place = this.#placeOf(this.#index.kindAt(at), this.#index.flows[at]!, this.#index.hashes[at]!);
      const before = this.#last[place]! - 1;
      if (before >= 0 && this.#isLive[before] === 1) {
        this.#fates[before] = { kind: 'replaced', by: this.#index.flows[at]! };
        this.#remove(before);
      }
      this.#last[place] = at + 1;
    }
    this.#isLive[at] = 1;
    this.#list.push(at);
    this.count++;
  }

  /** Lets a strict command change the very same flow. */
  changeSame(by: FileFlow): void {
    const { kinds } = this.#index;
    const kind = kinds.all[kinds.numberOf(by.facts.traits)]!;
    const at = this.#last[this.#placeOf(kind, by, identityHash(kind, by.facts))]! - 1;
    if (at >= 0 && this.#isLive[at] === 1) {
      this.#changeOne(at, by);
    }
  }

  /** Lets a command change all flows that match no more than it does; where that is left open, all may be changed. */
  changeWithin(by: FileFlow, isLeftOpen: boolean): void {
    const { kinds, flows } = this.#index;
    const outer = kinds.all[kinds.numberOf(by.facts.traits)]!;
    this.#list = this.#list.filter((at) => this.#isLive[at] === 1);
    for (const at of this.#list) {
      if (isLeftOpen) {
        this.#uncertain[at] = 1;
        this.#remove(at);
      } else {
        const inner = this.#index.kindAt(at);
        const isWithin = (inner.low & ~outer.low) === 0 && (inner.high & ~outer.high) === 0;
        const shared = isWithin ? kinds.signatures.within(outer.signature, inner.signature) : undefined;
        if (shared && agree(shared, by.facts, flows[at]!.facts)) {
          this.#changeOne(at, by);
        }
      }
    }
  }

  /** Tells the flows what has become of them; whether that is other than before. */
  write(): boolean {
    let isOther = false;
    for (const [at, flow] of this.#index.flows.entries()) {
      const fate = this.#fates[at];
      const isUncertain = this.#uncertain[at] === 1;
      if (flow.fate?.by !== fate?.by || flow.fate?.kind !== fate?.kind || flow.isUncertain !== isUncertain) {
        flow.fate = fate;
        flow.isUncertain = isUncertain;
        isOther = true;
      }
    }
    return isOther;
  }

  /** What is deleted by cookie, by port, or by what only a switch knows, may be this flow or not. */
  #changeOne(at: number, by: FileFlow): void {
    const { command, narrowed, matchKnown, tableKnown } = by.facts.traits;
    if (command.startsWith('delete') && !narrowed && matchKnown && tableKnown) {
      this.#fates[at] = { kind: 'deleted', by };
      this.#remove(at);
    } else {
      this.#uncertain[at] = 1;
    }
  }

  #remove(at: number): void {
    this.#isLive[at] = 0;
    this.count--;
  }

  #placeOf(kind: TableKind, { facts }: FileFlow, hash: number): number {
    const { flows, hashes } = this.#index;
    const end = this.#last.length - 1;
    let place = hash & end;
    for (;;) {
      const there = this.#last[place]! - 1;
      if (there < 0) {
        return place;
      }
      const isSame = hashes[there] === hash && matchAlike(this.#index.kindAt(there), kind);
      if (isSame && sameNumbers(flows[there]!.facts, facts)) {
        return place;
      }
      place = (place + 1) & end;
    }
  }
}
