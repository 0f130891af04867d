/** The same bundle in a web worker: nothing of Node is there, and the messages go by `postMessage`. */
import { readFileSync } from 'node:fs';
import { createContext, runInContext } from 'node:vm';
import { expect, test, vi } from 'vitest';
import { bundle } from './server-process';

type Listener = (event: { readonly data: unknown }) => void;

test('answers in a worker, where there is neither process nor require', async () => {
  const sent: unknown[] = [];
  const listeners: Listener[] = [];
  const { console, setTimeout, clearTimeout, setInterval, clearInterval, TextDecoder, TextEncoder } =
    globalThis;
  const port = {
    addEventListener: (_type: 'message', listener: Listener) => void listeners.push(listener),
    postMessage: (message: unknown) => void sent.push(message),
    ...{ console, setTimeout, clearTimeout, setInterval, clearInterval, TextDecoder, TextEncoder },
  };
  runInContext(readFileSync(bundle, 'utf8'), createContext(port));
  await vi.waitFor(() => expect(listeners).not.toEqual([]));
  const params = { processId: null, rootUri: null, capabilities: {} };
  for (const listener of listeners) {
    listener({ data: { jsonrpc: '2.0', id: 1, method: 'initialize', params } });
  }
  await vi.waitFor(() =>
    expect(sent).toMatchObject([
      { id: 1, result: { serverInfo: { name: 'ovs-flows' }, capabilities: { hoverProvider: true } } },
    ]),
  );
});
