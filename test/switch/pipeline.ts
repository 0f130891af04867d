/**
 * The small pipelines: ordinary flow files, whose comments say what they are and what is expected of us.
 *
 * The first comment says it in a sentence. `# complete` promises that the generated packets hit every flow that can be hit.
 * `# expect: file/shadowed` above a line says what we report on that line; several are separated by blanks. Nothing else
 * of the codes below is reported.
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** What only the whole file shows, and a switch can tell whether it is so. */
export const judgedCodes = [
  'file/replaced',
  'file/shadowed',
  'file/redundant',
  'file/overlap',
  'file/empty-table',
  'file/unreached-table',
  'file/unknown-group',
  'file/repeated-group',
  'file/unknown-meter',
  'file/incomplete-conjunction',
  'tracking/unreachable-state',
  'tracking/endless-recirculation',
  'tracking/endless-resubmit',
  'tracking/never-committed',
  'tracking/zone-mismatch',
  'tracking/unhandled-states',
  'tracking/untracked-field',
] as const;

export type JudgedCode = (typeof judgedCodes)[number];

/** Something that is said of a line, counted from 0. */
export interface Verdict {
  readonly line: number;
  readonly code: JudgedCode;
}

export interface Pipeline {
  /** The name of the file without its ending. */
  readonly name: string;
  readonly text: string;
  readonly lines: readonly string[];
  /** The first comment. */
  readonly about: string;
  readonly isComplete: boolean;
  readonly expected: readonly Verdict[];
}

const folder = path.join(import.meta.dirname, 'pipelines');

/** All of them, by name. */
export function readPipelines(): Pipeline[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.flows'))
    .sort()
    .map((name) => readPipeline(name.replace('.flows', ''), readFileSync(path.join(folder, name), 'utf8')));
}

/** @throws where a comment promises a code that there is not, or stands above no line */
export function readPipeline(name: string, text: string): Pipeline {
  const lines = text.split('\n');
  const expected: Verdict[] = [];
  let waiting: JudgedCode[] = [];
  for (const [line, each] of lines.entries()) {
    const codes = /^# expect: (.*)$/.exec(each)?.[1];
    if (codes !== undefined) {
      waiting.push(...codes.trim().split(/ +/).map(judgedCode));
    } else if (each.trim() !== '' && !each.startsWith('#')) {
      expected.push(...waiting.map((code) => ({ line, code })));
      waiting = [];
    }
  }
  if (waiting.length > 0) {
    throw new Error(`${name}: nothing follows the last expectation.`);
  }
  const about = lines[0]?.startsWith('# ') ? lines[0].slice(2) : '';
  return { name, text, lines, about, isComplete: lines.includes('# complete'), expected };
}

function judgedCode(word: string): JudgedCode {
  const code = judgedCodes.find((each) => each === word);
  if (code === undefined) {
    throw new Error(`${word} is no code that a switch can judge.`);
  }
  return code;
}
