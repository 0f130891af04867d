import { describe, expect, test } from 'vitest';
import { CheckedDocument } from '../../server/src/core/features/diagnostics';
import { fileRules } from '../../server/src/core/rules/catalogue';
import { Slices } from '../../server/src/lsp/slices';

/** So many lines are checked before the clock is looked at. */
const step = 100;

const flows = (count: number) =>
  new CheckedDocument(
    Array.from({ length: count }, (_, index) => `tp_dst=${index},tcp,actions=drop`).join('\n'),
  );

/** Slices that are over after one step, and turns that are counted; `onTurn` is what happens in each. */
function start(onTurn: (turns: number) => void = () => {}) {
  let time = 0;
  let turns = 0;
  const slices = new Slices(
    async () => {
      turns++;
      onTurn(turns);
    },
    () => {
      time += 1000;
      return time;
    },
  );
  return { slices, turns: () => turns };
}

const always = () => true;

describe('work on a document', () => {
  test('that is small is done at once', async () => {
    const { slices, turns } = start();
    const content = flows(50);
    expect(await slices.reach(content, 'analysis', always)).toBe(true);
    expect(content.checkedLines).toBe(50);
    expect(turns()).toBe(0);
  });

  test('after an edit is done at once, however large the document is', async () => {
    const { slices, turns } = start();
    const content = flows(10 * step);
    await slices.reach(content, 'analysis', always);
    const before = turns();
    content.replace({ start: { line: 500, character: 0 }, end: { line: 500, character: 0 } }, 'ip,');
    expect(await slices.reach(content, 'analysis', always)).toBe(true);
    expect(content.checkedLines).toBe(10 * step + 1);
    expect(turns()).toBe(before);
  });

  test('on the whole of a large file can be interrupted after each rule', async () => {
    const { slices, turns } = start();
    const content = flows(2_100);
    expect(await slices.reach(content, 'lines', always)).toBe(true);
    const before = turns();
    expect(await slices.reach(content, 'analysis', always)).toBe(true);
    const on = fileRules.filter(({ offByDefault }) => !offByDefault).length;
    expect(turns() - before).toBeGreaterThanOrEqual(on);
  });

  test('that is large goes on in one slice a turn', async () => {
    const content = flows(10 * step);
    const seen: number[] = [];
    const { slices } = start(() => seen.push(content.checkedLines));
    expect(await slices.reach(content, 'lines', always)).toBe(true);
    expect(seen.slice(0, 4)).toEqual([step, 2 * step, 3 * step, 4 * step]);
    expect(content.checkedLines).toBe(10 * step);
  });

  test('is given up when nobody wants it any more; what was done stays done', async () => {
    let isWanted = true;
    const content = flows(10 * step);
    const { slices, turns } = start((turn) => {
      isWanted = turn < 3;
    });
    expect(await slices.reach(content, 'analysis', () => isWanted)).toBe(false);
    expect(turns()).toBe(3);
    expect(content.checkedLines).toBe(3 * step);
    isWanted = true;
    const second = start();
    expect(await second.slices.reach(content, 'lines', always)).toBe(true);
    expect(content.checkedLines).toBe(10 * step);
  });

  test('for several who wait, on one or several documents, is still one slice a turn', async () => {
    const contents = [flows(5 * step), flows(5 * step)];
    const done = () => contents.reduce((sum, { checkedLines }) => sum + checkedLines, 0);
    const seen: number[] = [];
    const { slices } = start(() => seen.push(done()));
    const waiting = contents.flatMap((content) => [
      slices.reach(content, 'lines', always),
      slices.reach(content, 'file', always),
      slices.reach(content, 'analysis', always),
    ]);
    expect(await Promise.all(waiting)).toEqual(waiting.map(() => true));
    expect(done()).toBe(10 * step);
    // The first slice of each document is done when it is asked for, before a turn comes.
    const perTurn = seen.slice(2).map((each, index) => each - seen[index + 1]!);
    expect(perTurn.length).toBeGreaterThan(5);
    expect(Math.max(...perTurn)).toBe(step);
  });

  test('of which one waiter has enough goes on for the others', async () => {
    let isWanted = true;
    const content = flows(10 * step);
    const { slices } = start((turn) => {
      isWanted = turn < 3;
    });
    const [one, other] = [
      slices.reach(content, 'analysis', () => isWanted),
      slices.reach(content, 'lines', always),
    ];
    expect(await one).toBe(false);
    expect(await other).toBe(true);
  });
});
