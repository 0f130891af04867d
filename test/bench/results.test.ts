import { describe, expect, test } from 'vitest';
import type { Machine } from '../../scripts/bench/machine.mjs';
import { readOptions } from '../../scripts/bench/options.mjs';
import { Recorder, type Results, readResults, resultFormat } from '../../scripts/bench/results.mjs';
import { median, percentile95 } from '../../scripts/bench/statistics.mjs';
import { betweenMarkers, comparisonTable, resultTable } from '../../scripts/bench/table.mjs';

const machine: Machine = {
  processor: 'a processor',
  cores: 2,
  memory: 4,
  system: 'Linux x64',
  node: 'v20.0.0',
  ofctl: 'ovs-ofctl 3.1.0',
};
const file = 'dump, 0 % faulty';

/** What a run records. */
function recorded(record: (recorder: Recorder) => void): Results {
  const recorder = new Recorder();
  record(recorder);
  return { format: resultFormat, machine, seed: 1, rows: recorder.rows };
}

test('the median and the 95th percentile', () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 2, 3])).toBe(2.5);
  expect(median([10, 9])).toBe(9.5);
  const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);
  expect(percentile95(hundred)).toBe(95);
  expect(percentile95([7])).toBe(7);
});

describe('what was measured', () => {
  test('is held against what ovs-ofctl takes', () => {
    const { rows } = recorded((recorder) => {
      recorder.times('100k', file, 'open, rules about lines', [700, 800, 900], 1000);
      recorder.times('100k', file, 'open, all rules', [1300], 1000);
      recorder.times('100k', 'add, 0 % faulty', 'open, all rules', [1300]);
    });
    expect(rows.map(({ ratio, met }) => [ratio, met])).toEqual([
      [0.8, true],
      [1.3, false],
      [undefined, undefined],
    ]);
  });

  test('must keep both the median and the 95th percentile', () => {
    const { rows } = recorded((recorder) => {
      recorder.times('100k', file, 'hover', [4, 4, 20]);
      recorder.times('100k', file, 'hover', [4, 4, 21]);
      recorder.times('100k', file, 'hover', [4, 6, 6]);
    });
    expect(rows.map(({ met }) => met)).toEqual([true, false, false]);
  });

  test('is held against the size of the file where it is memory', () => {
    const MiB = 2 ** 20;
    const { rows } = recorded((recorder) => {
      recorder.memory('100k', file, 'memory, settled', 110 * MiB, 20 * MiB);
      recorder.memory('100k', file, 'memory, settled', 111 * MiB, 20 * MiB);
      recorder.memory('100k', file, 'memory, settled', undefined, 20 * MiB);
    });
    expect(rows.map(({ ratio, met }) => [ratio, met])).toEqual([
      [2.5, true],
      [2.55, false],
    ]);
  });

  test('may grow as the file does, edits not at all', () => {
    const { rows } = recorded((recorder) => {
      for (const [size, open, typed, quick] of [
        ['10k', 100, 4, 0.2],
        ['100k', 1100, 7, 1],
      ] as const) {
        recorder.times(size, file, 'open, all rules', [open]);
        recorder.times(size, file, 'a character typed', [typed]);
        recorder.times(size, file, 'hover', [quick]);
        recorder.times(size, file, 'outline, cold', [open]);
      }
      recorder.growth('10k', '100k');
    });
    const growth = rows.filter(({ unit }) => unit === 'times');
    expect(growth.map((row) => [row.what, row.median, row.met])).toEqual([
      ['open, all rules, growth', 11, true],
      ['a character typed, growth', 1.75, false],
      ['hover, growth', 5, true],
    ]);
  });
});

test('the table says in words what is met', () => {
  const { rows } = recorded((recorder) => {
    recorder.times('', '', 'start of the server', [120, 130, 500]);
    recorder.times('100k', file, 'open, all rules', [1300], 1000);
    recorder.memory('100k', file, 'memory, settled', 100 * 2 ** 20, 20 * 2 ** 20);
    recorder.times('1k', file, 'open, all rules', [12.345], 10);
  });
  expect(resultTable(rows).split('\n')).toEqual([
    '| flows | file | what | median | p95 | ratio | target | met |',
    '| --- | --- | --- | --- | --- | --- | --- | --- |',
    '|  |  | start of the server | 130 ms | 500 ms |  | 150 ms | met |',
    '| 100k | dump, 0 % faulty | open, all rules | 1,300 ms | 1,300 ms | 1.30 × parse-flows | 1.2 × parse-flows | **not met** |',
    '| 100k | dump, 0 % faulty | memory, settled | 100 MiB |  | 2.00 × file + 60 MiB | 2.5 × file + 60 MiB | met |',
    '| 1k | dump, 0 % faulty | open, all rules | 12.3 ms | 12.3 ms | 1.23 × parse-flows |  |  |',
  ]);
});

test('two runs are compared where both have measured the same', () => {
  const before = recorded((recorder) => {
    recorder.times('1k', file, 'hover', [10, 10, 40]);
    recorder.times('10k', file, 'hover', [99]);
    recorder.memory('1k', file, 'memory, settled', 100 * 2 ** 20, 1);
  });
  const now = recorded((recorder) => {
    recorder.memory('1k', file, 'memory, settled', 50 * 2 ** 20, 1);
    recorder.times('1k', file, 'hover', [5, 5, 10]);
    recorder.times('1k', file, 'definition', [5]);
  });
  const written = readResults(JSON.stringify(before));
  expect(comparisonTable(written, now).split('\n').slice(2)).toEqual([
    '| 1k | dump, 0 % faulty | memory, settled | 100 MiB | 50.0 MiB | 0.50 × |  |',
    '| 1k | dump, 0 % faulty | hover | 10.0 ms | 5.00 ms | 0.50 × | 0.25 × |',
  ]);
});

test('only results are compared with', () => {
  expect(() => readResults('{"rows": []}')).toThrow('no file of results');
  expect(() => readResults('not JSON')).toThrow();
});

test('the table takes its place in a page, and that of the one before', () => {
  const page = '# A page\n\n<!-- bench: begin -->\nold\n<!-- bench: end -->\n\nMore.\n';
  const once = betweenMarkers(page, 'new');
  expect(once).toBe('# A page\n\n<!-- bench: begin -->\n\nnew\n\n<!-- bench: end -->\n\nMore.\n');
  expect(betweenMarkers(once, 'newer')).toBe(once.replace('new', 'newer'));
  expect(() => betweenMarkers('# A page\n', 'new')).toThrow('no place');
});

test('options', () => {
  expect(readOptions([])).toMatchObject({ sizes: ['1k', '10k', '100k', '50mib'], quick: false, seed: 1 });
  expect(readOptions(['--quick', '--seed', '5'])).toMatchObject({
    sizes: ['1k', '10k'],
    quick: true,
    seed: 5,
  });
  expect(readOptions(['--size', '10k,50MiB'])).toMatchObject({ sizes: ['10k', '50mib'] });
  expect(() => readOptions(['--size', '7'])).toThrow('There is no size 7');
  expect(() => readOptions(['--seed', 'x'])).toThrow('whole number');
  expect(() => readOptions(['--fast'])).toThrow('--fast');
});
