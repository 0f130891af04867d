import { describe, expect, test } from 'vitest';
import type { CompletionItem, MarkupContent, TextEdit } from 'vscode-languageserver/node';
import { fullCapabilities, inLine, pullingCapabilities, startEditor } from './editor';

const hex = 'table=1,ct_state=0x22/0x23,ip,actions=drop';

describe('hover', () => {
  test.each([
    ['on the field name', 'ct_state', inLine(0, 8, 16), '**ct_state**'],
    ['on the number', '0x22', inLine(0, 17, 21), '`0x22`'],
    ['on the mask', '0x23', inLine(0, 22, 26), 'Mask'],
  ])('%s', async (_, part, range, contents) => {
    const editor = await startEditor();
    const uri = editor.open(hex);
    const hover = await editor.hover(uri, editor.at(uri, part, 1));
    expect(hover).toEqual({
      contents: { kind: 'markdown', value: expect.stringContaining(contents) },
      range,
    });
    const { value } = hover!.contents as MarkupContent;
    expect(value).toContain('-new+est+trk');
    expect(value).toMatch(/^\| \*\*set\*\* \| est \(0x02\), trk \(0x20\) \|$/m);
  });

  test('on a flag', async () => {
    const editor = await startEditor();
    const uri = editor.open('\n  ct_state=+trk-new');
    const hover = await editor.hover(uri, editor.at(uri, '-new', 2));
    expect(hover?.range).toEqual(inLine(1, 15, 19));
    expect(hover?.contents).toMatchObject({ value: expect.stringContaining('must be clear') });
  });

  test.each([
    ['a comment', { line: 0, character: 4 }],
    ['an empty line', { line: 1, character: 0 }],
    ['a line past the end', { line: 99, character: 0 }],
  ])('on %s: nothing, and no error', async (_, position) => {
    const editor = await startEditor();
    expect(await editor.hover(editor.open('# ct_state=0x21\n\n'), position)).toBeNull();
  });

  test('past the end of a line is as at its end', async () => {
    const editor = await startEditor();
    const uri = editor.open('ct_state=+trk\nip\n');
    const hover = await editor.hover(uri, { line: 0, character: 2_000_000_000 });
    expect(hover === null || hover.range?.end.line === 0).toBe(true);
  });

  test('links to the page of a rule', async () => {
    const editor = await startEditor({ initializationOptions: { ruleDocumentation: 'page:/{rule}' } });
    const uri = editor.open('ct_state=-trk+new');
    const hover = await editor.hover(uri, { line: 0, character: 10 });
    expect(hover?.contents).toMatchObject({
      value: expect.stringContaining('[ct-state/never-matches](page:/ct-state/never-matches)'),
    });
  });
});

/** The line as it reads once the item is taken. */
function taken(text: string, item: CompletionItem): string {
  const { range, newText } = item.textEdit as TextEdit;
  expect(range.start.line).toBe(range.end.line);
  return text.slice(0, range.start.character) + newText + text.slice(range.end.character);
}

describe('completion', () => {
  test.each([
    ['ct_st', 5, 'ct_state', 'ct_state='],
    ['ip,ct_m,actions=drop', 7, 'ct_mark', 'ip,ct_mark=,actions=drop'],
    ['ct_st=+trk', 4, 'ct_state', 'ct_state=+trk'],
    ['ct_state=', 9, '+trk+new', 'ct_state=+trk+new'],
    ['ct_state=+trk+ne', 16, '+new', 'ct_state=+trk+new'],
    ['ct_state=+trk+nxx,ip', 15, '+new', 'ct_state=+trk+new,ip'],
    ['ct_state=new|e', 14, 'est', 'ct_state=new|est'],
    ['ct_state=ne,ip', 11, '+new', 'ct_state=+new,ip'],
  ])('%s at %i, taking %s', async (text, character, label, expected) => {
    const editor = await startEditor();
    const items = await editor.complete(editor.open(text), { line: 0, character });
    const item = items.find((candidate) => candidate.label === label);
    expect(item).toBeDefined();
    expect(taken(text, item!)).toBe(expected);
    expect(item!.documentation).toEqual({ kind: 'markdown', value: expect.stringMatching(/\S/) });
  });

  test.each([
    ['ct_state=', 9],
    ['ct_state=+trk+', 14],
    ['', 0],
  ])('%j: sorted by editors as the server ranks it', async (text, character) => {
    const editor = await startEditor();
    const items = await editor.complete(editor.open(text), { line: 0, character });
    const sortTexts = items.map((item) => item.sortText!);
    expect(sortTexts.length).toBeGreaterThan(5);
    expect(sortTexts).toEqual([...new Set(sortTexts)].sort());
    for (const item of items) {
      const { range } = item.textEdit as TextEdit;
      expect(range.start.character).toBeLessThanOrEqual(character);
      expect(range.end.character).toBeGreaterThanOrEqual(character);
    }
  });

  test('what cannot be comes last, and says so', async () => {
    const editor = await startEditor({ capabilities: fullCapabilities });
    const items = await editor.complete(editor.open('ct_state=-trk+'), { line: 0, character: 14 });
    expect(items.map((item) => item.label)).toEqual([
      '+new',
      '+est',
      '+rel',
      '+rpl',
      '+inv',
      '+snat',
      '+dnat',
    ]);
    for (const item of items) {
      expect(item.labelDetails?.description).toBe('can never match with trk');
    }
  });

  test('the note stands in labelDetails where the editor shows that, else in detail', async () => {
    const text = 'ct_state=';
    const able = await startEditor({ capabilities: fullCapabilities });
    const [modern] = await able.complete(able.open(text), { line: 0, character: 9 });
    expect(modern).toMatchObject({ labelDetails: { description: expect.stringMatching(/\S/) } });
    expect(modern).not.toHaveProperty('detail');
    const unable = await startEditor({ capabilities: pullingCapabilities });
    const [plain] = await unable.complete(unable.open(text), { line: 0, character: 9 });
    expect(plain).toMatchObject({ detail: modern?.labelDetails?.description });
    expect(plain).not.toHaveProperty('labelDetails');
  });

  test('after a field name is taken, completion is asked for again where the editor has a command', async () => {
    const able = await startEditor({ initializationOptions: { completeAgainCommand: 'again' } });
    const items = await able.complete(able.open(''), { line: 0, character: 0 });
    expect(items.find(({ label }) => label === 'ct_state')?.command).toMatchObject({ command: 'again' });
    expect(items.find(({ label }) => label === 'ct_zone')?.command).toBeUndefined();
    const unable = await startEditor();
    const plain = await unable.complete(unable.open(''), { line: 0, character: 0 });
    expect(plain.every(({ command }) => command === undefined)).toBe(true);
  });

  test('where nothing fits the list is empty', async () => {
    const editor = await startEditor();
    const uri = editor.open('# ct_state=\nip,actions=ct_state=');
    expect(await editor.complete(uri, { line: 0, character: 11 })).toEqual([]);
    expect(await editor.complete(uri, { line: 1, character: 20 })).toEqual([]);
    expect(await editor.complete(uri, { line: 50, character: 0 })).toEqual([]);
  });
});
