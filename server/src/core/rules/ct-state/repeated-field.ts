import { listSpelling } from '../../conntrack/spelling';
import { allFlags, isSatisfiable, type StateMatch, simplified } from '../../conntrack/states';
import {
  type FlowConnectionState,
  isRejected,
  replacesOthers,
  type StateTerm,
} from '../../model/flow-connection-state';
import { excerpt } from '../../syntax/excerpt';
import type { FlowLine } from '../../syntax/flow-line';
import { asWritten, removeItem, replaceTerms } from '../respell';
import type { Fix, WrittenRule } from '../rule';

/** `ct_state` more than once in a match: a later value replaces the earlier one. Source: lib/ofp-flow.c, mf_set. */
export const repeatedField: WrittenRule = {
  code: 'ct-state/repeated-field',
  severity: 'warning',
  title: 'The field is given twice',
  *check({ line, state }) {
    if (state.terms.some(isRejected)) {
      return;
    }
    for (const [term, winner] of replacedTerms(state.terms)) {
      const last = excerpt(line.text, { start: winner.item.keyStart, end: winner.item.end });
      yield {
        span: { start: term.item.keyStart, end: term.item.end },
        message: `This has no effect: a later ${last} replaces it, and Open vSwitch says nothing. Write ct_state once.`,
        unnecessary: true,
        related: [
          { span: { start: winner.item.keyStart, end: winner.item.end }, message: 'This one counts.' },
        ],
        fixes: () => fixes(line, state, term, winner),
      };
    }
  },
};

/** The terms that have no effect, each with the last one that takes its place, in the order of the text. */
function replacedTerms(terms: readonly StateTerm[]): [StateTerm, StateTerm][] {
  const replaced: [StateTerm, StateTerm][] = [];
  let whole: StateTerm | undefined;
  // Pieces behind the last whole value; of those that ask for the same flags the last.
  const pieces = new Map<number, StateTerm>();
  for (const term of terms.toReversed()) {
    const { mask } = term.match;
    const covers = ([bits]: [number, StateTerm]) => mask !== 0 && (mask & ~bits) === 0;
    const winner = whole ?? [...pieces].find(covers)?.[1];
    if (winner) {
      replaced.push([term, winner]);
    }
    if (!whole && replacesOthers(term)) {
      whole = term;
    } else if (!whole && !pieces.has(mask)) {
      pieces.set(mask, term);
    }
  }
  return replaced.reverse();
}

function fixes(line: FlowLine, state: FlowConnectionState, term: StateTerm, winner: StateTerm): Fix[] {
  const list: Fix[] = [];
  const merged = merge(state.terms);
  if (merged) {
    const value = merged.mask === allFlags ? listSpelling(merged.value) : asWritten(simplified(merged));
    list.push({
      title: `Merge into ct_state=${value}`,
      edits: replaceTerms(line, state.terms, value),
      keepsMeaning: false,
    });
  }
  list.push({
    title: 'Remove what has no effect',
    edits: [removeItem(line, term)],
    // What was asked for is lost, unless it is asked for again.
    keepsMeaning: sameMatch(term, winner),
  });
  return list;
}

function sameMatch({ match }: StateTerm, other: StateTerm): boolean {
  return match.value === other.match.value && match.mask === other.match.mask;
}

/** The match that asks for all of it; undefined when the parts contradict each other or cannot go together. */
function merge(terms: readonly StateTerm[]): StateMatch | undefined {
  let { value, mask } = { value: 0, mask: 0 };
  for (const { match } of terms) {
    if ((value ^ match.value) & mask & match.mask) {
      return undefined;
    }
    value |= match.value;
    mask |= match.mask;
  }
  return mask !== 0 && isSatisfiable({ value, mask }) ? { value, mask } : undefined;
}
