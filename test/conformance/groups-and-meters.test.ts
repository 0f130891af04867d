import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatsOf } from '../../server/src/core/facts/flow-formats';
import { evaluateLine } from '../../server/src/core/flow/evaluate-line';
import { parseFlowLine } from '../../server/src/core/syntax/flow-line';
import { inParallel, judgeVersion, type Run, run } from './judge';
import { bundleLines, group, meter, meterLines, packetOut } from './message-lines';

const about = judgeVersion ?? 'left out: ovs-ofctl is not installed';
const seed = Number(process.env.OVS_FLOWS_SEED ?? 20_261_122);

/** There is no switch there; what is sent is read before anybody looks for it. */
const nowhere = 'unix:/dev/null/no-switch';

const asBundle = (line: string) => run(['--no-names', '-O', 'OpenFlow15', 'bundle', nowhere, '-'], line);
const asMeter = (line: string) => run(['--no-names', '-O', 'OpenFlow15', 'add-meter', nowhere, line], '');

describe.skipIf(judgeVersion === undefined)(`groups, meters and packet-outs (${about})`, () => {
  test('lines of bundle files are judged as ovs-ofctl judges them', async () => {
    expect(await disagreements(bundleLines, asBundle)).toEqual([]);
  });

  test('meters are judged as ovs-ofctl judges them', async () => {
    expect(await disagreements(meterLines, asMeter)).toEqual([]);
  });

  test.each([
    ['groups', group, asBundle, 800],
    ['packet-outs', packetOut, asBundle, 300],
    ['meters', meter, asMeter, 400],
  ] as const)(
    `random %s are judged as ovs-ofctl judges them (seed ${seed})`,
    async (_, arbitrary, judge, numRuns) => {
      const lines = fc.sample(arbitrary, { seed, numRuns });
      expect(await disagreements(lines, judge), `seed ${seed}`).toEqual([]);
      const accepted = lines.filter((line) => verdictsOf(line).length === 0).length;
      expect(accepted).toBeGreaterThan(numRuns / 20);
      expect(accepted).toBeLessThan((numRuns * 19) / 20);
    },
  );
});

/** What `ovs-ofctl` would say of the line, according to us: one text for each thing that it rejects. */
function verdictsOf(line: string): string[] {
  const { problems } = evaluateLine(parseFlowLine(line), formatsOf('1.5'));
  return problems.flatMap(({ rejectedBy, verdict }) => (rejectedBy === 'ovs-ofctl' ? [verdict!] : []));
}

/** The lines that we and `ovs-ofctl` do not agree on, with both answers. It names the first fault, we all. */
async function disagreements(
  lines: readonly string[],
  judge: (line: string) => Promise<Run>,
): Promise<object[]> {
  const found: object[] = [];
  await inParallel(lines.length, async (index) => {
    const line = lines[index]!;
    const theirs = reasonIn(await judge(line));
    const ours = verdictsOf(line);
    if (theirs === undefined ? ours.length > 0 : !ours.includes(theirs)) {
      found.push({ line, theirs: theirs ?? 'accepted', ours });
    }
  });
  return found;
}

/** Why the line is rejected; undefined when only the switch is missing. */
function reasonIn({ stderr }: Run): string | undefined {
  const reason = stderr
    .split('\n')
    .find((line) => line.startsWith('ovs-ofctl: '))!
    .replace(/^ovs-ofctl: (?:-:\d+: )?/, '');
  return reason.startsWith('connecting to ') ? undefined : reason;
}
