/** `ovsFlows/checkFile`: the server reads a file by itself. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Diagnostic } from 'vscode-languageserver/node';
import type { CheckFileResult } from '../../server/src/lsp/check-file-request';
import { askedCapabilities, type Editor, fullCapabilities, startEditor } from './editor';

const requestCancelled = -32800;
const requestFailed = -32803;
const invalidParams = -32602;

const never = 'ct_state=-trk+new,actions=drop\n';
const bad = 'ip,actions=nonsense\n';

/** A file with that text, which goes away with the test. */
function fileWith(text: string | Buffer): string {
  const folder = mkdtempSync(join(tmpdir(), 'ovs-flows-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, 'a b.flows');
  writeFileSync(path, text);
  return pathToFileURL(path).href;
}

function check(editor: Editor, uri: string, more: object = {}): Promise<CheckFileResult> {
  return editor.server.request('ovsFlows/checkFile', { uri, ...more });
}

describe('a file from disk', () => {
  test('gives the diagnostics of the document, counts, and what was read', async () => {
    const text = `\uFEFF# é\r\n${never}${bad}ip,actions=drop\nip,actions=output:1\n`;
    const uri = fileWith(text);
    const editor = await startEditor({ capabilities: fullCapabilities });
    const result = await check(editor, uri);
    const open = editor.open(text.slice(1), uri);
    const wanted = await editor.diagnostics(open);
    expect(result.diagnostics).toEqual(wanted);
    expect(wanted.map(({ code }) => code)).toContain('file/replaced');
    expect(result).toMatchObject({
      uri,
      bytes: Buffer.byteLength(text),
      lines: 5,
      flows: 4,
      wholeFileRules: true,
      omitted: 0,
    });
    const ofSeverity = (severity: number) => wanted.filter((each) => each.severity === severity).length;
    expect(result.counts).toEqual({
      error: ofSeverity(1),
      warning: ofSeverity(2),
      information: ofSeverity(3),
      hint: ofSeverity(4),
    });
    expect(result.byCode).toContainEqual({
      code: 'action/unknown',
      severity: 'error',
      title: 'No action has this name',
      count: 1,
    });
  });

  test('is judged by the settings for it', async () => {
    const editor = await startEditor({ capabilities: askedCapabilities });
    const asked: unknown[] = [];
    editor.server.answerWith('workspace/configuration', (params: never) => {
      asked.push(params);
      return [{ rules: { 'ct-state/never-matches': 'error' }, openflowVersion: '1.1' }];
    });
    const uri = fileWith(`${never}reg0=1,actions=drop\n`);
    const { diagnostics, counts } = await check(editor, uri);
    expect(asked).toMatchObject([{ items: [{ scopeUri: uri, section: 'ovsFlows' }] }]);
    expect(new Set(diagnostics.map(({ code }) => code))).toEqual(
      new Set(['ct-state/never-matches', 'flow/not-in-version']),
    );
    expect(counts).toEqual({ error: diagnostics.length, warning: 0, information: 0, hint: 0 });
  });

  test('with more findings than anybody shows: errors come first, the rest is counted', async () => {
    const editor = await startEditor();
    const uri = fileWith(`${never.repeat(1_200)}${bad.repeat(900)}`);
    const { diagnostics, omitted, counts, byCode } = await check(editor, uri);
    expect(diagnostics).toHaveLength(1_000);
    expect(diagnostics.filter(({ severity }) => severity === 1)).toHaveLength(900);
    const lines = diagnostics.map(({ range }: Diagnostic) => range.start.line);
    expect(lines).toEqual(lines.toSorted((left, right) => left - right));
    const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
    expect(omitted).toBe(total - 1_000);
    expect(byCode.reduce((sum, { count }) => sum + count, 0)).toBe(total);
    expect(byCode.map(({ count }) => count)).toEqual(
      byCode.map(({ count }) => count).toSorted((left, right) => right - left),
    );
  });

  test('that is too large for editors is checked line by line, comments for the file included', async () => {
    const editor = await startEditor();
    const filler = `# ${'x'.repeat(100_000)}\n`.repeat(530);
    const twice = 'table=9,ip,actions=drop\n';
    const uri = fileWith(
      `${never}${bad}${twice}${twice}${filler}# ovs-flows-disable-file ct-state/never-matches\n`,
    );
    expect(await check(editor, uri)).toMatchObject({
      lines: 535,
      flows: 4,
      wholeFileRules: false,
      diagnostics: [{ code: 'action/unknown', range: { start: { line: 1, character: 11 } } }],
      omitted: 0,
    });
  });

  test('with a line that is too long says so, with no link to a page', async () => {
    const editor = await startEditor({ capabilities: fullCapabilities });
    const { diagnostics } = await check(editor, fileWith(`${'x'.repeat(2_000_000)}\n${bad}`));
    expect(diagnostics.map(({ code }) => code)).toEqual(['file/line-too-long', 'action/unknown']);
    expect(diagnostics.map(({ codeDescription }) => codeDescription === undefined)).toEqual([true, false]);
  });
});

describe('while a large file is checked', () => {
  const lines = (count: number) =>
    `${never}${'table=1,priority=5,tcp,tcp_dst=80,ct_state=+trk+new-est,actions=ct(commit),2\n'.repeat(count)}`;
  const large = lines(60_000);

  test('other requests are answered', async () => {
    const uri = fileWith(large);
    const editor = await startEditor();
    const open = editor.open(never, 'file:///open.flows');
    const id = editor.server.send('ovsFlows/checkFile', { uri, workDoneToken: 'check' });
    await editor.server.waitFor('the start of the check', () => editor.server.messages('$/progress')[0]);
    const hovers = Array.from({ length: 5 }, () =>
      editor.server.send('textDocument/hover', {
        textDocument: { uri: open },
        position: { line: 0, character: 12 },
      }),
    );
    for (const hover of hovers) {
      expect(await editor.server.answerTo(hover)).toMatchObject({ contents: expect.anything() });
    }
    expect(editor.server.received.some((message) => message.method === undefined && message.id === id)).toBe(
      false,
    );
    editor.server.notify('$/cancelRequest', { id });
    await expect(editor.server.answerTo(id)).rejects.toMatchObject({ code: requestCancelled });
  });

  test('it can be cancelled, also before it has begun; then the next one is checked', async () => {
    const uri = fileWith(large);
    const editor = await startEditor();
    const first = editor.server.send('ovsFlows/checkFile', { uri });
    const second = editor.server.send('ovsFlows/checkFile', { uri });
    editor.server.notify('$/cancelRequest', { id: second });
    await expect(editor.server.answerTo(second)).rejects.toMatchObject({ code: requestCancelled });
    editor.server.notify('$/cancelRequest', { id: first });
    await expect(editor.server.answerTo(first)).rejects.toMatchObject({ code: requestCancelled });
    expect(await check(editor, fileWith(never))).toMatchObject({ flows: 1 });
  });

  test('the editor is told how far it is', async () => {
    const editor = await startEditor();
    await check(editor, fileWith(lines(2_000)), { workDoneToken: 7 });
    const told = editor.server.messages<{ token: unknown; value: Told }>('$/progress');
    expect(told.every(({ token }) => token === 7)).toBe(true);
    const values = told.map(({ value }) => value);
    expect(values[0]).toMatchObject({ kind: 'begin', title: 'Checking a b.flows', cancellable: true });
    expect(values.at(-1)).toEqual({ kind: 'end' });
    const reports = values.slice(1, -1);
    const percentages = reports.map(({ percentage }) => percentage!);
    expect(percentages).toEqual(percentages.toSorted((left, right) => left - right));
    expect(percentages.every((percentage) => percentage >= 0 && percentage < 100)).toBe(true);
    expect(reports.every(({ message }) => /^[\d,]+ lines?(?:, [\d,]+ findings?)?$/.test(message!))).toBe(
      true,
    );
    expect(reports.length).toBeGreaterThan(0);
  });
});

interface Told {
  readonly kind: string;
  readonly title?: string;
  readonly percentage?: number;
  readonly message?: string;
}

describe('what cannot be checked', () => {
  test('is refused with a reason', async () => {
    const editor = await startEditor();
    const folder = mkdtempSync(join(tmpdir(), 'ovs-flows-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    mkdirSync(join(folder, 'a.flows'));
    const failing = async (uri: unknown) =>
      editor.server.request('ovsFlows/checkFile', { uri }).catch(({ code, message }) => ({ code, message }));
    expect(await failing(pathToFileURL(join(folder, 'none.flows')).href)).toEqual({
      code: requestFailed,
      message: 'there is no such file.',
    });
    expect(await failing(pathToFileURL(join(folder, 'a.flows')).href)).toEqual({
      code: requestFailed,
      message: 'it is a folder.',
    });
    for (const uri of ['http://example.com/a.flows', 'untitled:a', 'a.flows', '', 5, null, undefined, {}]) {
      expect(await failing(uri)).toMatchObject({ code: invalidParams });
    }
    for (const uri of ['file://host.example/%zz', 'file:///a%2fb', 'file:///a%00b', 'file:']) {
      expect(await failing(uri)).toMatchObject({
        code: requestFailed,
        message: expect.stringMatching(/\.$/),
      });
    }
    // It works on.
    expect(await check(editor, fileWith(bad))).toMatchObject({ flows: 1 });
  });

  test.skipIf(process.platform === 'win32')('devices among it, which may have no end', async () => {
    const editor = await startEditor();
    await expect(check(editor, 'file:///dev/zero')).rejects.toMatchObject({
      code: requestFailed,
      message: 'it is not an ordinary file.',
    });
  });
});
