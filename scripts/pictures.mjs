// `npm run pictures`: takes the pictures that README shows, in a real VS Code, by running the tests that take them.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { withPalette } from './picture.mjs';
import { runToEnd } from './processes.mjs';
import { cacheDirectory, PlainError, projectRoot, requireDependencies, runMain } from './project.mjs';
import { runVitest } from './testing/run.mjs';

const taken = path.join(cacheDirectory, 'pictures');
const shown = path.join(projectRoot, 'docs', 'images');

requireDependencies();
await runMain(async () => {
  if (
    (await runToEnd(process.execPath, [path.join(projectRoot, 'esbuild.mjs')], { cwd: projectRoot })) !== 0
  ) {
    throw new PlainError('The extension could not be built; the messages above say where.');
  }
  rmSync(taken, { recursive: true, force: true });
  const { failed } = await runVitest('workbench');
  if (failed > 0) {
    throw new PlainError('The pictures were not taken over, because a test that takes them failed.');
  }
  mkdirSync(shown, { recursive: true });
  const page = readFileSync(path.join(projectRoot, 'README.md'), 'utf8');
  // All are taken, in both themes, to be looked at; those that README shows go along with it.
  for (const picture of readdirSync(taken).filter((name) => page.includes(`docs/images/${name}`))) {
    const small = withPalette(readFileSync(path.join(taken, picture)));
    writeFileSync(path.join(shown, picture), small);
    console.log(`docs/images/${picture} (${Math.round(small.length / 1024)} KB)`);
  }
});
