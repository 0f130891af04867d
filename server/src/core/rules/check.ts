import { any, type FormatSet } from '../facts/flow-formats';
import { evaluationWithoutFlow } from '../flow/evaluate';
import { evaluateUnder } from '../flow/evaluate-any';
import { evaluateLine, type LineEvaluation } from '../flow/evaluate-line';
import { connectionStateOf, mentionsConnectionState } from '../model/flow-connection-state';
import { type FlowLine, parseFlowLine } from '../syntax/flow-line';
import { ruleOf, rulesBesideState, writtenRules } from './catalogue';
import { applyEdits } from './edits';
import { findingOf, reportedRule } from './reported';
import type { Finding, Fix, Rule, RuleInput } from './rule';

/** A finding, and the rule that made it. */
export interface Diagnosis {
  readonly rule: Rule;
  readonly finding: Finding;
}

/** Nobody reads more about one line, and a hostile line could have a hundred thousand. */
const mostFindings = 100;

/**
 * What the rules have to say about a line, in the order of the text: the first hundred findings. `allowed` are
 * the flow formats of the OpenFlow version in use.
 */
export function checkLine(line: FlowLine, allowed: FormatSet = any): Diagnosis[] {
  return checkEvaluated(line, evaluated(line, allowed), allowed);
}

/** What Open vSwitch makes of a line, a flow in whatever version takes it. */
export function evaluated(line: FlowLine, allowed: FormatSet): LineEvaluation {
  return line.kind === 'flow' ? evaluateUnder(line, allowed) : evaluateLine(line, allowed);
}

/** As `checkLine`, of a line that has been evaluated. */
export function checkEvaluated(line: FlowLine, evaluation: LineEvaluation, allowed: FormatSet): Diagnosis[] {
  if (evaluation.kind === 'none') {
    return [];
  }
  const flow = evaluation.kind === 'flow' ? evaluation : evaluationWithoutFlow(evaluation.problems);
  // Groups have no match, and packet-outs none on connection state; either may learn flows that have one.
  const state = connectionStateOf(line.kind === 'flow' ? line : { ...line, match: [] });
  const input = { line, state, flow, allowed };
  const diagnoses: Diagnosis[] = [];
  for (const rule of mentionsConnectionState(line) ? writtenRules : rulesBesideState) {
    for (const finding of rule.check(input)) {
      diagnoses.push({ rule, finding });
      if (diagnoses.length === mostFindings) {
        return inOrder(diagnoses);
      }
    }
  }
  addReported(input, diagnoses);
  return inOrder(diagnoses);
}

/** Stands at the last token of the match, whatever else is said of that token. */
const missingActions = 'flow/missing-actions';

/** Adds what reading the line brought up, but for rejections of which a rule of its own has said more already. */
function addReported({ line, state, flow: { problems } }: RuleInput, diagnoses: Diagnosis[]): void {
  const errors = diagnoses.filter(({ rule }) => rule.severity === 'error').map(({ finding }) => finding.span);
  const strays = state.terms.flatMap((term) =>
    term.strays.map(({ keyStart: start, end }) => ({ start, end })),
  );
  const said = [...errors, ...strays];
  for (const problem of problems) {
    const rule = reportedRule(problem.code);
    const { start, end } = problem.span;
    const isSaid =
      problem.rejectedBy &&
      problem.code !== missingActions &&
      said.some((span) => span.start < end && start < span.end);
    if (rule && !isSaid && diagnoses.length < mostFindings) {
      diagnoses.push({ rule, finding: findingOf(problem, line) });
    }
  }
}

function inOrder(diagnoses: Diagnosis[]): Diagnosis[] {
  return diagnoses.length < 2
    ? diagnoses
    : diagnoses.sort((left, right) => left.finding.span.start - right.finding.span.start);
}

/** More findings than that no line has of which fixes are tried out. */
const mostRounds = 1_000;

/** No flow is that long that a person mends; to try out fixes on such lines would take its time. */
const longestMended = 4096;

/**
 * The fixes of a finding that make the line better: it has fewer findings of that code afterwards, and not
 * more of any other. Fixes that would trade one fault for another are left out. Best first, as the rule
 * gives them. `all` is what `checkLine` says of the line, where the caller has it already.
 *
 * Of a match that Open vSwitch rejects, the meaning cannot be judged. Once its error is fixed, lesser
 * findings about that meaning may come to light; they do not count against the fix.
 */
export function soundFixes(
  line: FlowLine,
  diagnosis: Diagnosis,
  all = checkLine(line),
  allowed: FormatSet = any,
): Fix[] {
  return line.text.length > longestMended
    ? []
    : keepSound(line, diagnosis, diagnosis.finding.fixes?.() ?? [], all, allowed);
}

function keepSound(
  line: FlowLine,
  diagnosis: Diagnosis,
  fixes: readonly Fix[],
  all: readonly Diagnosis[],
  allowed: FormatSet,
): Fix[] {
  if (fixes.length === 0) {
    return [];
  }
  const before = countByCode(all);
  const results = new Set([line.text]);
  return fixes.filter((fix) => {
    const result = applyEdits(line.text, fix.edits);
    const isNew = !results.has(result);
    results.add(result);
    return (
      isNew &&
      result.split('\n').every((text) => {
        const fixed = parseFlowLine(text);
        // Half a group may well read as a flow.
        return fixed.kind === line.kind && improves(before, fixed, diagnosis.rule, allowed);
      })
    );
  });
}

/** Errors that come to light only once a line can be read: they do not count against the fix that lets it be. */
const foundLater: ReadonlySet<string> = new Set([
  'action/needs-match',
  'action/order',
  'action/refused-by-switch',
  'flow/cannot-be-sent',
  'match/refused-by-switch',
]);

function improves(
  before: ReadonlyMap<string, number>,
  fixed: FlowLine,
  { code, severity }: Rule,
  allowed: FormatSet,
): boolean {
  const after = countByCode(checkLine(fixed, allowed));
  if ((after.get(code) ?? 0) >= before.get(code)!) {
    return false;
  }
  const added = [...after.keys()].filter((other) => after.get(other)! > (before.get(other) ?? 0));
  const isLater = (other: string) => !foundLater.has(code) && foundLater.has(other);
  const revealsOnly =
    severity === 'error' && added.every((other) => ruleOf(other)?.severity !== 'error' || isLater(other));
  return added.length === 0 || revealsOnly;
}

function countByCode(diagnoses: readonly Diagnosis[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { rule } of diagnoses) {
    counts.set(rule.code, (counts.get(rule.code) ?? 0) + 1);
  }
  return counts;
}

/**
 * The line with every fix made that cannot change what the flow matches, or undefined when there is none.
 * `mayFix` says of a code whether it is to be touched (a silenced or switched-off one is not).
 */
export function fixLine(
  text: string,
  mayFix: (code: string) => boolean,
  allowed: FormatSet = any,
): string | undefined {
  if (text.length > longestMended) {
    return undefined;
  }
  let fixed = text;
  // Each round makes at least one finding go away and adds none, so rounds end by themselves; the bound
  // holds even if a rule breaks that promise.
  for (let round = 0; round < mostRounds; round++) {
    const line = parseFlowLine(fixed);
    const fix = firstSafeFix(line, mayFix, allowed);
    if (!fix) {
      break;
    }
    fixed = applyEdits(fixed, fix.edits);
  }
  return fixed === text ? undefined : fixed;
}

function firstSafeFix(
  line: FlowLine,
  mayFix: (code: string) => boolean,
  allowed: FormatSet,
): Fix | undefined {
  const all = checkLine(line, allowed);
  const errors = countErrors(all);
  for (const diagnosis of all) {
    const { code, severity } = diagnosis.rule;
    // A flow that Open vSwitch rejects has no meaning yet that a fix could keep: it must stay what it is.
    if (severity !== 'error' && mayFix(code)) {
      const safe = (diagnosis.finding.fixes?.() ?? []).filter((fix) => fix.keepsMeaning);
      const [fix] = keepSound(line, diagnosis, safe, all, allowed);
      if (fix && staysWhatItIs(line, fix, errors, allowed)) {
        return fix;
      }
    }
  }
  return undefined;
}

function countErrors(all: readonly Diagnosis[]): number {
  return all.filter(({ rule }) => rule.severity === 'error').length;
}

/** Whether the fix leaves a flow what it is: with the same actions, or rejected for as many errors. */
function staysWhatItIs(line: FlowLine, { edits }: Fix, errors: number, allowed: FormatSet): boolean {
  const fixed = parseFlowLine(applyEdits(line.text, edits));
  return errors === 0
    ? printedActions(line, allowed) === printedActions(fixed, allowed)
    : countErrors(checkLine(fixed, allowed)) === errors;
}

/** The actions as Open vSwitch prints them. Of the match a rule knows better: `-est` beside `+new` is printed, and says nothing. */
function printedActions(line: FlowLine, allowed: FormatSet): string | undefined {
  const evaluation = evaluated(line, allowed);
  return evaluation.kind === 'flow' ? evaluation.canonical()?.replace(/^.*?actions=/s, '') : undefined;
}
