import { describe, expect, test } from 'vitest';
import {
  allFlags,
  coveredStates,
  coversUntracked,
  coverTheSame,
  flagsOf,
  impliedFlags,
  isSatisfiable,
  legalStates,
  redundantFlags,
  simplified,
  withoutFlags,
} from '../../server/src/core/conntrack/states';
import { connectionStateFlags } from '../../server/src/core/facts/connection-state';
import { parseFlagMatch } from '../../server/src/core/syntax/flag-match';
import { bitsOf, coverOf, failures, flagBits, leavingOut, legal, type Pair, pairs } from './brute-force';

describe('the states', () => {
  test('are the 42 that obey the rules', () => {
    expect(legalStates).toEqual(legal);
    expect(legalStates).toHaveLength(42);
    expect(allFlags).toBe(255);
  });
});

describe('for each of the 256 × 256 pairs of value and mask', () => {
  test('a match of that value and mask covers what it should', () => {
    const wrong: string[] = [];
    for (let mask = 0; mask < 256; mask++) {
      for (let value = 0; value < 256; value++) {
        const text = `${value}/${mask}`;
        const match = parseFlagMatch(text, 0, text.length, connectionStateFlags, allFlags);
        const pair = { value: value & mask, mask };
        if (!match || match.value !== pair.value || match.mask !== mask || !covers(match, coverOf(pair))) {
          wrong.push(text);
        }
      }
    }
    expect(wrong).toEqual([]);
  });

  test('it can match when it covers a state', () => {
    expect(failures(pairs, (pair) => isSatisfiable(pair) === coverOf(pair).length > 0)).toEqual([]);
  });

  test('it takes untracked packets when it covers state 0', () => {
    expect(failures(pairs, (pair) => coversUntracked(pair) === coverOf(pair).includes(0))).toEqual([]);
  });

  test('the implied flags are those that all covered states share and it does not ask for', () => {
    expect(
      failures(pairs, (pair) => {
        const expected = { value: 0, mask: 0 };
        const states = coverOf(pair);
        for (const bit of bitsOf(255 - pair.mask)) {
          if (states.length > 0 && states.every((state) => state & bit)) {
            expected.mask += bit;
            expected.value += bit;
          } else if (states.length > 0 && states.every((state) => !(state & bit))) {
            expected.mask += bit;
          }
        }
        const implied = impliedFlags(pair);
        return implied.value === expected.value && implied.mask === expected.mask;
      }),
    ).toEqual([]);
  });

  test('the redundant flags can all go at once, +trk is never among them, and no other can go as well', () => {
    expect(
      failures(pairs, (pair) => {
        const redundant = redundantFlags(pair);
        const rest = leavingOut(pair, redundant);
        const asksForTracked = (pair.value & flagBits.trk) !== 0;
        if (coverOf(pair).length === 0) {
          return redundant === 0;
        }
        return (
          (redundant & ~pair.mask) === 0 &&
          !(asksForTracked && redundant & flagBits.trk) &&
          same(coverOf(rest), coverOf(pair)) &&
          bitsOf(rest.mask).every(
            (bit) =>
              (bit === flagBits.trk && asksForTracked) ||
              !same(coverOf(leavingOut(rest, bit)), coverOf(pair)),
          )
        );
      }),
    ).toEqual([]);
  });

  test('simplified, it is without its redundant flags', () => {
    expect(
      failures(pairs, (pair) => {
        const { value, mask } = simplified(pair);
        const rest = leavingOut(pair, redundantFlags(pair));
        return value === rest.value && mask === rest.mask;
      }),
    ).toEqual([]);
  });

  test('it covers the same as another when the covers are equal', () => {
    expect(
      failures(pairs, (pair) => {
        const others = [...bitsOf(pair.mask).map((bit) => withoutFlags(pair, bit)), { value: 32, mask: 32 }];
        return others.every((other) => coverTheSame(pair, other) === same(coverOf(pair), coverOf(other)));
      }),
    ).toEqual([]);
  });

  test('an exact match covers one state, or none', () => {
    const exact = pairs.filter(({ mask }) => mask === 255);
    expect(exact).toHaveLength(256);
    expect(
      failures(exact, (pair) => {
        const expected = legal.includes(pair.value) ? [pair.value] : [];
        return covers(pair, expected);
      }),
    ).toEqual([]);
  });

  test('the flags of the bits are named in order', () => {
    for (let bits = 0; bits < 256; bits++) {
      expect(flagsOf(bits).map((flag) => flag.bit)).toEqual(bitsOf(bits));
    }
  });
});

function covers(pair: Pair, states: readonly number[]): boolean {
  return same(coveredStates(pair), states);
}

function same(left: readonly number[], right: readonly number[]): boolean {
  return left.length === right.length && left.every((state, index) => state === right[index]);
}
