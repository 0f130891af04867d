/** The tables of a file before an edit, to be found by what is left of them. */

import type { FileFlow } from './file-flow';
import type { FileTable } from './file-table';
import type { FileSection } from './flow-file';
import { sectionIn } from './line-codes';

export class KnownTables {
  readonly #sections: readonly FileSection[];
  readonly #givenUp: readonly FileTable[];
  readonly #codes: Int32Array;

  /** `givenUp`: tables that edits before have taken apart; `codes`: the numbers of lines, with the section of each. */
  constructor(sections: readonly FileSection[], givenUp: readonly FileTable[], codes: Int32Array) {
    this.#sections = sections;
    this.#givenUp = givenUp;
    this.#codes = codes;
  }

  /** The section that many of the flows were in; undefined where they are new. */
  sectionOfMost(flows: readonly FileFlow[]): FileSection | undefined {
    const [first, middle, last] = [0, flows.length >> 1, flows.length - 1].map((at) => flows[at]!);
    return this.#sectionOf(middle!) ?? this.#sectionOf(first!) ?? this.#sectionOf(last!);
  }

  #sectionOf({ line }: FileFlow): FileSection | undefined {
    return this.#sections[sectionIn(this.#codes[line]!)];
  }

  /** The table of a section to which lines only add flows, if it had so many: all of them are there still. */
  whole(number: number, section: number, count: number): FileTable | undefined {
    const table = addedTo(this.#sections[section], number);
    return table?.flows.length === count ? table : undefined;
  }

  /** A table with these flows, to which lines only add flows, as it was some edits ago. */
  again(number: number, flows: readonly FileFlow[]): FileTable | undefined {
    const found = this.#givenUp.find((each) => each.number === number && areSame(each.flows, flows));
    found?.reinstate();
    return found;
  }

  /** A table with many of these flows, to which lines only add flows. */
  like(number: number, flows: readonly FileFlow[]): FileTable | undefined {
    return addedTo(this.sectionOfMost(flows), number);
  }

  /** The tables that are not in the file any more: those that were last, and before them no more than there are flows. */
  givenUp(sections: readonly FileSection[]): FileTable[] {
    const kept = new Set(sections.flatMap(({ tables }) => [...tables.values()]));
    const last = this.#sections.flatMap(({ tables, changes }) => (changes ? [] : [...tables.values()]));
    let room = 0;
    for (const { flows } of kept) {
      room += flows.length;
    }
    return [...last, ...this.#givenUp].filter((table) => {
      const isGone = !kept.has(table) && table.flows.every(({ line }) => line >= 0);
      room -= isGone ? table.flows.length : 0;
      return isGone && room >= 0;
    });
  }
}

/** The table of a section to which lines only add flows. */
export function addedTo(section: FileSection | undefined, number: number): FileTable | undefined {
  return section?.changes === false ? section.tables.get(number) : undefined;
}

/** Whether the same flows stand in the same order. */
export function areSame(left: readonly FileFlow[], right: readonly FileFlow[]): boolean {
  if (left.length !== right.length) {
    return false;
  }
  for (let index = 0; index < left.length; index++) {
    if (left[index] !== right[index]) {
      return false;
    }
  }
  return true;
}
