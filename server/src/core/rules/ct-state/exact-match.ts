import { joined } from '../../conntrack/description';
import { listSpelling, signedSpelling } from '../../conntrack/spelling';
import {
  allFlags,
  coveredStates,
  coverTheSame,
  flagsOf,
  isSatisfiable,
  type StateMatch,
} from '../../conntrack/states';
import { termsThatCount } from '../../model/flow-connection-state';
import { excerpt } from '../../syntax/excerpt';
import { asWritten, withImpliedSet } from '../respell';
import type { Fix, WrittenRule } from '../rule';

/**
 * Flags without signs, or a number without a mask: they match all eight flags, which readers overlook.
 * Source: lib/flow.c, parse_flags; ovs-fields(7), "ct_state".
 */
export const exactMatch: WrittenRule = {
  code: 'ct-state/exact-match',
  severity: 'information',
  title: 'An exact match that reads like a masked one',
  *check({ line, state }) {
    for (const term of termsThatCount(state)) {
      const exact = term.match;
      const masked = { value: exact.value, mask: exact.value };
      const noDifference = isSatisfiable(exact) && coverTheSame(exact, masked);
      if (term.accepted?.form !== 'list' || exact.value === 0 || noDifference) {
        continue;
      }
      const written = excerpt(line.text, term.span);
      const decoded = listSpelling(exact.value);
      const what = decoded === written ? `${written} matches` : `${written} (${decoded}) matches`;
      const names = joined(flagsOf(exact.value).map((flag) => flag.name));
      yield {
        span: term.span,
        message: `${what} exactly: ${names} set and all other flags clear.${leavesOut(exact, masked)}`,
        fixes: () =>
          fixes(exact, masked).map((fix) => ({ ...fix, edits: [{ ...term.span, newText: fix.value }] })),
      };
    }
  },
};

function leavesOut(exact: StateMatch, masked: StateMatch): string {
  const others = coveredStates(masked).reduce((bits, state) => bits | state, 0) & ~exact.value;
  if (others === 0 || !isSatisfiable(exact)) {
    return '';
  }
  const names = flagsOf(others).map((flag) => flag.name);
  const last = names.pop()!;
  const list = names.length === 0 ? last : `${names.join(', ')} or ${last}`;
  return ` It leaves out packets that also have ${list}. To match those too, put a sign before each flag: ${asWritten(withImpliedSet(masked))}.`;
}

function fixes(exact: StateMatch, masked: StateMatch): (Omit<Fix, 'edits'> & { value: string })[] {
  const full = signedSpelling({ value: exact.value, mask: allFlags });
  const spelledOut = { title: `Spell out the exact match: ${full}`, value: full, keepsMeaning: false };
  if (!isSatisfiable(exact)) {
    // That it can never match is a finding of its own, with its own fixes.
    return [];
  }
  const value = asWritten(withImpliedSet(masked));
  return [
    { title: `Match these flags, whatever the others: ${value}`, value, keepsMeaning: false },
    spelledOut,
  ];
}
