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
      return { counts: { passed: 0, failed: 0, skipped: 1 }, remarks: [`SKIPPED. ${obstacle}`] };
    }
    const counts = await part.run();
    if (counts.passed + counts.failed === 0) {
      return { counts: { ...counts, failed: 1 }, remarks: ['Nothing was tested.'] };
    }
    return { counts, remarks: [] };
  } catch (error) {
    console.error(error);
    return {
      counts: { passed: 0, failed: 1, skipped: 0 },
      remarks: ['The part itself broke off; see above.'],
    };
  }
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
  return code === 0 ? { passed: 1, failed: 0, skipped: 0 } : { passed: 0, failed: 1, skipped: 0 };
}

/**
 * What is read of the report that Vitest writes.
 * @typedef {object} VitestReport
 * @property {number} numPassedTests
 * @property {number} numFailedTests
 * @property {number} numPendingTests
 * @property {number} numTodoTests
 * @property {{ status: string, assertionResults: unknown[] }[]} testResults one for each file
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
    return { passed: 0, failed: 1, skipped: 0 };
  }
  // A file that does not even load, and an error outside any test, fail no test, but they are failures all the same.
  const brokenFiles = report.testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.length === 0,
  ).length;
  const failed = report.numFailedTests + brokenFiles;
  return {
    passed: report.numPassedTests,
    failed: failed === 0 && code !== 0 ? 1 : failed,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}
