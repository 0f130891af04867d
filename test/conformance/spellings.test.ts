import { describe, expect, test } from 'vitest';
import { judgeCommands, judgeVersion } from './judge';
import { bundleLines, commands, flows, items, values } from './literals';
import { disagreements, verdictOf } from './ours';

const about = judgeVersion ?? 'left out: ovs-ofctl is not installed';

describe.skipIf(judgeVersion === undefined)(`each spelling, as ovs-ofctl reads it (${about})`, () => {
  test('there are many', () => {
    const all = [...values, ...items, ...flows];
    expect(all.length).toBeGreaterThan(300);
    expect(new Set(all).size).toBe(all.length);
  });

  test('behind ct_state=', async () => {
    expect(await disagreements(values.map((value) => `table=0,ip,ct_state=${value},actions=drop`))).toEqual(
      [],
    );
  });

  test('in other ways', async () => {
    expect(await disagreements(items.map((item) => `ip,${item},actions=drop`))).toEqual([]);
  });

  test('in other surroundings, and in actions', async () => {
    expect(await disagreements(flows)).toEqual([]);
  });

  test.each([
    { command: 'add-flows', lines: commands },
    { command: 'bundle', lines: bundleLines },
  ] as const)('behind the commands of $command', async ({ command, lines }) => {
    const judgements = await judgeCommands(command, lines);
    const ours = lines.map((line) => `${verdictOf(line).errors.length === 0} ${line}`);
    expect(ours).toEqual(lines.map((line, index) => `${judgements[index]!.accepted} ${line}`));
  });
});
