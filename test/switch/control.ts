/**
 * The control socket of a daemon of Open vSwitch, which `ovs-appctl` speaks to: JSON-RPC, one question at a time. Asked
 * directly it answers thousands of questions in a second; a program for each would take most of that time to start.
 * Source: ovs-appctl(8), lib/unixctl.c.
 */
import { connect, type Socket } from 'node:net';

/** The daemon closed the connection instead of answering. */
export class NoAnswerError extends Error {}

/** The daemon answered that it cannot do that. */
export class RefusedError extends Error {}

interface Reply {
  readonly result: string | null;
  readonly error: string | null;
}

interface Question {
  readonly resolve: (reply: Reply) => void;
  readonly reject: (error: Error) => void;
}

export class Control {
  readonly #socket: Socket;
  readonly #patience: number;
  #asked: Question | undefined;
  #received = '';
  #isClosed = false;

  private constructor(socket: Socket, patience: number) {
    this.#socket = socket;
    this.#patience = patience;
    socket.setEncoding('utf8');
    socket.on('data', (text: string) => this.#receive(text));
    socket.on('error', () => this.#close());
    socket.on('close', () => this.#close());
  }

  /**
   * @param path the socket
   * @param patience milliseconds that an answer may take; a daemon that needs longer is taken to hang
   * @returns undefined where nobody listens
   */
  static async open(path: string, patience: number): Promise<Control | undefined> {
    const socket = connect(path);
    const connected = await new Promise<boolean>((resolve) => {
      socket.once('connect', () => resolve(true));
      socket.once('error', () => resolve(false));
    });
    return connected ? new Control(socket, patience) : undefined;
  }

  /**
   * @returns what the daemon says
   * @throws RefusedError where it says no, NoAnswerError where it ends, or says nothing for too long
   */
  async ask(method: string, ...params: readonly string[]): Promise<string> {
    if (this.#isClosed) {
      throw new NoAnswerError(`${method} was asked of a daemon that is gone.`);
    }
    if (this.#asked) {
      throw new Error('One question at a time.');
    }
    const seconds = this.#patience / 1000;
    const timer = setTimeout(
      () => this.#settle()?.reject(new NoAnswerError(`${method} took longer than ${seconds} s.`)),
      this.#patience,
    );
    const reply = new Promise<Reply>((resolve, reject) => {
      this.#asked = { resolve, reject };
    });
    this.#socket.write(JSON.stringify({ id: 0, method, params }));
    const { result, error } = await reply.finally(() => clearTimeout(timer));
    if (error !== null) {
      throw new RefusedError(`${method} ${params.join(' ')}: ${error.trim()}`);
    }
    return result ?? '';
  }

  close(): void {
    this.#socket.destroy();
  }

  #receive(text: string): void {
    this.#received += text;
    // Nothing marks the end of an answer but that it can be read.
    if (!this.#received.trimEnd().endsWith('}')) {
      return;
    }
    let reply: Reply;
    try {
      reply = JSON.parse(this.#received);
    } catch {
      return;
    }
    this.#settle()?.resolve(reply);
  }

  #close(): void {
    this.#isClosed = true;
    this.#settle()?.reject(new NoAnswerError('The daemon ended instead of answering.'));
  }

  #settle(): Question | undefined {
    const asked = this.#asked;
    this.#asked = undefined;
    this.#received = '';
    return asked;
  }
}
