/** Texts on disk and from standard input, read piece by piece. */
import type { Stats } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';
import { decode } from './decode';

/** Why a file cannot be read or written, in words for people that go on after its name and a colon. */
export class FileTrouble extends Error {}

/** A text that is there to be read. */
export interface TextSource {
  /** How many bytes it has; of what is no ordinary file, how many have been read. */
  readonly bytes: number;
  /** Whether it has no more bytes than the limit. */
  readonly isSmall: boolean;
  /** Whether it can be read more than once. */
  readonly isRepeatable: boolean;
  /** Reads it, from its start: a byte order mark is left out, and bytes that make no sense are U+FFFD, as in an editor. */
  pieces(): AsyncIterable<string>;
}

const bytesAtATime = 65_536;

/**
 * Opens a file, whose address may also be that of a pipe unless only `ordinary` files will do; `limit` in bytes. A text
 * that turns out to be small is held. Throws `FileTrouble` where it cannot be read.
 */
export async function openText(path: string, limit: number, ordinary = false): Promise<TextSource> {
  const { isOrdinary, size } = await lookAt(path, ordinary);
  return isOrdinary && size > limit
    ? { bytes: size, isSmall: false, isRepeatable: true, pieces: () => decode(bytesOf(path)) }
    : readAhead(bytesOf(path), limit);
}

/** A text that comes by itself, such as standard input. */
export async function readAhead(bytes: AsyncIterable<Uint8Array>, limit: number): Promise<TextSource> {
  // Kept as bytes, which do not count as memory of JavaScript, of which there may be little.
  const held: Uint8Array[] = [];
  const rest = bytes[Symbol.asyncIterator]();
  let count = 0;
  let isAtEnd = false;
  while (count <= limit && !isAtEnd) {
    const next = await rest.next();
    if (next.done) {
      isAtEnd = true;
    } else {
      held.push(next.value);
      count += next.value.length;
    }
  }
  async function* all(): AsyncGenerator<Uint8Array> {
    try {
      while (held.length > 0) {
        yield held.shift()!;
      }
      while (!isAtEnd) {
        const next = await rest.next();
        isAtEnd = next.done === true;
        if (!next.done) {
          count += next.value.length;
          yield next.value;
        }
      }
    } finally {
      await rest.return?.();
    }
  }
  return {
    get bytes() {
      return count;
    },
    isSmall: count <= limit,
    isRepeatable: false,
    pieces: () => decode(all()),
  };
}

/** The bytes of a file. Throws `FileTrouble` where it cannot be read. */
export async function* bytesOf(path: string): AsyncGenerator<Uint8Array> {
  let file: FileHandle | undefined;
  try {
    file = await open(path);
    for (;;) {
      const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(bytesAtATime), 0, bytesAtATime, null);
      if (bytesRead === 0) {
        return;
      }
      yield buffer.subarray(0, bytesRead);
    }
  } catch (error) {
    throw troubleOf(error);
  } finally {
    await file?.close();
  }
}

async function lookAt(path: string, ordinary: boolean): Promise<{ isOrdinary: boolean; size: number }> {
  let found: Stats;
  try {
    found = await stat(path);
  } catch (error) {
    throw troubleOf(error);
  }
  if (found.isDirectory()) {
    throw new FileTrouble('it is a folder');
  }
  // To wait for a pipe that nobody writes to would take for ever.
  if (ordinary && !found.isFile()) {
    throw new FileTrouble('it is not an ordinary file');
  }
  return { isOrdinary: found.isFile(), size: found.size };
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'there is no such file',
  EISDIR: 'it is a folder',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the disk cannot be written to',
  ENOSPC: 'the disk is full',
  ELOOP: 'its links go round in a circle',
  ENAMETOOLONG: 'its name is too long',
  EMFILE: 'too many files are open',
};

/** An error of the file system as trouble with the file; other errors as they are. */
export function troubleOf(error: unknown): unknown {
  if (error instanceof Error && 'syscall' in error && 'code' in error) {
    return new FileTrouble(reasons[String(error.code)] ?? error.message);
  }
  return error;
}
