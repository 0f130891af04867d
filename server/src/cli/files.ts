/** Which files are meant. */
import type { Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join, resolve, sep } from 'node:path';
import { FileTrouble, troubleOf } from '../disk/text-source';
import { alternatives, isPattern, matches } from './patterns';

/** What flow files are called, as package.json has it. */
export const flowFileNames: readonly string[] = [
  '*.flows',
  '*.ovsflows',
  '*.openflow',
  'flows.txt',
  '*-flows.txt',
  '*.flows.txt',
  '*.flows.dump',
];

/** Nobody means the files in there. */
const passedOver: ReadonlySet<string> = new Set(['node_modules']);

/** A file that is meant, or why there is none. */
export interface NamedFile {
  /** As people know it; `-` for standard input. */
  readonly path: string;
  readonly trouble?: string;
}

/** The files that the names stand for, each once, those of a folder or pattern in the order of their names. */
export async function* filesOf(names: readonly string[]): AsyncGenerator<NamedFile, void, undefined> {
  const seen = new Set<string>();
  for (const name of names) {
    for await (const file of filesOfName(name)) {
      const place = file.path === '-' ? '-' : resolve(file.path);
      if (file.trouble !== undefined || !seen.has(place)) {
        seen.add(place);
        yield file;
      }
    }
  }
}

async function* filesOfName(name: string): AsyncGenerator<NamedFile, void, undefined> {
  if (name === '-') {
    yield { path: name };
    return;
  }
  const kind = await kindOf(name);
  if (kind === 'folder') {
    yield* anyOf(below(name, flowFileNames), name, 'there is no flow file in it');
  } else if (kind === undefined && isPattern(name)) {
    yield* anyOf(filesLike(name), name, 'no file has such a name');
  } else {
    // If it is missing, whoever opens it finds out.
    yield { path: name };
  }
}

async function* anyOf(
  files: AsyncIterable<NamedFile>,
  name: string,
  otherwise: string,
): AsyncGenerator<NamedFile, void, undefined> {
  let isAny = false;
  for await (const file of files) {
    isAny = true;
    yield file;
  }
  if (!isAny) {
    yield { path: name, trouble: otherwise };
  }
}

const rootPattern = sep === '\\' ? /^(?:[A-Za-z]:)?\/+/ : /^\/+/;

async function* filesLike(pattern: string): AsyncGenerator<NamedFile, void, undefined> {
  const all = alternatives(sep === '\\' ? pattern.replaceAll('\\', '/') : pattern);
  if (all === undefined) {
    yield { path: pattern, trouble: 'this stands for too many patterns' };
    return;
  }
  for (const each of all) {
    const root = rootPattern.exec(each)?.[0] ?? '';
    yield* within(root, each.slice(root.length).split(/\/+/));
  }
}

/** The files below a folder that fit: one part of the pattern for each step down. */
async function* within(
  folder: string,
  [first, ...rest]: readonly string[],
): AsyncGenerator<NamedFile, void, undefined> {
  if (first === undefined || first === '') {
    return;
  }
  if (first === '**') {
    const next = rest.findIndex((part) => part !== '**');
    yield* next < 0 ? below(folder, ['*']) : everywhere(folder, rest.slice(next));
    return;
  }
  if (!isPattern(first)) {
    const path = join(folder, first);
    const kind = await kindOf(path);
    if (rest.length > 0 && kind === 'folder') {
      yield* within(path, rest);
    } else if (rest.length === 0 && kind === 'file') {
      yield { path };
    }
    return;
  }
  for (const entry of await entriesOf(folder)) {
    if (entry.trouble !== undefined) {
      yield entry;
    } else if (matches(first, entry.name)) {
      const kind = await kindOf(entry.path);
      if (rest.length === 0 && kind === 'file') {
        yield { path: entry.path };
      } else if (rest.length > 0 && kind === 'folder') {
        yield* within(entry.path, rest);
      }
    }
  }
}

/** What fits the rest of a pattern in a folder, or in any folder below it. */
async function* everywhere(
  folder: string,
  rest: readonly string[],
): AsyncGenerator<NamedFile, void, undefined> {
  yield* within(folder, rest);
  for (const entry of await entriesOf(folder)) {
    if (entry.isFolder && isGoneInto(entry.name)) {
      yield* everywhere(entry.path, rest);
    }
  }
}

/** The files in a folder and below it that have one of the names. */
async function* below(folder: string, names: readonly string[]): AsyncGenerator<NamedFile, void, undefined> {
  for (const entry of await entriesOf(folder)) {
    if (entry.trouble !== undefined) {
      yield entry;
    } else if (entry.isFolder) {
      if (isGoneInto(entry.name)) {
        yield* below(entry.path, names);
      }
    } else if (names.some((name) => matches(name, entry.name)) && (await kindOf(entry.path)) === 'file') {
      yield { path: entry.path };
    }
  }
}

/** Links to folders are not followed, so that there is an end. */
function isGoneInto(name: string): boolean {
  return !name.startsWith('.') && !passedOver.has(name);
}

interface Entry extends NamedFile {
  readonly name: string;
  /** Whether it is a folder itself, not only a link to one. */
  readonly isFolder: boolean;
}

async function entriesOf(folder: string): Promise<Entry[]> {
  let entries: Dirent[];
  try {
    entries = await readdir(folder === '' ? '.' : folder, { withFileTypes: true });
  } catch (error) {
    const trouble = troubleOf(error);
    if (trouble instanceof FileTrouble) {
      return [{ path: folder, name: '', isFolder: false, trouble: trouble.message }];
    }
    throw trouble;
  }
  return entries
    .sort((left, right) => (left.name < right.name ? -1 : 1))
    .map((entry) => ({ path: join(folder, entry.name), name: entry.name, isFolder: entry.isDirectory() }));
}

async function kindOf(path: string): Promise<'file' | 'folder' | undefined> {
  try {
    return (await stat(path)).isDirectory() ? 'folder' : 'file';
  } catch {
    return undefined;
  }
}
