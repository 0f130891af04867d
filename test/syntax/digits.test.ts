import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { byNumbers, grouped } from '../../server/src/core/syntax/digits';

describe('numbers as people read them', () => {
  test.each([0, 7, 999, 1000, 1234567, 12.5, 1234.5, -1234, 2 ** 60, 1e22])('%d', (number) => {
    expect(grouped(number)).toBe(number.toLocaleString('en'));
  });

  test('are as the engine writes them in English', () => {
    fc.assert(fc.property(fc.bigInt(), (number) => grouped(number) === number.toLocaleString('en')));
  });
});

describe('names with numbers', () => {
  test.each([
    [
      ['2.10', '2.9', '2.5', '2.10.1'],
      ['2.5', '2.9', '2.10', '2.10.1'],
    ],
    [
      ['tun_metadata10', 'tun_metadata9', 'tun_metadata0'],
      ['tun_metadata0', 'tun_metadata9', 'tun_metadata10'],
    ],
  ])('%j', (names, ordered) => {
    expect([...names].sort(byNumbers)).toEqual(ordered);
    expect([...names].reverse().sort(byNumbers)).toEqual(ordered);
  });
});
