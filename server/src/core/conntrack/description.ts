/** Matches on connection state, in plain English. */
import { connectionStateFlags } from '../facts/connection-state';
import { listSpelling } from './spelling';
import { allFlags, coveredStates, flagsOf, legalStates, type StateMatch, simplified } from './states';

/** Completes "Matches …": which packets the match is about. */
export function describePackets(match: StateMatch): string {
  const states = coveredStates(match);
  if (states.length === 0) {
    return 'no packet: no packet can be in such a state';
  }
  if (states.length === legalStates.length) {
    return 'every packet, tracked or not';
  }
  const { value, mask } = simplified(match);
  const others = value & ~customary;
  const set = flagsOf(others === 0 ? value : others).map((flag) => flag.whenSet);
  const clear = flagsOf(mask & ~value).map((flag) => flag.whenClear);
  if (set.length === 0 || clear.length <= 2) {
    return `packets that ${joined([...set, ...clear])}`;
  }
  const left = flagsOf(mask & ~value).map((flag) => flag.name);
  return `packets that ${joined(set)}, with ${joined(left)} clear`;
}

const customary = connectionStateFlags.reduce((bits, flag) => bits | (flag.customary ? flag.bit : 0), 0);

/** Some states, compactly: those with certain flags set and certain others set or clear. */
export interface StateGroup {
  /** The flags set in every state of the group. */
  readonly set: number;
  /** The flags that may be set or clear. */
  readonly free: number;
}

/** Splits the states that a match covers into groups that do not overlap, the largest first: a greedy choice. */
export function groupStates(match: StateMatch): StateGroup[] {
  let rest = coveredStates(match);
  const groups: StateGroup[] = [];
  while (rest.length > 0) {
    const group = largestGroup(rest);
    groups.push(group);
    rest = rest.filter((state) => (state & ~group.free) !== group.set);
  }
  return groups;
}

function largestGroup(states: readonly number[]): StateGroup {
  const left = new Set(states);
  let best: StateGroup = { set: states[0]!, free: 0 };
  let bestSize = 0;
  for (const set of states) {
    for (let free = allFlags & ~set; ; free = (free - 1) & allFlags & ~set) {
      const size = 2 ** flagsOf(free).length;
      if (size > bestSize && combinations(set, free).every((state) => left.has(state))) {
        best = { set, free };
        bestSize = size;
      }
      if (free === 0) {
        break;
      }
    }
  }
  return best;
}

function combinations(set: number, free: number): number[] {
  const states: number[] = [];
  for (let bits = free; ; bits = (bits - 1) & free) {
    states.push(set | bits);
    if (bits === 0) {
      return states;
    }
  }
}

/** One group in words: `est|trk` with or without rel, rpl. */
export function describeGroup(group: StateGroup): string {
  const set = group.set === 0 ? 'untracked' : `\`${listSpelling(group.set)}\``;
  const free = flagsOf(group.free).map((flag) => flag.name);
  return free.length === 0 ? set : `${set} with or without ${free.join(', ')}`;
}

/** "a", "a and b", "a, b and c"; or with another word in the place of "and". */
export function joined(parts: readonly string[], conjunction: 'and' | 'or' = 'and'): string {
  return parts.length < 2
    ? (parts[0] ?? '')
    : `${parts.slice(0, -1).join(', ')} ${conjunction} ${parts[parts.length - 1]}`;
}
