/** Entry on Node: IPC under VS Code, `--stdio` for every other editor. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import specimen from '../../examples/openstack-ovs-firewall.flows';
import { openText } from './disk/text-source';
import { startServer } from './lsp/server';

// The pages of the rules come along beside the bundle, so links to them work without a network.
const pages = join(__dirname, '..', 'docs', 'rules');

startServer(createConnection(ProposedFeatures.all), {
  ...(existsSync(pages) && { pages: `${pathToFileURL(pages).href}/{rule}.md` }),
  turn: () => new Promise((resolve) => setImmediate(resolve)),
  specimen,
  collectGarbage: () => void collectGarbage(),
  openFile: async (uri, limit) => openText(fileURLToPath(uri), limit, true),
});

/**
 * Has the engine collect all of its garbage, and give back what it holds in reserve: only its debugger can ask for that. It is spoken to
 * within the process: no port is opened.
 */
async function collectGarbage(): Promise<void> {
  try {
    const { Session } = await import('node:inspector');
    const session = new Session();
    session.connect();
    // To disconnect inside of the answer would hang the process.
    session.post('HeapProfiler.collectGarbage', () => setImmediate(() => session.disconnect()));
  } catch {
    // Not every build of Node has a debugger; memory is given back later then.
  }
}
