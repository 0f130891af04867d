import { minimalRepairs } from '../../conntrack/conflicts';
import { canonicalSpelling, hexadecimal } from '../../conntrack/spelling';
import { allFlags } from '../../conntrack/states';
import type { StateTerm } from '../../model/flow-connection-state';
import { excerpt } from '../../syntax/excerpt';
import type { FlowLine } from '../../syntax/flow-line';
import type { Span } from '../../syntax/span';
import { fixesOf, problemsOf, removal } from '../rejected';
import type { Edit, Fix, WrittenRule } from '../rule';

/** A number with bits that are no flag. Source: lib/flow.c, parse_flags; lib/packets.h, CS_SUPPORTED_MASK. */
export const undefinedBits: WrittenRule = {
  code: 'ct-state/undefined-bits',
  severity: 'error',
  title: 'The number has bits that are no flag',
  *check(input) {
    const { line } = input;
    for (const { term, problem } of problemsOf(input, 'undefined-bits')) {
      const text = excerpt(line.text, problem.span);
      yield {
        span: problem.span,
        message: `${text} has bits (${hexadecimal(problem.bits)}) that are no flag: ct_state defines eight, ${hexadecimal(allFlags)} in all. Open vSwitch rejects the flow. Drop the bits.`,
        fixes: () => [...fixesOf(line, term, localFix(problem, text)), ...repairs(line, term)],
      };
    }
  },
};

/** The same number without the bits, where that leaves one that says what was meant. */
function localFix(
  { span, kept }: { span: Span; kept: number },
  text: string,
): { title: string; edits: Edit[] }[] {
  const left = hexadecimal(kept);
  const telling = kept !== 0 && !text.startsWith('-');
  return telling
    ? [
        {
          title: `Drop the undefined bits: ${left}`,
          edits: [{ start: span.start, end: span.end, newText: left }],
        },
      ]
    : [];
}

/** What can be done where dropping the bits leaves nothing, or a match that no packet can meet. */
function repairs(line: FlowLine, term: StateTerm): Fix[] {
  const { intended } = term.rejected!;
  if (!intended || intended.mask === 0) {
    return term.rejected!.problems.every((problem) => problem.kind === 'undefined-bits')
      ? [removal(line, term)]
      : [];
  }
  return intended.form === 'masked'
    ? minimalRepairs(intended).map((repair) => {
        const value = `${hexadecimal(repair.value)}/${hexadecimal(repair.mask)}`;
        const title = `Change to ${value} (${canonicalSpelling(repair)})`;
        return { title, edits: [{ ...term.span, newText: value }], keepsMeaning: false };
      })
    : [];
}
