import { describe, expect, test } from 'vitest';
import { type CheckedFile, reportOf, summaryOf } from '../../../client/src/check-file/report';
import { type CheckResult, readCheckResult } from '../../../client/src/check-file/result';

const none = { error: 0, warning: 0, information: 0, hint: 0 };

function diagnosticAt(line: number, character: number, message: string, severity: 1 | 2 | 3 | 4 = 1) {
  const place = { line, character };
  return {
    range: { start: place, end: place },
    severity,
    message,
    code: 'value/syntax',
    source: 'ovs-flows',
  };
}

const clean: CheckResult = {
  bytes: 5 * 1024 * 1024,
  lines: 2001,
  flows: 2000,
  wholeFileRules: true,
  counts: none,
  byCode: [],
  diagnostics: [],
  omitted: 0,
};

const faulty: CheckResult = {
  ...clean,
  bytes: Math.round(215.3 * 1024 * 1024),
  flows: 1_234_567,
  wholeFileRules: false,
  counts: { ...none, error: 12_340, warning: 5 },
  byCode: [
    { code: 'value/syntax', severity: 'error', title: 'The value cannot be read', count: 12_340 },
    { code: 'match/lost', severity: 'warning', title: 'A part is dropped', count: 5 },
  ],
  diagnostics: Array.from({ length: 1000 }, (_, line) => diagnosticAt(line, 4, 'Not a number.')),
  omitted: 11_345,
};

const fileOf = (result: CheckResult, name = 'big.flows'): CheckedFile => ({
  name,
  address: `file:///dumps/${encodeURIComponent(name)}`,
  hasUnsavedChanges: false,
  result,
});

describe('the one line', () => {
  test.each([
    [[fileOf(clean)], 'big.flows: 2,000 flows, no findings'],
    [[fileOf(faulty)], 'big.flows: 1,234,567 flows, 12,340 errors, 5 warnings'],
    [[fileOf({ ...clean, flows: 1 })], 'big.flows: 1 flow, no findings'],
    [[fileOf(clean), fileOf(faulty)], '2 files: 1,236,567 flows, 12,340 errors, 5 warnings'],
  ])('sums up', (files, text) => {
    expect(summaryOf(files)).toBe(text);
  });
});

describe('the report', () => {
  test('counts by rule', () => {
    expect(reportOf([fileOf(faulty)]).text).toContain(
      [
        'big.flows',
        '1,234,567 flows on 2,001 lines, 215.3 MB: 12,340 errors, 5 warnings',
        '',
        'By rule:',
        '  12,340  error    value/syntax  The value cannot be read',
        '       5  warning  match/lost    A part is dropped',
        '',
      ].join('\n'),
    );
  });

  test('lists the first findings with their places, which start at 1, and leads there', () => {
    const { text, links } = reportOf([fileOf(faulty)]);
    const lines = text.split('\n');
    expect(lines).toContain('The first 50 findings, errors first:');
    expect(links).toHaveLength(50);
    const [first] = links;
    expect(lines[first!.line]).toBe('  big.flows:1:5 error: Not a number. (value/syntax)');
    expect(lines[first!.line]!.slice(first!.start, first!.end)).toBe('big.flows:1:5');
    expect(first).toMatchObject({ address: 'file:///dumps/big.flows', place: { line: 1, column: 5 } });
  });

  test('says what was left out, and why', () => {
    const { text } = reportOf([{ ...fileOf(faulty), hasUnsavedChanges: true }]);
    const limits = text.slice(text.indexOf('What was left out:'));
    expect(limits).toContain('The Problems view has 1,000 findings');
    expect(limits).toContain('11,345 more are counted above');
    expect(limits).toContain('Each line was checked by itself.');
    expect(limits).toContain('changes that are not saved');
  });

  test('does not say that anything was left out where nothing was', () => {
    const two = [diagnosticAt(0, 0, 'Bad.', 2), diagnosticAt(7, 0, 'Worse.')];
    const { text } = reportOf([fileOf({ ...clean, bytes: 1536, diagnostics: two })]);
    expect(text).toBe(
      [
        'big.flows',
        '2,000 flows on 2,001 lines, 1.5 KB: no findings',
        '',
        'Findings:',
        '  big.flows:8:1 error: Worse. (value/syntax)',
        '  big.flows:1:1 warning: Bad. (value/syntax)',
        '',
      ].join('\n'),
    );
  });

  test('has a part for each file, with links into that file', () => {
    const bad = { ...clean, diagnostics: [diagnosticAt(2, 0, 'Bad.')] };
    const { text, links } = reportOf([fileOf(bad, 'one.flows'), fileOf(bad, 'two.flows')]);
    const lines = text.split('\n');
    expect(links.map(({ address, line }) => [address, lines[line]?.trim().split(' ')[0]])).toEqual([
      ['file:///dumps/one.flows', 'one.flows:3:1'],
      ['file:///dumps/two.flows', 'two.flows:3:1'],
    ]);
  });

  test('a finding is one line, whatever the file holds, and not a long one', () => {
    const hostile = [diagnosticAt(0, 0, `two\r\nlines\u2028${'x'.repeat(100_000)}`)];
    const { text } = reportOf([fileOf({ ...clean, diagnostics: hostile }, 'a\nb.flows')]);
    expect(text.split(/[\n\r\u2028]/)).toHaveLength(6);
    expect(text.length).toBeLessThan(1000);
  });
});

describe('the answer of the server', () => {
  test('is read', () => {
    expect(readCheckResult({ uri: 'file:///dumps/big.flows', ...faulty })).toEqual(faulty);
  });

  test.each([
    undefined,
    null,
    {},
    { ...faulty, flows: '7' },
    { ...faulty, counts: {} },
    { ...faulty, byCode: [{}] },
    { ...faulty, diagnostics: [{ message: 'no place' }] },
    { ...faulty, omitted: Number.NaN },
  ])('is passed over when it is none: %o', (answer) => {
    expect(readCheckResult(answer)).toBeUndefined();
  });
});
