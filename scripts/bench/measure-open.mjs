// Opening a file, in turns with `ovs-ofctl parse-flows`, and the first requests that an editor makes then.

import { structureRequests } from './measure-structure.mjs';
import { timeOfctl } from './ofctl.mjs';
import { repeat } from './series.mjs';
import { Session } from './session.mjs';

/** @typedef {import('./generate.mjs').GeneratedFile} GeneratedFile */

/**
 * What was measured.
 * @typedef {object} OpenTimes
 * @property {number[]} ofctl milliseconds
 * @property {number[]} lines the same, of the rules about lines only
 * @property {number[]} all the same, with those about the file
 * @property {Map<string, number[]>} cold the same, of each request about the structure of the document
 */

/**
 * @param {GeneratedFile} file
 * @param {string | undefined} readable the path of a file that `ovs-ofctl` takes; undefined where there is no such program
 * @param {string} bundle
 * @param {Record<string, unknown>} onlyLines the settings that switch off all rules about the file
 * @param {import('./series.mjs').Effort} effort
 * @returns {Promise<OpenTimes>}
 */
export async function measureOpening(file, readable, bundle, onlyLines, effort) {
  /** @type {OpenTimes} */
  const times = { ofctl: [], lines: [], all: [], cold: new Map() };
  const once = async (/** @type {number} */ round) => {
    if (readable !== undefined) {
      times.ofctl.push(await timeOfctl(readable, file.syntax));
    }
    const lines = await Session.open(file, bundle, onlyLines);
    times.lines.push(lines.milliseconds);
    if (round === 0) {
      await lines.session.mustHaveBeenAll();
      await lines.session.mustKnowTheFile();
    }
    await lines.session.client.end();

    if (readable !== undefined) {
      times.ofctl.push(await timeOfctl(readable, file.syntax));
    }
    const all = await Session.open(file, bundle);
    times.all.push(all.milliseconds);
    for (const { name, ask } of structureRequests) {
      const samples = times.cold.get(name) ?? [];
      samples.push(await ask(all.session));
      times.cold.set(name, samples);
    }
    if (round === 0) {
      await all.session.mustHaveBeenAll();
    }
    await all.session.client.end();
  };
  await repeat(effort.rounds, effort.seconds * 2, once, 1);
  return times;
}

/**
 * The time from starting the server until it has answered `initialize`.
 * @param {() => import('./client.mjs').BenchClient} start
 * @param {import('./series.mjs').Effort} effort
 * @returns {Promise<number[]>} milliseconds
 */
export async function measureStarts(start, effort) {
  /** @type {number[]} */
  const times = [];
  await repeat(effort.starts, effort.seconds, async () => {
    const client = start();
    const { arrived } = await client.initialize();
    times.push(arrived - client.started);
    await client.end();
  });
  return times;
}
