// The server that is measured is the one that is installed: built for production, of the source as it is.
import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { runQuietly } from '../processes.mjs';
import { PlainError, projectRoot } from '../project.mjs';

const bundle = path.join(projectRoot, 'dist', 'server.js');

/**
 * Builds the server unless that has been done.
 * @returns {Promise<string>} the file that Node runs
 */
export async function builtServer() {
  if (!isFresh()) {
    console.error('Building the server for production.');
    const { code, output } = await runQuietly(process.execPath, ['esbuild.mjs', '--production'], {
      cwd: projectRoot,
    });
    if (code !== 0) {
      throw new PlainError(`The server was not built:\n${output}`);
    }
  }
  return bundle;
}

/** A build for development names its source map, and is not minified. */
function isFresh() {
  if (!existsSync(bundle)) {
    return false;
  }
  const built = statSync(bundle);
  const map = `${bundle}.map`;
  const isForDevelopment = existsSync(map) && Math.abs(statSync(map).mtimeMs - built.mtimeMs) < 5000;
  return !isForDevelopment && newestIn(path.join(projectRoot, 'server', 'src')) < built.mtimeMs;
}

/** @param {string} folder */
function newestIn(folder) {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return Math.max(
    ...entries
      .filter((entry) => entry.isFile())
      .map((entry) => statSync(path.join(entry.parentPath, entry.name)).mtimeMs),
  );
}
