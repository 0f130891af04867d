import {
  type CancellationToken,
  type Diagnostic,
  type Disposable,
  type Event,
  EventEmitter,
  type LogOutputChannel,
} from 'vscode';
import {
  type BaseLanguageClient,
  CloseAction,
  ErrorAction,
  type ErrorHandler,
  type LanguageClientOptions,
  type Diagnostic as SentDiagnostic,
  State,
  WorkDoneProgress,
  type WorkDoneProgressBegin,
  type WorkDoneProgressEnd,
  type WorkDoneProgressReport,
} from 'vscode-languageclient';
import { clientOptions } from './client-options';
import { productName, settingsSection } from './names';
import { Restarts } from './restarts';

/** Makes a client that is not started yet. Desktop and web differ in this alone. */
export type ClientFactory = (id: string, name: string, options: LanguageClientOptions) => BaseLanguageClient;

/** What the server is doing, as far as the user cares. */
export type ServerState = 'starting' | 'running' | 'stopped';

/**
 * What went wrong: the server ended without having been told to and runs again; it ended too often, and stays down until
 * somebody starts it; it could not be started. Where it ends again and again at once, only the first time is told.
 */
export type Failure = 'restarted' | 'ended' | 'not started';

/** How far a request has got, as the server tells it. */
export type RequestProgress = WorkDoneProgressBegin | WorkDoneProgressReport | WorkDoneProgressEnd;

/**
 * The language server as the extension sees it: start, stop, start again. Calls may come at any time and
 * are carried out one after the other.
 *
 * A server that dies is started again, a few times. The client library then opens all documents in the new one, and
 * VS Code asks again for what it shows.
 */
export class Server {
  readonly #createClient: ClientFactory;
  readonly #output: LogOutputChannel;
  readonly #stateChanged = new EventEmitter<ServerState>();
  readonly #failed = new EventEmitter<Failure>();
  readonly #listeners = new Map<string, (params: unknown) => void>();
  #client: BaseLanguageClient | undefined;
  #work: Promise<void> = Promise.resolve();
  #requestsWithProgress = 0;

  /** Tells of each change of the state. */
  readonly onStateChanged: Event<ServerState> = this.#stateChanged.event;

  /** Tells what went wrong once it is known what came of it. */
  readonly onFailed: Event<Failure> = this.#failed.event;

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

  /** The same for a request that takes its time: it may be cancelled, and tells how far it has got. */
  async requestWithProgress(
    method: string,
    params: object,
    token: CancellationToken,
    onProgress: (progress: RequestProgress) => void,
  ): Promise<unknown> {
    await this.start();
    const workDoneToken = `${settingsSection}/${++this.#requestsWithProgress}`;
    const listener = this.#client?.onProgress(WorkDoneProgress.type, workDoneToken, onProgress);
    try {
      return await this.request(method, { ...params, workDoneToken }, token);
    } finally {
      listener?.dispose();
    }
  }

  /** Listens to a notification of our own, whichever server sends it. There is one listener for each. */
  onNotification(method: string, listener: (params: unknown) => void): Disposable {
    this.#listeners.set(method, listener);
    this.#client?.onNotification(method, listener);
    return { dispose: () => this.#listeners.delete(method) };
  }

  /** Diagnostics as VS Code has them, of those that the server has sent in an answer. */
  async toDiagnostics(sent: readonly SentDiagnostic[]): Promise<Diagnostic[]> {
    return (await this.#client?.protocol2CodeConverter.asDiagnostics([...sent])) ?? [];
  }

  async #startClient(): Promise<void> {
    // A new client each time: one whose start has failed cannot be started again.
    const deaths = { count: 0, isReported: true };
    const options: LanguageClientOptions = {
      ...clientOptions(this.#output),
      errorHandler: this.#errorHandler(deaths),
      // The library would tell in its own words.
      initializationFailedHandler: () => false,
    };
    const client = this.#createClient(settingsSection, productName, options);
    this.#client = client;
    for (const [method, listener] of this.#listeners) {
      client.onNotification(method, listener);
    }
    client.onDidChangeState(({ newState }) => {
      if (client !== this.#client) {
        return;
      }
      this.#stateChanged.fire(stateOf(newState));
      if (newState === State.Running && !deaths.isReported) {
        deaths.isReported = true;
        this.#failed.fire('restarted');
      }
    });
    try {
      await client.start();
    } catch (error) {
      this.#output.error(`The language server did not start: ${error}`);
      // Where it died on the way it is started again, or has been given up.
      if (deaths.count === 0) {
        this.#stateChanged.fire('stopped');
        this.#failed.fire('not started');
      }
    }
  }

  /**
   * What happens when the connection fails. That a single message did not get through is a matter for the log: if the
   * server is gone the connection closes, and that is when it counts.
   */
  #errorHandler(deaths: { count: number; isReported: boolean }): ErrorHandler {
    const restarts = new Restarts();
    return {
      error: () => ({ action: ErrorAction.Continue, handled: true }),
      closed: () => {
        deaths.count++;
        const { startAgain, isNews } = restarts.died(Date.now());
        if (startAgain) {
          deaths.isReported &&= !isNews;
          return { action: CloseAction.Restart, handled: true };
        }
        deaths.isReported = true;
        this.#failed.fire('ended');
        return { action: CloseAction.DoNotRestart, handled: true };
      },
    };
  }

  async #stopClient(): Promise<void> {
    const client = this.#client;
    this.#client = undefined;
    try {
      if (client?.state === State.Starting) {
        // After a death it starts by itself, and while it does it cannot be stopped: there would be two.
        await client.start();
      }
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
