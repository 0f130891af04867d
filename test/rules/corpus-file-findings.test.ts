/**
 * What is said of the files of the corpus as wholes. Each finding is either right, and the list says why, or it must
 * go: a finding that is not in the list fails, and so does one in the list that is no longer made.
 */
import { describe, expect, test } from 'vitest';
import { CheckedDocument } from '../../server/src/core/features/diagnostics';
import { filesIn, linesOf } from '../recorded';
import { corpusFileFindings } from './corpus-file-findings';

const folders = [
  { folder: 'openflow', end: '.flows' },
  { folder: 'dump', end: '.dump' },
] as const;

/** What the rules say of a file: for each code, the lines, from 1. */
function found(folder: string, name: string): Record<string, number[]> {
  const byCode: Record<string, number[]> = {};
  const document = new CheckedDocument(linesOf(folder, name).join('\n'));
  // All rules are asked, those that are off by default among them.
  for (const { rule, finding } of document.analysis.diagnoses) {
    byCode[rule.code] = [...(byCode[rule.code] ?? []), finding.line + 1];
  }
  return byCode;
}

/** What the list says of a file. */
function listed(file: string): Record<string, number[]> {
  const byCode: Record<string, number[]> = {};
  for (const { code, lines } of corpusFileFindings.filter((each) => each.file === file)) {
    byCode[code] = [...(byCode[code] ?? []), ...lines].sort((left, right) => left - right);
  }
  return byCode;
}

test('the list says why, for each finding once', () => {
  expect(corpusFileFindings.filter(({ why }) => !/^[A-Z].*\.$/s.test(why))).toEqual([]);
  const places = corpusFileFindings.flatMap(({ file, code, lines }) =>
    lines.map((line) => `${file}:${line} ${code}`),
  );
  expect(places.filter((place, index) => places.indexOf(place) !== index)).toEqual([]);
});

describe('the files of the corpus', () => {
  const files = folders.flatMap(({ folder, end }) =>
    filesIn(folder, end).map((name) => ({ folder, name, file: `${folder}/${name}` })),
  );

  test.each(files)('$file: nothing is said but what is right', ({ folder, name, file }) => {
    expect(found(folder, name)).toEqual(listed(file));
  });

  test('the list names no other files', () => {
    const known = new Set(files.map(({ file }) => file));
    expect(corpusFileFindings.filter(({ file }) => !known.has(file))).toEqual([]);
  });
});
