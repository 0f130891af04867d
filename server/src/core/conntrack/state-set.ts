/**
 * Sets of connection states, as bits: one for each legal state, in the order of `legalStates`. Small enough to be
 * kept for every flow, and united and compared at once.
 */
import { legalStates, type StateMatch, trackedFlag } from './states';

/** A set of legal states; bit N stands for `legalStates[N]`. */
export type StateSet = bigint;

export const noStates: StateSet = 0n;

/** Every state that a packet can be in. */
export const allStates: StateSet = (1n << BigInt(legalStates.length)) - 1n;

/** The state of packets that have not been through the tracker. */
export const untracked: StateSet = statesWhere((state) => state === 0);

/** The states of packets that have been through it. */
export const tracked: StateSet = statesWhere((state) => (state & trackedFlag) !== 0);

/** The states of which this holds. */
export function statesWhere(holds: (state: number) => boolean): StateSet {
  return legalStates.reduce((set, state, index) => (holds(state) ? set | (1n << BigInt(index)) : set), 0n);
}

/** The states in which that flag is set. `bit` is the flag's. */
export function statesWith(bit: number): StateSet {
  return statesOf({ value: bit, mask: bit });
}

const ofMatch = new Map<number, StateSet>();

/** The states that a match covers. */
export function statesOf({ value, mask }: StateMatch): StateSet {
  const key = (mask << 8) | value;
  let set = ofMatch.get(key);
  if (set === undefined) {
    set = statesWhere((state) => (state & mask) === value);
    ofMatch.set(key, set);
  }
  return set;
}

/** The states of the set, in ascending order. */
export function statesIn(set: StateSet): number[] {
  return legalStates.filter((_, index) => ((set >> BigInt(index)) & 1n) === 1n);
}
