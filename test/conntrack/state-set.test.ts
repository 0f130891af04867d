import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  allStates,
  noStates,
  type StateSet,
  statesIn,
  statesOf,
  statesWhere,
  tracked,
  untracked,
} from '../../server/src/core/conntrack/state-set';
import { legalStates } from '../../server/src/core/conntrack/states';

const flags = fc.integer({ min: 0, max: 255 });
const match = fc
  .record({ mask: flags, value: flags })
  .map(({ mask, value }) => ({ mask, value: value & mask }));
const set: fc.Arbitrary<StateSet> = fc.bigInt({ min: 0n, max: (1n << 42n) - 1n });

describe('a set of connection states', () => {
  test('has a bit for each legal state', () => {
    expect(statesIn(allStates)).toEqual(legalStates);
    expect(statesIn(noStates)).toEqual([]);
    expect(legalStates).toHaveLength(42);
  });

  test('is untracked or tracked, and nothing else', () => {
    expect(statesIn(untracked)).toEqual([0]);
    expect(statesIn(tracked)).toEqual(legalStates.filter((state) => state !== 0));
    expect(untracked | tracked).toBe(allStates);
  });

  test('of a match holds the states that it covers', () => {
    fc.assert(
      fc.property(match, ({ value, mask }) => {
        const covered = legalStates.filter((state) => (state & mask) === value);
        expect(statesIn(statesOf({ value, mask }))).toEqual(covered);
      }),
      { seed: 1 },
    );
  });

  test('and the states of a set make up that set', () => {
    fc.assert(
      fc.property(set, (states) => {
        const list = statesIn(states);
        expect(statesWhere((state) => list.includes(state))).toBe(states);
      }),
      { seed: 2 },
    );
  });
});
