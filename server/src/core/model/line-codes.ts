/** What has to be known of each line to put the file together, as one number. */
import type { LineKind } from '../syntax/flow-line';
import type { FlowTraits } from './flow-traits';
import type { LineFacts } from './line-facts';

const kinds: readonly LineKind[] = [
  'flow',
  'blank',
  'comment',
  'header',
  'output',
  'group',
  'meter',
  'packet-out',
];

const kindBits = 7;
/** A flow that a switch has printed. */
export const printedBit = 8;
/** A flow that is added to a table that is known. */
const addedBit = 16;
/** A word stands in front that only `ovs-ofctl bundle` reads. */
export const bundledBit = 32;
const tableShift = 6;

/** Finds the numbers of lines. Most are written like the one in front: nothing is looked at then. */
export class LineCodes {
  #traits: FlowTraits | undefined;
  #isBundled = false;
  #code = 0;

  of(facts: LineFacts): number {
    const traits = facts.flow?.traits;
    const isBundled = facts.bundleWord !== undefined;
    if (!traits || traits !== this.#traits || isBundled !== this.#isBundled) {
      this.#traits = traits;
      this.#isBundled = isBundled;
      this.#code = codeOf(facts);
    }
    return this.#code;
  }
}

function codeOf({ kind, flow, bundleWord }: LineFacts): number {
  const code = kinds.indexOf(flow ? 'flow' : kind) | (bundleWord ? bundledBit : 0);
  if (!flow) {
    return code;
  }
  const { printed, command, table } = flow.traits;
  const isAddedFlow = command === 'add' && table !== undefined;
  return code | (printed ? printedBit : 0) | (isAddedFlow ? addedBit | (table << tableShift) : 0);
}

export function kindIn(code: number): LineKind {
  return kinds[code & kindBits]!;
}

export function isFlow(code: number): boolean {
  return (code & kindBits) === 0;
}

/** Whether the line adds a flow to a table that is known. */
export function isAdded(code: number): boolean {
  return (code & addedBit) !== 0;
}

/** Whether nothing but its place counts of such a line. */
export function isSilent(code: number): boolean {
  const kind = kindIn(code);
  return kind === 'blank' || kind === 'comment' || kind === 'output';
}

export function tableIn(code: number): number {
  return withoutSection(code) >> tableShift;
}

/** Which section a line was in is kept with its number: what was known of its table is found by it. */
const sectionShift = 16;
const noSection = 0x7fff;

/** The number of the line alone. */
export function withoutSection(code: number): number {
  return code & ((1 << sectionShift) - 1);
}

/** The number of a line in a section. Of very many sections the last ones are not known. */
export function inSection(code: number, section: number): number {
  return withoutSection(code) | (Math.min(section, noSection) << sectionShift);
}

/** The number of a line of which that is not known. */
export function inNoSection(code: number): number {
  return code | (noSection << sectionShift);
}

/** The section of a line; -1 where it is not known. */
export function sectionIn(code: number): number {
  const section = code >> sectionShift;
  return section === noSection ? -1 : section;
}
