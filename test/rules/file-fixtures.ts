/**
 * The fixtures of the rules about the whole file: small files, each below a line with its title, whose comments draw
 * everything that is said about the line above them. Drawings are no part of the file: lines are counted without.
 *
 *     # === The same match with other actions ===
 *     table=1,priority=10,ip,actions=drop
 *     #<^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning file/replaced (faded)
 *     # | The flow on line 2 has the same table, priority and match, and replaces this one. …
 *     # related line 2 "table=1,priority=10,ip": This flow replaces it.
 *     # fix: Remove the flow of line 1, which has no effect
 *     # - table=1,priority=10,ip,actions=drop
 *     table=1,priority=10,ip,actions=NORMAL
 *
 * `#<` begins at the start of the line, where the comment itself stands. `# -` and `# +` are the lines that go and come
 * with the fix above them. A rule that is off by default is on in its own fixture.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CodeAction, quickFixes } from '../../server/src/core/features/code-actions';
import {
  CheckedDocument,
  type Diagnostic,
  type RuleSettings,
} from '../../server/src/core/features/diagnostics';
import { fileRules, ruleOf } from '../../server/src/core/rules/catalogue';
import { fixtureFolder } from './fixtures';

/** One small file of a fixture. */
export interface FixtureCase {
  readonly title: string;
  /** The file, without drawings. */
  readonly text: string;
}

/** The fixture of one rule about the whole file. */
export interface FileFixture {
  readonly code: string;
  /** Absolute. */
  readonly file: string;
  readonly source: string;
  /** The settings that its rule needs. */
  readonly settings: RuleSettings;
  readonly cases: readonly FixtureCase[];
}

const titleLine = /^# === (.*) ===$/;
const drawing = /^#<|^#\s*\^|^# (?:fix:|\||related line |[-+] )|^# [-+]$/;

/** Those that are there: the test of the catalogue says which are missing. */
export const fileFixtures: readonly FileFixture[] = fileRules
  .map(({ code }) => ({ code, file: join(fixtureFolder, `${code}.flows`) }))
  .filter(({ file }) => existsSync(file))
  .map(({ code, file }) => {
    const source = readFileSync(file, 'utf8');
    const cases = partsOf(source).flatMap(({ title, lines }) =>
      title === undefined ? [] : [{ title, text: undrawn(lines).join('\n').trimEnd() }],
    );
    return { code, file, source, settings: settingsFor(code), cases };
  });

/** The settings under which the rule says something. */
export function settingsFor(code: string): RuleSettings {
  const { offByDefault, severity } = ruleOf(code)!;
  return offByDefault ? { [code]: severity } : {};
}

/** The lines of a fixture, below each title; those above the first one have none. */
function partsOf(source: string): { title: string | undefined; lines: string[] }[] {
  const parts: { title: string | undefined; lines: string[] }[] = [{ title: undefined, lines: [] }];
  for (const line of source.split('\n')) {
    const title = titleLine.exec(line)?.[1];
    if (title === undefined) {
      parts.at(-1)!.lines.push(line);
    } else {
      parts.push({ title, lines: [] });
    }
  }
  return parts;
}

function undrawn(lines: readonly string[]): string[] {
  return lines.filter((line) => !drawing.test(line));
}

/** The fixture as it reads when everything the rules say now is drawn. */
export function redrawnFile(source: string, settings: RuleSettings): string {
  return partsOf(source)
    .flatMap(({ title, lines }) =>
      title === undefined ? lines : [`# === ${title} ===`, ...redrawnCase(undrawn(lines), settings)],
    )
    .join('\n');
}

function redrawnCase(lines: readonly string[], settings: RuleSettings): string[] {
  const document = new CheckedDocument(lines.join('\n').trimEnd());
  const diagnostics = document.diagnostics(settings);
  return lines.flatMap((text, line) => [
    text,
    ...diagnostics
      .filter((diagnostic) => diagnostic.line === line)
      .flatMap((diagnostic) => drawn(document, diagnostic, settings)),
  ]);
}

function drawn(document: CheckedDocument, diagnostic: Diagnostic, settings: RuleSettings): string[] {
  const { line, severity, finding } = diagnostic;
  const { start, end } = finding.span;
  const text = document.textOf(line);
  const carets = '^'.repeat(end - start);
  const pointer =
    start === 0 ? `#<${carets.slice(2)}` : `#${text.slice(1, start).replace(/[^\t]/g, ' ')}${carets}`;
  return [
    `${pointer} ${severity} ${finding.rule.code}${finding.unnecessary ? ' (faded)' : ''}`,
    ...finding.message.split('\n').map((part) => `# | ${part}`),
    ...finding.related.map((related) => {
      const there = related.line ?? line;
      const words = document.textOf(there).slice(related.span.start, related.span.end);
      return `# related line ${there + 1} "${words}": ${related.message}`;
    }),
    ...fixesOf(document, diagnostic, settings).flatMap((fix) => [
      `# fix: ${fix.title}`,
      ...difference(document.text, applied(document.text, fix)),
    ]),
  ];
}

/** The fixes that the editor offers for a finding, those that only silence it apart. */
export function fixesOf(
  document: CheckedDocument,
  { line, finding }: Diagnostic,
  settings: RuleSettings,
): CodeAction[] {
  const { span, rule } = finding;
  const range = { start: { line, character: span.start }, end: { line, character: span.end } };
  return quickFixes(document, range, settings).filter(
    ({ title, settles }) =>
      !title.startsWith('Silence ') &&
      settles.some((each) => each.line === line && each.code === rule.code && each.span.start === span.start),
  );
}

/** The text after the fix. */
export function applied(text: string, { edits }: CodeAction): string {
  const document = new CheckedDocument(text);
  const last = document.lines.length - 1;
  const backwards = [...edits].sort((left, right) => right.line - left.line || right.start - left.start);
  for (const { line, endLine = line, start, end, newText } of backwards) {
    // An editor takes a place behind the last line for the end of the document.
    const isBehind = endLine > last;
    document.replace(
      {
        start: { line, character: start },
        end: isBehind
          ? { line: last, character: document.textOf(last).length }
          : { line: endLine, character: end },
      },
      newText,
    );
  }
  return document.text;
}

/** The lines that go, and those that come instead. */
function difference(before: string, after: string): string[] {
  const old = before.split('\n');
  const fresh = after.split('\n');
  let first = 0;
  while (first < Math.min(old.length, fresh.length) && old[first] === fresh[first]) {
    first++;
  }
  while (old.length > first && fresh.length > first && old.at(-1) === fresh.at(-1)) {
    old.pop();
    fresh.pop();
  }
  const signed = (lines: readonly string[], sign: string) =>
    lines.slice(first).map((line) => `# ${sign} ${line}`.trimEnd());
  return [...signed(old, '-'), ...signed(fresh, '+')];
}
