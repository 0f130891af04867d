import { listSpelling } from '../../conntrack/spelling';
import { allFlags, isSatisfiable, type StateMatch, simplified } from '../../conntrack/states';
import {
  type FlowConnectionState,
  isRejected,
  replacesOthers,
  type StateTerm,
} from '../../model/flow-connection-state';
import type { FlowLine } from '../../syntax/flow-line';
import { excerpt } from '../excerpt';
import { asWritten, removeItem, replaceTerms } from '../respell';
import type { Fix, Rule } from '../rule';

/** `ct_state` more than once in a match: a later value replaces the earlier one. Source: lib/ofp-flow.c, mf_set. */
export const repeatedField: Rule = {
  code: 'ct-state/repeated-field',
  severity: 'warning',
  title: 'The field is given twice',
  *check({ line, state }) {
    if (state.terms.some(isRejected)) {
      return;
    }
    for (const [index, term] of state.terms.entries()) {
      const winner = state.terms.slice(index + 1).findLast((later) => replaces(later, term));
      if (!winner) {
        continue;
      }
      const last = excerpt(line.text, { start: winner.item.keyStart, end: winner.item.end });
      yield {
        span: { start: term.item.keyStart, end: term.item.end },
        message: `This has no effect: a later ${last} replaces it, and Open vSwitch says nothing. Write ct_state once.`,
        unnecessary: true,
        related: [
          { span: { start: winner.item.keyStart, end: winner.item.end }, message: 'This one counts.' },
        ],
        fixes: () => fixes(line, state, term),
      };
    }
  },
};

function replaces(later: StateTerm, earlier: StateTerm): boolean {
  return (
    replacesOthers(later) || (earlier.match.mask !== 0 && (earlier.match.mask & ~later.match.mask) === 0)
  );
}

function fixes(line: FlowLine, state: FlowConnectionState, term: StateTerm): Fix[] {
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
    keepsMeaning: true,
  });
  return list;
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
