/** Which flows of a table a later flow of the same priority and match replaces. */
import type { FileFlow } from './file-flow';
import { isAmong } from './lists';
import type { TableChange, TableIndex } from './table-index';

/** What has become of the flows of a table. */
export interface Fates {
  /** Those that are replaced, in the order of the text; and what replaces each of them. */
  readonly replaced: readonly FileFlow[];
  readonly fates: readonly NonNullable<FileFlow['fate']>[];
}

/** Flows that were there before an edit and are no more; and those that are there now and were not. */
export interface TableEdit {
  readonly gone: readonly FileFlow[];
  readonly come: readonly FileFlow[];
  readonly isGone: (flow: FileFlow) => boolean;
}

/** Beyond that, all flows are looked at anew. */
const mostTouched = 200;

/** Finds out what becomes of the flows, and writes it down with them. */
export function settle(index: TableIndex): Fates {
  const { flows, hashes } = index;
  const replaced: FileFlow[] = [];
  // An open hash of the last flow of each identity, by its index from 1.
  let size = 16;
  while (size < 2 * flows.length) {
    size *= 2;
  }
  const last = new Int32Array(size);
  for (let at = 0; at < flows.length; at++) {
    const flow = flows[at]!;
    flow.fate = undefined;
    flow.isUncertain = false;
    if (!index.kindAt(at).isIdentified) {
      continue;
    }
    let place = hashes[at]! & (size - 1);
    while (last[place] !== 0 && !index.isSame(last[place]! - 1, at)) {
      place = (place + 1) & (size - 1);
    }
    if (last[place] !== 0) {
      const earlier = flows[last[place]! - 1]!;
      earlier.fate = { kind: 'replaced', by: flow };
      replaced.push(earlier);
    }
    last[place] = at + 1;
  }
  return fatesOf(replaced);
}

/**
 * The same after an edit, by a look at those flows only that are the same to Open vSwitch as those that came and went;
 * undefined where these are too many. `before`: what had become of the flows.
 */
export function settleEdited(
  index: TableIndex,
  change: TableChange,
  before: Fates,
): { readonly fates: Fates; readonly edit: TableEdit } | undefined {
  const isRemoved = isAmong(change.removed);
  const wanted = new Set(change.hashes);
  for (const [position, { by }] of before.fates.entries()) {
    const at = isRemoved(by) ? index.indexOf(before.replaced[position]!) : -1;
    if (at >= 0) {
      wanted.add(index.hashes[at]!);
    }
  }
  const touched = wanted.size > mostTouched ? undefined : flowsWith(index, wanted);
  if (!touched || touched.length > mostTouched) {
    return undefined;
  }
  const { flows } = index;
  const successors = successorsOf(touched, index);
  const added = new Set(change.added);
  const looked = new Set<FileFlow>(touched.map((at) => flows[at]!));
  const gone = [...change.removed];
  const come: FileFlow[] = [];
  for (const flow of looked) {
    const by = successors.get(flow);
    const wasThere = flow.fate === undefined && !added.has(flow);
    if (flow.fate?.by !== by || flow.fate?.kind !== (by && 'replaced')) {
      flow.fate = by && { kind: 'replaced', by };
    }
    flow.isUncertain = false;
    if (wasThere && by) {
      gone.push(flow);
    } else if (!wasThere && !by) {
      come.push(flow);
    }
  }
  const others = before.replaced.filter((flow) => !looked.has(flow) && !isRemoved(flow));
  return { fates: fatesOf([...others, ...successors.keys()]), edit: { gone, come, isGone: isAmong(gone) } };
}

/** Writes down with the flows of a table what becomes of them, where it was something else in between. */
export function reinstate({ flows }: TableIndex, { replaced, fates }: Fates): void {
  for (const flow of flows) {
    flow.fate = undefined;
    flow.isUncertain = false;
  }
  for (const [position, flow] of replaced.entries()) {
    flow.fate = fates[position];
  }
}

function fatesOf(replaced: FileFlow[]): Fates {
  replaced.sort((left, right) => left.line - right.line);
  return { replaced, fates: replaced.map(({ fate }) => fate!) };
}

/** By flow, the next one that replaces it. */
function successorsOf(touched: readonly number[], index: TableIndex): Map<FileFlow, FileFlow> {
  const identified = touched.filter((at) => index.kindAt(at).isIdentified);
  const successors = new Map<FileFlow, FileFlow>();
  for (const [position, at] of identified.entries()) {
    const next = identified.find((later, place) => place > position && index.isSame(at, later));
    if (next !== undefined) {
      successors.set(index.flows[at]!, index.flows[next]!);
    }
  }
  return successors;
}

/** The flows with one of the hashes, by index, in the order of the text. */
function flowsWith({ hashes }: TableIndex, wanted: ReadonlySet<number>): number[] {
  const found: number[] = [];
  for (const hash of wanted) {
    for (
      let at = hashes.indexOf(hash);
      at >= 0 && found.length <= mostTouched;
      at = hashes.indexOf(hash, at + 1)
    ) {
      found.push(at);
    }
  }
  return found.sort((left, right) => left - right);
}
