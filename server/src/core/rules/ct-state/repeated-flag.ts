import { excerpt } from '../../syntax/excerpt';
import { fixesOf, problemsOf } from '../rejected';
import type { WrittenRule } from '../rule';

/** A flag given twice or both ways. Source: lib/flow.c: "Each ct_state flag can be specified only once". */
export const repeatedFlag: WrittenRule = {
  code: 'ct-state/repeated-flag',
  severity: 'error',
  title: 'A flag is given twice or both ways',
  *check(input) {
    const { text } = input.line;
    for (const { term, problem } of problemsOf(input, 'repeated-flag')) {
      const again = excerpt(text, problem.span);
      const first = excerpt(text, problem.first);
      const how = problem.opposite ? `both ways (${first} and ${again})` : 'twice';
      const name = again.replace(/^[+\-!~]+/, '');
      const keepFirst = {
        title: problem.opposite ? `Keep ${first}` : `Keep one ${first}`,
        edits: [{ ...problem.span, newText: '' }],
      };
      const keepThis = { title: `Keep ${again}`, edits: [{ ...problem.first, newText: '' }] };
      yield {
        span: problem.span,
        message: `${name} is given ${how}. Open vSwitch takes each flag once and rejects the flow. Keep one.`,
        related: [{ span: problem.first, message: `${first} stands here.` }],
        fixes: () => fixesOf(input.line, term, problem.opposite ? [keepFirst, keepThis] : [keepFirst]),
      };
    }
  },
};
