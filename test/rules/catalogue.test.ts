import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { any, type FormatSet } from '../../server/src/core/facts/flow-formats';
import { CheckedDocument } from '../../server/src/core/features/diagnostics';
import { catalogue, fileRules, ruleOf } from '../../server/src/core/rules/catalogue';
import { checkLine } from '../../server/src/core/rules/check';
import { reportedRules } from '../../server/src/core/rules/reported';
import { parseFlowLine } from '../../server/src/core/syntax/flow-line';
import { judgeVersion } from '../conformance/judge';
import type { Versions } from '../conformance/judge-flows';
import { fileFixtures, settingsFor } from './file-fixtures';
import { filesBelow, fixtures, formatsOfVersion, root } from './fixtures';
import { type AskedFlow, judgementsOn, needsSwitch } from './verdicts';

const sources = join(root, 'server/src/core/rules');
const pages = join(root, 'docs/rules');
const codes = catalogue.map((rule) => rule.code);
const fileCodes: ReadonlySet<string> = new Set(fileRules.map(({ code }) => code));

function reported(flow: string, allowed = any): string[] {
  return checkLine(parseFlowLine(flow), allowed).map(({ rule }) => rule.code);
}

/** What is said of a whole file, the rule in question among it even where it is off by default. */
function reportedOfFile(text: string, code: string, allowed = any): string[] {
  const document = new CheckedDocument(text);
  document.formats = allowed;
  return document.diagnostics(settingsFor(code)).map(({ finding }) => finding.rule.code);
}

describe('the catalogue', () => {
  test('gives each rule a code of its own, in two parts', () => {
    expect(new Set(codes).size).toBe(codes.length);
    expect(codes.filter((code) => !/^[a-z]+(?:-[a-z]+)*\/[a-z]+(?:-[a-z]+)*$/.test(code))).toEqual([]);
    expect(codes.filter((code) => ruleOf(code)?.code !== code)).toEqual([]);
    expect(ruleOf('ct-state/no-such-rule')).toBeUndefined();
  });

  test('gives each rule a title of its own, without a full stop', () => {
    const titles = catalogue.map((rule) => rule.title);
    expect(new Set(titles).size).toBe(titles.length);
    expect(titles.filter((title) => !/^[A-Z].*[^.\s]$/.test(title))).toEqual([]);
  });

  test('puts errors first', () => {
    const severities = catalogue.map((rule) => rule.severity);
    expect(severities.lastIndexOf('error') + 1).toBe(severities.filter((one) => one === 'error').length);
  });

  test('has each rule in a file named after its code, or as a row of those that reading reports', () => {
    const inFolders = filesBelow(sources, '.ts').filter((name) => name.includes('/'));
    const reported = reportedRules.map(({ code }) => code);
    expect([...inFolders, ...reported].sort()).toEqual([...codes].sort());
    const misnamed = inFolders.filter(
      (code) => !readFileSync(join(sources, `${code}.ts`), 'utf8').includes(`code: '${code}'`),
    );
    expect(misnamed).toEqual([]);
  });

  test('has a page and a fixture for each rule, and none for others', () => {
    expect(filesBelow(pages, '.md').filter((name) => name !== 'README')).toEqual([...codes].sort());
    const drawn = [...fixtures, ...fileFixtures].map(({ code }) => code);
    expect(drawn.sort()).toEqual([...codes].sort());
  });
});

describe.each(fixtures)('the fixture of $code', ({ code, flows, allowed }) => {
  test('has a flow that fires the rule', () => {
    expect(flows.some((flow) => reported(flow, allowed).includes(code))).toBe(true);
  });

  test('has two near misses', () => {
    const misses = flows.filter((flow) => reported(flow, allowed).length === 0);
    expect(misses.length).toBeGreaterThanOrEqual(2);
  });
});

describe.each(catalogue)('the page of $code', ({ code, severity, title }) => {
  const file = join(pages, `${code}.md`);
  const page = existsSync(file) ? readFileSync(file, 'utf8') : '';

  test('has the code and the title of the rule on top', () => {
    expect(page.split('\n')[0]).toBe(`# ${code}: ${title}`);
  });

  test('states the severity', () => {
    expect(/^Default severity: \*\*(.*)\*\*$/m.exec(page)?.[1]).toBe(severity);
  });

  test('has all sections, and something in each', () => {
    const sections = [...page.matchAll(/^## (.*)\n\n(\S)/gm)].map((match) => match[1]);
    const expected = ['What it finds', 'Why it matters', 'Examples', 'How to fix', 'Silence it', 'Source'];
    expect(sections).toEqual(expected);
  });

  test('shows bad examples, which are reported', () => {
    const bad = shown(page, 'bad', code);
    expect(bad.length).toBeGreaterThan(0);
    expect(bad.filter((example) => !example.reported.includes(code))).toEqual([]);
  });

  test('shows good examples, about which nothing is reported', () => {
    const good = shown(page, 'good', code);
    expect(good.length).toBeGreaterThan(0);
    expect(good.filter((example) => example.reported.length > 0)).toEqual([]);
  });

  test('tells how to silence the rule', () => {
    for (const directive of ['line', 'next-line', 'file']) {
      expect(page).toContain(`# ovs-flows-disable-${directive} ${code}\``);
    }
    expect(page).toContain(`"ovsFlows.rules": { "${code}": "off" }`);
  });

  test('names its source', () => {
    expect(page.slice(page.indexOf('## Source'))).toMatch(
      /ovs-fields\(7\)|ovs-actions\(7\)|ovs-ofctl\(8\)|`lib\/[a-z-]+\.c`/,
    );
  });

  test('has links that lead somewhere', () => {
    expect(deadLinks(file, page)).toEqual([]);
  });
});

describe('the table of rules', () => {
  const file = join(pages, 'README.md');
  const readme = readFileSync(file, 'utf8');
  const rows = readme
    .split('\n')
    .filter((line) => line.startsWith('| [`'))
    .map((line) => line.split(/(?<!\\)\|/).map((cell) => cell.trim().replaceAll('\\|', '|')));

  test('has a row for each rule, in their order', () => {
    const expected = catalogue.map(({ code, severity, offByDefault, title }) => [
      `[\`${code}\`](${code}.md)`,
      offByDefault ? `${severity} (off)` : severity,
      title,
    ]);
    expect(rows.map((cells) => cells.slice(1, 4))).toEqual(expected);
  });

  test('has examples that are reported', () => {
    const wrong = rows.filter((cells, index) => {
      const code = codes[index]!;
      const [, text, version = 'any'] = /^`(.*)`(?: with OpenFlow (.*))?$/.exec(cells[4]!) ?? [];
      const allowed = formatsOfVersion(version);
      const found =
        text && fileCodes.has(code)
          ? reportedOfFile(text.replaceAll('`<br>`', '\n'), code, allowed)
          : reported(text ?? '', allowed);
      return !found.includes(code);
    });
    expect(wrong).toEqual([]);
  });

  test('stands on a page without dead links', () => {
    expect(deadLinks(file, readme)).toEqual([]);
  });
});

test.skipIf(judgeVersion === undefined)(
  'ovs-ofctl rejects the bad examples of errors, and no others',
  async () => {
    const shown = catalogue.flatMap(({ code, severity }) => {
      const page = readFileSync(join(pages, `${code}.md`), 'utf8');
      return [
        ...examples(page, 'bad').map((example) => ({
          code,
          ...example,
          accepted: severity !== 'error' || onlySwitchRefuses(code),
        })),
        ...examples(page, 'good').map((example) => ({ code, ...example, accepted: true })),
      ];
    });
    const asked = shown.filter(({ flow, allowed }) => !needsSwitch(flow, allowed));
    const judgements = await judgementsOn(asked);
    const seen = asked.map((example, index) => ({ ...example, accepted: judgements[index]!.accepted }));
    expect(seen).toEqual(asked);
  },
  120_000,
);

/** Of flows, ovs-ofctl itself can be asked what a switch refuses; groups, meters and packet-outs it just sends. */
function onlySwitchRefuses(code: string): boolean {
  return /^(?:group|meter|packet-out)\/refused-by-switch$/.test(code);
}

/** A flow in a code block of a page, and the OpenFlow version that the block says is in use. */
interface Example extends AskedFlow {
  readonly allowed: FormatSet;
}

/** The code blocks of that kind: ```ovs-flows bad, or ```ovs-flows bad openflow=1.0. */
function blocksOf(page: string, kind: 'bad' | 'good'): { text: string; version: Versions }[] {
  const blocks = page.matchAll(
    new RegExp(`^\`\`\`ovs-flows ${kind}(?: openflow=(.*))?\\n([^]*?)^\`\`\`$`, 'gm'),
  );
  return [...blocks].map(([, version = 'any', text]) => ({ text: text!, version: version as Versions }));
}

/** The flows in the code blocks of that kind. */
function examples(page: string, kind: 'bad' | 'good'): Example[] {
  return blocksOf(page, kind).flatMap(({ text, version }) => {
    const allowed = formatsOfVersion(version);
    const flows = text.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('#'));
    return flows.map((flow) => ({ flow, version, allowed }));
  });
}

/** The examples with what is said of them: flows one by one, or for a rule about the whole file, each block as one. */
function shown(page: string, kind: 'bad' | 'good', code: string): { text: string; reported: string[] }[] {
  if (!fileCodes.has(code)) {
    return examples(page, kind).map(({ flow, allowed }) => ({
      text: flow,
      reported: reported(flow, allowed),
    }));
  }
  return blocksOf(page, kind).map(({ text, version }) => ({
    text,
    reported: reportedOfFile(text.trimEnd(), code, formatsOfVersion(version)),
  }));
}

function deadLinks(file: string, page: string): string[] {
  return [...page.matchAll(/\]\(([^)]+)\)/g)]
    .map((match) => match[1]!)
    .filter((target) => !existsSync(join(dirname(file), target)));
}
