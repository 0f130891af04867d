// Measuring again and again, within bounds.

/**
 * How much is measured.
 * @typedef {object} Effort
 * @property {number} rounds of opening a file
 * @property {number} edits of each kind
 * @property {number} starts of the server
 * @property {number} seconds for one series; it ends early when they are over, but not before its third measurement
 * @property {number} idle seconds until memory counts as settled
 */

/** @type {Effort} */
export const fullEffort = { rounds: 5, edits: 200, starts: 10, seconds: 90, idle: 12 };

/** @type {Effort} */
export const quickEffort = { rounds: 2, edits: 20, starts: 3, seconds: 1, idle: 1 };

/**
 * Does something again and again.
 * @param {number} count
 * @param {number} seconds
 * @param {(round: number) => Promise<void>} once
 * @param {number} [least] how often at least, however long it takes
 */
export async function repeat(count, seconds, once, least = 3) {
  const end = performance.now() + seconds * 1000;
  for (let round = 0; round < count && (round < least || performance.now() < end); round++) {
    await once(round);
  }
}
