import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  CheckedDocument,
  type Diagnostic,
  type RuleSettings,
} from '../../server/src/core/features/diagnostics';
import { severities } from '../../server/src/core/features/line-marks';
import { totalOf } from '../../server/src/core/features/shown-findings';

const line = fc.constantFrom(
  'ip,actions=drop',
  'ct_state=-trk+new,actions=drop',
  'ct_state=0x21,actions=drop',
  'ct_state=+trk+new-est,actions=drop',
  'ct_state=+established,actions=drop',
  'ct_state=0x21,nosuch=1,actions=drop',
  'table=3,actions=resubmit(,4)',
  'priority=9,ip,actions=drop',
  'priority=5,tcp,actions=output:1',
  'priority=5,tcp,tcp_dst=80,actions=drop',
  'priority=5,udp,actions=output:1 # ovs-flows-disable-line file/shadowed',
  '# ovs-flows-disable-next-line file/shadowed, file/redundant',
  '# ovs-flows-disable-file file/replaced',
  'ct_state=-trk+new,actions=drop # ovs-flows-disable-line',
  'ct_state=0x21,actions=drop # ovs-flows-disable-line ct-state/never-matches',
  '# ovs-flows-disable-next-line ct-state/never-matches',
  'ct_state=0x21,actions=drop # ovs-flows-disable-next-line',
  '# ovs-flows-disable-file ct-state/redundant-flags',
  '',
);
const text = fc.array(line, { maxLength: 12 }).map((lines) => lines.join('\n'));
const position = fc.record({ line: fc.nat({ max: 12 }), character: fc.nat({ max: 30 }) });
const edit = fc.record({ start: position, end: position, newText: text });
const settings = fc.constantFrom<RuleSettings>(
  {},
  { 'ct-state/never-matches': 'error' },
  { 'ct-state/never-matches': 'off', 'ct-state/exact-match': 'hint' },
);

/** The worst of them, chosen the long way. */
function worst(all: readonly Diagnostic[], most: number): Diagnostic[] {
  if (all.length <= most) {
    return [...all];
  }
  return severities
    .flatMap((severity) => all.filter((diagnostic) => diagnostic.severity === severity))
    .slice(0, most)
    .sort((one, other) => one.line - other.line);
}

const said = (diagnostics: readonly Diagnostic[]) =>
  diagnostics
    .map(
      ({ line: number, severity, finding }) =>
        `${number} ${severity} ${finding.span.start} ${finding.message}`,
    )
    .sort();

describe('what is shown of a document', () => {
  test('is everything or the worst, and everything is counted, after any edits', () => {
    fc.assert(
      fc.property(
        text,
        fc.array(edit, { maxLength: 4 }),
        settings,
        fc.nat({ max: 8 }),
        (initial, edits, rules, most) => {
          const document = new CheckedDocument(initial);
          document.report({}, most);
          for (const { start, end, newText } of edits) {
            document.replace({ start, end }, newText);
            document.work('analysis');
          }
          const { shown, counts } = document.report(rules, most);
          const all = new CheckedDocument(document.text).diagnostics(rules);
          expect(said(shown)).toEqual(said(worst(all, most)));
          expect(shown.map((each) => each.line)).toEqual(worst(all, most).map((each) => each.line));
          expect(totalOf(counts)).toBe(all.length);
          for (const severity of severities) {
            expect(counts[severity]).toBe(all.filter((each) => each.severity === severity).length);
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  test('of some lines is what is shown on them, whether or not the rest was looked at', () => {
    const flows = Array.from({ length: 3000 }, (_, index) => `table=9,tp_dst=${index},tcp,actions=drop`);
    flows[1500] = '# ovs-flows-disable-next-line ct-state/never-matches';
    flows[1501] = 'udp,ct_state=-trk+new,actions=drop';
    flows[1502] = 'sctp,ct_state=-trk+new,actions=drop';
    const document = new CheckedDocument(flows.join('\n'));
    const at = (first: number, last = first) =>
      [...document.diagnosticsIn(first, last, {})].map(({ line: number, finding }) => [
        number,
        finding.rule.code,
      ]);
    expect(at(1501)).toEqual([]);
    expect(at(1502)).toEqual([[1502, 'ct-state/never-matches']]);
    expect(document.checkedLines).toBe(3);
    expect(at(-5, 0)).toEqual([]);
    expect(at(2999, 4000)).toEqual([]);
    expect(at(4000)).toEqual([]);
    while (!document.work('analysis')) {
      expect(document.isReady('analysis')).toBe(false);
    }
    expect(at(1501)).toEqual([]);
    expect(at(1502)).toEqual([[1502, 'ct-state/never-matches']]);
  });
});
