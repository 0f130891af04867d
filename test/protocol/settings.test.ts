import { describe, expect, test } from 'vitest';
import { askedCapabilities, type Editor, fullCapabilities, inLine, startEditor } from './editor';
import { later } from './server-process';

const never = 'ct-state/never-matches';
const text = 'ct_state=-trk+new,actions=drop';

async function severities(editor: Editor, uri: string): Promise<(number | undefined)[]> {
  return (await editor.diagnostics(uri)).map(({ severity }) => severity);
}

/** How often the server asked the editor to pull again. */
function refreshes(editor: Editor): number {
  return editor.server.messages('workspace/diagnostic/refresh').length;
}

/** LSP's ServerCancelled: the editor asks again by itself. */
const outdated = -32802;

describe('an editor that can be asked', () => {
  test('is asked for each document, once, and again when settings change', async () => {
    const editor = await startEditor({ capabilities: askedCapabilities });
    const strict = editor.open(text, 'file:///strict/a.flows');
    const lax = editor.open(text, 'file:///lax/a.flows');
    let ofStrict = 'error';
    editor.server.answerWith('workspace/configuration', ({ items }: { items: { scopeUri: string }[] }) =>
      items.map(({ scopeUri }) => ({ rules: { [never]: scopeUri === strict ? ofStrict : 'off' } })),
    );
    expect(await severities(editor, strict)).toEqual([1]);
    expect(await severities(editor, lax)).toEqual([]);
    expect(await severities(editor, strict)).toEqual([1]);
    expect(editor.server.messages('workspace/configuration')).toEqual([
      { items: [{ scopeUri: strict, section: 'ovsFlows' }] },
      { items: [{ scopeUri: lax, section: 'ovsFlows' }] },
    ]);

    ofStrict = 'hint';
    expect(refreshes(editor)).toBe(0);
    const before = await editor.pull(strict);
    editor.server.notify('workspace/didChangeConfiguration', { settings: null });
    await editor.server.waitFor('a refresh', () => refreshes(editor) || undefined);
    expect(await editor.pull(strict, before.resultId!)).toMatchObject({
      kind: 'full',
      items: [{ severity: 4 }],
    });
    expect(await severities(editor, lax)).toEqual([]);
    expect(editor.server.messages('workspace/configuration')).toHaveLength(4);
  });

  test('decides over what was sent along with initialize or a change', async () => {
    const editor = await startEditor({
      capabilities: askedCapabilities,
      initializationOptions: { rules: { [never]: 'off' } },
    });
    editor.server.answerWith('workspace/configuration', () => [{ rules: {} }]);
    const uri = editor.open(text);
    expect(await severities(editor, uri)).toEqual([2]);
    editor.server.notify('workspace/didChangeConfiguration', {
      settings: { ovsFlows: { rules: { [never]: 'off' } } },
    });
    expect(await severities(editor, uri)).toEqual([2]);
  });

  test.each([
    ['null', null],
    ['nothing', []],
    ['null for the section', [null]],
    ['a string', ['x']],
    ['rules that are no object', [{ rules: 'all' }]],
    ['a list of rules', [{ rules: [never, 'off'] }]],
    ['unknown rules and severities', [{ rules: { 'no/such': 'error', [never]: 'fatal' } }]],
    ['severities of wrong types', [{ rules: { [never]: null } }]],
    [
      'names of what every object has',
      [{ rules: { toString: 'off', constructor: 'off', __proto__: 'off' } }],
    ],
  ])('may answer %s: the defaults hold', async (_, answer) => {
    const editor = await startEditor({ capabilities: askedCapabilities });
    editor.server.answerWith('workspace/configuration', () => answer);
    expect(await severities(editor, editor.open(text))).toEqual([2]);
  });

  test('may answer with an error: the defaults hold, and the log says why', async () => {
    const editor = await startEditor({ capabilities: askedCapabilities });
    editor.server.answerWith('workspace/configuration', () => {
      throw new Error('no settings today');
    });
    expect(await severities(editor, editor.open(text))).toEqual([2]);
    expect(editor.server.messages('window/logMessage')).toContainEqual({
      type: 2,
      message: expect.stringContaining('no settings today'),
    });
  });

  test('is asked again for a document that was closed and opened', async () => {
    const editor = await startEditor({ capabilities: askedCapabilities });
    let severity = 'error';
    editor.server.answerWith('workspace/configuration', () => [{ rules: { [never]: severity } }]);
    const uri = editor.open(text);
    expect(await severities(editor, uri)).toEqual([1]);
    severity = 'hint';
    editor.close(uri);
    editor.open(text);
    expect(await severities(editor, uri)).toEqual([4]);
  });

  test('that does not refresh is not told to', async () => {
    const editor = await startEditor({
      capabilities: { workspace: { configuration: true }, textDocument: { diagnostic: {} } },
    });
    const uri = editor.open(text);
    editor.server.notify('workspace/didChangeConfiguration', { settings: null });
    expect(await severities(editor, uri)).toEqual([2]);
    expect(editor.server.messages('workspace/diagnostic/refresh')).toEqual([]);
  });

  test('and that diagnostics are pushed to gets new ones when settings change', async () => {
    const editor = await startEditor({ capabilities: { workspace: { configuration: true } } });
    let severity = 'error';
    editor.server.answerWith('workspace/configuration', () => [{ rules: { [never]: severity } }]);
    const uri = editor.open(text);
    expect((await editor.pushed(uri, 1)).diagnostics).toMatchObject([{ severity: 1 }]);
    severity = 'hint';
    editor.server.notify('workspace/didChangeConfiguration', { settings: null });
    await editor.server.waitFor('diagnostics of the new severity', () =>
      editor.server
        .messages('textDocument/publishDiagnostics')
        .find((params) => JSON.stringify(params).includes('"severity":4')),
    );
  });
});

describe('the version of OpenFlow', () => {
  const versioned = 'no_packet_counts,actions=drop';

  test('is a question of settings: what 1.0 cannot carry is an error, until any version will do', async () => {
    const editor = await startEditor({ capabilities: askedCapabilities });
    let openflowVersion = 'any';
    editor.server.answerWith('workspace/configuration', () => [{ openflowVersion }]);
    const change = (version: string) => {
      openflowVersion = version;
      editor.server.notify('workspace/didChangeConfiguration', { settings: null });
    };
    const uri = editor.open(`${versioned}\nip,actions=drop\n`);
    const before = await editor.pull(uri);
    expect(before).toMatchObject({ kind: 'full', items: [] });

    change('1.0');
    await editor.server.waitFor('a refresh', () => refreshes(editor) || undefined);
    const refused = await editor.pull(uri, before.resultId!);
    expect(refused).toMatchObject({
      kind: 'full',
      items: [{ code: 'flow/not-in-version', severity: 1, range: inLine(0, 0, 16) }],
    });
    expect(await editor.pull(uri, refused.resultId!)).toMatchObject({ kind: 'unchanged' });

    change('any');
    const after = await editor.pull(uri, refused.resultId!);
    expect(after).toMatchObject({ kind: 'full', items: [] });
    expect(await editor.pull(uri, after.resultId!)).toMatchObject({ kind: 'unchanged' });
    change('1.3');
    expect(await editor.pull(uri, after.resultId!)).toMatchObject({ kind: 'unchanged' });
  });

  test('may differ from document to document', async () => {
    const editor = await startEditor({ capabilities: askedCapabilities });
    const old = editor.open(versioned, 'file:///old/a.flows');
    const recent = editor.open(versioned, 'file:///recent/a.flows');
    editor.server.answerWith('workspace/configuration', ({ items }: { items: { scopeUri: string }[] }) =>
      items.map(({ scopeUri }) => ({ openflowVersion: scopeUri === old ? '1.0' : '1.5' })),
    );
    expect(await editor.codes(old)).toEqual(['flow/not-in-version']);
    expect(await editor.codes(recent)).toEqual([]);
    editor.change(old, { range: inLine(0, 0, 0), text: 'ip,' });
    expect(await editor.diagnostics(old)).toMatchObject([{ range: inLine(0, 3, 19) }]);
  });

  test('is taken from an editor that cannot be asked', async () => {
    const editor = await startEditor({ initializationOptions: { openflowVersion: '1.0' } });
    const uri = editor.open(versioned);
    expect(await severities(editor, uri)).toEqual([1]);
    editor.server.notify('workspace/didChangeConfiguration', { settings: { ovsFlows: { rules: {} } } });
    expect(await severities(editor, uri)).toEqual([]);
  });

  test('holds for what is pushed, for hovers and for fixes', async () => {
    const editor = await startEditor({ capabilities: {}, initializationOptions: { openflowVersion: '1.0' } });
    const uri = editor.open(versioned);
    expect((await editor.pushed(uri, 1)).diagnostics).toMatchObject([{ code: 'flow/not-in-version' }]);
    expect((await editor.hover(uri, { line: 0, character: 3 }))?.contents).toMatchObject({
      value: expect.stringContaining('OpenFlow 1.'),
    });
    const actions = await editor.codeActions(uri, inLine(0, 3, 3));
    expect(actions.map(({ title }) => title)).toContain('Silence flow/not-in-version for this line');
    editor.server.notify('workspace/didChangeConfiguration', { settings: { openflowVersion: '1.3' } });
    await editor.server.waitFor('diagnostics without it', () => {
      const last = editor.server.messages('textDocument/publishDiagnostics').at(-1);
      return JSON.stringify(last).includes('not-in-version') ? undefined : true;
    });
  });
});

describe('settings change while the editor is being asked', () => {
  /** An editor that answers when told to, in any order. */
  async function startSlowEditor(capabilities: object) {
    const editor = await startEditor({ capabilities });
    editor.server.answerWith('workspace/configuration', () => later);
    const asked = (count: number) =>
      editor.server.waitFor(`${count} questions for settings`, () => {
        const ids = editor.server.received
          .filter(({ method }) => method === 'workspace/configuration')
          .map(({ id }) => id!);
        return ids.length >= count ? ids : undefined;
      });
    const answer = (id: number | string, severity: string) =>
      editor.server.frame(JSON.stringify({ jsonrpc: '2.0', id, result: [{ rules: { [never]: severity } }] }));
    return { editor, asked, answer };
  }

  test('what is pushed last has the new severity, whichever answer comes first', async () => {
    const { editor, asked, answer } = await startSlowEditor({ workspace: { configuration: true } });
    const uri = editor.open(text);
    const [before] = await asked(1);
    editor.server.notify('workspace/didChangeConfiguration', { settings: null });
    const [, after] = await asked(2);
    answer(after!, 'hint');
    answer(before!, 'error');
    // Once this is answered, both have been dealt with.
    await editor.hover(uri, { line: 0, character: 0 });
    const last = await editor.server.waitFor('diagnostics', () =>
      editor.server.messages('textDocument/publishDiagnostics').at(-1),
    );
    expect(last).toMatchObject({ diagnostics: [{ severity: 4 }] });
  });

  test('what is pulled afterwards has the new severity', async () => {
    const { editor, asked, answer } = await startSlowEditor(fullCapabilities);
    const uri = editor.open(text);
    const first = editor.pull(uri);
    const [before] = await asked(1);
    editor.server.notify('workspace/didChangeConfiguration', { settings: null });
    const second = editor.pull(uri);
    const [, after] = await asked(2);
    answer(after!, 'hint');
    expect(await second).toMatchObject({ items: [{ severity: 4 }] });
    answer(before!, 'error');
    await expect(first).rejects.toMatchObject({ code: outdated });
    expect(await editor.pull(uri, (await second).resultId!)).toSatisfy(
      (report: { kind: string; items?: { severity: number }[] }) =>
        report.kind === 'unchanged' || report.items?.[0]?.severity === 4,
    );
  });

  test('what was asked of a text that has changed meanwhile is to be asked again', async () => {
    const { editor, asked, answer } = await startSlowEditor(fullCapabilities);
    const uri = editor.open(text);
    const pulled = editor.pull(uri);
    const [id] = await asked(1);
    editor.change(uri, { range: inLine(0, 0, 0), text: 'ip,' });
    answer(id!, 'error');
    await expect(pulled).rejects.toMatchObject({ code: outdated });
    expect(await editor.pull(uri)).toMatchObject({ kind: 'full', items: [{ range: inLine(0, 12, 20) }] });
  });
});

describe('an editor that cannot be asked', () => {
  test.each([
    ['the section itself', { rules: { [never]: 'error' } }],
    ['the object it stands in', { ovsFlows: { rules: { [never]: 'error' } } }],
  ])('sends %s with initialize', async (_, initializationOptions) => {
    const editor = await startEditor({ initializationOptions });
    expect(await severities(editor, editor.open(text))).toEqual([1]);
    expect(editor.server.messages('workspace/configuration')).toEqual([]);
  });

  test.each([
    ['the section itself', { rules: { [never]: 'off' } }],
    ['the object it stands in', { ovsFlows: { rules: { [never]: 'off' } } }],
  ])('sends %s when it changes', async (_, settings) => {
    const editor = await startEditor();
    const uri = editor.open(text);
    const before = await editor.pull(uri);
    expect(before).toMatchObject({ items: [{ severity: 2 }] });
    editor.server.notify('workspace/didChangeConfiguration', { settings });
    expect(await editor.pull(uri, before.resultId!)).toMatchObject({ kind: 'full', items: [] });
    editor.server.notify('workspace/didChangeConfiguration', { settings: { ovsFlows: { rules: {} } } });
    expect(await severities(editor, uri)).toEqual([2]);
  });

  test('gets new diagnostics pushed when they change', async () => {
    const editor = await startEditor({ capabilities: {} });
    const uri = editor.open(text);
    expect((await editor.pushed(uri, 1)).diagnostics).toMatchObject([{ severity: 2 }]);
    editor.server.notify('workspace/didChangeConfiguration', {
      settings: { ovsFlows: { rules: { [never]: 'information' } } },
    });
    await editor.server.waitFor('diagnostics of the new severity', () =>
      editor.server
        .messages('textDocument/publishDiagnostics')
        .find((params) => JSON.stringify(params).includes('"severity":3')),
    );
  });

  test('is refreshed when they change, where it can be', async () => {
    const editor = await startEditor({
      capabilities: {
        workspace: { diagnostics: { refreshSupport: true } },
        textDocument: { diagnostic: {} },
      },
    });
    editor.open(text);
    editor.server.notify('workspace/didChangeConfiguration', { settings: { rules: {} } });
    await editor.server.waitFor('a refresh', () => refreshes(editor) || undefined);
  });
});
