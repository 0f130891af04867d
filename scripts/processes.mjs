// Child processes that never outlive us: each runs in a process group of its own, and the whole group is ended when we
// end, be it by Ctrl-C.
import { spawn, spawnSync } from 'node:child_process';

/** @typedef {import('node:child_process').ChildProcess} ChildProcess */

/** @typedef {import('node:child_process').SpawnOptions} SpawnOptions */

/** @type {Set<ChildProcess>} */
const running = new Set();

/** @type {Set<() => void>} */
const cleanups = new Set();

const isWindows = process.platform === 'win32';

/**
 * Ends a process and everything it started.
 * @param {ChildProcess} child
 */
export function endTree(child) {
  running.delete(child);
  if (child.pid === undefined) {
    return;
  }
  if (isWindows) {
    spawnSync('taskkill', ['/pid', String(child.pid), '/T', '/F'], { stdio: 'ignore' });
    return;
  }
  try {
    // The group may still hold grandchildren when its leader is gone, so the leader's state is not asked for.
    process.kill(-child.pid, 'SIGKILL');
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'ESRCH') {
      throw error;
    }
  }
}

/**
 * Has something synchronous done when this process ends, whatever ends it.
 * @param {() => void} cleanup
 * @returns {() => void} does it now, once
 */
export function atExit(cleanup) {
  cleanups.add(cleanup);
  return () => {
    if (cleanups.delete(cleanup)) {
      cleanup();
    }
  };
}

function cleanUp() {
  for (const child of running) {
    endTree(child);
  }
  for (const cleanup of cleanups) {
    cleanups.delete(cleanup);
    cleanup();
  }
}

process.on('exit', cleanUp);
for (const [signal, number] of /** @type {const} */ ([
  ['SIGINT', 2],
  ['SIGTERM', 15],
  ['SIGHUP', 1],
])) {
  // process.exit runs the clean-up; 128 + number is what a shell expects of a process ended by a signal.
  process.on(signal, () => process.exit(128 + number));
}

/**
 * Starts a process that ends with us.
 * @param {string} command
 * @param {string[]} args
 * @param {SpawnOptions} options
 * @returns {ChildProcess}
 */
export function start(command, args, options = {}) {
  const child = spawn(command, args, { ...options, detached: !isWindows });
  running.add(child);
  child.once('exit', () => endTree(child));
  return child;
}

/**
 * Runs a process to its end, showing what it prints.
 * @param {string} command
 * @param {string[]} args
 * @param {SpawnOptions} options
 * @returns {Promise<number>} its exit code; 1 where a signal ended it
 */
export function runToEnd(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = start(command, args, { stdio: ['ignore', 'inherit', 'inherit'], ...options });
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  });
}

/**
 * Runs a process to its end and gives what it printed.
 * @param {string} command
 * @param {string[]} args
 * @param {SpawnOptions} options
 * @returns {Promise<{ code: number, output: string }>} both streams, as they came
 */
export async function runQuietly(command, args, options = {}) {
  const child = start(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text) => {
      output += text;
    });
  }
  const code = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (value) => resolve(value ?? 1));
  });
  return { code, output };
}
