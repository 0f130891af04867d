import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { activateExtension, hoverText, languageId, openFlows, waitForCode } from '../editor';

describe('in a folder that nobody vouched for', () => {
  before(() => {
    assert.equal(vscode.workspace.isTrusted, false, 'the window is not in restricted mode');
  });

  it('is started by opening a file', async () => {
    const folder = vscode.workspace.workspaceFolders?.[0];
    assert.ok(folder, 'no folder is open');
    const file = vscode.Uri.joinPath(folder.uri, 'bridge.flows');
    const document = await vscode.workspace.openTextDocument(file);
    await vscode.window.showTextDocument(document);
    assert.equal(document.languageId, languageId);
    assert.ok((await activateExtension()).isActive);
  });

  it('decodes and diagnoses', async () => {
    const { document, position } = await openFlows(
      'ip,ct_state=0x2$02/0x23,actions=drop\nip,ct_state=-trk+new,actions=drop\n',
    );
    assert.match(await hoverText(document, position), /-new\+est\+trk/);
    await waitForCode(document, 'ct-state/never-matches');
  });
});
