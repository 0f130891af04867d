// An editor as thin as can be, for measuring: it frames messages, answers what the server asks, and knows to the microsecond
// when an answer was there.
import { start } from '../processes.mjs';
import { capabilities, initializationOptions } from './vscode.mjs';

/** How long one answer may take, in milliseconds, before the measurement is given up. */
const patience = 600_000;

/**
 * An answer and how long it took: from the moment its request was written until it was parsed.
 * @template Result
 * @typedef {{ result: Result, milliseconds: number, arrived: number }} Timed
 */

/**
 * @typedef {object} Waiting
 * @property {number} since
 * @property {string} method
 * @property {(timed: Timed<any>) => void} resolve
 * @property {(error: Error) => void} reject
 * @property {NodeJS.Timeout} timer
 */

/** @type {Set<BenchClient>} */
const running = new Set();

/** Ends all servers at once, for when a measurement is given up. */
export function killServers() {
  for (const client of running) {
    client.kill();
  }
}

/** The server did not do what it must: whatever was measured of it is worth nothing. */
export class WrongAnswer extends Error {}

export class BenchClient {
  /** @type {Map<number, Waiting>} */
  #waiting = new Map();
  #lastId = 0;
  /** @type {Buffer[]} */
  #chunks = [];
  #received = 0;
  /** Bytes of the whole next message with its header; 0 while the header is not there yet. */
  #expected = 0;
  #headerLength = 0;
  #errorOutput = '';
  #ending = false;
  /** How often the server wanted to be asked for diagnostics again. */
  refreshes = 0;
  #input;
  /** The settings that the server is told. @type {unknown} */
  #settings;

  /**
   * Starts a server.
   * @param {string} bundle the file that Node runs
   * @param {Record<string, unknown>} [settings] those of the section `ovsFlows`
   */
  constructor(bundle, settings = {}) {
    this.#settings = settings;
    this.started = performance.now();
    this.process = start(process.execPath, [bundle, '--stdio'], { stdio: 'pipe' });
    const { stdin, stdout, stderr } = this.process;
    if (!stdin || !stdout || !stderr) {
      throw new Error('A server is spoken to over pipes.');
    }
    this.#input = stdin;
    stdout.on('data', (chunk) => this.#take(chunk));
    stderr.on('data', (chunk) => {
      this.#errorOutput += String(chunk);
    });
    stdin.on('error', () => undefined);
    this.process.on('close', (code, signal) => this.#ended(signal ?? `exit code ${code}`));
    running.add(this);
  }

  /** Says hello as VS Code does. */
  async initialize() {
    const timed = await this.request('initialize', {
      processId: process.pid,
      rootUri: null,
      capabilities,
      initializationOptions,
    });
    this.notify('initialized', {});
    return timed;
  }

  /**
   * Sends a request and waits for its answer.
   * @param {string} method
   * @param {unknown} [params]
   * @returns {Promise<Timed<any>>}
   */
  request(method, params) {
    return this.requestAll([[method, params]])[0];
  }

  /**
   * Sends requests at once, right behind notifications, and gives the answers as they come. The time of all of them is
   * counted from the moment the first byte was written. What is written was framed before: the time that the editor
   * takes is not what is measured.
   * @template {[method: string, params: unknown][]} Requests
   * @param {readonly [...Requests]} requests
   * @param {Buffer} [before] notifications, framed
   * @returns {{ [Index in keyof Requests]: Promise<Timed<any>> }}
   */
  requestAll(requests, before) {
    const ids = requests.map(() => ++this.#lastId);
    const messages = requests.map(([method, params], index) =>
      framed({ jsonrpc: '2.0', id: ids[index], method, params }),
    );
    const bytes = Buffer.concat(before ? [before, ...messages] : messages);
    const since = performance.now();
    const answers = requests.map(
      ([method], index) =>
        new Promise((resolve, reject) => {
          const id = ids[index] ?? 0;
          const timer = setTimeout(() => this.#fail(id, 'was not answered in time'), patience);
          this.#waiting.set(id, { since, method, resolve, reject, timer });
        }),
    );
    this.#input.write(bytes);
    return /** @type {any} */ (answers);
  }

  /**
   * Sends a message that is not answered.
   * @param {string} method
   * @param {unknown} params
   */
  notify(method, params) {
    this.send(notification(method, params));
  }

  /**
   * Sends bytes that were framed before.
   * @param {Buffer} message
   */
  send(message) {
    this.#input.write(message);
  }

  /** Ends the server in good order, and waits until it is gone. */
  async end() {
    this.#ending = true;
    const gone = new Promise((resolve) => this.process.once('close', resolve));
    await this.request('shutdown');
    this.notify('exit', undefined);
    await gone;
  }

  /** Ends the server at once. */
  kill() {
    this.#ending = true;
    this.process.kill('SIGKILL');
  }

  /** @param {Buffer} chunk */
  #take(chunk) {
    this.#chunks.push(chunk);
    this.#received += chunk.length;
    while (this.#expected === 0 ? this.#readHeader() : this.#received >= this.#expected) {
      const bytes = this.#joined();
      const body = bytes.toString('utf8', this.#headerLength, this.#expected);
      this.#chunks = [bytes.subarray(this.#expected)];
      this.#received -= this.#expected;
      this.#expected = 0;
      this.#receive(JSON.parse(body));
    }
  }

  /** Whether the whole next message is there. */
  #readHeader() {
    const bytes = this.#joined();
    const end = bytes.indexOf('\r\n\r\n');
    if (end < 0) {
      return false;
    }
    const length = /Content-Length: *(\d+)/i.exec(bytes.toString('latin1', 0, end));
    if (!length) {
      throw new WrongAnswer('The server wrote something that is no message.');
    }
    this.#headerLength = end + 4;
    this.#expected = this.#headerLength + Number(length[1]);
    return this.#received >= this.#expected;
  }

  #joined() {
    const [first] = this.#chunks;
    const bytes = this.#chunks.length === 1 && first ? first : Buffer.concat(this.#chunks);
    this.#chunks = [bytes];
    return bytes;
  }

  /** @param {{ id?: number, method?: string, result?: unknown, error?: { code: number, message: string }, params?: any }} message */
  #receive({ id, method, result, error, params }) {
    if (method !== undefined) {
      this.refreshes += method === 'workspace/diagnostic/refresh' ? 1 : 0;
      if (id !== undefined) {
        const items = method === 'workspace/configuration' ? params.items : undefined;
        this.send(framed({ jsonrpc: '2.0', id, result: items?.map(() => this.#settings) ?? null }));
      }
      return;
    }
    const waiting = id === undefined ? undefined : this.#waiting.get(id);
    if (!waiting || id === undefined) {
      return;
    }
    if (error) {
      this.#fail(id, `was answered with the error ${error.code}, ${error.message}`);
      return;
    }
    const arrived = performance.now();
    clearTimeout(waiting.timer);
    this.#waiting.delete(id);
    waiting.resolve({ result, milliseconds: arrived - waiting.since, arrived });
  }

  /**
   * @param {number} id
   * @param {string} what
   */
  #fail(id, what) {
    const waiting = this.#waiting.get(id);
    if (waiting) {
      clearTimeout(waiting.timer);
      this.#waiting.delete(id);
      waiting.reject(new WrongAnswer(`${waiting.method} ${what}.`));
    }
  }

  /** @param {string} how */
  #ended(how) {
    running.delete(this);
    const said = this.#ending ? '' : this.#errorOutput.slice(-2000);
    for (const id of [...this.#waiting.keys()]) {
      this.#fail(id, `was not answered: the server ended (${how}). ${said}`);
    }
  }
}

/**
 * A message as it goes over the wire.
 * @param {object} message
 */
export function framed(message) {
  const body = JSON.stringify(message);
  const length = Buffer.byteLength(body);
  const header = `Content-Length: ${length}\r\n\r\n`;
  const bytes = Buffer.allocUnsafe(header.length + length);
  bytes.write(header, 0, 'latin1');
  bytes.write(body, header.length, 'utf8');
  return bytes;
}

/**
 * A message that is not answered, as it goes over the wire.
 * @param {string} method
 * @param {unknown} params
 */
export const notification = (method, params) => framed({ jsonrpc: '2.0', method, params });
