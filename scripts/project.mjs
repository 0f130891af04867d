// Where things are: every script asks here, so that none depends on the directory it is called from.
import { accessSync, constants, existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of the project, which is also the folder of the extension under development. */
export const projectRoot = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

/** What is fetched or made for trying the extension out: VS Code, Chromium, compiled tests, pictures. */
export const cacheDirectory = path.join(projectRoot, '.vscode-test');

/** @type {{ name: string, displayName: string, version: string, publisher: string, icon: string }} */
export const manifest = JSON.parse(readFileSync(path.join(projectRoot, 'package.json'), 'utf8'));

/** The file that `npm run package` makes. */
export const packageFile = path.join(projectRoot, `${manifest.name}-${manifest.version}.vsix`);

/**
 * An expected failure whose message is all that a person needs; it is shown without a stack.
 */
export class PlainError extends Error {}

/** Says so in one sentence when `npm ci` has not been run; call it before loading what needs a dependency. */
export function requireDependencies() {
  // npm writes this file at the end of an installation.
  if (!existsSync(path.join(projectRoot, 'node_modules', '.package-lock.json'))) {
    console.error('The dependencies are not installed yet: run npm ci first.');
    process.exit(1);
  }
}

/**
 * Runs a script's main function: a failure ends the process with exit code 1 and, where it was foreseen, with one
 * plain sentence.
 * @param {() => Promise<number | void>} main answers with the exit code
 */
export async function runMain(main) {
  try {
    process.exitCode = (await main()) ?? 0;
  } catch (error) {
    console.error(error instanceof PlainError ? error.message : error);
    process.exitCode = 1;
  }
}

/** @param {string} file */
export function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
