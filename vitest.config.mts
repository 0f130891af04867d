import { defineConfig } from 'vitest/config';
import { hasCorpus, hasFacts } from './test/recorded';

/** Folders whose tests need more than the source code: a build, a program, an editor. */
const special = ['grammar', 'protocol', 'cli', 'conformance', 'switch', 'vscode', 'benchmarks'];

/** Ends what hangs, not what takes its time: some tests take ten seconds, and several times as long on a busy machine. */
const testTimeout = 60_000;

const inEditor = {
  // Each file has a browser of its own; on a small machine two at a time would only slow each other down.
  fileParallelism: false,
  testTimeout: 60_000,
  hookTimeout: 120_000,
};

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          setupFiles: ['test/seed.ts'],
          include: ['test/**/*.test.ts'],
          exclude: [
            ...special.filter((folder) => folder !== 'conformance').map((folder) => `test/${folder}/**`),
            // What was recorded of the judge is held against ours without it.
            'test/conformance/!(recorded).test.ts',
            ...(hasCorpus ? [] : ['test/rules/corpus*.test.ts']),
          ],
          // Pure functions over plain data: nothing to keep apart, and the modules are loaded once.
          isolate: false,
          testTimeout,
        },
      },
      { test: { name: 'grammar', include: ['test/grammar/**/*.test.ts'], testTimeout } },
      {
        test: {
          name: 'protocol',
          include: ['test/protocol/**/*.test.ts', 'test/cli/**/*.test.ts'],
          testTimeout,
        },
      },
      {
        test: {
          name: 'conformance',
          include: ['test/conformance/**/*.test.ts'],
          // A file of which no test is left would count as a failure.
          exclude: hasCorpus || hasFacts ? [] : ['test/conformance/corpus*.test.ts'],
          testTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'switch',
          include: ['test/switch/**/*.test.ts'],
          // A trace that never ends takes some seconds, until memory ends it.
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      { test: { name: 'workbench', include: ['test/vscode/workbench/**/*.test.ts'], ...inEditor } },
      { test: { name: 'vsix', include: ['test/vscode/vsix/**/*.test.ts'], ...inEditor } },
    ],
  },
});
