import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import {
  activateExtension,
  applyAction,
  closeEditors,
  codeActionsAt,
  codeOf,
  openFlows,
  waitForCode,
  waitForDiagnostics,
  waitForNoCode,
} from '../editor';

const neverMatches = 'ct-state/never-matches';

describe('diagnostics', () => {
  before(activateExtension);
  afterEach(closeEditors);

  it('warns of a match that can never be', async () => {
    const { document } = await openFlows('ip,ct_state=-trk+new,actions=drop\n');
    const diagnostic = await waitForCode(document, neverMatches);
    assert.equal(diagnostic.severity, vscode.DiagnosticSeverity.Warning);
    assert.equal(diagnostic.source, 'ovs-flows');
    assert.equal(diagnostic.range.start.line, 0);
    assert.match(document.getText(diagnostic.range), /^[\w=+-]*(-trk|\+new)[\w=+-]*$/);
  });

  it('has nothing to say about a good flow', async () => {
    const { document, editor } = await openFlows('ip,ct_state=-trk+new,actions=drop\n');
    await waitForCode(document, neverMatches);
    await editor.edit((builder) =>
      builder.replace(document.lineAt(0).range, 'ip,ct_state=+trk+est,actions=drop'),
    );
    await waitForDiagnostics(document, 'nothing', (diagnostics) => diagnostics.length === 0);
  });

  it('reports each bad line of a file', async () => {
    const { document } = await openFlows(
      'ip,ct_state=-trk+new,actions=drop\nip,ct_state=+established,actions=drop\narp,actions=drop\n',
    );
    const found = await waitForDiagnostics(
      document,
      'lines 0 and 1',
      (diagnostics) => diagnostics.length >= 2,
    );
    assert.deepEqual(new Set(found.map((diagnostic) => diagnostic.range.start.line)), new Set([0, 1]));
  });

  it('offers fixes, each of which removes the diagnostic', async () => {
    const text = 'ip,ct_state=-trk+new,actions=drop\n';
    const { document, editor } = await openFlows(text);
    const diagnostic = await waitForCode(document, neverMatches);
    const offered = await fixesOf(document, diagnostic);
    assert.ok(offered.length > 0, 'no fix is offered');
    for (const { title } of offered) {
      const again = (await fixesOf(document, await waitForCode(document, neverMatches))).find(
        (action) => action.title === title,
      );
      assert.ok(again, `"${title}" is not offered a second time`);
      await applyAction(again);
      assert.notEqual(document.getText(), text, `"${title}" changed nothing`);
      await waitForNoCode(document, neverMatches);
      const whole = new vscode.Range(0, 0, document.lineCount, 0);
      await editor.edit((builder) => builder.replace(whole, text));
    }
  });

  it('fixes all that cannot change what a flow matches', async () => {
    const { document } = await openFlows(
      'ip,ct_state=+trk+new-est,actions=drop\nip,ct_state=-trk+new,actions=drop\n',
    );
    await waitForCode(document, neverMatches);
    const kind = vscode.CodeActionKind.SourceFixAll.append('ovsFlows');
    const actions = await codeActionsAt(document, new vscode.Range(0, 0, document.lineCount, 0), kind);
    assert.equal(actions.length, 1, `offered: ${actions.map((action) => action.title).join(', ')}`);
    await applyAction(actions[0]!);
    assert.equal(document.lineAt(0).text, 'ip,ct_state=+trk+new,actions=drop');
    // To repair this one is a decision, and so for a person to take.
    assert.equal(document.lineAt(1).text, 'ip,ct_state=-trk+new,actions=drop');
  });

  describe('with a setting that changes a rule', () => {
    const configuration = () => vscode.workspace.getConfiguration('ovsFlows');
    const setRule = (value: string | undefined) =>
      configuration().update(
        'rules',
        value === undefined ? undefined : { [neverMatches]: value },
        vscode.ConfigurationTarget.Workspace,
      );
    afterEach(() => setRule(undefined));

    it('is silent where the rule is off', async () => {
      const { document } = await openFlows('ip,ct_state=-trk+new,actions=drop\n');
      await waitForCode(document, neverMatches);
      await setRule('off');
      await waitForNoCode(document, neverMatches);
      await setRule(undefined);
      await waitForCode(document, neverMatches);
    });

    it('takes the severity from the setting', async () => {
      const { document } = await openFlows('ip,ct_state=-trk+new,actions=drop\n');
      await waitForCode(document, neverMatches);
      await setRule('error');
      await waitForDiagnostics(document, 'an error', (diagnostics) =>
        diagnostics.some(
          (diagnostic) =>
            codeOf(diagnostic) === neverMatches && diagnostic.severity === vscode.DiagnosticSeverity.Error,
        ),
      );
    });
  });

  describe('with a setting for the version of OpenFlow', () => {
    const setVersion = (value: string | undefined) =>
      vscode.workspace
        .getConfiguration('ovsFlows')
        .update('openflowVersion', value, vscode.ConfigurationTarget.Workspace);
    afterEach(() => setVersion(undefined));

    it('rejects what that version cannot carry', async () => {
      const { document } = await openFlows(
        'no_packet_counts,actions=drop\nip,ct_state=-trk+new,actions=drop\n',
      );
      await waitForCode(document, neverMatches);
      await waitForNoCode(document, 'flow/not-in-version');
      await setVersion('1.0');
      const diagnostic = await waitForCode(document, 'flow/not-in-version');
      assert.equal(diagnostic.severity, vscode.DiagnosticSeverity.Error);
      assert.equal(document.getText(diagnostic.range), 'no_packet_counts');
      await setVersion(undefined);
      await waitForNoCode(document, 'flow/not-in-version');
    });
  });
});

function fixesOf(document: vscode.TextDocument, diagnostic: vscode.Diagnostic): Promise<vscode.CodeAction[]> {
  return codeActionsAt(document, diagnostic.range, vscode.CodeActionKind.QuickFix).then((actions) =>
    // Silencing the rule is offered as well, but it repairs nothing.
    actions.filter((action) => !/silence|ignore|disable|turn off/i.test(action.title)),
  );
}
