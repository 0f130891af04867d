// `npm run record`: writes down what `ovs-ofctl` says of each flow in test/conformance/table, so that the tests
// can hold us against it where it is not installed.
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { cacheDirectory, PlainError, projectRoot, requireDependencies, runMain } from './project.mjs';

const conformance = path.join(projectRoot, 'test', 'conformance');
const program = path.join(cacheDirectory, 'record-conformance.mjs');

requireDependencies();
await runMain(async () => {
  mkdirSync(cacheDirectory, { recursive: true });
  await build({
    entryPoints: [path.join(conformance, 'record.ts')],
    bundle: true,
    platform: 'node',
    format: 'esm',
    outfile: program,
  });
  /** @type {{ record(folder: string): Promise<string | undefined> }} */
  const { record } = await import(pathToFileURL(program).href);
  const summary = await record(path.join(conformance, 'table'));
  if (summary === undefined) {
    throw new PlainError('ovs-ofctl is not installed; on Debian and Ubuntu it is in openvswitch-common.');
  }
  console.log(summary);
});
