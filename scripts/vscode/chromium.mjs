// The browser that shows the fetched VS Code in tests: the one named by CHROME_PATH, one installed on the machine, or
// one from the npm registry that needs nothing but glibc.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { runQuietly } from '../processes.mjs';
import { isExecutable, PlainError } from '../project.mjs';
import { ensureInstalled, npmInstall } from './install.mjs';

/** The newest release; it asks for Node 22, but all that is used of it runs on Node 20 too. */
const chromiumPackage = '@sparticuz/chromium@153.0.0';

/**
 * @typedef {object} Browser
 * @property {string} executable
 * @property {Record<string, string>} environment what it needs beyond our own environment
 */

/**
 * Finds a Chromium, or fetches one.
 * @returns {Promise<Browser>}
 */
export async function ensureChromium() {
  const named = process.env.CHROME_PATH;
  if (named) {
    if (!isExecutable(named)) {
      throw new PlainError(`CHROME_PATH names ${named}, which is not a program: correct or unset it.`);
    }
    return { executable: named, environment: {} };
  }
  const installed = installedPlaces().find(isExecutable);
  if (installed) {
    return { executable: installed, environment: {} };
  }
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new PlainError(
      'No Chrome or Chromium was found: install one, or set CHROME_PATH to its program, and run the same command again.',
    );
  }
  return fetchedChromium();
}

/** Where Chrome and Chromium are put by their installers. */
function installedPlaces() {
  if (process.platform === 'darwin') {
    return [
      '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
      '/Applications/Chromium.app/Contents/MacOS/Chromium',
      '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
    ];
  }
  if (process.platform === 'win32') {
    const roots = [process.env.PROGRAMFILES, process.env['PROGRAMFILES(X86)'], process.env.LOCALAPPDATA];
    return roots
      .filter((root) => root !== undefined)
      .flatMap((root) => [
        path.join(root, 'Google', 'Chrome', 'Application', 'chrome.exe'),
        path.join(root, 'Chromium', 'Application', 'chrome.exe'),
        path.join(root, 'Microsoft', 'Edge', 'Application', 'msedge.exe'),
      ]);
  }
  const names = ['google-chrome', 'google-chrome-stable', 'chromium', 'chromium-browser', 'microsoft-edge'];
  const directories = (process.env.PATH ?? '').split(path.delimiter).filter((directory) => directory !== '');
  return names.flatMap((name) => directories.map((directory) => path.join(directory, name)));
}

/** @returns {Promise<Browser>} */
async function fetchedChromium() {
  const directory = await ensureInstalled({
    name: 'Chromium',
    directory: 'chromium',
    version: chromiumPackage,
    size: '290 MB',
    install: async (target) => {
      await npmInstall(target, ['--prefix', target, '--no-save', chromiumPackage]);
      await unpack(target);
    },
  });
  const unpacked = path.join(directory, 'unpacked');
  return {
    executable: path.join(unpacked, 'chromium'),
    // The libraries that a bare machine lacks come with it, and so does a font.
    environment: { LD_LIBRARY_PATH: path.join(unpacked, 'al2023', 'lib'), ...fontsOf(unpacked) },
  };
}

/**
 * The package unpacks its browser into the directory for temporary files, in the process that imports it; so it is
 * given a process of its own, with a directory that lasts.
 * @param {string} directory
 */
async function unpack(directory) {
  const target = path.join(directory, 'unpacked');
  mkdirSync(target);
  const entry = path.join(directory, 'node_modules', '@sparticuz', 'chromium', 'build', 'index.js');
  const program =
    `const { default: chromium } = await import(${JSON.stringify(pathToFileURL(entry).href)});` +
    'await chromium.executablePath();';
  const { code, output } = await runQuietly(process.execPath, ['--input-type=module', '--eval', program], {
    // Told that it runs on Amazon's machines, it also unpacks the libraries that those lack.
    env: {
      ...process.env,
      TMPDIR: target,
      AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs22.x',
      AWS_LAMBDA_JS_RUNTIME: 'nodejs22.x',
    },
  });
  if (code !== 0 || !isExecutable(path.join(target, 'chromium'))) {
    throw new Error(`Chromium could not be unpacked: ${output.trim().split('\n').at(-1)}`);
  }
}

/**
 * Where the machine has no fonts of its own, the one that comes with Chromium is used.
 * @param {string} unpacked
 * @returns {Record<string, string>}
 */
function fontsOf(unpacked) {
  if (existsSync('/etc/fonts/fonts.conf') && existsSync('/usr/share/fonts')) {
    return {};
  }
  const configuration = path.join(unpacked, 'fonts.conf');
  writeFileSync(
    configuration,
    `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${path.join(unpacked, 'fonts')}</dir>
  <cachedir>${path.join(unpacked, 'fonts-cache')}</cachedir>
</fontconfig>
`,
  );
  return { FONTCONFIG_FILE: configuration };
}
