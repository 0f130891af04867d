// Starts the fetched VS Code as a server on this machine only, with a data directory that lives as long as it does.
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, watch, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { atExit, endTree, runQuietly, start } from '../processes.mjs';
import { ensureEditor } from './editor.mjs';

const startTimeout = 60_000;
const endWithParent = fileURLToPath(new URL('end-with-parent.cjs', import.meta.url));

/** Without a gallery of extensions it asks nobody on the network what there is. */
const noGallery = JSON.stringify({});

/**
 * @typedef {object} ServerOptions
 * @property {Record<string, unknown>} settings the user settings
 * @property {Record<string, string>} [environment] handed to extensions too
 * @property {string} [install] a .vsix to install before it starts
 */

/**
 * @typedef {object} PageOptions
 * @property {string} [folder] the folder to open
 * @property {string} [file] a file to open as an editor
 * @property {string} [extension] the folder of an extension under development
 * @property {string} [tests] a compiled module whose `run` is called in the extension host
 */

/**
 * @typedef {object} EditorServer
 * @property {(page: PageOptions) => string} urlOf the address that opens such a page
 * @property {(files: string[]) => void} openFilesInPages has files opened in every page that is opened from now on
 * @property {Promise<void>} ended settles when the server is gone
 * @property {() => void} stop
 */

/**
 * @param {ServerOptions} options
 * @returns {Promise<EditorServer>}
 */
export async function startServer(options) {
  const editor = await ensureEditor();
  const directory = mkdtempSync(path.join(tmpdir(), 'ovs-flows-'));
  const removeDirectory = atExit(() => rmSync(directory, { recursive: true, force: true, maxRetries: 5 }));
  const dataDirectory = path.join(directory, 'data');
  const extensionsDirectory = path.join(directory, 'extensions');
  const runtimeDirectory = path.join(directory, 'run');
  for (const made of [dataDirectory, extensionsDirectory, runtimeDirectory]) {
    mkdirSync(made);
  }
  writeSettings(dataDirectory, options.settings);

  const main = path.join(editor, 'out', 'server-main.js');
  const environment = environmentFor(runtimeDirectory, options.environment ?? {});
  const directories = ['--server-data-dir', dataDirectory, '--extensions-dir', extensionsDirectory];
  try {
    if (options.install !== undefined) {
      await installPackage(options.install, [main, ...directories], environment);
    }
    const token = randomBytes(16).toString('hex');
    const child = start(
      process.execPath,
      ['--require', endWithParent, main, '--host', '127.0.0.1', '--port', '0', '--connection-token', token]
        .concat(['--accept-server-license-terms', '--telemetry-level', 'off'])
        .concat(directories),
      { env: environment, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] },
    );
    /** @type {Promise<void>} */
    const ended = new Promise((resolve) => child.once('exit', () => resolve()));
    const stop = () => {
      endTree(child);
      removeDirectory();
    };
    try {
      const port = await portOf(child);
      return {
        urlOf: (page) => pageUrl(`127.0.0.1:${port}`, token, linkExtension(page, directory)),
        openFilesInPages: (files) => openFilesInPages(editor, runtimeDirectory, files),
        ended,
        stop,
      };
    } catch (error) {
      stop();
      throw error;
    }
  } catch (error) {
    removeDirectory();
    throw error;
  }
}

/**
 * @param {string} file
 * @param {string[]} command
 * @param {NodeJS.ProcessEnv} environment
 */
async function installPackage(file, command, environment) {
  const args = [...command, '--accept-server-license-terms', '--install-extension', file, '--force'];
  const { code, output } = await runQuietly(process.execPath, args, { env: environment });
  // It ends with 0 even where it could not install.
  if (code !== 0 || !/was successfully installed/.test(output)) {
    throw new Error(`VS Code did not install ${file}:\n${output}`);
  }
}

/**
 * @param {string} dataDirectory
 * @param {Record<string, unknown>} settings
 */
function writeSettings(dataDirectory, settings) {
  const userDirectory = path.join(dataDirectory, 'data', 'User');
  mkdirSync(userDirectory, { recursive: true });
  writeFileSync(path.join(userDirectory, 'settings.json'), JSON.stringify(settings, null, 2));
}

/**
 * @param {string} runtimeDirectory
 * @param {Record<string, string>} extra
 */
function environmentFor(runtimeDirectory, extra) {
  const own = { XDG_RUNTIME_DIR: runtimeDirectory, TMPDIR: runtimeDirectory, EXTENSIONS_GALLERY: noGallery };
  const environment = { ...process.env, ...extra, ...own };
  // Run from a terminal inside VS Code, ours must not take itself for a part of that one.
  return Object.fromEntries(
    Object.entries(environment).filter(([name]) => !/^(VSCODE_|ELECTRON_|NODE_OPTIONS$)/.test(name)),
  );
}

/**
 * The port the server says it listens on.
 * @param {import('node:child_process').ChildProcess} child
 * @returns {Promise<number>}
 */
function portOf(child) {
  return new Promise((resolve, reject) => {
    let printed = '';
    const fail = (/** @type {string} */ why) => reject(new Error(`VS Code ${why}.\n${printed}`));
    const timer = setTimeout(() => fail(`did not start within ${startTimeout / 1000} s`), startTimeout);
    child.once('error', (error) => fail(`could not be started: ${error.message}`));
    child.once('exit', (code) => fail(`ended with code ${code} while starting`));
    for (const stream of [child.stdout, child.stderr]) {
      // It goes on being read when the port is known: a pipe that nobody empties would stop the server.
      stream?.setEncoding('utf8').on('data', (text) => {
        printed = (printed + text).slice(-20_000);
        const port = /Extension host agent listening on (\d+)/.exec(printed)?.[1];
        if (port !== undefined) {
          clearTimeout(timer);
          resolve(Number(port));
        }
      });
    }
  });
}

/**
 * VS Code prefers a theme that lies below the extension under development, and the fetched VS Code with all its themes
 * lies there too; so the extension is named by a link from elsewhere.
 * @param {PageOptions} page
 * @param {string} directory
 * @returns {PageOptions}
 */
function linkExtension(page, directory) {
  if (page.extension === undefined) {
    return page;
  }
  const link = path.join(directory, 'extension');
  if (!existsSync(link)) {
    symlinkSync(page.extension, link, 'junction');
  }
  return { ...page, extension: link };
}

/**
 * @param {string} authority
 * @param {string} token
 * @param {PageOptions} page
 */
function pageUrl(authority, token, page) {
  const remote = (/** @type {string} */ file) =>
    `vscode-remote://${authority}${asUrlPath(file).split('/').map(encodeURIComponent).join('/')}`;
  /** @type {[string, string][]} */
  const payload = [['skipWelcome', 'true']];
  if (page.extension) {
    payload.push(['extensionDevelopmentPath', remote(page.extension)]);
  }
  if (page.tests) {
    payload.push(['extensionTestsPath', remote(page.tests)]);
  }
  if (page.file) {
    payload.push(['openFile', remote(page.file)]);
  }
  const url = new URL(`http://${authority}/`);
  url.searchParams.set('tkn', token);
  if (page.folder) {
    url.searchParams.set('folder', asUrlPath(page.folder));
  } else {
    url.searchParams.set('ew', 'true');
  }
  url.searchParams.set('payload', JSON.stringify(payload));
  return url.href;
}

/** @param {string} file */
function asUrlPath(file) {
  return process.platform === 'win32' ? `/${file.replaceAll('\\', '/')}` : file;
}

/**
 * The address of a page names one file at most; more are opened as VS Code's own command line does it in a terminal of
 * that page, through the socket that the page's extension host listens on.
 * @param {string} editor
 * @param {string} runtimeDirectory
 * @param {string[]} files
 */
function openFilesInPages(editor, runtimeDirectory, files) {
  const commandLine = path.join(editor, 'out', 'server-cli.js');
  /** @type {Set<string>} */
  const seen = new Set();
  const watcher = watch(runtimeDirectory, (_event, name) => {
    if (name === null || seen.has(name) || !/^vscode-ipc-.*\.sock$/.test(name)) {
      return;
    }
    seen.add(name);
    // A page that went away in the meantime is no failure of ours.
    void runQuietly(process.execPath, [commandLine, 'code', '', '', 'code', '--reuse-window', ...files], {
      env: { ...process.env, VSCODE_IPC_HOOK_CLI: path.join(runtimeDirectory, name) },
    });
  });
  watcher.unref();
}
