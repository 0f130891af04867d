import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readArguments, UsageError } from '../../server/src/cli/arguments';
import { ConfigError, readSettings } from '../../server/src/cli/config';
import { CheckedDocument } from '../../server/src/core/features/diagnostics';
import { command, folderWith, root } from './command';

const good = 'table=0,priority=1,ip,actions=drop\n';
const bad = 'ip,actions=nonsense\n';
const never = 'ct_state=-trk+new,actions=drop\n';

const badLine = /^(.+):(\d+):(\d+): error: There is no action nonsense\..* \[action\/unknown\]$/;

describe('the exit code', () => {
  const folder = () => folderWith({ 'good.flows': good, 'bad.flows': bad, 'never.flows': never });

  test.each([
    [0, ['good.flows']],
    [0, ['never.flows']],
    [1, ['bad.flows']],
    [1, ['good.flows', 'bad.flows']],
    [2, ['missing.flows', 'good.flows']],
    [2, ['bad.flows', 'missing.flows']],
    [2, ['--config', 'missing.json', 'good.flows']],
    [2, ['--nonsense', 'good.flows']],
  ])('is %i for check %j', async (code, given) => {
    const outcome = await command(['check', ...given], { folder: folder() });
    expect(outcome).toMatchObject({ code });
    expect(outcome.errors === '').toBe(code !== 2);
    expect(outcome.errors).not.toMatch(/\n\s+at /);
  });

  test('is 2 without a command', async () => {
    expect(await command([])).toMatchObject({
      code: 2,
      output: '',
      errors: expect.stringContaining('check'),
    });
  });

  test('is 0 for help and version', async () => {
    const help = await command(['--help']);
    expect(help).toMatchObject({ code: 0, errors: '' });
    for (const option of help.output.match(/--[a-z-]+/g) ?? []) {
      expect(readFileSync(join(root, 'docs/command-line.md'), 'utf8')).toContain(option);
    }
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    expect(await command(['--version'])).toEqual({ code: 0, output: `${version}\n`, errors: '' });
  });
});

describe('the text report', () => {
  test('has a line for each finding, with its place, and sums up', async () => {
    const folder = folderWith({ 'a.flows': `${good}\r\n${bad}`, 'b.flows': never });
    const { output, errors } = await command(['check', 'a.flows', 'b.flows'], { folder });
    const lines = output.split('\n');
    expect(badLine.exec(lines[0]!)?.slice(1)).toEqual(['a.flows', '3', '12']);
    expect(lines[1]).toMatch(
      /^b\.flows:1:10: warning: This flow can never match\..* \[ct-state\/never-matches\]$/,
    );
    expect(lines.slice(-2)).toEqual(['3 flows in 2 files: 1 error, 1 warning.', '']);
    expect(errors).toBe('');
  });

  test('says the same as the editor, of all examples', async () => {
    const { output } = await command(['check', '--quiet', 'examples']);
    const wanted = readdirSync(join(root, 'examples'))
      .sort()
      .flatMap((name) => {
        const document = new CheckedDocument(readFileSync(join(root, 'examples', name), 'utf8'));
        return document
          .diagnostics({})
          .map(
            ({ line, severity, finding }) =>
              `examples/${name}:${line + 1}:${finding.span.start + 1}: ${severity} [${finding.rule.code}]`,
          );
      });
    const lines = output.replaceAll('\\', '/').trimEnd().split('\n');
    expect(lines.map((line) => line.replace(/(: \w+): .* (\[[^\]]+\])$/, '$1 $2'))).toEqual(wanted);
  });

  test('names what cannot be read on standard error, and goes on', async () => {
    const folder = folderWith({ 'bad.flows': bad, 'folder/a.txt': '' });
    const { output, errors } = await command(['check', 'none', 'folder', 'bad.flows'], { folder });
    expect(errors).toBe(
      'ovs-flows: none: there is no such file.\novs-flows: folder: there is no flow file in it.\n',
    );
    expect(output).toMatch(/^bad\.flows:1:12: error: .*\n1 flow in 1 file: 1 error\.\n$/);
  });

  test('leaves out what is less severe than asked for, and what is too much', async () => {
    const folder = folderWith({ 'a.flows': `${never}${bad}${bad}` });
    const shown = async (...given: string[]) =>
      (await command(['check', 'a.flows', ...given], { folder })).output.split('\n').slice(0, -2);
    expect(await shown('--lines-only')).toHaveLength(3);
    expect(await shown('--lines-only', '--severity', 'error')).toHaveLength(2);
    expect(await shown('--lines-only', '--max-findings', '1')).toHaveLength(1);
    const { output, code } = await command(['check', '--lines-only', '--max-findings', '0', 'a.flows'], {
      folder,
    });
    expect(output).toBe('3 flows in 1 file: 2 errors, 1 warning; 3 of them not written.\n');
    expect(code).toBe(1);
  });

  test('has no colours where nobody sees them, and nothing that steers a terminal', async () => {
    const name = 'a\u001b[2J.flows';
    const folder = folderWith({ [name]: 'ip,actions=non\u001b[31msense\u009b\u202e\n' });
    const { output } = await command(['check', name], { folder, environment: { FORCE_COLOR: '1' } });
    expect(output).toContain('a\\u001b[2J.flows:1:');
    expect(output).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
  });

  test('is quiet when asked to', async () => {
    const folder = folderWith({ 'good.flows': good });
    expect(await command(['check', '-q', 'good.flows'], { folder })).toEqual({
      code: 0,
      output: '',
      errors: '',
    });
  });
});

describe('settings', () => {
  const off = '{ "rules": { "ct-state/never-matches": "off" } }';
  const error = '{ "rules": { "ct-state/never-matches": "error" } }';

  test('come from the nearest file, upwards from the folder of each flow file', async () => {
    const folder = folderWith({
      '.ovs-flows.json': error,
      'a/b/x.flows': never,
      'c/.ovs-flows.json': `\uFEFF${off}`,
      'c/d/x.flows': never,
    });
    const { output, code } = await command(['check', '-q', 'a', 'c'], { folder });
    expect(output.replaceAll('\\', '/')).toMatch(/^a\/b\/x\.flows:1:10: error: [^\n]*\n$/);
    expect(code).toBe(1);
  });

  test('come from the file that is named, and from no other', async () => {
    const folder = folderWith({ '.ovs-flows.json': error, 'my.json': off, 'x.flows': never });
    expect(
      await command(['check', '-q', '--config', 'my.json', 'x.flows', '-'], { folder, input: never }),
    ).toEqual({
      code: 0,
      output: '',
      errors: '',
    });
    expect(await command(['check', '-q', '-'], { folder, input: never })).toMatchObject({
      code: 1,
      output: expect.stringMatching(/^<stdin>:1:10: error: /),
    });
  });

  test('say the OpenFlow version, unless the command line does', async () => {
    const folder = folderWith({
      '.ovs-flows.json': '{ "openflowVersion": "1.1" }',
      'x.flows': 'reg0=1,actions=drop\n',
    });
    expect(await command(['check', '-q', 'x.flows'], { folder })).toMatchObject({
      code: 1,
      output: expect.stringContaining('[flow/not-in-version]'),
    });
    const any = await command(['check', '-q', '--openflow-version', 'any', 'x.flows'], { folder });
    expect(any).toMatchObject({ code: 0, output: '' });
  });

  test.each([
    ['{', 'no JSON'],
    ['[]', 'an object'],
    ['{ "rulez": {} }', '"rulez" is no setting'],
    ['{ "rules": [] }', '"rules" is an object'],
    ['{ "rules": { "ct-state/never-match": "off" } }', 'is "ct-state/never-matches" meant?'],
    ['{ "rules": { "ct-state/never-matches": "fatal" } }', 'is one of "off", "error"'],
    ['{ "openflowVersion": 1.3 }', '"openflowVersion" is one of "1.0"'],
  ])('%s is refused', async (text, message) => {
    const folder = folderWith({ 'my.json': text });
    const path = join(folder, 'my.json');
    const error = await readSettings(path).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ConfigError);
    expect(String(error)).toContain(`my.json: `);
    expect(String(error)).toContain(message);
  });

  test('that are refused are named, and what they are for is not checked', async () => {
    const folder = folderWith({ 'a/.ovs-flows.json': '{', 'a/x.flows': never, 'y.flows': never });
    const found = await command(['check', 'a', 'y.flows'], { folder });
    expect(found).toMatchObject({
      code: 2,
      errors: expect.stringMatching(/\.ovs-flows\.json: this is no JSON/),
    });
    expect(found.output).toMatch(/^y\.flows:1:10: .*\n1 flow in 1 file: 1 warning\.\n$/);
    const named = await command(['check', '--config', join('a', '.ovs-flows.json'), 'y.flows'], { folder });
    expect(named).toMatchObject({
      code: 2,
      output: '',
      errors: expect.stringContaining('.ovs-flows.json: '),
    });
  });
});

describe('the command line', () => {
  test.each([
    [['chekc', 'x'], 'chekc'],
    [[], 'check'],
    [['check'], 'Which files'],
    [
      ['check', '--severity', 'errors', 'x'],
      '--severity is one of error, warning, information, hint, not errors.',
    ],
    [['check', '--format', 'xml', 'x'], '--format is one of text, json, sarif'],
    [['check', '--openflow-version', '1.6', 'x'], '--openflow-version is one of 1.0, '],
    [['check', '--max-findings', 'many', 'x'], '--max-findings is a number'],
    [['check', '--max-findings', '1e3', 'x'], '--max-findings is a number'],
    [['check', '--config'], '--config'],
    [['check', '--fix=yes', 'x'], '--fix'],
    [['check', '--nonsense', 'x'], "Unknown option '--nonsense'."],
    [['check', '--fix', '-'], 'standard input'],
  ])('%j is refused', (given, message) => {
    expect(() => readArguments(given)).toThrow(UsageError);
    expect(() => readArguments(given)).toThrow(message);
  });

  test('is understood', () => {
    expect(readArguments(['check', '--help', '--format', 'xml'])).toBe('help');
    expect(readArguments(['-V'])).toBe('version');
    expect(
      readArguments([
        '--fix',
        'check',
        'a',
        '--max-findings=3',
        '--openflow-version',
        'any',
        '--',
        '--fix',
        '-q',
      ]),
    ).toEqual({
      files: ['a', '--fix', '-q'],
      format: 'text',
      severity: 'hint',
      fix: true,
      config: undefined,
      openflowVersion: 'any',
      maxFindings: 3,
      linesOnly: false,
      quiet: false,
      color: true,
    });
  });
});
