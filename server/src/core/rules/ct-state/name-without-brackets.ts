import { allFlags } from '../../conntrack/states';
import { connectionStateFlags } from '../../facts/connection-state';
import { parseFlagMatch } from '../../syntax/flag-match';
import type { WrittenRule } from '../rule';

/** `NXM_NX_CT_STATE=…` in a match: NXM names are taken with brackets only. Source: lib/ofp-flow.c. */
export const nameWithoutBrackets: WrittenRule = {
  code: 'ct-state/name-without-brackets',
  severity: 'error',
  title: 'An NXM name needs brackets',
  *check({ line, state }) {
    for (const { item, span, needsBrackets } of state.terms) {
      if (!needsBrackets) {
        continue;
      }
      const key = { start: item.keyStart, end: item.keyEnd };
      const value = parseFlagMatch(line.text, span.start, span.end, connectionStateFlags, allFlags);
      yield {
        span: key,
        message: `In a match, ${line.text.slice(key.start, key.end)} needs brackets and a number, as in NXM_NX_CT_STATE[]=0x21. Without them Open vSwitch does not know the name and rejects the flow. Write ct_state.`,
        fixes: () =>
          value && value.form !== 'empty'
            ? [{ title: 'Change to ct_state', edits: [{ ...key, newText: 'ct_state' }], keepsMeaning: false }]
            : [],
      };
    }
  },
};
