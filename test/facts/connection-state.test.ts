import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  connectionStateConstraints,
  connectionStateFlags,
  usualConnectionStateMatches,
} from '../../server/src/core/facts/connection-state';
import { parseFlagMatch } from '../../server/src/core/syntax/flag-match';
import { describeRecorded } from '../describe-recorded';
import { factsFolder, hasFacts } from '../recorded';

describe('the flags', () => {
  test('have the bits that OpenFlow gives them, in order', () => {
    const bits = { new: 0x01, est: 0x02, rel: 0x04, rpl: 0x08, inv: 0x10, trk: 0x20, snat: 0x40, dnat: 0x80 };
    expect(connectionStateFlags.map(({ name, bit }) => [name, bit])).toEqual(Object.entries(bits));
  });

  test('snat and dnat came with 2.6, the others with 2.5', () => {
    for (const { name, since } of connectionStateFlags) {
      expect(since, name).toBe(name.endsWith('nat') ? '2.6' : '2.5');
    }
  });

  test('are described in sentences, and in the middle of one', () => {
    for (const { name, meaning, setOnly, whenSet, whenClear } of connectionStateFlags) {
      expect(meaning, name).toMatch(/^[A-Z].*\.$/);
      for (const part of [setOnly, whenSet, whenClear]) {
        expect(part, name).toMatch(/^[a-z].*[^.]$/);
      }
    }
  });

  test('no synonym stands for two of them, or is a flag itself', () => {
    const words = connectionStateFlags.flatMap(({ name, synonyms }) => [name, ...synonyms]);
    expect(new Set(words).size).toBe(words.length);
    expect(words).toEqual(words.map((word) => word.toLowerCase()));
  });

  test('only trk is written by custom', () => {
    expect(connectionStateFlags.filter(({ customary }) => customary).map(({ name }) => name)).toEqual([
      'trk',
    ]);
  });
});

test('each constraint has an identity of its own, and forbids flags that exist', () => {
  const all = connectionStateFlags.reduce((bits, { bit }) => bits + bit, 0);
  const identities = connectionStateConstraints.map(({ id }) => id);
  expect(new Set(identities).size).toBe(identities.length);
  for (const { when, forbids, because } of connectionStateConstraints) {
    expect(when.value & ~when.mask).toBe(0);
    expect(forbids).toBeGreaterThan(0);
    expect((forbids | when.mask) & ~all).toBe(0);
    expect(forbids & when.mask).toBe(0);
    expect(because).not.toMatch(/[.A-Z]$/);
  }
});

test('the usual matches are accepted, and each is there once', () => {
  const texts = usualConnectionStateMatches.map(({ match }) => match);
  expect(new Set(texts).size).toBe(texts.length);
  for (const text of texts) {
    expect(parseFlagMatch(text, 0, text.length, connectionStateFlags, 0xff)?.form, text).toBe('signed');
  }
});

describeRecorded(hasFacts, 'the flags on record', () => {
  test('are ours', () => {
    const { flags } = JSON.parse(readFileSync(join(factsFolder, 'ct_state.json'), 'utf8')) as {
      flags: readonly { name: string; bit: string; bit_index: number; since_ovs: string }[];
    };
    expect(connectionStateFlags.map(({ name, bit, since }) => ({ name, bit, since }))).toEqual(
      flags.map(({ name, bit, since_ovs }) => ({ name, bit: Number(bit), since: since_ovs })),
    );
    expect(flags.map(({ bit_index }) => 2 ** bit_index)).toEqual(connectionStateFlags.map(({ bit }) => bit));
  });
});
