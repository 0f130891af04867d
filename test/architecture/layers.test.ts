import { describe, expect, test } from 'vitest';
import { codeOnly, importsOf, type Source, sourcesIn } from './sources';

interface Layer {
  readonly name: string;
  readonly files: RegExp;
  readonly mayImport: readonly RegExp[];
}

const within = (folder: string) => new RegExp(`^${folder}/`);
const core = 'server/src/core';
const facts = within(`${core}/facts`);
const syntax = within(`${core}/syntax`);
const conntrack = within(`${core}/conntrack`);
const flow = within(`${core}/flow`);
const model = within(`${core}/model`);
const rules = within(`${core}/rules`);
const features = within(`${core}/features`);
const lsp = within('server/src/lsp');
const disk = within('server/src/disk');
const node = within('server/src/node');
const cli = within('server/src/cli');
const client = within('client/src');
const graph = within('client/src/pipeline/graph');
const view = within('client/src/pipeline/view');

/** Who may import whom. A layer may import its own files where it is named in its own row. */
const layers: readonly Layer[] = [
  { name: 'facts', files: facts, mayImport: [facts] },
  { name: 'syntax', files: syntax, mayImport: [syntax, facts] },
  { name: 'conntrack', files: conntrack, mayImport: [conntrack, facts] },
  { name: 'flow', files: flow, mayImport: [flow, syntax, facts] },
  { name: 'model', files: model, mayImport: [model, flow, conntrack, syntax, facts] },
  { name: 'rules', files: rules, mayImport: [rules, model, flow, conntrack, syntax, facts] },
  { name: 'features', files: features, mayImport: [features, rules, model, flow, conntrack, syntax, facts] },
  {
    name: 'lsp',
    files: lsp,
    mayImport: [lsp, within(core), /^vscode-languageserver$/, /^vscode-languageserver-textdocument$/],
  },
  {
    name: 'main.ts of the server',
    files: /^server\/src\/main\.ts$/,
    mayImport: [/^server\/src\/(?:node|browser|cli\/main)$/],
  },
  {
    name: 'node.ts',
    files: /^server\/src\/node\.ts$/,
    mayImport: [lsp, disk, node, /^examples\/.*\.flows$/, /^vscode-languageserver\/node$/, /^node:/],
  },
  { name: 'what the bundler makes of flow files', files: /^server\/src\/flows\.d\.ts$/, mayImport: [] },
  {
    name: 'browser.ts',
    files: /^server\/src\/browser\.ts$/,
    mayImport: [lsp, /^vscode-languageserver\/browser$/],
  },
  { name: 'what is special about Node', files: node, mayImport: [/^node:/] },
  { name: 'disk', files: disk, mayImport: [disk, /^node:/] },
  { name: 'command line', files: cli, mayImport: [cli, disk, within(core), /^node:/] },
  { name: 'command line, entry', files: /^server\/src\/cli\.ts$/, mayImport: [/^node:/] },
  {
    name: 'client',
    files: /^client\/src\/(?!(?:node|browser|offer)\.ts$|pipeline\/(?:graph|view)\/)/,
    mayImport: [client, /^vscode$/, /^vscode-languageclient$/],
  },
  {
    name: 'client, entry for Node',
    files: /^client\/src\/node\.ts$/,
    mayImport: [client, /^vscode$/, /^vscode-languageclient\/node$/],
  },
  {
    name: 'client, entry for browsers',
    files: /^client\/src\/browser\.ts$/,
    mayImport: [client, /^vscode$/, /^vscode-languageclient\/browser$/],
  },
  {
    // It looks at plain-text files, of which the server is told nothing.
    name: 'client, offer of the language',
    files: /^client\/src\/offer\.ts$/,
    mayImport: [client, /^vscode$/, /^server\/src\/core\/syntax\/recognise$/],
  },
  {
    // Pure, so that it runs in the editor, in the view and in tests. Of the server it knows the shape of an answer.
    name: 'client, graph of the pipeline',
    files: graph,
    mayImport: [graph, /^@dagrejs\/dagre$/, /^server\/src\/core\/features\/pipeline$/],
  },
  {
    // What runs inside the webview, and has nothing else to talk to.
    name: 'client, view of the pipeline',
    files: view,
    mayImport: [view, graph],
  },
];

const server = sourcesIn('server/src');
const all = [...server, ...sourcesIn('client')];
const ofCore = server.filter(({ path }) => within(core).test(path));

test('there are sources of the core to look at', () => {
  for (const folder of ['facts', 'syntax', 'conntrack', 'flow', 'model', 'rules', 'features']) {
    expect(ofCore.filter(({ path }) => path.startsWith(`${core}/${folder}/`)).length, folder).toBeGreaterThan(
      0,
    );
  }
});

describe('who imports whom', () => {
  test.each(all)('$path belongs to one layer, and imports what that layer may', (source) => {
    expect(layers.filter(({ files }) => files.test(source.path))).toHaveLength(1);
    expect(forbiddenImports(source)).toEqual([]);
  });

  test.each([
    [`${core}/facts/a.ts`, '../syntax/b'],
    [`${core}/syntax/a.ts`, '../conntrack/states'],
    [`${core}/syntax/a.ts`, 'node:fs'],
    [`${core}/conntrack/a.ts`, '../syntax/items'],
    [`${core}/model/a.ts`, '../rules/rule'],
    [`${core}/rules/ct-state/a.ts`, '../../features/hover'],
    [`${core}/features/a.ts`, 'vscode-languageserver'],
    [`${core}/features/a.ts`, '../../lsp/server'],
    ['server/src/lsp/a.ts', 'node:fs'],
    ['server/src/lsp/a.ts', '../disk/text-source'],
    ['server/src/cli/a.ts', '../lsp/server'],
    ['server/src/cli/a.ts', 'vscode-languageserver'],
    ['server/src/disk/a.ts', '../core/model/flow-document'],
    ['server/src/lsp/a.ts', 'vscode-languageserver/node'],
    ['server/src/browser.ts', 'vscode-languageserver/node'],
    ['client/src/a.ts', '../../server/src/core/syntax/recognise'],
    ['client/src/offer.ts', '../../server/src/core/syntax/items'],
    ['client/src/pipeline/panel.ts', '@dagrejs/dagre'],
    ['client/src/pipeline/graph/a.ts', 'vscode'],
    ['client/src/pipeline/graph/a.ts', '../view/elements'],
    ['client/src/pipeline/graph/a.ts', '../../../../server/src/core/features/pipeline-of'],
    ['client/src/pipeline/view/a.ts', 'vscode'],
    ['client/src/pipeline/view/a.ts', '../panel'],
    ['client/src/browser.ts', 'vscode-languageclient/node'],
  ])('%s may not import %s', (path, imported) => {
    for (const text of [
      `import { a } from '${imported}';`,
      `import type {\n  A,\n} from '${imported}';`,
      `export * from '${imported}';`,
      `import '${imported}';`,
      `const a = await import('${imported}');`,
    ]) {
      expect(forbiddenImports({ path, text })).toHaveLength(1);
    }
  });

  test('no file of the core imports itself by way of others', () => {
    expect(cyclesIn(ofCore)).toEqual([]);
  });

  test('a cycle is found', () => {
    const file = (name: string, imported: string) => ({
      path: `${core}/syntax/${name}.ts`,
      text: `import { x } from './${imported}';`,
    });
    expect(cyclesIn([file('a', 'b'), file('b', 'c'), file('c', 'b')])).toHaveLength(1);
    expect(cyclesIn([file('a', 'b'), file('b', 'c')])).toEqual([]);
  });
});

describe('the core is pure', () => {
  const impure =
    /\b(?:console|process|globalThis|performance)\.|\b(?:setTimeout|setInterval|setImmediate|queueMicrotask|fetch|require)\s*\(|\bDate\b|\bMath\.random\b|^(?:export )?(?:let|var)\s/gm;

  test.each(ofCore)('$path does no I/O, holds no timer and keeps no state', ({ text }) => {
    expect(codeOnly(text).match(impure) ?? []).toEqual([]);
  });

  test.each([
    'console.log(1);',
    'x = process.env;',
    'setTimeout(f);',
    'new Date()',
    'Math.random()',
    'let a = 1;',
  ])('%s is not pure', (code) => {
    expect(codeOnly(code).match(impure)).toHaveLength(1);
    expect(codeOnly(`// ${code}\n/** ${code} */\nconst a = '${code}';`).match(impure)).toBeNull();
  });
});

test.each(all)('$path is short', ({ text }) => {
  expect(text.split('\n').length - 1).toBeLessThanOrEqual(300);
});

function forbiddenImports(source: Source): string[] {
  const layer = layers.find(({ files }) => files.test(source.path));
  return importsOf(source).filter((name) => !layer?.mayImport.some((allowed) => allowed.test(name)));
}

/** Chains of imports that lead back to where they start. */
function cyclesIn(sources: readonly Source[]): string[] {
  const imported = new Map(
    sources.map((source) => [source.path.replace(/\.ts$/, ''), importsOf(source)] as const),
  );
  const cycles: string[] = [];
  const done = new Set<string>();
  const visit = (name: string, chain: readonly string[]) => {
    if (chain.includes(name)) {
      cycles.push([...chain.slice(chain.indexOf(name)), name].join(' → '));
    } else if (!done.has(name)) {
      for (const next of imported.get(name) ?? []) {
        visit(next, [...chain, name]);
      }
      done.add(name);
    }
  };
  for (const name of imported.keys()) {
    visit(name, []);
  }
  return cycles;
}
