// Builds what runs: the client and the server, one bundle each for Node and the browser alike, and the script of the
// view of the pipeline. What belongs to one place only is loaded there only: see client/src/main.ts and server/src/main.ts.
// `node esbuild.mjs --watch` rebuilds on change; `--production` leaves out the source maps.
import * as esbuild from 'esbuild';

const watch = process.argv.includes('--watch');
const production = process.argv.includes('--production');

const common = {
  bundle: true,
  sourcemap: production ? false : 'linked',
  minify: production,
  target: 'es2023',
  logLevel: 'warning',
  legalComments: 'none',
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
  { entryPoints: ['server/src/main.ts'], outfile: 'dist/server.js', ...everywhere, format: 'iife' },
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
  await Promise.all(bundles.map((bundle) => esbuild.build({ ...common, ...bundle })));
}
