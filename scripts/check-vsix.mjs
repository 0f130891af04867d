// `npm run test:vsix`: installs the package that `npm run package` made into a real VS Code and tries it there.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { PlainError, packageFile, requireDependencies, runMain } from './project.mjs';
import { closingLine, printFailures } from './testing/report.mjs';
import { runVitest } from './testing/run.mjs';
import { ensureChromium } from './vscode/chromium.mjs';
import { ensureEditor } from './vscode/editor.mjs';

requireDependencies();
await runMain(async () => {
  if (!existsSync(packageFile)) {
    throw new PlainError(`There is no ${path.basename(packageFile)} yet: run npm run package first.`);
  }
  await ensureEditor();
  await ensureChromium();
  const counts = await runVitest('vsix');
  printFailures([counts]);
  console.log(closingLine([counts]));
  return counts.failed > 0 || counts.passed === 0 ? 1 : 0;
});
