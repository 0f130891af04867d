import { isAscii } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, test } from 'vitest';
import { CheckedDocument, type Diagnostic } from '../../server/src/core/features/diagnostics';
import { fileRules } from '../../server/src/core/rules/catalogue';
import { checkLine } from '../../server/src/core/rules/check';
import { parseFlowLine } from '../../server/src/core/syntax/flow-line';
import { fixtures, redrawn } from './fixtures';

describe.each(fixtures)('$code', ({ file, source, allowed, flows }) => {
  // After a change that is meant, `npx vitest run test/rules -u` draws the fixtures anew: read what it did.
  test('the rules say what is drawn below each flow', async () => {
    await expect(redrawn(source)).toMatchFileSnapshot(file);
  });

  test('a comment with a caret is a drawing', () => {
    const others = source.split('\n').filter((line) => /^\s*#/.test(line) && line.includes('^'));
    expect(others.filter((line) => !/^#\s*\^+ [a-z]+ [a-z-]+\/[a-z-]+(?: \(faded\))?$/.test(line))).toEqual(
      [],
    );
  });

  test('no flow stands there twice', () => {
    expect(flows.filter((flow, index) => flows.indexOf(flow) !== index)).toEqual([]);
  });

  test.each(['\n', '\r\n'])('a document with line ends %j says the same', (lineEnd) => {
    const lines = source.split('\n');
    const expected = lines.flatMap((text, line) =>
      checkLine(parseFlowLine(text), allowed).map(({ rule, finding: { span } }) => ({
        line,
        code: rule.code,
        span,
      })),
    );
    const document = new CheckedDocument(lines.join(lineEnd));
    document.formats = allowed;
    // What is said of the file as a whole is drawn in fixtures of its own.
    const ofLines = ({ finding }: Diagnostic) => !fileRules.some(({ code }) => code === finding.rule.code);
    const diagnostics = document.diagnostics({}).filter(ofLines);
    expect(
      diagnostics.map(({ line, finding }) => ({ line, code: finding.rule.code, span: { ...finding.span } })),
    ).toEqual(expected.map(({ span, ...rest }) => ({ ...rest, span: { start: span.start, end: span.end } })));
    expect(diagnostics.filter(({ severity, finding }) => severity !== finding.rule.severity)).toEqual([]);
  });
});

describe('drawing', () => {
  const flow = 'ct_state=-trk+new,ip,actions=drop';
  const carets = '#        ^^^^^^^^ warning ct-state/never-matches';

  test('shows what was not drawn, and takes away what no longer holds', () => {
    expect(redrawn(flow)).toBe(`${flow}\n${carets}`);
    expect(redrawn(`ip,actions=drop\n${carets}\n# a note`)).toBe('ip,actions=drop\n# a note');
  });

  test('shows the fixes where some are drawn', () => {
    expect(redrawn(`${flow}\n${carets}\n# fix: none`).split('\n')).toEqual([
      flow,
      carets,
      expect.stringMatching(/^# fix: /),
      '# => ct_state=+trk+new,ip,actions=drop',
      expect.stringMatching(/^# fix: /),
      '# => ct_state=-trk,ip,actions=drop',
    ]);
  });

  test('notices a fixture that is out of date', () => {
    const [{ file, source }] = fixtures as [(typeof fixtures)[0]];
    const wrong = readFileSync(file, 'utf8').replace('^', '^^');
    expect(redrawn(wrong), basename(file)).toBe(source);
    expect(wrong).not.toBe(source);
  });
});

const isPlain = (text: string) => isAscii(Buffer.from(text));

describe('every finding', () => {
  const findings = fixtures.flatMap(({ flows, allowed }) =>
    flows.flatMap((text) =>
      checkLine(parseFlowLine(text), allowed).map((diagnosis) => ({ text, ...diagnosis })),
    ),
  );

  test('has a span that is seen, inside the flow', () => {
    const unseen = findings.filter(({ text, finding }) => {
      const flow = text.replace(/#.*/, '');
      const spans = [finding.span, ...(finding.related ?? []).map((related) => related.span)];
      return spans.some(({ start, end }) => start < 0 || end <= start || end > flow.length);
    });
    expect(unseen.map(({ text, rule }) => `${rule.code}: ${text}`)).toEqual([]);
  });

  test('has a message in ASCII where the line is', () => {
    // One other character makes a report of a thousand findings twice as large to put together, send and read.
    const plain = findings.filter(({ text }) => isPlain(text));
    const others = plain.flatMap(({ finding: { message, related = [] } }) =>
      [message, ...related.map((place) => place.message)].filter((each) => !isPlain(each)),
    );
    expect(others).toEqual([]);
  });

  test('has a message of whole sentences', () => {
    // What ovs-ofctl says is quoted behind, as it says it.
    const messages = new Set(
      findings.flatMap(({ finding }) => finding.message.replace(/(rejects the [a-z-]+): .*\.$/s, '$1.')),
    );
    const broken = [...messages].filter(
      (message) => !/\.$/.test(message) || / {2}|undefined|\s[.,:]|NaN|\[object/.test(message),
    );
    expect(broken).toEqual([]);
  });

  test('says that Open vSwitch rejects the line exactly when it is an error', () => {
    const wrong = findings.filter(
      ({ rule, finding }) =>
        (rule.severity === 'error') !== /rejects the (?:flow|group|meter|packet-out)/.test(finding.message),
    );
    expect(wrong.map(({ text, finding }) => `${text}: ${finding.message}`)).toEqual([]);
  });
});
