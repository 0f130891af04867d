import { allFlags } from '../../conntrack/states';
import { hexadecimal } from '../../syntax/numbers';
import { fixesOf, problemsOf } from '../rejected';
import { removeItem } from '../respell';
import type { Rule } from '../rule';

/** A number with bits that are no flag. Source: lib/flow.c, parse_flags; lib/packets.h, CS_SUPPORTED_MASK. */
export const undefinedBits: Rule = {
  code: 'ct-state/undefined-bits',
  severity: 'error',
  title: 'The number has bits that are no flag',
  *check(input) {
    const { line } = input;
    for (const { term, problem } of problemsOf(input, 'undefined-bits')) {
      const text = line.text.slice(problem.span.start, problem.span.end);
      const left = hexadecimal(problem.kept);
      yield {
        span: problem.span,
        message: `${text} has bits (${hexadecimal(problem.bits)}) that are no flag: ct_state defines eight, ${hexadecimal(allFlags)} in all. Open vSwitch rejects the flow. Drop the bits.`,
        fixes: () => {
          const { problems, intended } = term.rejected!;
          if (intended?.mask === 0 || (!intended && problems.length === 1 && problem.kept === 0)) {
            const title = 'Remove this match: none of its bits is a flag';
            return [{ title, edits: [removeItem(line, term)], keepsMeaning: false }];
          }
          const edits = [{ ...problem.span, newText: left }];
          return fixesOf(term, [{ title: `Drop the undefined bits: ${left}`, edits }]);
        },
      };
    }
  },
};
