import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Item, keyText, parseItems } from '../../server/src/core/syntax/items';
import { seed } from '../seed';
import { judgeVersion } from './judge';

const about = judgeVersion ?? 'left out: ovs-ofctl is not installed';

const text = fc.string({
  unit: fc.constantFrom(...'(),=: \t->"ab', 'f(', ')->', 'x=', '(('),
  minLength: 1,
  maxLength: 14,
});

describe.skipIf(judgeVersion === undefined)(`keys and values, as ovs-ofctl splits them (${about})`, () => {
  test(`are split alike by us (seed ${seed})`, () => {
    const texts = fc.sample(text, { seed, numRuns: 5_000 });
    const { stdout } = spawnSync('ovs-ofctl', ['parse-key-value', '--', ...texts], { encoding: 'utf8' });
    const theirs = stdout.split('\n').slice(0, texts.length);
    expect(texts.map((line) => `${line}\t→ ${ours(line)}`)).toEqual(
      texts.map((line, index) => `${line}\t→ ${theirs[index]}`),
    );
  });
});

/** The items of a text, as `ovs-ofctl parse-key-value` prints them. */
function ours(line: string): string {
  return parseItems(line, 0, line.length)
    .map((item) => {
      const value = wholeValue(line, item);
      return keyText(line, item) + (value === '' ? '' : `=${value}`);
    })
    .join(', ');
}

/** To Open vSwitch, the arrow behind a call and all before it are one value. */
function wholeValue(line: string, item: Item): string {
  const beyondCall = item.delimiter === '(' && item.closed && item.end > item.valueEnd + 1;
  return line.slice(item.valueStart, beyondCall ? item.end : item.valueEnd);
}
