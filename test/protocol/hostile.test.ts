/** What no good editor sends: it is answered with an error or ignored, and the server works on. */
import { describe, expect, test } from 'vitest';
import { type Editor, inLine, startEditor } from './editor';
import type { ServerProcess } from './server-process';

const invalidParams = -32602;
const methodNotFound = -32601;

const text = 'ct_state=-trk+new,actions=drop\n';
const position = { line: 0, character: 12 };

/** A document that is open before anything hostile happens. */
async function startWithDocument(): Promise<{ editor: Editor; uri: string; server: ServerProcess }> {
  const editor = await startEditor();
  const uri = editor.open(text);
  await editor.hover(uri, position);
  return { editor, uri, server: editor.server };
}

/** The server is what it was: the same process, with the same document. */
async function expectUnharmed(editor: Editor, uri: string): Promise<void> {
  expect(await editor.codes(uri)).toEqual(['ct-state/never-matches']);
  const hover = await editor.hover(uri, position);
  expect(hover).toMatchObject({ contents: { value: expect.stringContaining('ct_state=-trk+new') } });
  expect(editor.server.running).toBe(true);
}

describe('a request', () => {
  const atPosition = ['textDocument/hover', 'textDocument/completion'];
  const ofDocument = [...atPosition, 'textDocument/codeAction', 'textDocument/diagnostic'];

  test.each(ofDocument)('%s without proper params', async (method) => {
    const { editor, uri, server } = await startWithDocument();
    expect(await server.codeOf(method, undefined)).toBe(invalidParams);
    expect(await server.codeOf(method, null)).not.toBe('result');
    for (const params of [
      [],
      5,
      'x',
      true,
      {},
      { textDocument: null },
      { textDocument: 5 },
      { textDocument: { uri: 5 } },
      { textDocument: { uri: null }, position },
    ]) {
      expect(await server.codeOf(method, params)).toBe(invalidParams);
    }
    await expectUnharmed(editor, uri);
  });

  test.each(ofDocument)('%s for a document that is not open', async (method) => {
    const { editor, uri, server } = await startWithDocument();
    const about = (other: string) => ({
      textDocument: { uri: other },
      position,
      range: inLine(0, 0, 1),
      context: { diagnostics: [] },
    });
    for (const other of ['file:///nowhere.flows', '', 'no uri', '__proto__', `${uri}x`]) {
      expect(await server.codeOf(method, about(other))).toBe(invalidParams);
    }
    const closed = editor.open(text, 'file:///closed.flows');
    expect(await server.codeOf(method, about(closed))).toBe('result');
    editor.close(closed);
    expect(await server.codeOf(method, about(closed))).toBe(invalidParams);
    await expectUnharmed(editor, uri);
  });

  test.each(atPosition)('%s at a position that is none', async (method) => {
    const { editor, uri, server } = await startWithDocument();
    for (const nowhere of [
      undefined,
      null,
      5,
      [],
      {},
      { line: 0 },
      { line: -1, character: 0 },
      { line: 0, character: -1 },
      { line: null, character: 0 }, // what NaN and Infinity become in JSON
      { line: '0', character: '0' },
      { line: 1e300, character: 0 },
      { line: 0, character: 1e300 },
    ]) {
      expect(await server.codeOf(method, { textDocument: { uri }, position: nowhere })).toBe(invalidParams);
    }
    await expectUnharmed(editor, uri);
  });

  test.each(atPosition)('%s at a position no document reaches', async (method) => {
    const { editor, uri, server } = await startWithDocument();
    for (const far of [
      { line: 2147483647, character: 2147483647 },
      { line: 0, character: 2147483647 },
      { line: 2147483647, character: 0 },
      { line: 0.5, character: 0.5 },
      { line: 0, character: 10.5 },
    ]) {
      const code = await server.codeOf(method, { textDocument: { uri }, position: far });
      expect(['result', invalidParams]).toContain(code);
    }
    await expectUnharmed(editor, uri);
  });

  test.each<[string, unknown, unknown]>([
    ['no range', undefined, { diagnostics: [] }],
    ['a null range', null, { diagnostics: [] }],
    ['half a range', { start: position }, { diagnostics: [] }],
    ['a negative range', inLine(-1, 0, 0), { diagnostics: [] }],
    ['no context', inLine(0, 0, 20), undefined],
    ['a null context', inLine(0, 0, 20), null],
    ['a context of a wrong type', inLine(0, 0, 20), 'x'],
    ['diagnostics of a wrong type', inLine(0, 0, 20), { diagnostics: 5 }],
    ['kinds of a wrong type', inLine(0, 0, 20), { diagnostics: [], only: 'quickfix' }],
  ])('for code actions with %s', async (_, range, context) => {
    const { editor, uri, server } = await startWithDocument();
    const params = { textDocument: { uri }, range, context };
    expect(await server.codeOf('textDocument/codeAction', params)).toBe(invalidParams);
    await expectUnharmed(editor, uri);
  });

  test.each<[string, unknown]>([
    ['null kinds, as some editors write "any"', { diagnostics: [], only: null }],
    ['no diagnostics', {}],
    ['null diagnostics', { diagnostics: null }],
    ['diagnostics that are none', { diagnostics: [null, 5, {}, { code: 'ct-state/never-matches' }] }],
    ['diagnostics of others', { diagnostics: [{ range: inLine(0, 9, 17), message: 'theirs', code: 7 }] }],
    ['kinds of wrong types', { diagnostics: [], only: [5, null, 'quickfix'] }],
    ['a trigger from the future', { diagnostics: [], triggerKind: 99 }],
  ])('for code actions with %s is still answered', async (_, context) => {
    const { editor, uri } = await startWithDocument();
    const actions = await editor.codeActions(uri, inLine(0, 9, 17), context as object);
    expect(actions).toContainEqual(expect.objectContaining({ kind: 'quickfix' }));
    await expectUnharmed(editor, uri);
  });

  test('for code actions in ranges beyond the document', async () => {
    const { editor, uri } = await startWithDocument();
    const whole = { start: { line: 0, character: 0 }, end: { line: 2147483647, character: 0 } };
    expect(await editor.codeActions(uri, whole)).toContainEqual(
      expect.objectContaining({ kind: 'quickfix' }),
    );
    expect(await editor.codeActions(uri, inLine(2147483647, 0, 0))).toEqual([]);
    const backwards = { start: { line: 1, character: 0 }, end: { line: 0, character: 0 } };
    expect(await editor.codeActions(uri, backwards)).toEqual(expect.any(Array));
    await expectUnharmed(editor, uri);
  });

  test.each([[5], [null], [{}], ['x'.repeat(100_000)]])(
    'for diagnostics with %j as result id is answered in full',
    async (previousResultId) => {
      const { editor, uri, server } = await startWithDocument();
      const report = await server.request('textDocument/diagnostic', {
        textDocument: { uri },
        previousResultId,
      });
      expect(report).toMatchObject({ kind: 'full', items: [{}] });
      await expectUnharmed(editor, uri);
    },
  );

  test.each(['no/such', '$/no/such', '', 'textDocument/declaration', 'completionItem/resolve', 'toString'])(
    'of the unknown method %j',
    async (method) => {
      const { editor, uri, server } = await startWithDocument();
      expect(await server.codeOf(method, { textDocument: { uri }, position })).toBe(methodNotFound);
      await expectUnharmed(editor, uri);
    },
  );

  test('with an id of text is answered with it', async () => {
    const { server, uri } = await startWithDocument();
    const params = { textDocument: { uri }, position };
    server.frame(JSON.stringify({ jsonrpc: '2.0', id: 'seven', method: 'textDocument/hover', params }));
    expect(await server.answerTo('seven')).toMatchObject({ range: inLine(0, 9, 13) });
  });
});

describe('a notification', () => {
  const uri = 'file:///flows/a.flows';
  const change = (contentChanges: unknown, version: unknown = 2) => ({
    textDocument: { uri, version },
    contentChanges,
  });

  test.each<[string, unknown]>([
    ['textDocument/didOpen', undefined],
    ['textDocument/didOpen', null],
    ['textDocument/didOpen', []],
    ['textDocument/didOpen', {}],
    ['textDocument/didOpen', { textDocument: { uri: 'file:///b' } }],
    ['textDocument/didOpen', { textDocument: { uri, languageId: 'ovs-flows', version: 1 } }],
    ['textDocument/didOpen', { textDocument: { uri, languageId: 'ovs-flows', version: 1, text: null } }],
    ['textDocument/didOpen', { textDocument: { uri, languageId: 'ovs-flows', version: 1, text: 5 } }],
    ['textDocument/didOpen', { textDocument: { uri, languageId: 'ovs-flows', version: 1, text: {} } }],
    ['textDocument/didOpen', { textDocument: { uri, languageId: 'ovs-flows', version: 1, text: [[]] } }],
    ['textDocument/didChange', undefined],
    ['textDocument/didChange', null],
    ['textDocument/didChange', {}],
    ['textDocument/didChange', change(undefined)],
    ['textDocument/didChange', change(null)],
    ['textDocument/didChange', change([])],
    ['textDocument/didChange', change({})],
    ['textDocument/didChange', change('ip')],
    ['textDocument/didChange', change([{}])],
    ['textDocument/didChange', change([null])],
    ['textDocument/didChange', change([{ text: null }])],
    ['textDocument/didChange', change([{ text: 5 }])],
    ['textDocument/didChange', change([{ range: inLine(0, 0, 3) }])],
    ['textDocument/didChange', change([{ range: inLine(0, 0, 3), text: null }])],
    ['textDocument/didChange', change([{ range: inLine(0, 0, 3), text: 7 }])],
    ['textDocument/didChange', change([{ range: {}, text: 'x' }])],
    ['textDocument/didChange', change([{ range: { start: position }, text: 'x' }])],
    ['textDocument/didChange', change([{ range: inLine(0.5, 0, 0), text: 'x' }])],
    ['textDocument/didChange', change([{ text: 'ip' }], null)],
    [
      'textDocument/didChange',
      { textDocument: { uri: 'file:///b', version: 1 }, contentChanges: [{ text: '' }] },
    ],
    ['textDocument/didClose', undefined],
    ['textDocument/didClose', null],
    ['textDocument/didClose', { textDocument: {} }],
    ['textDocument/didClose', { textDocument: { uri: 'file:///b' } }],
    ['textDocument/didSave', { textDocument: { uri } }],
    ['workspace/didChangeConfiguration', undefined],
    ['workspace/didChangeConfiguration', null],
    ['workspace/didChangeConfiguration', { settings: 5 }],
    [
      'workspace/didChangeConfiguration',
      { settings: { ovsFlows: { rules: { 'ct-state/never-matches': {} } } } },
    ],
    ['workspace/didChangeWatchedFiles', { changes: 5 }],
    ['initialized', {}],
    ['$/cancelRequest', undefined],
    ['$/cancelRequest', null],
    ['$/cancelRequest', { id: {} }],
    ['$/cancelRequest', { id: 1 }],
    ['$/setTrace', null],
    ['$/setTrace', { value: 'nonsense' }],
    ['$/progress', null],
    ['no/such', { anything: true }],
  ])('%s with %j changes nothing', async (method, params) => {
    const { editor, server } = await startWithDocument();
    server.notify(method, params);
    await expectUnharmed(editor, uri);
    // The document still takes a good edit.
    editor.change(uri, { range: inLine(0, 9, 13), text: '+trk' });
    expect(await editor.codes(uri)).toEqual([]);
  });

  test('of several changes with a bad one among them is not made in part', async () => {
    const { editor, server } = await startWithDocument();
    server.notify(
      'textDocument/didChange',
      change([{ range: inLine(0, 9, 13), text: '+trk' }, { range: {} }]),
    );
    await expectUnharmed(editor, uri);
  });
});

describe('bytes that are no message', () => {
  const request = '{"jsonrpc":"2.0","id":900,"method":"textDocument/hover","params":{}}';

  test.each<[string, string | Buffer]>([
    ['malformed', '{not json'],
    ['cut off', request.slice(0, 40)],
    ['empty', ''],
    ['white space', ' \n\t'],
    ['null', 'null'],
    ['a number', '5'],
    ['a text', '"hover"'],
    ['an empty list', '[]'],
    ['a batch', `[${request}]`],
    ['an empty object', '{}'],
    ['an id alone', '{"jsonrpc":"2.0","id":900}'],
    ['a method that is a number', '{"jsonrpc":"2.0","id":900,"method":5}'],
    ['an id that is null', '{"jsonrpc":"2.0","id":null,"method":"textDocument/hover"}'],
    ['an id that is an object', '{"jsonrpc":"2.0","id":{},"method":"textDocument/hover"}'],
    ['an answer nobody asked for', '{"jsonrpc":"2.0","id":900,"result":5}'],
    [
      'an answer that is an error of no request',
      '{"jsonrpc":"2.0","id":null,"error":{"code":1,"message":"x"}}',
    ],
    ['nested deeply', `${'['.repeat(100_000)}${']'.repeat(100_000)}`],
    ['not UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0xc3, 0x28, 0x22, 0x3a, 0x31, 0x7d])],
    ['binary', Buffer.from(Array.from({ length: 4096 }, (_, index) => (index * 197 + 13) & 0xff))],
  ])('a body that is %s', async (_, body) => {
    const { editor, uri, server } = await startWithDocument();
    server.frame(body);
    await expectUnharmed(editor, uri);
  });

  // Where the length is wrong the end of the message is lost; the next header that starts a line is found again.
  test.each<[string, string | Buffer]>([
    ['text without a header', 'hello\r\n\r\n'],
    ['binary junk', Buffer.from([0, 1, 2, 0xff, 0xfe, 0x0d, 0x0a, 0x0d, 0x0a])],
    ['a header without a length', 'Foo: bar\r\n\r\n'],
    ['a length that is no number', 'Content-Length: many\r\n\r\n'],
    ['a length of 0', 'Content-Length: 0\r\n\r\n'],
    ['a length too small', `Content-Length: 5\r\n\r\n${request}\r\n`],
    ['no length before a body', `Content-Type: x\r\n\r\n${request}\r\n`],
    ['a charset that does not exist', 'Content-Length: 2\r\nContent-Type: x; charset=utf-99\r\n\r\n{}'],
    ['lines that end in LF only', `Content-Length: ${request.length}\n\n${request}\r\n`],
  ])('%s', async (_, bytes) => {
    const { editor, uri, server } = await startWithDocument();
    server.raw(bytes);
    // The reader may hold back what came along with a bad header until more comes, so more comes.
    const more = setInterval(() => server.notify('$/more'), 20);
    try {
      await expectUnharmed(editor, uri);
    } finally {
      clearInterval(more);
    }
  });

  test('a length too large takes the start of the next message with it, no more', async () => {
    const { editor, uri, server } = await startWithDocument();
    server.raw(`Content-Length: ${request.length + 30}\r\n\r\n${request}`);
    server.raw(`${' '.repeat(30)}`);
    await expectUnharmed(editor, uri);
  });

  test('a message that comes byte by byte', async () => {
    const { uri, server } = await startWithDocument();
    const params = { textDocument: { uri }, position };
    const body = JSON.stringify({ jsonrpc: '2.0', id: 'slow', method: 'textDocument/hover', params });
    for (const byte of Buffer.from(`Content-Length: ${body.length}\r\n\r\n${body}`)) {
      server.raw(Buffer.from([byte]));
    }
    expect(await server.answerTo('slow')).toMatchObject({ range: inLine(0, 9, 13) });
  });

  test('before initialize', async () => {
    const editor = await startEditor({ before: (server) => server.frame('{not json') });
    await expectUnharmed(editor, editor.open(text));
  });
});

test('what is told before initialize is lost, and nothing is said of it', async () => {
  const uri = 'file:///early';
  const textDocument = { uri, languageId: 'ovs-flows', version: 1, text };
  const editor = await startEditor({
    before: (server) => {
      server.notify('initialized', {});
      server.notify('textDocument/didOpen', { textDocument });
      server.notify('textDocument/didChange', { textDocument, contentChanges: [{ text }] });
      server.notify('textDocument/didClose', { textDocument });
      server.notify('textDocument/didOpen', { textDocument });
      server.notify('workspace/didChangeConfiguration', { settings: {} });
    },
  });
  await expect(editor.hover(uri, position)).rejects.toThrow('not open');
  await expectUnharmed(editor, editor.open(text));
  expect(editor.server.messages('window/logMessage')).toEqual([]);
});

describe('a document', () => {
  const junk = Array.from({ length: 8192 }, (_, index) => String.fromCharCode((index * 7919) & 0xff)).join(
    '',
  );
  const mebibyte = 1 << 20;
  const dense = 1 << 16;

  test.each<[string, string]>([
    ['with NUL bytes', 'ct_state=\0+trk\0,\0actions=\0drop\0'],
    ['with lone surrogates', 'ct_state=\ud800+trk\udc00,actions=\udbff'],
    ['of binary junk', junk],
    ['of binary junk in a value', `ct_state=${junk.replaceAll(/[\r\n]/g, '')}`],
    ['that is one line of 1 MiB', 'a'.repeat(mebibyte)],
    ['with a name of 1 MiB', `ct_state=+${'a'.repeat(mebibyte)}`],
    ['with a number of 1 MiB', `ct_state=0x${'f'.repeat(mebibyte)}`],
    ['with white space of 1 MiB', `ct_state=+trk${' '.repeat(mebibyte)}actions=drop`],
    ['with a comment of 1 MiB', `ct_state=-trk+new#${'#'.repeat(mebibyte)}`],
    ['with 1 MiB of separators', `ct_state=${'|'.repeat(mebibyte)}`],
    ['with 1 MiB of parentheses', `ct_state${'('.repeat(mebibyte)}`],
    ['with 1 MiB of nested actions', `actions=${'ct('.repeat(mebibyte / 3)}`],
    ['with 1 MiB of backticks', `ct_state=0x21/0x21${'`'.repeat(mebibyte)}`],
    // Where every few bytes are a finding of their own.
    ['with 64 KiB of flags', `ct_state=${'+trk'.repeat(dense / 4)}`],
    ['with 64 KiB of unknown flags', `ct_state=${'+trq'.repeat(dense / 4)}`],
    ['with 64 KiB of flags in a list', `ct_state=${'new|'.repeat(dense / 4)}trk`],
    ['with 64 KiB of signs', `ct_state=${'+-'.repeat(dense / 2)}`],
    ['with 64 KiB of fields', 'ct_state=+trk,'.repeat(dense / 14)],
    ['with 64 KiB of stray flags', `ct_state=+trk${',+new'.repeat(dense / 5)}`],
    ['with 64 KiB of writes', `actions=${'load:1->NXM_NX_CT_STATE[],'.repeat(dense / 26)}`],
    ['with 64 KiB of learned matches', `actions=learn(${'ct_state=+trk,'.repeat(dense / 14)})`],
  ])('%s', async (_, content) => {
    const { editor, uri, server } = await startWithDocument();
    const hostile = editor.open(content, 'file:///hostile.flows');
    for (const character of [0, 4, 9, 12, Math.min(content.length, 500_000), content.length]) {
      const params = { textDocument: { uri: hostile }, position: { line: 0, character } };
      expect(await server.codeOf('textDocument/hover', params)).toBe('result');
      expect(await server.codeOf('textDocument/completion', params)).toBe('result');
    }
    expect(await server.codeOf('textDocument/diagnostic', { textDocument: { uri: hostile } })).toBe('result');
    expect(await editor.codeActions(hostile, inLine(0, 0, 12))).toEqual(expect.any(Array));
    await expectUnharmed(editor, uri);
  });

  test('with thousands of errors in a line does not hold up fix-all', async () => {
    const { editor, uri } = await startWithDocument();
    const hostile = editor.open(`ct_state=${'+trq'.repeat(2000)}`, 'file:///hostile.flows');
    expect(await editor.codeActions(hostile, inLine(0, 0, 0), { only: ['source.fixAll'] })).toEqual([]);
    await expectUnharmed(editor, uri);
  });
});
