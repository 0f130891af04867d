// `ovs-ofctl parse-flows`: the measure that ours is held against.
import { spawn, spawnSync } from 'node:child_process';

/** The name and version of `ovs-ofctl`; undefined where it is not installed. */
export const ofctlVersion = (() => {
  const { status, stdout } = spawnSync('ovs-ofctl', ['--version'], { encoding: 'utf8' });
  return status === 0 ? stdout.split('\n')[0]?.trim() : undefined;
})();

/**
 * The options for a file: groups, meters and instructions need a newer protocol than the one it takes by itself.
 * @param {import('./generate.mjs').Syntax} syntax
 */
export const ofctlOptions = (syntax) => (syntax === 'add' ? ['-O', 'OpenFlow13'] : []);

/**
 * Has it parse a file and print what it read, which nobody reads.
 * @param {string} file
 * @param {import('./generate.mjs').Syntax} syntax
 * @returns {Promise<number>} milliseconds, from starting it to its end
 */
export function timeOfctl(file, syntax) {
  return new Promise((resolve, reject) => {
    const since = performance.now();
    const child = spawn('ovs-ofctl', [...ofctlOptions(syntax), 'parse-flows', file], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let said = '';
    child.stderr?.on('data', (chunk) => {
      said += String(chunk);
    });
    child.once('error', reject);
    child.once('close', (code) => {
      const milliseconds = performance.now() - since;
      if (code === 0) {
        resolve(milliseconds);
      } else {
        reject(new Error(`ovs-ofctl does not take the generated file: ${said}`));
      }
    });
  });
}
