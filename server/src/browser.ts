/** Entry in a web worker, for VS Code in the browser. */
import { BrowserMessageReader, BrowserMessageWriter, createConnection } from 'vscode-languageserver/browser';
import { startServer } from './lsp/server';

// In a worker the global object is the port to the editor.
const port = globalThis as unknown as ConstructorParameters<typeof BrowserMessageReader>[0];

startServer(createConnection(new BrowserMessageReader(port), new BrowserMessageWriter(port)), { turn });

/** What is used of a port of a channel. */
interface Port {
  onmessage: (() => void) | null;
  postMessage(message: null): void;
  close(): void;
}

/** A message to oneself stands behind those that have arrived. Timers of browsers would wait for some milliseconds. */
function turn(): Promise<void> {
  const { port1, port2 } = new MessageChannel() as unknown as { port1: Port; port2: Port };
  return new Promise((resolve) => {
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
