// Runs the tests that live inside VS Code's extension host: in the desktop VS Code that VSCODE_EXECUTABLE_PATH names, else
// in the fetched one.
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runTests } from '@vscode/test-electron';
import * as esbuild from 'esbuild';
import { atExit, runToEnd } from '../processes.mjs';
import { cacheDirectory, projectRoot } from '../project.mjs';
import { startBrowser } from '../vscode/browser.mjs';
import { startServer } from '../vscode/server.mjs';
import { quietSettings, testSettings } from '../vscode/settings.mjs';
import { addedUp, failureLine, noCounts } from './run.mjs';

/** @typedef {import('./parts.mjs').Counts} Counts */

/**
 * A folder below test/vscode that one launch of VS Code runs.
 * @typedef {object} Suite
 * @property {string} name
 * @property {Record<string, unknown>} settings
 * @property {boolean} trusted
 */

/** @type {Suite[]} */
const suites = [
  { name: 'extension', settings: testSettings, trusted: true },
  {
    name: 'restricted',
    // Nobody vouched for the folder, and nobody is there to be asked.
    settings: { ...quietSettings, 'security.workspace.trust.startupPrompt': 'never' },
    trusted: false,
  },
];

/** Far above what a suite takes, so that a hanging editor ends the run and not the patience of a CI machine. */
const suiteTimeout = 180_000;

const sources = path.join(projectRoot, 'test', 'vscode');
const compiled = path.join(cacheDirectory, 'tests');

/** @returns {Promise<Counts>} */
export async function runExtensionTests() {
  await compile();
  const results = [];
  for (const suite of suites) {
    results.push(await runSuite(suite));
  }
  return addedUp(results);
}

/** Each test file becomes a module of its own, which mocha loads in the extension host. */
async function compile() {
  rmSync(compiled, { recursive: true, force: true });
  await esbuild.build({
    entryPoints: suites.flatMap(({ name }) =>
      readdirSync(path.join(sources, name))
        .filter((file) => file.endsWith('.ts'))
        .map((file) => path.join(sources, name, file)),
    ),
    outbase: sources,
    outdir: compiled,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'es2022',
    external: ['vscode', 'mocha'],
    sourcemap: 'inline',
    logLevel: 'warning',
  });
}

/**
 * @param {Suite} suite
 * @returns {Promise<Counts>}
 */
async function runSuite(suite) {
  console.log(`${suite.name}:`);
  const directory = mkdtempSync(path.join(tmpdir(), 'ovs-flows-'));
  const removeDirectory = atExit(() => rmSync(directory, { recursive: true, force: true, maxRetries: 5 }));
  const workspace = path.join(directory, 'workspace');
  const report = path.join(directory, 'report.json');
  // The tests write into the folder that is open, so it is a copy.
  cpSync(path.join(sources, 'workspace'), workspace, { recursive: true });
  const executable = process.env.VSCODE_EXECUTABLE_PATH;
  try {
    const run = executable
      ? runOnDesktop(executable, suite, workspace, report, path.join(directory, 'user'))
      : runServed(suite, workspace, report);
    await withTimeout(run, `The suite ${suite.name} did not end within ${suiteTimeout / 1000} s.`);
    return JSON.parse(readFileSync(report, 'utf8'));
  } catch (error) {
    console.error(error);
    return { ...noCounts(), failed: 1, failures: [failureLine(suite.name, String(error))] };
  } finally {
    removeDirectory();
  }
}

/** @param {Suite} suite */
const testsOf = (suite) => path.join(compiled, suite.name, 'index');

/**
 * @param {Suite} suite
 * @param {string} workspace
 * @param {string} report
 */
async function runServed(suite, workspace, report) {
  const environment = { OVS_FLOWS_TEST_REPORT: report };
  const server = await startServer({ settings: suite.settings, environment });
  try {
    const browser = await startBrowser();
    try {
      const url = server.urlOf({ folder: workspace, extension: projectRoot, tests: testsOf(suite) });
      await browser.runTests(url, (_severity, text) => {
        // The extension host also reports on itself, at length.
        const line = /^\[test\] (.*)$/s.exec(text)?.[1];
        if (line !== undefined) {
          console.log(line);
        }
      });
    } finally {
      await browser.close();
    }
  } finally {
    server.stop();
  }
}

/**
 * @param {string} executable
 * @param {Suite} suite
 * @param {string} workspace
 * @param {string} report
 * @param {string} userDirectory
 */
async function runOnDesktop(executable, suite, workspace, report, userDirectory) {
  mkdirSync(path.join(userDirectory, 'User'), { recursive: true });
  writeFileSync(path.join(userDirectory, 'User', 'settings.json'), JSON.stringify(suite.settings));
  const launchArgs = [
    workspace,
    '--disable-extensions',
    `--user-data-dir=${userDirectory}`,
    `--extensions-dir=${path.join(userDirectory, 'extensions')}`,
  ];
  const environment = { OVS_FLOWS_TEST_REPORT: report };
  if (suite.trusted) {
    await runTests({
      vscodeExecutablePath: executable,
      extensionDevelopmentPath: projectRoot,
      extensionTestsPath: testsOf(suite),
      extensionTestsEnv: environment,
      launchArgs,
    });
    return;
  }
  // runTests always turns workspace trust off, which is just what must stay on here.
  await runToEnd(
    executable,
    [
      ...launchArgs,
      '--no-sandbox',
      '--disable-updates',
      '--skip-welcome',
      '--skip-release-notes',
      `--extensionDevelopmentPath=${projectRoot}`,
      `--extensionTestsPath=${testsOf(suite)}`,
    ],
    { env: { ...process.env, ...environment } },
  );
}

/**
 * @param {Promise<void>} promise
 * @param {string} message
 */
async function withTimeout(promise, message) {
  /** @type {NodeJS.Timeout | undefined} */
  let timer;
  try {
    await Promise.race([
      promise,
      new Promise((_, reject) => {
        timer = setTimeout(() => reject(new Error(message)), suiteTimeout);
      }),
    ]);
  } finally {
    clearTimeout(timer);
  }
}
