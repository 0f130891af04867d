import { readdirSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { type IGrammar, INITIAL, type StateStack } from 'vscode-textmate';
import { describeRecorded } from '../describe-recorded';
import { corpusFolder, hasCorpus } from '../recorded';
import { drawTokens, grammarUrl, loadFlowGrammar, type Token, tokenizeLine } from './tokens';

let grammar: IGrammar;
beforeAll(async () => {
  grammar = await loadFlowGrammar();
});

/** The scopes of the nth time that a text stands in a line as a token, innermost last. */
function scopesOf(line: string, text: string, nth = 0): readonly string[] {
  const tokens = tokenizeLine(grammar, line).tokens.filter((token) => token.text === text);
  const token = tokens[nth];
  if (!token) throw new Error(`no token ${nth} "${text}" in ${line}`);
  return token.scopes;
}

const fixtures = new URL('./fixtures/', import.meta.url);

test.each(readdirSync(fixtures))('the scopes of %s are those of the snapshot', async (name) => {
  const drawing = drawTokens(grammar, readFileSync(new URL(name, fixtures), 'utf8').trimEnd());
  await expect(drawing).toMatchFileSnapshot(`./snapshots/${name}.txt`);
});

describe('the scopes that themes colour', () => {
  test.each<[what: string, line: string, text: string, scope: string]>([
    ['the table', 'table=1,ip,actions=drop', 'table', 'keyword.control.position'],
    [
      'the table in a dump',
      ' cookie=0x0, duration=1s, table=1, actions=drop',
      'table',
      'keyword.control.position',
    ],
    ['the priority', 'priority=9,ip,actions=drop', 'priority', 'keyword.control.position'],
    ['actions=', 'ip actions=drop', 'actions', 'keyword.control.actions'],
    ['action=', 'ip,action=drop', 'action', 'keyword.control.actions'],
    ['a key', 'in_port=1,actions=drop', 'in_port', 'variable.other.field'],
    ['a key with parentheses', 'in_port(1),actions=drop', 'in_port', 'variable.other.field'],
    ['a protocol', 'icmp6,actions=drop', 'icmp6', 'support.type.protocol'],
    ['a protocol at the end', 'table=1,ip', 'ip', 'support.type.protocol'],
    ['an option', 'send_flow_rem,actions=drop', 'send_flow_rem', 'storage.modifier.option'],
    [
      'a MAC address',
      'dl_src=50:54:00:00:00:01,actions=drop',
      '50:54:00:00:00:01',
      'constant.other.address.mac',
    ],
    ['an IPv4 address', 'nw_src=10.0.0.0/24,actions=drop', '10.0.0.0', 'constant.other.address.ipv4'],
    ['an IPv6 address', 'ipv6_src=fd00::1/64,actions=drop', 'fd00::1', 'constant.other.address.ipv6'],
    [
      'an address that an action sets',
      'actions=set_field:fd00::1->ipv6_src',
      'fd00::1',
      'constant.other.address.ipv6',
    ],
    ['a prefix length', 'nw_src=10.0.0.0/24,actions=drop', '24', 'constant.numeric.decimal'],
    ['a mask', 'reg0=0x5/0xff,actions=drop', '0xff', 'constant.numeric.hex'],
    ['a port name', 'in_port="vnet-1",actions=drop', 'vnet-1', 'string.quoted.double'],
    ['a port name without quotes', 'in_port=vnet-1,actions=drop', 'vnet-1', 'variable.other.enummember'],
    ['a reserved port', 'in_port=LOCAL,actions=drop', 'LOCAL', 'constant.language.port'],
    ['a reserved port in small letters', 'actions=normal', 'normal', 'constant.language.port'],
    ['drop', 'actions=drop', 'drop', 'constant.language.port'],
    ['an action', 'actions=output:1', 'output', 'entity.name.function.action'],
    ['an action on its own', 'actions=strip_vlan,1', 'strip_vlan', 'entity.name.function.action'],
    ['a bit of a register', 'actions=load:1->NXM_NX_REG0[0..15]', '15', 'constant.numeric.bit'],
    ['where an arrow points', 'actions=set_field:1->reg0', 'reg0', 'variable.other.field'],
    ['an arrow', 'actions=set_field:1->reg0', '->', 'keyword.operator.arrow'],
    ['a command', 'delete_strict table=1', 'delete_strict', 'storage.type.command'],
    ['a command of a bundle', 'flow add table=1', 'flow', 'storage.type.command'],
    ['a comment', 'actions=drop # why', ' why', 'comment.line.number-sign'],
    ['the header of a dump', 'NXST_FLOW reply (xid=0x4):', ' (xid=0x4):', 'comment.block.reply'],
  ])('%s', (_what, line, text, scope) => {
    expect(scopesOf(line, text)).toContain(scope);
  });

  test('a sign colours its flag: set and clear differ', () => {
    const line = 'ct_state=+trk-inv,actions=drop';
    expect(scopesOf(line, '+')).toEqual([
      'constant.other.flag.set',
      'markup.inserted.flag',
      'punctuation.definition.flag.set',
    ]);
    expect(scopesOf(line, 'trk')).toEqual(['constant.other.flag.set', 'markup.inserted.flag']);
    expect(scopesOf(line, '-')).toEqual([
      'constant.other.flag.clear',
      'markup.deleted.flag',
      'punctuation.definition.flag.clear',
    ]);
    expect(scopesOf(line, 'inv')).toEqual(['constant.other.flag.clear', 'markup.deleted.flag']);
  });

  test('flags without signs differ from both', () => {
    for (const flag of ['new', 'est']) {
      expect(scopesOf('ct_state=new|est,actions=drop', flag)).toContain('constant.other.flag.exact');
    }
    expect(scopesOf('ct_state=trk,actions=drop', 'trk')).toContain('constant.other.flag.exact');
  });

  test('what a dump counts is dimmed, and the table between is not', () => {
    const line =
      ' cookie=0x0, duration=1.5s, table=3, n_packets=0, n_bytes=0, idle_age=2, priority=1,ip actions=drop';
    const dimmed = tokenizeLine(grammar, line)
      .tokens.filter((token) => token.scopes.includes('comment.block.statistics'))
      .map((token) => token.text.trim());
    expect(dimmed).toEqual(['cookie=0x0,', 'duration=1.5s,', 'n_packets=0,', 'n_bytes=0,', 'idle_age=2,']);
  });

  test('a cookie that someone writes is not dimmed', () => {
    expect(scopesOf('cookie=0x1,table=0,actions=drop', 'cookie')).toEqual(['variable.other.field']);
  });

  test('arguments are told from actions at any depth', () => {
    const line =
      'actions=ct(commit,zone=1,nat(src=10.0.0.1-10.0.0.9),exec(load:0x1->NXM_NX_CT_MARK[])),NORMAL';
    const innermost = (text: string) => scopesOf(line, text).at(-1);
    expect(innermost('ct')).toBe('entity.name.function.action');
    expect(innermost('commit')).toBe('storage.modifier.argument');
    expect(innermost('zone')).toBe('variable.parameter');
    expect(innermost('nat')).toBe('entity.name.function.action');
    expect(innermost('src')).toBe('variable.parameter');
    expect(innermost('10.0.0.9')).toBe('string.unquoted.address');
    expect(innermost('exec')).toBe('entity.name.function.action');
    expect(innermost('load')).toBe('entity.name.function.action');
    expect(innermost('NXM_NX_CT_MARK')).toBe('variable.other.field');
    expect(innermost('NORMAL')).toBe('constant.language.port');
  });

  test('a match and its actions are told apart', () => {
    const line = 'ip,in_port=1 actions=output:1';
    expect(scopesOf(line, 'in_port')).not.toContain('meta.actions');
    expect(scopesOf(line, 'output')).toContain('meta.actions');
  });

  test('every scope ends in the name of the language', () => {
    const names: string[] = [];
    JSON.stringify(JSON.parse(readFileSync(grammarUrl, 'utf8')).repository, (key, value) => {
      if ((key === 'name' || key === 'contentName') && typeof value === 'string')
        names.push(...value.split(' '));
      return value;
    });
    expect(names.length).toBeGreaterThan(50);
    expect(names.filter((name) => !name.endsWith('.ovs-flows'))).toEqual([]);
  });
});

describe('a line is coloured alone', () => {
  const next = 'table=0,priority=5,ct_state=+trk-new,ip,actions=ct(commit),NORMAL';

  test.each([
    'actions=ct(commit,nat(src=10.0.0.1',
    'actions=clone(write_actions(exec(load:1->reg0',
    'actions=learn(NXM_OF_ETH_DST[',
    'actions=ct(commit, # comment',
    'actions=',
    'actions=output:"vnet',
    'in_port="vnet',
    'in_port(',
    'ct_state(+trk',
    'ct_state=',
    'ct_state=+',
    'packet_type=(1,(2',
    'table=',
    'table=(',
    'flow',
    'NXST_FLOW reply',
    ' cookie=',
    '# comment',
    '((((((((',
    '[[[[',
    '',
  ])('after %j the next line is as ever', (line) => {
    const { state } = tokenizeLine(grammar, line);
    expect(state.depth).toBe(1);
    expect(tokenizeLine(grammar, next, state).tokens).toEqual(tokenizeLine(grammar, next).tokens);
  });
});

describe('long lines and hostile ones are coloured to their end', () => {
  const length = 20_000;
  const fill = (piece: string) => piece.repeat(Math.ceil(length / piece.length)).slice(0, length);

  test('a flow of 20,000 characters', () => {
    const outputs = Array.from({ length: 2_000 }, (_, port) => `output:${1000 + port}`);
    const line = `table=0,ip,actions=${outputs.join(',')}`;
    expect(line.length).toBeGreaterThan(length);
    const { tokens } = tokenizeLine(grammar, line);
    const count = (scope: string) => tokens.filter((token) => token.scopes.includes(scope)).length;
    expect(count('entity.name.function.action')).toBe(outputs.length);
    expect(count('constant.numeric.decimal')).toBe(outputs.length + 1);
    expect(tokens.at(-1)?.text).toBe('2999');
  });

  const pieces = [
    ...'a0_-+.,:;=/|!"#()[]<> \t\\é',
    ...[
      'a=',
      'a:',
      'a(',
      'a[',
      'a.',
      'a-',
      'a|',
      '+a',
      '-a',
      'f:',
      'ff:',
      '::',
      '1:',
      '1.',
      '0x',
      '0x0',
      '->',
      '->a',
    ],
    ...[
      'a[0..',
      'ct_state=',
      'ct_state(',
      'state',
      'actions=',
      'actions=a(',
      'a=(',
      '"\\',
      ' cookie=',
      '00.',
      'ff',
    ],
    ...[
      'duration=',
      'n_packets=1,',
      'table=',
      'NXM_',
      'a_',
      'learn(a=',
      'exec(',
      'add ',
      'flow ',
      '10.0.0.1-',
      '[0]=',
    ],
  ];
  const starts = ['', ' ', 'a=', 'ct_state=', 'actions=', 'actions=a('];

  test.each(pieces)('%j again and again', (piece) => {
    for (const start of starts) {
      const line = start + fill(piece);
      const { tokens, ruleStack, stoppedEarly } = grammar.tokenizeLine(line, INITIAL);
      expect(stoppedEarly, line.slice(0, 40)).toBe(false);
      expect(tokens.at(-1)?.endIndex, line.slice(0, 40)).toBeGreaterThanOrEqual(line.length);
      expect(ruleStack.depth, line.slice(0, 40)).toBe(1);
    }
  });
});

describeRecorded(hasCorpus, 'the colours of the corpus', () => {
  const files = hasCorpus
    ? [
        ...readdirSync(`${corpusFolder}/openflow`)
          .filter((name) => name.endsWith('.flows'))
          .map((name) => `openflow/${name}`),
        ...readdirSync(`${corpusFolder}/dump`)
          .filter((name) => name.endsWith('.dump'))
          .map((name) => `dump/${name}`),
      ]
    : [];

  test.each(files)('%s: no line leaks, and each flow shows its actions', (file) => {
    let state: StateStack | undefined;
    for (const line of readFileSync(`${corpusFolder}/${file}`, 'utf8').split('\n')) {
      const result = tokenizeLine(grammar, line, state);
      expect(joined(result.tokens), line).toBe(line);
      expect(result.state.depth, line).toBe(1);
      if (/(?<![\w-])actions?=/.test(line)) {
        expect(
          result.tokens.map((token) => token.scopes.at(-1)),
          line,
        ).toContain('keyword.control.actions');
      }
      state = result.state;
    }
  });
});

function joined(tokens: readonly Token[]): string {
  return tokens.map((token) => token.text).join('');
}
