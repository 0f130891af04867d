/** Packets that come back to the same flow: found once for the rules about them. */
import type { FileFlow } from '../model/flow-file';
import { oncePer } from '../model/once';
import { type Loop, LoopSearch } from '../model/tracking/loops';
import type { Pipeline } from '../model/tracking/pipeline';
import type { FileRuleInput } from './file-rule';

/** Nobody reads longer ways in a sentence. */
const mostLegs = 4;

/** A loop, and the flow and section in which it begins. */
export interface FoundLoop {
  readonly flow: FileFlow;
  readonly loop: Loop;
  readonly pipeline: Pipeline;
}

/** The loops of the file, in the order of its tables; each once. */
export const loopsIn = oncePer((input: FileRuleInput): readonly FoundLoop[] => [...search(input)]);

/** Nobody reads more. */
const mostLoops = 1_000;

function* search(input: FileRuleInput): Generator<FoundLoop> {
  for (const pipeline of input.flowSets) {
    if (!pipeline.whole) {
      continue;
    }
    const loops = new LoopSearch(pipeline);
    let left = mostLoops;
    // A loop over several flows is told once, where it is met first.
    const told = new Set<FileFlow>();
    for (const { groups, number } of pipeline.section.tables.values()) {
      const starts = pipeline.isReached(number) ? groups.all.filter((group) => loops.mayStart(group)) : [];
      for (const { flow } of groups.membersOf(starts)) {
        const loop = left === 0 || told.has(flow) ? undefined : loops.from(flow);
        if (loop) {
          for (const { flow: on } of loop.path) {
            told.add(on);
          }
          left--;
          yield { flow, loop, pipeline };
        }
      }
    }
  }
}

/** `ct to table 1, then resubmit to table 0`. */
export function wayOf({ path }: Loop): string {
  const legs = path.map(({ exit }) => `${exit.kind} to table ${exit.table}`);
  const shown =
    legs.length > mostLegs
      ? [...legs.slice(0, mostLegs - 1), `${legs.length - mostLegs + 1} more jumps`]
      : legs;
  return shown.join(', then ');
}
