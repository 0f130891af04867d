import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import manifest from '../../package.json';
import { semanticTokens, tokenModifiers, tokenTypes } from '../../server/src/core/features/semantic-tokens';
import { anyLine } from './drawn';

/** The tokens of a line as text: `tcp type`, `+trk enumMember.set`. */
function coloured(text: string): string[] {
  return semanticTokens(text).map(
    ({ start, end, type, modifiers }) => `${text.slice(start, end)} ${[type, ...modifiers].join('.')}`,
  );
}

describe('matches', () => {
  test('keys, protocols, fields, values', () => {
    expect(coloured('table=1, priority=10,idle_timeout=60,send_flow_rem,tcp,nw_src=10.0.0.0/8,eth')).toEqual([
      'table keyword',
      '1 number.table',
      'priority keyword',
      '10 number',
      'idle_timeout parameter',
      '60 number',
      'send_flow_rem modifier',
      'tcp type',
      'nw_src property',
      '10.0.0.0 string',
      '/ operator',
      '8 number',
      'eth type',
    ]);
  });

  test('registers are variables, fields that nobody writes are read-only', () => {
    expect(coloured('reg0[0..3]=1,xxreg1=2,tcp_flags=*,metadata=3')).toEqual([
      'reg0 variable',
      '0 number',
      '.. operator',
      '3 number',
      '1 number',
      'xxreg1 variable',
      '2 number',
      'tcp_flags property.readonly',
      '* enumMember.defaultLibrary',
      'metadata property',
      '3 number',
    ]);
  });

  test.each([
    ['+trk-new', ['+trk enumMember.set', '-new enumMember.clear']],
    ['new|est', ['new enumMember', '| operator', 'est enumMember']],
    ['0x21/0x23', ['0x21 number', '/ operator', '0x23 number']],
    ['+trk+bogus', ['+trk enumMember.set', '+bogus unknown']],
  ])('ct_state=%s', (value, tokens) => {
    expect(coloured(`ct_state=${value}`)).toEqual(['ct_state property.readonly', ...tokens]);
  });

  test('names that Open vSwitch does not know are unknown', () => {
    expect(coloured('tcp_dts=80,foo,ip,actions=outptu:1')).toEqual([
      'tcp_dts unknown',
      '80 number',
      'foo unknown',
      'ip type',
      'actions keyword',
      'outptu unknown',
      '1 number',
    ]);
  });

  test('what no switch gets to see is dropped', () => {
    const tokens = coloured('tcp_dst=80/0xff,ip,actions=drop');
    expect(tokens.slice(0, 5)).toEqual([
      'tcp_dst property.dropped',
      '80 number.dropped',
      '/ operator.dropped',
      '0xff number.dropped',
      'ip type',
    ]);
    expect(coloured('tcp,tcp_dst=80,actions=drop')).toContain('tcp_dst property');
  });

  test('ports', () => {
    expect(coloured('in_port=LOCAL,in_port="eth\\"0",in_port=veth-1')).toEqual([
      'in_port property',
      'LOCAL enumMember.defaultLibrary',
      'in_port property',
      '"eth string',
      '0" string',
      'in_port property',
      'veth-1 enumMember',
    ]);
  });
});

describe('actions', () => {
  test.each<[string, string[]]>([
    ['drop', ['drop enumMember.defaultLibrary']],
    ['NORMAL,1,veth0', ['NORMAL enumMember.defaultLibrary', '1 number', 'veth0 enumMember']],
    ['dec_ttl', ['dec_ttl function']],
    ['goto_table:10', ['goto_table function', '10 number.table']],
    ['resubmit(1,10,ct)', ['resubmit function', '1 number', '10 number.table', 'ct modifier']],
    ['resubmit(,10)', ['resubmit function', '10 number.table']],
    [
      'load:0x1->NXM_NX_REG0[0..7]',
      [
        'load function',
        '0x1 number',
        '-> operator',
        'NXM_NX_REG0 variable',
        '0 number',
        '.. operator',
        '7 number',
      ],
    ],
    [
      'set_field:ANY->in_port',
      ['set_field function', 'ANY enumMember.defaultLibrary', '-> operator', 'in_port property'],
    ],
    ['move:reg0->eth_dst', ['move function', 'reg0 variable', '-> operator', 'eth_dst property']],
    ['set_field:1->nothing', ['set_field function', '1 number', '-> operator', 'nothing unknown']],
    ['mod_dl_src:00:11:22:33:44:55', ['mod_dl_src function', '00:11:22:33:44:55 string']],
    [
      'ct(commit,table=5,zone=reg1[0..15],exec(load:1->ct_mark),nat(src=10.0.0.1-10.0.0.2:1-2),what=1)',
      [
        'ct function',
        'commit modifier',
        'table keyword',
        '5 number.table',
        'zone parameter',
        'reg1 variable',
        '0 number',
        '.. operator',
        '15 number',
        'exec function',
        'load function',
        '1 number',
        '-> operator',
        'ct_mark property',
        'nat function',
        'src parameter',
        '10.0.0.1 string',
        '- operator',
        '10.0.0.2 string',
        '1 number',
        '- operator',
        '2 number',
        'what unknown',
        '1 number',
      ],
    ],
    [
      'learn(table=1,priority=2,eth_type=0x800,NXM_OF_IP_SRC[]=ip_dst[],reg0,load:1->reg1[],output:in_port[])',
      [
        'learn function',
        'table keyword',
        '1 number.table',
        'priority keyword',
        '2 number',
        'eth_type property.readonly',
        '0x800 number',
        'NXM_OF_IP_SRC property',
        'ip_dst property',
        'reg0 variable',
        'load function',
        '1 number',
        '-> operator',
        'reg1 variable',
        'output function',
        'in_port property',
      ],
    ],
    [
      'check_pkt_larger(1)->reg0[0]',
      ['check_pkt_larger function', '1 number', '-> operator', 'reg0 variable', '0 number'],
    ],
    ['clone(ct:commit)', ['clone function', 'ct function', 'commit modifier']],
  ])('%s', (actions, tokens) => {
    expect(coloured(`actions=${actions}`)).toEqual(['actions keyword', ...tokens]);
  });
});

describe('other lines', () => {
  test.each<[string, string[]]>([
    ['# a comment', ['# a comment comment']],
    [
      '# ovs-flows-disable-line ct-state/exact-match',
      ['#  comment', 'ovs-flows-disable-line keyword.documentation', ' ct-state/exact-match comment'],
    ],
    ['flow delete ip', ['flow keyword.command', 'delete keyword.command', 'ip type']],
    [
      ' NXST_FLOW reply (xid=0x4): flags=[more]',
      ['NXST_FLOW reply namespace.printed', ' (xid=0x4): flags=[more] comment.printed'],
    ],
    [
      ' cookie=0x0, duration=1.5s, table=0, n_packets=1, ip actions=drop',
      [
        'cookie=0x0, comment.printed',
        'duration=1.5s, comment.printed',
        'table keyword',
        '0 number.table',
        'n_packets=1, comment.printed',
        'ip type',
        'actions keyword',
        'drop enumMember.defaultLibrary',
      ],
    ],
    ['cookie=0x1,ip', ['cookie parameter', '0x1 number', 'ip type']],
    [
      'group_id=1,type=all,tpye=all,bucket=weight:5,actions=output:1,bucket=ct(commit)',
      [
        'group_id parameter',
        '1 number',
        'type parameter',
        'all enumMember.defaultLibrary',
        'tpye unknown',
        'all enumMember.defaultLibrary',
        'bucket keyword',
        'weight parameter',
        '5 number',
        'actions keyword',
        'output function',
        '1 number',
        'bucket keyword',
        'ct function',
        'commit modifier',
      ],
    ],
    [
      'meter=1 kbps bands=type=drop rate=5',
      [
        'meter parameter',
        '1 number',
        'kbps modifier',
        'bands keyword',
        'type parameter',
        'drop enumMember.defaultLibrary',
        'rate parameter',
        '5 number',
      ],
    ],
  ])('%s', (text, tokens) => {
    expect(coloured(text)).toEqual(tokens);
  });
});

describe('long lines', () => {
  const long = `actions=${'output:1,'.repeat(120_000)}`;

  test('are coloured as far as editors show them', () => {
    const tokens = semanticTokens(long);
    expect(tokens.at(-1)!.end).toBeGreaterThan(19_980);
    expect(tokens.at(-1)!.end).toBeLessThanOrEqual(20_000);
  });

  test('half a word has no colour', () => {
    const cut = `actions=${' '.repeat(19_980)}output:12345678`;
    expect(semanticTokens(cut).map(({ type }) => type)).toEqual(['keyword', 'function']);
  });
});

test('whatever stands there: from left to right, none over another, none empty', () => {
  fc.assert(
    fc.property(anyLine, (text) => {
      let last = 0;
      for (const { start, end } of semanticTokens(text)) {
        expect(start).toBeGreaterThanOrEqual(last);
        expect(end).toBeGreaterThan(start);
        last = end;
      }
      expect(last).toBeLessThanOrEqual(text.length);
    }),
  );
});

describe('package.json', () => {
  const { semanticTokenScopes, semanticTokenModifiers, semanticTokenTypes } = manifest.contributes;
  const selectors = Object.keys(semanticTokenScopes[0]!.scopes);

  test('gives every type the colour of the grammar', () => {
    // A namespace stands in headers of replies only.
    const missing = tokenTypes.filter((type) => type !== 'namespace' && !selectors.includes(type));
    expect(missing).toEqual([]);
  });

  test('names no type or modifier that there is not', () => {
    const types: readonly string[] = tokenTypes;
    const modifiers: readonly string[] = tokenModifiers;
    for (const [type, ...of] of selectors.map((selector) => selector.split('.'))) {
      expect(types).toContain(type);
      expect(of.filter((modifier) => !modifiers.includes(modifier))).toEqual([]);
    }
    expect(semanticTokenTypes.filter(({ id }) => !types.includes(id))).toEqual([]);
    expect(semanticTokenModifiers.filter(({ id }) => !modifiers.includes(id))).toEqual([]);
  });
});
