// The VS Code that is fetched: the npm package code-server holds a complete one that a browser shows.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { ensureInstalled, npmInstall } from './install.mjs';

/** The newest release that runs on Node 20; it holds VS Code 1.100.3. */
const editorPackage = 'code-server@4.100.3';

/** @param {string} directory */
const editorRoot = (directory) => path.join(directory, 'node_modules', 'code-server', 'lib', 'vscode');

/**
 * The folder of VS Code's own code, fetched on first use.
 * @returns {Promise<string>}
 */
export async function ensureEditor() {
  const directory = await ensureInstalled({
    name: 'VS Code',
    directory: 'code-server',
    version: editorPackage,
    size: '290 MB',
    install: async (target) => {
      await npmInstall(target, ['--prefix', target, '--no-save', editorPackage]);
      // What VS Code itself needs is listed apart. Its native parts (log file, file watcher, terminal) are left
      // unbuilt: building them needs a compiler, and nothing here uses them.
      await npmInstall(editorRoot(target), ['--omit=dev']);
      if (!existsSync(path.join(editorRoot(target), 'out', 'server-main.js'))) {
        throw new Error(`${editorPackage} does not hold the expected files`);
      }
    },
  });
  return editorRoot(directory);
}
