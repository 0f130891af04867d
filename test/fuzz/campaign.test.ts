/** That the fuzz can fail: what is broken on purpose is found, told once, made small, and found again from what was told. */
import { describe, expect, test } from 'vitest';
import {
  CheckedDocument,
  type Diagnostic,
  type RuleSettings,
} from '../../server/src/core/features/diagnostics';
import { root } from '../rules/fixtures';
import { campaign, chanceOf, type Failure, tryInput } from './campaign';
import { documentTarget } from './document';
import { parserTarget } from './parser';
import { readSeeds } from './seeds';
import { summaryTarget } from './summaries';
import { BrokenInvariant, hold, holdSame, type Target } from './target';

const seeds = readSeeds(root);
const parser = parserTarget(seeds);
const alike = summaryTarget(seeds);
const document = documentTarget(seeds);

async function failuresOf<Input>(
  target: Target<Input>,
  { seed = 1, from = 0, count }: { seed?: number; from?: number; count: number },
): Promise<{ failures: Failure[]; inputs: number }> {
  const failures: Failure[] = [];
  let inputs = 0;
  await campaign(target, {
    seed,
    from,
    goesOn: (tried) => tried < count,
    counts: (number) => {
      inputs += number;
    },
    fails: (failure) => failures.push(failure),
  });
  return { failures, inputs };
}

describe('what is broken on purpose', () => {
  const brokenParser: typeof parser = {
    ...parser,
    check: ({ line }) => {
      hold(!/ct\(.*,/.test(line), 'no action has arguments', () => line);
      if (line.includes('learn')) {
        throw new TypeError('cannot learn');
      }
      return 1;
    },
  };

  test('is found, told once for each thing that is broken, and made small', async () => {
    const { failures, inputs } = await failuresOf(brokenParser, { count: 2000 });
    expect(inputs).toBe(2000);
    expect(failures).toHaveLength(2);
    const lines = failures.map(({ input }) => (JSON.parse(input) as { line: string }).line);
    expect(lines.sort()).toEqual(['ct(,', 'learn']);
    expect(failures.map(({ description }) => description).join()).toMatch(
      /no action has arguments.*cannot learn/s,
    );
    for (const { input, length } of failures) {
      expect(input.length).toBeLessThan(length);
    }
  });

  test('is found again by seed and index, and by the input that was told', async () => {
    const { failures } = await failuresOf(brokenParser, { seed: 7, count: 2000 });
    for (const { seed, index, input } of failures) {
      const again = await failuresOf(brokenParser, { seed, from: index, count: 1 });
      expect(again.failures).toMatchObject([{ seed, index, input }]);
      expect(await tryInput(brokenParser, input)).toMatchObject({ input });
    }
    expect(await tryInput(parser, failures[0]!.input)).toBeUndefined();
  });

  test('in a document is found where it takes an edit', async () => {
    const broken: typeof document = {
      ...document,
      check: ({ lines, steps }) => {
        const model = new CheckedDocument(lines.join(''));
        for (const step of steps) {
          if ('edit' in step) {
            step.edit.forEach(({ range, text }) => {
              model.replace(range, text);
              hold(model.lines.length === lines.length, 'no edit adds a line', () => text);
            });
          }
        }
        return 1;
      },
    };
    const { failures } = await failuresOf(broken, { count: 50 });
    expect(failures).toHaveLength(1);
    const { lines, steps } = JSON.parse(failures[0]!.input) as Parameters<typeof broken.check>[0];
    expect(lines.length).toBeLessThan(3);
    expect(steps).toHaveLength(1);
  });

  test('in what a document keeps is found', async () => {
    /** It takes it that an edit within a line changes nothing. */
    class Forgetful extends CheckedDocument {
      readonly #known = new Map<number, Diagnostic[]>();

      override diagnostics(settings: RuleSettings): Diagnostic[] {
        const known = this.#known.get(this.lines.length) ?? super.diagnostics(settings);
        this.#known.set(this.lines.length, known);
        return known;
      }
    }
    const target = { ...documentTarget(seeds, (text) => new Forgetful(text)), attempts: 10 };
    const { failures } = await failuresOf(target, { count: 40 });
    expect(failures.map(({ description }) => description).join()).toContain('as of the text opened anew');
  });
});

describe('random input', () => {
  test('is the same for the same seed and index, and another for others', () => {
    for (const target of [parser, alike, document]) {
      const made = (seed: number, index: number) => JSON.stringify(target.generate(chanceOf(seed, index)));
      expect(made(3, 5)).toBe(made(3, 5));
      expect(new Set([made(3, 5), made(3, 6), made(4, 5), made(4, 6)]).size).toBe(4);
    }
  });

  test('breaks nothing, so far', async () => {
    expect((await failuresOf(parser, { seed: 20_261_122, count: 80 })).failures).toEqual([]);
    expect((await failuresOf(alike, { seed: 20_261_122, count: 10 })).failures).toEqual([]);
    expect((await failuresOf(document, { seed: 20_261_122, count: 4 })).failures).toEqual([]);
  });
});

test('values are compared all the way down', () => {
  const value = () => ({ map: new Map([[1n, new Set(['x'])]]), list: [undefined, null] });
  holdSame(value(), value(), 'alike');
  expect(() => holdSame(value(), { ...value(), map: new Map([[2n, new Set()]]) }, 'alike')).toThrow(
    BrokenInvariant,
  );
});
