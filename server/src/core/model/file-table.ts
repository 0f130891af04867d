/** A table of the file: its flows, what becomes of them, what hides them, and which are alike. */
import type { StateSet } from '../conntrack/state-set';
import { uncovered, type Visibilities, type Visibility, visibilities } from './classifier';
import { visibilitiesAfter } from './classifier-edit';
import { Conjunctions } from './conjunctions';
import { type Fates, reinstate, settle, settleEdited, type TableEdit } from './fates';
import type { FileFlow } from './file-flow';
import { type Overlaps, overlapsOf, overlapsWhere } from './overlaps';
import type { FlowPair } from './overlaps-above';
import { overlapsAfter } from './overlaps-edit';
import type { TextOf } from './same-actions';
import { TableGroups } from './table-groups';
import { TableIndex } from './table-index';

/** The flows of one table. It never changes: an edit makes another, which takes over what stays true. */
export class FileTable {
  readonly number: number;
  /** The flows as numbers side by side. */
  readonly index: TableIndex;
  readonly #fates: Fates;
  /** Whether lines of the section modify or delete flows. */
  readonly #isChanged: boolean;
  #visibilities: Visibilities | undefined;
  #groups: TableGroups | undefined;
  #conjunctions: Conjunctions | undefined;
  #overlaps: Overlaps | undefined;
  /** What was known of overlaps before an edit, and what the edit has changed. */
  #before:
    | { readonly overlaps: Overlaps; readonly covered: FileTable['covered']; readonly edit: TableEdit }
    | undefined;

  private constructor(number: number, index: TableIndex, fates: Fates, isChanged: boolean) {
    this.number = number;
    this.index = index;
    this.#fates = fates;
    this.#isChanged = isChanged;
  }

  /** A table to which lines only add flows, which are in the order of the text. `before`: as it was before an edit. */
  static added(number: number, flows: readonly FileFlow[], before?: FileTable): FileTable {
    const index = new TableIndex(flows, before?.index);
    const change = index.takeChange();
    const settled = before && change && settleEdited(index, change, before.#fates);
    const table = new FileTable(number, index, settled ? settled.fates : settle(index), false);
    if (settled) {
      table.#takeOver(before, settled.edit);
    }
    return table;
  }

  /** A table of whose flows it is known already what becomes of them. */
  static settled(number: number, index: TableIndex): FileTable {
    const replaced = index.flows.filter(({ fate }) => fate?.kind === 'replaced');
    index.takeChange();
    return new FileTable(number, index, { replaced, fates: [] }, true);
  }

  /** Puts a table that was given up back in its place: all that was found out about it holds. */
  reinstate(): void {
    reinstate(this.index, this.#fates);
  }

  /** The flows that are added, whatever becomes of them, in the order of the text. */
  get flows(): readonly FileFlow[] {
    return this.index.flows;
  }

  /** Those that a later flow replaces, in the order of the text. */
  get replaced(): readonly FileFlow[] {
    return this.#fates.replaced;
  }

  /** The flows that others hide in some of their states. */
  get covered(): ReadonlyMap<FileFlow, Visibility> {
    this.#visibilities ??= visibilities(this.index);
    return this.#visibilities.covered;
  }

  /** The flows that are there, in groups. */
  get groups(): TableGroups {
    this.#groups ??= new TableGroups(this.index, this.covered, this.#isChanged ? undefined : this.replaced);
    return this.#groups;
  }

  /** Its conjunctions: until the next edit. */
  get conjunctions(): Conjunctions {
    this.#conjunctions ??= Conjunctions.of(this.groups);
    return this.#conjunctions;
  }

  /** The flows of the same priority that overlap, where packets get to the table in these states. */
  overlaps(reaching: StateSet, textOf: TextOf): readonly FlowPair[] {
    const known = this.#overlaps ?? (this.#before && overlapsAfter(this.#before, this));
    this.#before = undefined;
    this.#overlaps =
      (known && overlapsWhere(reaching, known, this, textOf)) ?? overlapsOf(this, reaching, textOf);
    return this.#overlaps.pairs;
  }

  visibilityOf(flow: FileFlow): Visibility {
    return this.covered.get(flow) ?? uncovered(flow);
  }

  /** What was found out before an edit, as far as it can be brought up to date by a look at what has changed. */
  #takeOver(before: FileTable, edit: TableEdit): void {
    const known = before.#visibilities;
    if (known) {
      this.#visibilities = visibilitiesAfter(known, this.index, edit);
      this.#before = before.#overlaps && { overlaps: before.#overlaps, covered: known.covered, edit };
    }
    this.#conjunctions = before.#conjunctions?.after(edit);
  }
}
