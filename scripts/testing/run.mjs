// Runs one part of the tests and counts what happened.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { atExit, runToEnd } from '../processes.mjs';
import { projectRoot } from '../project.mjs';

/** @typedef {import('./parts.mjs').Part} Part */
/** @typedef {import('./parts.mjs').Counts} Counts */

/**
 * @typedef {object} PartOutcome
 * @property {string} name
 * @property {number} seconds
 * @property {string[]} remarks what a person has to know to judge the numbers
 */

/** @typedef {Counts & PartOutcome} PartResult */

/**
 * @param {Part} part
 * @param {boolean} skipIsFailure
 * @returns {Promise<PartResult>}
 */
export async function runPart(part, skipIsFailure) {
  console.log(`\n━━ ${part.name}: ${part.about} ━━\n`);
  const started = Date.now();
  const { counts, remarks } = await countsOf(part);
  if (skipIsFailure && counts.skipped > 0) {
    remarks.push(`${counts.skipped} skipped, which counts as failed where CI is set`);
    counts.failed += counts.skipped;
    counts.skipped = 0;
  }
  const unnamed = counts.failed - counts.failures.length;
  if (unnamed > 0) {
    counts.failures.push(`${part.name} (${unnamed} of which only the part is known)`);
  }
  return { name: part.name, ...counts, seconds: (Date.now() - started) / 1000, remarks };
}

/**
 * @param {Part} part
 * @returns {Promise<{ counts: Counts, remarks: string[] }>}
 */
async function countsOf(part) {
  try {
    const obstacle = await part.obstacle?.();
    if (obstacle !== undefined) {
      console.log(`SKIPPED ${part.name}. ${obstacle}`);
      return { counts: { ...noCounts(), skipped: 1 }, remarks: [`SKIPPED. ${obstacle}`] };
    }
    const counts = await part.run();
    if (counts.passed + counts.failed === 0) {
      return { counts: { ...counts, failed: 1 }, remarks: ['Nothing was tested.'] };
    }
    return { counts, remarks: [] };
  } catch (error) {
    console.error(error);
    return {
      counts: { ...noCounts(), failed: 1 },
      remarks: ['The part itself broke off; see above.'],
    };
  }
}

/** @returns {Counts} of nothing */
export function noCounts() {
  return { passed: 0, failed: 0, skipped: 0, failures: [] };
}

/**
 * @param {Counts[]} all
 * @returns {Counts}
 */
export function addedUp(all) {
  const sum = noCounts();
  for (const { passed, failed, skipped, failures } of all) {
    sum.passed += passed;
    sum.failed += failed;
    sum.skipped += skipped;
    sum.failures.push(...failures);
  }
  return sum;
}

/**
 * A check that is one program: it passes or fails as a whole.
 * @param {string} command
 * @param {string[]} args
 * @returns {Promise<Counts>}
 */
export async function runCommand(command, args) {
  // On Windows npm is a batch file, which only a shell can start.
  const shell = process.platform === 'win32' && command === 'npm';
  const code = await runToEnd(command, args, { cwd: projectRoot, shell });
  return code === 0 ? { ...noCounts(), passed: 1 } : { ...noCounts(), failed: 1 };
}

/**
 * What is read of the report that Vitest writes.
 * @typedef {object} VitestReport
 * @property {number} numPassedTests
 * @property {number} numFailedTests
 * @property {number} numPendingTests
 * @property {number} numTodoTests
 * @property {VitestFile[]} testResults
 */

/**
 * @typedef {object} VitestFile
 * @property {string} name its path
 * @property {string} status
 * @property {string} message why it could not be loaded; empty where it was
 * @property {{ fullName: string, status: string, failureMessages: string[] | null }[]} assertionResults
 */

/**
 * Runs one of the projects of vitest.config.mts.
 * @param {string} project
 * @returns {Promise<Counts>}
 */
export async function runVitest(project) {
  const directory = mkdtempSync(path.join(tmpdir(), 'ovs-flows-'));
  const removeDirectory = atExit(() => rmSync(directory, { recursive: true, force: true }));
  try {
    const reportFile = path.join(directory, 'report.json');
    const vitest = path.join(projectRoot, 'node_modules', 'vitest', 'vitest.mjs');
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${reportFile}`];
    const code = await runToEnd(process.execPath, [vitest, 'run', '--project', project, ...reporters], {
      cwd: projectRoot,
    });
    return countsOfVitest(readReport(reportFile), code);
  } finally {
    removeDirectory();
  }
}

/**
 * @param {string} file
 * @returns {VitestReport | undefined}
 */
function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    // Vitest writes none where it could not even start.
    return undefined;
  }
}

/**
 * @param {VitestReport | undefined} report
 * @param {number} code
 * @returns {Counts}
 */
function countsOfVitest(report, code) {
  if (report === undefined) {
    return { ...noCounts(), failed: 1 };
  }
  // A file that does not even load, and an error outside any test, fail no test, but they are failures all the same.
  const failed = report.numFailedTests + report.testResults.filter(isBroken).length;
  return {
    passed: report.numPassedTests,
    failed: failed === 0 && code !== 0 ? 1 : failed,
    skipped: report.numPendingTests + report.numTodoTests,
    failures: report.testResults.flatMap(failuresOf),
  };
}

/**
 * Whether it does not even load.
 * @param {VitestFile} file
 */
function isBroken({ status, assertionResults }) {
  return status === 'failed' && assertionResults.length === 0;
}

/**
 * @param {VitestFile} file
 * @returns {string[]}
 */
function failuresOf(file) {
  const name = path.relative(projectRoot, file.name);
  if (isBroken(file)) {
    return [failureLine(name, file.message)];
  }
  return file.assertionResults
    .filter((test) => test.status === 'failed')
    .map((test) => failureLine(`${name} > ${test.fullName}`, test.failureMessages?.[0]));
}

/**
 * @param {string} test
 * @param {string | undefined} message of which the first line says what was expected
 * @returns {string}
 */
export function failureLine(test, message) {
  const why = message?.split('\n', 1)[0]?.slice(0, 300);
  return why ? `${test}: ${why}` : test;
}
