// Runs mocha inside the extension host and writes how it went where the script that started VS Code reads it.
import { readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** The script shows only lines that begin so: everything else on the console is VS Code talking about itself. */
const print = (line: string) => console.log(`[test] ${line}`);

/**
 * Runs every `*.test.js` of a folder.
 * @throws where a test fails, which is how VS Code learns of it
 */
export async function runMocha(directory: string): Promise<void> {
  const { default: Mocha } = await import('mocha');
  const mocha = new Mocha({ ui: 'bdd', timeout: 30_000, reporter: Mocha.reporters.Base });
  for (const file of readdirSync(directory).filter((name) => name.endsWith('.test.js'))) {
    mocha.addFile(path.join(directory, file));
  }
  await mocha.loadFilesAsync();
  const counts = { passed: 0, failed: 0, skipped: 0, failures: [] as string[] };
  await new Promise<void>((resolve) => {
    const runner = mocha.run(() => resolve());
    runner.on('pass', (test) => {
      counts.passed++;
      print(` ✓ ${test.fullTitle()} ${test.duration ?? 0}ms`);
    });
    runner.on('fail', (test, error) => {
      counts.failed++;
      counts.failures.push(`${test.fullTitle()}: ${error.message?.split('\n', 1)[0]}`);
      print(` ✗ ${test.fullTitle()}\n${error.stack ?? error.message}`);
    });
    runner.on('pending', (test) => {
      counts.skipped++;
      print(` - ${test.fullTitle()}`);
    });
  });
  const report = process.env.OVS_FLOWS_TEST_REPORT;
  if (report !== undefined) {
    writeFileSync(report, JSON.stringify(counts));
  }
  if (counts.failed > 0) {
    throw new Error(`${counts.failed} tests failed.`);
  }
}
