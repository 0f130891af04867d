/**
 * The judge: `ovs-ofctl`, which says of each line of a flow file whether Open vSwitch takes it, and how it
 * reads it.
 */
import { execFile, spawnSync } from 'node:child_process';

/** What the judge says of one line. */
export interface Judgement {
  readonly accepted: boolean;
  /** The flow as it prints it, without the kind of message and the command: `ct_state=+trk actions=drop`. */
  readonly canonical?: string;
  /** Why it rejects the line. */
  readonly reason?: string;
}

/** The name and version of the judge; undefined when it is not installed. */
export const judgeVersion: string | undefined = (() => {
  const { status, stdout } = spawnSync('ovs-ofctl', ['--version'], { encoding: 'utf8' });
  return status === 0 ? stdout.split('\n')[0]!.trim() : undefined;
})();

/** How many judges sit at once, and how many lines each is handed at a time. */
const seats = 4;
const linesAtATime = 50;

/** Milliseconds, for as many lines as one judge gets. */
const patience = 20_000;

/** Judges one line of a flow file. */
export async function judge(flow: string): Promise<Judgement> {
  return (await judgeAll([flow]))[0]!;
}

/** Judges many lines; the answers are in the order of the lines. */
export async function judgeAll(flows: readonly string[]): Promise<Judgement[]> {
  const answers: Judgement[][] = [];
  await inParallel(Math.ceil(flows.length / linesAtATime), async (batch) => {
    const start = batch * linesAtATime;
    answers[batch] = await judgeBatch(flows.slice(start, start + linesAtATime));
  });
  return answers.flat();
}

/**
 * Judges lines as one file. The judge reads a file up to the first line that it rejects and names that one:
 * it is taken out, and the rest is judged again. Most of its time goes into starting up, so this is several
 * times faster than a run for each line.
 */
async function judgeBatch(flows: readonly string[]): Promise<Judgement[]> {
  const answers: Judgement[] = new Array(flows.length);
  let open = flows.map((_, index) => index);
  while (open.length > 0) {
    const { successful, stdout, stderr } = await parseFlows(open.map((index) => flows[index]!));
    const messages = successful ? messagesIn(stdout) : [];
    if (successful && messages.length === open.length) {
      for (const [position, index] of open.entries()) {
        answers[index] = readMessage(messages[position]!);
      }
      return answers;
    }
    const rejection = /^ovs-ofctl: -:(\d+): (.*)/ms.exec(stderr);
    const rejected = rejection ? open[Number(rejection[1]) - 1] : undefined;
    if (!successful && rejection && rejected !== undefined) {
      answers[rejected] = { accepted: false, reason: rejection[2]!.trim() };
      open = open.filter((index) => index !== rejected);
    } else if (open.length > 1) {
      // A blank line, or flows that no one protocol can carry: they are judged one by one.
      for (const index of open) {
        answers[index] = (await judgeBatch([flows[index]!]))[0]!;
      }
      return answers;
    } else {
      answers[open[0]!] = successful ? { accepted: true } : { accepted: false, reason: stderr.trim() };
      return answers;
    }
  }
  return answers;
}

function messagesIn(stdout: string): string[] {
  return stdout.split('\n').filter((line) => /^\w+_FLOW_MOD /.test(line));
}

function readMessage(message: string): Judgement {
  // The judge encodes it although no switch takes it.
  const undecodable = /\*\*\*decode error: ([^*]*)\*\*\*/.exec(message);
  if (undecodable) {
    return { accepted: false, reason: `decode error: ${undecodable[1]}` };
  }
  return { accepted: true, canonical: message.replace(/^\w+_FLOW_MOD \([^)]*\): \w+ ?/, '') };
}

/**
 * Whether the judge takes each of the lines with the commands they may start with. `parse-flows` knows no
 * commands; what sends flows to a switch does, and reads all of them before it looks for the switch, which
 * is not there. `versions` are the options that say which OpenFlow versions may be used.
 */
export async function judgeCommands(
  command: 'add-flows' | 'bundle',
  lines: readonly string[],
  versions: readonly string[] = [],
): Promise<Judgement[]> {
  const answers: Judgement[] = new Array(lines.length);
  await inParallel(lines.length, async (index) => {
    const options = ['--no-names', ...versions, command, 'unix:/dev/null/no-switch', '-'];
    const { stderr } = await run(options, lines[index]!);
    const accepted = /^ovs-ofctl: connecting to /m.test(stderr);
    answers[index] = accepted ? { accepted } : { accepted, reason: stderr.trim() };
  });
  return answers;
}

/** Does many things, a few at a time. */
export async function inParallel(count: number, task: (index: number) => Promise<void>): Promise<void> {
  let next = 0;
  const sit = async () => {
    while (next < count) {
      await task(next++);
    }
  };
  await Promise.all(Array.from({ length: seats }, sit));
}

/** What a run of `ovs-ofctl` printed. */
export interface Run {
  readonly successful: boolean;
  readonly stdout: string;
  readonly stderr: string;
}

function parseFlows(lines: readonly string[]): Promise<Run> {
  return run(['parse-flows', '-'], lines.join('\n'));
}

/** Runs `ovs-ofctl` on an input, which is given a line end. */
export function run(options: readonly string[], input: string): Promise<Run> {
  return new Promise((resolve, reject) => {
    const limits = { timeout: patience, killSignal: 'SIGKILL', maxBuffer: 2 ** 26 } as const;
    const child = execFile('ovs-ofctl', options, limits, (error, stdout, stderr) => {
      if (error && typeof error.code !== 'number') {
        reject(new Error(`ovs-ofctl gave no answer on ${JSON.stringify(input)}: ${error.message}`));
      } else {
        resolve({ successful: error === null, stdout, stderr });
      }
    });
    // It may have made up its mind, and closed its input, before it has read all of it.
    child.stdin?.on('error', () => {});
    child.stdin?.end(`${input}\n`);
  });
}

/** The match on connection state in a flow that the judge printed; empty when there is none. */
export function connectionStateIn(canonical: string): string {
  const match = canonical.split(/(?:^| )actions=/, 1)[0]!;
  return /(?:^|[ ,])ct_state=([^ ,]*)/.exec(match)?.[1] ?? '';
}
