/** Fixes files on disk. */
import type { Stats } from 'node:fs';
import { access, constants, realpath, stat } from 'node:fs/promises';
import { formatsUnder } from '../core/facts/flow-formats';
import { fileSilences } from '../core/features/check-stream';
import { fixText } from '../core/features/check-stream-fixes';
import { bytesOf, FileTrouble, troubleOf } from '../disk/text-source';
import type { Settings } from './config';
import { Replacement } from './replacement';

/** How many bytes a byte order mark takes. */
const markLength = 3;

/**
 * Makes every fix that keeps the meaning of its flow, and returns in how many lines. The file is replaced as a whole or
 * not at all; line ends, a byte order mark and all that is not fixed stay, byte for byte. Fails with `FileTrouble`; what is no
 * valid UTF-8 is never touched.
 */
export async function fixFile(path: string, { rules, openflowVersion }: Settings): Promise<number> {
  let replacement: Replacement | undefined;
  try {
    const place = await realpath(path);
    const found = await stat(place);
    checkKind(found);
    const silenced = await fileSilences(validText(place));
    const formats = formatsUnder(openflowVersion);
    replacement = new Replacement(place, found);
    replacement.keep(await markOf(place));
    let count = 0;
    for await (const { text, fixed } of fixText(validText(place), { rules, formats, silenced })) {
      if (fixed > 0 && count === 0) {
        await access(place, constants.W_OK);
      }
      count += fixed;
      await (count === 0 ? replacement.keep(Buffer.byteLength(text)) : replacement.add(text));
    }
    await replacement.finish();
    return count;
  } catch (error) {
    throw troubleOf(error);
  } finally {
    await replacement?.discard();
  }
}

function checkKind(found: Stats): void {
  if (!found.isFile()) {
    throw new FileTrouble(found.isDirectory() ? 'it is a folder' : 'it is not an ordinary file');
  }
}

/** How many bytes of the file are a byte order mark. */
async function markOf(path: string): Promise<number> {
  for await (const bytes of bytesOf(path)) {
    return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? markLength : 0;
  }
  return 0;
}

/** The text of a file without a byte order mark. Fails where the text would not give the same bytes again. */
async function* validText(path: string): AsyncGenerator<string, void, undefined> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    for await (const bytes of bytesOf(path)) {
      yield decoder.decode(bytes, { stream: true });
    }
    yield decoder.decode();
  } catch (error) {
    throw error instanceof TypeError
      ? new FileTrouble('it is not valid UTF-8, and was left as it is')
      : error;
  }
}
