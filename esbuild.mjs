// Builds what runs: the client and the server, one bundle each for Node and the browser alike, and the script of the
// view of the pipeline. What belongs to one place only is loaded there only: see client/src/main.ts and server/src/main.ts.
// `node esbuild.mjs --watch` rebuilds on change; `--production` leaves out the source maps, and writes down whose code
// is in the bundles.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import * as esbuild from 'esbuild';
import { noticesFile, noticesOf } from './scripts/notices.mjs';
import { projectRoot } from './scripts/project.mjs';

const watch = process.argv.includes('--watch');
const production = process.argv.includes('--production');

const common = {
  bundle: true,
  sourcemap: production ? false : 'linked',
  minify: production,
  target: 'es2023',
  logLevel: 'warning',
  legalComments: 'none',
  metafile: production,
};

/** Runs in both places: each half of the protocol library is there, and only the fitting one is loaded. */
const everywhere = { platform: 'node', conditions: ['browser'] };

const bundles = [
  {
    entryPoints: ['client/src/main.ts'],
    outfile: 'dist/client.js',
    ...everywhere,
    format: 'cjs',
    external: ['vscode'],
  },
  // A worker knows no modules of its own, so nothing may stand outside of functions.
  {
    entryPoints: ['server/src/main.ts'],
    outfile: 'dist/server.js',
    ...everywhere,
    format: 'iife',
    loader: { '.flows': 'text' },
  },
  // A few lines that start the command line, which is a part of the server's bundle.
  { entryPoints: ['server/src/cli.ts'], outfile: 'dist/cli.js', platform: 'node', format: 'cjs' },
  {
    // What runs inside the view of the pipeline, the same for the desktop and the browser.
    entryPoints: ['client/src/pipeline/view/main.ts', 'client/src/pipeline/view/main.css'],
    outdir: 'dist/pipeline',
    platform: 'browser',
    format: 'iife',
  },
];

if (watch) {
  const contexts = await Promise.all(bundles.map((bundle) => esbuild.context({ ...common, ...bundle })));
  await Promise.all(contexts.map((context) => context.watch()));
} else {
  const built = await Promise.all(bundles.map((bundle) => esbuild.build({ ...common, ...bundle })));
  if (production) {
    const notices = noticesOf(built.flatMap(({ metafile }) => metafile ?? []));
    writeFileSync(path.join(projectRoot, noticesFile), notices);
  }
}
