// Shows the served VS Code in a headless Chromium, for tests that do what a person does.
import { chromium } from 'playwright-core';
import { atExit } from '../processes.mjs';
import { ensureChromium } from './chromium.mjs';

const openTimeout = 60_000;

/** How long anything else may take to appear. */
const actionTimeout = 15_000;

/** @typedef {import('playwright-core').Page} Page */

/**
 * @typedef {object} WindowOptions
 * @property {number} [width]
 * @property {number} [height]
 * @property {number} [scale] device pixels for each pixel of the page
 */

/**
 * @typedef {object} BrowserDriver
 * @property {(url: string, window?: WindowOptions) => Promise<Page>} open opens a workbench and waits until it stands
 * @property {(url: string, onLog: LogListener) => Promise<number>} runTests opens a workbench that runs tests in its
 *   extension host, and gives their exit code
 * @property {() => Promise<void>} close
 */

/**
 * What the extension host prints.
 * @callback LogListener
 * @param {string} severity
 * @param {string} text
 * @returns {void}
 */

/**
 * @returns {Promise<BrowserDriver>}
 */
export async function startBrowser() {
  const { executable, environment } = await ensureChromium();
  const browser = await chromium.launch({
    executablePath: executable,
    headless: true,
    env: /** @type {Record<string, string>} */ ({ ...process.env, ...environment }),
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync'].concat([
      '--disable-background-networking',
      '--disable-component-update',
      '--font-render-hinting=none',
    ]),
  });
  const forget = atExit(() => void browser.close());

  return {
    open: async (url, window = {}) => {
      const page = await newPage(browser, window);
      await page.goto(url, { timeout: openTimeout });
      await page.locator('.monaco-workbench').waitFor({ timeout: openTimeout });
      return page;
    },
    runTests: async (url, onLog) => {
      const page = await newPage(browser, {});
      try {
        return await runTestsIn(page, url, onLog);
      } finally {
        await page.context().close();
      }
    },
    close: async () => {
      await browser.close();
      forget();
    },
  };
}

/**
 * Each page gets a profile of its own, so that nothing an earlier one remembered shows.
 * @param {import('playwright-core').Browser} browser
 * @param {WindowOptions} window
 */
async function newPage(browser, { width = 1280, height = 800, scale = 1 }) {
  const context = await browser.newContext({ viewport: { width, height }, deviceScaleFactor: scale });
  context.setDefaultTimeout(actionTimeout);
  return context.newPage();
}

/**
 * @param {Page} page
 * @param {string} url
 * @param {LogListener} onLog
 * @returns {Promise<number>}
 */
async function runTestsIn(page, url, onLog) {
  /** @type {ReturnType<typeof withResolvers<number>>} */
  const exit = withResolvers();
  page.once('crash', () => exit.reject(new Error('The page crashed.')));
  page.once('close', () => exit.reject(new Error('The page was closed.')));
  // VS Code looks for these two functions and calls them where it finds them.
  await page.exposeFunction(
    'codeAutomationLog',
    (/** @type {string} */ severity, /** @type {unknown[]} */ values) =>
      onLog(
        severity,
        values.map((value) => (typeof value === 'string' ? value : JSON.stringify(value))).join(' '),
      ),
  );
  await page.exposeFunction('codeAutomationExit', (/** @type {number} */ code) => exit.resolve(code));
  await page.goto(url, { timeout: openTimeout });
  await page.locator('.monaco-workbench').waitFor({ timeout: openTimeout });
  return exit.promise;
}

/**
 * @template Value
 * @returns {{ promise: Promise<Value>, resolve: (value: Value) => void, reject: (error: Error) => void }}
 */
function withResolvers() {
  /** @type {(value: Value) => void} */
  let resolve = () => {};
  /** @type {(error: Error) => void} */
  let reject = () => {};
  /** @type {Promise<Value>} */
  const promise = new Promise((fulfil, fail) => {
    resolve = fulfil;
    reject = fail;
  });
  return { promise, resolve, reject };
}
