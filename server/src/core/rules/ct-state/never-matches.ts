import { type Conflict, conflictsIn, minimalRepairs } from '../../conntrack/conflicts';
import { describePackets, joined } from '../../conntrack/description';
import { canonicalSpelling, signedSpelling } from '../../conntrack/spelling';
import { allFlags, flagsOf, isSatisfiable, type StateMatch } from '../../conntrack/states';
import { connectionStateConstraints } from '../../facts/connection-state';
import { capitalised } from '../../syntax/excerpt';
import type { Span } from '../../syntax/span';
import { applyEdits } from '../edits';
import { asWritten, inStyleOf, replaceTerms, spanOf, withImpliedSet } from '../respell';
import type { Fix, RuleInput, WrittenRule } from '../rule';

/** A match on connection state that no packet can meet. Source of the constraints: ovs-fields(7), "ct_state". */
export const neverMatches: WrittenRule = {
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
  const reasons = connectionStateConstraints.flatMap((constraint) => {
    const pairs = conflicts.filter((conflict) => conflict.constraint === constraint).map(pairOf);
    return pairs.length === 0
      ? []
      : [`${pairs.join(', ')} cannot go together, because ${constraint.because}`];
  });
  const written = signed ? '' : ` It asks for ${asksFor(input.state.effective!)}.`;
  return `This flow can never match.${written} ${capitalised(reasons.join('; '))}. Open vSwitch does not check this.`;
}

/** `+new and -trk`. */
function pairOf({ flags }: Conflict): string {
  return joined(
    flagsOf(flags.mask).map(({ bit }) => signedSpelling({ value: flags.value & bit, mask: bit })),
  );
}

function asksFor({ value, mask }: StateMatch): string {
  const set = flagsOf(value).map((flag) => flag.name);
  const clear = mask === allFlags ? ['all other flags'] : flagsOf(mask & ~value).map((flag) => flag.name);
  return clear.length === 0 ? `${joined(set)} set` : `${joined(set)} set and ${joined(clear)} clear`;
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
      title: inOneLine(`Change to ${value}${note}`, describePackets(repair)),
      edits: replaceTerms(line, state.terms, value),
      keepsMeaning: false,
    };
  });
  const asMasked = masked(input, match);
  if (asMasked) {
    list.unshift(asMasked);
  }
  const two = twoFlows(input, match, conflicts);
  return two ? [...list, two] : list;
}

/** Flags named without signs that can never match exactly: most likely the others were to be left open. */
function masked({ line, state }: RuleInput, match: StateMatch): Fix | undefined {
  const meant = { value: match.value, mask: match.value };
  if (state.terms.at(-1)!.accepted?.form !== 'list' || !isSatisfiable(meant)) {
    return undefined;
  }
  const value = asWritten(withImpliedSet(meant));
  return {
    title: inOneLine(`Change to ${value}`, describePackets(meant)),
    edits: replaceTerms(line, state.terms, value),
    keepsMeaning: false,
  };
}

/** A title with an explanation, where both are short enough for a menu. */
function inOneLine(title: string, explanation: string): string {
  const whole = `${title}: ${explanation}`;
  return whole.length <= 80 ? whole : title;
}

/** Where people mean "either", the same flow twice says it: once with each side of the conflict. */
function twoFlows(
  { line, state }: RuleInput,
  match: StateMatch,
  conflicts: readonly Conflict[],
): Fix | undefined {
  const either = conflicts.find((conflict) => conflict.constraint.eitherIsMeant);
  const repairs = minimalRepairs(match);
  const sides = flagsOf(either?.flags.mask ?? 0).map((flag) => repairs.find(({ value }) => value & flag.bit));
  const [first, second] = sides;
  if (!first || !second || first === second) {
    return undefined;
  }
  const last = state.terms[state.terms.length - 1]!;
  const values = [first, second].map((repair) => inStyleOf(last, repair));
  const copies = values.map((value) => applyEdits(line.text, replaceTerms(line, state.terms, value)));
  return {
    title: `Split into two flows: ${values.join(' and ')}`,
    edits: [{ start: 0, end: line.text.length, newText: copies.join('\n') }],
    keepsMeaning: false,
  };
}
