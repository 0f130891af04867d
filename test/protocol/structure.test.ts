import { describe, expect, test } from 'vitest';
import {
  type DocumentLink,
  ErrorCodes,
  type FoldingRange,
  type InlayHint,
  LSPErrorCodes,
  type SelectionRange,
  type SemanticTokens,
} from 'vscode-languageserver/node';
import { type Editor, inLine, startEditor } from './editor';

const ask = <Result>(editor: Editor, method: string, uri: string, more: object = {}) =>
  editor.server.request<Result>(`textDocument/${method}`, { textDocument: { uri }, ...more });

const hintsOn = { ovsFlows: { inlayHints: { connectionState: true, protocols: true, names: true } } };
const everything = inLine(0, 0, 1000);

describe('folding', () => {
  test('comments and regions', async () => {
    const editor = await startEditor();
    const uri = editor.open('# one\n# two\n#region\nip,actions=drop\n#endregion\n');
    expect(await ask<FoldingRange[]>(editor, 'foldingRange', uri)).toEqual([
      { startLine: 0, endLine: 1, kind: 'comment' },
      { startLine: 2, endLine: 4, kind: 'region' },
    ]);
  });
});

describe('selection', () => {
  test('a chain for each position, in the order asked for', async () => {
    const editor = await startEditor();
    const uri = editor.open('ct_state=+trk,actions=drop\nip,actions=1\n');
    const positions = [
      { line: 1, character: 0 },
      { line: 0, character: 11 },
    ];
    const [first, second] = await ask<SelectionRange[]>(editor, 'selectionRange', uri, { positions });
    expect(first?.range).toEqual(inLine(1, 0, 2));
    expect(second?.range).toEqual(inLine(0, 10, 13));
    expect(second?.parent?.range).toEqual(inLine(0, 9, 13));
    expect(second?.parent?.parent?.range).toEqual(inLine(0, 0, 13));
  });

  test.each([[{}], [{ positions: 5 }], [{ positions: [{ line: -1, character: 0 }] }]])(
    '%j is refused',
    async (more) => {
      const editor = await startEditor();
      const uri = editor.open('ip,actions=drop');
      await expect(ask(editor, 'selectionRange', uri, more)).rejects.toMatchObject({
        code: ErrorCodes.InvalidParams,
      });
    },
  );

  test('positions past the end are at the end', async () => {
    const editor = await startEditor();
    const uri = editor.open('ip,actions=drop');
    const positions = [{ line: 1_000_000, character: 1_000_000 }];
    const [range] = await ask<SelectionRange[]>(editor, 'selectionRange', uri, { positions });
    expect(range?.range).toEqual(inLine(0, 11, 15));
  });
});

describe('links', () => {
  const text = '# ovs-fields(7)\nip,actions=drop # ovs-flows-disable-line ct-state/exact-match\n';

  test('in comments, to manuals and to the pages of rules where there are some', async () => {
    const editor = await startEditor({ initializationOptions: { ruleDocumentation: 'page:/{rule}' } });
    const links = await ask<DocumentLink[]>(editor, 'documentLink', editor.open(text));
    expect(links).toEqual([
      {
        range: inLine(0, 2, 15),
        target: 'https://www.openvswitch.org/support/dist-docs/ovs-fields.7.html',
        tooltip: 'Open the manual ovs-fields(7)',
      },
      {
        range: inLine(1, 41, 61),
        target: 'page:/ct-state/exact-match',
        tooltip: 'Open the page of ct-state/exact-match',
      },
    ]);
  });

  test.each([
    ['off', 0],
    ['everywhere', 3],
    ['elsewhere', 1],
  ])('%s', async (links, count) => {
    const editor = await startEditor({ initializationOptions: { ovsFlows: { links } } });
    const uri = editor.open('# ovs-fields(7)\nip,nw_src=10.0.0.1,actions=dec_ttl\n');
    expect(await ask<DocumentLink[]>(editor, 'documentLink', uri)).toHaveLength(count);
  });
});

describe('colours', () => {
  /** The tokens as text and type, read as the protocol says. */
  function read(editor: Editor, uri: string, { data }: SemanticTokens): string[] {
    const { legend } = editor.initialized.capabilities.semanticTokensProvider!;
    const lines = editor.textOf(uri).split('\n');
    const tokens: string[] = [];
    let [line, start] = [0, 0];
    for (let at = 0; at < data.length; at += 5) {
      const [down, along, length, type, modifiers] = data.slice(at, at + 5) as [
        number,
        number,
        number,
        number,
        number,
      ];
      start = down === 0 ? start + along : along;
      line += down;
      const names = legend.tokenModifiers.filter((_, bit) => modifiers & (1 << bit));
      const text = lines[line]!.slice(start, start + length);
      tokens.push(`${line}: ${text} ${[legend.tokenTypes[type], ...names].join('.')}`);
    }
    return tokens;
  }

  const text = '# a\n\nip,ct_state=+trk\n';

  test('of the whole document', async () => {
    const editor = await startEditor();
    const uri = editor.open(text);
    expect(read(editor, uri, await ask(editor, 'semanticTokens/full', uri))).toEqual([
      '0: # a comment',
      '2: ip type',
      '2: ct_state property.readonly',
      '2: +trk enumMember.set',
    ]);
  });

  test('after an edit', async () => {
    const editor = await startEditor();
    const uri = editor.open(text);
    await ask(editor, 'semanticTokens/full', uri);
    editor.change(uri, { range: inLine(0, 0, 0), text: 'arp\n' }, { range: inLine(3, 0, 2), text: 'tcp' });
    expect(read(editor, uri, await ask(editor, 'semanticTokens/full', uri))).toEqual([
      '0: arp type',
      '1: # a comment',
      '3: tcp type',
      '3: ct_state property.readonly',
      '3: +trk enumMember.set',
    ]);
  });

  test('of a range, whole lines', async () => {
    const editor = await startEditor();
    const uri = editor.open(text);
    const range = { start: { line: 1, character: 0 }, end: { line: 900, character: 0 } };
    const tokens = read(editor, uri, await ask(editor, 'semanticTokens/range', uri, { range }));
    expect(tokens.map((token) => token.slice(0, 5))).toEqual(['2: ip', '2: ct', '2: +t']);
  });

  test('a large document has an error for all of it, and colours for its ranges', async () => {
    const editor = await startEditor();
    const uri = editor.open('ip,actions=drop\n'.repeat(6000));
    await expect(ask(editor, 'semanticTokens/full', uri)).rejects.toMatchObject({
      code: LSPErrorCodes.ServerCancelled,
    });
    const range = { start: { line: 5000, character: 0 }, end: { line: 5001, character: 0 } };
    const tokens = read(editor, uri, await ask(editor, 'semanticTokens/range', uri, { range }));
    expect(tokens.slice(0, 2)).toEqual(['5000: ip type', '5000: actions keyword']);
  });

  test('a range that is none is refused', async () => {
    const editor = await startEditor();
    const uri = editor.open(text);
    await expect(ask(editor, 'semanticTokens/range', uri, { range: {} })).rejects.toMatchObject({
      code: ErrorCodes.InvalidParams,
    });
  });
});

describe('inlay hints', () => {
  const text = 'ct_state=0x21/0x21,tcp,tp_dst=443,actions=drop\nicmp,actions=drop\n';

  test('none unless they are wanted', async () => {
    const editor = await startEditor();
    const uri = editor.open(text);
    expect(await ask(editor, 'inlayHint', uri, { range: everything })).toEqual([]);
  });

  test('each in its place, with an explanation', async () => {
    const editor = await startEditor({ initializationOptions: hintsOn });
    const uri = editor.open(text);
    const hints = await ask<InlayHint[]>(editor, 'inlayHint', uri, { range: everything });
    expect(hints.map(({ label, position }) => [label, position.character])).toEqual([
      ['+new+trk', 18],
      ['eth_type=0x0800,nw_proto=6', 22],
      ['https', 33],
    ]);
    expect(hints[0]).toMatchObject({
      position: { line: 0, character: 18 },
      tooltip: { kind: 'markdown', value: expect.stringContaining('not committed yet') },
      paddingLeft: true,
    });
  });

  test('of the range only', async () => {
    const editor = await startEditor({ initializationOptions: hintsOn });
    const uri = editor.open(text);
    const range = { start: { line: 0, character: 23 }, end: { line: 1, character: 3 } };
    const hints = await ask<InlayHint[]>(editor, 'inlayHint', uri, { range });
    expect(hints.map(({ label }) => label)).toEqual(['https']);
  });

  test('one kind without the others', async () => {
    const editor = await startEditor({ initializationOptions: { inlayHints: { names: true } } });
    const uri = editor.open(text);
    const hints = await ask<InlayHint[]>(editor, 'inlayHint', uri, { range: everything });
    expect(hints.map(({ label }) => label)).toEqual(['https']);
  });

  test('are asked for anew when settings change, by editors that can be told', async () => {
    const capabilities = { workspace: { inlayHint: { refreshSupport: true } } };
    const editor = await startEditor({ capabilities });
    const uri = editor.open(text);
    editor.server.notify('workspace/didChangeConfiguration', { settings: hintsOn });
    const refreshes = () => editor.server.messages('workspace/inlayHint/refresh').length;
    await editor.server.waitFor('a refresh', () => refreshes() || undefined);
    expect(await ask<InlayHint[]>(editor, 'inlayHint', uri, { range: everything })).toHaveLength(3);
  });
});
