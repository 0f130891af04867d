import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  noStates,
  type StateSet,
  statesIn,
  statesOf,
  tracked,
  untracked,
} from '../../server/src/core/conntrack/state-set';
import { ignoringTranslation, stateList, stateWords } from '../../server/src/core/conntrack/state-words';

const bits: Readonly<Record<string, number>> = {
  new: 1,
  est: 2,
  rel: 4,
  rpl: 8,
  inv: 16,
  trk: 32,
  snat: 64,
  dnat: 128,
};

/** Reads words as a match, the other way round. */
function read(word: string): StateSet {
  if (word === 'untracked') {
    return untracked;
  }
  let value = 0;
  let mask = 0;
  for (const [, sign, name] of word.matchAll(/([+-])([a-z]+)/g)) {
    mask |= bits[name!]!;
    value |= sign === '+' ? bits[name!]! : 0;
  }
  return statesOf({ value, mask });
}

const of = (text: string) => read(text);

describe('states in words', () => {
  test.each([
    [untracked, ['untracked']],
    [tracked, ['+trk']],
    [untracked | tracked, ['untracked', '+trk']],
    [of('+new'), ['+trk+new']],
    [of('+est'), ['+trk+est']],
    [of('+inv'), ['+trk+inv']],
    [of('+trk+est-rpl'), ['+trk+est-rpl']],
    [of('+trk+rel-new-est'), ['+trk+rel-new-est']],
    [of('+new') | of('+inv'), ['+trk+new', '+trk+inv']],
    [of('+trk-new'), ['+trk-new']],
    [noStates, []],
  ])('%#: %s', (states, words) => {
    expect(stateWords(states)).toEqual(words);
  });

  test('say exactly what is in the set, whatever it is', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: (1n << 42n) - 1n }), (states) => {
        expect(stateWords(states).reduce((all, word) => all | read(word), noStates)).toBe(states);
      }),
      { seed: 5, numRuns: 50 },
    );
  });

  test('as a list to read', () => {
    expect(stateList(of('+new'))).toBe('+trk+new');
    expect(stateList(of('+new') | of('+inv'))).toBe('+trk+new or +trk+inv');
    expect(stateList(untracked | of('+new') | of('+inv'), 'and')).toBe('untracked, +trk+new and +trk+inv');
    expect(stateList(noStates)).toBe('nothing');
  });
});

describe('translated addresses told apart from others no more', () => {
  test('a state without them stands for those with them', () => {
    const plain = statesOf({ value: 0x21, mask: 0xff });
    expect(statesIn(ignoringTranslation(plain))).toEqual([0x21, 0x61, 0xa1, 0xe1]);
  });

  test('states with them stay where there are no others', () => {
    const translated = statesOf({ value: 0x62, mask: 0xff });
    expect(ignoringTranslation(translated)).toBe(translated);
    expect(ignoringTranslation(translated | untracked)).toBe(untracked);
  });
});
