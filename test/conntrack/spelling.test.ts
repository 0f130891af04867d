import { describe, expect, test } from 'vitest';
import {
  canonicalSpelling,
  listSpelling,
  numericSpelling,
  signedSpelling,
} from '../../server/src/core/conntrack/spelling';
import { allFlags, type StateMatch } from '../../server/src/core/conntrack/states';
import { connectionStateFlags } from '../../server/src/core/facts/connection-state';
import { type FlagMatch, parseFlagMatch } from '../../server/src/core/syntax/flag-match';
import { bitsOf, failures, pairs } from './brute-force';

describe('each match, spelled', () => {
  test('as Open vSwitch prints it, is read as the same match', () => {
    expect(failures(pairs, (pair) => reads(canonicalSpelling(pair), pair))).toEqual([]);
  });

  test('as a number, is read as the same match', () => {
    expect(failures(pairs, (pair) => reads(numericSpelling(pair), pair))).toEqual([]);
  });

  test('with signs, is read as the same match, with signs on all flags', () => {
    const withFlags = pairs.filter(({ mask }) => mask !== 0);
    expect(
      failures(withFlags, (pair) => {
        const text = signedSpelling(pair);
        return reads(text, pair) && parse(text)?.form === 'signed';
      }),
    ).toEqual([]);
  });

  test('with signs in some order, has the named flags first and the rest in bit order', () => {
    const order = [0x20, 0x01];
    expect(
      failures(pairs, (pair) => {
        const text = signedSpelling(pair, order);
        const named = order.filter((bit) => pair.mask & bit);
        const rest = bitsOf(pair.mask).filter((bit) => !order.includes(bit));
        const written = text === '' ? [] : parse(text)!.terms.map((term) => term.bit);
        return reads(text, pair) && written.join() === [...named, ...rest].join();
      }),
    ).toEqual([]);
  });

  test('as a list, is read as the exact match', () => {
    const exact = pairs.filter(({ mask }) => mask === allFlags);
    expect(
      failures(exact, (pair) => {
        const text = listSpelling(pair.value);
        return reads(text, pair) && parse(text)?.form === 'list';
      }),
    ).toEqual([]);
  });

  test('is spelled differently from every other', () => {
    expect(new Set(pairs.map(canonicalSpelling)).size).toBe(pairs.length);
    expect(new Set(pairs.map(numericSpelling)).size).toBe(pairs.length);
  });

  test('has nothing in it that is ignored', () => {
    expect(
      failures(pairs, (pair) =>
        [canonicalSpelling(pair), numericSpelling(pair)].every((text) => !parse(text)!.ignored),
      ),
    ).toEqual([]);
  });
});

function parse(text: string): FlagMatch | undefined {
  return parseFlagMatch(text, 0, text.length, connectionStateFlags, allFlags);
}

function reads(text: string, expected: StateMatch): boolean {
  const match = parse(text);
  return match?.value === expected.value && match.mask === expected.mask;
}
