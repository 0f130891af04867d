import { describe, expect, test } from 'vitest';
import { CheckedDocument, type RuleSettings } from '../../server/src/core/features/diagnostics';
import { clientOf } from '../../server/src/lsp/client';
import { DiagnosticReports } from '../../server/src/lsp/diagnostic-reports';

const client = clientOf({ capabilities: {}, processId: null, rootUri: null }, undefined);

/** Reports about documents that are edited in between, without a server around them. */
function start(text: string, uri = 'file:///a', reports = new DiagnosticReports()) {
  const document = { uri, version: 1, content: new CheckedDocument(text) };
  return {
    reports,
    document,
    pull: (previousId?: string, settings: RuleSettings = {}) =>
      reports.report(document, document.content.diagnostics(settings), previousId, client),
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

function range(startLine: number, start: number, endLine: number, end: number) {
  return { start: { line: startLine, character: start }, end: { line: endLine, character: end } };
}
