/** Web entry: the server runs in a web worker of the browser's extension host. */
import { type ExtensionContext, Uri, workspace } from 'vscode';
import {
  BaseLanguageClient,
  BrowserMessageReader,
  BrowserMessageWriter,
  type LanguageClientOptions,
  type MessageTransports,
  State,
} from 'vscode-languageclient/browser';
import { startExtension, stopExtension } from './extension';

/** Called by VS Code when the extension is first needed. */
export function activate(context: ExtensionContext): void {
  const bundle = Uri.joinPath(context.extensionUri, 'dist', 'server.js');
  startExtension(context, (id, name, options) => new WorkerClient(id, name, options, bundle));
}

/** Called by VS Code before it goes: the server is told to stop and waited for. */
export function deactivate(): Promise<void> {
  return stopExtension();
}

/** What is used of the browser's Worker: the compiler knows no DOM here, on purpose. */
declare class Worker {
  constructor(url: string);
  terminate(): void;
  addEventListener(type: 'error', listener: () => void): void;
}

/**
 * A client that owns its worker. The library's own client for the browser is handed one, but it neither
 * ends it nor knows it again when VS Code has put a class of its own in the place of `Worker`.
 *
 * An error that nobody caught ends a process; a worker it leaves as it is, half-way through something. So it is
 * treated as the end of the worker, too.
 */
class WorkerClient extends BaseLanguageClient {
  readonly #bundle: Uri;
  #worker: Worker | undefined;

  constructor(id: string, name: string, options: LanguageClientOptions, bundle: Uri) {
    super(id, name, options);
    this.#bundle = bundle;
  }

  override async stop(timeout?: number): Promise<void> {
    try {
      await super.stop(timeout);
    } finally {
      this.#endWorker();
    }
  }

  /** It is left to us to tell the user why the server does not run. The log has it all. */
  override error(message: string, data?: unknown, showNotification?: boolean | 'force'): void {
    super.error(message, data, this.state === State.Running && showNotification);
  }

  protected override async createMessageTransports(): Promise<MessageTransports> {
    this.#endWorker();
    // From the text of the bundle rather than from its address: the web extension host refuses workers
    // whose address is on a remote, and this way is the same wherever the extension lies.
    const text = await workspace.fs.readFile(this.#bundle);
    const address = URL.createObjectURL(new Blob([text], { type: 'text/javascript' }));
    const worker = new Worker(address);
    this.#worker = worker;
    worker.addEventListener('error', () => {
      if (worker === this.#worker) {
        this.#endWorker();
        void this.handleConnectionClosed();
      }
    });
    return { reader: new BrowserMessageReader(worker), writer: new BrowserMessageWriter(worker) };
  }

  /** Being told to exit, a worker does not end by itself. */
  #endWorker(): void {
    this.#worker?.terminate();
    this.#worker = undefined;
  }
}
