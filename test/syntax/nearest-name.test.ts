import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { connectionStateFlags } from '../../server/src/core/facts/connection-state';
import { nearestNames } from '../../server/src/core/syntax/nearest-name';

const near = (word: string) => nearestNames(word, connectionStateFlags).map((flag) => flag.name);
const names = connectionStateFlags.map((flag) => flag.name);

describe('the nearest flag', () => {
  test('to a flag or a synonym, in any case, is that flag alone', () => {
    for (const flag of connectionStateFlags) {
      for (const word of [flag.name, ...flag.synonyms]) {
        expect(near(word)).toEqual([flag.name]);
        expect(near(word.toUpperCase())).toEqual([flag.name]);
      }
    }
  });

  test.each([
    ['trkk', 'trk'],
    ['tk', 'trk'],
    ['rtk', 'trk'],
    ['nwe', 'new'],
    ['invv', 'inv'],
    ['newest', ''],
    ['foo', ''],
    ['', ''],
    ['re', 'rel'],
    ['nat', 'snat dnat'],
    ['xnat', 'snat dnat'],
    ['establsihed', ''],
  ])('to %j is %j', (word, expected) => {
    expect(near(word).join(' ')).toBe(expected);
  });

  test('is within a slip or two, and none is nearer', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'newstrlpivkda'), maxLength: 6 }), (word) => {
        const meant = connectionStateFlags.some(({ synonyms }) => synonyms.includes(word));
        const found = near(word);
        fc.pre(!meant);
        const distances = names.map((name) => distance(word, name));
        const fewest = Math.min(...distances);
        const allowed = word.length > 4 ? 2 : 1;
        const expected = fewest > allowed ? [] : names.filter((_, index) => distances[index] === fewest);
        expect(found).toEqual(expected);
      }),
      { numRuns: 3000 },
    );
  });
});

/** The number of slips between two words, by trying each of them. */
function distance(left: string, right: string): number {
  if (left === '' || right === '') {
    return left.length + right.length;
  }
  const slips = [
    distance(left.slice(1), right) + 1,
    distance(left, right.slice(1)) + 1,
    distance(left.slice(1), right.slice(1)) + (left[0] === right[0] ? 0 : 1),
  ];
  if (left.length > 1 && left[0] === right[1] && left[1] === right[0]) {
    slips.push(distance(left.slice(2), right.slice(2)) + 1);
  }
  return Math.min(...slips);
}
