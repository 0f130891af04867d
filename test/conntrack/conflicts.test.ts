import { describe, expect, test } from 'vitest';
import { conflictsIn, minimalRepairs } from '../../server/src/core/conntrack/conflicts';
import {
  bitsOf,
  brokenRules,
  coverOf,
  failures,
  flagBits,
  leavingOut,
  nameOf,
  type Pair,
  pairs,
  subsetsOf,
} from './brute-force';

const possible = pairs.filter((pair) => coverOf(pair).length > 0);
const impossible = pairs.filter((pair) => coverOf(pair).length === 0);
const exact = impossible.filter(({ mask }) => mask === 255);
const masked = impossible.filter(({ mask }) => mask !== 255);

test('there are matches of each kind', () => {
  expect(exact).toHaveLength(256 - 42);
  expect(masked.length).toBeGreaterThan(1000);
  expect(possible.length).toBeGreaterThan(300);
});

describe('the conflicts of a match', () => {
  test('that packets can match are none', () => {
    expect(failures(possible, (pair) => conflictsIn(pair).length === 0)).toEqual([]);
  });

  test('that can never match are all its smallest impossible parts, each once', () => {
    expect(
      failures(impossible, (pair) => {
        const expected = subsetsOf(pair.mask)
          .map((bits) => leavingOut(pair, 255 - bits))
          .filter(isSmallestImpossible);
        const found = conflictsIn(pair).map(({ flags }) => nameOf(flags));
        return sameSet(found, expected.map(nameOf));
      }),
    ).toEqual([]);
  });

  test('name a rule that every state in question breaks, and of several the first', () => {
    expect(
      failures(impossible, (pair) =>
        conflictsIn(pair).every(({ flags, constraint }) => {
          const states = everyState(flags);
          const first = brokenRules.find((rule) => states.every(rule.breaks));
          return states.length > 0 && first?.id === constraint.id;
        }),
      ),
    ).toEqual([]);
  });
});

describe('the repairs of a match', () => {
  test('that packets can match are none', () => {
    expect(failures(possible, (pair) => minimalRepairs(pair).length === 0)).toEqual([]);
  });

  test('that can never match let it match', () => {
    expect(
      failures(impossible, (pair) => {
        const repairs = minimalRepairs(pair);
        return repairs.length > 0 && repairs.every((repair) => coverOf(repair).length > 0);
      }),
    ).toEqual([]);
  });

  test('come without repetition, those first that keep more flags set', () => {
    expect(
      failures(impossible, (pair) => {
        const repairs = minimalRepairs(pair);
        const kept = repairs.map(({ value }) => bitsOf(value).length);
        const names = repairs.map(nameOf);
        return (
          new Set(names).size === names.length && kept.every((count, i) => i === 0 || count <= kept[i - 1]!)
        );
      }),
    ).toEqual([]);
  });

  test('that is exact are exact, and turn over the smallest sets of flags', () => {
    expect(
      failures(exact, (pair) => {
        const expected = smallest(255, (bits) => ({ value: pair.value ^ bits, mask: 255 }));
        return sameSet(minimalRepairs(pair).map(nameOf), expected.map(nameOf));
      }),
    ).toEqual([]);
  });

  test('that is masked leave out the smallest sets of flags, and turn over -trk', () => {
    expect(
      failures(masked, (pair) => {
        const expected = smallest(pair.mask, (bits) => leavingOutOrTracked(pair, bits));
        return sameSet(minimalRepairs(pair).map(coverName), expected.map(coverName));
      }),
    ).toEqual([]);
  });

  test('that is masked ask for nothing new but +trk', () => {
    expect(
      failures(masked, (pair) =>
        minimalRepairs(pair).every(
          ({ value, mask }) =>
            (mask & ~pair.mask) === 0 && ((value ^ pair.value) & mask & ~flagBits.trk) === 0,
        ),
      ),
    ).toEqual([]);
  });

  test('that is masked have no redundant flag', () => {
    expect(
      failures(masked, (pair) =>
        minimalRepairs(pair).every((repair) =>
          bitsOf(repair.mask).every(
            (bit) =>
              (bit === flagBits.trk && repair.value & bit) ||
              coverOf(leavingOut(repair, bit)).length > coverOf(repair).length,
          ),
        ),
      ),
    ).toEqual([]);
  });
});

function isSmallestImpossible(pair: Pair): boolean {
  return (
    coverOf(pair).length === 0 && bitsOf(pair.mask).every((bit) => coverOf(leavingOut(pair, bit)).length > 0)
  );
}

/** Every state that matches, legal or not. */
function everyState({ value, mask }: Pair): number[] {
  return Array.from({ length: 256 }, (_, state) => state).filter((state) => (state & mask) === value);
}

/** What the changes lead to that let packets match, where no part of the change would do. */
function smallest(bits: number, change: (bits: number) => Pair): Pair[] {
  const working = subsetsOf(bits).filter((subset) => coverOf(change(subset)).length > 0);
  return working
    .filter((subset) => !working.some((other) => other !== subset && (other & subset) === other))
    .map(change);
}

function leavingOutOrTracked(pair: Pair, bits: number): Pair {
  const rest = leavingOut(pair, bits);
  return bits & flagBits.trk && !(pair.value & flagBits.trk)
    ? { value: rest.value + flagBits.trk, mask: rest.mask + flagBits.trk }
    : rest;
}

function coverName(pair: Pair): string {
  return coverOf(pair).join(' ');
}

function sameSet(left: readonly string[], right: readonly string[]): boolean {
  const members = new Set(right);
  return left.length === members.size && left.every((member) => members.has(member));
}
