import { listSpelling } from '../../conntrack/spelling';
import { allFlags } from '../../conntrack/states';
import { connectionStateFlags } from '../../facts/connection-state';
import { matchField } from '../../facts/match-fields';
import { isWithin, nestedActions } from '../../syntax/actions';
import { parseFlagMatch } from '../../syntax/flag-match';
import { keyText, valueText } from '../../syntax/items';
import type { Rule } from '../rule';

const field = matchField('ct_state')!;

/** `learn(ct_state=+trk)`: a learned flow matches fields exactly. Source: lib/learn.c; ovs-actions(7), "learn". */
export const maskInLearn: Rule = {
  code: 'ct-state/mask-in-learn',
  severity: 'error',
  title: 'A learned match takes no mask',
  *check({ line }) {
    if (!line.text.includes(field.name)) {
      return;
    }
    for (const nested of nestedActions(line)) {
      const { item } = nested;
      if (keyText(line.text, item) !== field.name || !isWithin(line.text, nested, 'learn')) {
        continue;
      }
      const text = valueText(line.text, item);
      const span = { start: item.valueStart, end: item.valueEnd };
      const match = parseFlagMatch(line.text, span.start, span.end, connectionStateFlags, allFlags);
      if (match ? match.form === 'list' || match.form === 'empty' : !/^[+\-0-9]|[|]/.test(text)) {
        continue;
      }
      const exact = match && match.value !== 0 ? listSpelling(match.value) : undefined;
      yield {
        span,
        message: `${text} cannot be learned: inside learn(…) a match on ct_state takes flags joined with |, or one number, and is exact. Open vSwitch rejects the flow.`,
        fixes: () =>
          exact
            ? [
                {
                  title: `Change to ${exact} (exactly)`,
                  edits: [{ ...span, newText: exact }],
                  keepsMeaning: false,
                },
              ]
            : [],
      };
    }
  },
};
