import { describe, expect, test } from 'vitest';
import type { DocumentDiagnosticReport } from 'vscode-languageserver/node';
import { askedCapabilities, inLine, startEditor } from './editor';
import { AnsweredError, later } from './server-process';

const requestCancelled = -32800;

const text = Array.from(
  { length: 50 },
  (_, index) =>
    `table=${index},ct_state=${['0x21', '-trk+new', '+trk+new-est', '+established'][index % 4]},actions=drop`,
).join('\n');

/** A request of each kind about a line. */
function requestsAbout(uri: string, line: number): [string, object][] {
  const textDocument = { uri };
  const position = { line, character: 20 };
  return [
    ['textDocument/hover', { textDocument, position }],
    ['textDocument/completion', { textDocument, position }],
    ['textDocument/codeAction', { textDocument, range: inLine(line, 20, 20), context: { diagnostics: [] } }],
    ['textDocument/diagnostic', { textDocument }],
  ];
}

describe('many requests in flight', () => {
  test('200 of all kinds, good and bad, are each answered once, as they would be alone', async () => {
    const editor = await startEditor();
    const uri = editor.open(text);
    const requests = Array.from({ length: 50 }, (_, line) => requestsAbout(uri, line)).flat();
    // Some that cannot succeed among them.
    requests.forEach((request, index) => {
      if (index % 17 === 5) {
        request[0] = 'no/such';
      } else if (index % 17 === 11) {
        request[1] = { textDocument: { uri: 'file:///nowhere' }, position: { line: 0, character: 0 } };
      }
    });
    expect(requests).toHaveLength(200);
    const settle = (id: number) =>
      editor.server.answerTo(id).catch((error: unknown) => (error as AnsweredError).code);
    const together = await Promise.all(
      requests.map(([method, params]) => editor.server.send(method, params)).map(settle),
    );
    const alone: unknown[] = [];
    for (const [method, params] of requests) {
      alone.push(await settle(editor.server.send(method, params)));
    }
    const withoutIds = (answer: unknown) => ({ ...(answer as object), resultId: '' });
    for (const [index, answer] of together.entries()) {
      const isReport = requests[index]![0] === 'textDocument/diagnostic';
      expect(isReport ? withoutIds(answer) : answer).toEqual(
        isReport ? withoutIds(alone[index]) : alone[index],
      );
    }
    // That none was answered twice is checked when the test ends.
  });

  test('edits between them: each is answered from the text before it or a later one, never from a mixture', async () => {
    const editor = await startEditor();
    const uri = editor.open('ct_state=0x21,actions=drop');
    const pulls: Promise<DocumentDiagnosticReport>[] = [];
    for (let count = 1; count <= 40; count++) {
      editor.change(uri, { range: inLine(0, 0, 0), text: 'ip,' });
      pulls.push(editor.pull(uri));
    }
    for (const [index, report] of (await Promise.all(pulls)).entries()) {
      const [found] = report.kind === 'full' ? report.items : [];
      expect(found?.code).toBe('ct-state/exact-match');
      const start = found!.range.start.character;
      expect(start % 3).toBe(0);
      expect(start).toBeGreaterThanOrEqual(9 + 3 * (index + 1));
      expect(start).toBeLessThanOrEqual(9 + 3 * 40);
    }
  });
});

describe('a cancelled request', () => {
  test('that waits for settings is answered with the error, not as if there were nothing', async () => {
    const editor = await startEditor({ capabilities: askedCapabilities });
    editor.server.answerWith('workspace/configuration', () => later);
    const uri = editor.open('ct_state=-trk+new,actions=drop');
    const ids = requestsAbout(uri, 0)
      .slice(2)
      .map(([method, params]) => editor.server.send(method, params));
    const question = await editor.server.waitFor('the question for settings', () =>
      editor.server.received.find(({ method }) => method === 'workspace/configuration'),
    );
    for (const id of ids) {
      editor.server.notify('$/cancelRequest', { id });
    }
    editor.server.frame(JSON.stringify({ jsonrpc: '2.0', id: question.id, result: [{ rules: {} }] }));
    for (const id of ids) {
      await expect(editor.server.answerTo(id)).rejects.toMatchObject({ code: requestCancelled });
    }
    // The next one is answered in full.
    expect(await editor.codes(uri)).toEqual(['ct-state/never-matches']);
  });

  test('is answered with the error or in full, of every kind and whenever it is cancelled', async () => {
    const editor = await startEditor();
    const uri = editor.open(text);
    const requests = Array.from({ length: 25 }, (_, line) => requestsAbout(uri, line)).flat();
    const full: unknown[] = [];
    for (const [method, params] of requests) {
      full.push(await editor.server.request(method, params));
    }
    // Request and cancellation in one piece, so that some are cancelled before they are looked at.
    const frames: Buffer[] = [];
    const add = (message: object) => {
      const body = Buffer.from(JSON.stringify({ jsonrpc: '2.0', ...message }));
      frames.push(Buffer.from(`Content-Length: ${body.length}\r\n\r\n`), body);
    };
    for (const [index, [method, params]] of requests.entries()) {
      add({ id: `c${index}`, method, params });
      if (index % 2 === 0) {
        add({ method: '$/cancelRequest', params: { id: `c${index}` } });
      }
    }
    for (let index = 1; index < requests.length; index += 2) {
      add({ method: '$/cancelRequest', params: { id: `c${index}` } });
    }
    editor.server.raw(Buffer.concat(frames));
    let cancelled = 0;
    for (let index = 0; index < requests.length; index++) {
      const answer = await editor.server.answerTo(`c${index}`).catch((error: unknown) => error);
      if (answer instanceof AnsweredError) {
        expect(answer.code).toBe(requestCancelled);
        cancelled++;
      } else {
        expect({ ...(answer as object), resultId: '' }).toEqual({ ...(full[index] as object), resultId: '' });
      }
    }
    expect(cancelled).toBeGreaterThan(0);
  });

  test('leaves the result id alone: what comes next is not "unchanged" towards an answer that never came', async () => {
    const editor = await startEditor();
    const uri = editor.open('ct_state=0x21,actions=drop');
    const before = await editor.pull(uri);
    editor.change(uri, { range: inLine(0, 9, 13), text: '-trk+new' });
    const body = (message: object) => {
      const bytes = Buffer.from(JSON.stringify({ jsonrpc: '2.0', ...message }));
      return Buffer.concat([Buffer.from(`Content-Length: ${bytes.length}\r\n\r\n`), bytes]);
    };
    const params = { textDocument: { uri }, previousResultId: before.resultId };
    editor.server.raw(
      Buffer.concat([
        body({ id: 'gone', method: 'textDocument/diagnostic', params }),
        body({ method: '$/cancelRequest', params: { id: 'gone' } }),
      ]),
    );
    await editor.server.answerTo('gone').catch(() => undefined);
    expect(await editor.pull(uri, before.resultId!)).toMatchObject({
      kind: 'full',
      items: [{ code: 'ct-state/never-matches' }],
    });
  });

  test('that was answered already, or never made, is of no concern', async () => {
    const editor = await startEditor();
    const uri = editor.open('ct_state=0x21,actions=drop');
    const id = editor.server.send('textDocument/diagnostic', { textDocument: { uri } });
    await editor.server.answerTo(id);
    editor.server.notify('$/cancelRequest', { id });
    editor.server.notify('$/cancelRequest', { id: 4711 });
    expect(await editor.codes(uri)).toEqual(['ct-state/exact-match']);
  });
});
