import { describe, expect, test } from 'vitest';
import type { InitializeParams } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { quickFixes } from '../../server/src/core/features/code-actions';
import { completeAt } from '../../server/src/core/features/completion';
import { CheckedDocument } from '../../server/src/core/features/diagnostics';
import { parseFlowLine } from '../../server/src/core/syntax/flow-line';
import { clientOf } from '../../server/src/lsp/client';
import { toCodeAction, toCompletionItem, toDiagnostic, toHover, toRange } from '../../server/src/lsp/convert';
import { inLine } from '../features/drawn';

function client(capabilities: object = {}, initializationOptions?: unknown, pages?: string) {
  return clientOf({ capabilities, initializationOptions } as unknown as InitializeParams, pages);
}

const uri = 'file:///a.flows';
const open = (text: string, version = 3) => ({ uri, version, content: new CheckedDocument(text) });

describe('the editor', () => {
  test('that says nothing can do nothing', () => {
    const { linkTo, markdown, ...able } = client();
    expect(markdown).toBe(true);
    expect(Object.values(able).filter(Boolean)).toEqual([]);
    expect(linkTo('a/b')).toBeUndefined();
  });

  test.each([undefined, null, 5, 'text', [], { ruleDocumentation: 5, completeAgainCommand: {} }])(
    'that sends the options %j has none',
    (options) => {
      const { linkTo, completeAgain } = client({}, options, 'pages/{rule}.md');
      expect(linkTo('a/b')).toBe('pages/a/b.md');
      expect(completeAgain).toBeUndefined();
    },
  );

  test('its own place for the pages comes first', () => {
    expect(client({}, { ruleDocumentation: 'own:{rule}' }, 'pages/{rule}.md').linkTo('a/b')).toBe('own:a/b');
    expect(client({}, { ruleDocumentation: 'command:x?%22{rule}%22' }).linkTo('a/b')).toBe(
      'command:x?%22a%2Fb%22',
    );
  });

  test.each([
    [{ textDocument: { diagnostic: {} } }, 'pullsDiagnostics'],
    [{ workspace: { diagnostics: { refreshSupport: true } } }, 'refreshesDiagnostics'],
    [{ workspace: { configuration: true } }, 'asksForSettings'],
    [{ workspace: { didChangeConfiguration: { dynamicRegistration: true } } }, 'registersForSettings'],
    [{ textDocument: { diagnostic: { relatedInformation: true } } }, 'relatedInformation'],
    [{ textDocument: { publishDiagnostics: { relatedInformation: true } } }, 'relatedInformation'],
    [{ textDocument: { diagnostic: { codeDescriptionSupport: true } } }, 'codeDescription'],
    [{ textDocument: { publishDiagnostics: { codeDescriptionSupport: true } } }, 'codeDescription'],
    [{ textDocument: { completion: { completionItem: { labelDetailsSupport: true } } } }, 'labelDetails'],
    [{ workspace: { workspaceEdit: { documentChanges: true } } }, 'documentChanges'],
  ] as const)('%j: %s', (capabilities, ability) => {
    expect(client(capabilities)[ability]).toBe(true);
  });
});

test('a range is in one line', () => {
  expect(toRange(4, { start: 1, end: 3 })).toEqual({
    start: { line: 4, character: 1 },
    end: { line: 4, character: 3 },
  });
});

test('a hover is Markdown', () => {
  expect(toHover(2, { contents: '**x**', span: { start: 0, end: 1 } }, client())).toEqual({
    contents: { kind: 'markdown', value: '**x**' },
    range: toRange(2, { start: 0, end: 1 }),
  });
});

test('a hover is plain text for an editor that shows nothing else', () => {
  const plain = client({ textDocument: { hover: { contentFormat: ['plaintext'] } } });
  const contents = '**`+new`** \\*\n\n| flag | bit |\n|:--|:--|\n| new | 0x01 |\n\n[a/b](command:x)';
  expect(toHover(0, { contents, span: { start: 0, end: 1 } }, plain).contents).toEqual({
    kind: 'plaintext',
    value: '+new *\n\nflag\tbit\nnew\t0x01\n\na/b',
  });
});

describe('a diagnostic', () => {
  const [found] = new CheckedDocument('ct_state=+trk+new+trk').diagnostics({});

  test('has nothing the editor cannot show', () => {
    expect(toDiagnostic(uri, found!, client({}, {}, 'pages/{rule}.md'))).toEqual({
      range: toRange(0, { start: 17, end: 21 }),
      severity: 1,
      code: 'ct-state/repeated-flag',
      source: 'ovs-flows',
      message: expect.any(String),
    });
  });

  test('has a link and related places where the editor shows them', () => {
    const able = client(
      { textDocument: { diagnostic: { relatedInformation: true, codeDescriptionSupport: true } } },
      {},
      'pages/{rule}.md',
    );
    expect(toDiagnostic(uri, found!, able)).toMatchObject({
      codeDescription: { href: 'pages/ct-state/repeated-flag.md' },
      relatedInformation: [{ location: { uri, range: toRange(0, { start: 9, end: 13 }) } }],
    });
  });

  test.each([
    ['error', 1],
    ['warning', 2],
    ['information', 3],
    ['hint', 4],
  ] as const)('of severity %s is %i', (severity, expected) => {
    expect(toDiagnostic(uri, { ...found!, severity }, client()).severity).toBe(expected);
  });
});

describe('a completion', () => {
  const completions = completeAt(parseFlowLine(''), 0);
  const offered = (label: string) => completions.find((completion) => completion.label === label)!;
  const first = offered('ct_state');
  const others = [offered('nw_ttl')];

  test('is sorted by its rank, as text', () => {
    const texts = completions.map(
      (completion, rank) => toCompletionItem(0, completion, rank, client()).sortText!,
    );
    expect(texts).toEqual([...texts].sort());
    const far = [9, 10, 99, 100, 999, 1000].map(
      (rank) => toCompletionItem(0, first, rank, client()).sortText!,
    );
    expect(far).toEqual([...far].sort());
  });

  test('asks for more only where there is a command for it', () => {
    expect(
      toCompletionItem(0, first, 0, client({}, { completeAgainCommand: 'again' })).command?.command,
    ).toBe('again');
    expect(toCompletionItem(0, first, 0, client())).not.toHaveProperty('command');
    expect(
      toCompletionItem(0, others[0]!, 1, client({}, { completeAgainCommand: 'again' })),
    ).not.toHaveProperty('command');
  });

  test('brings along what it needs: in its text, and as changes elsewhere', () => {
    const needing = toCompletionItem(0, offered('tcp_dst'), 0, client());
    expect(needing).toMatchObject({
      detail: 'TCP destination port; with tcp',
      filterText: 'tcp_dst',
      textEdit: { newText: 'tcp,tcp_dst=' },
    });
    const afterIp = completeAt(parseFlowLine('ip,'), 3).find(({ label }) => label === 'tcp_dst')!;
    expect(toCompletionItem(4, afterIp, 0, client()).additionalTextEdits).toEqual([
      { range: toRange(4, { start: 0, end: 2 }), newText: 'tcp' },
    ]);
  });

  test('has places to fill in where the editor can do that, and stops at the first where it cannot', () => {
    const text = 'ip,actions=';
    const setField = completeAt(parseFlowLine(text), text.length).find(({ label }) => label === 'set_field')!;
    const able = client({
      textDocument: {
        completion: { completionItem: { snippetSupport: true, labelDetailsSupport: true } },
      },
    });
    expect(toCompletionItem(0, setField, 0, able)).toMatchObject({
      insertTextFormat: 2,
      labelDetails: { detail: ':VALUE->FIELD', description: 'Write a field' },
      textEdit: { newText: 'set_field:$1->$0' },
    });
    const plain = toCompletionItem(0, setField, 0, client());
    expect(plain).toMatchObject({ textEdit: { newText: 'set_field:' } });
    expect(plain).not.toHaveProperty('insertTextFormat');
  });
});

describe('a code action', () => {
  const text =
    'ip,actions=drop\r\nct_state=+trk+new+est,actions=drop\r\nct_state=+trk+new+est,table=1,actions=drop\r\n';
  const document = open(text);
  const reported = document.content.diagnostics({}).map((found) => toDiagnostic(uri, found, client()));
  const actions = quickFixes(document.content, inLine(1, { start: 14, end: 14 }), {});

  test('names the diagnostics it settles: those of its line', () => {
    expect(reported).toHaveLength(2);
    expect(actions.length).toBeGreaterThan(2);
    for (const action of actions) {
      expect(toCodeAction(document, action, reported, client()).diagnostics).toEqual([reported[0]]);
      expect(toCodeAction(document, action, [], client())).not.toHaveProperty('diagnostics');
    }
  });

  test('says of the preferred action only that it is', () => {
    const [action] = actions;
    const preferred = (given: boolean) =>
      toCodeAction(document, { ...action!, preferred: given }, [], client()).isPreferred;
    expect([preferred(true), preferred(false)]).toEqual([true, undefined]);
  });

  test('writes the line ends of the document, and makes the same text whichever way it is sent', () => {
    const versioned = client({ workspace: { workspaceEdit: { documentChanges: true } } });
    for (const action of actions) {
      const { edit } = toCodeAction(document, action, [], client());
      const edits = edit!.changes![uri]!;
      expect(toCodeAction(document, action, [], versioned).edit).toEqual({
        documentChanges: [{ textDocument: { uri, version: 3 }, edits }],
      });
      const after = TextDocument.applyEdits(TextDocument.create(uri, 'ovs-flows', 3, text), edits);
      expect(after.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
      expect(after).not.toBe(text);
    }
  });
});
