/**
 * The fixtures of the rules about lines: flow files whose comments draw what the rules say about the flow above them.
 *
 *     ct_state=-trk+new,ip,actions=drop
 *     #        ^^^^^^^^ warning ct-state/never-matches
 *     # fix: Change to -trk: packets that have not been through the connection tracker
 *     # => ct_state=-trk,ip,actions=drop
 *
 * A flow with nothing drawn below it gives no diagnostics. Fixes are drawn for the flows that have some drawn:
 * all of them, in order, each below its finding; `safe fix` is one that fix-all makes, `(faded)` a finding
 * whose text can go. A first line `# openflowVersion: 1.0` chooses the OpenFlow version, as the setting of that
 * name does.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { any, type FormatSet, formatsOf, openflowVersions } from '../../server/src/core/facts/flow-formats';
import { fileRules } from '../../server/src/core/rules/catalogue';
import { checkLine, type Diagnosis, soundFixes } from '../../server/src/core/rules/check';
import { applyEdits } from '../../server/src/core/rules/edits';
import type { Fix } from '../../server/src/core/rules/rule';
import { type FlowLine, parseFlowLine } from '../../server/src/core/syntax/flow-line';
import type { Versions } from '../conformance/judge-flows';

export const root = fileURLToPath(new URL('../..', import.meta.url));

export const fixtureFolder = join(root, 'test/fixtures/rules');

/** Rules about the whole file have fixtures of another kind. */
const fileCodes: ReadonlySet<string> = new Set(fileRules.map(({ code }) => code));

/** The fixture of one rule about lines. */
export interface Fixture {
  /** The rule it is named after: `ct-state/never-matches`. */
  readonly code: string;
  /** Absolute. */
  readonly file: string;
  readonly source: string;
  /** The OpenFlow version that it chooses, and the flow formats of that. */
  readonly version: Versions;
  readonly allowed: FormatSet;
  /** Its flows, in order; groups, meters and packet-outs as well. */
  readonly flows: readonly string[];
}

const judgedKinds: ReadonlySet<FlowLine['kind']> = new Set(['flow', 'group', 'meter', 'packet-out']);

const codes = filesBelow(fixtureFolder, '.flows').filter((code) => !fileCodes.has(code));

export const fixtures: readonly Fixture[] = codes.map((code) => {
  const file = join(fixtureFolder, `${code}.flows`);
  const source = readFileSync(file, 'utf8');
  const flows = source.split('\n').filter((line) => judgedKinds.has(parseFlowLine(line).kind));
  return { code, file, source, ...versionIn(source), flows };
});

/** The version that the first line of a fixture chooses; all of them where it chooses none. */
function versionIn(source: string): { version: Versions; allowed: FormatSet } {
  const version = /^# openflowVersion: (.*)/.exec(source)?.[1] ?? 'any';
  return { version: version as Versions, allowed: formatsOfVersion(version) };
}

/** The flow formats of an OpenFlow version, or of `any`. */
export function formatsOfVersion(name: string): FormatSet {
  if (name === 'any') {
    return any;
  }
  const version = openflowVersions.find((each) => each === name);
  if (!version) {
    throw new Error(`There is no OpenFlow version ${name}`);
  }
  return formatsOf(version);
}

/** The files below a folder, with forward slashes and without their extension. */
export function filesBelow(path: string, extension: string): string[] {
  return readdirSync(path, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(extension))
    .map((name) => relative('.', name).split(sep).join('/').slice(0, -extension.length))
    .sort();
}

const drawing = /^#\s*\^|^# (?:safe )?fix:|^# =>/;
const drawnFix = /^# (?:safe )?fix:/;

/** The fixture as it reads when everything the rules say now is drawn. */
export function redrawn(source: string): string {
  const { allowed } = versionIn(source);
  const lines = source.split('\n');
  const result: string[] = [];
  for (const [index, text] of lines.entries()) {
    if (drawing.test(text)) {
      continue;
    }
    result.push(text);
    const line = parseFlowLine(text);
    if (judgedKinds.has(line.kind)) {
      const below = lines.slice(index + 1);
      const end = below.findIndex((next) => !drawing.test(next));
      const withFixes = below.slice(0, end < 0 ? below.length : end).some((next) => drawnFix.test(next));
      const all = checkLine(line, allowed);
      const fixesOf = (diagnosis: Diagnosis) => (withFixes ? soundFixes(line, diagnosis, all, allowed) : []);
      result.push(...all.flatMap((diagnosis) => drawn(line, diagnosis, fixesOf(diagnosis))));
    }
  }
  return result.join('\n');
}

function drawn(line: FlowLine, { rule, finding }: Diagnosis, fixes: readonly Fix[]): string[] {
  const { start, end } = finding.span;
  if (start === 0 || end <= start) {
    throw new Error(`A comment cannot point at ${start} to ${end} of: ${line.text}`);
  }
  const indent = line.text.slice(1, start).replace(/[^\t]/g, ' ');
  const faded = finding.unnecessary ? ' (faded)' : '';
  const carets = `#${indent}${'^'.repeat(end - start)} ${rule.severity} ${rule.code}${faded}`;
  return [
    carets,
    ...fixes.flatMap((fix) => [
      `# ${fix.keepsMeaning ? 'safe ' : ''}fix: ${fix.title}`,
      ...applyEdits(line.text, fix.edits)
        .split('\n')
        .map((fixed) => `# => ${fixed}`),
    ]),
  ];
}
