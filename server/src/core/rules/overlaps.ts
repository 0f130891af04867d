/** Flows of the same priority that match some of the same packets: as few flows as explain all of it. */
import { allStates } from '../conntrack/state-set';
import type { FileFlow } from '../model/flow-file';
import { addTo } from '../model/lists';
import { oncePer } from '../model/once';
import type { FlowPair } from '../model/overlaps-above';
import type { Pipeline } from '../model/tracking/pipeline';
import type { FileRuleInput } from './file-rule';

/** A flow, and those that it overlaps, which do other things with the packets. */
export interface OverlappingFlow {
  readonly flow: FileFlow;
  /** In the order of the text. */
  readonly others: readonly FileFlow[];
}

/**
 * The overlaps of a section, table by table, as few flows as explain them all: of one that overlaps many, the many are not
 * given as well.
 */
export function overlapsOf(
  { section, tables }: Pipeline,
  textOf: FileRuleInput['textOf'],
): (readonly OverlappingFlow[])[] {
  return [...section.tables.values()].map((table) => {
    const traffic = tables.get(table.number);
    return fewestOf(table.overlaps(traffic && !traffic.open ? traffic.states : allStates, textOf));
  });
}

/** The same pairs are explained by the same flows, wherever their lines go. */
const fewestOf = oncePer(fewest);

/** Those with the most overlaps first, until all are told; a greedy choice. */
function fewest(pairs: readonly FlowPair[]): readonly OverlappingFlow[] {
  const others = new Map<FileFlow, FileFlow[]>();
  for (const [left, right] of pairs) {
    addTo(others, left, right);
    addTo(others, right, left);
  }
  const told = new Set<FileFlow>();
  const result: OverlappingFlow[] = [];
  // Among equals, the later flow is the one that was added to what was there.
  const sorted = [...others].sort(
    ([one, ofOne], [other, ofOther]) => ofOther.length - ofOne.length || other.line - one.line,
  );
  for (const [flow, all] of sorted) {
    const left = all.filter((other) => !told.has(other));
    if (left.length > 0) {
      told.add(flow);
      result.push({ flow, others: left.sort((one, other) => one.line - other.line) });
    }
  }
  return result;
}
