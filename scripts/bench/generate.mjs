// Makes files of flows to measure with: the same seed gives the same bytes.
import { faults } from './generate/faults.mjs';
import { networkOf } from './generate/network.mjs';
import { added, flowsPerReply, printed, replyHeader } from './generate/print.mjs';
import { Random } from './generate/random.mjs';

/** @typedef {import('./generate/flow.mjs').Flow} Flow */

/** @typedef {'dump' | 'add'} Syntax */

/**
 * What file is wanted.
 * @typedef {object} Wanted
 * @property {number} flows how many; at least 800
 * @property {Syntax} syntax as `ovs-ofctl dump-flows` prints flows, or as they are added
 * @property {number} faulty the share of lines with a mistake, from 0 to 1
 * @property {number} seed
 */

/**
 * A faulty line, counted from 0.
 * @typedef {{ line: number, name: string, isError: boolean }} FaultyLine
 */

/**
 * A line of which only the whole file shows that there is a mistake, counted from 0, and the code of what is said of it.
 * @typedef {{ line: number, code: string }} FileFinding
 */

/**
 * A file to measure with.
 * @typedef {object} GeneratedFile
 * @property {Syntax} syntax
 * @property {number} flows how many
 * @property {string} text ASCII, with `\n` at the end of each line
 * @property {number} bytes
 * @property {string} readable the same file as `ovs-ofctl parse-flows` reads it, which knows flows and comments only: the
 *   headers of a dump and the lines that add groups are comments there
 * @property {FaultyLine[]} faultyLines in ascending order
 * @property {FileFinding[]} fileFindings the mistakes that only the whole file shows: a few, one of each kind. Other mistakes can
 *   hide them
 * @property {number[]} flowLines the lines that hold flows, in ascending order
 * @property {ReadonlyMap<string, number>} kinds how many flows there are of each kind
 */

/**
 * Makes a file.
 * @param {Wanted} wanted
 * @returns {GeneratedFile}
 */
export function generateFile({ flows: count, syntax, faulty, seed }) {
  const { list, groups } = networkOf(count, seed, syntax === 'dump');
  const random = new Random(seed ^ 0x5eed);
  const ordered = inTables(list);
  // Chance of their own, so that mistakes change nothing else in the file.
  const spoilable = ordered.flatMap(({ finding }, index) => (finding === undefined ? [index] : []));
  const places = new Random(seed ^ 0xfa17)
    .some(Math.round(count * faulty), spoilable.length)
    .map((each) => spoilable[each] ?? 0);
  const faultAt = new Map(places.map((index, rank) => [index, faults[rank % faults.length]]));
  /** @type {string[]} */
  const lines = [];
  /** @type {number[]} */
  const flowLines = [];
  /** @type {FaultyLine[]} */
  const faultyLines = [];
  /** @type {FileFinding[]} */
  const fileFindings = [];
  /** @type {Set<number>} */
  const unreadable = new Set();
  /** @param {string} line one that holds no flow */
  const addOther = (line) => {
    if (!line.startsWith('#') && line !== '') {
      unreadable.add(lines.length);
    }
    lines.push(line);
  };
  if (syntax === 'add') {
    addOther('# Flows of one node. The groups come first, for flows to point to.');
    [...groups.values()].forEach(addOther);
  }
  for (const [index, flow] of ordered.entries()) {
    if (syntax === 'dump' && index % flowsPerReply === 0) {
      addOther(replyHeader(index + flowsPerReply >= count));
    } else if (syntax === 'add' && flow.table !== ordered[index - 1]?.table) {
      addOther('');
      addOther(`# table ${flow.table}: ${flow.kind.replace('/', ', ').replaceAll('-', ' ')}`);
    }
    const fault = faultAt.get(index);
    const written = fault ? fault.make(flow) : flow;
    if (fault) {
      faultyLines.push({ line: lines.length, name: fault.name, isError: fault.isError });
    }
    if (flow.finding !== undefined) {
      fileFindings.push({ line: lines.length, code: flow.finding });
    }
    flowLines.push(lines.length);
    lines.push(syntax === 'dump' ? printed(written, random) : added(written));
  }
  const text = `${lines.join('\n')}\n`;
  const readable = lines.map((line, index) => (unreadable.has(index) ? `# ${line}` : line));
  return {
    syntax,
    flows: count,
    text,
    bytes: text.length,
    readable: `${readable.join('\n')}\n`,
    faultyLines,
    fileFindings,
    flowLines,
    kinds: countKinds(list),
  };
}

/**
 * How many flows make a file that is just under a number of bytes.
 * @param {number} bytes
 * @param {Omit<Wanted, 'flows'>} wanted
 * @returns {GeneratedFile} at least 99.5 % of that size
 */
export function generateUnder(bytes, wanted) {
  let file = generateFile({ ...wanted, flows: 2000 });
  while (file.bytes >= bytes || file.bytes <= bytes * 0.995) {
    file = generateFile({ ...wanted, flows: Math.floor((file.flows * bytes * 0.998) / file.bytes) });
  }
  return file;
}

/**
 * The flows by tables, as a switch gives them; within a table those that look at the same come together.
 * @param {readonly Flow[]} list
 * @returns {Flow[]}
 */
function inTables(list) {
  return [...list].sort((left, right) => left.table - right.table || right.priority - left.priority);
}

/** @param {readonly Flow[]} list */
function countKinds(list) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const { kind } of list) {
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return counts;
}
