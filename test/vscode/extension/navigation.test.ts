import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { activateExtension, closeEditors, openFlows } from '../editor';

const { executeCommand } = vscode.commands;

/** A file with tables, a group and a jump; `$0` marks the place. */
const pipeline = (jump: string, table: string) =>
  [
    '# Table 0: in',
    `table=0,ip,actions=resubmit(,${jump})`,
    '# Table 10: out',
    `table=${table},ip,actions=group:1`,
    'table=10,arp,actions=drop',
    'group_id=1,type=all,bucket=output:1',
  ].join('\n');

const shown = ({ start, end }: vscode.Range) => `${start.line + 1}:${start.character}-${end.character}`;

describe('moving about', () => {
  before(activateExtension);
  afterEach(closeEditors);

  /** Where F12 leads, as `line:from-to`. */
  async function definitions(document: vscode.TextDocument, position: vscode.Position): Promise<string[]> {
    const found = await executeCommand<(vscode.Location | vscode.LocationLink)[]>(
      'vscode.executeDefinitionProvider',
      document.uri,
      position,
    );
    return found.map((each) =>
      shown('targetUri' in each ? (each.targetSelectionRange ?? each.targetRange) : each.range),
    );
  }

  it('goes from a jump to the first flow of the table, and back', async () => {
    const jump = await openFlows(pipeline('1$00', '10'));
    assert.deepEqual(await definitions(jump.document, jump.position), ['4:6-8']);
    const flow = await openFlows(pipeline('10', '1$00'));
    assert.deepEqual(await definitions(flow.document, flow.position), ['2:29-31']);
  });

  it('F12 jumps at once', async () => {
    const { editor, position } = await openFlows(pipeline('1$00', '10'));
    editor.selection = new vscode.Selection(position, position);
    const moved = new Promise<void>((resolve) => {
      const subscription = vscode.window.onDidChangeTextEditorSelection(({ selections }) => {
        if (selections[0]?.active.line === 3) {
          subscription.dispose();
          resolve();
        }
      });
    });
    await executeCommand('editor.action.revealDefinition');
    await moved;
  });

  it('finds all references', async () => {
    const { document, position } = await openFlows(pipeline('1$00', '10'));
    const found = await executeCommand<vscode.Location[]>(
      'vscode.executeReferenceProvider',
      document.uri,
      position,
    );
    assert.deepEqual(
      found.map(({ range }) => shown(range)),
      ['2:29-31', '4:6-8', '5:6-8'],
    );
  });

  it('renames a table, and says why not', async () => {
    const { document, position } = await openFlows(pipeline('1$00', '10'));
    const prepared = await executeCommand<{ range: vscode.Range; placeholder: string }>(
      'vscode.prepareRename',
      document.uri,
      position,
    );
    assert.equal(prepared.placeholder, '10');
    const rename = (name: string) =>
      executeCommand<vscode.WorkspaceEdit>(
        'vscode.executeDocumentRenameProvider',
        document.uri,
        position,
        name,
      );
    await assert.rejects(Promise.resolve(rename('0')), /Table 0 is taken: line 2/);
    assert.ok(await vscode.workspace.applyEdit(await rename('20')));
    assert.equal(document.getText(), pipeline('20', '20').replace('table=10', 'table=20'));
  });

  it('says why something else cannot be renamed', async () => {
    const { document, position } = await openFlows('table=1,ip,actions=out$0put:1');
    await assert.rejects(
      Promise.resolve(executeCommand('vscode.prepareRename', document.uri, position)),
      /Only numbers of tables/,
    );
  });

  it('shows an outline', async () => {
    const { document } = await openFlows(pipeline('10', '10'));
    const symbols = await executeCommand<vscode.DocumentSymbol[]>(
      'vscode.executeDocumentSymbolProvider',
      document.uri,
    );
    assert.deepEqual(
      symbols.map(({ name, detail, children }) => [name, detail, children.length]),
      [
        ['table 0', 'in, 1 flow', 1],
        ['table 10', 'out, 2 flows', 2],
        ['group 1', 'type=all,bucket=output:1', 0],
      ],
    );
  });

  it('finds tables of open files', async () => {
    await openFlows(pipeline('10', '10'));
    const symbols = await executeCommand<vscode.SymbolInformation[]>(
      'vscode.executeWorkspaceSymbolProvider',
      'table 10',
    );
    assert.ok(symbols.some(({ name }) => name === 'table 10'));
  });

  it('shows the call hierarchy', async () => {
    const { document, position } = await openFlows(pipeline('1$00', '10'));
    const [item] = await executeCommand<vscode.CallHierarchyItem[]>(
      'vscode.prepareCallHierarchy',
      document.uri,
      position,
    );
    assert.equal(item?.name, 'table 10');
    const incoming = await executeCommand<vscode.CallHierarchyIncomingCall[]>(
      'vscode.provideIncomingCalls',
      item,
    );
    assert.deepEqual(
      incoming.map(({ from }) => from.name),
      ['table 0'],
    );
    const outgoing = await executeCommand<vscode.CallHierarchyOutgoingCall[]>(
      'vscode.provideOutgoingCalls',
      item,
    );
    assert.deepEqual(
      outgoing.map(({ to }) => to.name),
      ['group 1'],
    );
  });

  it('shows lenses whose command takes what the server sends', async () => {
    const { document } = await openFlows(pipeline('10', '10'));
    const lenses = await executeCommand<vscode.CodeLens[]>(
      'vscode.executeCodeLensProvider',
      document.uri,
      20,
    );
    assert.deepEqual(
      lenses.map(({ command }) => command?.title),
      ['1 flow', 'packets start here', '1 jump out', '2 flows', '1 jump in', 'no jumps out'],
    );
    const { command } = lenses[4]!;
    assert.equal(command?.command, 'ovsFlows.showReferences');
    await executeCommand(command.command, ...(command.arguments ?? []));
  });
});
