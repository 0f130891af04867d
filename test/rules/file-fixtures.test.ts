import { describe, expect, test } from 'vitest';
import { CheckedDocument, type RuleSettings } from '../../server/src/core/features/diagnostics';
import { applied, fileFixtures, fixesOf, redrawnFile } from './file-fixtures';

/** All findings of a text, those of the fixture's own rule among them even where it is off by default. */
function found(text: string, settings: RuleSettings) {
  return new CheckedDocument(text).diagnostics(settings);
}

function codesIn(text: string, settings: RuleSettings): string[] {
  return found(text, settings).map(({ finding }) => finding.rule.code);
}

describe.each(fileFixtures)('$code', ({ code, file, source, settings, cases }) => {
  // After a change that is meant, `npx vitest run test/rules -u` draws the fixtures anew: read what it did.
  test('the rules say what is drawn in each file', async () => {
    await expect(redrawnFile(source, settings)).toMatchFileSnapshot(file);
  });

  test('four files fire the rule, and four near misses are silent', () => {
    const fire = cases.filter(({ text }) => codesIn(text, settings).includes(code));
    const silent = cases.filter(({ text }) => codesIn(text, settings).length === 0);
    expect(fire.length).toBeGreaterThanOrEqual(4);
    expect(silent.length).toBeGreaterThanOrEqual(4);
  });

  test('no file and no title stands there twice', () => {
    expect(new Set(cases.map(({ title }) => title)).size).toBe(cases.length);
    expect(new Set(cases.map(({ text }) => text)).size).toBe(cases.length);
  });

  test.each(['\r\n', '\r'])('a document with line ends %j says the same', (lineEnd) => {
    for (const { text } of cases) {
      const other = found(text.replaceAll('\n', lineEnd), settings);
      expect(other).toEqual(found(text, settings));
    }
  });

  test('a document that is written line by line says the same in the end', () => {
    for (const { title, text } of cases) {
      const document = new CheckedDocument('');
      for (const [line, part] of text.split('\n').entries()) {
        const at = { line, character: 0 };
        document.replace({ start: at, end: at }, `${part}\n`);
        document.diagnostics(settings);
      }
      expect(document.diagnostics(settings), title).toEqual(found(`${text}\n`, settings));
    }
  });
});

describe('every finding about a file', () => {
  const findings = fileFixtures.flatMap(({ settings, cases }) =>
    cases.flatMap(({ title, text }) => {
      const document = new CheckedDocument(text);
      return document.diagnostics(settings).map((diagnostic) => ({
        title: `${diagnostic.finding.rule.code}: ${title}`,
        text,
        document,
        settings,
        diagnostic,
      }));
    }),
  );

  test('has places that are seen, inside the flows', () => {
    const unseen = findings.filter(({ document, diagnostic: { line, finding } }) =>
      [{ line, span: finding.span }, ...finding.related].some(
        ({ line: place = line, span: { start, end } }) => {
          const flow = document.textOf(place).replace(/#.*/, '').trimEnd();
          return start < 0 || end <= start || end > flow.length;
        },
      ),
    );
    expect(unseen.map(({ title }) => title)).toEqual([]);
  });

  test('has a message of whole sentences, and names its places', () => {
    const garbage = /`| {2}|undefined|\s[.,:]|NaN|\[object/;
    const messages = findings.flatMap(({ diagnostic: { finding } }) => finding.message.split('\n'));
    const places = findings.flatMap(({ diagnostic: { finding } }) =>
      finding.related.map(({ message }) => message),
    );
    const broken = [
      ...messages.filter((message) => !/[.:]$/.test(message) || garbage.test(message.trim())),
      ...places.filter((message) => !/^[A-Z]/.test(message) || garbage.test(message)),
    ];
    expect([...new Set(broken)]).toEqual([]);
  });

  test('has fixes that make it go away, and bring no other', () => {
    const offers = findings.flatMap((each) =>
      fixesOf(each.document, each.diagnostic, each.settings).map((fix) => ({ ...each, fix })),
    );
    const faults = offers.flatMap(({ title, text, settings, diagnostic, fix }) => {
      const before = codesIn(text, settings).sort();
      const after = codesIn(applied(text, fix), settings).sort();
      const { code } = diagnostic.finding.rule;
      const count = (codes: readonly string[], what: string) => codes.filter((each) => each === what).length;
      const isGone = count(after, code) < count(before, code);
      const brings = after.filter((each) => count(after, each) > count(before, each));
      return isGone && brings.length === 0 ? [] : [`${title}: ${fix.title}: ${brings.join()}`];
    });
    expect(faults).toEqual([]);
    expect(offers.length).toBeGreaterThan(5);
  });
});

describe('drawing a file', () => {
  const flow = 'table=1,ip,actions=drop';

  test('shows what was not drawn, and takes away what no longer holds', () => {
    const source = `# === Twice ===\n${flow}\n# | Nonsense.\n# fix: Nothing\n# - nothing\n# a note\n${flow}`;
    expect(redrawnFile(source, {}).split('\n')).toEqual([
      '# === Twice ===',
      flow,
      '#<^^^^^^^^^^^^^^^^^^^^^ warning file/replaced (faded)',
      expect.stringMatching(/^# \| This flow is repeated on line 3/),
      '# related line 3 "table=1,ip": Here it is again.',
      expect.stringMatching(/^# fix: Remove /),
      `# - ${flow}`,
      '# a note',
      flow,
    ]);
  });
});
