import { describe, expect, test } from 'vitest';
import { keywords } from '../../server/src/core/flow/actions/registry';
import { seed } from '../seed';
import {
  type Difference,
  describeDifference,
  differenceOf,
  hangsOnNames,
  ourAnswer,
  saysTheSame,
  share,
} from './compare';
import { writers } from './generate-actions';
import { type GeneratedFlow, generateFlows } from './generate-flows';
import { judgeVersion } from './judge';
import { alone, type FlowAnswer, judgeFlows, type Versions } from './judge-flows';

const about = judgeVersion ?? 'left out: ovs-ofctl is not installed';

/** The same flows each time; `OVS_FLOWS_SEED` gives others. */
const count = Number(process.env.OVS_FLOWS_COUNT ?? 20_000);

/** How many answers have to be the same: fewer with another judge than the one that our facts were measured with. */
const target = judgeVersion?.endsWith(' 3.1.0') ? 0.999 : 0.99;

/** How many disagreements are shown: more of them have the same cause for the most part. */
const shown = 40;

test('there is a grammar for every action', () => {
  expect(keywords().filter((keyword) => writers[keyword] === undefined)).toEqual([]);
});

describe.skipIf(judgeVersion === undefined)(
  `flows made from the facts, as ovs-ofctl reads them (${about})`,
  () => {
    test(`are judged alike by us (seed ${seed})`, { timeout: 300_000 }, async () => {
      const flows = generateFlows(seed, count);
      const start = performance.now();
      const answers = await judgeFlows(
        flows.map(({ flow, versions }) => ({ flow, versions, guess: guessAt(flow, versions) })),
      );
      const seconds = (performance.now() - start) / 1000;
      const differences = flows
        .map(({ flow, versions }, index) => differenceOf(flow, versions, answers[index]!))
        .filter((difference) => difference !== undefined);
      printTotals(flows, answers, differences, seconds);

      const accepted = answers.filter(({ verdict }) => verdict === 'accepted').length;
      expect(accepted).toBeGreaterThan(count / 4);
      expect(accepted).toBeLessThan((count * 3) / 4);
      const verdicts = differences.filter(({ kind }) => kind === 'verdict');
      const printed = differences.filter(({ kind }) => kind !== 'verdict');
      expect(1 - verdicts.length / count, report(verdicts)).toBeGreaterThanOrEqual(target);
      expect(1 - printed.length / accepted, report(printed)).toBeGreaterThanOrEqual(target);
    });
  },
);

/** Flows are asked about together when we expect none to be rejected, and all to be sent in the same format. */
function guessAt(flow: string, versions: Versions): string {
  const { verdict, format } = ourAnswer(flow, versions);
  const several = versions === '1.0' || versions === 'any';
  return verdict === 'rejected' || (several && !format?.startsWith('OpenFlow10'))
    ? alone
    : (format ?? verdict);
}

function report(differences: readonly Difference[]): string {
  return `seed ${seed}, ${differences.length} disagreements:\n${differences.slice(0, shown).map(describeDifference).join('\n')}\n`;
}

function printTotals(
  flows: readonly GeneratedFlow[],
  answers: readonly FlowAnswer[],
  differences: readonly Difference[],
  seconds: number,
): void {
  const accepted = answers.filter(({ verdict }) => verdict === 'accepted').length;
  const spoilt = flows.filter((flow) => flow.spoilt).length;
  const verdicts = differences.filter(({ kind }) => kind === 'verdict').length;
  const printed = differences.length - verdicts;
  const turnedDown = flows.flatMap(({ flow, versions }, index) =>
    answers[index]!.verdict === 'accepted' ? [] : [{ flow, versions, theirs: answers[index]! }],
  );
  const sameWords = turnedDown.filter(({ flow, versions, theirs }) =>
    saysTheSame(flow, versions, theirs.text),
  ).length;
  const leftToNames = turnedDown.filter(({ flow, versions, theirs }) =>
    hangsOnNames(ourAnswer(flow, versions), theirs),
  ).length;
  console.info(
    [
      `Generated flows (seed ${seed}): ${flows.length}, ${spoilt} of them spoilt; the judge accepts ${accepted}, in ${seconds.toFixed(1)} s.`,
      `  Same verdict:        ${share(flows.length - verdicts, flows.length)}`,
      `  Same canonical form: ${share(accepted - printed, accepted)}`,
      `  Same reason:         ${share(sameWords, turnedDown.length)}`,
      `  Left to names of ports and tables: ${leftToNames}`,
      ...differences.slice(0, shown).map((difference) => `  ${describeDifference(difference)}`),
    ].join('\n'),
  );
}
