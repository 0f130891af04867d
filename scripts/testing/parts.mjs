// What `npm test` consists of, in the order in which it runs: the quick parts first.
import path from 'node:path';
import { isExecutable, PlainError, projectRoot } from '../project.mjs';
import { ensureSwitch } from '../switch/programs.mjs';
import { ensureChromium } from '../vscode/chromium.mjs';
import { ensureEditor } from '../vscode/editor.mjs';
import { addedUp, runCommand, runVitest } from './run.mjs';

/**
 * How a part went, in tests; a check that is no test, such as the build, counts as one.
 * @typedef {object} Counts
 * @property {number} passed
 * @property {number} failed
 * @property {number} skipped
 * @property {string[]} failures the tests that failed and why, a line each
 */

/**
 * @typedef {object} Part
 * @property {string} name
 * @property {string} about one line for people
 * @property {string[]} [needs] parts that must have run before
 * @property {() => Promise<string | undefined>} [obstacle] why it cannot run on this machine, and what to do about it
 * @property {() => Promise<Counts>} run
 */

/** @param {string[]} args */
const node = (...args) => runCommand(process.execPath, args);

/**
 * A program of a development dependency, by the file it starts from.
 * @param {string} file below node_modules
 * @param {string[]} args
 */
const tool = (file, ...args) => node(path.join(projectRoot, 'node_modules', file), ...args);

/** @type {Part[]} */
export const parts = [
  { name: 'lint', about: 'format and lint', run: () => tool('@biomejs/biome/bin/biome', 'check', '.') },
  {
    name: 'typecheck',
    about: 'types, and the purity of the core',
    run: () => runCommand('npm', ['run', '--silent', 'typecheck']),
  },
  { name: 'build', about: 'the bundles', run: () => node('esbuild.mjs') },
  { name: 'unit', about: 'everything that needs no other process', run: () => runVitest('unit') },
  { name: 'grammar', about: 'the colours', run: () => runVitest('grammar') },
  {
    name: 'protocol',
    about: 'the built server over stdio, and the built command line',
    needs: ['build'],
    run: () => runVitest('protocol'),
  },
  {
    name: 'fuzz',
    about: 'random input for the core and the built server',
    needs: ['build'],
    // The same inputs each time, as far as the time goes: see test/seed.ts.
    run: () =>
      node('scripts/fuzz.mjs', '--seconds', '20', '--seed', process.env.OVS_FLOWS_SEED ?? '20261122'),
  },
  {
    name: 'conformance',
    about: 'the judgement of ovs-ofctl',
    // What was recorded of its judgement is held against ours among the unit tests as well.
    obstacle: async () =>
      isOnPath('ovs-ofctl')
        ? undefined
        : 'The program ovs-ofctl is not installed: install the package openvswitch-common (Debian, Ubuntu) or ' +
          'openvswitch (Fedora, Homebrew).',
    run: () => runVitest('conformance'),
  },
  {
    name: 'switch',
    about: 'what a real switch does with whole files',
    obstacle: () => obstacleOf(ensureSwitch),
    run: () => runVitest('switch'),
  },
  { name: 'vscode', about: 'a real VS Code', needs: ['build'], obstacle: fetchEditor, run: runInEditor },
];

function fetchEditor() {
  return obstacleOf(async () => {
    await ensureEditor();
    await ensureChromium();
  });
}

/**
 * Fetches what is missing; where that fails, the message says what to do.
 * @param {() => Promise<unknown>} fetchMissing
 */
async function obstacleOf(fetchMissing) {
  try {
    await fetchMissing();
    return undefined;
  } catch (error) {
    if (error instanceof PlainError) {
      return error.message;
    }
    throw error;
  }
}

/**
 * First inside the extension host, then with mouse and keyboard.
 * @returns {Promise<Counts>}
 */
async function runInEditor() {
  // Only loaded here, so that the quick parts do not load what starts an editor.
  const { runExtensionTests } = await import('./extension-tests.mjs');
  return addedUp([await runExtensionTests(), await runVitest('workbench')]);
}

/** @param {string} program */
function isOnPath(program) {
  return (process.env.PATH ?? '')
    .split(path.delimiter)
    .some((directory) => isExecutable(path.join(directory, program)));
}
