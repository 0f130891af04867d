// `npm run fuzz -- --seconds 20`: throws random input at the core and at the built server, and tells what breaks.
// docs/fuzzing.md says what is tried and how to repeat a failure.
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { PlainError, projectRoot, requireDependencies, runMain } from './project.mjs';

requireDependencies();
await runMain(async () => {
  const options = readOptions(process.argv.slice(2));
  if (!existsSync(path.join(projectRoot, 'dist/server.js'))) {
    throw new PlainError('dist/server.js is missing: run npm run build first.');
  }
  // In the bundle, places beside the sources mean something else.
  process.env.OVS_FLOWS_CORPUS ??= path.resolve(projectRoot, '../shared/corpus');
  process.setSourceMapsEnabled(true);
  const folder = mkdtempSync(path.join(tmpdir(), 'ovs-flows-fuzz-'));
  try {
    const outfile = path.join(folder, 'main.mjs');
    await build({
      entryPoints: [path.join(projectRoot, 'test/fuzz/main.ts')],
      bundle: true,
      format: 'esm',
      platform: 'node',
      target: 'node20',
      sourcemap: 'inline',
      outfile,
    });
    const { fuzz } = await import(pathToFileURL(outfile).href);
    return await fuzz(options);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

/**
 * @param {string[]} args
 * @returns {import('../test/fuzz/main').Options}
 */
function readOptions(args) {
  const { values } = parse(args);
  const only = values.only?.split(',') ?? [];
  if (values.input !== undefined && only.length !== 1) {
    throw new PlainError('An --input needs --only and the name of one target.');
  }
  return {
    root: projectRoot,
    only,
    input: values.input,
    seconds: number('seconds', values.seconds ?? (values.inputs === undefined ? '20' : '1e9')),
    seed: number('seed', values.seed ?? String(Math.floor(Math.random() * 2 ** 31))),
    from: number('from', values.from ?? '0'),
    inputs: number('inputs', values.inputs ?? String(Number.MAX_SAFE_INTEGER)),
  };
}

/** @param {string[]} args */
function parse(args) {
  const text = /** @type {const} */ ({ type: 'string' });
  const options = { seconds: text, seed: text, only: text, from: text, inputs: text, input: text };
  try {
    return parseArgs({ args, options });
  } catch (error) {
    throw new PlainError(error instanceof Error ? error.message : String(error));
  }
}

/**
 * @param {string} name
 * @param {string} value
 */
function number(name, value) {
  const read = Number(value);
  if (!(read >= 0)) {
    throw new PlainError(`--${name} needs a number, not ${value}.`);
  }
  return read;
}
