import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { share } from './compare';
import { judgeVersion } from './judge';
import { alone, judgeFlows } from './judge-flows';
import { readRecording, recordedVersions } from './table';

const recording = readRecording(join(import.meta.dirname, 'table'));
const about = judgeVersion ?? 'left out: ovs-ofctl is not installed';

describe.skipIf(judgeVersion === undefined)(
  `our table of flows, as ovs-ofctl judges it now (${about})`,
  () => {
    test('is judged as recorded', async () => {
      const questions = recording.flows.flatMap(({ flow, answers }) =>
        recordedVersions.map((versions) => {
          const { verdict, format } = answers[versions];
          return { flow, versions, guess: verdict === 'rejected' ? alone : (format ?? verdict) };
        }),
      );
      const now = await judgeFlows(questions);
      const recorded = recording.flows.flatMap(({ answers }) =>
        recordedVersions.map((version) => answers[version]),
      );
      if (judgeVersion === recording.judge) {
        const named = (answers: readonly object[]) =>
          answers.map((answer, index) => ({ ...questions[index], ...answer }));
        expect(named(now)).toEqual(named(recorded));
      } else {
        // Another release says other things of a few flows.
        const same = now.filter(({ verdict }, index) => verdict === recorded[index]!.verdict).length;
        console.info(`${about} judges as ${recording.judge} did: ${share(same, now.length)}`);
        expect(same / now.length).toBeGreaterThan(0.98);
      }
    });
  },
);
