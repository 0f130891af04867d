// Builds what runs: the client and server bundles, for the desktop (Node) and for the browser (web worker),
// and the script of the view of the pipeline.
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

const bundles = [
  {
    entryPoints: ['client/src/node.ts'],
    outfile: 'dist/client.js',
    platform: 'node',
    format: 'cjs',
    external: ['vscode'],
  },
  {
    entryPoints: ['client/src/browser.ts'],
    outfile: 'dist/browser/client.js',
    platform: 'browser',
    format: 'cjs',
    external: ['vscode'],
  },
  { entryPoints: ['server/src/node.ts'], outfile: 'dist/server.js', platform: 'node', format: 'cjs' },
  {
    entryPoints: ['server/src/browser.ts'],
    outfile: 'dist/browser/server.js',
    platform: 'browser',
    format: 'iife',
  },
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
