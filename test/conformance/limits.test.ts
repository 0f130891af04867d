import { describe, expect, test } from 'vitest';
import { describeDifference, differenceOf } from './compare';
import { judgeVersion } from './judge';
import { judgeFlow } from './judge-flows';

const about = judgeVersion ?? 'left out: ovs-ofctl is not installed';

function times(count: number, part: string): string {
  return Array.from({ length: count }, () => part).join();
}

function nested(depth: number, name: string, innermost: string): string {
  return `${`${name}(`.repeat(depth)}${innermost}${')'.repeat(depth)}`;
}

/** Long flows, and flows around the limit to which actions may be nested. */
const flows: readonly string[] = [
  ...[98, 99, 100, 101].map((depth) => `actions=${nested(depth, 'clone', 'output:1')}`),
  ...[98, 99, 100, 101].map((depth) => `ip,actions=ct(commit,exec(${nested(depth, 'clone', 'ct_clear')}))`),
  ...[5, 99, 100, 101].map((depth) => `actions=write_actions(${nested(depth, 'clone', 'output:1')})`),
  `actions=${times(3000, 'output:1')}`,
  `actions=${times(1000, 'load:1->reg0[0..3]')}`,
  `actions=note:${'00'.repeat(30_000)}`,
  `actions=bundle(eth_src,0,hrw,ofport,members:${times(2000, '1')})`,
  `actions=learn(table=1,${times(500, 'reg0=1')})`,
  `ip,actions=dec_ttl(${times(1000, '1')})`,
  `${times(20_000, 'ip')},actions=drop`,
];

describe.skipIf(judgeVersion === undefined)(
  `flows that are long or deep, as ovs-ofctl reads them (${about})`,
  () => {
    test.each(['1.0', '1.3'] as const)('are judged alike by us under %s', async (versions) => {
      const differences: string[] = [];
      for (const flow of flows) {
        const difference = differenceOf(flow, versions, await judgeFlow(flow, versions));
        if (difference) {
          differences.push(describeDifference(difference).replace(/(.{120}).{100,}?(.{80})$/gm, '$1 … $2'));
        }
      }
      expect(differences).toEqual([]);
    });
  },
);
