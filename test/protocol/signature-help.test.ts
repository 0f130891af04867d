/** Signature help as editors ask for it. */
import { describe, expect, test } from 'vitest';
import type { SignatureHelp } from 'vscode-languageserver/node';
import { type Editor, fullCapabilities, startEditor } from './editor';

const able = {
  textDocument: {
    ...fullCapabilities.textDocument,
    signatureHelp: {
      signatureInformation: {
        documentationFormat: ['markdown'],
        parameterInformation: { labelOffsetSupport: true },
        activeParameterSupport: true,
        noActiveParameterSupport: true,
      },
    },
  },
};

/** The cursor is drawn as `‸`. */
function ask(editor: Editor, drawn: string): Promise<SignatureHelp | null> {
  const uri = editor.open(drawn.replace('‸', ''));
  const position = { line: 0, character: drawn.indexOf('‸') };
  return editor.server.request('textDocument/signatureHelp', { textDocument: { uri }, position });
}

describe('signature help', () => {
  test('the server says which characters ask for it', async () => {
    const { initialized } = await startEditor();
    expect(initialized.capabilities.signatureHelpProvider).toEqual({
      triggerCharacters: ['(', ',', ':'],
      retriggerCharacters: [')', '=', '>'],
    });
  });

  test('arguments with names', async () => {
    const editor = await startEditor({ capabilities: able });
    const help = await ask(editor, 'ip,actions=ct(commit,zone=‸)');
    expect(help?.signatures).toHaveLength(1);
    const [signature] = help!.signatures;
    expect(signature!.label).toBe('ct(commit, force, table=…, zone=…, nat(…), exec(…), alg=…)');
    const labels = signature!.parameters!.map(({ label }) =>
      signature!.label.slice(label[0] as number, label[1] as number),
    );
    expect(labels).toEqual(['commit', 'force', 'table=…', 'zone=…', 'nat(…)', 'exec(…)', 'alg=…']);
    expect(signature!.parameters![3]!.documentation).toEqual({
      kind: 'markdown',
      value: expect.stringContaining('`zone=reg0[0..15]`'),
    });
    expect([help!.activeSignature, help!.activeParameter, signature!.activeParameter]).toEqual([0, 3, 3]);
  });

  test('several forms: the one that fits is active', async () => {
    const editor = await startEditor({ capabilities: able });
    const help = await ask(editor, 'ip,actions=resubmit(,‸)');
    const active = help!.signatures[help!.activeSignature!]!;
    expect(active.label).toBe('resubmit(,TABLE)');
    expect(help!.activeParameter).toBe(0);
  });

  test('an editor that can do little gets labels as text, and a number where there is no active parameter', async () => {
    const editor = await startEditor();
    const help = await ask(editor, 'ip,actions=ct(‸)');
    const [signature] = help!.signatures;
    expect(signature!.parameters!.map(({ label }) => label)).toContain('zone=…');
    expect(help!.activeParameter).toBe(signature!.parameters!.length);
  });

  test('null says that no parameter is active, to an editor that knows it', async () => {
    const editor = await startEditor({ capabilities: able });
    const help = await ask(editor, 'ip,actions=ct(‸)');
    expect([help!.activeParameter, help!.signatures[0]!.activeParameter]).toEqual([null, null]);
    // Then there is room to say what the action does.
    expect(help!.signatures[0]!.documentation).toEqual({
      kind: 'markdown',
      value: expect.stringContaining('tracker'),
    });
  });

  test.each(['ip,tcp‸,actions=drop', 'ip,actions=drop‸', 'ip,actions=output:1,‸', '# ct(‸', '‸'])(
    '%s: none',
    async (drawn) => {
      const editor = await startEditor({ capabilities: able });
      expect(await ask(editor, drawn)).toBeNull();
    },
  );
});
