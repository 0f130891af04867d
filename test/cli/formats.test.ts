import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import { NobodyReads, Output } from '../../server/src/cli/output';
import { TextReporter } from '../../server/src/cli/report-text';
import { catalogue } from '../../server/src/core/rules/catalogue';
import { command, folderWith } from './command';

const files = {
  'here/a b.flows': 'ip,actions=nonsense\n# é😀\nct_state=-trk+new,actions=drop #é😀\n',
  'here/two.flows': 'table=1,priority=2,ip,actions=drop\ntable=1,priority=2,ip,actions=output:1\n',
  'there/c.flows': 'ct_state=0x21/0x20,actions=drop\n',
};
const names = ['a b.flows', 'two.flows', '../there', 'none'];

async function report(format: string, ...options: string[]) {
  const folder = folderWith(files);
  const { output, code } = await command(['check', '--format', format, ...options, ...names], {
    folder: join(folder, 'here'),
  });
  return { report: JSON.parse(output), code, folder };
}

test('in colour a finding is the same but for the colours', async () => {
  const [rule] = catalogue;
  const finding = {
    rule: rule!,
    span: { start: 4, end: 5 },
    message: 'No.\nNever.',
    unnecessary: false,
    related: [],
  };
  const write = (color: boolean) =>
    new TextReporter({ color, quiet: false }).findings('a.flows', [{ line: 0, severity: 'error', finding }]);
  expect(write(false)).toBe(`a.flows:1:5: error: No. Never. [${rule!.code}]\n`);
  expect(write(true)).toContain('\u001b[31merror\u001b[39m');
  expect(write(true).replaceAll(/\u001b\[\d+m/g, '')).toBe(write(false));
});

test('output waits for whoever reads it, and says when nobody does', async () => {
  const taken: string[] = [];
  let next: () => void = () => {};
  const slow = new Writable({
    highWaterMark: 1,
    write: (chunk, _encoding, done) => {
      taken.push(String(chunk));
      next = done;
    },
  });
  const output = new Output(slow);
  const events: string[] = [];
  const written = output.write('one').then(() => events.push('written'));
  await Promise.resolve();
  events.push('taken');
  next();
  await written;
  expect(events).toEqual(['taken', 'written']);
  expect(taken).toEqual(['one']);
  expect(slow.listenerCount('drain') + slow.listenerCount('close')).toBe(0);
  const gone = output.write('two');
  slow.destroy(Object.assign(new Error('gone'), { code: 'EPIPE' }));
  await expect(gone).rejects.toThrow(NobodyReads);
  await expect(output.write('three')).rejects.toThrow(NobodyReads);
});

describe('JSON', () => {
  test('has findings by file, with their places from 1, counts and trouble', async () => {
    const { report: found, code } = await report('json');
    expect(code).toBe(2);
    expect(found).toMatchObject({
      version: 1,
      tool: { name: 'ovs-flows', version: expect.stringMatching(/^\d+\.\d+\.\d+$/) },
      files: [
        {
          path: 'a b.flows',
          lines: 3,
          flows: 2,
          bytes: Buffer.byteLength(files['here/a b.flows']),
          wholeFileRules: true,
          omitted: 0,
        },
        { path: 'two.flows' },
        { path: join('..', 'there', 'c.flows') },
        { path: 'none', findings: [], error: 'there is no such file' },
      ],
      summary: { files: 3, flows: 5, lines: 6, fixed: 0, filesFixed: 0, omitted: 0 },
    });
    expect(found.files[0].findings[0]).toEqual({
      code: 'action/unknown',
      severity: 'error',
      message: expect.stringContaining('nonsense'),
      line: 1,
      column: 12,
      endColumn: 20,
    });
    const replaced = found.files[1].findings.find(
      ({ code: each }: { code: string }) => each === 'file/replaced',
    );
    expect(replaced).toMatchObject({ line: 1, related: [{ line: 2, message: expect.any(String) }] });
    for (const { findings, counts, byRule } of found.files) {
      const total = Object.values<number>(counts).reduce((sum, count) => sum + count, 0);
      expect(findings).toHaveLength(total);
      expect(byRule.reduce((sum: number, { count }: { count: number }) => sum + count, 0)).toBe(total);
    }
  });

  test('counts what it leaves out', async () => {
    const { report: all } = await report('json');
    const { report: some } = await report('json', '--max-findings', '1');
    expect(some.summary).toEqual({ ...all.summary, omitted: some.summary.omitted });
    const written = all.files.flatMap(({ findings }: { findings: object[] }) => findings).length;
    expect(some.summary.omitted).toBe(written - 1);
  });

  test('is complete JSON where there is nothing', async () => {
    const folder = folderWith({ 'empty.flows': '' });
    const { output } = await command(['check', '--format', 'json', 'empty.flows', '-'], { folder });
    expect(JSON.parse(output).files).toMatchObject([
      { path: 'empty.flows', findings: [], lines: 0, flows: 0, bytes: 0 },
      { path: '<stdin>', findings: [], lines: 0, flows: 0, bytes: 0 },
    ]);
  });
});

describe('SARIF', () => {
  test('has what services ask for', async () => {
    const { report: found, code, folder } = await report('sarif');
    expect(code).toBe(2);
    expect(Object.keys(found).sort()).toEqual(['$schema', 'runs', 'version']);
    expect(found.version).toBe('2.1.0');
    expect(found.runs).toHaveLength(1);
    const [{ tool, results, columnKind, invocations }] = found.runs;
    expect(columnKind).toBe('utf16CodeUnits');
    expect(tool.driver).toMatchObject({ name: 'OVS Flows', semanticVersion: expect.stringMatching(/^\d/) });
    const ids = tool.driver.rules.map(({ id }: { id: string }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const rule of tool.driver.rules) {
      expect(rule).toMatchObject({
        shortDescription: { text: expect.stringMatching(/\.$/) },
        defaultConfiguration: { level: expect.stringMatching(/^(?:error|warning|note)$/) },
        help: { text: expect.any(String), markdown: expect.stringContaining(`# ${rule.id}`) },
      });
    }
    expect(results.length).toBeGreaterThan(3);
    for (const result of results) {
      expect(ids[result.ruleIndex]).toBe(result.ruleId);
      expect(['error', 'warning', 'note']).toContain(result.level);
      expect(result.message.text).not.toBe('');
      const places = [...result.locations, ...(result.relatedLocations ?? [])];
      for (const { physicalLocation } of places) {
        const { region, artifactLocation } = physicalLocation;
        expect(region.startLine).toBe(region.endLine);
        expect(region.startLine).toBeGreaterThan(0);
        expect(region.startColumn).toBeGreaterThan(0);
        expect(region.endColumn).toBeGreaterThanOrEqual(region.startColumn);
        expect(new URL(artifactLocation.uri, 'file:///root/').href).not.toContain(' ');
      }
    }
    const uris = new Set(results.map((result: never) => uriOf(result)));
    expect([...uris]).toEqual([
      'a%20b.flows',
      'two.flows',
      pathToFileURL(join(folder, 'there', 'c.flows')).href,
    ]);
    expect(invocations).toMatchObject([
      {
        executionSuccessful: false,
        toolExecutionNotifications: [{ level: 'error', message: { text: 'none: there is no such file.' } }],
      },
    ]);
  });

  test('says so when all went well, and what was not looked at', async () => {
    const folder = folderWith({ 'a.flows': 'ip,actions=drop\n' });
    mkdirSync(join(folder, 'sub'));
    const run = async (...options: string[]) => {
      const { output } = await command(['check', '--format', 'sarif', ...options, 'a.flows'], { folder });
      return JSON.parse(output).runs[0];
    };
    expect(await run()).toMatchObject({
      results: [],
      invocations: [{ executionSuccessful: true, toolExecutionNotifications: [] }],
    });
    expect(await run('--lines-only')).toMatchObject({
      invocations: [{ executionSuccessful: true, toolExecutionNotifications: [{ level: 'note' }] }],
    });
  });
});

function uriOf({
  locations,
}: {
  locations: { physicalLocation: { artifactLocation: { uri: string } } }[];
}): string {
  return locations[0]!.physicalLocation.artifactLocation.uri;
}
