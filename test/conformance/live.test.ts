import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { judgeVersion } from './judge';
import { alone, judgeFlows } from './judge-flows';
import { readRecording, recordedVersions } from './table';

const recording = readRecording(join(import.meta.dirname, 'table'));
const about = judgeVersion ?? 'left out: ovs-ofctl is not installed';

/** Another release says other things; then there is nothing to compare with. */
const isSameJudge = judgeVersion === recording.judge;

describe.skipIf(!isSameJudge)(`our table of flows, as ovs-ofctl judges it now (${about})`, () => {
  test('is judged as recorded', async () => {
    const questions = recording.flows.flatMap(({ flow, answers }) =>
      recordedVersions.map((versions) => {
        const { verdict, format } = answers[versions];
        return { flow, versions, guess: verdict === 'rejected' ? alone : (format ?? verdict) };
      }),
    );
    const now = await judgeFlows(questions);
    const answers = recording.flows.flatMap((flow) =>
      recordedVersions.map((versions) => flow.answers[versions]),
    );
    const write = (index: number, answer: object) => ({ ...questions[index], ...answer });
    expect(now.map((answer, index) => write(index, answer))).toEqual(
      answers.map((answer, index) => write(index, answer)),
    );
  });
});
