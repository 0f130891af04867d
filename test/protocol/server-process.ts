/** The built server as a child process, spoken to over its standard input and output. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished } from 'vitest';
import { StreamMessageReader } from 'vscode-languageserver/node';

export const root = fileURLToPath(new URL('../..', import.meta.url));
export const bundle = fileURLToPath(new URL('../../dist/server.js', import.meta.url));

/** How long anything may take before the test gives up on it. No test asserts on time. */
const patience = 30_000;

/** What is on the wire, as far as the tests look at it. */
interface Wire {
  readonly id?: number | string | null;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly code: number; readonly message: string };
}

/** The protocol's error in an answer. */
export class AnsweredError extends Error {
  constructor(
    readonly code: number,
    message: string,
  ) {
    super(message);
  }
}

/** What the editor answers when the server asks; what it throws goes back as an error. */
export type EditorHandler = (params: never) => unknown;

/** The editor does not answer by itself: the test does, when it is time. */
export const later = Symbol('answered later');

export class ServerProcess {
  /** Everything the server sent, in order. */
  readonly received: Wire[] = [];
  /** The exit code, once it has ended; null where a signal ended it. */
  readonly exited: Promise<number | null>;
  /** What it wrote to its standard error. */
  errorOutput = '';
  /** What it wrote to its standard output that is no message. */
  readonly unreadable: string[] = [];

  readonly #process: ChildProcessWithoutNullStreams;
  readonly #handlers = new Map<string, EditorHandler>();
  readonly #waiting = new Set<() => void>();
  #lastId = 0;
  #ended = false;

  constructor() {
    if (!existsSync(bundle)) {
      throw new Error('dist/server.js is missing: run `npm run build` first.');
    }
    this.#process = spawn(process.execPath, [bundle, '--stdio'], { stdio: 'pipe' });
    this.#process.stderr.on('data', (chunk) => {
      this.errorOutput += String(chunk);
    });
    this.#process.stdin.on('error', () => undefined);
    this.exited = new Promise((resolve) => {
      this.#process.on('close', (code) => {
        this.#ended = true;
        this.#wake();
        resolve(code);
      });
    });
    const reader = new StreamMessageReader(this.#process.stdout);
    reader.onError((error) => this.unreadable.push(error.message));
    reader.listen((message) => this.#receive(message as Wire));
  }

  get running(): boolean {
    return !this.#ended;
  }

  /** Answers the server's requests of a method. Where nothing is set, the answer is null. */
  answerWith(method: string, handler: EditorHandler): void {
    this.#handlers.set(method, handler);
  }

  /** Sends a request and waits for the answer. */
  async request<Result = unknown>(method: string, params?: unknown): Promise<Result> {
    return this.answerTo(this.send(method, params)) as Promise<Result>;
  }

  /** Sends a request and does not wait; gives its id. */
  send(method: string, params?: unknown): number {
    const id = ++this.#lastId;
    this.#write({ id, method, ...(params !== undefined && { params }) });
    return id;
  }

  notify(method: string, params?: unknown): void {
    this.#write({ method, ...(params !== undefined && { params }) });
  }

  /** Bytes as they stand. All that is sent goes this way, at once, so the order of the calls is that on the wire. */
  raw(bytes: string | Buffer): void {
    this.#process.stdin.write(bytes);
  }

  /** A body, well or badly formed, in a good frame. */
  frame(body: string | Buffer): void {
    const bytes = Buffer.from(body);
    this.raw(Buffer.concat([Buffer.from(`Content-Length: ${bytes.length}\r\n\r\n`), bytes]));
  }

  /** Ends the server's input, as an editor that goes away does. */
  hangUp(): void {
    this.#process.stdin.end();
  }

  /** The answer to a request that was sent; throws `AnsweredError` where it is an error. */
  async answerTo(id: number | string | null): Promise<unknown> {
    const answer = await this.waitFor(`the answer to request ${id}`, () =>
      this.received.find((message) => message.method === undefined && message.id === id),
    );
    if (answer.error) {
      throw new AnsweredError(answer.error.code, answer.error.message);
    }
    return answer.result;
  }

  /** The error code a request is answered with, or `'result'` where it succeeds. */
  async codeOf(method: string, params?: unknown): Promise<number | 'result'> {
    try {
      await this.request(method, params);
      return 'result';
    } catch (error) {
      if (error instanceof AnsweredError) {
        return error.code;
      }
      throw error;
    }
  }

  /** The params of the messages of a method that the server sent so far. */
  messages<Params = unknown>(method: string): Params[] {
    return this.received
      .filter((message) => message.method === method)
      .map((message) => message.params as Params);
  }

  /** The first value that is not undefined; looked for again whenever a message arrives. */
  async waitFor<Value>(what: string, find: () => Value | undefined): Promise<Value> {
    return new Promise((resolve, reject) => {
      const finish = (settle: () => void) => {
        clearTimeout(timer);
        this.#waiting.delete(look);
        settle();
      };
      const look = () => {
        const value = find();
        if (value !== undefined) {
          finish(() => resolve(value));
        } else if (this.#ended) {
          finish(() => reject(new Error(`The server ended before ${what} came. ${this.errorOutput}`)));
        }
      };
      const timer = setTimeout(
        () => finish(() => reject(new Error(`Waited in vain for ${what}. ${this.errorOutput}`))),
        patience,
      );
      this.#waiting.add(look);
      look();
    });
  }

  /** A value that comes from somewhere else than a message, waited for with the same patience. */
  async soon<Value>(what: string, promise: Promise<Value>): Promise<Value> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(
        () => reject(new Error(`Waited in vain for ${what}. ${this.errorOutput}`)),
        patience,
      );
    });
    return Promise.race([promise, late]).finally(() => clearTimeout(timer));
  }

  kill(): void {
    this.#process.kill('SIGKILL');
  }

  #write(message: object): void {
    this.frame(JSON.stringify({ jsonrpc: '2.0', ...message }));
  }

  #receive(message: Wire): void {
    this.received.push(message);
    if (message.method !== undefined && message.id !== undefined) {
      this.#answer(message);
    }
    this.#wake();
  }

  #answer({ id, method, params }: Wire): void {
    try {
      const result = this.#handlers.get(method!)?.(params as never) ?? null;
      if (result !== later) {
        this.#write({ id, result });
      }
    } catch (error) {
      this.#write({ id, error: { code: -32603, message: String(error) } });
    }
  }

  #wake(): void {
    for (const look of this.#waiting) {
      look();
    }
  }
}

/**
 * A server that ends with the test. Whatever the test was about, the server wrote messages only, and answered
 * nothing twice and nothing that was not asked.
 */
export function startServerProcess(): ServerProcess {
  const server = new ServerProcess();
  onTestFinished(async () => {
    server.kill();
    await server.exited;
    expect(server.unreadable).toEqual([]);
    expect(server.errorOutput).toBe('');
    const answered = server.received.filter(({ method }) => method === undefined).map(({ id }) => id);
    expect(answered).toEqual([...new Set(answered)]);
  });
  return server;
}
