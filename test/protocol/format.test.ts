import { describe, expect, test } from 'vitest';
import { ErrorCodes, LSPErrorCodes, type Range, type TextEdit } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { askedCapabilities, type Editor, startEditor } from './editor';

const options = { tabSize: 4, insertSpaces: true };
const untidy = 'table=1, priority=5, ip, actions=drop\n# why\n  in_port=1,table=1,actions=output:2\n';

async function format(editor: Editor, uri: string, range?: Range): Promise<string> {
  const textDocument = { uri };
  const edits = await (range
    ? editor.server.request<TextEdit[]>('textDocument/rangeFormatting', { textDocument, range, options })
    : editor.server.request<TextEdit[]>('textDocument/formatting', { textDocument, options }));
  return TextDocument.applyEdits(editor.document(uri), edits);
}

function lines(first: number, last: number): Range {
  return { start: { line: first, character: 0 }, end: { line: last, character: 0 } };
}

describe('formatting', () => {
  test('is offered for files and selections, and not while typing', async () => {
    const { capabilities } = (await startEditor()).initialized;
    expect(capabilities.documentFormattingProvider).toBe(true);
    expect(capabilities.documentRangeFormattingProvider).toEqual({ rangesSupport: true });
    expect(capabilities).not.toHaveProperty('documentOnTypeFormattingProvider');
  });

  test('lays out a file', async () => {
    const editor = await startEditor();
    expect(await format(editor, editor.open(untidy))).toBe(
      'table=1,priority=5,ip actions=drop\n# why\ntable=1,in_port=1 actions=output:2\n',
    );
  });

  test('lays out a selection, which ends before the line where it ends', async () => {
    const editor = await startEditor();
    const uri = editor.open(untidy);
    expect(await format(editor, uri, lines(0, 2))).toBe(
      'table=1,priority=5,ip actions=drop\n# why\n  in_port=1,table=1,actions=output:2\n',
    );
    expect(await format(editor, uri, lines(2, 900))).toBe(
      'table=1, priority=5, ip, actions=drop\n# why\ntable=1,in_port=1 actions=output:2\n',
    );
  });

  test('lays out several selections, each line once', async () => {
    const editor = await startEditor();
    const uri = editor.open(untidy);
    const edits = await editor.server.request<TextEdit[]>('textDocument/rangesFormatting', {
      textDocument: { uri },
      ranges: [lines(2, 3), lines(0, 1), lines(2, 3)],
      options,
    });
    expect(TextDocument.applyEdits(editor.document(uri), edits)).toBe(
      'table=1,priority=5,ip actions=drop\n# why\ntable=1,in_port=1 actions=output:2\n',
    );
  });

  test('follows the settings', async () => {
    const settings = { format: { alignColumns: true, spaceAfterComma: true, order: 'written' } };
    const editor = await startEditor({
      capabilities: askedCapabilities,
      before: (server) => server.answerWith('workspace/configuration', () => [settings]),
    });
    expect(
      await format(editor, editor.open('priority=1,tcp,in_port=2,actions=1\npriority=20,actions=2')),
    ).toBe('priority=1, tcp, in_port=2 actions=1\npriority=20                actions=2');
  });

  test('is given up when the file changes meanwhile', async () => {
    const editor = await startEditor();
    const uri = editor.open('ip,actions=drop\n'.repeat(20_000));
    const id = editor.server.send('textDocument/formatting', { textDocument: { uri }, options });
    editor.change(uri, { range: lines(0, 1), text: '' });
    await expect(editor.server.answerTo(id)).rejects.toMatchObject({ code: LSPErrorCodes.ContentModified });
  });

  test('of a large file lets other requests pass', async () => {
    const editor = await startEditor();
    const uri = editor.open('ip,actions=drop\n'.repeat(5_000));
    const order: string[] = [];
    const all = editor.server
      .request<TextEdit[]>('textDocument/formatting', { textDocument: { uri }, options })
      .then((edits) => order.push(`${edits.length} edits`));
    const hover = editor.hover(uri, { line: 0, character: 1 }).then(() => order.push('hover'));
    await Promise.all([all, hover]);
    expect(order).toEqual(['hover', '5000 edits']);
  });

  test.each([
    ['textDocument/rangeFormatting', {}],
    ['textDocument/rangeFormatting', { range: null }],
    ['textDocument/rangeFormatting', { range: { start: 1 } }],
    ['textDocument/rangesFormatting', {}],
    ['textDocument/rangesFormatting', { ranges: [5] }],
    ['ovsFlows/sortByPriority', {}],
    ['ovsFlows/sortByPriority', { position: 'top' }],
  ])('%s with %j is refused', async (method, params) => {
    const editor = await startEditor();
    const textDocument = { uri: editor.open(untidy) };
    expect(await editor.server.codeOf(method, { textDocument, ...params })).toBe(ErrorCodes.InvalidParams);
  });
});

describe('sorting', () => {
  const text = 'priority=1 actions=1\n# two\npriority=2 actions=2\n';

  test('answers with edits for the version asked about', async () => {
    const editor = await startEditor();
    const uri = editor.open(text);
    const answer = await editor.server.request<{ version: number; edits: TextEdit[] }>(
      'ovsFlows/sortByPriority',
      { textDocument: { uri }, position: { line: 0, character: 0 } },
    );
    expect(answer.version).toBe(1);
    expect(TextDocument.applyEdits(editor.document(uri), answer.edits)).toBe(
      '# two\npriority=2 actions=2\npriority=1 actions=1\n',
    );
  });

  test('answers with a reason where there is nothing to be done', async () => {
    const editor = await startEditor();
    const uri = editor.open(text);
    const answer = await editor.server.request('ovsFlows/sortByPriority', {
      textDocument: { uri },
      range: lines(0, 1),
    });
    expect(answer).toEqual({
      version: 1,
      edits: [],
      message: 'The flows of table 0 are sorted by priority already.',
    });
  });
});
