/** What comes from outside is not trusted: requests about the build of a document, its tables and its pipeline. */

import { describe, expect, test } from 'vitest';
import type { CallHierarchyItem, CodeLens } from 'vscode-languageserver/node';
import { ErrorCodes, LSPErrorCodes } from 'vscode-languageserver/node';
import { askedCapabilities, type Editor, inLine, startEditor } from './editor';
import { AnsweredError } from './server-process';

const text =
  'table=0,ip,actions=resubmit(,1)\ntable=1,actions=group:5\ngroup_id=5,type=all,bucket=output:1\n';
const position = { line: 0, character: 29 };

/** Requests about a document, and what they need besides; every one of them succeeds as it stands. */
const requests: Readonly<Record<string, object>> = {
  'textDocument/definition': { position },
  'textDocument/references': { position, context: { includeDeclaration: true } },
  'textDocument/documentHighlight': { position },
  'textDocument/prepareRename': { position },
  'textDocument/rename': { position, newName: '7' },
  'textDocument/prepareCallHierarchy': { position },
  'textDocument/documentSymbol': {},
  'textDocument/foldingRange': {},
  'textDocument/selectionRange': { positions: [position] },
  'textDocument/documentLink': {},
  'textDocument/semanticTokens/full': {},
  'textDocument/semanticTokens/range': { range: inLine(0, 0, 9) },
  'textDocument/inlayHint': { range: inLine(0, 0, 9) },
  'textDocument/codeLens': {},
  'textDocument/formatting': { options: {} },
  'textDocument/rangeFormatting': { options: {}, range: inLine(0, 0, 9) },
  'textDocument/rangesFormatting': { options: {}, ranges: [inLine(0, 0, 9)] },
  'ovsFlows/sortByPriority': { position },
  'ovsFlows/pipeline': { line: 0 },
  'ovsFlows/tableAt': { position },
  'ovsFlows/connectionState': { position },
};
/** Those about no document in particular. */
const others = [
  'workspace/symbol',
  'callHierarchy/incomingCalls',
  'callHierarchy/outgoingCalls',
  'codeLens/resolve',
];

const hugePosition = { line: 2147483647, character: 2147483647 };
const backwards = { start: { line: 2, character: 3 }, end: { line: 0, character: 1 } };

/** The answer's error code, or `'result'`; the parameters go out as they stand, which no library would send. */
async function rawCodeOf({ server }: Editor, method: string, params: string): Promise<number | 'result'> {
  const id = `${method} ${params}`;
  server.frame(`{"jsonrpc":"2.0","id":${JSON.stringify(id)},"method":"${method}","params":${params}}`);
  try {
    await server.answerTo(id);
    return 'result';
  } catch (error) {
    if (error instanceof AnsweredError) {
      return error.code;
    }
    throw error;
  }
}

async function start(): Promise<{ editor: Editor; uri: string }> {
  const editor = await startEditor();
  return { editor, uri: editor.open(text) };
}

describe('every request', () => {
  const all = Object.entries(requests);

  test('is answered where everything is as it should be', async () => {
    const { editor, uri } = await start();
    for (const [method, more] of all) {
      const code = await editor.server.codeOf(method, { textDocument: { uri }, ...more });
      expect([method, code]).toEqual([method, 'result']);
    }
  });

  test('is refused for a document that is not open, or not any more', async () => {
    const { editor, uri } = await start();
    editor.close(uri);
    for (const [method, more] of all) {
      for (const closed of [uri, 'file:///never-opened', '']) {
        const code = await editor.server.codeOf(method, { textDocument: { uri: closed }, ...more });
        expect([method, closed, code]).toEqual([method, closed, ErrorCodes.InvalidParams]);
      }
    }
  });

  test('is refused where a part is missing or of another type', async () => {
    const { editor, uri } = await start();
    for (const [method, more] of all) {
      const good: Record<string, unknown> = { textDocument: { uri }, ...more };
      // Of these two any value will do.
      for (const key of Object.keys(good).filter((each) => each !== 'options' && each !== 'line')) {
        const bad = [null, 5, [null], {}, { start: null }, { line: -1, character: 0 }, [{ line: 0.5 }]];
        for (const part of key === 'newName' ? bad : [...bad, 'x']) {
          const code = await editor.server.codeOf(method, { ...good, [key]: part });
          expect([method, key, part, code]).toEqual([method, key, part, ErrorCodes.InvalidParams]);
        }
      }
    }
  });

  test('is refused where its parameters are none', async () => {
    const { editor } = await start();
    const empty = '{"textDocument":null,"item":null,"data":null}';
    for (const method of [...Object.keys(requests), ...others]) {
      for (const params of ['[]', '[null,null]', '5', '"x"', 'true', '{}', empty]) {
        const code = await rawCodeOf(editor, method, params);
        const isKnown = code === ErrorCodes.InvalidParams || code === ErrorCodes.InvalidRequest;
        expect([method, params, isKnown, code]).toEqual([method, params, true, code]);
      }
      // Some stumble in the protocol's library, before they get to us.
      expect([ErrorCodes.InvalidParams, ErrorCodes.InternalError]).toContain(
        await rawCodeOf(editor, method, 'null'),
      );
    }
  });

  test('takes places far outside of the document', async () => {
    const { editor, uri } = await start();
    const whole = { start: { line: 0, character: 0 }, end: hugePosition };
    for (const [method, more] of all) {
      const far = 'position' in more ? { position: hugePosition } : {};
      for (const range of [inLine(2147483647, 0, 0), backwards, whole]) {
        const places = { ...far, range, ranges: [range], positions: [hugePosition], line: 1e300 };
        const code = await editor.server.codeOf(method, { textDocument: { uri }, ...more, ...places });
        // Where there is nothing to rename, that is said.
        const known = ['result', LSPErrorCodes.RequestFailed];
        expect([method, known.includes(code), code]).toEqual([method, true, code]);
      }
    }
  });
});

describe('what was given out before comes back', () => {
  test('when the document has changed: the hierarchy of what is there now', async () => {
    const { editor, uri } = await start();
    const [item] = await editor.server.request<CallHierarchyItem[]>('textDocument/prepareCallHierarchy', {
      textDocument: { uri },
      position,
    });
    editor.change(uri, { text: 'x' });
    for (const way of ['incoming', 'outgoing']) {
      expect(await editor.server.request(`callHierarchy/${way}Calls`, { item })).toEqual([]);
    }
    editor.close(uri);
    expect(await editor.server.codeOf('callHierarchy/incomingCalls', { item })).toBe(
      ErrorCodes.InvalidParams,
    );
  });

  test('a hierarchy item or a lens that is not as it was', async () => {
    const { editor, uri } = await start();
    const wrongItems = [
      { what: 'toString' },
      { what: null },
      { number: -1 },
      { number: 1e300 },
      { number: '1' },
      { line: 0.5 },
      { line: null },
    ];
    for (const more of wrongItems) {
      const item = { uri, data: { what: 'table', number: 1, line: 0, ...more } };
      const code = await editor.server.codeOf('callHierarchy/incomingCalls', { item });
      expect([more, code]).toEqual([more, ErrorCodes.InvalidParams]);
    }
    const wrongLenses = [
      { kind: 'constructor' },
      { table: -1 },
      { table: 1e300 },
      { line: '0' },
      { title: 5 },
      { uri: null },
    ];
    for (const more of wrongLenses) {
      const data = { uri, line: 0, table: 1, kind: 'in', title: 'x', ...more };
      const code = await editor.server.codeOf('codeLens/resolve', { range: inLine(0, 0, 0), data });
      expect([more, code]).toEqual([more, ErrorCodes.InvalidParams]);
    }
  });

  test('a lens of a document that has become shorter', async () => {
    const { editor, uri } = await start();
    editor.change(uri, { text: '' });
    const data = { uri, line: 5000, table: 200, kind: 'out', title: 'x' };
    const lens = await editor.server.request<CodeLens>('codeLens/resolve', {
      range: inLine(5000, 0, 0),
      data,
    });
    expect(lens.command).toMatchObject({ title: 'x' });
  });
});

describe('meanwhile', () => {
  test('the document is edited: a request that waited for settings is not answered from the old text', async () => {
    const editor = await startEditor({ capabilities: askedCapabilities });
    const uri = editor.open(text);
    const params = { textDocument: { uri }, position, range: inLine(0, 0, 9), options: {} };
    const methods = ['ovsFlows/pipeline', 'ovsFlows/connectionState', 'textDocument/inlayHint'];
    const sent = methods.map((method) => editor.server.send(method, params));
    editor.change(uri, { range: inLine(0, 0, 0), text: '#' });
    for (const id of sent) {
      await expect(editor.server.answerTo(id)).rejects.toMatchObject({ code: LSPErrorCodes.ContentModified });
    }
  });

  test('the requests are cancelled', async () => {
    const { editor, uri } = await start();
    // Both messages come in one piece, so that the second is there before the first is answered.
    for (const [method, more] of Object.entries(requests)) {
      const params = { textDocument: { uri }, ...more };
      const bodies = [
        { jsonrpc: '2.0', id: method, method, params },
        { jsonrpc: '2.0', method: '$/cancelRequest', params: { id: method } },
      ].map((message) => JSON.stringify(message));
      editor.server.raw(
        bodies.map((body) => `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`).join(''),
      );
      await expect(editor.server.answerTo(method)).rejects.toMatchObject({
        code: LSPErrorCodes.RequestCancelled,
      });
    }
  });
});

describe('a document', () => {
  const size = 1 << 18;
  const junk = Array.from({ length: 4096 }, (_, index) => String.fromCharCode((index * 7919) & 0xff)).join(
    '',
  );
  const repeated = (count: number, line: (index: number) => string) =>
    Array.from({ length: count }, (_, index) => line(index)).join('\n');

  // Where the work for one of these grew with the square of its size, the test would wait in vain.
  test.each<[string, string]>([
    ['that is empty', ''],
    ['of line ends of all kinds', '\r\n\r\r\n\n'.repeat(500)],
    ['with NULs and lone surrogates', 'table=\0 1,ip\ud800 actions=re\0submit(,\udc001)\n\ud83d'],
    ['of binary junk', junk],
    ['with a line of jumps', `actions=${'goto_table:5,'.repeat((2 * size) / 13)}`],
    ['with a line of ports that only a switch knows', `actions=${'output:abc,'.repeat(size / 11)}`],
    ['with a line of cookies', `${'cookie=1,'.repeat(size / 9)}actions=drop`],
    [
      'with a line of groups that come too late',
      `flow add actions=${'group:5,'.repeat(size / 8)}\ngroup group_id=5,type=all,bucket=actions=drop`,
    ],
    ['with calls that never end', `actions=${'clone('.repeat(size / 6)}`],
    ['with buckets without end', `group_id=1,type=all${',bucket=actions=group:2'.repeat(size / 23)}`],
    ['that is a block of comments', '#\n'.repeat(3000)],
    ['with regions in regions', '#region\n'.repeat(2000) + '#endregion\n'.repeat(2000)],
    ['of short lines', 'x\n'.repeat(2000)],
    [
      'of many dumps',
      repeated(
        200,
        (index) => `NXST_FLOW reply (xid=0x${index}):\n table=0, priority=1 actions=resubmit(,1)`,
      ),
    ],
    ['with the same flow again and again', repeated(600, (port) => `priority=5,ip,actions=${port}`)],
    [
      'of flows and commands that delete them',
      repeated(300, (port) => `add priority=${port},ip,actions=1\ndelete table=0,tcp,tp_dst=${port}`),
    ],
    [
      'whose first flow hides all others',
      `priority=9,actions=${'output:1,'.repeat(10_000)}\n${repeated(300, (port) => `priority=5,in_port=${port},actions=1`)}`,
    ],
  ])('%s', async (_, content) => {
    const { editor } = await start();
    const uri = editor.open(content, 'file:///hostile.flows');
    const lines = content.split(/\r\n|\r|\n/);
    const end = { line: lines.length - 1, character: lines.at(-1)!.length };
    const range = { start: { line: 0, character: 0 }, end };
    const places = Array.from({ length: 2000 }, (_, index) => ({
      line: Math.floor((index * lines.length) / 2000),
      character: (index * 37) % 5000,
    }));
    const ranges = places.map(({ line }) => inLine(line, 0, 1));
    for (const [method, params] of Object.entries(requests)) {
      for (const at of 'position' in params ? [{ line: 0, character: 21 }, end] : [end]) {
        const more = { position: at, range, ranges, positions: places };
        const code = await editor.server.codeOf(method, { textDocument: { uri }, ...params, ...more });
        expect(['result', LSPErrorCodes.RequestFailed, LSPErrorCodes.ServerCancelled]).toContain(code);
      }
    }
    expect(await editor.server.codeOf('workspace/symbol', { query: 'table' })).toBe('result');
    expect(await editor.server.codeOf('textDocument/diagnostic', { textDocument: { uri } })).toBe('result');
  });
});
