/**
 * Action sets, which the buckets of groups are as well: what writes to the packet is done first, and then a single one
 * of the actions that send it somewhere, the one that ranks highest.
 * Source: lib/ofp-actions.c, ACTION_SET_FINAL_PRIORITY, ofpacts_execute_action_set.
 */
import type { Step } from '../steps';

/** What ends a set, in rising rank. */
const finals: readonly Step['kind'][] = ['ct', 'clear', 'jump', 'forward', 'group'];

/** What a set does, in that order, and the `ct` in it that something else keeps from being done. */
export function asActionSet(steps: readonly Step[]): {
  readonly done: readonly Step[];
  readonly notDone: readonly Step[];
} {
  let final: Step | undefined;
  for (const step of steps) {
    const isFinal = finals.includes(step.kind);
    if (isFinal && (!final || finals.indexOf(step.kind) >= finals.indexOf(final.kind))) {
      final = step;
    }
  }
  const others = steps.filter(({ kind }) => !finals.includes(kind));
  return {
    done: final ? [...others, final] : others,
    notDone: steps.filter((step) => step.kind === 'ct' && step !== final),
  };
}
