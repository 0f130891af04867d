// `npm run bench`: measures the built server as an editor drives it, on generated files of many sizes, beside
// `ovs-ofctl parse-flows`. Prints one table; docs/performance.md tells how to read it.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { atExit } from '../processes.mjs';
import { manifest, PlainError, projectRoot, requireDependencies, runMain } from '../project.mjs';
import { benchEditing, benchOpening } from './bench-file.mjs';
import { builtServer } from './build.mjs';
import { BenchClient, killServers, WrongAnswer } from './client.mjs';
import { generateFile, generateUnder } from './generate.mjs';
import { described, thisMachine } from './machine.mjs';
import { measureStarts } from './measure-open.mjs';
import { ofctlVersion } from './ofctl.mjs';
import { readOptions, sizes, usage } from './options.mjs';
import { Recorder, readResults, resultFormat } from './results.mjs';
import { fullEffort, quickEffort } from './series.mjs';
import { betweenMarkers, comparisonTable, resultTable } from './table.mjs';

const page = path.join(projectRoot, 'docs', 'performance.md');

requireDependencies();
await runMain(async () => {
  const options = readOptions(process.argv.slice(2));
  if (options.help) {
    console.log(usage);
    return 0;
  }
  const before = options.against === undefined ? undefined : resultsIn(options.against);
  const bundle = options.server === undefined ? await builtServer() : path.resolve(options.server);
  const recorder = new Recorder();
  const bench = {
    bundle,
    folder: folderOf(options.keep),
    hasOfctl: ofctlVersion !== undefined,
    onlyLines: rulesAboutTheFile(),
    effort: options.quick ? quickEffort : fullEffort,
    recorder,
    seed: options.seed,
  };
  warnWithoutOfctl();
  try {
    recorder.times(
      '',
      '',
      'start of the server',
      await measureStarts(() => new BenchClient(bundle), bench.effort),
    );
    for (const size of options.sizes) {
      await measureSize(bench, size);
    }
  } catch (error) {
    killServers();
    if (error instanceof WrongAnswer) {
      throw new PlainError(`The server answers wrongly, so nothing is measured. ${error.message}`);
    }
    throw error;
  }
  recorder.growth('10k', '100k');

  const results = { format: resultFormat, machine: thisMachine(), seed: options.seed, rows: recorder.rows };
  const table = `${described(results.machine)}; seed ${options.seed}.\n\n${resultTable(recorder.rows)}`;
  console.log(table);
  warnWithoutOfctl();
  if (before) {
    console.log(`\nCompared with ${described(before.machine)}:\n\n${comparisonTable(before, results)}`);
  }
  if (options.json !== undefined) {
    writeFileSync(options.json, `${JSON.stringify(results, undefined, 2)}\n`);
  }
  if (options.writeDocs) {
    writeFileSync(page, betweenMarkers(readFileSync(page, 'utf8'), table));
  }
});

/**
 * @param {import('./bench-file.mjs').Bench} bench
 * @param {import('./options.mjs').SizeName} name
 */
async function measureSize(bench, name) {
  const size = sizes[name];
  for (const syntax of /** @type {const} */ (['dump', 'add'])) {
    const make = (/** @type {number} */ faulty) => {
      const wanted = { syntax, faulty, seed: bench.seed };
      return 'flows' in size
        ? generateFile({ ...wanted, flows: size.flows })
        : generateUnder(size.bytes, wanted);
    };
    const healthy = make(0);
    for (const file of [healthy, make(0.01)]) {
      await benchOpening(bench, name, file, healthy);
      // In short, one kind of file is enough.
      if (syntax === 'dump' || bench.effort !== quickEffort) {
        await benchEditing(bench, name, file);
      }
    }
  }
}

/** The settings that switch off every rule that looks at more than one line. */
function rulesAboutTheFile() {
  const { contributes } = /** @type {any} */ (manifest);
  const codes = Object.keys(contributes.configuration.properties['ovsFlows.rules'].properties);
  return Object.fromEntries(
    codes.filter((code) => /^(file|tracking)\//.test(code)).map((code) => [code, 'off']),
  );
}

/** @param {string} file */
function resultsIn(file) {
  try {
    return readResults(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new PlainError(
      `${file} cannot be compared with: ${error instanceof Error ? error.message : error}.`,
    );
  }
}

/** @param {string | undefined} kept */
function folderOf(kept) {
  if (kept !== undefined) {
    mkdirSync(kept, { recursive: true });
    return kept;
  }
  const folder = mkdtempSync(path.join(os.tmpdir(), 'ovs-flows-bench-'));
  atExit(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function warnWithoutOfctl() {
  if (ofctlVersion === undefined) {
    console.error(
      '\n!!! ovs-ofctl is not installed: NO RATIOS. Times alone say little about another machine. !!!\n',
    );
  }
}
