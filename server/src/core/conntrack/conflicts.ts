/** Why a match can never match, and the smallest changes that let it. */
import {
  type ConnectionStateConstraint,
  connectionStateConstraints,
  connectionStateFlags,
} from '../facts/connection-state';
import { allFlags, isSatisfiable, type StateMatch, simplified, withoutFlags } from './states';

/** A smallest set of flags in a match that cannot go together. */
export interface Conflict {
  /** The flags at fault, with the values the match asks for. */
  readonly flags: StateMatch;
  /** The constraint that excludes them; the one of highest precedence when several do. */
  readonly constraint: ConnectionStateConstraint;
}

/** All smallest sets of flags of the match that cannot go together. Empty when packets can match. */
export function conflictsIn(match: StateMatch): Conflict[] {
  if (isSatisfiable(match)) {
    return [];
  }
  const conflicts: Conflict[] = [];
  for (const bits of subsetsBySize(match.mask)) {
    const flags = { value: match.value & bits, mask: bits };
    const smallest = conflicts.every((conflict) => (conflict.flags.mask & bits) !== conflict.flags.mask);
    if (smallest && !isSatisfiable(flags)) {
      const constraint = connectionStateConstraints.find((candidate) => excludes(candidate, flags));
      if (constraint) {
        conflicts.push({ flags, constraint });
      }
    }
  }
  return conflicts;
}

/** Whether the one constraint alone leaves no state, legal otherwise or not, that matches. */
function excludes(constraint: ConnectionStateConstraint, match: StateMatch): boolean {
  for (let state = 0; state <= allFlags; state++) {
    const applies = (state & constraint.when.mask) === constraint.when.value;
    const allowed = !applies || (state & constraint.forbids) === 0;
    if (allowed && (state & match.mask) === match.value) {
      return false;
    }
  }
  return true;
}

/**
 * Every smallest change that makes an impossible match possible.
 *
 * In an exact match (all flags asked for) a change turns flags over, so that it stays exact. In any other
 * it leaves flags out; a flag that is written by custom (`trk`) is turned over instead, because it is
 * then implied anyway and people expect to read it. What becomes redundant by the change is left out too.
 * Repairs that keep more flags set come first. Empty when the match is possible as it is.
 */
export function minimalRepairs(match: StateMatch): StateMatch[] {
  const exact = match.mask === allFlags;
  const changed: number[] = [];
  const repairs: StateMatch[] = [];
  if (isSatisfiable(match)) {
    return repairs;
  }
  for (const bits of subsetsBySize(match.mask)) {
    const smallest = changed.every((other) => (other & bits) !== other);
    const repaired = exact ? { value: match.value ^ bits, mask: match.mask } : without(match, bits);
    if (smallest && isSatisfiable(repaired)) {
      changed.push(bits);
      repairs.push(exact ? repaired : simplified(repaired));
    }
  }
  return repairs.sort(
    (left, right) => countBits(right.value) - countBits(left.value) || left.value - right.value,
  );
}

function without(match: StateMatch, bits: number): StateMatch {
  const rest = withoutFlags(match, bits);
  for (const flag of connectionStateFlags) {
    if (flag.customary && bits & flag.bit && !(match.value & flag.bit)) {
      return { value: rest.value | flag.bit, mask: rest.mask | flag.bit };
    }
  }
  return rest;
}

/** The subsets of the given bits, the empty one included, smaller ones first. */
function subsetsBySize(bits: number): number[] {
  const subsets: number[] = [];
  for (let subset = bits; ; subset = (subset - 1) & bits) {
    subsets.push(subset);
    if (subset === 0) {
      break;
    }
  }
  return subsets.sort((left, right) => countBits(left) - countBits(right) || left - right);
}

function countBits(bits: number): number {
  let count = 0;
  for (let rest = bits; rest !== 0; rest &= rest - 1) {
    count++;
  }
  return count;
}
