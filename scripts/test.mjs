// `npm test`: runs everything that can be run on this machine, part by part, goes on after a failure and sums up.
// `npm test -- unit grammar` runs only these parts.
import { PlainError, requireDependencies, runMain } from './project.mjs';
import { parts } from './testing/parts.mjs';
import { closingLine, printSummary } from './testing/report.mjs';
import { runPart } from './testing/run.mjs';

/** On a machine that exists for testing, a part that cannot run is a fault of that machine. */
const skipIsFailure = /^(true|1)$/i.test(process.env.CI ?? '');

requireDependencies();
await runMain(async () => {
  const selected = select(process.argv.slice(2));
  const results = [];
  for (const part of selected) {
    results.push(await runPart(part, skipIsFailure));
  }
  printSummary(results);
  console.log(closingLine(results));
  return results.some((result) => result.failed > 0) ? 1 : 0;
});

/**
 * @param {string[]} names
 * @returns {import('./testing/parts.mjs').Part[]} in their order, with those that they need
 */
function select(names) {
  const unknown = names.find((name) => !parts.some((part) => part.name === name));
  if (unknown !== undefined) {
    const known = parts.map((part) => part.name).join(', ');
    throw new PlainError(`There is no part of the tests called ${unknown}; there are ${known}.`);
  }
  const wanted = new Set(names.length > 0 ? names : parts.map((part) => part.name));
  for (const part of parts) {
    if (wanted.has(part.name)) {
      for (const needed of part.needs ?? []) {
        wanted.add(needed);
      }
    }
  }
  return parts.filter((part) => wanted.has(part.name));
}
