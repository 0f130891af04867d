/**
 * The overlaps of a table after an edit of few flows. Where these overlap nothing, and decide nothing of what overlaps,
 * all is as it was; that takes one look at the flows of the table.
 */
import type { Visibility } from './classifier';
import type { TableEdit } from './fates';
import type { FileFlow } from './file-flow';
import { costOf, tuplesOf } from './overlap-tuples';
import { mostHashed, type Overlaps, type VisibleFlows } from './overlaps';
import { agree, type SharedBits } from './shared-bits';
import type { TableIndex } from './table-index';

/** What was known before an edit, and what the edit has changed. */
export interface OverlapsBefore {
  readonly overlaps: Overlaps;
  readonly covered: ReadonlyMap<FileFlow, Visibility>;
  readonly edit: TableEdit;
}

/** Where more flows have changed, and more may be concerned, looking at everything anew is quicker. */
const mostLooks = 20_000;
const mostCome = 16;

/** The overlaps after an edit, in the states of before; undefined where it takes a look at everything. */
export function overlapsAfter(
  { overlaps, covered, edit: { gone, come } }: OverlapsBefore,
  table: VisibleFlows,
): Overlaps | undefined {
  const { candidates } = overlaps;
  const edited = [...gone, ...come];
  const isMuch = come.length > mostCome || candidates.length * edited.length > mostLooks;
  if (!overlaps.isWhole || !overlaps.isSmall || isMuch) {
    return undefined;
  }
  const isVisible = (flow: FileFlow) =>
    (covered.get(flow)?.visible ?? flow.facts.traits.states) === table.visibilityOf(flow).visible;
  const isTouched = candidates.some(
    ([left, right]) =>
      !isVisible(left) ||
      !isVisible(right) ||
      edited.some((flow) => flow === left || flow === right || mayDecide(flow, left, right, table.index)),
  );
  const costs = isTouched ? undefined : costsAfter(overlaps, come, table.index);
  return costs && { ...overlaps, costs };
}

/** Whether a flow may take packets that both match. */
function mayDecide(flow: FileFlow, left: FileFlow, right: FileFlow, index: TableIndex): boolean {
  const { kinds } = index;
  const signature = kinds.numberOfSignature(flow);
  return (
    flow.facts.priority > left.facts.priority &&
    [left, right].every((each) =>
      agree(kinds.signatures.shared(signature, kinds.numberOfSignature(each)), flow.facts, each.facts),
    )
  );
}

/** What it takes to find the overlaps, at most; undefined where that is too much, or where a flow that came overlaps another. */
function costsAfter(
  { costs }: Overlaps,
  come: readonly FileFlow[],
  index: TableIndex,
): ReadonlyMap<number, number> | undefined {
  // Flows that are gone make it less: that may be left as it was.
  const after = new Map(costs);
  for (const priority of new Set(come.map(({ facts }) => facts.priority))) {
    const flows = flowsAt(priority, index);
    if (come.some((flow) => flow.facts.priority === priority && overlapsAny(flow, flows, index))) {
      return undefined;
    }
    after.set(priority, costOf(tuplesOf(flows, index), flows.length));
  }
  let total = 0;
  for (const cost of after.values()) {
    total += cost;
  }
  return total <= mostHashed(index.flows.length) ? after : undefined;
}

/** The flows of a priority that take packets, by index. */
function flowsAt(priority: number, index: TableIndex): number[] {
  const found: number[] = [];
  const { flows, priorities } = index;
  for (let at = 0; at < flows.length; at++) {
    if (priorities[at] === priority && index.isTaking(at)) {
      found.push(at);
    }
  }
  return found;
}

function overlapsAny(flow: FileFlow, flows: readonly number[], index: TableIndex): boolean {
  const own = index.indexOf(flow);
  const { signature, takes } = index.kindAt(own);
  if (!takes) {
    return false;
  }
  const known: (SharedBits | undefined)[] = [];
  return flows.some((at) => {
    const other = index.kindAt(at).signature;
    known[other] ??= index.kinds.signatures.shared(signature, other);
    return at !== own && agree(known[other], flow.facts, index.flows[at]!.facts);
  });
}
