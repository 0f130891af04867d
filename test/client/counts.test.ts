import { expect, test } from 'vitest';
import { countText, findingsText, readDocumentCounts, shownText } from '../../client/src/counts';

const none = { error: 0, warning: 0, information: 0, hint: 0 };
const sent = {
  uri: 'file:///a.flows',
  version: 3,
  shown: 1000,
  total: 12_345,
  counts: { error: 1, warning: 12_344, information: 0, hint: 0 },
};

test('the status says how many findings there are, and which of them are shown', () => {
  expect(shownText(readDocumentCounts(sent)!)).toBe('12,345 findings, the first 1,000 shown (errors first)');
});

test.each([
  [none, 'no findings'],
  [{ ...none, error: 1 }, '1 error'],
  [
    { error: 12, warning: 1234, information: 1, hint: 2 },
    '12 errors, 1,234 warnings, 1 information, 2 hints',
  ],
  [{ ...none, information: 7, hint: 1 }, '7 information, 1 hint'],
])('%o is told as %s', (counts, text) => {
  expect(findingsText(counts)).toBe(text);
});

test('one is one, and none are none', () => {
  expect([0, 1, 2].map((value) => countText(value, 'flow'))).toEqual(['0 flows', '1 flow', '2 flows']);
});

test.each([
  undefined,
  null,
  'text',
  {},
  { ...sent, uri: 7 },
  { ...sent, total: -1 },
  { ...sent, shown: 0.5 },
  { ...sent, counts: { ...none, hint: undefined } },
])('a notification that is none is passed over: %o', (params) => {
  expect(readDocumentCounts(params)).toBeUndefined();
});
