/** The flows of a table that are there, by what matters to packets on their way. */
import type { StateSet } from '../conntrack/state-set';
import type { Visibility } from './classifier';
import type { FileFlow } from './file-flow';
import type { FlowTraits } from './flow-traits';
import type { TableIndex } from './table-index';

/**
 * Flows of a table that are there and written alike, of which flows above leave the same states, and of which the same
 * is certain: packets that hit one of them go the same way as those that hit another.
 */
export interface FlowGroup {
  readonly traits: FlowTraits;
  /** The first of them in the text. */
  readonly first: FileFlow;
  /** How many there are. */
  count: number;
  /** The states in which packets can hit them. */
  readonly visible: StateSet;
  readonly isUncertain: boolean;
}

/** The flows of a table that are there, in groups. */
export class TableGroups {
  /** In the order of their first flows. */
  readonly all: readonly FlowGroup[];
  readonly #flows: readonly FileFlow[];
  /** By flow, the number of its group; -1 where it is in none. */
  readonly #groupOf: Int32Array;

  /** `gone`: the flows that are not there; undefined where any may be so, or be uncertain. */
  constructor(
    index: TableIndex,
    covered: ReadonlyMap<FileFlow, Visibility>,
    gone: readonly FileFlow[] | undefined,
  ) {
    this.#flows = index.flows;
    const drafts = draftsOf(index, covered, gone);
    const numbers = new Int32Array(drafts.count);
    const all: FlowGroup[] = [];
    for (let at = 0; at < index.flows.length; at++) {
      const draft = drafts.draftOf[at]!;
      if (draft < 0) {
        continue;
      }
      let number = numbers[draft]!;
      if (number === 0) {
        const flow = index.flows[at]!;
        const { traits } = index.kindAt(at);
        const visible = covered.get(flow)?.visible ?? traits.states;
        number = all.push({ traits, first: flow, count: 0, visible, isUncertain: flow.isUncertain });
        numbers[draft] = number;
      }
      all[number - 1]!.count++;
      drafts.draftOf[at] = number - 1;
    }
    this.all = all;
    this.#groupOf = drafts.draftOf;
  }

  /** The flows of the groups that are chosen, in the order of the text, each with its group. */
  *membersOf(chosen: Iterable<FlowGroup>): Generator<{ readonly flow: FileFlow; readonly group: FlowGroup }> {
    const groups = new Set(chosen);
    if (groups.size === 0) {
      return;
    }
    const isChosen = Uint8Array.from(this.all, (group) => (groups.has(group) ? 1 : 0));
    for (let at = 0; at < this.#groupOf.length; at++) {
      const number = this.#groupOf[at]!;
      if (number >= 0 && isChosen[number] === 1) {
        yield { flow: this.#flows[at]!, group: this.all[number]! };
      }
    }
  }
}

/** Numbers of groups, in no order: by kind, and others for flows that are not as most of their kind. */
function draftsOf(
  index: TableIndex,
  covered: ReadonlyMap<FileFlow, Visibility>,
  gone: readonly FileFlow[] | undefined,
): { readonly draftOf: Int32Array; readonly count: number } {
  const draftOf = index.kindOf.slice();
  // By what is left of them, then by kind and whether they are certain.
  const special = new Map<StateSet, Map<number, number>>();
  let count = index.kinds.all.length;
  const setApart = (at: number, visible: StateSet, isUncertain: boolean) => {
    let byKind = special.get(visible);
    if (!byKind) {
      byKind = new Map();
      special.set(visible, byKind);
    }
    const key = 2 * index.kindOf[at]! + Number(isUncertain);
    let number = byKind.get(key);
    if (number === undefined) {
      number = count++;
      byKind.set(key, number);
    }
    draftOf[at] = number;
  };
  for (const [flow, { visible }] of covered) {
    setApart(index.indexOf(flow), visible, flow.isUncertain);
  }
  for (const flow of gone ?? []) {
    draftOf[index.indexOf(flow)] = -1;
  }
  for (const [at, flow] of gone ? [] : index.flows.entries()) {
    if (flow.fate !== undefined) {
      draftOf[at] = -1;
    } else if (flow.isUncertain && !covered.has(flow)) {
      setApart(at, index.kindAt(at).traits.states, true);
    }
  }
  return { draftOf, count };
}
