// What an editor asks of a document without a place: its outline, folds, lenses, and the colours of what is in sight.
import { WrongAnswer } from './client.mjs';

/** @typedef {import('./session.mjs').Session} Session */

/** Lines that are in sight at once. */
const inSight = 50;

/**
 * A request, and what it takes.
 * @typedef {object} StructureRequest
 * @property {string} name
 * @property {(session: Session) => Promise<number>} ask gives milliseconds
 */

/** @type {readonly StructureRequest[]} */
export const structureRequests = [
  { name: 'outline', ask: (session) => list(session, 'textDocument/documentSymbol') },
  { name: 'folding', ask: (session) => list(session, 'textDocument/foldingRange') },
  { name: 'code lens', ask: (session) => list(session, 'textDocument/codeLens') },
  { name: 'colours in sight', ask: colours },
];

/**
 * @param {Session} session
 * @param {string} method
 */
async function list(session, method) {
  const { result, milliseconds } = await session.ask(method);
  if (!Array.isArray(result) || result.length === 0) {
    throw new WrongAnswer(`${method} was answered with nothing.`);
  }
  return milliseconds;
}

/** @param {Session} session */
async function colours(session) {
  const line = Math.floor(session.lines.length / 2);
  const range = { start: { line, character: 0 }, end: { line: line + inSight, character: 0 } };
  const { result, milliseconds } = await session.ask('textDocument/semanticTokens/range', { range });
  if (!Array.isArray(result?.data) || result.data.length < inSight * 5) {
    throw new WrongAnswer('The lines in sight have no colours.');
  }
  return milliseconds;
}
