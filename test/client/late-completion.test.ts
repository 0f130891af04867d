import { expect, test } from 'vitest';
import { isBlankTyped } from '../../client/src/late-completion';

test.each([
  ['', ' ', true],
  ['', ' tcp_d', true],
  [',actions=drop', ' t,actions=drop', true],
  ['', '', false],
  ['', 'tcp', false],
  // It was there before.
  [' actions=drop', ' actions=drop', false],
  [' actions=drop', 't actions=drop', false],
  // The line is another one by now.
  ['tcp', 'a b', false],
])('behind the cursor %o became %o', (before, after, isTyped) => {
  expect(isBlankTyped(before, after)).toBe(isTyped);
});
