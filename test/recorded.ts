/** Files from outside the repository with verdicts of `ovs-ofctl` on record. They may be missing. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** The corpus of real flows, beside the repository unless the environment says otherwise. */
export const corpusFolder = resolve(
  process.env.OVS_FLOWS_CORPUS ?? join(import.meta.dirname, '../../shared/corpus'),
);
export const hasCorpus = existsSync(corpusFolder);

/** What Open vSwitch defines, beside the corpus. */
export const factsFolder = join(dirname(corpusFolder), 'facts');
export const hasFacts = existsSync(factsFolder);

/** The names of the files in a folder of the corpus that end like that. */
export function filesIn(folder: string, end: string): string[] {
  return readdirSync(join(corpusFolder, folder)).filter((name) => name.endsWith(end));
}

/** The lines of a file of the corpus. */
export function linesOf(...path: readonly string[]): string[] {
  const lines = readFileSync(join(corpusFolder, ...path), 'utf8').split('\n');
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
}

/** The objects in a file of the corpus that holds one a line. */
export function recordsOf<Kind>(...path: readonly string[]): Kind[] {
  return linesOf(...path).map((line) => JSON.parse(line) as Kind);
}

/** A file of facts. */
export function factsOf<Kind>(name: string): Kind {
  return JSON.parse(readFileSync(join(factsFolder, name), 'utf8')) as Kind;
}
