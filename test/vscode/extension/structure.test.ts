import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { activateExtension, closeEditors, openFlows } from '../editor';

const section = 'ovsFlows';

describe('the build of a document', () => {
  before(activateExtension);
  afterEach(async () => {
    for (const kind of ['connectionState', 'names']) {
      await vscode.workspace.getConfiguration(section).update(`inlayHints.${kind}`, undefined);
    }
    await closeEditors();
  });

  it('folds comments and regions', async () => {
    const { document } = await openFlows('# one\n# two\n#region\nip,actions=drop\n#endregion\n');
    const ranges = await vscode.commands.executeCommand<vscode.FoldingRange[]>(
      'vscode.executeFoldingRangeProvider',
      document.uri,
    );
    assert.deepEqual(
      ranges.map(({ start, end, kind }) => [start, end, kind]),
      [
        [0, 1, vscode.FoldingRangeKind.Comment],
        [2, 4, vscode.FoldingRangeKind.Region],
      ],
    );
  });

  it('grows the selection from a flag to the document', async () => {
    const { document, editor, position } = await openFlows('ip,ct_state=+tr$0k,actions=drop\n');
    editor.selection = new vscode.Selection(position, position);
    const grown: string[] = [];
    for (let step = 0; step < 5; step++) {
      await vscode.commands.executeCommand('editor.action.smartSelect.expand');
      grown.push(document.getText(editor.selection));
    }
    assert.deepEqual(grown, [
      'trk',
      '+trk',
      'ct_state=+trk',
      'ip,ct_state=+trk',
      'ip,ct_state=+trk,actions=drop',
    ]);
  });

  it('links manuals and rules in comments, and no names in flows', async () => {
    const { document } = await openFlows(
      '# ovs-fields(7)\nip,actions=drop # ovs-flows-disable-line ct-state/exact-match\n',
    );
    const links = await vscode.commands.executeCommand<vscode.DocumentLink[]>(
      'vscode.executeLinkProvider',
      document.uri,
      2,
    );
    assert.deepEqual(
      links.map(({ range }) => document.getText(range)),
      ['ovs-fields(7)', 'ct-state/exact-match'],
    );
    const [manual, rule] = links.map(({ target }) => target);
    assert.equal(manual?.toString(), 'https://www.openvswitch.org/support/dist-docs/ovs-fields.7.html');
    assert.equal(rule?.scheme, 'command');
  });

  it('colours a document, and the part in sight of one that is too large for that', async () => {
    const small = await openFlows('tcp_dts=1,ip,actions=drop\n');
    assert.deepEqual(await coloured(small.document), ['unknown', 'number', 'type', 'keyword', 'enumMember']);
    const large = await openFlows('ip,actions=drop\n'.repeat(10_000));
    const range = new vscode.Range(9_000, 0, 9_001, 0);
    assert.deepEqual(await coloured(large.document, range), [
      'type',
      'keyword',
      'enumMember',
      'type',
      'keyword',
      'enumMember',
    ]);
  });

  it('shows hints where they are wanted', async () => {
    const text = 'ct_state=0x22/0x23,tcp,tp_dst=443,actions=drop\n';
    let { document } = await openFlows(text);
    assert.deepEqual(await hints(document), []);
    await vscode.workspace.getConfiguration(section).update('inlayHints.connectionState', true);
    await vscode.workspace.getConfiguration(section).update('inlayHints.names', true);
    // The server is told of settings by a message of its own; and the editors of the test before may still be closing, this one
    // among them.
    let shown = await hints(document);
    for (let tries = 1; shown.length < 2 && tries < 60; tries++) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      if (tries % 10 === 0) {
        ({ document } = await openFlows(text));
      }
      shown = await hints(document);
    }
    const { connectionState, names } = vscode.workspace.getConfiguration(section).get('inlayHints') as never;
    assert.deepEqual([connectionState, names], [true, true], 'the settings are on');
    assert.deepEqual(shown, ['+est+trk-new', 'https']);
  });
});

/** The types of the tokens, in order. */
async function coloured(document: vscode.TextDocument, range?: vscode.Range): Promise<string[]> {
  const method = range ? 'DocumentRangeSemanticTokens' : 'DocumentSemanticTokens';
  const more = range ? [range] : [];
  const [legend, tokens] = await Promise.all([
    vscode.commands.executeCommand<vscode.SemanticTokensLegend>(
      `vscode.provide${method}Legend`,
      document.uri,
      ...more,
    ),
    vscode.commands.executeCommand<vscode.SemanticTokens>(`vscode.provide${method}`, document.uri, ...more),
  ]);
  return Array.from({ length: tokens.data.length / 5 }, (_, index) =>
    String(legend.tokenTypes[tokens.data[index * 5 + 3]!]),
  );
}

async function hints(document: vscode.TextDocument): Promise<string[]> {
  const all = new vscode.Range(0, 0, document.lineCount, 0);
  const found = await vscode.commands.executeCommand<vscode.InlayHint[]>(
    'vscode.executeInlayHintProvider',
    document.uri,
    all,
  );
  return found.map(({ label }) => String(label));
}
