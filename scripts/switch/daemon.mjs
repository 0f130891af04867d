// A daemon that ends with us, whatever ends us, and that cannot eat the memory of the machine.
import { start } from '../processes.mjs';

/**
 * Between us and the daemon stands a shell: it sets the limits, and it waits at a pipe that closes when we end, even when
 * we are killed and can do nothing about it. Then it ends the daemon and removes the folder.
 */
const keeper = `
exec 3<&0
ulimit -v "$1" || exit 1
ulimit -c 0
folder=$2
shift 2
"$@" 3<&- </dev/null &
daemon=$!
{ read -r _ <&3 || rm -rf -- "$folder"; kill -9 "$daemon"; } 2>/dev/null &
waiting=$!
exec 3<&-
wait "$daemon" 2>/dev/null
status=$?
kill -9 "$waiting" 2>/dev/null
wait
exit "$status"
`;

/**
 * @typedef {object} Daemon
 * @property {() => boolean} isRunning
 * @property {Promise<void>} ended settles when the daemon has ended, by itself or not
 * @property {() => Promise<void>} end ends it and waits until it is gone
 * @property {() => string} said what it wrote to its error output
 */

/**
 * Starts a daemon in the foreground.
 * @param {object} wanted
 * @param {string} wanted.program
 * @param {string[]} wanted.args
 * @param {Record<string, string>} wanted.environment all of it
 * @param {string} wanted.folder removed when we are killed
 * @param {number} wanted.memory KiB of address space that it may use, which stops it when it needs more
 * @returns {Daemon}
 */
export function startDaemon({ program, args, environment, folder, memory }) {
  const child = start('sh', ['-c', keeper, 'keeper', String(memory), folder, program, ...args], {
    env: environment,
    cwd: folder,
    stdio: ['pipe', 'ignore', 'pipe'],
  });
  // It closes where the daemon has ended by itself.
  child.stdin?.on('error', () => {});
  let said = '';
  child.stderr?.setEncoding('utf8').on('data', (text) => {
    said += text;
  });
  let running = true;
  /** @type {Promise<void>} */
  const ended = new Promise((resolve) => {
    const settle = () => {
      running = false;
      resolve();
    };
    child.once('close', settle);
    child.once('error', settle);
  });
  return {
    isRunning: () => running,
    ended,
    end: async () => {
      // Told in a line, the shell waits for its end; just killed, it would leave that to others.
      child.stdin?.end('end\n');
      await ended;
    },
    said: () => said,
  };
}
