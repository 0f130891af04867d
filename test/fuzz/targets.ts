/** All targets, in the order in which they run. */
import { documentTarget } from './document';
import { lifecycleTarget } from './lifecycle';
import { parserTarget } from './parser';
import { readSeeds } from './seeds';
import { serverTarget } from './server';
import { streamTarget } from './stream';
import { summaryTarget } from './summaries';
import type { Target } from './target';

/** `root` is the folder of the project. */
export function targetsOf(root: string): readonly Target[] {
  const seeds = readSeeds(root);
  const targets = [
    parserTarget(seeds),
    summaryTarget(seeds),
    documentTarget(seeds),
    streamTarget(seeds),
    serverTarget(root, seeds),
    lifecycleTarget(root, seeds),
  ];
  // Nobody mixes up the inputs of two targets: each is only ever given its own.
  return targets as unknown as readonly Target[];
}
