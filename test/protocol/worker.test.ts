/** The same bundle in a web worker: nothing of Node is there, and the messages go by `postMessage`. */
import { readFileSync } from 'node:fs';
import { createContext, runInContext } from 'node:vm';
import { expect, test, vi } from 'vitest';
import { bundle } from './server-process';

/** What the server uses of a worker's global object. */
interface Port {
  onmessage?: (event: { readonly data: unknown }) => void;
  readonly addEventListener: () => void;
  readonly postMessage: (message: unknown) => void;
}

test('answers in a worker, where there is neither process nor require', async () => {
  const sent: unknown[] = [];
  const { console, setTimeout, clearTimeout, setInterval, clearInterval, TextDecoder, TextEncoder } =
    globalThis;
  const globals = { console, setTimeout, clearTimeout, setInterval, clearInterval, TextDecoder, TextEncoder };
  const port: Port = Object.assign(globals, {
    // Only errors are listened to in this way.
    addEventListener: () => {},
    postMessage: (message: unknown) => void sent.push(message),
  });
  runInContext(readFileSync(bundle, 'utf8'), createContext(port));
  await vi.waitFor(() => expect(port.onmessage).toBeDefined());
  const params = { processId: null, rootUri: null, capabilities: {} };
  port.onmessage?.({ data: { jsonrpc: '2.0', id: 1, method: 'initialize', params } });
  await vi.waitFor(() =>
    expect(sent).toMatchObject([
      { id: 1, result: { serverInfo: { name: 'ovs-flows' }, capabilities: { hoverProvider: true } } },
    ]),
  );
  const file = { uri: 'file:///a.flows' };
  port.onmessage?.({ data: { jsonrpc: '2.0', id: 2, method: 'ovsFlows/checkFile', params: file } });
  // There are no files to read.
  await vi.waitFor(() => expect(sent[1]).toMatchObject({ id: 2, error: { code: -32601 } }));
});
