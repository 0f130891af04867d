/** The built server as a child process, spoken to over its standard input and output, byte by byte. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { BrokenInvariant, hold } from './target';

/** An answer, as far as it is looked at. */
export interface Answer {
  readonly result?: unknown;
  readonly error?: { readonly code: number; readonly message: string };
}

/** What comes over the wire. */
interface Wire extends Answer {
  readonly id?: number | string | null;
  readonly method?: string;
  readonly params?: unknown;
}

/** No answer in this time is a hang; nothing is meant to be measured by it. In milliseconds. */
const hangs = 60_000;

/** So much of the heap is enough for all that the fuzz has open at once: what leaks runs into it. In MiB. */
const mostHeap = 512;

interface Waiting {
  readonly method: string;
  readonly since: number;
  readonly settle: (answer: Answer) => void;
  readonly fail: (error: Error) => void;
}

export class ServerProcess {
  /** What the editor answers when it is asked for settings; undefined for an error. */
  settings: unknown = {};
  /** How much later it answers, in milliseconds. */
  delay = 0;
  /** Errors that the server told the editor's log. */
  readonly logged: string[] = [];
  /** How many messages it was sent. */
  sent = 0;
  /** The exit code, or the signal that ended it. */
  readonly ended: Promise<number | string | null>;

  readonly #process: ChildProcessWithoutNullStreams;
  readonly #waiting = new Map<number, Waiting>();
  readonly #timer: NodeJS.Timeout;
  #chunks: Buffer[] = [];
  #length = 0;
  #errorOutput = '';
  #broken: BrokenInvariant | undefined;
  #hasEnded = false;
  #mayEnd = false;
  #lastId = 0;
  /** How many bytes the message takes that has begun to come; 0 where that is not known yet. */
  #needed = 0;

  constructor(bundle: string) {
    const args = [`--max-old-space-size=${mostHeap}`, bundle, '--stdio'];
    this.#process = spawn(process.execPath, args, { stdio: 'pipe' });
    this.#process.stdout.on('data', (chunk: Buffer) => this.#receive(chunk));
    this.#process.stderr.on('data', (chunk) => {
      this.#errorOutput += String(chunk);
    });
    this.#process.stdin.on('error', () => undefined);
    this.#timer = setInterval(() => this.#lookForHangs(), 500);
    this.ended = new Promise((resolve) => {
      this.#process.on('close', (code, signal) => {
        this.#hasEnded = true;
        clearInterval(this.#timer);
        if (!this.#mayEnd) {
          this.#break(
            'the server lives',
            `it ended with ${signal ?? code}: ${this.#errorOutput.slice(-3000)}`,
          );
        }
        this.#failAll(new BrokenInvariant('every request is answered', 'the server ended before'));
        resolve(signal ?? code);
      });
    });
  }

  /** Sends a request; the answer comes in its own time. Throws where it does not come at all. */
  ask(method: string, params?: unknown): { readonly id: number; readonly answer: Promise<Answer> } {
    const id = ++this.#lastId;
    const answer = new Promise<Answer>((settle, fail) => {
      if (this.#hasEnded) {
        fail(this.#broken ?? new BrokenInvariant('every request is answered', 'the server has ended'));
      } else {
        this.#waiting.set(id, { method, since: performance.now(), settle, fail });
      }
    });
    // Whoever asks looks at it later on.
    answer.catch(() => undefined);
    this.#write({ id, method, ...(params !== undefined && { params }) });
    return { id, answer };
  }

  tell(method: string, params?: unknown): void {
    this.#write({ method, ...(params !== undefined && { params }) });
  }

  /** A body in a good frame, whatever the body is. */
  frame(body: string | Buffer): void {
    const bytes = Buffer.from(body);
    this.sent++;
    this.#process.stdin.write(`Content-Length: ${bytes.length}\r\n\r\n`);
    this.#process.stdin.write(bytes);
  }

  /** From now on the server may end. */
  mayEnd(): void {
    this.#mayEnd = true;
  }

  /** Closes its standard input, as an editor does that is gone. */
  hangUp(): void {
    this.#mayEnd = true;
    this.#process.stdin.end();
  }

  kill(): void {
    this.#mayEnd = true;
    this.#process.kill('SIGKILL');
  }

  /** Throws what the server has done that it must not do. */
  check(): void {
    if (this.#broken) {
      throw this.#broken;
    }
    hold(
      this.#errorOutput === '',
      'the server writes nothing to its standard error',
      () => this.#errorOutput,
    );
  }

  /** The memory it holds, in MiB; undefined where the system does not tell. */
  get memory(): number | undefined {
    try {
      const status = readFileSync(`/proc/${this.#process.pid}/status`, 'utf8');
      return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? Number.NaN) / 1024;
    } catch {
      return undefined;
    }
  }

  #write(message: object): void {
    this.frame(encoded({ jsonrpc: '2.0', ...message }));
  }

  #receive(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#length += chunk.length;
    if (this.#length < this.#needed) {
      return;
    }
    let bytes = Buffer.concat(this.#chunks);
    for (;;) {
      const end = bytes.indexOf('\r\n\r\n');
      const length = Number(
        /Content-Length: (\d+)/.exec(bytes.subarray(0, Math.max(end, 0)).toString())?.[1],
      );
      if (end < 0 || Number.isNaN(length)) {
        this.#needed = 0;
        break;
      }
      this.#needed = end + 4 + length;
      if (bytes.length < this.#needed) {
        break;
      }
      this.#read(bytes.subarray(end + 4, this.#needed).toString());
      bytes = bytes.subarray(this.#needed);
      this.#needed = 0;
    }
    this.#chunks = [bytes];
    this.#length = bytes.length;
  }

  #read(body: string): void {
    let message: Wire;
    try {
      message = JSON.parse(body) as Wire;
    } catch {
      this.#break('the server writes messages only', body.slice(0, 500));
      return;
    }
    const { id, method } = message;
    if (method === undefined) {
      this.#settle(message);
    } else if (id !== undefined && id !== null) {
      this.#answer(id, method, message.params);
    } else if (method === 'window/logMessage') {
      const { type, message: text } = message.params as { type: number; message: string };
      if (type === 1) {
        this.logged.push(text);
      }
    }
  }

  #settle({ id, result, error }: Wire): void {
    // What cannot be read has no id that could be answered; requests of ours have numbers, and junk may have any other.
    if (typeof id !== 'number') {
      return;
    }
    const waiting = this.#waiting.get(id);
    if (!waiting) {
      this.#break('every request is answered once', `another answer to request ${id}`);
      return;
    }
    this.#waiting.delete(id);
    waiting.settle({ result, ...(error && { error }) });
  }

  /** What the server asks the editor. */
  #answer(id: number | string, method: string, params: unknown): void {
    const write = () => {
      if (method !== 'workspace/configuration') {
        this.#write({ id, result: null });
      } else if (this.settings === undefined) {
        this.#write({ id, error: { code: -32603, message: 'no settings' } });
      } else {
        const { items } = params as { items: readonly unknown[] };
        this.#write({ id, result: items.map(() => this.settings) });
      }
    };
    if (this.delay > 0) {
      setTimeout(write, this.delay);
    } else {
      write();
    }
  }

  #lookForHangs(): void {
    const [oldest] = this.#waiting.values();
    if (oldest && performance.now() - oldest.since > hangs) {
      const details = `${oldest.method} has none after ${hangs / 1000} seconds`;
      this.#break('every request is answered', details);
      this.#failAll(this.#broken!);
      this.kill();
    }
  }

  #break(invariant: string, details: string): void {
    this.#broken ??= new BrokenInvariant(invariant, details);
  }

  #failAll(error: Error): void {
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { fail } of waiting) {
      fail(this.#broken ?? error);
    }
  }
}

/** Stands for a number that JSON can write and JavaScript's own encoder never does: `#number 1e999`. */
const oddNumber = /"#number ([-+.\deE]+)"/g;

/** As JSON, odd numbers as they are named. */
export function encoded(value: unknown): string {
  return JSON.stringify(value).replace(oddNumber, '$1');
}
