// The end of a test run: a table for people, and one line for programs.
import { addedUp } from './run.mjs';

/** @typedef {import('./run.mjs').PartResult} PartResult */

/** @param {PartResult[]} results */
export function printSummary(results) {
  const rows = [
    ['part', 'passed', 'failed', 'skipped', 'seconds'],
    ...results.map(({ name, passed, failed, skipped, seconds }) => [
      name,
      String(passed),
      String(failed),
      String(skipped),
      seconds.toFixed(1),
    ]),
  ];
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? '').length)),
  );
  console.log('');
  for (const row of rows) {
    const cells = row.map((cell, column) => {
      const width = widths[column] ?? 0;
      return column === 0 ? cell.padEnd(width) : cell.padStart(width);
    });
    console.log(`  ${cells.join('  ')}`);
  }
  for (const { name, remarks } of results) {
    for (const remark of remarks) {
      console.log(`\n  ${name}: ${remark}`);
    }
  }
  printFailures(results);
  console.log('');
}

/**
 * Which tests failed, where nobody has to look for them; `.ci/run` repeats these lines at its very end.
 * @param {import('./parts.mjs').Counts[]} results
 */
export function printFailures(results) {
  for (const failure of results.flatMap((result) => result.failures)) {
    console.log(`FAILED ${failure}`);
  }
}

/**
 * @param {import('./parts.mjs').Counts[]} results
 * @returns {string}
 */
export function closingLine(results) {
  const { passed, failed, skipped } = addedUp(results);
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
