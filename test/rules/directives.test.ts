import { describe, expect, test } from 'vitest';
import {
  CheckedDocument,
  type Diagnostic,
  type RuleSettings,
} from '../../server/src/core/features/diagnostics';
import { directivesIn } from '../../server/src/core/model/directives';
import { catalogue, fileRules } from '../../server/src/core/rules/catalogue';

const fileCodes: ReadonlySet<string> = new Set(fileRules.map(({ code }) => code));

/** No packet matches (a warning); exact, and so on (an information). */
const impossible = 'ct_state=new,ip,actions=drop';
/** Two hints. */
const redundant = 'ct_state=+trk+est-new-inv,ip,actions=drop';
const rejected = 'ct_state=+rpy,ip,actions=drop';

/** What is said of single lines: some of the flows stand there twice, of which another rule speaks. */
function ofLines(document: CheckedDocument, settings: RuleSettings): Diagnostic[] {
  return document.diagnostics(settings).filter(({ finding }) => !fileCodes.has(finding.rule.code));
}

/** What is reported of single lines: `line severity code`, lines from 1, codes without `ct-state/`. */
function report(text: string, settings: RuleSettings = {}): string[] {
  return ofLines(new CheckedDocument(text), settings).map(
    ({ line, severity, finding }) => `${line + 1} ${severity} ${finding.rule.code.replace('ct-state/', '')}`,
  );
}

const bothOf = (line: number) => [`${line} warning never-matches`, `${line} information exact-match`];

test('without a comment everything is reported', () => {
  expect(report(`${impossible}\n${redundant}\n${rejected}`)).toEqual([
    ...bothOf(1),
    '2 hint redundant-flag',
    '2 hint redundant-flag',
    '3 error unknown-flag',
  ]);
});

describe('ovs-flows-disable-line', () => {
  test('silences the rule it names, on its line alone', () => {
    const silenced = `${impossible} # ovs-flows-disable-line ct-state/never-matches`;
    expect(report(`${silenced}\n${impossible}`)).toEqual(['1 information exact-match', ...bothOf(2)]);
  });

  test('silences everything when it names nothing', () => {
    expect(report(`${impossible} # ovs-flows-disable-line\n${impossible}`)).toEqual(bothOf(2));
  });

  test.each([', ', ' ', ',', '\t'])('takes several codes, separated by %j', (separator) => {
    const codes = ['ct-state/never-matches', 'ct-state/exact-match'].join(separator);
    expect(report(`${impossible} # ovs-flows-disable-line ${codes}`)).toEqual([]);
  });

  test('silences each finding of the rule', () => {
    expect(report(`${redundant} # ovs-flows-disable-line ct-state/redundant-flag`)).toEqual([]);
  });

  test('silences errors, too', () => {
    expect(report(`${rejected} # ovs-flows-disable-line ct-state/unknown-flag`)).toEqual([]);
  });

  test('has no effect when the code is unknown', () => {
    expect(report(`${impossible} # ovs-flows-disable-line ct-state/no-such-rule`)).toEqual(bothOf(1));
  });

  test('silences the codes it knows beside one that it does not', () => {
    const codes = 'ct-state/no-such-rule ct-state/exact-match';
    expect(report(`${impossible} # ovs-flows-disable-line ${codes}`)).toEqual(['1 warning never-matches']);
  });

  test.each([
    '#ovs-flows-disable-line',
    '# ovs-flows-disable-line: ct-state/never-matches ct-state/exact-match',
    '# ovs-flows-disable-line -- it is a placeholder',
    '# on purpose # ovs-flows-disable-line',
    '# ovs-flows-disable-line ct-state/never-matches # ovs-flows-disable-line ct-state/exact-match',
  ])('may be written %s', (comment) => {
    expect(report(`${impossible} ${comment}`)).toEqual([]);
  });

  test.each([
    '# on purpose: ovs-flows-disable-line',
    '# see ovs-flows-disable-line (docs)',
    '# ovs-flows-disable-line never-matches',
    '# ovs-flows-disable-line because I say so',
    '# ovs-flows-disable-lines',
  ])('is prose or a slip, and silences nothing: %s', (comment) => {
    expect(report(`${impossible} ${comment}`)).toEqual(bothOf(1));
  });

  test('stands in a comment, not in a flow', () => {
    expect(report(`cookie=ovs-flows-disable-line,${impossible}`)).toEqual([
      '1 error flow/invalid-value',
      ...bothOf(1),
    ]);
    expect(directivesIn(`cookie=ovs-flows-disable-line,${impossible} # comment`)).toEqual([]);
  });
});

describe('ovs-flows-disable-next-line', () => {
  test('silences the line below, and neither its own nor others', () => {
    const comment = '# ovs-flows-disable-next-line ct-state/never-matches';
    expect(report(`${impossible} ${comment}\n${impossible}\n${impossible}`)).toEqual([
      ...bothOf(1),
      '2 information exact-match',
      ...bothOf(3),
    ]);
  });

  test('silences everything when it names nothing', () => {
    expect(report(`# ovs-flows-disable-next-line\n${impossible}\n${impossible}`)).toEqual(bothOf(3));
  });

  test('takes several codes', () => {
    const codes = 'ct-state/never-matches, ct-state/exact-match';
    expect(report(`# ovs-flows-disable-next-line ${codes}\n${impossible}`)).toEqual([]);
  });

  test('means the next line even when that is empty', () => {
    expect(report(`# ovs-flows-disable-next-line\n\n${impossible}`)).toEqual(bothOf(3));
  });

  test('does no harm on the last line', () => {
    expect(report(`${impossible}\n# ovs-flows-disable-next-line`)).toEqual(bothOf(1));
  });
});

describe('ovs-flows-disable-file', () => {
  const flows = `${impossible}\n${rejected}\n${impossible}`;

  test.each(['ct-state/never-matches', 'ct-state/never-matches ct-state/no-such-rule'])(
    'silences %s',
    (codes) => {
      expect(report(`# ovs-flows-disable-file ${codes}\n${flows}`)).toEqual([
        '2 information exact-match',
        '3 error unknown-flag',
        '4 information exact-match',
      ]);
    },
  );

  test('may stand on the last line, without a line end', () => {
    expect(report(`${flows}\n# ovs-flows-disable-file ct-state/never-matches ct-state/exact-match`)).toEqual([
      '2 error unknown-flag',
    ]);
  });

  test('may stand behind a flow', () => {
    expect(report(flows.replace('drop', 'drop # ovs-flows-disable-file'))).toEqual([]);
  });

  test('may stand there several times: each adds its codes', () => {
    const comments = ['never-matches', 'exact-match'].map(
      (name) => `# ovs-flows-disable-file ct-state/${name}`,
    );
    expect(report([...comments, flows].join('\n'))).toEqual(['4 error unknown-flag']);
  });

  test('silences everything when it names nothing', () => {
    expect(report(`# ovs-flows-disable-file\n${flows}`)).toEqual([]);
  });

  test('stops as soon as it is taken out', () => {
    const document = new CheckedDocument(`# ovs-flows-disable-file\n${flows}`);
    expect(ofLines(document, {})).toEqual([]);
    document.replace({ start: { line: 0, character: 0 }, end: { line: 1, character: 0 } }, '');
    expect(document.text).toBe(flows);
    expect(ofLines(document, {})).toHaveLength(5);
  });
});

describe('what is said of the file as a whole', () => {
  const flow = 'table=1,ip,actions=drop';
  const codes = (text: string, settings: RuleSettings = {}) =>
    new CheckedDocument(text).diagnostics(settings).map(({ finding }) => finding.rule.code);

  test('is silenced where it stands, on the line above, and for the file', () => {
    expect(codes(`${flow}\n${flow}`)).toEqual(['file/replaced']);
    expect(codes(`${flow} # ovs-flows-disable-line file/replaced\n${flow}`)).toEqual([]);
    expect(codes(`# ovs-flows-disable-next-line file/replaced\n${flow}\n${flow}`)).toEqual([]);
    expect(codes(`${flow}\n${flow}\n# ovs-flows-disable-file file/replaced`)).toEqual([]);
    expect(codes(`${flow}\n${flow} # ovs-flows-disable-line file/replaced`)).toEqual(['file/replaced']);
  });

  test('is turned off, and on, by settings', () => {
    expect(codes(`${flow}\n${flow}`, { 'file/replaced': 'off' })).toEqual([]);
    const unwritten = 'table=0,reg0=1,actions=drop';
    expect(codes(unwritten)).toEqual([]);
    expect(codes(unwritten, { 'file/unwritten-register': 'hint' })).toEqual(['file/unwritten-register']);
  });
});

describe('wherever', () => {
  test.each(['\n', '\r\n', '\r'])('lines end with %j', (end) => {
    const comment = '# ovs-flows-disable-next-line ct-state/exact-match';
    expect(
      report([comment, impossible, `${impossible} # ovs-flows-disable-line`, impossible].join(end)),
    ).toEqual(['2 warning never-matches', ...bothOf(4)]);
    expect(report([impossible, '# ovs-flows-disable-file ct-state/never-matches', ''].join(end))).toEqual([
      '1 information exact-match',
    ]);
  });

  test('flows are dumped', () => {
    const flow =
      ' cookie=0x0, duration=2.6s, table=1, n_packets=7, n_bytes=518, ct_state=+new-trk,ip actions=drop';
    const dump = (first: string, last: string) =>
      `NXST_FLOW reply (xid=0x4):${first}\n${flow}${last}\n${flow}`;
    const found = (line: number) => `${line} warning never-matches`;
    expect(report(dump('', ''))).toEqual([found(2), found(3)]);
    expect(report(dump('', ' # ovs-flows-disable-line'))).toEqual([found(3)]);
    expect(report(dump(' # ovs-flows-disable-next-line ct-state/never-matches', ''))).toEqual([found(3)]);
    expect(report(dump(' # ovs-flows-disable-file ct-state/never-matches', ''))).toEqual([]);
  });
});

describe('the settings', () => {
  test('switch a rule off', () => {
    expect(report(impossible, { 'ct-state/never-matches': 'off' })).toEqual(['1 information exact-match']);
  });

  test('change a severity, either way', () => {
    const settings = { 'ct-state/never-matches': 'error', 'ct-state/exact-match': 'hint' } as const;
    expect(report(impossible, settings)).toEqual(['1 error never-matches', '1 hint exact-match']);
    expect(report(rejected, { 'ct-state/unknown-flag': 'information' })).toEqual([
      '1 information unknown-flag',
    ]);
  });

  test('do not bring back what a comment silences', () => {
    const text = `${impossible} # ovs-flows-disable-line ct-state/never-matches`;
    expect(report(text, { 'ct-state/never-matches': 'error' })).toEqual(['1 information exact-match']);
  });

  test('may change while the document is open, without checking a line again', () => {
    const document = new CheckedDocument(`${impossible}\n${redundant}`);
    expect(ofLines(document, {})).toHaveLength(4);
    const checked = document.checkedLines;
    expect(ofLines(document, { 'ct-state/redundant-flag': 'off' })).toHaveLength(2);
    expect(ofLines(document, {})).toHaveLength(4);
    expect(document.checkedLines).toBe(checked);
  });

  test('have no effect on rules that do not exist', () => {
    expect(report(impossible, { 'ct-state/no-such-rule': 'error' })).toEqual(bothOf(1));
  });

  test('can switch off everything', () => {
    const off = Object.fromEntries(catalogue.map((rule) => [rule.code, 'off' as const]));
    expect(report(`${impossible}\n${redundant}\n${rejected}`, off)).toEqual([]);
  });
});
