// Writes what other files repeat of the catalogue of rules: the settings in package.json, and the table in
// docs/rules/README.md, with the first bad example of each rule's page. Run it after changing the catalogue.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { projectRoot, requireDependencies, runMain } from './project.mjs';

requireDependencies();
await runMain(async () => {
  const { outputFiles } = await build({
    entryPoints: [join(projectRoot, 'server/src/core/rules/catalogue.ts')],
    bundle: true,
    format: 'esm',
    platform: 'neutral',
    write: false,
  });
  const [bundle] = outputFiles;
  if (!bundle) {
    throw new Error('The catalogue was not built.');
  }
  const code = Buffer.from(bundle.contents).toString('base64');
  const { catalogue, fileRules } = await import(`data:text/javascript;base64,${code}`);
  writeSettings(catalogue);
  writeTable(catalogue, new Set(fileRules));
});

/** @param {readonly { code: string, severity: string, title: string, offByDefault?: true }[]} catalogue */
function writeSettings(catalogue) {
  const file = join(projectRoot, 'package.json');
  const manifest = JSON.parse(readFileSync(file, 'utf8'));
  manifest.contributes.configuration.properties['ovsFlows.rules'].properties = Object.fromEntries(
    catalogue.map((rule) => [
      rule.code,
      {
        type: 'string',
        enum: ['off', 'hint', 'information', 'warning', 'error'],
        default: rule.offByDefault ? 'off' : rule.severity,
        description: `${rule.title}.`,
      },
    ]),
  );
  writeFileSync(file, `${JSON.stringify(manifest, undefined, 2)}\n`);
}

/**
 * @param {readonly { code: string, severity: string, title: string, offByDefault?: true }[]} catalogue
 * @param {ReadonlySet<unknown>} fileRules those whose examples are whole files
 */
function writeTable(catalogue, fileRules) {
  const file = join(projectRoot, 'docs/rules/README.md');
  const rows = catalogue.map(
    (rule) =>
      `| [\`${rule.code}\`](${rule.code}.md) | ${rule.severity}${rule.offByDefault ? ' (off)' : ''} | ${rule.title} | ${exampleOf(rule, fileRules.has(rule)).replaceAll('|', '\\|')} |`,
  );
  const lines = readFileSync(file, 'utf8').split('\n');
  const first = lines.findIndex((line) => line.startsWith('| [`'));
  const last = lines.findLastIndex((line) => line.startsWith('| [`'));
  lines.splice(first, last - first + 1, ...rows);
  writeFileSync(file, lines.join('\n'));
}

/**
 * @param {{ code: string }} rule
 * @param {boolean} isFile
 */
function exampleOf(rule, isFile) {
  const page = readFileSync(join(projectRoot, 'docs/rules', `${rule.code}.md`), 'utf8');
  const example = isFile
    ? /^```ovs-flows bad(?: openflow=(.*))?\n([\s\S]*?)\n```$/m.exec(page)
    : /^```ovs-flows bad(?: openflow=(.*))?\n(.*)$/m.exec(page);
  if (!example) {
    throw new Error(`docs/rules/${rule.code}.md has no bad example`);
  }
  const [, version, text] = example;
  const flows = (text ?? '').split('\n').map((flow) => `\`${flow}\``);
  return `${flows.join('<br>')}${version ? ` with OpenFlow ${version}` : ''}`;
}
