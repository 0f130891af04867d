/** A server's life from its first message to its end, with everything out of order that can be. */
import { join } from 'node:path';
import type { Chance } from '../conformance/chance';
import { someText } from './documents';
import type { Seeds } from './seeds';
import { initialize } from './server';
import { checkError } from './server-answers';
import { type Answer, ServerProcess } from './server-process';
import { type Request, someRequest } from './server-requests';
import { addressOf } from './server-session';
import { simplerLists } from './shrink';
import { hold, type Target } from './target';
import { TextModel } from './text-model';

export interface LifecycleInput {
  readonly before: readonly Request[];
  /** Whether it is initialized twice. */
  readonly twice: boolean;
  readonly text: string;
  /** Bodies of messages that are none, in good frames. */
  readonly junk: readonly string[];
  readonly asks: readonly Request[];
  /** Whether the answers are waited for before the end. */
  readonly waits: boolean;
  readonly end: (typeof ends)[number];
  readonly after: readonly Request[];
}

const ends = ['shutdown', 'exit', 'hang up'] as const;

/** No end in this time is a hang; nothing is meant to be measured by it. In milliseconds. */
const hangs = 60_000;

export function lifecycleTarget(root: string, seeds: Seeds): Target<LifecycleInput> {
  const bundle = join(root, 'dist/server.js');
  return {
    name: 'lifecycle',
    about:
      'a server from start to end: what comes too early, too late, twice, or is no message; an end while it works',
    share: 5,
    patience: 60_000,
    attempts: 60,
    generate: (chance) => generate(chance, seeds),
    async check(input) {
      const server = new ServerProcess(bundle);
      try {
        await live(server, input);
        return server.sent;
      } finally {
        server.kill();
      }
    },
    *simpler(input) {
      for (const list of ['before', 'junk', 'asks', 'after'] as const) {
        for (const fewer of simplerLists<Request | string>(input[list])) {
          yield { ...input, [list]: fewer };
        }
      }
      if (input.text !== '') {
        yield { ...input, text: '' };
      }
    },
  };
}

function generate(chance: Chance, seeds: Seeds): LifecycleInput {
  const text = someText(chance, seeds, chance.pick([0, 5, 40, 400]));
  const about = { uri: addressOf(0), model: new TextModel(text) };
  const some = (most: number) =>
    Array.from({ length: chance.below(most + 1) }, () => someRequest(about, chance));
  return {
    before: chance.percent(30) ? some(5) : [],
    twice: chance.percent(15),
    text,
    junk: Array.from({ length: chance.percent(40) ? chance.between(1, 4) : 0 }, () => someJunk(chance)),
    asks: some(30),
    waits: chance.percent(50),
    end: chance.pick(ends),
    after: some(5),
  };
}

const request = '{"jsonrpc":"2.0","id":"junk","method":"textDocument/hover","params":{}}';

function someJunk(chance: Chance): string {
  return chance.weighted<() => string>([
    [3, () => request.slice(0, chance.below(request.length))],
    [2, () => request.replace(/\w/g, (letter) => (chance.percent(5) ? chance.pick([...'"{}:,x0']) : letter))],
    [
      1,
      () =>
        chance.pick([
          '',
          ' ',
          'null',
          '5',
          '"x"',
          '[]',
          '{}',
          `[${request}]`,
          '{"jsonrpc":"2.0"}',
          '[[[[',
          '\0',
        ]),
    ],
    [
      1,
      () =>
        chance.pick([
          '{"jsonrpc":"2.0","id":"junk"}',
          '{"id":{},"method":[]}',
          '{"method":5,"jsonrpc":"2.0"}',
        ]),
    ],
    [1, () => '['.repeat(chance.pick([10, 10_000])) + ']'.repeat(5)],
    [1, () => Array.from({ length: 200 }, () => String.fromCharCode(chance.below(256))).join('')],
  ])();
}

async function live(server: ServerProcess, input: LifecycleInput): Promise<void> {
  const { before, twice, text, junk, asks, waits, end, after } = input;
  const early = before.map((each) => answerTo(server, each));
  for (const answer of await Promise.all(early)) {
    hold(answer.error !== undefined, 'nothing is answered before initialize', () => JSON.stringify(answer));
  }
  await initialize(server, {});
  if (twice) {
    const { error } = await server.ask('initialize', { processId: null, rootUri: null, capabilities: {} })
      .answer;
    hold(error !== undefined, 'a server is initialized once', () => 'it was twice');
  }
  const textDocument = { uri: addressOf(0), languageId: 'ovs-flows', version: 1, text };
  server.tell('textDocument/didOpen', { textDocument });
  for (const body of junk) {
    server.frame(body);
  }
  const answers = asks.map((each) => answerTo(server, each));
  if (waits) {
    await Promise.all(answers);
    await server.ask('textDocument/documentSymbol', { textDocument: { uri: addressOf(0) } }).answer;
    server.check();
  }
  if (end === 'shutdown') {
    const { error } = await server.ask('shutdown').answer;
    hold(error === undefined, 'shutdown is answered', () => JSON.stringify(error));
    for (const answer of await Promise.all(after.map((each) => answerTo(server, each)))) {
      hold(answer.error !== undefined, 'nothing is answered after shutdown', () => JSON.stringify(answer));
    }
    await Promise.all(answers);
    server.check();
  }
  server.mayEnd();
  if (end === 'hang up') {
    server.hangUp();
  } else {
    server.tell('exit');
  }
  // What has not been answered by then never will be.
  void Promise.allSettled(answers);
  const status = await ended(server);
  const expected = end === 'shutdown' ? [0] : [0, 1];
  hold(expected.includes(status as number), 'a server ends as it is told', () => `with ${status} on ${end}`);
  server.check();
}

async function answerTo(server: ServerProcess, asked: Request): Promise<Answer> {
  const answer = await server.ask(asked.method, asked.params).answer;
  if (answer.error) {
    checkError(asked, answer.error);
  }
  return answer;
}

async function ended(server: ServerProcess): Promise<number | string | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve('nothing'), hangs);
  });
  return Promise.race([server.ended, late]).finally(() => clearTimeout(timer));
}
