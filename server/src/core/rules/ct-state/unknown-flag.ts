import { signedSpelling } from '../../conntrack/spelling';
import { connectionStateFlags } from '../../facts/connection-state';
import { excerpt } from '../../syntax/excerpt';
import type { FlagProblem } from '../../syntax/flag-match-problems';
import { fixesOf, problemsOf } from '../rejected';
import type { Edit, WrittenRule } from '../rule';

const kinds = ['unknown-flag', 'wrong-negation', 'quoted', 'signed-number', 'unexpected-text'] as const;

type Problem = Extract<FlagProblem, { kind: (typeof kinds)[number] }>;

/** A word that is no flag. Source: lib/flow.c, parse_flags: "unknown ct_state flag(s)". */
export const unknownFlag: WrittenRule = {
  code: 'ct-state/unknown-flag',
  severity: 'error',
  title: 'Unknown flag',
  *check(input) {
    for (const { term, problem } of problemsOf(input, ...kinds)) {
      const text = excerpt(input.line.text, problem.span);
      yield {
        span: problem.span,
        message: `${message(problem, text)} Open vSwitch rejects the flow.`,
        fixes: () => fixesOf(input.line, term, localFixes(problem, text)),
      };
    }
  },
};

const names = connectionStateFlags.map((flag) => flag.name).join(', ');

function message(problem: Problem, text: string): string {
  switch (problem.kind) {
    case 'unknown-flag': {
      const near = problem.near.map((flag) => flag.name);
      if (near.length === 1 && near[0] === text.toLowerCase()) {
        return `The names of flags are in lower case: write ${near[0]}, not ${text}.`;
      }
      const meant = near.length > 0 ? `Did you mean ${near.join(' or ')}?` : `The flags are ${names}.`;
      return `${text} is no flag of ct_state. ${meant}`;
    }
    case 'wrong-negation':
      return `${text} is not how to ask for a clear flag: write a minus sign, -${text.slice(1)}.`;
    case 'quoted':
      return 'A match on ct_state takes no quotes: they are read as part of the name of a flag.';
    case 'signed-number': {
      const flags = problem.flags.map((flag) => flag.name).join(', ');
      return `A sign takes the name of a flag, not a number${flags ? `: ${text.replace(/^[+-]/, '')} is ${flags}` : ''}.`;
    }
    case 'unexpected-text':
      return text.startsWith('/')
        ? `A mask such as ${text} goes with a number, as in 0x21/0x21, not with named flags.`
        : `${text} cannot stand in a match on ct_state.`;
  }
}

function localFixes(problem: Problem, text: string): { title: string; edits: Edit[] }[] {
  const { span } = problem;
  const replaceWith = (newText: string) => [{ start: span.start, end: span.end, newText }];
  switch (problem.kind) {
    case 'unknown-flag':
      return problem.near.map((flag) => ({
        title: `Change ${text} to ${flag.name}`,
        edits: replaceWith(flag.name),
      }));
    case 'wrong-negation':
      return [
        {
          title: `Change ${text} to -${text.slice(1)}`,
          edits: [{ start: span.start, end: span.start + 1, newText: '-' }],
        },
      ];
    case 'quoted':
      return [
        {
          title: 'Remove the quotes',
          edits: [
            { start: span.start, end: span.start + 1, newText: '' },
            { start: span.end - 1, end: span.end, newText: '' },
          ],
        },
      ];
    case 'signed-number': {
      const bits = problem.flags.reduce((all, flag) => all | flag.bit, 0);
      const spelling = signedSpelling({ value: text.startsWith('-') ? 0 : bits, mask: bits });
      return bits === 0 ? [] : [{ title: `Change ${text} to ${spelling}`, edits: replaceWith(spelling) }];
    }
    case 'unexpected-text':
      return [{ title: `Remove ${text}`, edits: replaceWith('') }];
  }
}
