import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const root = new URL('../../', import.meta.url);
const readJson = (path: string) =>
  JSON.parse(readFileSync(new URL(path, root), 'utf8').replace(/^\s*\/\/.*$/gm, ''));

const { contributes } = readJson('package.json');
const language = contributes.languages.find(({ id }: { id: string }) => id === 'ovs-flows');
const configuration = readJson(language.configuration);

describe('words', () => {
  const wordsOf = (line: string) => line.match(new RegExp(configuration.wordPattern, 'g')) ?? [];

  test.each([
    'ct_state',
    'NXM_NX_REG0',
    '0x21/0x21',
    '0xfedcba9876543210',
    '33/0x21',
    '10.0.0.0/24',
    '192.168.0.0/255.255.0.0',
    '50:54:00:00:00:01',
    '01:00:00:00:00:00/01:00:00:00:00:00',
    '2001:db8::1/64',
    '::1',
    'fe80::',
    '::ffff:10.0.0.1',
    '00.00.00.0b',
  ])('%s is one', (text) => {
    expect(wordsOf(text)).toEqual([text]);
  });

  test.each([
    ['ct_state=+trk+ne', ['ct_state', 'trk', 'ne']],
    ['ct_state=-trk-new,ip', ['ct_state', 'trk', 'new', 'ip']],
    ['ct_state=new|est', ['ct_state', 'new', 'est']],
    ['ct_state=0x21/0x21,tcp', ['ct_state', '0x21/0x21', 'tcp']],
    ['ct_state:0x21', ['ct_state', '0x21']],
    ['table=1,priority=10', ['table', '1', 'priority', '10']],
    ['actions=output:1', ['actions', 'output', '1']],
    ['load:0x1->NXM_NX_REG0[0..15]', ['load', '0x1', 'NXM_NX_REG0', '0', '15']],
    ['set_field:fa:16:3e:00:00:01->eth_dst', ['set_field', 'fa:16:3e:00:00:01', 'eth_dst']],
    ['set_field:fd00::1->ipv6_src', ['set_field', 'fd00::1', 'ipv6_src']],
    ['nat(src=10.0.0.1-10.0.0.9:80-90)', ['nat', 'src', '10.0.0.1', '10.0.0.9', '80', '90']],
    ['enqueue:1:2,ct(commit', ['enqueue', '1', '2', 'ct', 'commit']],
    ['duration=184.992s', ['duration', '184.992s']],
  ])('%s has the words %j', (line, words) => {
    expect(wordsOf(line)).toEqual(words);
  });

  test('looking for words takes no longer in hostile text', () => {
    for (const piece of ['a:', 'f', ':', '::', '0.', '0/', '_', '0', 'ff:ff']) {
      const line = piece.repeat(20_000);
      expect(wordsOf(line).join('').length).toBeLessThanOrEqual(line.length);
    }
  });
});

test('comments and brackets', () => {
  expect(configuration.comments).toEqual({ lineComment: '#' });
  expect(configuration.brackets).toEqual([
    ['(', ')'],
    ['[', ']'],
  ]);
  expect(configuration.autoClosingPairs.map(({ open }: { open: string }) => open)).toEqual(['(', '[', '"']);
  expect(configuration.surroundingPairs.map(([open]: [string]) => open)).toEqual(['(', '[', '"']);
});

describe('which files', () => {
  const toExpression = (pattern: string) =>
    new RegExp(`^${pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&').replace(/\*/g, '.*')}$`, 'i');
  const isFlowFile = (name: string) =>
    language.extensions.some((extension: string) => name.endsWith(extension)) ||
    language.filenames.includes(name) ||
    language.filenamePatterns.some((pattern: string) => toExpression(pattern).test(name));

  test.each([
    ...['br0.flows', 'br0.ovsflows', 'br0.openflow', 'flows.txt'],
    ...['br-int-flows.txt', 'compute1.flows.txt', 'br-int.flows.dump'],
  ])('%s is a flow file', (name) => {
    expect(isFlowFile(name)).toBe(true);
  });

  test.each(['workflows.txt', 'notes.txt', 'core.dump', 'flows.txt.gz', 'flows.py', 'flow.json'])(
    '%s is not',
    (name) => {
      expect(isFlowFile(name)).toBe(false);
    },
  );

  test.each([
    'NXST_FLOW reply (xid=0x4):',
    'NXST_FLOW reply (xid=0x4): flags=[more]',
    'OFPST_FLOW reply (OF1.3) (xid=0x2):',
    ' cookie=0x0, duration=184.992s, table=0, n_packets=175',
    ' cookie=0xfffffffffffffffe, duration=3s,',
  ])('the first line %j tells', (line) => {
    expect(line).toMatch(new RegExp(language.firstLine));
  });

  test.each([
    '# flows',
    'table=0,actions=drop',
    'cookie=0x0,actions=drop',
    'cookie=monster',
    'see NXST_FLOW reply',
    'OFPST_TABLE reply (xid=0x2):',
  ])('the first line %j does not', (line) => {
    expect(line).not.toMatch(new RegExp(language.firstLine));
  });
});

test('every file that the contributions name is there', () => {
  const paths: string[] = [
    language.configuration,
    ...Object.values<string>(language.icon),
    ...contributes.grammars.map(({ path }: { path: string }) => path),
    ...contributes.snippets.map(({ path }: { path: string }) => path),
  ];
  for (const path of paths) expect(readFileSync(new URL(path, root), 'utf8'), path).not.toBe('');
});

test('the default themes dim just what the grammar and the semantic colours have names for', () => {
  const grammar = readFileSync(new URL('syntaxes/ovs-flows.tmLanguage.json', root), 'utf8');
  const named = `${grammar}${JSON.stringify(contributes.semanticTokenScopes)}`;
  const themes: Record<string, { textMateRules: { scope: string[] }[] }> =
    contributes.configurationDefaults['editor.tokenColorCustomizations'];
  for (const [theme, { textMateRules }] of Object.entries(themes)) {
    for (const scope of textMateRules.flatMap((rule) => rule.scope)) {
      expect(scope, theme).toMatch(/\.ovs-flows$/);
      expect(named, theme).toContain(`"${scope}"`);
    }
  }
});
