import { expect, test } from 'vitest';
import { hasNameOf } from '../../../client/src/check-file/flow-file-names';
import manifest from '../../../package.json';

const [language] = manifest.contributes.languages;

test.each([
  'bridge.flows',
  'BRIDGE.FLOWS',
  'a.ovsflows',
  'a.openflow',
  'flows.txt',
  'br-int-flows.txt',
  'br-int.flows.txt',
  'br-int.flows.dump',
])('%s is a flow file by its name', (name) => {
  expect(hasNameOf(language!, name)).toBe(true);
});

test.each(['notes.txt', 'flows', 'overflows.txt', 'flows.txt.bak', 'br.flowsXtxt', 'a.flows.gz', ''])(
  '%s is none',
  (name) => {
    expect(hasNameOf(language!, name)).toBe(false);
  },
);

test('a language without names has no files', () => {
  expect(hasNameOf({}, 'bridge.flows')).toBe(false);
});
