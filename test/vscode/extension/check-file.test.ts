import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { activateExtension, closeEditors } from '../editor';

const bad = 'table=0,priority=bad,ip,actions=drop';

/** In the folder that is open, with one bad flow among good ones. */
async function writeFlows(name: string, lines = ['table=0,ip,actions=drop', bad]): Promise<vscode.Uri> {
  const folder = vscode.workspace.workspaceFolders?.[0];
  assert.ok(folder, 'no folder is open');
  const file = vscode.Uri.joinPath(folder.uri, name);
  await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(`${lines.join('\n')}\n`));
  return file;
}

const check = (...files: vscode.Uri[]) =>
  vscode.commands.executeCommand('ovsFlows.checkFile', files[0], files);

/** The lines, from 0, that have an error, of a file or of all of them. */
const errorsIn = (file: vscode.Uri) =>
  vscode.languages
    .getDiagnostics(file)
    .filter(({ severity }) => severity === vscode.DiagnosticSeverity.Error)
    .map(({ range }) => range.start.line);

/** Waits until the diagnostics of a file are as told. */
async function waitUntil(file: vscode.Uri, isAsTold: (found: vscode.Diagnostic[]) => boolean): Promise<void> {
  await new Promise<void>((resolve) => {
    const look = () => {
      if (isAsTold(vscode.languages.getDiagnostics(file))) {
        subscription.dispose();
        resolve();
      }
    };
    const subscription = vscode.languages.onDidChangeDiagnostics(look);
    look();
  });
}

describe('checking a file from disk', () => {
  before(activateExtension);
  afterEach(async () => {
    await vscode.commands.executeCommand('ovsFlows.clearFileFindings');
    await closeEditors();
  });

  it('shows what it finds, whatever the name, and does not open the file', async () => {
    const file = await writeFlows('dump [1] {of} *.log');
    await check(file);
    assert.deepEqual(errorsIn(file), [1]);
    const [diagnostic] = vscode.languages.getDiagnostics(file);
    assert.equal(diagnostic?.source, 'ovs-flows');
    assert.equal(typeof diagnostic?.code === 'object' && diagnostic.code.target.scheme, 'command');
    assert.ok(vscode.workspace.textDocuments.every(({ uri }) => uri.toString() !== file.toString()));
  });

  it('takes several files, and replaces what it found before', async () => {
    const [one, two] = [await writeFlows('one.flows'), await writeFlows('two.flows', [bad, bad])];
    await check(one, two);
    assert.deepEqual([errorsIn(one), errorsIn(two)], [[1], [0, 1]]);
    await writeFlows('one.flows', [bad]);
    await check(one);
    assert.deepEqual([errorsIn(one), errorsIn(two)], [[0], [0, 1]]);
    await writeFlows('one.flows', []);
    await check(one);
    assert.deepEqual(errorsIn(one), []);
  });

  it('takes its findings away when asked', async () => {
    const file = await writeFlows('clear.flows');
    await check(file);
    await vscode.commands.executeCommand('ovsFlows.clearFileFindings');
    assert.deepEqual(vscode.languages.getDiagnostics(file), []);
  });

  it('leaves a file that is shown to the language server', async () => {
    const file = await writeFlows('shown.flows');
    await check(file);
    const document = await vscode.workspace.openTextDocument(file);
    await vscode.window.showTextDocument(document);
    await waitUntil(file, (found) => found.length === 1);
    await check(file);
    assert.deepEqual(errorsIn(file), [1]);
    // What the server found goes with the editor, and nothing else is left.
    await closeEditors();
    await waitUntil(file, (found) => found.length === 0);
  });

  it('forgets a file that is deleted', async () => {
    const file = await writeFlows('deleted.flows');
    await check(file);
    const edit = new vscode.WorkspaceEdit();
    edit.deleteFile(file);
    assert.ok(await vscode.workspace.applyEdit(edit));
    await waitUntil(file, (found) => found.length === 0);
  });

  it('fails with a message where there is no such file, and for what is no file', async () => {
    const folder = vscode.workspace.workspaceFolders![0]!.uri;
    const missing = vscode.Uri.joinPath(folder, 'missing.flows');
    await check(missing);
    await check(vscode.Uri.parse('untitled:Untitled-1'));
    assert.deepEqual(vscode.languages.getDiagnostics(missing), []);
  });
});
