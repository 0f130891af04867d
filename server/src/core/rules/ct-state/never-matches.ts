import { type Conflict, conflictsIn, minimalRepairs } from '../../conntrack/conflicts';
import { describePackets, joined } from '../../conntrack/description';
import { canonicalSpelling, signedSpelling } from '../../conntrack/spelling';
import { allFlags, flagsOf, isSatisfiable, type StateMatch } from '../../conntrack/states';
import type { FlowLine } from '../../syntax/flow-line';
import type { Span } from '../../syntax/span';
import { inStyleOf, replaceTerms, spanOf } from '../respell';
import type { Fix, Rule, RuleInput } from '../rule';

/** A match on connection state that no packet can meet. Source of the constraints: ovs-fields(7), "ct_state". */
export const neverMatches: Rule = {
  code: 'ct-state/never-matches',
  severity: 'warning',
  title: 'No packet can match',
  *check(input) {
    const match = input.state.effective;
    if (!match || isSatisfiable(match)) {
      return;
    }
    const conflicts = conflictsIn(match);
    yield {
      span: spanAtFault(input, conflicts),
      message: message(input, conflicts),
      fixes: () => fixes(input, match, conflicts),
    };
  },
};

function message(input: RuleInput, conflicts: readonly Conflict[]): string {
  const signed = input.state.terms.every((term) => term.accepted?.form === 'signed');
  const reasons = conflicts.map(({ flags, constraint }) => {
    const [first, second] = flagsOf(flags.mask).map((flag) =>
      signedSpelling({ value: flags.value & flag.bit, mask: flag.bit }),
    );
    return `${first} and ${second} cannot go together, because ${constraint.because}`;
  });
  const written = signed ? '' : ` It asks for ${asksFor(input.state.effective!)}.`;
  return `This flow can never match.${written} ${capitalised(reasons.join('; '))}. Open vSwitch does not check this.`;
}

function asksFor({ value, mask }: StateMatch): string {
  const set = flagsOf(value).map((flag) => flag.name);
  const clear = mask === allFlags ? ['all other flags'] : flagsOf(mask & ~value).map((flag) => flag.name);
  return clear.length === 0 ? `${joined(set)} set` : `${joined(set)} set and ${joined(clear)} clear`;
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** From the first to the last flag at fault where flags are written out, else the whole value. */
function spanAtFault({ state }: RuleInput, conflicts: readonly Conflict[]): Span {
  const atFault = conflicts.reduce((bits, conflict) => bits | conflict.flags.mask, 0);
  const only = state.terms.length === 1 ? state.terms[0]! : undefined;
  if (only?.accepted?.form === 'signed') {
    const spans = only.accepted.terms.filter((flag) => flag.bit & atFault).map((flag) => flag.span);
    return { start: spans[0]!.start, end: spans[spans.length - 1]!.end };
  }
  return spanOf(state.terms);
}

function fixes(input: RuleInput, match: StateMatch, conflicts: readonly Conflict[]): Fix[] {
  const { line, state } = input;
  const last = state.terms[state.terms.length - 1]!;
  const list: Fix[] = minimalRepairs(match).map((repair) => {
    const value = inStyleOf(last, repair);
    const decoded = canonicalSpelling(repair);
    const note = /^[0-9]/.test(value) && decoded !== value ? ` (${decoded})` : '';
    return {
      title: `Change to ${value}${note}: ${describePackets(repair)}`,
      edits: replaceTerms(line, state.terms, value),
      keepsMeaning: false,
    };
  });
  const two = twoFlows(input, match, conflicts);
  return two ? [...list, two] : list;
}

/** Where people mean "either", the same flow twice says it. */
function twoFlows(
  { line, state }: RuleInput,
  match: StateMatch,
  conflicts: readonly Conflict[],
): Fix | undefined {
  const repairs = minimalRepairs(match);
  const only = state.terms[0]!;
  if (conflicts.length !== 1 || !conflicts[0]!.constraint.eitherIsMeant || state.terms.length !== 1) {
    return undefined;
  }
  const values = repairs.slice(0, 2).map((repair) => inStyleOf(only, repair));
  const copies = values.map((value) => apply(line, only.span, value));
  return {
    title: `Split into two flows: ${values.join(' and ')}`,
    edits: [{ start: 0, end: line.text.length, newText: copies.join('\n') }],
    keepsMeaning: false,
  };
}

function apply(line: FlowLine, span: Span, value: string): string {
  return line.text.slice(0, span.start) + value + line.text.slice(span.end);
}
