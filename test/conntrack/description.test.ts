import { describe, expect, test } from 'vitest';
import {
  describeGroup,
  describePackets,
  groupStates,
  joined,
} from '../../server/src/core/conntrack/description';
import { connectionStateFlags } from '../../server/src/core/facts/connection-state';
import { coverOf, failures, legal, type Pair, pairs, subsetsOf } from './brute-force';

describe('the groups that covered states are shown in', () => {
  const groupsOf = new Map(pairs.map((pair) => [pair, groupStates(pair)]));

  test('hold each state that is covered once, and no other', () => {
    expect(
      failures(pairs, (pair) => {
        const states = groupsOf
          .get(pair)!
          .flatMap(({ set, free }) => subsetsOf(free).map((bits) => set + bits));
        return states.sort((left, right) => left - right).join() === coverOf(pair).join();
      }),
    ).toEqual([]);
  });

  test('come with the largest first, and no flag both set and free', () => {
    expect(
      failures(pairs, (pair) => {
        const groups = groupsOf.get(pair)!;
        const sizes = groups.map(({ free }) => subsetsOf(free).length);
        return (
          groups.every(({ set, free }) => (set & free) === 0) &&
          sizes.every((size, index) => index === 0 || size <= sizes[index - 1]!)
        );
      }),
    ).toEqual([]);
  });

  test('are described with each flag that is set or free, and no other', () => {
    expect(
      failures(pairs, (pair) =>
        groupsOf.get(pair)!.every((group) => {
          const text = describeGroup(group);
          return connectionStateFlags.every(
            ({ name, bit }) =>
              new RegExp(`\\b${name}\\b`).test(text) === (((group.set | group.free) & bit) !== 0),
          );
        }),
      ),
    ).toEqual([]);
  });
});

describe('the packets that a match is about', () => {
  test('are none, or all, exactly when they are', () => {
    const saysNone = (pair: Pair) => describePackets(pair).startsWith('no packet');
    const saysAll = (pair: Pair) => describePackets(pair).startsWith('every packet');
    expect(failures(pairs, (pair) => saysNone(pair) === (coverOf(pair).length === 0))).toEqual([]);
    expect(failures(pairs, (pair) => saysAll(pair) === (coverOf(pair).length === legal.length))).toEqual([]);
  });

  test('are otherwise described in the words of the flags', () => {
    const words = connectionStateFlags.flatMap((flag) => [flag.whenSet, flag.whenClear]);
    const others = pairs.filter((pair) => ![0, legal.length].includes(coverOf(pair).length));
    expect(
      failures(others, (pair) => {
        const text = describePackets(pair);
        return text.startsWith('packets that ') && words.some((word) => text.includes(word));
      }),
    ).toEqual([]);
  });
});

test('words are joined as people do', () => {
  expect(joined([])).toBe('');
  expect(joined(['a'])).toBe('a');
  expect(joined(['a', 'b'])).toBe('a and b');
  expect(joined(['a', 'b', 'c'])).toBe('a, b and c');
});
