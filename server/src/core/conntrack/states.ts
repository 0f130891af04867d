/**
 * The model of connection state: the states a packet can be in, and what a match on them covers.
 * Everything the editor says about a `ct_state` match is read off this module.
 */
import {
  type ConnectionStateConstraint,
  type ConnectionStateFlag,
  connectionStateConstraints,
  connectionStateFlags,
} from '../facts/connection-state';

/** A match on connection state: the flags in `mask` have the values in `value`, the others any. */
export interface StateMatch {
  /** A subset of the bits of `mask`. */
  readonly value: number;
  readonly mask: number;
}

/** A bit for each flag that exists. */
export const allFlags: number = connectionStateFlags.reduce((bits, flag) => bits | flag.bit, 0);

/** The flag without which no other is set. */
export const trackedFlag: number = connectionStateConstraints.find(({ id }) => id === 'untracked')!.when.mask;

/** The states that obey every constraint, in ascending order. */
export const legalStates: readonly number[] = Array.from(
  { length: allFlags + 1 },
  (_, state) => state,
).filter((state) => connectionStateConstraints.every((constraint) => obeys(state, constraint)));

function obeys(state: number, constraint: ConnectionStateConstraint): boolean {
  const applies = (state & constraint.when.mask) === constraint.when.value;
  return !applies || (state & constraint.forbids) === 0;
}

/** The legal states that the match covers, in ascending order. Empty: it can never match. */
export function coveredStates(match: StateMatch): number[] {
  return legalStates.filter((state) => (state & match.mask) === match.value);
}

/** Whether any packet can match. */
export function isSatisfiable(match: StateMatch): boolean {
  return legalStates.some((state) => (state & match.mask) === match.value);
}

/** Whether packets that have never been tracked match as well. State 0 is the untracked one. */
export function coversUntracked(match: StateMatch): boolean {
  return match.value === 0;
}

/** What the covered states share without being asked for; nothing when the match covers no state. */
export function impliedFlags(match: StateMatch): StateMatch {
  const states = coveredStates(match);
  if (states.length === 0) {
    return { value: 0, mask: 0 };
  }
  let set = allFlags;
  let clear = allFlags;
  for (const state of states) {
    set &= state;
    clear &= ~state;
  }
  return { value: set & ~match.mask, mask: (set | clear) & ~match.mask };
}

/**
 * The flags that can all go without changing what is covered. Flags written by custom (`+trk`) are never
 * among them, nor is any flag of a match that covers nothing.
 */
export function redundantFlags(match: StateMatch): number {
  const wanted = coveredStates(match).length;
  if (wanted === 0) {
    return 0;
  }
  let kept = match;
  for (const flag of connectionStateFlags) {
    const customary = flag.customary && (match.value & flag.bit) !== 0;
    if (match.mask & flag.bit && !customary) {
      const without = withoutFlags(kept, flag.bit);
      // Leaving out a flag can only widen the cover, so an equal count is an equal cover.
      if (coveredStates(without).length === wanted) {
        kept = without;
      }
    }
  }
  return match.mask & ~kept.mask;
}

/** The match with its redundant flags left out. */
export function simplified(match: StateMatch): StateMatch {
  return withoutFlags(match, redundantFlags(match));
}

/** The match that does not ask about the given flags. */
export function withoutFlags(match: StateMatch, bits: number): StateMatch {
  return { value: match.value & ~bits, mask: match.mask & ~bits };
}

/** Whether two matches cover the same states. */
export function coverTheSame(left: StateMatch, right: StateMatch): boolean {
  const states = coveredStates(left);
  const others = coveredStates(right);
  return states.length === others.length && states.every((state, index) => state === others[index]);
}

/** The flags with a bit among the given ones, in bit order. */
export function flagsOf(bits: number): ConnectionStateFlag[] {
  return connectionStateFlags.filter((flag) => flag.bit & bits);
}
