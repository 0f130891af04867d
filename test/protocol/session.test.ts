/** Long sessions of random edits and requests: whatever the order, the server sees the text the editor has. */
import { expect, test } from 'vitest';
import type { Position, TextDocumentContentChangeEvent } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { type Editor, startEditor } from './editor';

const pieces = [
  'ct_state=',
  'ct_state=+trk',
  '+new',
  '-est',
  '|',
  '0x21/0x20',
  'established',
  'table=0,',
  ' actions=',
  'ct(commit,table=1)',
  'drop',
  '\n',
  '\r\n',
  '\r',
  '# ovs-flows-disable-next-line\n',
  ' # ovs-flows-disable-line ct-state/exact-match',
  '# ovs-flows-disable-file ct-state/never-matches\n',
  '\u{1f4a9}',
  '\ud800',
  '\0',
  '',
  '',
];

/** Mulberry32: the same numbers for the same seed. */
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

test.each([1, 2, 3, 4])('random session %i ends with what a fresh document shows', async (seed) => {
  const editor = await startEditor();
  const below = random(seed);
  const some = (count: number) =>
    Array.from({ length: below(count) }, () => pieces[below(pieces.length)]).join('');
  const uri = editor.open(some(60), 'file:///session.flows');
  const unanswered: Promise<unknown>[] = [];
  let resultId: string | undefined;

  for (let step = 0; step < 300; step++) {
    const kind = below(10);
    if (kind < 6) {
      editor.change(uri, ...changes(editor.textOf(uri), 1 + below(3), below, some));
    } else if (kind === 6 && step % 50 === 0) {
      const text = editor.textOf(uri);
      editor.close(uri);
      editor.open(text, uri);
    } else if (kind < 9) {
      unanswered.push(ask(editor, uri, below));
    } else {
      const report = await editor.pull(uri, resultId);
      resultId = report.resultId;
      if (below(3) === 0) {
        await expectAsFresh(editor, uri);
      }
    }
  }
  await Promise.all(unanswered);
  await expectAsFresh(editor, uri);
  // Whatever the editor has under its last id is what holds, if the server says so.
  const last = await editor.pull(uri);
  expect(await editor.pull(uri, last.resultId!)).toEqual({ kind: 'unchanged', resultId: last.resultId });
});

async function expectAsFresh(editor: Editor, uri: string): Promise<void> {
  const fresh = editor.open(editor.textOf(uri), 'file:///fresh.flows');
  expect(await editor.diagnostics(uri)).toEqual(await editor.diagnostics(fresh));
  const end = editor.document(uri).positionAt(editor.textOf(uri).length);
  for (const position of [{ line: 0, character: 10 }, end]) {
    expect(await editor.hover(uri, position)).toEqual(await editor.hover(fresh, position));
    expect(await editor.complete(uri, position)).toEqual(await editor.complete(fresh, position));
  }
  editor.close(fresh);
}

/** Changes as in one notification, each with positions in the text that the one before it left. */
function changes(
  before: string,
  count: number,
  below: (limit: number) => number,
  some: (count: number) => string,
): TextDocumentContentChangeEvent[] {
  let text = before;
  const list: TextDocumentContentChangeEvent[] = [];
  for (let index = 0; index < count; index++) {
    const document = TextDocument.create('file:///reference', 'ovs-flows', 1, text);
    const change = below(40) === 0 ? { text: some(40) } : { range: rangeIn(document, below), text: some(5) };
    list.push(change);
    text = TextDocument.update(document, [change], 2).getText();
  }
  return list;
}

function rangeIn(document: TextDocument, below: (limit: number) => number) {
  const place = (): Position => ({ line: below(document.lineCount), character: below(60) });
  const [start, end] = [place(), below(3) === 0 ? place() : undefined];
  if (!end) {
    return { start, end: start };
  }
  return document.offsetAt(start) <= document.offsetAt(end) ? { start, end } : { start: end, end: start };
}

function ask(editor: Editor, uri: string, below: (limit: number) => number): Promise<unknown> {
  const lines = editor.document(uri).lineCount;
  const position = { line: below(lines + 2), character: below(60) };
  switch (below(4)) {
    case 0:
      return editor.hover(uri, position);
    case 1:
      return editor.complete(uri, position);
    case 2:
      return editor.codeActions(uri, {
        start: position,
        end: { line: position.line + below(3), character: 60 },
      });
    default:
      return editor.codeActions(uri, { start: position, end: position }, { only: ['source.fixAll'] });
  }
}
