import { describe, expect, test } from 'vitest';
import { CheckedDocument, type RuleSettings } from '../../server/src/core/features/diagnostics';
import { clientOf } from '../../server/src/lsp/client';
import { CutReports, DiagnosticReports, mostShown } from '../../server/src/lsp/diagnostic-reports';

const client = clientOf({ capabilities: {}, processId: null, rootUri: null }, undefined);

/** Reports about documents that are edited in between, without a server around them. */
function start(text: string, uri = 'file:///a', reports = new DiagnosticReports()) {
  const document = { uri, version: 1, content: new CheckedDocument(text) };
  return {
    reports,
    document,
    pull: (previousId?: string, settings: RuleSettings = {}) =>
      reports.report(document, document.content.report(settings, mostShown), previousId, client),
    edit: (line: number, start: number, end: number, newText: string) =>
      document.content.replace({ start: { line, character: start }, end: { line, character: end } }, newText),
  };
}

describe('a report', () => {
  test('has the same id as long as nothing changes, and is sent once', () => {
    const { pull } = start('ct_state=-trk+new,actions=drop');
    const first = pull();
    expect(first).toMatchObject({ kind: 'full', items: [{ code: 'ct-state/never-matches' }] });
    expect(pull(first.resultId)).toEqual({ kind: 'unchanged', resultId: first.resultId });
    expect(pull(first.resultId)).toEqual({ kind: 'unchanged', resultId: first.resultId });
    expect(pull()).toEqual(first);
    expect(pull('other')).toEqual(first);
  });

  test('of nothing can be unchanged as well', () => {
    const { pull, edit } = start('ip,actions=drop');
    const first = pull();
    expect(first).toMatchObject({ kind: 'full', items: [] });
    edit(0, 0, 2, 'tcp');
    expect(pull(first.resultId)).toMatchObject({ kind: 'unchanged' });
  });

  test.each<[string, (flows: ReturnType<typeof start>) => void]>([
    ['a line inserted above', ({ edit }) => edit(0, 0, 0, '\n')],
    ['a line taken away above', ({ document }) => document.content.replace(range(0, 0, 1, 0), '')],
    ['the finding moved within its line', ({ edit }) => edit(1, 0, 0, 'ip,')],
    ['another finding', ({ edit }) => edit(2, 0, 0, 'ct_state=0x21,actions=drop')],
    ['the finding gone', ({ edit }) => edit(1, 9, 17, '+trk')],
    ['the finding silenced from afar', ({ edit }) => edit(2, 0, 0, '# ovs-flows-disable-file')],
    ['a message that differs', ({ edit }) => edit(1, 13, 17, '+est')],
  ])('is new after %s', (_, change) => {
    const flows = start('#\nct_state=-trk+new,actions=drop\n');
    const first = flows.pull();
    change(flows);
    const second = flows.pull(first.resultId);
    expect(second.kind).toBe('full');
    expect(second.resultId).not.toBe(first.resultId);
    expect(flows.pull(second.resultId).kind).toBe('unchanged');
    expect(flows.pull(first.resultId).kind).toBe('full');
  });

  test('is new when a severity changes', () => {
    const { pull } = start('ct_state=-trk+new,actions=drop');
    const first = pull();
    const second = pull(first.resultId, { 'ct-state/never-matches': 'error' });
    expect(second).toMatchObject({ kind: 'full', items: [{ severity: 1 }] });
    expect(pull(second.resultId)).toMatchObject({ kind: 'full', items: [{ severity: 2 }] });
    const last = pull();
    expect(pull(last.resultId, { 'ct-state/exact-match': 'error' })).toMatchObject({ kind: 'unchanged' });
  });

  test('never shares its id with one of another document, or of the same one opened again', () => {
    const one = start('ct_state=-trk+new,actions=drop', 'file:///one');
    const two = start('ip,actions=drop', 'file:///two', one.reports);
    const ids = [one.pull().resultId, two.pull().resultId];
    one.reports.closed('file:///one');
    const again = start('ct_state=0x21,actions=drop', 'file:///one', one.reports);
    expect(again.pull(ids[0])).toMatchObject({ kind: 'full', items: [{ code: 'ct-state/exact-match' }] });
    ids.push(again.pull().resultId);
    expect(new Set(ids).size).toBe(3);
  });
});

describe('a document with more findings than are sent', () => {
  const some = (count: number) => faultyFlows(count).join('');

  test('has the worst of them, top to bottom, and one more diagnostic that counts the rest', () => {
    const { pull } = start(`${some(1500)}ct_state=+nosuch,actions=drop\n`);
    const { items } = pull() as { items: { code: string; message: string; range: { start: object } }[] };
    expect(items).toHaveLength(mostShown + 1);
    expect(items[0]).toMatchObject({
      range: range(0, 0, 0, 0),
      severity: 3,
      code: 'more-findings',
      message: '502 more findings are not shown: 502 warnings. These are the first 999, errors first.',
    });
    expect(items.at(-1)).toMatchObject({ range: { start: { line: 1500 } }, severity: 1 });
    expect(items.slice(1, -1).every(({ code }) => code === 'ct-state/never-matches')).toBe(true);
  });

  test('is reported anew when only the rest changes', () => {
    const { pull, edit } = start(some(1002));
    const rest = (report: object) => (report as { items: { message: string }[] }).items[0]?.message;
    const first = pull();
    expect(rest(first)).toMatch(/^3 more findings are not/);
    edit(1001, 26, 34, '+trk');
    const second = pull(first.resultId);
    expect(rest(second)).toMatch(/^2 more findings are not/);
    edit(1000, 26, 34, '+trk');
    edit(999, 26, 34, '+trk');
    const last = pull(second.resultId) as { items: { code: string }[] };
    expect(last.items).toHaveLength(mostShown);
    expect(last.items.some(({ code }) => code === 'more-findings')).toBe(false);
  });

  test('is told of with each report, and once when it is over', () => {
    const cuts = new CutReports();
    const { document, edit } = start(some(1000));
    const tell = () => cuts.tell(document, document.content.report({}, mostShown));
    const counts = { error: 0, warning: 1000, information: 0, hint: 0 };
    const told = { uri: 'file:///a', version: 1, shown: 999, total: 1000, counts };
    expect([tell(), tell()]).toEqual([told, told]);
    edit(0, 26, 34, '+trk');
    const over = { ...told, total: 999, counts: { ...counts, warning: 999 } };
    expect([tell(), tell()]).toEqual([over, undefined]);
  });
});

test('an edit converts the findings that it changes, and those that it moves', () => {
  let converted = 0;
  const counting = clientOf(
    {
      capabilities: { textDocument: { diagnostic: { codeDescriptionSupport: true } } },
      processId: null,
      rootUri: null,
    } as Parameters<typeof clientOf>[0],
    undefined,
  );
  const reports = new DiagnosticReports();
  const { document, edit } = start(faultyFlows(200).join(''));
  const pull = () => {
    converted = 0;
    const linkTo = () => {
      converted++;
      return undefined;
    };
    return reports.report(document, document.content.report({}, mostShown), undefined, {
      ...counting,
      linkTo,
    });
  };
  pull();
  expect(converted).toBe(200);
  pull();
  expect(converted).toBe(0);
  edit(100, 0, 0, 'ip,');
  pull();
  expect(converted).toBe(1);
  edit(150, 0, 0, '\n');
  pull();
  expect(converted).toBe(50);
});

/** Flows that can never match, with nothing else to say of them. */
function faultyFlows(count: number): string[] {
  return Array.from(
    { length: count },
    (_, index) => `tcp,tp_dst=${10_000 + index},ct_state=-trk+new,actions=drop\n`,
  );
}

function range(startLine: number, start: number, endLine: number, end: number) {
  return { start: { line: startLine, character: start }, end: { line: endLine, character: end } };
}
