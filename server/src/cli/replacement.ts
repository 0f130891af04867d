import { rmSync, type Stats } from 'node:fs';
import { type FileHandle, open, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { bytesOf, FileTrouble } from '../disk/text-source';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * What is to stand in a file instead, written beside it and put in its place in one step: whoever reads the file has all
 * of the old or all of the new. As long as everything is kept, nothing is written.
 */
export class Replacement {
  readonly #path: string;
  readonly #before: Stats;
  readonly #beside: string;
  #file: FileHandle | undefined;
  /** Bytes from the start of the file that stay. */
  #kept = 0;
  readonly #onSignal = (signal: NodeJS.Signals) => {
    rmSync(this.#beside, { force: true });
    this.#ignoreSignals();
    process.kill(process.pid, signal);
  };

  /** For the file at `path`, which is no link; `before` is what is known of it. */
  constructor(path: string, before: Stats) {
    this.#path = path;
    this.#before = before;
    this.#beside = join(dirname(path), `.${basename(path)}.${process.pid}.tmp`);
  }

  /** The next bytes stay as they are. Only before anything is added. */
  keep(bytes: number): void {
    this.#kept += bytes;
  }

  /** What comes next. */
  async add(text: string): Promise<void> {
    this.#file ??= await this.#start();
    await this.#file.writeFile(text);
  }

  /** Puts it in the place of the file, if anything was added. Fails with `FileTrouble` when somebody else has changed it. */
  async finish(): Promise<void> {
    if (this.#file) {
      await this.#file.sync();
      await this.#file.close();
      const { size, mtimeMs, ino } = await stat(this.#path);
      const { size: sizeBefore, mtimeMs: mtimeBefore, ino: inoBefore } = this.#before;
      if (size !== sizeBefore || mtimeMs !== mtimeBefore || ino !== inoBefore) {
        throw new FileTrouble('somebody else has changed it meanwhile, and it was left as it is');
      }
      await rename(this.#beside, this.#path);
      this.#file = undefined;
      this.#ignoreSignals();
    }
  }

  /** Removes what was written, unless it stands in its place. */
  async discard(): Promise<void> {
    if (this.#file) {
      await this.#file.close();
      await rm(this.#beside, { force: true });
      this.#file = undefined;
      this.#ignoreSignals();
    }
  }

  async #start(): Promise<FileHandle> {
    const file = await open(this.#beside, 'wx', this.#before.mode);
    for (const signal of signals) {
      process.on(signal, this.#onSignal);
    }
    this.#file = file;
    await file.chmod(this.#before.mode);
    // Only the superuser may give files away; for anybody else they are their own already, or will be.
    await file.chown(this.#before.uid, this.#before.gid).catch(() => {});
    let left = this.#kept;
    for await (const bytes of bytesOf(this.#path)) {
      if (left === 0) {
        break;
      }
      const part = bytes.subarray(0, left);
      left -= part.length;
      await file.writeFile(part);
    }
    return file;
  }

  #ignoreSignals(): void {
    for (const signal of signals) {
      process.off(signal, this.#onSignal);
    }
  }
}
