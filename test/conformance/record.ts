/**
 * Writes down what the judge says of each flow of our table. `npm run record` runs it; the file it writes is
 * part of the repository, so that the tests that read it need no judge.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inParallel, judgeVersion } from './judge';
import { type FlowAnswer, judgeFlow } from './judge-flows';
import { flowsOfTable, type RecordedVersion, recordedVersions, recordingName, writeRecording } from './table';

/** Judges the table in a folder. Returns what to tell the user; undefined when there is no judge. */
export async function record(folder: string): Promise<string | undefined> {
  if (judgeVersion === undefined) {
    return undefined;
  }
  const flows = flowsOfTable(folder);
  const answers = flows.map(() => ({}) as Record<RecordedVersion, FlowAnswer>);
  // Each in a run of its own: it takes half a minute, and nothing can be wrong about it.
  await inParallel(flows.length, async (index) => {
    for (const version of recordedVersions) {
      answers[index]![version] = await judgeFlow(flows[index]!.flow, version);
    }
  });
  const recording = {
    judge: judgeVersion,
    flows: flows.map((flow, index) => ({ ...flow, answers: answers[index]! })),
  };
  writeFileSync(join(folder, recordingName), writeRecording(recording));
  const accepted = answers.filter((answer) => answer.any.verdict === 'accepted').length;
  return `${flows.length} flows, of which ${judgeVersion} accepts ${accepted} under some version.`;
}
