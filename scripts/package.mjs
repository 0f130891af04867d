// `npm run package`: makes the .vsix that VS Code installs, and looks into it: it must hold what runs, and nothing else.
import { readFileSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { noticesFile } from './notices.mjs';
import { runQuietly } from './processes.mjs';
import { manifest, PlainError, packageFile, projectRoot, requireDependencies, runMain } from './project.mjs';
import { listArchive } from './zip.mjs';

const sizeLimit = 1_000_000;

/** Without one of these it would install, and not work. */
const required = [
  'extension/package.json',
  'extension/readme.md',
  'extension/changelog.md',
  'extension/LICENSE.txt',
  `extension/${noticesFile}`,
  'extension/dist/client.js',
  'extension/dist/server.js',
  'extension/dist/cli.js',
  'extension/dist/pipeline/main.js',
  'extension/dist/pipeline/main.css',
  'extension/syntaxes/ovs-flows.tmLanguage.json',
  `extension/${manifest.icon}`,
];

/** What may be in it besides. `.vscodeignore` says the same; this is the check that it still does what it means. */
const allowed = [
  /^\[Content_Types\]\.xml$/,
  /^extension\.vsixmanifest$/,
  /^extension\/syntaxes\/[\w.-]+\.(json|svg)$/,
  /^extension\/docs\/rules\/([\w-]+\/)?[\w-]+\.md$/,
  /^extension\/docs\/walkthrough\/[\w-]+\.(md|flows|svg|png)$/,
  /^extension\/docs\/images\/[\w-]+\.png$/,
];

requireDependencies();
await runMain(async () => {
  // A fresh folder, because a build for development leaves source maps there.
  rmSync(path.join(projectRoot, 'dist'), { recursive: true, force: true });
  rmSync(packageFile, { force: true });
  await runNode('esbuild.mjs', '--production');
  await runNode(
    path.join('node_modules', '@vscode', 'vsce', 'vsce'),
    'package',
    '--no-dependencies',
    '--allow-missing-repository',
    '--no-rewrite-relative-links',
    '--out',
    packageFile,
  );

  const entries = listArchive(packageFile);
  for (const { name, size } of entries) {
    console.log(`${String(size).padStart(9)}  ${name}`);
  }
  const names = entries.map(({ name }) => name);
  const missing = required.filter((name) => !names.includes(name));
  if (missing.length > 0) {
    throw new PlainError(`The package lacks ${missing.join(', ')}.`);
  }
  const strange = names.filter(
    (name) => !required.includes(name) && !allowed.some((pattern) => pattern.test(name)),
  );
  if (strange.length > 0) {
    throw new PlainError(
      `The package holds what does not run: ${strange.join(', ')}. Correct .vscodeignore.`,
    );
  }
  const unused = picturesNotShown(names);
  if (unused.length > 0) {
    throw new PlainError(`The package holds pictures that no page shows: ${unused.join(', ')}. Delete them.`);
  }
  const size = statSync(packageFile).size;
  console.log(`\n${path.basename(packageFile)}: ${entries.length} files, ${(size / 1000).toFixed(0)} kB`);
  if (size > sizeLimit) {
    throw new PlainError(`The package is larger than ${sizeLimit / 1000} kB.`);
  }
});

/** @param {string[]} args */
async function runNode(...args) {
  const { code, output } = await runQuietly(process.execPath, args, { cwd: projectRoot });
  if (code !== 0) {
    throw new PlainError(`${args.join(' ')} failed:\n${output}`);
  }
}

/** @param {string[]} names */
function picturesNotShown(names) {
  const pages = names
    .filter((name) => name.endsWith('.md'))
    .map((name) =>
      name.replace('extension/readme.md', 'extension/README.md').replace('changelog', 'CHANGELOG'),
    )
    .map((name) => readFileSync(path.join(projectRoot, name.replace('extension/', '')), 'utf8'));
  return names
    .filter((name) => name.startsWith('extension/docs/images/') && name !== `extension/${manifest.icon}`)
    .filter((name) => !pages.some((page) => page.includes(path.posix.basename(name))));
}
