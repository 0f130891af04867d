/** Entry on Node: IPC under VS Code, `--stdio` for every other editor. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import specimen from '../../examples/openstack-ovs-firewall.flows';
import { openText } from './disk/text-source';
import { startServer } from './lsp/server';
import { boundHeap, collectGarbage, turn } from './node/engine-memory';
import { standardInput } from './node/standard-input';

// The pages of the rules come along beside the bundle, so links to them work without a network.
const pages = join(__dirname, '..', 'docs', 'rules');

boundHeap();
if (process.argv.includes('--stdio')) {
  // The library reads what stands here, and keeps the console off standard output then.
  Object.defineProperty(process, 'stdin', { value: standardInput() });
}
startServer(createConnection(ProposedFeatures.all), {
  ...(existsSync(pages) && { pages: `${pathToFileURL(pages).href}/{rule}.md` }),
  turn,
  specimen,
  collectGarbage: () => void collectGarbage(),
  openFile: async (uri, limit) => openText(fileURLToPath(uri), limit, true),
});
