// Typing, and what is asked right after it.
import { WrongAnswer } from './client.mjs';
import { Random } from './generate/random.mjs';
import { structureRequests } from './measure-structure.mjs';
import { repeat } from './series.mjs';

/** @typedef {import('./session.mjs').Session} Session */
/** @typedef {import('./session.mjs').Change} Change */
/** @typedef {import('./series.mjs').Effort} Effort */

/** Milliseconds by what was measured. @typedef {Map<string, number[]>} Samples */

const cursors = 1000;

/** What people type. */
const keys = [...'abcdeinoprstux0123456789,=:.-+/() '];

/**
 * A character typed at chance places, and taken away again. Every other one breaks its line, which must be reported.
 * @param {Session} session
 * @param {Effort} effort
 * @param {Samples} samples
 * @param {Random} random
 */
export async function measureTyping(session, effort, samples, random) {
  await repeat(effort.edits, effort.seconds, async (round) => {
    const line = random.pick(session.file.flowLines);
    const text = session.lines[line] ?? '';
    const breaks = round % 2 === 0;
    const character = breaks ? text.indexOf('priority=') + 4 : random.below(text.length + 1);
    add(
      samples,
      'a character typed',
      await session.edit([insertion(line, character, breaks ? 'x' : random.pick(keys))]),
    );
    if (breaks) {
      session.mustHaveError(line);
    }
    add(samples, 'a character deleted', await session.edit([deletion(line, character)]));
  });
}

/**
 * A line end typed, a line deleted, and both undone.
 * @param {Session} session
 * @param {Effort} effort
 * @param {Samples} samples
 * @param {Random} random
 */
export async function measureLines(session, effort, samples, random) {
  await repeat(effort.edits / 4, effort.seconds, async () => {
    const line = random.pick(session.file.flowLines);
    const text = session.lines[line] ?? '';
    const end = { line, character: text.length };
    add(samples, 'a newline typed', await session.edit([{ range: { start: end, end }, text: '\n' }]));
    const next = { line: line + 1, character: 0 };
    await session.edit([{ range: { start: end, end: next }, text: '' }]);

    const start = { line, character: 0 };
    add(samples, 'a line deleted', await session.edit([{ range: { start, end: next }, text: '' }]));
    await session.edit([{ range: { start, end: start }, text: `${text}\n` }]);
  });
}

/**
 * A thousand cursors type a character, and delete it.
 * @param {Session} session
 * @param {Effort} effort
 * @param {Samples} samples
 * @param {Random} random
 */
export async function measureCursors(session, effort, samples, random) {
  const { flowLines } = session.file;
  await repeat(Math.max(3, effort.edits / 20), effort.seconds, async () => {
    const places = random
      .some(cursors, flowLines.length)
      .map((index) => flowLines[index] ?? 0)
      .map((line) => ({ line, character: (session.lines[line] ?? '').indexOf('priority=') + 4 }))
      // As VS Code sends them: from the end of the document to its beginning.
      .reverse();
    const typed = places.map(({ line, character }) => insertion(line, character, 'x'));
    add(samples, '1,000 cursors typing', await session.edit(typed));
    session.mustHaveError(places.at(-1)?.line ?? 0);
    await session.edit(places.map(({ line, character }) => deletion(line, character)));
  });
}

/** What is asked at a place, and whether the answer is one. */
const placeRequests = [
  {
    name: 'hover',
    method: 'textDocument/hover',
    part: 'table=',
    isAnswer: (/** @type {any} */ result) => result?.contents !== undefined,
  },
  {
    name: 'completion',
    method: 'textDocument/completion',
    part: 'actions=',
    isAnswer: (/** @type {any} */ result) => (result?.items ?? result)?.length > 0,
  },
  {
    name: 'definition',
    method: 'textDocument/definition',
    part: 'resubmit(,',
    isAnswer: (/** @type {any} */ result) => result?.length > 0 || result?.uri !== undefined,
  },
];

/**
 * What is asked on a line in the moment in which it was changed, while its diagnostics are on the way.
 * @param {Session} session
 * @param {Effort} effort
 * @param {Samples} samples
 * @param {Random} random
 */
export async function measurePlaces(session, effort, samples, random) {
  const jumping = session.file.flowLines.filter((line) =>
    session.lines[line]?.includes('actions=resubmit(,'),
  );
  const healthy = new Set(session.file.faultyLines.map(({ line }) => line));
  for (const { name, method, part, isAnswer } of placeRequests) {
    await repeat(effort.edits, effort.seconds, async () => {
      const line = random.pick(jumping.filter((each) => !healthy.has(each)));
      const text = session.lines[line] ?? '';
      const counter = text.indexOf('n_packets=') + 'n_packets='.length;
      // After the name for completion, which is asked for where it ends; in it for the others.
      const found = text.indexOf(part) + (name === 'hover' ? 1 : part.length);
      const character = found > counter ? found + 1 : found;
      const position = { line, character };
      const answer = await session.askAfterEdit([insertion(line, counter, '1')], method, { position });
      if (!isAnswer(answer.result)) {
        throw new WrongAnswer(`${name} has nothing to say at ${character} of: ${session.lines[line]}`);
      }
      add(samples, name, answer.milliseconds);
      await session.edit([deletion(line, counter)]);
    });
  }
}

/**
 * What is asked of the whole document, after its first lines were changed and diagnosed.
 * @param {Session} session
 * @param {Effort} effort
 * @param {Samples} samples
 * @param {Random} random
 */
export async function measureStructure(session, effort, samples, random) {
  await repeat(effort.edits / 10, effort.seconds, async (round) => {
    const line = session.file.flowLines[random.below(20)] ?? 0;
    const counter = (session.lines[line] ?? '').indexOf('n_packets=') + 'n_packets='.length;
    await session.edit([round % 2 === 0 ? insertion(line, counter, '1') : insertion(line, counter, '2')]);
    for (const { name, ask } of structureRequests) {
      add(samples, `${name}, warm`, await ask(session));
    }
    await session.edit([deletion(line, counter)]);
  });
}

/**
 * @param {Samples} samples
 * @param {string} name
 * @param {number} milliseconds
 */
function add(samples, name, milliseconds) {
  const list = samples.get(name) ?? [];
  list.push(milliseconds);
  samples.set(name, list);
}

/**
 * @param {number} line
 * @param {number} character
 * @param {string} text
 * @returns {Change}
 */
function insertion(line, character, text) {
  const place = { line, character };
  return { range: { start: place, end: place }, text };
}

/**
 * @param {number} line
 * @param {number} character
 * @returns {Change} takes one character away
 */
function deletion(line, character) {
  return { range: { start: { line, character }, end: { line, character: character + 1 } }, text: '' };
}
