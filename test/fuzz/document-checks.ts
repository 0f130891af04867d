/** What must hold of a document after any edits: it is as if it had just been opened. */
import { CheckedDocument, type Diagnostic } from '../../server/src/core/features/diagnostics';
import type { Position } from '../../server/src/core/model/flow-document';
import { fileRules } from '../../server/src/core/rules/catalogue';
import type { Severity } from '../../server/src/core/rules/rule';
import { plain, type Question, questions, settings } from './questions';
import { withEachLineAlone } from './reference';
import { hold, holdSame, textOf } from './target';

/** What is asked about a document. */
export interface Asked {
  readonly questions: readonly Question[];
  readonly place: Position;
  /** Which of `settings`. */
  readonly settings: number;
  /** Whether the answers are also held against those of lines that share nothing. */
  readonly byLine: boolean;
}

export function checkText(document: CheckedDocument, text: string, lines: readonly string[]): void {
  hold(document.text === text, 'the text is what was edited', () => different(document.text, text));
  const raw = document.lines.map((line) => line.raw);
  holdSame(raw, lines, 'the lines are those of the text');
}

export function checkAnswers(document: CheckedDocument, asked: Asked): void {
  const shown = document.diagnostics(settings[asked.settings % settings.length]!);
  const fresh = new CheckedDocument(document.text);
  fresh.formats = document.formats;
  checkSame(document, fresh, asked, 'as of the text opened anew');
  if (asked.byLine) {
    checkSame(document, withEachLineAlone(document), asked, 'as of each line read by itself');
  }
  checkParts(document, shown, asked);
  for (const { line, finding } of shown) {
    const { length } = document.textOf(line);
    const { start, end } = finding.span;
    const isInside = 0 <= start && start <= end && end <= length;
    hold(
      isInside,
      'a finding is inside its line',
      () => `${finding.rule.code}, line ${line}: ${start} to ${end}`,
    );
  }
}

/** Parts of what there is to show are what they are parts of: the worst findings, and those of some lines. */
function checkParts(document: CheckedDocument, all: readonly Diagnostic[], asked: Asked): void {
  const rules = settings[asked.settings % settings.length]!;
  const { line, character } = asked.place;
  const most = character % 12;
  const worst = all
    .map((diagnostic, index) => ({ diagnostic, index }))
    .sort((one, other) => rankOf(one.diagnostic) - rankOf(other.diagnostic) || one.index - other.index)
    .slice(0, most)
    .map(({ diagnostic }) => diagnostic);
  const { shown, counts } = document.report(rules, most);
  const inOneOrder = (list: readonly Diagnostic[]) => plain(list).map(textOf).sort();
  holdSame(inOneOrder(shown), inOneOrder(worst), 'the worst findings are shown');
  const counted = severities.map((severity) => all.filter((each) => each.severity === severity).length);
  holdSame(
    severities.map((severity) => counts[severity]),
    counted,
    'findings are counted',
  );
  const [first, last] = [line - 2, line + 3];
  const within = all.filter((each) => each.line >= first && each.line <= last);
  const some = [...document.diagnosticsIn(first, last, rules)];
  const isWhole = document.lines.length <= largest || document.isReady('analysis');
  holdSame(
    plain(isWhole ? some : some.filter(isOfLine)),
    plain(isWhole ? within : within.filter(isOfLine)),
    'the findings of some lines are those of all that are in them',
  );
}

/** In larger documents, what only the whole file shows may be told later. */
const largest = 2_000;

function isOfLine({ finding }: Diagnostic): boolean {
  return !fileRules.some((rule) => rule === finding.rule);
}

const severities: readonly Severity[] = ['error', 'warning', 'information', 'hint'];

function rankOf({ severity }: Diagnostic): number {
  return severities.indexOf(severity);
}

/** The same is said of both documents. */
function checkSame(document: CheckedDocument, other: CheckedDocument, asked: Asked, as: string): void {
  const rules = settings[asked.settings % settings.length]!;
  holdSame(plain(document.diagnostics(rules)), plain(other.diagnostics(rules)), `diagnostics: ${as}`);
  for (const question of asked.questions) {
    const ask = questions[question] as (document: CheckedDocument, place: Position) => unknown;
    holdSame(ask(document, asked.place), ask(other, asked.place), `${question}: ${as}`);
  }
}

function different(actual: string, expected: string): string {
  return `${JSON.stringify(actual)} and not ${JSON.stringify(expected)}`;
}
