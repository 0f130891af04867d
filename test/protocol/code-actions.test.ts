import { describe, expect, test } from 'vitest';
import { fullCapabilities, inLine, startEditor } from './editor';

const never = 'ct-state/never-matches';

describe('a quick fix', () => {
  test.each([
    ['ct_state=+trk+established,actions=drop', 'ct_state=+trk+est,actions=drop'],
    ['ct_state=-trk+new,actions=drop', 'ct_state=+trk+new,actions=drop'],
    ['ct_state=new+trk,actions=drop', 'ct_state=+new+trk,actions=drop'],
    ['ct_state=0x21/0x20,actions=drop', undefined],
    ['ct_state=0x100/0x100,actions=drop', undefined],
    ['ct_state=,actions=drop', 'actions=drop'],
    ['ip,ct_state=+trk,+new,actions=drop', 'ip,ct_state=+trk+new,actions=drop'],
    ['ct_state=-new,actions=drop', undefined],
    ['ct_state=+trk+new-est,actions=drop', 'ct_state=+trk+new,actions=drop'],
    ['ct_state=+trk,ct_state=+new,actions=drop', undefined],
    ['ct_state=0x21,actions=drop', undefined],
  ])('of %s, applied and checked again', async (text, expected) => {
    const editor = await startEditor();
    const uri = editor.open(`ip,actions=drop\n${text}\n`);
    const [found] = await editor.diagnostics(uri);
    const actions = await editor.codeActions(uri, found!.range, { diagnostics: [found!] });
    const fix = actions.find(({ kind, title }) => kind === 'quickfix' && !title.startsWith('Silence'));
    if (expected === undefined && fix === undefined) {
      return;
    }
    expect(fix).toMatchObject({ diagnostics: [found] });
    editor.apply(fix!);
    const codes = await editor.codes(uri);
    expect(codes).not.toContain(found!.code);
    if (expected !== undefined) {
      expect(editor.textOf(uri)).toBe(`ip,actions=drop\n${expected}\n`);
    }
  });

  test('every action on every finding settles what it says', async () => {
    const editor = await startEditor();
    const uri = editor.open(
      'ct_state=+trk+new-est,table=7,actions=drop\nct_state=trk+NEW,table=7,actions=drop\n',
    );
    const before = editor.textOf(uri);
    for (const found of await editor.diagnostics(uri)) {
      const actions = await editor.codeActions(uri, found.range, {
        diagnostics: [found],
        only: ['quickfix'],
      });
      expect(actions.length).toBeGreaterThanOrEqual(2);
      for (const action of actions) {
        expect(action.diagnostics).toEqual([found]);
        editor.apply(action);
        const sameLeft = (await editor.diagnostics(uri)).filter(
          ({ code, message }) => code === found.code && message === found.message,
        );
        expect(sameLeft).toEqual([]);
        editor.change(uri, { text: before });
      }
    }
  });

  test('is offered wherever in the finding the cursor is, and not beside it', async () => {
    const editor = await startEditor();
    const uri = editor.open('ip,ct_state=-trk+new,actions=drop');
    const titles = async (character: number) =>
      (await editor.codeActions(uri, inLine(0, character, character), { only: ['quickfix'] })).map(
        ({ title }) => title,
      );
    for (const character of [12, 16, 20]) {
      expect(await titles(character)).toContainEqual(expect.stringContaining('Change to'));
    }
    expect(await titles(0)).toEqual([]);
    expect(await titles(30)).toEqual([]);
  });

  test('is offered for all lines of a selection', async () => {
    const editor = await startEditor();
    const uri = editor.open(
      ['ct_state=-trk+new', 'ip', 'ct_state=+established', 'ct_state=-trk+est']
        .map((match) => `${match},actions=drop`)
        .join('\n'),
    );
    const range = { start: { line: 0, character: 12 }, end: { line: 2, character: 20 } };
    const diagnostics = await editor.diagnostics(uri);
    const actions = await editor.codeActions(uri, range, { diagnostics, only: ['quickfix'] });
    const settled = new Set(
      actions.flatMap((action) => action.diagnostics ?? []).map((one) => one.range.start.line),
    );
    expect([...settled]).toEqual([0, 2]);
  });

  test('settles the finding on its own line only, where two lines are alike', async () => {
    const editor = await startEditor();
    const uri = editor.open('ct_state=-trk+new,tcp,actions=drop\nct_state=-trk+new,udp,actions=drop\n');
    const diagnostics = await editor.diagnostics(uri);
    expect(diagnostics).toHaveLength(2);
    const actions = await editor.codeActions(uri, inLine(1, 9, 17), { diagnostics, only: ['quickfix'] });
    for (const action of actions) {
      expect(action.diagnostics).toEqual([diagnostics[1]]);
    }
  });

  test('silences the finding on its line', async () => {
    const editor = await startEditor();
    const uri = editor.open('ct_state=-trk+new,tcp,actions=drop\nct_state=-trk+new,udp,actions=drop');
    const actions = await editor.codeActions(uri, inLine(1, 9, 17));
    editor.apply(actions.find(({ title }) => title === `Silence ${never} for this line`)!);
    expect((await editor.diagnostics(uri)).map(({ range }) => range.start.line)).toEqual([0]);
    const file = await editor.codeActions(uri, inLine(0, 9, 17));
    editor.apply(file.find(({ title }) => title === `Silence ${never} for this file`)!);
    expect(await editor.codes(uri)).toEqual([]);
  });
});

describe('the edit', () => {
  test('names the version where the editor takes that, and only the document where not', async () => {
    const able = await startEditor({ capabilities: fullCapabilities });
    const uri = able.open('ct_state=+established,actions=drop');
    able.change(uri, { range: inLine(0, 0, 0), text: 'ip,' });
    const [versioned] = await able.codeActions(uri, inLine(0, 12, 20), { only: ['quickfix'] });
    expect(versioned?.edit).toEqual({
      documentChanges: [
        {
          textDocument: { uri, version: 2 },
          edits: [{ range: expect.anything(), newText: expect.any(String) }],
        },
      ],
    });
    able.apply(versioned!);
    expect(able.textOf(uri)).toMatch(/^ip,ct_state=(\+est|est),actions=drop$/);

    const unable = await startEditor();
    unable.open('ip,ct_state=+established,actions=drop');
    const [plain] = await unable.codeActions(uri, inLine(0, 12, 20), { only: ['quickfix'] });
    expect(Object.keys(plain?.edit ?? {})).toEqual(['changes']);
    expect(Object.keys(plain?.edit?.changes ?? {})).toEqual([uri]);
  });
});

describe('the kinds asked for', () => {
  const text = 'ct_state=+trk+new-est,actions=drop\nct_state=-trk+new,actions=drop\n';

  test('nothing asked for: fixes and refactorings, no fix-all', async () => {
    const editor = await startEditor();
    const kinds = (await editor.codeActions(editor.open(text), inLine(0, 17, 17))).map(({ kind }) => kind);
    expect(new Set(kinds)).toEqual(new Set(['quickfix', 'refactor.rewrite']));
  });

  test.each([
    [['quickfix'], ['quickfix']],
    [['refactor'], ['refactor.rewrite']],
    [['refactor.rewrite'], ['refactor.rewrite']],
    [['source'], ['source.fixAll.ovsFlows']],
    [['source.fixAll'], ['source.fixAll.ovsFlows']],
    [['source.fixAll.ovsFlows'], ['source.fixAll.ovsFlows']],
    [
      ['quickfix', 'source.fixAll'],
      ['quickfix', 'source.fixAll.ovsFlows'],
    ],
    [['source.fixAll.other'], []],
    [['source.organizeImports'], []],
    [['refactor.extract'], []],
    [['refac'], []],
    [[], []],
  ])('%j gives %j', async (only, expected) => {
    const editor = await startEditor();
    const actions = await editor.codeActions(editor.open(text), inLine(0, 17, 17), { only });
    expect(new Set(actions.map(({ kind }) => kind))).toEqual(new Set(expected));
  });
});

describe('fix all', () => {
  test('makes the fixes that keep the meaning in the whole document, and no other', async () => {
    const editor = await startEditor();
    const uri = editor.open(
      [
        'ct_state=+trk+new-est,actions=drop',
        'ct_state=-trk+new,actions=drop',
        'ct_state=+trk+est-new,actions=drop # ovs-flows-disable-line',
        'ct_state=+trk+inv-est-rel,actions=drop',
        '',
      ].join('\r\n'),
    );
    const actions = await editor.codeActions(uri, inLine(0, 0, 0), { only: ['source.fixAll'] });
    expect(actions).toHaveLength(1);
    editor.apply(actions[0]!);
    expect(editor.textOf(uri)).toBe(
      [
        'ct_state=+trk+new,actions=drop',
        'ct_state=-trk+new,actions=drop',
        'ct_state=+trk+est-new,actions=drop # ovs-flows-disable-line',
        'ct_state=+trk+inv,actions=drop',
        '',
      ].join('\r\n'),
    );
    expect(await editor.codeActions(uri, inLine(0, 0, 0), { only: ['source.fixAll'] })).toEqual([]);
  });

  test('leaves alone what the settings switch off', async () => {
    const editor = await startEditor({
      initializationOptions: { rules: { 'ct-state/redundant-flag': 'off' } },
    });
    const uri = editor.open('ct_state=+trk+new-est,actions=drop');
    expect(await editor.codeActions(uri, inLine(0, 0, 0), { only: ['source.fixAll'] })).toEqual([]);
  });
});

test('a refactoring goes to numbers and back', async () => {
  const editor = await startEditor({ capabilities: fullCapabilities });
  const uri = editor.open('ip,ct_state=+trk-new,actions=drop');
  const rewrite = async (title: string) => {
    const actions = await editor.codeActions(uri, inLine(0, 14, 14), { only: ['refactor.rewrite'] });
    editor.apply(actions.find((action) => action.title.startsWith(title))!);
    return editor.textOf(uri);
  };
  expect(await rewrite('Write as number')).toBe('ip,ct_state=0x20/0x21,actions=drop');
  expect(await rewrite('Write with symbols')).toBe('ip,ct_state=-new+trk,actions=drop');
});
