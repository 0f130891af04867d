// What was measured, as rows of a table and of a file.
import { median, percentile95 } from './statistics.mjs';
import { editGrowth, memoryBase, openGrowth, targets } from './targets.mjs';

/** @typedef {import('./targets.mjs').Target} Target */

/**
 * @typedef {object} Row
 * @property {string} size such as `100k`; empty for what has nothing to do with a file
 * @property {string} file such as `dump, 0 % faulty`
 * @property {string} what
 * @property {'ms' | 'bytes' | 'times'} unit
 * @property {number} count how often it was measured
 * @property {number} median
 * @property {number} [p95]
 * @property {number} [ratio] to what the target is held against
 * @property {Target} [target]
 * @property {boolean} [met]
 */

/**
 * All of a run.
 * @typedef {object} Results
 * @property {number} format of this file
 * @property {import('./machine.mjs').Machine} machine
 * @property {number} seed
 * @property {Row[]} rows
 */

export const resultFormat = 1;

export class Recorder {
  /** @type {Row[]} */
  rows = [];

  /**
   * Times.
   * @param {string} size
   * @param {string} file
   * @param {string} what
   * @param {readonly number[]} milliseconds
   * @param {number} [parsing] the median of `ovs-ofctl parse-flows` on the same file, in milliseconds
   */
  times(size, file, what, milliseconds, parsing) {
    if (milliseconds.length > 0) {
      const row = { size, file, what, unit: /** @type {const} */ ('ms'), count: milliseconds.length };
      const figures = { median: median(milliseconds), p95: percentile95(milliseconds) };
      const ratio = parsing === undefined ? {} : { ratio: figures.median / parsing };
      this.#add({ ...row, ...figures, ...ratio });
    }
  }

  /**
   * Memory.
   * @param {string} size
   * @param {string} file
   * @param {string} what
   * @param {number | undefined} bytes
   * @param {number} fileBytes
   */
  memory(size, file, what, bytes, fileBytes) {
    if (bytes !== undefined) {
      const ratio = (bytes - memoryBase) / fileBytes;
      this.#add({ size, file, what, unit: 'bytes', count: 1, median: bytes, ratio });
    }
  }

  /**
   * How figures grow when there are ten times as many flows.
   * @param {string} small
   * @param {string} large
   */
  growth(small, large) {
    for (const row of this.rows.filter(({ size, unit }) => size === large && unit !== 'times')) {
      const before = this.rows.find(
        ({ size, file, what }) => size === small && file === row.file && what === row.what,
      );
      const limit = growthLimit(row);
      if (before && limit !== undefined) {
        const ratio = row.median / before.median;
        const met = ratio <= limit || (isEdit(row.what) && row.median - before.median <= 1);
        const what = `${row.what}, growth`;
        const common = {
          size: `${small} to ${large}`,
          file: row.file,
          what,
          count: row.count,
          median: ratio,
        };
        this.rows.push({ ...common, unit: 'times', target: { growth: limit }, met });
      }
    }
  }

  /** @param {Row} row */
  #add(row) {
    const target = targetFor(row);
    this.rows.push(target ? { ...row, target, ...metOf(row, target) } : row);
  }
}

/**
 * What takes longest in a small file is to start, of ours and of `ovs-ofctl`, and what takes most memory is Node: there
 * ratios say nothing. What an editor waits for must be as fast there as anywhere.
 * @param {Row} row
 */
function targetFor({ size, what }) {
  const target = targets[what];
  const isSmall = size === '1k' || size === '10k';
  return isSmall && target?.median === undefined ? undefined : target;
}

/**
 * How often the figure at ten times the flows may be as large; undefined where nothing is asked for. In a file with ten times
 * the mistakes, ten times as many are reported after each edit.
 * @param {Row} row
 */
function growthLimit({ what, file }) {
  if (/^(open|memory)/.test(what)) {
    return openGrowth;
  }
  return isEdit(what) && file.endsWith(' 0 % faulty') ? editGrowth : undefined;
}

/** @param {string} what */
const isEdit = (what) => /^a (character|newline|line)|^(hover|completion|definition)$/.test(what);

/**
 * Whether a row meets its target; nothing where that cannot be said.
 * @param {Row} row
 * @param {Target} target
 * @returns {{ met?: boolean }}
 */
function metOf({ median: middle, p95 = 0, ratio }, target) {
  const limit = target.parsing ?? target.file;
  if (limit !== undefined) {
    return ratio === undefined ? {} : { met: ratio <= limit };
  }
  return { met: middle <= (target.median ?? Infinity) && p95 <= (target.p95 ?? Infinity) };
}

/**
 * Reads the results of another run; throws where the text is something else.
 * @param {string} text
 * @returns {Results}
 */
export function readResults(text) {
  const results = JSON.parse(text);
  if (results?.format !== resultFormat || !Array.isArray(results.rows)) {
    throw new Error('this is no file of results of this bench');
  }
  return results;
}
