import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { activateExtension } from '../editor';

describe('checking a file from disk in a folder that nobody vouched for', () => {
  before(activateExtension);

  it('is allowed: it only reads', async () => {
    assert.equal(vscode.workspace.isTrusted, false, 'the window is not in restricted mode');
    const folder = vscode.workspace.workspaceFolders?.[0];
    assert.ok(folder, 'no folder is open');
    const file = vscode.Uri.joinPath(folder.uri, 'checked.flows');
    await vscode.workspace.fs.writeFile(file, new TextEncoder().encode('priority=bad,actions=drop\n'));
    await vscode.commands.executeCommand('ovsFlows.checkFile', file);
    assert.equal(vscode.languages.getDiagnostics(file).length, 1);
  });
});
