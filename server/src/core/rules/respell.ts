/** Writes matches on connection state in the style of the text they replace. */
import { listSpelling, numericSpelling, signedSpelling } from '../conntrack/spelling';
import { allFlags, flagsOf, impliedFlags, type StateMatch } from '../conntrack/states';
import type { StateTerm } from '../model/flow-connection-state';
import type { FlowLine } from '../syntax/flow-line';
import type { Span } from '../syntax/span';
import { withoutItem } from '../syntax/without-item';
import type { Edit } from './rule';

/** The match as the author of `term` would write it: signed flags in their order, numbers as numbers. */
export function inStyleOf(term: StateTerm, match: StateMatch): string {
  const written = term.accepted;
  if (written?.form === 'masked' || (written?.form === 'list' && written.numbers.length > 0)) {
    return numericSpelling(match);
  }
  if (written?.form === 'list' && match.mask === allFlags) {
    return listSpelling(match.value);
  }
  const order = written?.terms.map((flag) => flag.bit) ?? [];
  return signedSpelling(match, order.length > 0 ? order : customaryOrder);
}

/** People write `+trk` first. */
const customaryOrder = flagsOf(allFlags)
  .filter((flag) => flag.customary)
  .map((flag) => flag.bit);

/** `+trk+new`: the spelling people write by hand. */
export function asWritten(match: StateMatch): string {
  return signedSpelling(match, customaryOrder);
}

/** The match with the flags it implies to be set written out: what people write (`+trk` beside `+new`). */
export function withImpliedSet(match: StateMatch): StateMatch {
  const { value } = impliedFlags(match);
  return { value: match.value | value, mask: match.mask | value };
}

/** Replaces all that the flow says about connection state by one item with that value. */
export function replaceTerms(line: FlowLine, terms: readonly StateTerm[], value: string): Edit[] {
  const last = terms[terms.length - 1]!;
  const edits = terms.slice(0, -1).map((term) => removeItem(line, term));
  if (terms.length === 1 && last.accepted && last.item.delimiter !== '') {
    return [{ ...last.span, newText: value }];
  }
  edits.push({ start: last.item.keyStart, end: endOf(last), newText: `ct_state=${value}` });
  // The first of a match goes with the separator behind it, the next with the one before it: the same, where they are neighbours.
  let before = 0;
  return edits.map((edit) => {
    const start = Math.max(edit.start, before);
    before = edit.end;
    return { ...edit, start };
  });
}

/** The end of a term, with the items that were meant as part of it. */
export function endOf(term: StateTerm): number {
  return (term.strays[term.strays.length - 1] ?? term.item).end;
}

/** The value of the one term there is; from the first item to the last where a match is put together of several. */
export function spanOf(terms: readonly StateTerm[]): Span {
  const first = terms[0]!;
  const last = terms[terms.length - 1]!;
  return first === last && !first.subfield ? first.span : { start: first.item.keyStart, end: last.item.end };
}

/** Takes a term out of the match, along with the separator that would be left over. */
export function removeItem(line: FlowLine, term: StateTerm): Edit {
  return withoutItem(line, term.item, term.strays.length);
}
