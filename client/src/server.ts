import { type CancellationToken, type Event, EventEmitter, type LogOutputChannel } from 'vscode';
import { type BaseLanguageClient, type LanguageClientOptions, State } from 'vscode-languageclient';
import { clientOptions } from './client-options';
import { productName, settingsSection } from './names';

/** Makes a client that is not started yet. Desktop and web differ in this alone. */
export type ClientFactory = (id: string, name: string, options: LanguageClientOptions) => BaseLanguageClient;

/** What the server is doing, as far as the user cares. */
export type ServerState = 'starting' | 'running' | 'stopped';

/**
 * The language server as the extension sees it: start, stop, start again. Calls may come at any time and
 * are carried out one after the other.
 *
 * A server that dies is started again by the client library, a few times; then the library tells the user.
 */
export class Server {
  readonly #createClient: ClientFactory;
  readonly #output: LogOutputChannel;
  readonly #stateChanged = new EventEmitter<ServerState>();
  #client: BaseLanguageClient | undefined;
  #work: Promise<void> = Promise.resolve();

  /** Tells of each change of the state. */
  readonly onStateChanged: Event<ServerState> = this.#stateChanged.event;

  constructor(createClient: ClientFactory, output: LogOutputChannel) {
    this.#createClient = createClient;
    this.#output = output;
  }

  /** Starts the server, unless it was started before. */
  start(): Promise<void> {
    return this.#then(async () => {
      if (this.#client === undefined) {
        await this.#startClient();
      }
    });
  }

  /** Stops the server if it runs, and starts a new one. */
  restart(): Promise<void> {
    return this.#then(async () => {
      await this.#stopClient();
      await this.#startClient();
    });
  }

  /** Stops the server. It can be started again. */
  stop(): Promise<void> {
    return this.#then(() => this.#stopClient());
  }

  /** Asks the server something of our own, and starts it if need be. Rejects as the protocol library does. */
  async request(method: string, params: object, token?: CancellationToken): Promise<unknown> {
    await this.start();
    // A token that is undefined would be sent as a parameter.
    return token
      ? this.#client?.sendRequest(method, params, token)
      : this.#client?.sendRequest(method, params);
  }

  async #startClient(): Promise<void> {
    // A new client each time: one whose start has failed cannot be started again.
    const client = this.#createClient(settingsSection, productName, clientOptions(this.#output));
    this.#client = client;
    client.onDidChangeState(({ newState }) => {
      if (client === this.#client) {
        this.#stateChanged.fire(stateOf(newState));
      }
    });
    try {
      await client.start();
    } catch (error) {
      // The client library has shown a message; the log keeps the rest.
      this.#output.error(`The language server did not start: ${error}`);
      this.#stateChanged.fire('stopped');
    }
  }

  async #stopClient(): Promise<void> {
    const client = this.#client;
    this.#client = undefined;
    try {
      await client?.dispose();
    } catch (error) {
      // It had stopped, or had never started; either way it is gone.
      this.#output.info(`The language server was not running: ${error}`);
    }
    if (client !== undefined) {
      this.#stateChanged.fire('stopped');
    }
  }

  #then(step: () => Promise<void>): Promise<void> {
    this.#work = this.#work.then(step, step);
    return this.#work;
  }
}

function stateOf(state: State): ServerState {
  switch (state) {
    case State.Starting:
      return 'starting';
    case State.Running:
      return 'running';
    default:
      return 'stopped';
  }
}
