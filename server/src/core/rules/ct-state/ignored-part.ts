import { hexadecimal } from '../../conntrack/spelling';
import { allFlags } from '../../conntrack/states';
import { type StateTerm, termsThatCount } from '../../model/flow-connection-state';
import { excerpt } from '../../syntax/excerpt';
import type { FlowLine } from '../../syntax/flow-line';
import type { Finding, WrittenRule } from '../rule';

/**
 * Text that Open vSwitch accepts and forgets: whatever follows a mask, a `|` at the end of a list, the
 * bits of a number beyond 32, and bits of a subfield that are no flag.
 * Source: lib/flow.c, parse_flags; lib/match.c, match_set_ct_state_masked; measured with ovs-ofctl 3.1.0.
 */
export const ignoredPart: WrittenRule = {
  code: 'ct-state/ignored-part',
  severity: 'warning',
  title: 'Part of the match is ignored',
  *check({ line, state }) {
    for (const term of termsThatCount(state)) {
      yield* ignoredText(line, term);
      yield* wrappedNumbers(line, term);
      yield* lostBits(term);
    }
  },
};

function* ignoredText(line: FlowLine, { accepted }: StateTerm): Iterable<Finding> {
  const span = accepted?.ignored;
  if (span) {
    const text = excerpt(line.text, span);
    const edits = [{ ...span, newText: '' }];
    yield {
      span,
      message: `Open vSwitch ignores ${text} at the end of this match without a word. Remove it.`,
      unnecessary: true,
      fixes: () => [{ title: `Remove ${text}`, edits, keepsMeaning: text === '|' }],
    };
  }
}

function* wrappedNumbers(line: FlowLine, { accepted }: StateTerm): Iterable<Finding> {
  for (const number of accepted?.numbers ?? []) {
    if (number.wraps) {
      const text = excerpt(line.text, number);
      const left = hexadecimal(number.value);
      const edits = [{ start: number.start, end: number.end, newText: left }];
      yield {
        span: number,
        message: `${text} is ${text.startsWith('-') ? 'negative' : 'wider than 32 bits'}. Open vSwitch keeps its low 32 bits silently and reads ${left}.`,
        fixes: () => [{ title: `Change to ${left}, what Open vSwitch reads`, edits, keepsMeaning: false }],
      };
    }
  }
}

function* lostBits({ subfield, match, item }: StateTerm): Iterable<Finding> {
  const lost = subfield ? (subfield.mask & ~allFlags) >>> 0 : 0;
  const wholeField = subfield?.mask === 0xffffffff;
  if (subfield && lost !== 0 && match.mask !== 0 && (!wholeField || subfield.value & ~allFlags)) {
    const text = `${hexadecimal(match.value)}/${hexadecimal(match.mask)}`;
    yield {
      span: { start: item.keyStart, end: item.end },
      message: `Bits ${hexadecimal(lost)} of ct_state are no flag: Open vSwitch leaves them out of the match silently and asks for ${text} only.`,
      fixes: () => [
        {
          title: `Change to ct_state=${text}`,
          edits: [{ start: item.keyStart, end: item.end, newText: `ct_state=${text}` }],
          keepsMeaning: false,
        },
      ],
    };
  }
}
