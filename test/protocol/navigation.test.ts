/** Moving about over the wire: definitions, references, renaming, the outline, call hierarchies, lenses. */
import { describe, expect, test } from 'vitest';
import type {
  CallHierarchyIncomingCall,
  CallHierarchyItem,
  CallHierarchyOutgoingCall,
  CodeLens,
  DocumentHighlight,
  DocumentSymbol,
  Location,
  LocationLink,
  SymbolInformation,
  WorkspaceEdit,
} from 'vscode-languageserver/node';
import { askedCapabilities, type Editor, inLine, pullingCapabilities, startEditor } from './editor';
import { AnsweredError, startServerProcess } from './server-process';

const invalidParams = -32602;
const internalError = -32603;
const requestFailed = -32803;
const serverNotInitialized = -32002;
const invalidRequest = -32600;

const text = [
  '# Table 0: in',
  'table=0,ip,actions=resubmit(,10)',
  'table=10,ip,actions=group:1',
  'table=10,arp,actions=drop',
  'group_id=1,type=all,bucket=output:1',
].join('\n');

/** An editor that takes all there is. */
const ableCapabilities = {
  textDocument: {
    diagnostic: {},
    definition: { linkSupport: true },
    documentSymbol: { hierarchicalDocumentSymbolSupport: true },
    rename: { prepareSupport: true },
  },
  workspace: { workspaceEdit: { documentChanges: true } },
};

const able = () =>
  startEditor({
    capabilities: ableCapabilities,
    initializationOptions: { showReferencesCommand: 'show.references' },
  });

/** A request about the place where the part stands. */
function ask<Result>(editor: Editor, method: string, uri: string, part: string, offset: number, more = {}) {
  const position = editor.at(uri, part, offset);
  return editor.server.request<Result>(method, { textDocument: { uri }, position, ...more });
}

async function messageOf(request: Promise<unknown>): Promise<string> {
  try {
    await request;
  } catch (error) {
    if (error instanceof AnsweredError && error.code === requestFailed) {
      return error.message;
    }
    throw error;
  }
  throw new Error('the request was answered');
}

test('announces what it can do', async () => {
  const all = {
    definitionProvider: true,
    referencesProvider: true,
    documentHighlightProvider: true,
    documentSymbolProvider: true,
    workspaceSymbolProvider: true,
    callHierarchyProvider: true,
    codeLensProvider: { resolveProvider: true },
  };
  expect((await able()).initialized.capabilities).toMatchObject({
    ...all,
    renameProvider: { prepareProvider: true },
  });
  expect((await startEditor()).initialized.capabilities).toMatchObject({ ...all, renameProvider: true });
});

describe('places', () => {
  test('the definition of a table, as a link where the editor takes links', async () => {
    const editor = await able();
    const uri = editor.open(text);
    const found = await ask<LocationLink[]>(editor, 'textDocument/definition', uri, '(,10)', 3);
    expect(found).toEqual([
      {
        originSelectionRange: inLine(1, 29, 31),
        targetUri: uri,
        targetRange: inLine(2, 0, 27),
        targetSelectionRange: inLine(2, 6, 8),
      },
    ]);
    const plain = await startEditor();
    plain.open(text);
    expect(await ask<Location[]>(plain, 'textDocument/definition', uri, '(,10)', 3)).toEqual([
      { uri, range: inLine(2, 6, 8) },
    ]);
    expect(await ask(plain, 'textDocument/definition', uri, 'actions', 1)).toBeNull();
  });

  test.each([
    [true, [inLine(1, 29, 31), inLine(2, 6, 8), inLine(3, 6, 8)]],
    [false, [inLine(1, 29, 31)]],
  ])('references, with definitions: %s', async (includeDeclaration, ranges) => {
    const editor = await startEditor();
    const uri = editor.open(text);
    const context = { includeDeclaration };
    const found = await ask<Location[]>(editor, 'textDocument/references', uri, '(,10)', 3, { context });
    expect(found).toEqual(ranges.map((range) => ({ uri, range })));
    expect(await ask(editor, 'textDocument/references', uri, 'actions', 1, { context })).toEqual([]);
  });

  test('highlights', async () => {
    const editor = await startEditor();
    const uri = editor.open(text);
    const found = await ask<DocumentHighlight[]>(
      editor,
      'textDocument/documentHighlight',
      uri,
      'table=10',
      7,
    );
    expect(found).toEqual([
      { range: inLine(1, 29, 31), kind: 2 },
      { range: inLine(2, 6, 8), kind: 3 },
      { range: inLine(3, 6, 8), kind: 3 },
    ]);
  });

  test('an edit moves them', async () => {
    const editor = await startEditor();
    const uri = editor.open(text);
    await ask(editor, 'textDocument/definition', uri, '(,10)', 3);
    editor.change(uri, { range: inLine(0, 0, 0), text: 'table=10,actions=drop\n' });
    expect(await ask(editor, 'textDocument/definition', uri, '(,10)', 3)).toEqual([
      { uri, range: inLine(0, 6, 8) },
    ]);
  });
});

describe('renaming', () => {
  test.each([
    ['as a change of this version', able, true],
    ['as changes', startEditor, false],
  ])('%s', async (_, start, versioned) => {
    const editor = await start();
    const uri = editor.open(text);
    expect(await ask(editor, 'textDocument/prepareRename', uri, 'table=10', 7)).toEqual({
      range: inLine(2, 6, 8),
      placeholder: '10',
    });
    const edit = await ask<WorkspaceEdit>(editor, 'textDocument/rename', uri, 'table=10', 7, {
      newName: '7',
    });
    expect(edit.documentChanges !== undefined).toBe(versioned);
    editor.apply({ title: 'rename', edit });
    expect(editor.textOf(uri)).toBe(text.replaceAll('10', '7'));
  });

  test('is refused with a reason', async () => {
    const editor = await able();
    const uri = editor.open(text);
    const rename = (newName: string) =>
      messageOf(ask(editor, 'textDocument/rename', uri, 'table=10', 7, { newName }));
    expect(await rename('0')).toMatch(/^Table 0 is taken: line 2/);
    expect(await rename('ten')).toMatch(/Tables have numbers from 0 to 254/);
    expect(await messageOf(ask(editor, 'textDocument/prepareRename', uri, 'actions', 1))).toMatch(
      /^Only numbers of tables/,
    );
  });
});

describe('the outline', () => {
  test('as a tree', async () => {
    const editor = await able();
    const uri = editor.open(text);
    const symbols = await editor.server.request<DocumentSymbol[]>('textDocument/documentSymbol', {
      textDocument: { uri },
    });
    expect(symbols.map(({ name, detail, children = [] }) => [name, detail, children.length])).toEqual([
      ['table 0', 'in, 1 flow', 1],
      ['table 10', '2 flows', 2],
      ['group 1', 'type=all,bucket=output:1', 0],
    ]);
    expect(symbols[0]).toMatchObject({
      range: { start: { line: 0, character: 0 }, end: { line: 1, character: 32 } },
      selectionRange: inLine(0, 0, 13),
      children: [{ name: '32768 ip', detail: 'resubmit(,10)', range: inLine(1, 0, 32) }],
    });
  });

  test('as a list', async () => {
    const editor = await startEditor();
    const uri = editor.open(text);
    const symbols = await editor.server.request<SymbolInformation[]>('textDocument/documentSymbol', {
      textDocument: { uri },
    });
    expect(symbols.map(({ name, containerName }) => [name, containerName])).toEqual([
      ['table 0', undefined],
      ['32768 ip', 'table 0'],
      ['table 10', undefined],
      ['32768 ip', 'table 10'],
      ['32768 arp', 'table 10'],
      ['group 1', undefined],
    ]);
    expect(symbols[1]!.location).toEqual({ uri, range: inLine(1, 0, 32) });
  });

  test('of all open documents', async () => {
    const editor = await startEditor();
    editor.open(text, 'file:///a.flows');
    editor.open('table=20,actions=drop', 'file:///b.flows');
    const found = (query: string) =>
      editor.server
        .request<SymbolInformation[]>('workspace/symbol', { query })
        .then((symbols) => symbols.map(({ name, location }) => `${name} ${location.uri}`));
    expect(await found('0')).toEqual([
      'table 0 file:///a.flows',
      'table 10 file:///a.flows',
      'table 20 file:///b.flows',
    ]);
    editor.close('file:///a.flows');
    expect(await found('table')).toEqual(['table 20 file:///b.flows']);
  });

  test('folds tables', async () => {
    const editor = await startEditor();
    const uri = editor.open(text);
    const ranges = await editor.server.request('textDocument/foldingRange', { textDocument: { uri } });
    expect(ranges).toEqual([
      { startLine: 0, endLine: 1 },
      { startLine: 2, endLine: 3 },
    ]);
  });
});

test('call hierarchies', async () => {
  const editor = await startEditor();
  const uri = editor.open(text);
  const prepare = (part: string, offset: number) =>
    ask<CallHierarchyItem[] | null>(editor, 'textDocument/prepareCallHierarchy', uri, part, offset);
  const [item] = (await prepare('(,10)', 3))!;
  expect(item).toMatchObject({ name: 'table 10', detail: '2 flows', uri, selectionRange: inLine(2, 6, 8) });
  const incoming = await editor.server.request<CallHierarchyIncomingCall[]>('callHierarchy/incomingCalls', {
    item,
  });
  expect(incoming).toMatchObject([{ from: { name: 'table 0' }, fromRanges: [inLine(1, 29, 31)] }]);
  const outgoing = await editor.server.request<CallHierarchyOutgoingCall[]>('callHierarchy/outgoingCalls', {
    item,
  });
  expect(outgoing).toMatchObject([{ to: { name: 'group 1' }, fromRanges: [inLine(2, 26, 27)] }]);
  expect(await prepare('# Table', 1)).toBeNull();
});

describe('lenses', () => {
  const lensesOf = (editor: Editor, uri: string) =>
    editor.server.request<CodeLens[]>('textDocument/codeLens', { textDocument: { uri } });

  test('show places where the editor has a command for it', async () => {
    const editor = await able();
    const uri = editor.open(text);
    const lenses = await lensesOf(editor, uri);
    expect(lenses).toHaveLength(6);
    const resolved = await Promise.all(
      lenses.map((lens) => editor.server.request<CodeLens>('codeLens/resolve', lens)),
    );
    expect(
      resolved.map(({ command, range }) => [range.start.line, command?.title, command?.command]),
    ).toEqual([
      [1, '1 flow', 'show.references'],
      [1, 'packets start here', ''],
      [1, '1 jump out', 'show.references'],
      [2, '2 flows', 'show.references'],
      [2, '1 jump in', 'show.references'],
      [2, 'no jumps out', ''],
    ]);
    expect(resolved[4]!.command!.arguments).toEqual([
      uri,
      { line: 2, character: 0 },
      [{ uri, range: inLine(1, 29, 31) }],
    ]);
  });

  test('are plain titles in other editors', async () => {
    const editor = await startEditor();
    const lenses = await lensesOf(editor, editor.open(text));
    expect(lenses.slice(0, 2)).toEqual([
      { range: inLine(1, 0, 0), command: { title: '1 flow', command: '' } },
      { range: inLine(1, 0, 0), command: { title: 'packets start here', command: '' } },
    ]);
  });

  test('can be switched off, and are asked for anew then', async () => {
    let codeLens = true;
    const capabilities = {
      ...askedCapabilities,
      workspace: { ...askedCapabilities.workspace, codeLens: { refreshSupport: true } },
    };
    const editor = await startEditor({
      capabilities,
      before: (server) => server.answerWith('workspace/configuration', () => [{ codeLens }]),
    });
    const uri = editor.open(text);
    expect(await lensesOf(editor, uri)).toHaveLength(6);
    codeLens = false;
    editor.server.notify('workspace/didChangeConfiguration', { settings: null });
    await editor.server.waitFor('a refresh', () => {
      const asked = editor.server.received.some(({ method }) => method === 'workspace/codeLens/refresh');
      return asked || undefined;
    });
    expect(await lensesOf(editor, uri)).toEqual([]);
  });
});

describe('what no good editor sends', () => {
  const uri = 'file:///flows/a.flows';
  const position = { line: 2, character: 7 };
  const about = { textDocument: { uri }, position };
  const item = {
    name: 'x',
    kind: 2,
    uri,
    range: inLine(0, 0, 0),
    selectionRange: inLine(0, 0, 0),
    data: { what: 'table', number: 10, line: 2 },
  };
  const lens = { range: inLine(0, 0, 0), data: { uri, line: 2, table: 10, kind: 'in', title: 'x' } };
  const good: [string, unknown][] = [
    ['textDocument/definition', about],
    ['textDocument/references', { ...about, context: { includeDeclaration: true } }],
    ['textDocument/documentHighlight', about],
    ['textDocument/prepareRename', about],
    ['textDocument/rename', { ...about, newName: '7' }],
    ['textDocument/documentSymbol', about],
    ['workspace/symbol', { query: '' }],
    ['textDocument/prepareCallHierarchy', about],
    ['callHierarchy/incomingCalls', { item }],
    ['callHierarchy/outgoingCalls', { item }],
    ['textDocument/codeLens', about],
    ['codeLens/resolve', lens],
  ];

  test.each(good)('%s, when all is in order', async (method, params) => {
    const editor = await startEditor();
    editor.open(text);
    expect(await editor.server.codeOf(method, params)).toBe('result');
  });

  test.each(good)('%s out of order', async (method, params) => {
    const server = startServerProcess();
    expect(await server.codeOf(method, params)).toBe(serverNotInitialized);
    await server.request('initialize', { processId: null, rootUri: null, capabilities: pullingCapabilities });
    await server.request('shutdown');
    expect(await server.codeOf(method, params)).toBe(invalidRequest);
  });

  test.each(good.filter(([method]) => method !== 'workspace/symbol'))(
    '%s of a document that is not open',
    async (method, params) => {
      const { server } = await startEditor();
      expect(await server.codeOf(method, params)).toBe(invalidParams);
    },
  );

  test.each(good)('%s without anything', async (method) => {
    const editor = await startEditor();
    editor.open(text);
    // The protocol library looks into the parameters of most requests before we can.
    expect([invalidParams, internalError]).toContain(await editor.server.codeOf(method, null));
    expect(await editor.server.codeOf('textDocument/definition', about)).toBe('result');
  });

  test.each<[string, unknown]>([
    ...good.map(([method]): [string, unknown] => [method, {}]),
    ['textDocument/definition', { textDocument: { uri } }],
    ['textDocument/references', about],
    ['textDocument/references', { ...about, context: null }],
    ['textDocument/references', { ...about, context: { includeDeclaration: 'yes' } }],
    ['textDocument/rename', about],
    ['textDocument/rename', { ...about, newName: 7 }],
    ['textDocument/rename', { ...about, newName: null }],
    ['workspace/symbol', { query: 5 }],
    ['workspace/symbol', { query: null }],
    ['callHierarchy/incomingCalls', { item: null }],
    ['callHierarchy/incomingCalls', { item: { ...item, uri: 5 } }],
    ['callHierarchy/incomingCalls', { item: { ...item, data: undefined } }],
    ['callHierarchy/outgoingCalls', { item: { ...item, data: { ...item.data, what: 'meter' } } }],
    ['callHierarchy/outgoingCalls', { item: { ...item, data: { ...item.data, number: '10' } } }],
    ['callHierarchy/outgoingCalls', { item: { ...item, data: { ...item.data, line: -1 } } }],
    ['callHierarchy/outgoingCalls', { item: { ...item, data: { ...item.data, line: 1e300 } } }],
    ['codeLens/resolve', { ...lens, data: null }],
    ['codeLens/resolve', { ...lens, data: { ...lens.data, kind: 'toString' } }],
    ['codeLens/resolve', { ...lens, data: { ...lens.data, table: null } }],
    ['codeLens/resolve', { ...lens, data: { ...lens.data, title: 5 } }],
  ])('%s with %j', async (method, params) => {
    const editor = await startEditor();
    editor.open(text);
    expect(await editor.server.codeOf(method, params)).toBe(invalidParams);
    expect(await editor.server.codeOf('textDocument/definition', about)).toBe('result');
  });

  test.each<[string, unknown]>([
    [
      'callHierarchy/incomingCalls',
      { item: { ...item, data: { what: 'line', number: 10 ** 15, line: 10 ** 15 } } },
    ],
    [
      'callHierarchy/outgoingCalls',
      { item: { ...item, data: { what: 'table', number: 10 ** 15, line: 0 } } },
    ],
    ['codeLens/resolve', { ...lens, data: { ...lens.data, line: 10 ** 15, table: 10 ** 15 } }],
  ])('%s of what is not there: nothing', async (method, params) => {
    const editor = await startEditor();
    editor.open(text);
    expect(await editor.server.codeOf(method, params)).toBe('result');
  });

  test.each([
    ['64 KiB of jumps in a line', `actions=${'resubmit(,1),'.repeat(5000)}drop`],
    ['64 KiB of cookies', `${'cookie=1,'.repeat(7000)}actions=drop`],
    ['1 MiB of comment', `# table ${'='.repeat(1 << 20)}`],
    ['1 MiB of white space', `table=1,${' '.repeat(1 << 20)}actions=drop`],
    ['1 MiB of keys', `table=1,${'priority=1,'.repeat(95_000)}actions=drop`],
    ['nested actions', `actions=${'clone('.repeat(20_000)}`],
    ['lone surrogates', `table=1,\ud800actions=${'\udc00'.repeat(300)}`],
  ])('%s', async (_, content) => {
    const editor = await startEditor({ capabilities: ableCapabilities });
    const hostile = editor.open(`${content}\ntable=1,actions=drop`);
    for (const [method, params] of good) {
      if (method !== 'textDocument/prepareRename' && method !== 'textDocument/rename') {
        expect(await editor.server.codeOf(method, params), method).toBe('result');
      }
    }
    for (const character of [0, 9, 500]) {
      const there = { textDocument: { uri: hostile }, position: { line: 0, character } };
      expect(await editor.server.codeOf('textDocument/documentHighlight', there)).toBe('result');
      expect([requestFailed, 'result']).toContain(
        await editor.server.codeOf('textDocument/prepareRename', there),
      );
    }
  });
});
