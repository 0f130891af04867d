/** Long work does not stand in the way of what comes after it. Orders of answers are looked at, never times. */
import { describe, expect, test } from 'vitest';
import type { DocumentDiagnosticReport } from 'vscode-languageserver/node';
import { type Editor, inLine, pullingCapabilities, startEditor } from './editor';

const requestCancelled = -32800;
const serverCancelled = -32802;

/** So many that no machine is through with them before it looks at the next message. */
const many = Array.from(
  { length: 40_000 },
  (_, index) =>
    `table=${index % 200},priority=${index % 65_000},tcp,tp_dst=${index},actions=resubmit(,${(index + 1) % 200})`,
).join('\n');

const frame = (message: object) => {
  const body = Buffer.from(JSON.stringify({ jsonrpc: '2.0', ...message }));
  return Buffer.concat([Buffer.from(`Content-Length: ${body.length}\r\n\r\n`), body]);
};

/** Opens the document, and sends all messages in one piece right behind it. */
async function openAndSend(editor: Editor, ...messages: ((uri: string) => object)[]): Promise<string> {
  const uri = 'file:///flows/many.flows';
  const opened = { uri, languageId: 'ovs-flows', version: 1, text: many };
  const all = [
    { method: 'textDocument/didOpen', params: { textDocument: opened } },
    ...messages.map((each) => each(uri)),
  ];
  editor.server.raw(Buffer.concat(all.map(frame)));
  return uri;
}

const about =
  (id: string, method: string, more: object = {}) =>
  (uri: string) => ({
    id,
    method: `textDocument/${method}`,
    params: { textDocument: { uri }, ...more },
  });
const position = { line: 7, character: 2 };
const diagnostic = about('diagnostic', 'diagnostic');
const change = (uri: string) => ({
  method: 'textDocument/didChange',
  params: { textDocument: { uri, version: 2 }, contentChanges: [{ range: inLine(0, 0, 0), text: ' ' }] },
});

/** The ids of the answers, in the order in which they came. */
const answered = ({ server }: Editor) =>
  server.received.filter(({ method }) => method === undefined).map(({ id }) => id);

const errorOf = ({ server }: Editor, id: string) =>
  server.received.find((message) => message.id === id && message.method === undefined)?.error;

describe('while a large document is checked', () => {
  test('what is about one place is answered first', async () => {
    const editor = await startEditor();
    await openAndSend(
      editor,
      diagnostic,
      about('hover', 'hover', { position }),
      about('completion', 'completion', { position }),
      about('signature', 'signatureHelp', { position }),
      about('colours', 'semanticTokens/range', { range: inLine(5, 0, 9) }),
    );
    await editor.server.answerTo('diagnostic');
    expect(answered(editor).slice(-5)).toEqual(['hover', 'completion', 'signature', 'colours', 'diagnostic']);
  });

  test('several that need all of it are all answered, and share the work', async () => {
    const editor = await startEditor();
    await openAndSend(
      editor,
      diagnostic,
      about('symbols', 'documentSymbol'),
      about('definition', 'definition', {
        position: { line: 7, character: many.split('\n')[7]!.length - 2 },
      }),
      about('folding', 'foldingRange'),
      about('hover', 'hover', { position }),
    );
    expect(await editor.server.answerTo('definition')).toMatchObject([{ range: { start: { line: 8 } } }]);
    expect(await editor.server.answerTo('symbols')).not.toEqual([]);
    await editor.server.answerTo('folding');
    expect(await editor.server.answerTo('diagnostic')).toMatchObject({ kind: 'full' });
    expect(answered(editor)[1]).toBe('hover');
  });

  test('an edit ends the work at once: the editor is told to ask again, and gets an answer then', async () => {
    const editor = await startEditor();
    const uri = await openAndSend(editor, diagnostic, about('symbols', 'documentSymbol'), change);
    await expect(editor.server.answerTo('diagnostic')).rejects.toMatchObject({ code: serverCancelled });
    expect(errorOf(editor, 'diagnostic')).toMatchObject({ data: { retriggerRequest: true } });
    await expect(editor.server.answerTo('symbols')).rejects.toMatchObject({ code: -32801 });
    const report = await editor.server.request<DocumentDiagnosticReport>('textDocument/diagnostic', {
      textDocument: { uri },
    });
    expect(report.kind).toBe('full');
  });

  test('a request that is cancelled is answered so, and others go on', async () => {
    const editor = await startEditor();
    await openAndSend(
      editor,
      diagnostic,
      about('hover', 'hover', { position }),
      about('symbols', 'documentSymbol'),
    );
    await editor.server.answerTo('hover');
    editor.server.notify('$/cancelRequest', { id: 'diagnostic' });
    await editor.server.answerTo('diagnostic').catch((error: unknown) => {
      expect(error).toMatchObject({ code: requestCancelled });
    });
    expect(await editor.server.answerTo('symbols')).not.toEqual([]);
  });

  test('closing it ends the work, and nothing is said of it any more', async () => {
    const editor = await startEditor();
    await openAndSend(editor, diagnostic, (uri) => ({
      method: 'textDocument/didClose',
      params: { textDocument: { uri } },
    }));
    await expect(editor.server.answerTo('diagnostic')).rejects.toMatchObject({ code: serverCancelled });
    expect(await editor.codes(editor.open('ct_state=0x21,actions=drop'))).toEqual(['ct-state/exact-match']);
  });

  test('editors that do not ask get the diagnostics of the last version only', async () => {
    const editor = await startEditor({ capabilities: {} });
    const uri = await openAndSend(editor, change);
    await editor.pushed(uri, 2);
    expect(editor.server.messages('textDocument/publishDiagnostics')).toMatchObject([{ uri, version: 2 }]);
  });
});

describe('more findings than are sent', () => {
  const faulty = Array.from(
    { length: 1200 },
    (_, index) => `tcp,tp_dst=${10_000 + index},ct_state=-trk+new,actions=drop`,
  ).join('\n');

  test.each([
    ['pulled', pullingCapabilities],
    ['pushed', {}],
  ])('are cut to what editors show, when they are %s', async (how, capabilities) => {
    const editor = await startEditor({ capabilities, initializationOptions: { diagnosticsCount: true } });
    const uri = editor.open(faulty);
    const items =
      how === 'pulled' ? await editor.diagnostics(uri) : (await editor.pushed(uri, 1)).diagnostics;
    expect(items).toHaveLength(1000);
    expect(items.filter(({ code }) => code === 'more-findings')).toHaveLength(1);
    expect(editor.server.messages('ovsFlows/diagnosticsCount')).toEqual([
      {
        uri,
        version: 1,
        shown: 999,
        total: 1200,
        counts: { error: 0, warning: 1200, information: 0, hint: 0 },
      },
    ]);
  });

  test('are counted to editors that ask for it only', async () => {
    const editor = await startEditor();
    expect(await editor.diagnostics(editor.open(faulty))).toHaveLength(1000);
    expect(editor.server.messages('ovsFlows/diagnosticsCount')).toEqual([]);
  });
});
