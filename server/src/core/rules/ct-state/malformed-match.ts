import { allFlags } from '../../conntrack/states';
import { connectionStateFlags } from '../../facts/connection-state';
import type { StateTerm } from '../../model/flow-connection-state';
import { excerpt, shortened } from '../../syntax/excerpt';
import { parseFlagMatch } from '../../syntax/flag-match';
import type { FlagProblem } from '../../syntax/flag-match-problems';
import type { FlowLine } from '../../syntax/flow-line';
import type { Item } from '../../syntax/items';
import { fixesOf, meantBy, problemsOf, wholeFixes } from '../rejected';
import type { Edit, Finding, WrittenRule } from '../rule';

const kinds = [
  'missing-sign',
  'missing-flag',
  'doubled-sign',
  'stray-separator',
  'missing-number',
  'missing-parenthesis',
] as const;

type Problem = Extract<FlagProblem, { kind: (typeof kinds)[number] }>;

/**
 * Signs missing or mixed, separators where none may stand.
 * Source: lib/flow.c, parse_flags; lib/ofp-flow.c ("field … missing value").
 */
export const malformedMatch: WrittenRule = {
  code: 'ct-state/malformed-match',
  severity: 'error',
  title: 'Signs or separators are wrong',
  *check(input) {
    const { line, state } = input;
    for (const { term, problem } of problemsOf(input, ...kinds)) {
      const text = excerpt(line.text, problem.span);
      yield {
        span: problem.span,
        message: `${message(problem, text)} Open vSwitch rejects the flow.`,
        fixes: () => fixesOf(line, term, localFixes(line, term, problem)),
      };
    }
    for (const term of state.terms) {
      const meant = term.strays.length > 0 ? meantBy(line, term) : undefined;
      for (const stray of term.strays) {
        yield strayFinding(line, term, stray, meant);
      }
    }
  },
};

function message(problem: Problem, text: string): string {
  switch (problem.kind) {
    case 'missing-sign':
      return `${text} has no sign, but other flags here have one. Write +${text} (set) or -${text} (clear); without any signs, join flags with | for an exact match.`;
    case 'missing-flag':
      return `No flag follows the sign ${text}. Name one, or remove the sign.`;
    case 'stray-separator':
      return problem.signed
        ? `Flags with signs follow each other directly, as in +trk+new: ${text.trim() || 'white space'} cannot stand between them.`
        : `${text.trim() || 'White space'} cannot stand here: flags without signs are joined by one |, as in new|trk.`;
    case 'doubled-sign':
      return `${text} is one sign too many: a flag takes one.`;
    case 'missing-parenthesis':
      return 'The parenthesis is not closed, so the match takes in what follows it. Close it, or write ct_state=VALUE.';
    case 'missing-number':
      return 'A mask is written value/mask, with a number on each side, as in 0x21/0x21.';
  }
}

function localFixes(line: FlowLine, term: StateTerm, problem: Problem): { title: string; edits: Edit[] }[] {
  const { span } = problem;
  const text = line.text.slice(span.start, span.end);
  switch (problem.kind) {
    case 'missing-sign':
      return [
        {
          title: `Change ${text} to +${text}`,
          edits: [{ start: span.start, end: span.start, newText: '+' }],
        },
      ];
    case 'missing-parenthesis': {
      const { insertAt } = problem;
      return [{ title: 'Close the parenthesis', edits: [{ start: insertAt, end: insertAt, newText: ')' }] }];
    }
    case 'missing-flag':
    case 'doubled-sign':
      return [{ title: `Remove ${text}`, edits: [{ ...span, newText: '' }] }];
    case 'stray-separator': {
      const next = line.text[span.end] ?? '';
      const between = span.start > term.span.start && !problem.last;
      const newText = !between || /[+\-!~]/.test(next) ? '' : problem.signed ? '+' : '|';
      return [
        { title: newText ? `Change ${text} to ${newText}` : `Remove ${text}`, edits: [{ ...span, newText }] },
      ];
    }
    case 'missing-number': {
      const value = line.text.slice(term.span.start, span.start);
      const complete = `${value}/${value}`;
      const accepted = parseFlagMatch(complete, 0, complete.length, connectionStateFlags, allFlags);
      return accepted && !accepted.ignored && span.end === term.span.end
        ? [{ title: `Change to ${complete}`, edits: [{ ...term.span, newText: complete }] }]
        : [];
    }
  }
}

/** An item that Open vSwitch takes for a field of its own, because a separator stands before it. */
function strayFinding(line: FlowLine, term: StateTerm, stray: Item, meant: string | undefined): Finding {
  const piece = excerpt(line.text, { start: stray.keyStart, end: stray.end });
  const before = line.text.slice(Math.max(stray.keyStart - 20, 0), stray.keyStart);
  const separator = /,\s*$/.test(before)
    ? 'A comma'
    : /\s$/.test(before)
      ? 'A space'
      : 'What stands before it';
  const what =
    piece === '='
      ? 'so ct_state has no value, and a lone = is no field'
      : `and takes ${piece} for a field of its own`;
  return {
    span: { start: stray.keyStart, end: stray.end },
    message: `${separator} ends the match on ct_state: Open vSwitch stops reading it there, ${what}. It rejects the flow. Write the match in one piece${meant ? `: ct_state=${shortened(meant)}` : ''}.`,
    fixes: () => wholeFixes(line, term),
  };
}
