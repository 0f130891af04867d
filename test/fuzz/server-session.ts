/** Plays a script to a running server, and looks at every answer. */
import { checkError, checkPositions, checkTokens } from './server-answers';
import type { Answer, ServerProcess } from './server-process';
import type { Request } from './server-requests';
import { hold, holdSame } from './target';
import { type Change, TextModel } from './text-model';

/** A text, or a piece of one many times over. */
export type Text = string | { readonly repeat: string; readonly times: number; readonly behind?: string };

/** What an editor does. `doc` says which of its documents it is about. */
export type ServerStep =
  | { readonly open: number; readonly text: Text }
  | { readonly change: number; readonly changes: readonly (Change | { readonly text: string })[] }
  | { readonly close: number }
  | ({ readonly ask: number; readonly cancel?: 'at once' | 'later' } & Request)
  | { readonly tell: string; readonly params: unknown }
  /** Settings as they are from now on; null for an editor that does not tell them. */
  | { readonly settings: unknown; readonly delay: number }
  | { readonly wait: true }
  /** Opens and closes so many documents more. */
  | { readonly many: number }
  /** Asks this server and another one, which has just been given the text, about a document. */
  | { readonly compare: number };

export function addressOf(doc: number): string {
  return `file:///flows/${doc}.flows`;
}

export function expanded(text: Text): string {
  return typeof text === 'string' ? text : text.repeat.repeat(text.times) + (text.behind ?? '');
}

/** No more requests than that wait for their answers at one time. */
const mostWaiting = 100;

/** What is asked of both servers when they are compared: the text itself shows in it as well. */
const compared: readonly (readonly [method: string, params: object])[] = [
  ['textDocument/diagnostic', {}],
  ['textDocument/semanticTokens/range', { range: range(2 ** 31 - 1) }],
  ['textDocument/documentSymbol', {}],
  ['textDocument/foldingRange', {}],
  ['textDocument/selectionRange', { positions: [{ line: 0, character: 0 }] }],
];

function range(end: number) {
  return { start: { line: 0, character: 0 }, end: { line: end, character: 0 } };
}

interface OpenDocument {
  readonly model: TextModel;
  version: number;
  /** Another one for each text that the document has had, over closing and opening again. */
  edition: number;
}

/** The protocol's errors that mean: ask again. */
const askAgain = new Set([-32801, -32802]);

export class ServerSession {
  readonly #documents = new Map<string, OpenDocument>();
  readonly #waiting = new Set<Promise<void>>();
  #editions = 0;
  #failure: unknown;
  #hasFailed = false;

  constructor(
    readonly server: ServerProcess,
    /** Another server with the same settings, in which nothing is open. */
    readonly fresh: ServerProcess,
  ) {}

  async play(steps: readonly ServerStep[]): Promise<void> {
    for (const step of steps) {
      await this.#step(step);
      this.#throwFailure();
      this.server.check();
    }
    await this.#settle();
    for (const uri of [...this.#documents.keys()]) {
      this.#close(uri);
    }
    // Once this is answered, everything before it has been dealt with.
    await this.server.ask('workspace/symbol', { query: '' }).answer;
    this.server.check();
  }

  async #step(step: ServerStep): Promise<void> {
    if ('open' in step) {
      this.#open(addressOf(step.open), expanded(step.text));
    } else if ('change' in step) {
      this.#change(addressOf(step.change), step.changes);
    } else if ('close' in step) {
      this.#close(addressOf(step.close));
    } else if ('ask' in step) {
      await this.#ask(step, addressOf(step.ask));
    } else if ('tell' in step) {
      this.server.tell(step.tell, step.params);
    } else if ('settings' in step) {
      for (const server of [this.server, this.fresh]) {
        server.settings = step.settings ?? undefined;
        server.tell('workspace/didChangeConfiguration', { settings: { ovsFlows: step.settings } });
      }
      this.server.delay = step.delay;
    } else if ('wait' in step) {
      await this.#settle();
    } else if ('many' in step) {
      this.#openMany(step.many);
    } else {
      await this.#compare(addressOf(step.compare));
    }
  }

  #open(uri: string, text: string): void {
    this.#close(uri);
    this.#documents.set(uri, { model: new TextModel(text), version: 1, edition: this.#editions++ });
    openIn(this.server, uri, text);
  }

  #change(uri: string, changes: readonly (Change | { readonly text: string })[]): void {
    const document = this.#documents.get(uri);
    if (!document) {
      return;
    }
    for (const change of changes) {
      if ('range' in change) {
        document.model.replace(change);
      } else {
        document.model.text = change.text;
      }
    }
    document.version++;
    document.edition = this.#editions++;
    const { version } = document;
    this.server.tell('textDocument/didChange', { textDocument: { uri, version }, contentChanges: changes });
  }

  #close(uri: string): void {
    if (this.#documents.delete(uri)) {
      this.server.tell('textDocument/didClose', { textDocument: { uri } });
    }
  }

  #openMany(count: number): void {
    for (let number = 0; number < count; number++) {
      openIn(this.server, `file:///many/${number}.flows`, `table=${number % 256},ip,actions=drop\n`);
    }
    for (let number = 0; number < count; number++) {
      this.server.tell('textDocument/didClose', { textDocument: { uri: `file:///many/${number}.flows` } });
    }
  }

  async #ask(step: Extract<ServerStep, { ask: number }>, uri: string): Promise<void> {
    const { method, params, isGood, cancel } = step;
    const { id, answer } = this.server.ask(method, params);
    if (cancel === 'at once') {
      this.server.tell('$/cancelRequest', { id });
    } else if (cancel === 'later') {
      setTimeout(() => this.server.tell('$/cancelRequest', { id }), id % 7);
    }
    const before = new Map([...this.#documents].map(([each, { edition }]) => [each, edition]));
    const looked = answer
      .then(({ result, error }) => {
        if (error) {
          checkError(step, error);
        } else if (isGood) {
          this.#lookAt(method, result, uri, before);
        }
      })
      .catch((failure: unknown) => {
        this.#failure ??= failure;
        this.#hasFailed = true;
      })
      .finally(() => this.#waiting.delete(looked));
    this.#waiting.add(looked);
    if (this.#waiting.size >= mostWaiting) {
      await this.#settle();
    }
  }

  /** Documents that have been edited since may be meant as they were before, or as they are now. */
  #lookAt(method: string, result: unknown, uri: string, before: ReadonlyMap<string, number>): void {
    const linesOf = (about: string) => {
      const document = this.#documents.get(about);
      return document && document.edition === before.get(about) ? document.model.lines : undefined;
    };
    checkPositions(method, result, uri, linesOf);
    checkTokens(method, result, linesOf(uri));
  }

  async #compare(uri: string): Promise<void> {
    const document = this.#documents.get(uri);
    if (!document) {
      return;
    }
    await this.#settle();
    const { model } = document;
    openIn(this.fresh, uri, model.text);
    for (const [method, params] of compared) {
      const [here, there] = await Promise.all(
        [this.server, this.fresh].map((server) =>
          answerOf(server, method, { textDocument: { uri }, ...params }),
        ),
      );
      holdSame(here, there, `${method}: as of the text opened anew`);
    }
    this.fresh.tell('textDocument/didClose', { textDocument: { uri: uri } });
    this.fresh.check();
  }

  async #settle(): Promise<void> {
    await Promise.all(this.#waiting);
    this.#throwFailure();
  }

  #throwFailure(): void {
    if (this.#hasFailed) {
      throw this.#failure;
    }
  }
}

/** The answer without what is never the same twice, asked for again where the server wants that. */
async function answerOf(server: ServerProcess, method: string, params: object): Promise<unknown> {
  for (let attempt = 0; ; attempt++) {
    const { result, error } = await server.ask(method, params).answer;
    if (error && askAgain.has(error.code) && attempt < 20) {
      continue;
    }
    hold(!error, `${method} is answered`, () => JSON.stringify(error));
    return withoutIds(result);
  }
}

function withoutIds(result: Answer['result']): unknown {
  return typeof result === 'object' && result !== null ? { ...result, resultId: undefined } : result;
}

function openIn(server: ServerProcess, uri: string, text: string): void {
  server.tell('textDocument/didOpen', { textDocument: { uri, languageId: 'ovs-flows', version: 1, text } });
}
