/** Runs one target in a thread of its own, so that somebody is left to tell when an input never comes to an end. */
import { parentPort, workerData } from 'node:worker_threads';
import { campaign, tryInput } from './campaign';
import { Cell, type Report, type Task } from './messages';
import { targetsOf } from './targets';

export async function runTask(): Promise<void> {
  const { root, target: name, seed, from, time, most, input, progress } = workerData as Task;
  const cells = new Float64Array(progress);
  const target = targetsOf(root).find((each) => each.name === name)!;
  const report = (message: Report) => parentPort!.postMessage(message);
  const counts = (inputs: number) => {
    cells[Cell.inputs]! += inputs;
  };
  if (input !== undefined) {
    const failure = await tryInput(target, input);
    counts(1);
    if (failure) {
      report({ failure });
    }
  } else {
    const end = performance.now() + time;
    await campaign(target, {
      seed,
      from,
      goesOn: (tried) => tried === 0 || (tried < most && performance.now() < end),
      begins: (index) => {
        cells[Cell.index] = index;
      },
      counts,
      fails: (failure) => report({ failure }),
    });
  }
  await target.close?.();
  report({ ended: true });
}
