/**
 * Runs the fuzz: each target for its share of the time, in a thread of its own; tells how it goes, what broke, and how
 * to see it break again. The same file is what the threads run.
 */
import { fileURLToPath } from 'node:url';
import { isMainThread, Worker } from 'node:worker_threads';
import { chanceOf, type Failure } from './campaign';
import { Cell, type Report, type Task } from './messages';
import { runTask } from './runner';
import type { Target } from './target';
import { targetsOf } from './targets';

export interface Options {
  /** The folder of the project. */
  readonly root: string;
  readonly seconds: number;
  readonly seed: number;
  /** The targets to run, by name; all of them where it is empty. */
  readonly only: readonly string[];
  readonly from: number;
  /** So many inputs of each target at most. */
  readonly inputs: number;
  /** One input as JSON, to be tried by the only target. */
  readonly input: string | undefined;
}

/** An input that takes longer hangs; nothing is meant to be measured by it. In milliseconds. */
const hangs = 60_000;

/** How a target did. */
interface Result {
  readonly target: string;
  readonly inputs: number;
  readonly seconds: number;
  readonly failures: readonly Failure[];
}

/** Gives the exit code: 1 where something broke. Throws a message for people where a target is not known. */
export async function fuzz(options: Options): Promise<number> {
  const targets = targetsOf(options.root);
  const unknown = options.only.find((name) => !targets.some((target) => target.name === name));
  if (unknown !== undefined) {
    throw new Error(
      `There is no target ${unknown}; there are ${targets.map(({ name }) => name).join(', ')}.`,
    );
  }
  const chosen = targets.filter(({ name }) => options.only.length === 0 || options.only.includes(name));
  const shares = chosen.reduce((sum, { share }) => sum + share, 0);
  console.log(`Seed ${options.seed}, ${options.seconds} seconds.`);
  const results: Result[] = [];
  for (const target of chosen) {
    const time = (options.seconds * 1000 * target.share) / shares;
    results.push(await run(target, time, options));
  }
  return summary(results);
}

async function run(target: Target, time: number, options: Options): Promise<Result> {
  const progress = new SharedArrayBuffer(Cell.length * Float64Array.BYTES_PER_ELEMENT);
  const cells = new Float64Array(progress);
  const { root, seed, from, inputs: most, input } = options;
  const workerData: Task = { root, target: target.name, seed, from, time, most, input, progress };
  const failures: Failure[] = [];
  const start = performance.now();
  const seconds = () => (performance.now() - start) / 1000;
  console.log(`\n${target.name}: ${target.about}`);
  const worker = new Worker(fileURLToPath(import.meta.url), { workerData });
  const fails = (failure: Failure) => {
    failures.push(failure);
    console.log(told(failure));
  };
  await new Promise<void>((resolve) => {
    let last = { index: -1, inputs: -1, since: performance.now() };
    const timer = setInterval(() => {
      const [index, inputs] = [cells[Cell.index]!, cells[Cell.inputs]!];
      console.log(line(target.name, inputs, seconds(), failures.length));
      if (index !== last.index || inputs !== last.inputs) {
        last = { index, inputs, since: performance.now() };
      } else if (performance.now() - last.since > hangs + (target.patience ?? 0)) {
        fails(hanging(target, options, index));
        resolve();
      }
    }, 1000);
    const end = () => {
      clearInterval(timer);
      resolve();
    };
    worker.on('message', (report: Report) => {
      if ('failure' in report) {
        fails(report.failure);
      } else {
        end();
      }
    });
    worker.on('error', (error) => {
      const index = cells[Cell.index]!;
      fails({ ...hanging(target, options, index), description: `The run ended: ${error.stack ?? error}` });
      end();
    });
    worker.on('exit', end);
  });
  const taken = seconds();
  await worker.terminate();
  return { target: target.name, inputs: cells[Cell.inputs]!, seconds: taken, failures };
}

/** The failure of an input that is still at it: it cannot be shrunk. */
function hanging(target: Target, { seed, input: given }: Options, index: number): Failure {
  const input = given ?? JSON.stringify(target.generate(chanceOf(seed, index)));
  const description = `no answer for ${hangs / 1000} seconds`;
  return { target: target.name, seed, index, length: input.length, input, description };
}

function told({ target, seed, index, length, input, description }: Failure): string {
  const shown = input.length > 20_000 ? `${input.slice(0, 20_000)}… (${input.length} characters)` : input;
  return [
    '',
    `FAILED  ${target}: ${description}`,
    `  input (${length} characters, shrunk to ${input.length}): ${shown}`,
    `  repeat: npm run fuzz -- --only ${target} --seed ${seed} --from ${index} --inputs 1`,
    '',
  ].join('\n');
}

function line(name: string, inputs: number, seconds: number, failures: number): string {
  const rate = Math.round(inputs / Math.max(seconds, 0.001));
  return `  ${name.padEnd(10)} ${number(inputs).padStart(11)} inputs ${number(rate).padStart(8)}/s ${String(failures).padStart(3)} failures`;
}

function summary(results: readonly Result[]): number {
  const inputs = results.reduce((sum, result) => sum + result.inputs, 0);
  const seconds = results.reduce((sum, result) => sum + result.seconds, 0);
  const failures = results.reduce((sum, result) => sum + result.failures.length, 0);
  console.log('\nSummary');
  for (const result of results) {
    console.log(line(result.target, result.inputs, result.seconds, result.failures.length));
  }
  console.log(line('all', inputs, seconds, failures));
  return failures > 0 ? 1 : 0;
}

function number(value: number): string {
  return value.toLocaleString('en-US');
}

if (!isMainThread) {
  await runTask();
}
