import {
  canonicalSpelling,
  hexadecimal,
  listSpelling,
  numericSpelling,
  signedSpelling,
} from '../conntrack/spelling';
import { allFlags, redundantFlags, simplified } from '../conntrack/states';
import { directivesIn } from '../model/directives';
import { connectionStateOf, type StateTerm } from '../model/flow-connection-state';
import type { Range } from '../model/flow-document';
import { checkLine, fixLine, soundFixes } from '../rules/check';
import type { FileEdit } from '../rules/file-rule';
import { inStyleOf } from '../rules/respell';
import type { Edit } from '../rules/rule';
import type { FlowLine } from '../syntax/flow-line';
import type { Span } from '../syntax/span';
import type { CheckedDocument, Diagnostic, RuleSettings, StoredFinding } from './diagnostics';
import { soundFileFixes } from './file-fixes';

/** A replacement in the document, in one line unless it says where it ends. */
export type LineEdit = FileEdit;

/** Something the editor can offer to do. */
export interface CodeAction {
  readonly title: string;
  readonly kind: 'quickfix' | 'refactor.rewrite' | 'source.fixAll.ovsFlows';
  readonly edits: readonly LineEdit[];
  /** The findings it settles, by their place and their code. */
  readonly settles: readonly { readonly line: number; readonly span: Span; readonly code: string }[];
  /** The one to take when the editor is told to just fix it. */
  readonly preferred: boolean;
}

/** A selection with more findings than this gets fixes for the first ones. */
const mostFindings = 50;

/**
 * The fixes for what is reported in a range of the document, and the ways to silence it. With `isQuick`, in larger
 * documents fixes are not tried out that only the whole file can tell the worth of.
 */
export function quickFixes(
  document: CheckedDocument,
  range: Range,
  settings: RuleSettings,
  isQuick = false,
): CodeAction[] {
  const inRange = findingsIn(document, range, settings);
  const lines = new Set(inRange.map(({ line }) => line));
  return merged(
    [...lines].flatMap((line) => {
      const shown = inRange.filter((diagnostic) => diagnostic.line === line).map(({ finding }) => finding);
      return fixesOfLine(document, line, shown, isQuick);
    }),
  );
}

function findingsIn(document: CheckedDocument, range: Range, settings: RuleSettings): Diagnostic[] {
  const found: Diagnostic[] = [];
  for (const diagnostic of document.diagnosticsIn(range.start.line, range.end.line, settings)) {
    if (found.length === mostFindings) {
      break;
    }
    if (overlaps(diagnostic.finding.span, stretchOf(range, diagnostic.line))) {
      found.push(diagnostic);
    }
  }
  return found;
}

/** The part of a line that lies in the range. */
function stretchOf({ start, end }: Range, line: number): Span {
  return {
    start: line === start.line ? start.character : 0,
    end: line === end.line ? end.character : Number.MAX_SAFE_INTEGER,
  };
}

function fixesOfLine(
  document: CheckedDocument,
  line: number,
  shown: readonly StoredFinding[],
  isQuick: boolean,
): CodeAction[] {
  const parsed = document.parse(line);
  if (!parsed) {
    return [];
  }
  const isShown = (code: string, span: Span) =>
    shown.some((finding) => finding.rule.code === code && sameSpan(finding.span, span));
  const fixes: CodeAction[] = [];
  const silencers: CodeAction[] = [];
  const all = checkLine(parsed, document.formats);
  for (const diagnosis of all) {
    const { code } = diagnosis.rule;
    const { start, end } = diagnosis.finding.span;
    if (!isShown(code, { start, end })) {
      continue;
    }
    const settles = [{ line, span: { start, end }, code }];
    const sound = soundFixes(parsed, diagnosis, all, document.formats);
    for (const fix of sound) {
      const edits = fix.edits.map((edit) => ({ ...edit, line }));
      // "Fix it" without a look at the menu must not be a guess between meanings.
      fixes.push({ title: fix.title, kind: 'quickfix', edits, settles, preferred: sound.length === 1 });
    }
    silencers.push(...silence(document, parsed, line, code).map((action) => ({ ...action, settles })));
  }
  const codes = new Set(shown.map(({ rule }) => rule.code));
  const aboutFile =
    codes.size === 0 ? [] : document.analysis.diagnosesAt(line, ({ code }) => codes.has(code));
  for (const diagnosis of aboutFile) {
    const { code } = diagnosis.rule;
    const { start, end } = diagnosis.finding.span;
    if (isShown(code, { start, end })) {
      const settles = [{ line, span: { start, end }, code }];
      const offered = soundFileFixes(document, diagnosis, isQuick);
      for (const { title, edits } of offered) {
        fixes.push({ title, kind: 'quickfix', edits, settles, preferred: offered.length === 1 });
      }
      silencers.push(...silence(document, parsed, line, code).map((action) => ({ ...action, settles })));
    }
  }
  return [...fixes, ...silencers];
}

/** The same change for several findings is one action that settles them all. */
function merged(actions: readonly CodeAction[]): CodeAction[] {
  const byChange = new Map<string, CodeAction>();
  for (const action of actions) {
    const change = JSON.stringify([action.title, action.edits]);
    const known = byChange.get(change);
    byChange.set(
      change,
      known
        ? {
            ...known,
            settles: [...known.settles, ...action.settles],
            preferred: known.preferred || action.preferred,
          }
        : action,
    );
  }
  return [...byChange.values()];
}

function silence(
  document: CheckedDocument,
  parsed: FlowLine,
  line: number,
  code: string,
): Omit<CodeAction, 'settles'>[] {
  const end = parsed.text.trimEnd().length;
  // Codes can be added to a directive that ends the line.
  const last = directivesIn(parsed.text).at(-1);
  const known =
    last?.scope === 'line' && last.codes.length > 0 && parsed.text.trimEnd().endsWith(last.codes.at(-1)!);
  const comment = known ? `, ${code}` : ` # ovs-flows-disable-line ${code}`;
  return [
    {
      title: `Silence ${code} for this line`,
      kind: 'quickfix',
      edits: [{ line, start: end, end, newText: comment }],
      preferred: false,
    },
    {
      title: `Silence ${code} for this file`,
      kind: 'quickfix',
      edits: [lineAfterHeader(document, `# ovs-flows-disable-file ${code}`)],
      preferred: false,
    },
  ];
}

/** A new line at the top, but below the first line of a dump: editors know dumps by it. */
function lineAfterHeader(document: CheckedDocument, text: string): LineEdit {
  const first = document.lines[0]!.text;
  const isDump = document.parse(0)?.kind === 'header' || /^\s*cookie=\w+, duration=/.test(first);
  if (!isDump) {
    return { line: 0, start: 0, end: 0, newText: `${text}\n` };
  }
  return { line: 0, start: first.length, end: first.length, newText: `\n${text}` };
}

/** Other ways to write the match on connection state at the offset. */
export function refactorings(parsed: FlowLine, line: number, offset: number): CodeAction[] {
  const term = connectionStateOf(parsed).terms.find(
    ({ item, accepted }) =>
      accepted && item.delimiter !== '' && item.keyStart <= offset && offset <= item.end,
  );
  if (!term?.accepted || term.match.mask === 0) {
    return [];
  }
  const written = parsed.text.slice(term.span.start, term.span.end);
  const offered = new Set([written]);
  const actions: CodeAction[] = [];
  for (const { title, spelling } of spellings(term)) {
    if (!offered.has(spelling)) {
      offered.add(spelling);
      actions.push({
        title: `${title}: ${spelling}`,
        kind: 'refactor.rewrite',
        edits: [{ ...term.span, line, newText: spelling }],
        settles: [],
        preferred: false,
      });
    }
  }
  return actions;
}

function spellings(term: StateTerm): { title: string; spelling: string }[] {
  const { match } = term;
  const { form, numbers } = term.accepted!;
  const exact = match.mask === allFlags;
  const numeric = numbers.length > 0;
  const list: { title: string; spelling: string }[] = [];
  if (numeric) {
    const spelling = form === 'masked' ? signedSpelling(match) : canonicalSpelling(match);
    list.push({ title: 'Write with symbols', spelling });
  } else {
    const spelling =
      form === 'signed' ? `${hexadecimal(match.value)}/${hexadecimal(match.mask)}` : numericSpelling(match);
    list.push({ title: 'Write as number', spelling });
    list.push({
      title: 'Put flags in canonical order',
      spelling: form === 'signed' ? signedSpelling(match) : canonicalSpelling(match),
    });
  }
  if (exact) {
    list.push({ title: 'Spell out the exact match', spelling: signedSpelling(match) });
    list.push({
      title: 'Shorten the exact match',
      spelling: numeric ? numericSpelling(match) : listSpelling(match.value),
    });
  }
  const simple = inStyleOf(term, simplified(match));
  if (redundantFlags(match) !== 0 && simple.length <= term.span.end - term.span.start) {
    list.push({ title: 'Simplify', spelling: simple });
  }
  return list;
}

/** Every fix in the document that cannot change what a flow matches, as one action; undefined when there is none. */
export function fixAll(document: CheckedDocument, settings: RuleSettings): CodeAction | undefined {
  const edits: LineEdit[] = [];
  const mayFix = new Map<number, Set<string>>();
  for (const { line, finding } of document.diagnostics(settings)) {
    mayFix.set(line, (mayFix.get(line) ?? new Set()).add(finding.rule.code));
  }
  for (const [line, codes] of mayFix) {
    const { text } = document.lines[line]!;
    const fixed = fixLine(text, (code) => codes.has(code), document.formats);
    if (fixed !== undefined) {
      edits.push({ line, ...difference(text, fixed) });
    }
  }
  return edits.length === 0
    ? undefined
    : {
        title: 'Fix everything that keeps its meaning',
        kind: 'source.fixAll.ovsFlows',
        edits,
        settles: [],
        preferred: false,
      };
}

/** The smallest replacement that turns one text into the other, so that cursors and marks stay put. */
function difference(before: string, after: string): Edit {
  let start = 0;
  while (start < before.length && before[start] === after[start]) {
    start++;
  }
  let tail = 0;
  const most = Math.min(before.length, after.length) - start;
  while (tail < most && before[before.length - 1 - tail] === after[after.length - 1 - tail]) {
    tail++;
  }
  return { start, end: before.length - tail, newText: after.slice(start, after.length - tail) };
}

function overlaps(left: Span, right: Span): boolean {
  return left.start <= right.end && right.start <= left.end;
}

function sameSpan(left: Span, right: Span): boolean {
  return left.start === right.start && left.end === right.end;
}
