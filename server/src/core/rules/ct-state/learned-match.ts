import { listSpelling } from '../../conntrack/spelling';
import { allFlags, coverTheSame } from '../../conntrack/states';
import { connectionStateFlags } from '../../facts/connection-state';
import { codePointName, matchField } from '../../facts/match-fields';
import { isWithin, nestedActions } from '../../syntax/actions';
import { shortened } from '../../syntax/excerpt';
import { type FlagMatch, parseFlagMatch } from '../../syntax/flag-match';
import { keyText, valueText } from '../../syntax/items';
import { nearestNames } from '../../syntax/nearest-name';
import { readSubfield, withoutBrackets } from '../../syntax/subfield';
import type { WrittenRule } from '../rule';

const field = matchField('ct_state')!;

/** `learn(ct_state=+trk)`: a learned flow matches fields exactly. Source: lib/learn.c; ovs-actions(7), "learn". */
export const learnedMatch: WrittenRule = {
  code: 'ct-state/learned-match',
  severity: 'error',
  title: 'The match cannot be learned',
  *check({ line }) {
    for (const nested of nestedActions(line)) {
      const { item } = nested;
      if (!namesField(keyText(line.text, item)) || !isWithin(line.text, nested, 'learn')) {
        continue;
      }
      const text = valueText(line.text, item);
      const span = { start: item.valueStart, end: item.valueEnd };
      const match = parseFlagMatch(line.text, span.start, span.end, connectionStateFlags, allFlags);
      const bits = hasBits(keyText(line.text, item));
      const wrong = bits
        ? readSubfield(line.text, item, field.bits).error !== undefined && text !== ''
        : match?.form !== 'list' && match?.form !== 'empty';
      if (!wrong || (!match && mayNameField(text))) {
        continue;
      }
      const meant = match ? exactSpelling(match) : nearestName(text);
      yield {
        span,
        message: bits
          ? `${shortened(text)} cannot be learned: some bits of ct_state are matched with a number that fits them. Open vSwitch rejects the flow.`
          : `${shortened(text)} cannot be learned: inside learn(...) a match on ct_state takes flags joined with |, or one number up to ${allFlags}, and is exact. Open vSwitch rejects the flow.`,
        fixes: () =>
          meant === undefined || bits
            ? []
            : [
                {
                  title: `Change to ${meant}${match ? ' (exactly)' : ''}`,
                  edits: [{ ...span, newText: meant }],
                  keepsMeaning: false,
                },
              ],
      };
    }
  },
};

function namesField(key: string): boolean {
  return [field.name, codePointName(field)].includes(withoutBrackets(key));
}

function hasBits(key: string): boolean {
  return /\[.+/.test(key) && !key.endsWith('[]');
}

/** `learn` also copies from another field: a name that is near no flag may be one. */
function mayNameField(text: string): boolean {
  return /^[A-Za-z_]\w*(?:\[[^\]]*\])?$/.test(text) && nearestNames(text, connectionStateFlags).length === 0;
}

function nearestName(text: string): string | undefined {
  const near = /^\w+$/.test(text) ? nearestNames(text, connectionStateFlags) : [];
  return near.length === 1 ? near[0]!.name : undefined;
}

function exactSpelling(match: FlagMatch): string | undefined {
  const sameWhenExact = coverTheSame(match, { value: match.value, mask: allFlags });
  return match.value !== 0 || sameWhenExact ? listSpelling(match.value) : undefined;
}
