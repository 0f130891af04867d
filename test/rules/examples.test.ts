/** What the editor says of the examples for the whole language. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { CheckedDocument } from '../../server/src/core/features/diagnostics';

const read = (name: string) => readFileSync(new URL(`../../examples/${name}`, import.meta.url), 'utf8');
const isFlow = (line: string) => line !== '' && !line.startsWith('#');

test.each(['whole-language.flows', 'whole-pipeline.flows'])('%s: nothing', (name) => {
  const found = new CheckedDocument(read(name)).diagnostics({});
  expect(found.map(({ line, finding }) => `${line + 1}: ${finding.message}`)).toEqual([]);
});

describe('more-mistakes.flows', () => {
  const text = read('more-mistakes.flows');
  const lines = text.split('\n');
  const accepted = lines.findIndex((line) => line.startsWith('# region Accepted'));
  const found = new CheckedDocument(text).diagnostics({});

  test.each(
    [...lines.entries()].filter(([, line]) => isFlow(line)).map(([index, line]) => ({ index, line })),
  )('$line', ({ index }) => {
    const severities = found.filter(({ line }) => line === index).map(({ severity }) => severity);
    expect(severities.filter((severity) => severity !== 'hint')).not.toEqual([]);
    expect(severities.includes('error')).toBe(index < accepted);
  });
});

test('pipeline-mistakes.flows: what only the whole file shows, and nothing else', () => {
  const found = new CheckedDocument(read('pipeline-mistakes.flows')).diagnostics({});
  expect(found.map(({ line, finding }) => `${line + 1} ${finding.rule.code}`)).toEqual([
    '10 file/replaced',
    '14 tracking/unreachable-state',
    '15 tracking/unreachable-state',
    '16 tracking/untracked-field',
    '19 tracking/unhandled-states',
    '20 tracking/zone-mismatch',
    '21 tracking/never-committed',
    '24 file/shadowed',
    '27 tracking/endless-recirculation',
    '30 file/incomplete-conjunction',
    '34 file/unreached-table',
  ]);
});
