import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { activateExtension, closeEditors, languageId } from '../editor';

const flow = 'table=0,priority=10,ip,ct_state=+trk+est,actions=drop\n';
const dumped = ' cookie=0x0, duration=6.52s, table=0, n_packets=0, n_bytes=0, ct_state=+trk actions=drop\n';

const files: [name: string, content: string, language: string][] = [
  ['bridge.flows', flow, languageId],
  ['bridge.ovsflows', flow, languageId],
  ['bridge.openflow', flow, languageId],
  ['flows.txt', flow, languageId],
  ['br-int-flows.txt', flow, languageId],
  ['br-int.flows.txt', flow, languageId],
  ['br-int.flows.dump', dumped, languageId],
  ['by-nicira-header', `NXST_FLOW reply (xid=0x4):\n${dumped}`, languageId],
  ['by-openflow-header', `OFPST_FLOW reply (OF1.3) (xid=0x2):\n${dumped}`, languageId],
  ['by-first-flow', dumped, languageId],
  ['notes.txt', 'Some notes about overflows.\n', 'plaintext'],
  ['cookies', ' cookie=chocolate\n', 'plaintext'],
];

describe('the language of a file', () => {
  before(activateExtension);
  afterEach(closeEditors);

  for (const [name, content, language] of files) {
    it(`${name} is ${language}`, async () => {
      const folder = vscode.workspace.workspaceFolders?.[0];
      assert.ok(folder, 'no folder is open');
      const file = vscode.Uri.joinPath(folder.uri, name);
      await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(content));
      const document = await vscode.workspace.openTextDocument(file);
      assert.equal(document.languageId, language);
    });
  }
});
