/** A whole line as Open vSwitch takes it: what it matches and does, what is rejected, what is lost. */
import { any, chosenFormat, type FlowFormat, type FormatSet, none, nxmAndOxm } from '../facts/flow-formats';
import { type FlowCommand, flowKey } from '../facts/flow-keys';
import { etherTypes } from '../facts/protocol-words';
import { commandOf, type FlowLine } from '../syntax/flow-line';
import type { Action } from './actions/action';
import { checkActions, checkReceived, refuseActions, wireActions } from './actions/evaluate';
import { actionContext, parseActions } from './actions/parse-list';
import { noteCommandHazards } from './commands-notes';
import { defaultKeys, type FlowKeys, noTable } from './keys';
import { Match } from './match';
import { type MatchTarget, type MatchTerm, readMatch } from './match-items';
import { rejectMissingActions } from './missing-actions';
import { prerequisiteFixes } from './prerequisite-fixes';
import { printFlow, type SentFlow } from './print-flow';
import { type Problem, Problems } from './problem';
import { refuseMatch, refuseOriginalTuple } from './refused';
import { rejectFormats } from './unsendable';
import { matchOnWire } from './wire';

/** What Open vSwitch makes of a line. */
export interface FlowEvaluation {
  readonly kind: 'flow';
  readonly command: FlowCommand;
  readonly terms: readonly MatchTerm[];
  readonly keys: FlowKeys;
  /** What the line asks for. */
  readonly match: Match;
  /** What a switch is asked for when the flow is sent; undefined when it refuses it, or it cannot be sent. */
  readonly installed: Match | undefined;
  readonly actions: readonly Action[];
  readonly problems: readonly Problem[];
  /** Whether nobody turns the flow down: neither `ovs-ofctl` nor the switch. */
  readonly accepted: boolean;
  /** The formats in which the flow can be sent, whether they are allowed or not. */
  readonly usable: FormatSet;
  /** The one it is sent in; undefined when it is rejected before. */
  readonly format: FlowFormat | undefined;
  /** Whether there are names that only a switch knows: then the flow cannot be judged in full. */
  readonly usesNames: boolean;
  /** The flow as `ovs-ofctl` prints it, `ADD tcp actions=drop`; undefined when it is not accepted. */
  canonical(): string | undefined;
}

/**
 * Evaluates a line of kind `flow`. `allowed` are the formats that may be used to send it, as `ovs-ofctl -O`
 * allows them.
 */
export function evaluateFlow(line: FlowLine, allowed: FormatSet = any): FlowEvaluation {
  const problems = new Problems();
  const command = flowCommandOf(line);
  const target = { match: new Match(), keys: defaultKeys(), problems, command, formats: any };
  const terms = readMatch(line, target);
  const { match, keys } = target;
  if (
    match.etherType === etherTypes.ipv6 &&
    ['nw_proto', 'nw_tos', 'tp_src', 'tp_dst'].some((slot) => match.mask(slot) !== 0n)
  ) {
    target.formats &= nxmAndOxm;
  }
  const ofMatch = target.formats;
  const actions = readActions(line, target, terms);
  const rejected = problems.rejections > 0;
  const format = rejected ? undefined : chosenFormat(target.formats & allowed);
  if (!rejected && !format) {
    rejectFormats({ line, terms, ofMatch, usable: target.formats, allowed }, problems);
  }
  const sent = format && send(line, terms, match, keys, actions, format, problems);
  const accepted = problems.rejections === 0;
  noteCommandHazards(
    line,
    { command, keys, terms, match, installed: accepted ? sent?.match : undefined },
    problems,
  );
  return {
    kind: 'flow',
    command,
    terms,
    keys,
    match,
    installed: sent?.match,
    actions,
    problems: worthSaying(problems.list, terms).map((problem) => withFixes(problem, line, terms)),
    accepted,
    usable: target.formats,
    format,
    usesNames: problems.usesNames,
    canonical: () =>
      accepted && sent && !problems.usesNames ? printFlow(command, sent, keys, format!) : undefined,
  };
}

/** What does not matter in a flow that a switch has printed: it knows its own ports, and it has taken the flow. */
const settledByPrinting: ReadonlySet<string> = new Set(['flow/switch-name', 'action/needs-match-later']);

/** The problems without those that would only puzzle: what a printed flow has settled, and contradictions. */
function worthSaying(problems: readonly Problem[], terms: readonly MatchTerm[]): readonly Problem[] {
  const kept = withoutContradictions(problems);
  return isPrinted(terms) ? kept.filter(({ code }) => !settledByPrinting.has(code)) : kept;
}

/** Where a switch refuses an action for what the match lacks, it helps nobody that `ovs-ofctl` would send it. */
function withoutContradictions(problems: readonly Problem[]): readonly Problem[] {
  const refusal = problems.find(({ rejectedBy }) => rejectedBy === 'switch');
  return refusal?.needs === undefined
    ? problems
    : problems.filter(
        ({ code, span }) => code !== 'action/needs-match-later' || span.start !== refusal.span.start,
      );
}

/** Whether a switch has printed the flow: then the names in it are its own. */
export function isPrinted(terms: readonly MatchTerm[]): boolean {
  return terms.some(({ kind, key }) => kind === 'key' && flowKey(key)?.kind === 'statistic');
}

/** A problem that says what the match needs gets the fixes that add it. */
function withFixes(problem: Problem, line: FlowLine, terms: readonly MatchTerm[]): Problem {
  const { needs, fixes } = problem;
  if (needs === undefined || fixes !== undefined) {
    return problem;
  }
  const firstField = terms.find(({ kind }) => kind !== 'key');
  const position = firstField?.item.keyStart ?? line.actions?.word.start ?? 0;
  return { ...problem, fixes: () => prerequisiteFixes(needs, terms, position) };
}

/** The evaluation of a line that is no flow, with what there is to say about it: rules about flows find nothing in it. */
export function evaluationWithoutFlow(problems: readonly Problem[]): FlowEvaluation {
  return {
    kind: 'flow',
    command: 'add',
    terms: [],
    keys: defaultKeys(),
    match: new Match(),
    installed: undefined,
    actions: [],
    problems,
    accepted: problems.every(({ rejectedBy }) => rejectedBy === undefined),
    usable: any,
    format: undefined,
    usesNames: false,
    canonical: () => undefined,
  };
}

/** The command of a line; `add` where none is written. */
export function flowCommandOf(line: FlowLine): FlowCommand {
  const last = line.commands.at(-1);
  const command = last && commandOf(line.text.slice(last.start, last.end));
  return (command as FlowCommand | undefined) ?? 'add';
}

function readActions(line: FlowLine, reading: MatchTarget, terms: readonly MatchTerm[]): Action[] {
  const { problems, match, keys, command } = reading;
  if (command === 'delete' || command === 'delete_strict' || line.isWrapped) {
    return [];
  }
  const part = line.actions;
  const lastItem = part?.items.at(-1);
  if (part?.equals === undefined) {
    rejectMissingActions(line, problems);
    return [];
  }
  const context = actionContext(line.text, problems);
  const actions = parseActions(
    { start: part.equals + 1, end: lastItem?.end ?? part.equals + 1 },
    context,
    true,
  );
  const ofMatch = reading.formats;
  reading.formats &= context.usable.formats;
  if (problems.rejections > 0) {
    return actions;
  }
  const table = keys.table === noTable ? undefined : keys.table;
  const checked = { match: new Match(match), problems, formats: any, table };
  checkActions(actions, checked);
  reading.formats &= checked.formats;
  if (problems.rejections === 0 && reading.formats === none) {
    rejectFormats({ line, terms, ofMatch, usable: none, allowed: any }, problems);
  }
  return actions;
}

function send(
  line: FlowLine,
  terms: readonly MatchTerm[],
  match: Match,
  keys: FlowKeys,
  actions: readonly Action[],
  format: FlowFormat,
  problems: Problems,
): SentFlow | undefined {
  const wired = matchOnWire(match, format);
  if (wired.error !== undefined) {
    return refuseMatch(line, terms, match, wired.error, wired.field, problems);
  }
  if (mixesOriginalTuples(wired.match)) {
    return refuseOriginalTuple(line, terms, problems);
  }
  const remaining = wireActions(actions, format);
  // A flow that names no table goes to table 0.
  const table = keys.table === noTable ? 0 : keys.table;
  const refusal =
    'error' in remaining ? remaining : checkReceived(remaining, format, { match: wired.match, table });
  if ('error' in remaining || refusal) {
    return refuseActions(refusal!, problems);
  }
  return { match: wired.match, priority: wired.exact ? 0xffff : keys.priority, actions: remaining };
}

/** Addresses of the original direction are of the family that the packet is of. Source: lib/ofp-flow.c. */
function mixesOriginalTuples(match: Match): boolean {
  const has = (...slots: string[]) => slots.some((slot) => match.mask(slot) !== 0n);
  const type = Number(match.value('dl_type'));
  return (
    (has('ct_nw_src', 'ct_nw_dst') && type !== etherTypes.ipv4) ||
    (has('ct_ipv6_src', 'ct_ipv6_dst') && type !== etherTypes.ipv6)
  );
}
