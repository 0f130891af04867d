/**
 * The judge on whole flows: what `ovs-ofctl parse-flows` makes of a line under the OpenFlow versions that it
 * may use, down to the text that it prints.
 */
import { inParallel, type Run, run } from './judge';

/** The versions that `ovs-ofctl` may use: its own choice of 1.0, all, or one. */
export type Versions = '1.0' | '1.1' | '1.2' | '1.3' | '1.4' | '1.5' | 'any';

export interface FlowAnswer {
  /** Rejected by `ovs-ofctl`; or taken by it, and refused by the switch. */
  readonly verdict: 'accepted' | 'rejected' | 'refused';
  /** The flow as it is printed, from `ADD` on; why it is rejected; the code of the error with which it is refused. */
  readonly text: string;
  /** The format in which it is sent; undefined unless it is accepted. */
  readonly format?: string;
}

export interface FlowQuestion {
  readonly flow: string;
  readonly versions: Versions;
  /**
   * A guess at the answer: questions with the same one are asked together. It decides how fast the answer
   * comes, not what it is.
   */
  readonly guess?: string;
}

/** As a guess: the flow is asked about alone from the start. */
export const alone = 'alone';

/** The options that allow these versions. */
export function optionsFor(versions: Versions): string[] {
  switch (versions) {
    case '1.0':
      return [];
    case 'any':
      return ['-O', ['10', '11', '12', '13', '14', '15'].map((digits) => `OpenFlow${digits}`).join()];
    default:
      return ['-O', `OpenFlow${versions.replace('.', '')}`];
  }
}

const flowsAtATime = 60;

/** Judges a flow in a run of its own. */
export async function judgeFlow(flow: string, versions: Versions): Promise<FlowAnswer> {
  return readSingle(await parse([flow], versions));
}

/** Judges many flows, several in a run wherever that gives the same answers; the answers are in their order. */
export async function judgeFlows(questions: readonly FlowQuestion[]): Promise<FlowAnswer[]> {
  const answers: FlowAnswer[] = new Array(questions.length);
  const batches = batchesOf(questions);
  await inParallel(batches.length, async (index) => {
    const batch = batches[index]!;
    const flows = batch.map((question) => questions[question]!.flow);
    const judged = await judgeTogether(flows, questions[batch[0]!]!.versions);
    for (const [position, question] of batch.entries()) {
      answers[question] = judged[position]!;
    }
  });
  return answers;
}

/** The indexes of questions that are asked together, the longest batches first. */
function batchesOf(questions: readonly FlowQuestion[]): number[][] {
  const groups = new Map<string, number[]>();
  for (const [index, { versions, guess }] of questions.entries()) {
    const key = guess === alone ? `${alone} ${index}` : `${versions} ${guess}`;
    const group = groups.get(key);
    if (group) {
      group.push(index);
    } else {
      groups.set(key, [index]);
    }
  }
  const batches = [...groups.values()].flatMap((group) =>
    Array.from({ length: Math.ceil(group.length / flowsAtATime) }, (_, index) =>
      group.slice(index * flowsAtATime, (index + 1) * flowsAtATime),
    ),
  );
  return batches.sort((a, b) => b.length - a.length);
}

/**
 * Judges flows as one file. The judge reads up to the first flow that it rejects and names that one: it is
 * taken out. When it says nothing of the file as a whole, the file is cut in two; where what it says could be
 * different for a flow alone, that flow is judged alone.
 */
async function judgeTogether(flows: readonly string[], versions: Versions): Promise<FlowAnswer[]> {
  const answers: FlowAnswer[] = new Array(flows.length);
  let open = flows.map((_, index) => index);
  while (open.length > 1) {
    const file = open.map((index) => flows[index]!);
    const outcome = await parse(file, versions);
    const rejection = rejectionIn(outcome);
    const rejected = rejection && open[rejection.line - 1];
    if (rejection === undefined || rejected === undefined) {
      const messages = outcome.successful ? messagesIn(outcome.stdout) : [];
      const judged =
        messages.length === file.length
          ? await readTogether(file, messages, chosenFormat(outcome), versions)
          : await judgeInHalves(file, versions);
      for (const [position, index] of open.entries()) {
        answers[index] = judged[position]!;
      }
      return answers;
    }
    answers[rejected] = { verdict: 'rejected', text: rejection.text };
    open = open.filter((index) => index !== rejected);
  }
  for (const index of open) {
    answers[index] = await judgeFlow(flows[index]!, versions);
  }
  return answers;
}

async function judgeInHalves(flows: readonly string[], versions: Versions): Promise<FlowAnswer[]> {
  const middle = flows.length >> 1;
  const first = await judgeTogether(flows.slice(0, middle), versions);
  return [...first, ...(await judgeTogether(flows.slice(middle), versions))];
}

/** The answers for flows of one file; those that the others could have changed are judged again. */
async function readTogether(
  flows: readonly string[],
  messages: readonly string[],
  chosen: string,
  versions: Versions,
): Promise<FlowAnswer[]> {
  const answers: FlowAnswer[] = [];
  for (const [index, flow] of flows.entries()) {
    const answer = readMessage(messages[index]!, chosen);
    answers.push(isSameAlone(answer, chosen, versions) ? answer : await judgeFlow(flow, versions));
  }
  return answers;
}

/**
 * Whether the flow would be sent in the same format alone. All flows of a file are sent in one, the first that
 * can carry them all, so this is so when it is the first of those allowed, or when the flow is seen to need it.
 */
function isSameAlone({ verdict, text }: FlowAnswer, chosen: string, versions: Versions): boolean {
  if (versions !== '1.0' && versions !== 'any') {
    return true;
  }
  const namesTable = verdict === 'accepted' && /^\w+ table:/.test(text);
  return chosen === 'OpenFlow10-table_id' || (chosen === 'OpenFlow10+table_id' && namesTable);
}

function parse(flows: readonly string[], versions: Versions): Promise<Run> {
  return run([...optionsFor(versions), 'parse-flows', '-'], flows.join('\n'));
}

/** What was printed of one flow that had a run of its own. */
function readSingle(outcome: Run): FlowAnswer {
  const message = outcome.successful ? messagesIn(outcome.stdout)[0] : undefined;
  if (message !== undefined) {
    return readMessage(message, chosenFormat(outcome));
  }
  const rejection = rejectionIn(outcome);
  return { verdict: 'rejected', text: rejection?.text ?? lastComplaint(outcome.stderr) };
}

function rejectionIn({ successful, stderr }: Run): { line: number; text: string } | undefined {
  const rejection = successful ? null : /^ovs-ofctl: -:(\d+): (.*)/ms.exec(stderr);
  return rejection ? { line: Number(rejection[1]), text: rejection[2]!.trim() } : undefined;
}

function lastComplaint(stderr: string): string {
  return /^ovs-ofctl: (.*)/ms.exec(stderr)?.[1]?.trim() ?? stderr.trim();
}

function messagesIn(stdout: string): string[] {
  return stdout.split('\n').filter((line) => /^\w+_FLOW_MOD /.test(line));
}

function chosenFormat({ stdout }: Run): string {
  return /^chosen protocol: (.*)$/m.exec(stdout)?.[1] ?? '';
}

function readMessage(message: string, chosen: string): FlowAnswer {
  const text = message.replace(/^\w+_FLOW_MOD (?:\([^)]*\) )?\([^)]*\): ?/, '');
  const undecodable = /\*\*\*decode error: ([^*]*)\*\*\*/.exec(text);
  return undecodable
    ? { verdict: 'refused', text: undecodable[1]! }
    : { verdict: 'accepted', text, format: chosen };
}
