/** The built server under random requests, edits, settings, cancellations, and texts that are none. */
import { join } from 'node:path';
import type { Seeds } from './seeds';
import { ServerProcess } from './server-process';
import { unknownProviders } from './server-requests';
import { someScript } from './server-scripts';
import { ServerSession, type ServerStep } from './server-session';
import { simplerLists } from './shrink';
import { BrokenInvariant, hold, type Target } from './target';

/** What one kind of editor does. */
export interface ServerInput {
  readonly client: keyof typeof clients;
  readonly steps: readonly ServerStep[];
}

/** What editors announce that they can do. */
const clients = {
  /** About what VS Code announces. */
  full: {
    workspace: {
      configuration: true,
      didChangeConfiguration: { dynamicRegistration: true },
      diagnostics: { refreshSupport: true },
      inlayHint: { refreshSupport: true },
      codeLens: { refreshSupport: true },
      workspaceEdit: { documentChanges: true },
    },
    textDocument: {
      diagnostic: { relatedInformation: true, codeDescriptionSupport: true },
      completion: { completionItem: { labelDetailsSupport: true, snippetSupport: true } },
      definition: { linkSupport: true },
      documentSymbol: { hierarchicalDocumentSymbolSupport: true },
      rename: { prepareSupport: true },
      signatureHelp: { signatureInformation: { parameterInformation: { labelOffsetSupport: true } } },
    },
  },
  /** Pulls diagnostics, and is told nothing else. */
  pulling: { textDocument: { diagnostic: {} } },
  /** Is sent diagnostics without having asked. */
  pushed: {},
} satisfies Record<string, object>;
const clientNames = Object.keys(clients) as (keyof typeof clients)[];

/** A server that goes on from script to script, so that what it keeps by mistake adds up. */
interface Pair {
  readonly server: ServerProcess;
  readonly fresh: ServerProcess;
  scripts: number;
}

/** After so many scripts a server makes room for another. */
const mostScripts = 40;

/** So much memory a server holds at most once all documents are closed, in MiB: the limit of its heap and a good deal more. */
const mostMemory = 900;

export function serverTarget(root: string, seeds: Seeds): Target<ServerInput> {
  const bundle = join(root, 'dist/server.js');
  const pairs = new Map<ServerInput['client'], Pair>();

  async function check({ client, steps }: ServerInput): Promise<number> {
    const pair = pairs.get(client) ?? (await startPair(bundle, client));
    pairs.set(client, pair);
    const { server, fresh } = pair;
    const sent = server.sent;
    try {
      server.logged.length = 0;
      const settings = { settings: {}, delay: 0 };
      await new ServerSession(server, fresh).play([settings, ...steps]);
      if (!steps.some((step) => 'tell' in step)) {
        const failed = server.logged.find((message) => message.includes('failed with message'));
        hold(failed === undefined, 'no notification fails inside', () => failed!);
      }
      const { memory = 0 } = server;
      hold(memory < mostMemory, 'memory is given back', () => `${Math.round(memory)} MiB and nothing open`);
    } catch (error) {
      pairs.delete(client);
      end(pair);
      throw withHistory(error, pair.scripts);
    }
    pair.scripts++;
    if (pair.scripts === mostScripts) {
      pairs.delete(client);
      end(pair);
    }
    return server.sent - sent;
  }

  return {
    name: 'server',
    about:
      'the built server: each request has one answer, it lives, it forgets what is closed, it knows the text',
    share: 20,
    patience: 240_000,
    attempts: 300,
    generate: (chance) => ({ client: chance.pick(clientNames), steps: someScript(chance, seeds) }),
    check,
    *simpler({ client, steps }) {
      for (const fewer of simplerLists(steps)) {
        yield { client, steps: fewer };
      }
    },
    async close() {
      [...pairs.values()].forEach(end);
    },
  };
}

async function startPair(bundle: string, client: ServerInput['client']): Promise<Pair> {
  const servers = [new ServerProcess(bundle), new ServerProcess(bundle)] as const;
  for (const server of servers) {
    await initialize(server, clients[client]);
  }
  return { server: servers[0], fresh: servers[1], scripts: 0 };
}

export async function initialize(server: ServerProcess, capabilities: object): Promise<void> {
  const { result } = await server.ask('initialize', { processId: process.pid, rootUri: null, capabilities })
    .answer;
  server.tell('initialized', {});
  const announced = (result as { capabilities: object }).capabilities;
  const unknown = unknownProviders(announced);
  hold(unknown.length === 0, 'the fuzz knows all that the server announces', () => unknown.join(', '));
}

function end({ server, fresh }: Pair): void {
  server.kill();
  fresh.kill();
}

/** Says how much had been before, which may be what it takes. */
function withHistory(error: unknown, scripts: number): unknown {
  return error instanceof BrokenInvariant && scripts > 0
    ? new BrokenInvariant(error.invariant, `${error.details} (after ${scripts} other scripts)`)
    : error;
}
