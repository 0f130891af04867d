// What is to be reached at 100,000 flows.

const MiB = 2 ** 20;

/** Memory that a server needs before it has opened anything, in bytes. */
export const memoryBase = 60 * MiB;

/**
 * Upper bounds; what is not named has none.
 * @typedef {object} Target
 * @property {number} [median] milliseconds
 * @property {number} [p95] milliseconds
 * @property {number} [parsing] times the time that `ovs-ofctl parse-flows` takes
 * @property {number} [file] times the size of the file, and `memoryBase`
 * @property {number} [growth] times the same with a tenth of the flows
 */

/** @type {Target} */
const key = { median: 10, p95: 50 };

/** @type {Target} */
const place = { median: 5, p95: 20 };

/** By what is measured. @type {Readonly<Record<string, Target>>} */
export const targets = {
  'open, rules about lines': { parsing: 0.8 },
  'open, all rules': { parsing: 1.2 },
  'a character typed': key,
  'a character deleted': key,
  'a newline typed': key,
  'a line deleted': key,
  '1,000 cursors typing': { median: 100 },
  hover: place,
  completion: place,
  definition: place,
  'outline, cold': { median: 100 },
  'folding, cold': { median: 100 },
  'code lens, cold': { median: 100 },
  'colours in sight, cold': { median: 100 },
  'outline, warm': { median: 20 },
  'folding, warm': { median: 20 },
  'code lens, warm': { median: 20 },
  'colours in sight, warm': { median: 20 },
  'memory, peak when opened': { file: 5 },
  'memory, peak after the edits': { file: 5 },
  'memory, settled': { file: 2.5 },
  'start of the server': { median: 150 },
};

/** Ten times the flows may take this many times the time and the memory to open. */
export const openGrowth = 11;

/** Edits are not to grow; clocks and caches let them differ by this factor, or by a millisecond. */
export const editGrowth = 1.5;
