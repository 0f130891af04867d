// Installs a tool from the npm registry on demand into `.vscode-test/`, once. These tools are large and only needed to
// look at the extension in a real editor, so they are not dependencies of the package.
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { atExit, runQuietly } from '../processes.mjs';
import { cacheDirectory, PlainError } from '../project.mjs';

/** Written last, so that a directory without it is an installation that was interrupted. */
const doneMarker = 'done.json';

/**
 * @typedef {object} Tool
 * @property {string} name what a person calls it, for messages
 * @property {string} directory its folder below `.vscode-test/`
 * @property {string} version the npm package with its version; another version than the installed one is fetched anew
 * @property {string} size roughly, for the message
 * @property {(directory: string) => Promise<void>} install fills the empty directory; throws where it cannot
 */

/**
 * Gives the folder of a tool, fetching the tool first where it is missing, half there or of another version.
 * @param {Tool} tool
 * @returns {Promise<string>}
 */
export async function ensureInstalled(tool) {
  const directory = path.join(cacheDirectory, tool.directory);
  if (isInstalled(tool, directory)) {
    return directory;
  }
  // It is put together beside its final place and moved there in one step, so two runs at a time do no harm.
  const workshop = `${directory}.${process.pid}`;
  removeAbandoned(directory);
  mkdirSync(workshop, { recursive: true });
  const removeWorkshop = atExit(() => rmSync(workshop, { recursive: true, force: true }));
  const stopProgress = showProgress(`Fetching ${tool.name} (${tool.version}, ${tool.size}, once)`);
  try {
    await tool.install(workshop);
    writeFileSync(path.join(workshop, doneMarker), JSON.stringify({ version: tool.version }));
    if (!isInstalled(tool, directory)) {
      rmSync(directory, { recursive: true, force: true });
      renameSync(workshop, directory);
    }
    stopProgress('done');
  } catch (error) {
    stopProgress('failed');
    throw new PlainError(
      `${tool.name} could not be fetched: ${reasonOf(error)} Check that the npm registry can be reached ` +
        '(npm ping) and that the disk has room, then run the same command again.',
    );
  } finally {
    removeWorkshop();
  }
  return directory;
}

/**
 * What an installation that was killed left behind.
 * @param {string} directory
 */
function removeAbandoned(directory) {
  const parent = path.dirname(directory);
  for (const name of existsSync(parent) ? readdirSync(parent) : []) {
    const owner = Number(
      name.startsWith(`${path.basename(directory)}.`) ? name.split('.').at(-1) : Number.NaN,
    );
    if (Number.isInteger(owner) && !isRunning(owner)) {
      rmSync(path.join(parent, name), { recursive: true, force: true });
    }
  }
}

/** @param {number} processId */
function isRunning(processId) {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
}

/**
 * @param {Tool} tool
 * @param {string} directory
 */
function isInstalled(tool, directory) {
  const marker = path.join(directory, doneMarker);
  try {
    return existsSync(marker) && JSON.parse(readFileSync(marker, 'utf8')).version === tool.version;
  } catch {
    return false;
  }
}

/**
 * `npm install` in a directory, without running anything that comes with the packages.
 * @param {string} directory
 * @param {string[]} args
 */
export async function npmInstall(directory, args) {
  // npm names its own script for those it starts; without it (not started by npm) the one on the path is taken.
  const npmScript = process.env.npm_execpath;
  const [command, ...first] = npmScript?.endsWith('.js') ? [process.execPath, npmScript] : ['npm'];
  const { code, output } = await runQuietly(
    command,
    [...first, 'install', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error', ...args],
    { cwd: directory, env: environmentForNpm(), shell: process.platform === 'win32' && command === 'npm' },
  );
  if (code !== 0) {
    // The first lines only name codes; the one after them says what happened.
    const lines = output.split('\n').filter((line) => /^npm (error|ERR!) \S/.test(line));
    const reason =
      lines.find((line) => !/^npm (error|ERR!) (code|errno|syscall) /.test(line)) ?? lines[0] ?? output;
    throw new Error(reason.replace(/npm (error|ERR!)\s*/, '').trim());
  }
}

/** npm hands its own settings down in variables; those of this project's command are not meant for the tool's. */
function environmentForNpm() {
  const inherited = /^npm_(package|lifecycle|command|config_(prefix|local_prefix|global|omit|workspace))/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !inherited.test(name)));
}

/** @param {unknown} error */
function reasonOf(error) {
  const message = error instanceof Error ? error.message : String(error);
  return /[.!?]$/.test(message) ? message : `${message}.`;
}

/**
 * Says what is going on and for how long, until told the end.
 * @param {string} what
 * @returns {(end: string) => void}
 */
function showProgress(what) {
  const started = Date.now();
  const seconds = () => Math.round((Date.now() - started) / 1000);
  const isTerminal = process.stderr.isTTY;
  process.stderr.write(isTerminal ? `${what} ...` : `${what} ...\n`);
  const timer = setInterval(
    () => process.stderr.write(isTerminal ? `\r${what} ... ${seconds()} s ` : `  ... ${seconds()} s\n`),
    isTerminal ? 1_000 : 10_000,
  );
  return (end) => {
    clearInterval(timer);
    process.stderr.write(
      isTerminal ? `\r${what} ... ${end} in ${seconds()} s\n` : `  ${end} in ${seconds()} s\n`,
    );
  };
}
