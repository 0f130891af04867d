import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fullCapabilities, initialize, startEditor } from './editor';
import { bundle, root, startServerProcess } from './server-process';

const serverNotInitialized = -32002;
const invalidRequest = -32600;

describe('from initialize to exit', () => {
  test('exits with 0 after shutdown', async () => {
    const { server } = await startEditor();
    expect(await server.request('shutdown')).toBeNull();
    server.notify('exit');
    expect(await server.soon('the exit', server.exited)).toBe(0);
  });

  test('exits with 1 without shutdown', async () => {
    const { server } = await startEditor();
    server.notify('exit');
    expect(await server.soon('the exit', server.exited)).toBe(1);
  });

  test('exits with 1 when told to before it was initialized', async () => {
    const server = startServerProcess();
    server.notify('exit');
    expect(await server.soon('the exit', server.exited)).toBe(1);
  });

  test.each([
    ['after shutdown', true, 0],
    ['without shutdown', false, 1],
  ])('ends with the editor that started it, %s', async (_, shutDown, code) => {
    const { server } = await startEditor();
    if (shutDown) {
      await server.request('shutdown');
    }
    server.hangUp();
    expect(await server.soon('the exit', server.exited)).toBe(code);
  });
});

test('says what it can do', async () => {
  const { initialized } = await startEditor({ capabilities: fullCapabilities });
  expect(initialized).toMatchObject({
    serverInfo: { name: 'ovs-flows' },
    capabilities: {
      textDocumentSync: { openClose: true, change: 2 },
      hoverProvider: true,
      completionProvider: { triggerCharacters: ['=', '+', '-', '|', ',', '(', ':', '>'] },
      codeActionProvider: {
        codeActionKinds: ['quickfix', 'refactor.rewrite', 'source.fixAll.ovsFlows'],
      },
      diagnosticProvider: { interFileDependencies: false, workspaceDiagnostics: false },
    },
  });
});

test('asks to hear of changed settings only where the editor can register that', async () => {
  const able = await startEditor({ capabilities: fullCapabilities });
  const registration = await able.server.waitFor(
    'a registration',
    () => able.server.messages('client/registerCapability')[0],
  );
  expect(registration).toMatchObject({
    registrations: [{ method: 'workspace/didChangeConfiguration', registerOptions: { section: 'ovsFlows' } }],
  });

  const unable = await startEditor();
  await unable.hover(unable.open('ct_state=+trk'), { line: 0, character: 0 });
  expect(unable.server.messages('client/registerCapability')).toEqual([]);
});

test.each([
  ['nulls', { processId: null, rootUri: null, capabilities: {}, initializationOptions: null }],
  ['null parts', { capabilities: { workspace: null, textDocument: null } }],
  ['nonsense options', { processId: null, rootUri: null, capabilities: {}, initializationOptions: 'yes' }],
  [
    'options of wrong types',
    { capabilities: {}, initializationOptions: { rules: 5, ruleDocumentation: {} } },
  ],
])('takes an editor that sends %s', async (_, params) => {
  const server = startServerProcess();
  await server.request('initialize', params);
  server.notify('initialized', {});
  const uri = 'file:///a.flows';
  server.notify('textDocument/didOpen', {
    textDocument: { uri, languageId: 'ovs-flows', version: 1, text: 'ct_state=0x21' },
  });
  const position = { line: 0, character: 10 };
  expect(await server.request('textDocument/hover', { textDocument: { uri }, position })).not.toBeNull();
});

describe('out of order', () => {
  const somewhere = { textDocument: { uri: 'file:///a.flows' }, position: { line: 0, character: 0 } };
  const requests: [string, unknown][] = [
    ['textDocument/hover', somewhere],
    ['textDocument/completion', somewhere],
    ['textDocument/diagnostic', somewhere],
    [
      'textDocument/codeAction',
      {
        ...somewhere,
        range: { start: somewhere.position, end: somewhere.position },
        context: { diagnostics: [] },
      },
    ],
    ['shutdown', undefined],
  ];

  test.each(requests)('%s before initialize', async (method, params) => {
    const server = startServerProcess();
    expect(await server.codeOf(method, params)).toBe(serverNotInitialized);
    const editor = await initialize(server);
    const hover = await editor.hover(editor.open('ct_state=+trk'), { line: 0, character: 0 });
    expect(hover).not.toBeNull();
  });

  test('notifications before initialize do no harm', async () => {
    const server = startServerProcess();
    const uri = 'file:///early.flows';
    server.notify('textDocument/didOpen', {
      textDocument: { uri, languageId: 'ovs-flows', version: 1, text: 'ct_state=0x21' },
    });
    server.notify('textDocument/didChange', {
      textDocument: { uri, version: 2 },
      contentChanges: [{ text: 'ct_state=0x22' }],
    });
    server.notify('workspace/didChangeConfiguration', { settings: {} });
    server.notify('textDocument/didClose', { textDocument: { uri } });
    server.notify('initialized', {});
    const editor = await initialize(server);
    expect(await editor.codes(editor.open('ct_state=-trk+new,actions=drop'))).toEqual([
      'ct-state/never-matches',
    ]);
  });

  test.each([[undefined], [null], [{}], [{ capabilities: null }], [[]], ['x']])(
    'initialize with %j is an error and can be tried again',
    async (params) => {
      const server = startServerProcess();
      expect(await server.codeOf('initialize', params)).not.toBe('result');
      const editor = await initialize(server);
      expect(await editor.codes(editor.open('ct_state=-trk+new,actions=drop'))).toEqual([
        'ct-state/never-matches',
      ]);
    },
  );

  test('initialize a second time', async () => {
    const editor = await startEditor();
    expect(await editor.server.codeOf('initialize', { capabilities: {} })).toBe(invalidRequest);
    expect(await editor.codes(editor.open('ct_state=-trk+new,actions=drop'))).toEqual([
      'ct-state/never-matches',
    ]);
  });

  test.each([...requests, ['initialize', { capabilities: {} }] as [string, unknown]])(
    '%s after shutdown',
    async (method, params) => {
      const { server } = await startEditor();
      await server.request('shutdown');
      expect(await server.codeOf(method, params)).toBe(invalidRequest);
      server.notify('exit');
      expect(await server.soon('the exit', server.exited)).toBe(0);
    },
  );
});

test('the bundle needs nothing beside it', () => {
  // Whoever copies the one file into another editor must not need node_modules.
  const required = [...readFileSync(bundle, 'utf8').matchAll(/\brequire\("([^"]+)"\)/g)].map(
    ([, name]) => name!,
  );
  const builtIn = (name: string) => name.startsWith('node:') || nodeModules.has(name);
  expect([...new Set(required)].filter((name) => !builtIn(name))).toEqual([]);
  expect(bundle.startsWith(join(root, 'dist'))).toBe(true);
});

const nodeModules = new Set(['child_process', 'crypto', 'fs', 'net', 'os', 'path', 'url', 'util']);
