import { describe, expect, test } from 'vitest';
import { warmUp } from '../../server/src/lsp/warm-up';

const flows = Array.from({ length: 40 }, (_, index) => `table=${index},actions=drop\n`).join('');
const lines = 41;

describe('before the first document is open', () => {
  test('a text is checked to the end, in many turns', async () => {
    let turns = 0;
    const turn = async () => void turns++;
    expect(await warmUp(flows, turn, () => true)).toBe(lines);
    expect(turns).toBeGreaterThan(lines / 10);
  });

  test('nothing is done once there is one', async () => {
    expect(
      await warmUp(
        flows,
        async () => undefined,
        () => false,
      ),
    ).toBe(0);
  });

  test('it ends within a few lines when one is opened', async () => {
    let turns = 0;
    const turn = async () => void turns++;
    const checked = await warmUp(flows, turn, () => turns < 3);
    expect(checked).toBeGreaterThan(0);
    expect(checked).toBeLessThan(lines / 2);
  });
});
