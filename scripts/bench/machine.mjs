// The machine that was measured on.
import { existsSync, readFileSync } from 'node:fs';
import os from 'node:os';
import { ofctlVersion } from './ofctl.mjs';

/**
 * What a figure depends on besides the program.
 * @typedef {object} Machine
 * @property {string} processor
 * @property {number} cores
 * @property {number} memory in GiB
 * @property {string} system
 * @property {string} node
 * @property {string} ofctl
 */

/** @returns {Machine} */
export function thisMachine() {
  const processors = os.cpus();
  return {
    processor: processors[0]?.model.trim() ?? 'unknown processor',
    cores: processors.length,
    memory: Math.round(os.totalmem() / 2 ** 30),
    system: `${os.type()} ${os.arch()}`,
    node: process.version,
    ofctl: ofctlVersion ?? 'no ovs-ofctl',
  };
}

/**
 * The machine in one line.
 * @param {Machine} machine
 */
export const described = ({ processor, cores, memory, system, node, ofctl }) =>
  `${processor}, ${cores} cores, ${memory} GiB, ${system}, Node ${node}, ${ofctl}`;

/**
 * The memory of a process, as the system counts it.
 * @param {number | undefined} pid
 * @returns {{ peak: number, now: number } | undefined} in bytes; undefined where the system does not tell
 */
export function memoryOf(pid) {
  const file = `/proc/${pid}/status`;
  if (!existsSync(file)) {
    return undefined;
  }
  const status = readFileSync(file, 'utf8');
  const bytes = (/** @type {string} */ name) =>
    Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]) * 1024;
  return { peak: bytes('VmHWM'), now: bytes('VmRSS') };
}
