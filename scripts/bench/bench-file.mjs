// All that is measured of one generated file.

import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { Random } from './generate/random.mjs';
import { memoryOf } from './machine.mjs';
import {
  measureCursors,
  measureLines,
  measurePlaces,
  measureStructure,
  measureTyping,
} from './measure-edits.mjs';
import { measureOpening } from './measure-open.mjs';
import { Session } from './session.mjs';
import { median } from './statistics.mjs';

/** @typedef {import('./generate.mjs').GeneratedFile} GeneratedFile */

/**
 * What a measurement needs to know.
 * @typedef {object} Bench
 * @property {string} bundle the server
 * @property {string} folder for generated files
 * @property {boolean} hasOfctl
 * @property {Record<string, unknown>} onlyLines the settings that switch off all rules about the file
 * @property {import('./series.mjs').Effort} effort
 * @property {import('./results.mjs').Recorder} recorder
 * @property {number} seed
 */

/**
 * Opens a file again and again.
 * @param {Bench} bench
 * @param {string} size
 * @param {GeneratedFile} file
 * @param {GeneratedFile} healthy the same without mistakes, which `ovs-ofctl` reads to the end
 */
export async function benchOpening(
  { bundle, folder, hasOfctl, onlyLines, effort, recorder },
  size,
  file,
  healthy,
) {
  const name = nameOf(file);
  const readable = path.join(folder, `${size}-${healthy.syntax}.flows`);
  writeFileSync(readable, healthy.readable);
  say(size, name, 'opening');
  const times = await measureOpening(file, hasOfctl ? readable : undefined, bundle, onlyLines, effort);
  const parsing = times.ofctl.length > 0 ? median(times.ofctl) : undefined;
  recorder.times(size, name, 'ovs-ofctl parse-flows', times.ofctl);
  recorder.times(size, name, 'open, rules about lines', times.lines, parsing);
  recorder.times(size, name, 'open, all rules', times.all, parsing);
  for (const [what, milliseconds] of times.cold) {
    recorder.times(size, name, `${what}, cold`, milliseconds);
  }
}

/**
 * Opens a file once, lets it rest, and works on it.
 * @param {Bench} bench
 * @param {string} size
 * @param {GeneratedFile} file
 */
export async function benchEditing({ bundle, effort, recorder, seed }, size, file) {
  const name = nameOf(file);
  say(size, name, 'memory');
  const { session } = await Session.open(file, bundle);
  const { pid } = session.client.process;
  recorder.memory(size, name, 'memory, peak when opened', memoryOf(pid)?.peak, file.bytes);
  await new Promise((resolve) => setTimeout(resolve, effort.idle * 1000));
  recorder.memory(size, name, 'memory, settled', memoryOf(pid)?.now, file.bytes);

  const random = new Random(seed ^ 0xed17);
  /** @type {Map<string, number[]>} */
  const samples = new Map();
  const edits = [measureTyping, measureLines, measureCursors];
  // What is asked stands at the statistics, which only dumps have.
  for (const measure of file.syntax === 'dump' ? [...edits, measurePlaces, measureStructure] : edits) {
    say(size, name, measure.name.replace('measure', '').toLowerCase());
    await measure(session, effort, samples, random);
  }
  await session.mustHaveBeenAll();
  await session.mustKnowTheFile();
  for (const [what, milliseconds] of samples) {
    recorder.times(size, name, what, milliseconds);
  }
  recorder.memory(size, name, 'memory, peak after the edits', memoryOf(pid)?.peak, file.bytes);
  await session.client.end();
}

/** @param {GeneratedFile} file */
const nameOf = ({ syntax, faultyLines, flows }) =>
  `${syntax}, ${Math.round((faultyLines.length / flows) * 100)} % faulty`;

/** @param {string[]} words */
const say = (...words) => console.error(`… ${words.join(': ')}`);
