import { expect, test } from 'vitest';
import { CheckedDocument } from '../../server/src/core/features/diagnostics';
import { soundFileFixes } from '../../server/src/core/features/file-fixes';
import type { FileDiagnosis } from '../../server/src/core/rules/check-file';

const text = [
  'table=0,priority=10,ip,actions=drop',
  'table=0,priority=10,ip,actions=NORMAL',
  'table=0,priority=5,arp,actions=NORMAL',
].join('\n');
const document = new CheckedDocument(text);
const [found] = document.analysis.diagnoses as [FileDiagnosis];

/** What is left of fixes that put a text in the place of the first line. */
function offered(...lines: string[]): string[] {
  const end = document.textOf(0).length;
  const fixes = lines.map((newText) => ({ title: newText, edits: [{ line: 0, start: 0, end, newText }] }));
  const finding = { ...found.finding, fixes: () => fixes };
  return soundFileFixes(document, { ...found, finding }).map(({ title }) => title);
}

test('a fix is offered when the finding goes away', () => {
  expect(found.rule.code).toBe('file/replaced');
  expect(offered('', 'table=0,priority=11,tcp,actions=drop')).toHaveLength(2);
});

test('a fix is not offered when the finding stays, or another as severe comes up', () => {
  expect(offered('table=0, priority=10, ip, actions=drop', 'table=0,priority=10,ipp,actions=drop')).toEqual(
    [],
  );
});

test('the document itself does not change, and no line is read again but those that a fix touches', () => {
  const checked = document.checkedLines;
  offered('');
  expect(document.text).toBe(text);
  expect(document.checkedLines).toBe(checked);
  const changed = document.after([{ line: 1, start: 0, end: 0, newText: 'add ' }]);
  changed.countByRule();
  expect(changed.checkedLines).toBe(1);
});
