/** Lines of nothing but mistakes: what is said of them, and what it costs, stays within bounds. */
import { describe, expect, test } from 'vitest';
import { evaluateLine } from '../../server/src/core/flow/evaluate-line';
import { parseFlowLine } from '../../server/src/core/syntax/flow-line';

const problemsOf = (text: string) => evaluateLine(parseFlowLine(text)).problems;

describe('the nearest name', () => {
  test.each([
    ['of a field', 'tcp_dts=80,', ''],
    ['of a keyword of a packet-out', 'metdata=1,', 'packet-out in_port=1,'],
    ['of a hashed field', 'ip_scr,', 'group_id=1,type=select,selection_method=hash,fields('],
    ['of an action', 'outptu:1,', 'actions='],
  ])('%s is looked for a hundred times, however many are misspelt', (_, item, start) => {
    const misspelt = problemsOf(start + item.repeat(3000)).filter(({ code }) =>
      /unknown-keyword|action\/unknown/.test(code),
    );
    const suggested = misspelt.filter(({ message }) => message.includes('Did you mean'));
    expect(misspelt.length).toBeGreaterThan(1000);
    expect(suggested.length).toBeGreaterThan(90);
    expect(suggested.length).toBeLessThanOrEqual(100);
  });
});

test('of a great many open parentheses, their number is said', () => {
  const unclosed = problemsOf(`actions=${'clone('.repeat(300)}`).filter(
    ({ code }) => code === 'action/unclosed-parenthesis',
  );
  expect(unclosed[0]!.message).toContain('Add the 300 that are missing');
  for (const { message, fixes } of unclosed) {
    expect(message.length).toBeLessThan(400);
    expect(fixes!()[0]!.title.length).toBeLessThan(100);
  }
});
