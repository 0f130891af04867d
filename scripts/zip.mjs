// Reads the list of files off a ZIP archive, which is what a .vsix is.
import { readFileSync } from 'node:fs';

const endSignature = 0x06054b50;
const endLength = 22;
const entrySignature = 0x02014b50;
const entryLength = 46;

/**
 * @typedef {object} ArchiveEntry
 * @property {string} name
 * @property {number} size in bytes, unpacked
 */

/**
 * @param {string} file
 * @returns {ArchiveEntry[]} sorted by name
 */
export function listArchive(file) {
  const bytes = readFileSync(file);
  // The record at the end says where the directory is; only a comment can follow it.
  let end = bytes.length - endLength;
  while (end >= 0 && bytes.readUInt32LE(end) !== endSignature) {
    end--;
  }
  if (end < 0) {
    throw new Error(`${file} is no ZIP archive.`);
  }
  const count = bytes.readUInt16LE(end + 10);
  let position = bytes.readUInt32LE(end + 16);
  /** @type {ArchiveEntry[]} */
  const entries = [];
  for (let index = 0; index < count; index++) {
    if (bytes.readUInt32LE(position) !== entrySignature) {
      throw new Error(`${file} is damaged: there is no entry ${index} in its directory.`);
    }
    const nameLength = bytes.readUInt16LE(position + 28);
    const restLength = bytes.readUInt16LE(position + 30) + bytes.readUInt16LE(position + 32);
    const name = bytes.toString('utf8', position + entryLength, position + entryLength + nameLength);
    if (!name.endsWith('/')) {
      entries.push({ name, size: bytes.readUInt32LE(position + 24) });
    }
    position += entryLength + nameLength + restLength;
  }
  return entries.sort((one, other) => (one.name < other.name ? -1 : 1));
}
