/** What must hold of any line, whatever stands in it. */
import { directivesIn } from '../../server/src/core/model/directives';
import { factsOf, type LineFacts } from '../../server/src/core/model/line-facts';
import {
  checkEvaluated,
  checkLine,
  type Diagnosis,
  evaluated,
  fixLine,
  soundFixes,
} from '../../server/src/core/rules/check';
import { applyEdits } from '../../server/src/core/rules/edits';
import type { Edit } from '../../server/src/core/rules/rule';
import { type FlowLine, parseFlowLine } from '../../server/src/core/syntax/flow-line';
import type { Span } from '../../server/src/core/syntax/span';
import { tokensOf } from '../../server/src/core/syntax/tokens';
import { hold, holdSame } from './target';

/** A line, and the formats under which it is looked at. */
export interface LineInput {
  readonly text: string;
  readonly formats: number;
}

/** Throws where the span is not inside the text. */
export function holdInside({ start, end }: Span, length: number, what: string): void {
  const isInside =
    Number.isInteger(start) && Number.isInteger(end) && 0 <= start && start <= end && end <= length;
  hold(isInside, `${what} is inside the line`, () => `${start} to ${end} in a line of ${length}`);
}

/** Nothing is lost: the tokens, joined, are the line. */
export function checkTokens(line: FlowLine): void {
  const tokens = tokensOf(line);
  let position = 0;
  for (const { start, end } of tokens) {
    hold(start === position && end > start, 'tokens follow each other', () => JSON.stringify(tokens));
    position = end;
  }
  hold(position === line.text.length, 'the tokens, joined, are the line', () => JSON.stringify(tokens));
}

/** Findings are inside the line, in order, and at most a hundred; so are the places that the whole file looks at. */
export function checkFindings(line: FlowLine, { text, formats }: LineInput): Diagnosis[] {
  const evaluation = evaluated(line, formats);
  checkFacts(factsOf(line, evaluation), text);
  const all = checkEvaluated(line, evaluation, formats);
  hold(all.length <= 100, 'at most a hundred findings', () => String(all.length));
  let before = 0;
  for (const { rule, finding } of all) {
    holdInside(finding.span, text.length, `what ${rule.code} points at`);
    hold(finding.message.trim() !== '', 'a finding has a message', () => rule.code);
    hold(
      finding.span.start >= before,
      'findings are in order',
      () => `${rule.code} at ${finding.span.start}`,
    );
    before = finding.span.start;
    for (const { span } of finding.related ?? []) {
      holdInside(span, text.length, `what ${rule.code} relates to`);
    }
  }
  return all;
}

/** What is said of a line does not depend on what has been looked at before. */
export function checkAgain(line: FlowLine, all: Diagnosis[], { formats }: LineInput): void {
  checkLine(parseFlowLine(withOtherDigits(line.text)), formats);
  holdSame(checkLine(line, formats), all, 'a line checked twice has the same findings');
}

/** A line that is written alike, with other numbers. */
function withOtherDigits(text: string): string {
  return text.replaceAll(/\d/g, (digit) => String((Number(digit) + 1) % 10));
}

function checkFacts({ mentions, flow }: LineFacts, text: string): void {
  for (const { span, what } of mentions) {
    holdInside(span, text.length, `where a ${what} is named`);
  }
  const spans = flow && [flow.stateSpan, flow.trackedSpan, flow.actions, flow.span, flow.whole];
  for (const span of spans ?? []) {
    if (span) {
      holdInside(span, text.length, 'a part of a flow');
    }
  }
  directivesIn(text);
}

/** Each fix that is offered changes the line, and makes the finding go. */
export function checkSoundFixes(line: FlowLine, all: Diagnosis[], { text, formats }: LineInput): void {
  for (const diagnosis of all.slice(0, 5)) {
    const { code } = diagnosis.rule;
    for (const fix of soundFixes(line, diagnosis, all, formats)) {
      holdEdits(fix.edits, text.length, `a fix of ${code}`);
      const fixed = applyEdits(text, fix.edits);
      hold(fixed !== text, 'a fix changes the line', () => `${code}: ${fix.title}`);
      const left = fixed.split('\n').map((part) => countOf(code, checkLine(parseFlowLine(part), formats)));
      const isBetter = left.every((count) => count < countOf(code, all));
      hold(
        isBetter,
        'a fix makes its finding go',
        () => `${code}: ${fix.title} gives ${JSON.stringify(fixed)}`,
      );
    }
  }
}

/** Fixing all comes to an end, brings up nothing new, and changes nothing that Open vSwitch would print. */
export function checkFixAll(line: FlowLine, all: Diagnosis[], { text, formats }: LineInput): void {
  const fixed = fixLine(text, () => true, formats);
  if (fixed === undefined) {
    return;
  }
  hold(fixed !== text, 'fixing all changes the line', () => fixed);
  const again = fixLine(fixed, () => true, formats);
  hold(again === undefined, 'fixing all twice is fixing it once', () => `${fixed}\n    and then   ${again}`);
  const after = parseFlowLine(fixed);
  const left = checkLine(after, formats);
  const fresh = left.filter(({ rule }) => countOf(rule.code, left) > countOf(rule.code, all));
  hold(fresh.length === 0, 'fixing all brings up nothing new', () => `${fixed}: ${fresh[0]!.rule.code}`);
  holdSame(
    stateless(canonicalOf(after, formats)),
    stateless(canonicalOf(line, formats)),
    'fixing all keeps what a flow matches',
  );
}

/** What Open vSwitch prints of the line in the given formats; undefined where it is no flow that is accepted. */
export function canonicalOf(line: FlowLine, formats: number): string | undefined {
  const evaluation = evaluated(line, formats);
  return evaluation.kind === 'flow' && evaluation.accepted ? evaluation.canonical() : undefined;
}

/** Without the match on connection state, which has two spellings for the same packets. */
function stateless(canonical: string | undefined): string | undefined {
  return canonical?.replace(/\bct_state=[^, ]*,?/g, '');
}

function countOf(code: string, diagnoses: readonly Diagnosis[]): number {
  return diagnoses.filter(({ rule }) => rule.code === code).length;
}

/** Edits of one line: inside of it, none over another. */
export function holdEdits(edits: readonly Edit[], length: number, what: string): void {
  const inOrder = [...edits].sort((left, right) => left.start - right.start);
  for (const [index, edit] of inOrder.entries()) {
    holdInside(edit, length, what);
    const isFree = index === 0 || inOrder[index - 1]!.end <= edit.start;
    hold(isFree, `the edits of ${what} do not overlap`, () => JSON.stringify(edits));
  }
}
