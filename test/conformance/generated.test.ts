import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { seed } from '../seed';
import { flow } from './generator';
import { judgeVersion } from './judge';
import { disagreements, verdictOf } from './ours';

const about = judgeVersion ?? 'left out: ovs-ofctl is not installed';

/** The same flows each time; `OVS_FLOWS_SEED` gives others. */
const count = 3_000;

describe.skipIf(judgeVersion === undefined)(`random flows, as ovs-ofctl reads them (${about})`, () => {
  const flows = fc.sample(flow, { seed, numRuns: count });

  test(`are read alike by us (seed ${seed})`, async () => {
    expect(await disagreements(flows), `seed ${seed}`).toEqual([]);
  });

  test('are accepted often, and rejected often', () => {
    const accepted = flows.filter((line) => verdictOf(line).errors.length === 0).length;
    expect(accepted).toBeGreaterThan(count / 3);
    expect(accepted).toBeLessThan((count * 2) / 3);
  });
});
