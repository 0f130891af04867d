/** The built command line as a process of its own. */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

export const root = fileURLToPath(new URL('../..', import.meta.url));
const program = join(root, 'dist/cli.js');

export interface Outcome {
  readonly code: number | null;
  readonly output: string;
  readonly errors: string;
}

export interface Surroundings {
  /** The folder it runs in; the repository unless it is given. */
  readonly folder?: string;
  readonly input?: string | Buffer | (() => AsyncIterable<string>);
  readonly environment?: NodeJS.ProcessEnv;
  /** Options of Node. */
  readonly node?: readonly string[];
  /** Gets what is written, and may end the reading by returning false. */
  readonly onOutput?: (text: string) => boolean;
}

/** Runs it to its end. */
export async function command(given: readonly string[], surroundings: Surroundings = {}): Promise<Outcome> {
  const { folder = root, input = '', environment = {}, node = [], onOutput } = surroundings;
  const child = spawn(process.execPath, [...node, program, ...given], {
    cwd: folder,
    env: { ...process.env, ...environment },
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let output = '';
  let errors = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    if (onOutput === undefined) {
      output += text;
    } else if (!onOutput(text)) {
      child.stdout.destroy();
    }
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  // It may end before it has read everything.
  child.stdin.on('error', () => {});
  if (typeof input === 'function') {
    Readable.from(input()).pipe(child.stdin);
  } else {
    child.stdin.end(input);
  }
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { code, output, errors };
}

/** A folder with these files, which goes away with the test. */
export function folderWith(files: Readonly<Record<string, string | Buffer>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'ovs-flows-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
}
