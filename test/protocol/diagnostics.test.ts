import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { DocumentDiagnosticReport } from 'vscode-languageserver/node';
import { fullCapabilities, inLine, startEditor } from './editor';

const never = 'ct-state/never-matches';
const exact = 'ct-state/exact-match';

function idOf(report: DocumentDiagnosticReport): string {
  expect(report.resultId).toEqual(expect.any(String));
  return report.resultId!;
}

describe('pulled diagnostics', () => {
  test('carry range, severity, code, source and message', async () => {
    const editor = await startEditor();
    const uri = editor.open('# note\nct_state=-trk+new,ip,actions=drop\n');
    expect(await editor.diagnostics(uri)).toEqual([
      {
        range: inLine(1, 9, 17),
        severity: 2,
        code: never,
        source: 'ovs-flows',
        message: expect.stringContaining('can never match'),
      },
    ]);
  });

  test.each([
    ['ct_state=+established,actions=drop', 1],
    ['ct_state=-trk+new,actions=drop', 2],
    ['ct_state=0x21,actions=drop', 3],
    ['ct_state=-new,actions=drop', 4],
  ])('%s has severity %i', async (text, severity) => {
    const editor = await startEditor();
    expect((await editor.diagnostics(editor.open(text))).map((found) => found.severity)).toEqual([severity]);
  });

  test('fade what can go', async () => {
    const editor = await startEditor();
    const [found] = await editor.diagnostics(editor.open('ct_state=+trk+new-est,actions=drop'));
    expect(found).toMatchObject({ code: 'ct-state/redundant-flag', tags: [1], range: inLine(0, 17, 21) });
  });

  test('point at related places only where the editor shows them', async () => {
    const text = 'ct_state=+trk+new+trk,actions=drop';
    const able = await startEditor({ capabilities: fullCapabilities });
    const [shown] = await able.diagnostics(able.open(text));
    expect(shown).toMatchObject({
      code: 'ct-state/repeated-flag',
      range: inLine(0, 17, 21),
      relatedInformation: [
        { location: { uri: 'file:///flows/a.flows', range: inLine(0, 9, 13) }, message: expect.any(String) },
      ],
    });
    const unable = await startEditor();
    const [hidden] = await unable.diagnostics(unable.open(text));
    expect(hidden).not.toHaveProperty('relatedInformation');
  });

  test('of a clean document are an empty full report', async () => {
    const editor = await startEditor();
    expect(await editor.pull(editor.open('ct_state=+trk+new,actions=drop\n'))).toEqual({
      kind: 'full',
      resultId: expect.any(String),
      items: [],
    });
  });

  test('are unchanged until they change, and full when they do', async () => {
    const editor = await startEditor();
    const uri = editor.open('ct_state=-trk+new,actions=drop\nip,actions=drop\n');
    const first = await editor.pull(uri);
    expect(first).toMatchObject({ kind: 'full', items: [{ code: never }] });

    const again = await editor.pull(uri, idOf(first));
    expect(again).toEqual({ kind: 'unchanged', resultId: idOf(first) });

    // An edit that changes nothing about the findings.
    editor.change(uri, { range: inLine(1, 0, 2), text: 'tcp' });
    expect(await editor.pull(uri, idOf(again))).toMatchObject({ kind: 'unchanged' });

    editor.change(uri, { range: inLine(1, 0, 3), text: 'ct_state=0x21' });
    const changed = await editor.pull(uri, idOf(first));
    expect(changed).toMatchObject({ kind: 'full', items: [{ code: never }, { code: exact }] });
    expect(idOf(changed)).not.toBe(idOf(first));

    editor.change(uri, { range: inLine(1, 0, 13), text: 'ip' });
    const back = await editor.pull(uri, idOf(changed));
    expect(back).toMatchObject({ kind: 'full', items: first.kind === 'full' ? first.items : [] });
    expect(idOf(back)).not.toBe(idOf(changed));
  });

  test('are full for an editor that asks without an id, or with one of long ago', async () => {
    const editor = await startEditor();
    const uri = editor.open('ct_state=-trk+new,actions=drop');
    const first = await editor.pull(uri);
    for (const id of [undefined, '', '99', 'nonsense', `${idOf(first)} `]) {
      expect(await editor.pull(uri, id)).toMatchObject({ kind: 'full', items: [{ code: never }] });
    }
  });

  test('move with their line: a line inserted above is not "unchanged"', async () => {
    const editor = await startEditor();
    const uri = editor.open('ip,actions=drop\nct_state=-trk+new,actions=drop');
    const first = await editor.pull(uri);
    expect(first).toMatchObject({ items: [{ range: inLine(1, 9, 17) }] });
    editor.change(uri, { range: inLine(0, 0, 0), text: '# above\n' });
    const moved = await editor.pull(uri, idOf(first));
    expect(moved).toMatchObject({ kind: 'full', items: [{ range: inLine(2, 9, 17) }] });
    editor.change(uri, {
      range: { start: { line: 0, character: 0 }, end: { line: 2, character: 0 } },
      text: '',
    });
    expect(await editor.pull(uri, idOf(moved))).toMatchObject({ items: [{ range: inLine(0, 9, 17) }] });
  });

  test('move within their line', async () => {
    const editor = await startEditor();
    const uri = editor.open('ct_state=-trk+new,actions=drop');
    const first = await editor.pull(uri);
    editor.change(uri, { range: inLine(0, 0, 0), text: 'ip,' });
    expect(await editor.pull(uri, idOf(first))).toMatchObject({
      kind: 'full',
      items: [{ range: inLine(0, 12, 20) }],
    });
  });

  test('a comment on another line that silences is a change', async () => {
    const editor = await startEditor();
    const uri = editor.open('# note\nct_state=-trk+new,actions=drop');
    const first = await editor.pull(uri);
    editor.change(uri, { range: inLine(0, 0, 6), text: '# ovs-flows-disable-next-line' });
    const silenced = await editor.pull(uri, idOf(first));
    expect(silenced).toMatchObject({ kind: 'full', items: [] });
    editor.change(uri, { range: inLine(0, 0, 29), text: '# note' });
    expect(await editor.pull(uri, idOf(silenced))).toMatchObject({ kind: 'full', items: [{ code: never }] });
  });

  test('of one document know nothing of another', async () => {
    const editor = await startEditor();
    const bad = editor.open('ct_state=-trk+new,actions=drop', 'file:///bad.flows');
    const good = editor.open('ct_state=+trk+new,actions=drop', 'file:///good.flows');
    const ofBad = await editor.pull(bad);
    const ofGood = await editor.pull(good);
    expect(await editor.pull(good, idOf(ofBad))).toMatchObject({ kind: 'full', items: [] });
    expect(await editor.pull(bad, idOf(ofGood))).toMatchObject({ kind: 'full', items: [{ code: never }] });
  });

  test('after closing and opening again are full, whatever id the editor kept', async () => {
    const editor = await startEditor();
    const uri = editor.open('ct_state=-trk+new,actions=drop');
    const first = await editor.pull(uri);
    editor.close(uri);
    editor.open('ct_state=0x21,actions=drop');
    expect(await editor.pull(uri, idOf(first))).toMatchObject({ kind: 'full', items: [{ code: exact }] });
  });

  test('are not pushed as well', async () => {
    const editor = await startEditor();
    const uri = editor.open('ct_state=-trk+new,actions=drop');
    await editor.pull(uri);
    editor.change(uri, { text: 'ct_state=0x21' });
    await editor.pull(uri);
    editor.close(uri);
    await editor.server.codeOf('textDocument/diagnostic', { textDocument: { uri } });
    expect(editor.server.messages('textDocument/publishDiagnostics')).toEqual([]);
  });
});

describe('the link of a code', () => {
  const text = 'ct_state=-trk+new,actions=drop';

  test('is the page that lies beside the bundle', async () => {
    const editor = await startEditor({ capabilities: fullCapabilities });
    const [found] = await editor.diagnostics(editor.open(text));
    const href = found?.codeDescription?.href ?? '';
    expect(href).toMatch(/^file:\/\/\/.*\/docs\/rules\/ct-state\/never-matches\.md$/);
    const page = fileURLToPath(href);
    expect(existsSync(page)).toBe(true);
    expect(readFileSync(page, 'utf8')).toContain('ct-state/never-matches');
  });

  test('follows the template of the editor', async () => {
    const editor = await startEditor({
      capabilities: fullCapabilities,
      initializationOptions: { ruleDocumentation: 'pages:/{rule}/read?{rule}' },
    });
    const [found] = await editor.diagnostics(editor.open(text));
    expect(found?.codeDescription).toEqual({ href: `pages:/${never}/read?${never}` });
  });

  test('is encoded in the arguments of a command', async () => {
    const editor = await startEditor({
      capabilities: fullCapabilities,
      initializationOptions: { ruleDocumentation: 'command:explain?%5B%22{rule}%22%5D' },
    });
    const [found] = await editor.diagnostics(editor.open(text));
    const { href } = found!.codeDescription!;
    const [command, args] = href.split('?');
    expect(command).toBe('command:explain');
    expect(args).not.toContain('/');
    expect(JSON.parse(decodeURIComponent(args!))).toEqual([never]);
  });

  test('is left out where the editor cannot show it', async () => {
    const editor = await startEditor();
    const [found] = await editor.diagnostics(editor.open(text));
    expect(found).not.toHaveProperty('codeDescription');
  });
});

describe('an editor that does not pull', () => {
  const text = 'ct_state=-trk+new,actions=drop';

  test('is sent diagnostics after opening and after each change, with the version', async () => {
    const editor = await startEditor({ capabilities: {} });
    const uri = editor.open(text);
    expect((await editor.pushed(uri, 1)).diagnostics).toMatchObject([
      { code: never, range: inLine(0, 9, 17) },
    ]);
    editor.change(uri, { range: inLine(0, 9, 13), text: '+trk' });
    expect((await editor.pushed(uri, 2)).diagnostics).toEqual([]);
    editor.change(uri, { range: inLine(0, 9, 17), text: '0x21' });
    expect((await editor.pushed(uri, 3)).diagnostics).toMatchObject([{ code: exact }]);
  });

  test('sees them go when the document is closed', async () => {
    const editor = await startEditor({ capabilities: {} });
    const uri = editor.open(text);
    await editor.pushed(uri, 1);
    editor.close(uri);
    expect((await editor.pushed(uri, undefined)).diagnostics).toEqual([]);
    // Nothing comes later that would bring them back.
    await editor.server.codeOf('textDocument/hover', { textDocument: { uri } });
    expect(editor.server.messages('textDocument/publishDiagnostics').at(-1)).toMatchObject({
      diagnostics: [],
    });
  });

  test('is never left with diagnostics of a document that was closed meanwhile', async () => {
    const editor = await startEditor({ capabilities: { workspace: { configuration: true } } });
    editor.server.answerWith('workspace/configuration', () => [{ rules: {} }]);
    for (let round = 0; round < 20; round++) {
      const uri = editor.open(text, `file:///${round}.flows`);
      editor.change(uri, { range: inLine(0, 0, 0), text: 'ip,' });
      editor.close(uri);
    }
    const last = editor.open(text, 'file:///last.flows');
    await editor.pushed(last, 1);
    for (let round = 0; round < 20; round++) {
      const uri = `file:///${round}.flows`;
      const ofIt = editor.server
        .messages<{ uri: string; diagnostics: unknown[] }>('textDocument/publishDiagnostics')
        .filter((params) => params.uri === uri);
      expect(ofIt.at(-1)?.diagnostics).toEqual([]);
    }
  });
});

test('an id of an earlier server never makes a report unchanged', async () => {
  const first = await startEditor();
  const report = await first.pull(first.open('ct_state=-trk+new,actions=drop'));
  const second = await startEditor();
  const uri = second.open('ct_state=+nonsense,actions=drop');
  expect(await second.pull(uri, report.resultId!)).toMatchObject({
    kind: 'full',
    items: [{ code: 'ct-state/unknown-flag' }],
  });
});
