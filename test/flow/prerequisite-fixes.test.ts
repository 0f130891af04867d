/** What a match needs is added the way the line is written. */
import { expect, test } from 'vitest';
import { quickFixes } from '../../server/src/core/features/code-actions';
import { CheckedDocument } from '../../server/src/core/features/diagnostics';
import { applyEdits } from '../../server/src/core/rules/edits';

test.each([
  ['table=0, priority=9, tcp_dst=80, actions=drop', 'table=0, priority=9, tcp, tcp_dst=80, actions=drop'],
  ['table=0,priority=9,tcp_dst=80,actions=drop', 'table=0,priority=9,tcp,tcp_dst=80,actions=drop'],
  ['table=0 tcp_dst=80 actions=drop', 'table=0 tcp,tcp_dst=80 actions=drop'],
  ['tcp_dst=80, in_port=1, actions=drop', 'tcp, tcp_dst=80, in_port=1, actions=drop'],
  ['tcp_dst=80 actions=drop', 'tcp,tcp_dst=80 actions=drop'],
])('%s', (line, expected) => {
  const start = line.indexOf('tcp_dst');
  const range = { start: { line: 0, character: start }, end: { line: 0, character: start } };
  const [first] = quickFixes(new CheckedDocument(line), range, {});
  expect(first?.title).toBe('Add tcp');
  expect(applyEdits(line, first!.edits)).toBe(expected);
});
