import { describe, expect, test } from 'vitest';
import { type Editor, inLine, startEditor } from './editor';

/** The document on the server is the one in the editor: the same as one opened with that text. */
async function expectInStep(editor: Editor, uri: string): Promise<void> {
  const fresh = editor.open(editor.textOf(uri), 'file:///flows/fresh.flows');
  expect(await editor.diagnostics(uri)).toEqual(await editor.diagnostics(fresh));
  editor.close(fresh);
}

describe('incremental edits', () => {
  test('a character typed, and one deleted', async () => {
    const editor = await startEditor();
    const uri = editor.open('ct_state=+trk+ne,actions=drop');
    expect(await editor.codes(uri)).toEqual(['ct-state/unknown-flag']);
    editor.change(uri, { range: inLine(0, 16, 16), text: 'w' });
    expect(await editor.codes(uri)).toEqual([]);
    editor.change(uri, { range: inLine(0, 9, 10), text: '-' });
    expect(await editor.codes(uri)).toEqual(['ct-state/never-matches']);
    editor.change(uri, { range: inLine(0, 9, 17), text: '' });
    expect(await editor.codes(uri)).toEqual(['ct-state/empty-match']);
  });

  test('several cursors at once: each change is on the text the one before left', async () => {
    const editor = await startEditor();
    const flow = (port: number) => `ct_state=trk,in_port=${port},actions=drop\n`;
    const uri = editor.open(flow(1) + flow(2) + flow(3));
    expect(await editor.codes(uri)).toEqual(Array(3).fill('ct-state/exact-match'));
    // As editors send it: from the last cursor to the first.
    editor.change(
      uri,
      { range: inLine(2, 9, 9), text: '+' },
      { range: inLine(1, 9, 9), text: '+' },
      { range: inLine(0, 9, 9), text: '+' },
    );
    expect(await editor.codes(uri)).toEqual([]);
    // From the first to the last, where each change moves the next.
    editor.change(
      uri,
      { range: inLine(0, 0, 0), text: 'table=7,ip,actions=1\n' },
      { range: inLine(2, 9, 10), text: '' },
      { range: inLine(2, 0, 0), text: 'table=7,arp,actions=2\n' },
      { range: inLine(4, 9, 10), text: '' },
    );
    expect(editor.textOf(uri)).toBe(
      [
        'table=7,ip,actions=1',
        'ct_state=+trk,in_port=1,actions=drop',
        'table=7,arp,actions=2',
        'ct_state=trk,in_port=2,actions=drop',
        'ct_state=trk,in_port=3,actions=drop',
        '',
      ].join('\n'),
    );
    expect((await editor.diagnostics(uri)).map(({ range }) => range)).toEqual([
      inLine(3, 9, 12),
      inLine(4, 9, 12),
    ]);
    await expectInStep(editor, uri);
  });

  test('lines joined, split, and deleted', async () => {
    const editor = await startEditor();
    const uri = editor.open('ip,\nct_state=0x21,actions=drop\nct_state=0x22,actions=drop\n');
    editor.change(uri, {
      range: { start: { line: 0, character: 3 }, end: { line: 1, character: 0 } },
      text: '',
    });
    expect((await editor.diagnostics(uri)).map(({ range }) => range)).toEqual([
      inLine(0, 12, 16),
      inLine(1, 9, 13),
    ]);
    editor.change(uri, { range: inLine(0, 3, 3), text: '\n\n' });
    expect((await editor.diagnostics(uri)).map(({ range }) => range)).toEqual([
      // `ip,` is a flow by itself once more, and has no actions.
      inLine(0, 1, 2),
      inLine(2, 9, 13),
      inLine(3, 9, 13),
    ]);
    editor.change(uri, {
      range: { start: { line: 0, character: 0 }, end: { line: 3, character: 0 } },
      text: '',
    });
    expect((await editor.diagnostics(uri)).map(({ range }) => range)).toEqual([inLine(0, 9, 13)]);
  });

  test('the whole text replaced, alone and among other changes', async () => {
    const editor = await startEditor();
    const uri = editor.open('ct_state=-trk+new,actions=drop');
    editor.change(uri, { text: '\n\nct_state=0x21,actions=drop' });
    expect((await editor.diagnostics(uri)).map(({ range }) => range)).toEqual([inLine(2, 9, 13)]);
    editor.change(
      uri,
      { range: inLine(2, 0, 0), text: 'lost' },
      { text: 'ct_state=,actions=drop' },
      { range: inLine(0, 9, 9), text: '-trk+new' },
    );
    expect(await editor.codes(uri)).toEqual(['ct-state/never-matches']);
    await expectInStep(editor, uri);
  });

  test('a change right before a request is seen by it', async () => {
    const editor = await startEditor();
    const uri = editor.open('');
    for (const value of ['0x21', '-trk+new', '+trk+new', '+established', '']) {
      editor.change(uri, { text: `ct_state=${value},actions=drop` });
      const hover = await editor.hover(uri, { line: 0, character: 2 });
      expect(hover?.contents).toMatchObject({ value: expect.stringContaining('ct_state') });
      await expectInStep(editor, uri);
    }
  });

  test('ranges that reach outside the document are moved to its edge', async () => {
    const editor = await startEditor();
    const uri = editor.open('ip');
    editor.server.notify('textDocument/didChange', {
      textDocument: { uri, version: 2 },
      contentChanges: [
        {
          range: { start: { line: 0, character: 99 }, end: { line: 99, character: 99 } },
          text: ',ct_state=-trk+new,actions=drop',
        },
      ],
    });
    expect((await editor.diagnostics(uri)).map(({ range }) => range)).toEqual([inLine(0, 12, 20)]);
  });
});

describe('line ends', () => {
  test.each([
    ['LF', '\n'],
    ['CRLF', '\r\n'],
    ['CR', '\r'],
  ])('%s are no part of the line', async (_, end) => {
    const editor = await startEditor();
    const uri = editor.open(
      ['# line ends', 'ct_state=0x21,actions=drop', 'table=7,ct_state=,actions=drop', ''].join(end),
    );
    expect((await editor.diagnostics(uri)).map(({ range }) => range)).toEqual([
      inLine(1, 9, 13),
      expect.objectContaining({ start: expect.objectContaining({ line: 2 }) }),
    ]);
    editor.change(uri, { range: inLine(1, 13, 13), text: `/0x20,actions=drop${end}ct_state=0x22` });
    expect(await editor.codes(uri)).toEqual([
      'ct-state/value-outside-mask',
      'ct-state/exact-match',
      'ct-state/empty-match',
    ]);
    await expectInStep(editor, uri);
  });

  test('a CR and an LF that come together are one line end', async () => {
    const editor = await startEditor();
    const uri = editor.open('table=7,ip,actions=drop\rx\nct_state=0x21,actions=drop');
    editor.change(uri, { range: inLine(1, 0, 1), text: '' });
    expect(editor.textOf(uri)).toBe('table=7,ip,actions=drop\r\nct_state=0x21,actions=drop');
    expect((await editor.diagnostics(uri)).map(({ range }) => range)).toEqual([inLine(1, 9, 13)]);
  });

  test('a fix keeps those of the document', async () => {
    const editor = await startEditor();
    const uri = editor.open('ct_state=+trk+new+est,actions=drop\r\ntable=7,ip,actions=drop\r\n');
    const actions = await editor.codeActions(uri, inLine(0, 9, 21));
    const split = actions.find(({ title }) => title.startsWith('Split into two flows'));
    editor.apply(split!);
    expect(editor.textOf(uri)).toMatch(/^ct_state=\S+\r\nct_state=\S+\r\ntable=7,ip,actions=drop\r\n$/);
    expect(await editor.codes(uri)).toEqual([]);
  });
});

describe('positions are UTF-16', () => {
  // One character of two UTF-16 units, four bytes of UTF-8; and one of one unit, three bytes. That it is a name
  // is reported, too.
  const astral = 'in_port="\u{1f4a9}\u20ac",';

  test('in diagnostics', async () => {
    const editor = await startEditor();
    const uri = editor.open(`${astral}ct_state=0x21,actions=drop`);
    expect(astral).toHaveLength(14);
    expect((await editor.diagnostics(uri)).map(({ range }) => range)).toEqual([
      inLine(0, 8, 13),
      inLine(0, 23, 27),
    ]);
  });

  test('in edits', async () => {
    const editor = await startEditor();
    const uri = editor.open(`${astral}ct_state=+trk+ne,actions=drop # \u{1f4a9}`);
    editor.change(uri, { range: inLine(0, 30, 30), text: 'w' });
    expect(await editor.codes(uri)).toEqual(['flow/switch-name']);
    editor.change(uri, { range: inLine(0, 9, 11), text: '\u{1f4a9}\u{1f4a9}\u{1f4a9}' });
    editor.change(uri, { range: inLine(0, 27, 28), text: '-' });
    expect((await editor.diagnostics(uri)).map(({ range }) => range)).toEqual([
      inLine(0, 8, 17),
      inLine(0, 27, 35),
    ]);
  });

  test('in hovers and completion', async () => {
    const editor = await startEditor();
    const uri = editor.open(`${astral}ct_state=+trk+ne`);
    expect((await editor.hover(uri, { line: 0, character: 15 }))?.range).toEqual(inLine(0, 14, 22));
    const [first] = await editor.complete(uri, { line: 0, character: 30 });
    expect(first?.textEdit).toMatchObject({ range: inLine(0, 28, 30) });
  });
});
