import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { actionHelps } from '../../server/src/core/facts/action-help';
import { signatureAt } from '../../server/src/core/features/signature-help';
import { parseFlowLine } from '../../server/src/core/syntax/flow-line';
import { anyLine, read } from './drawn';

/** The active signature, its active parameter between « and ». */
function shown(drawn: string): string | undefined {
  const { text, offset } = read(drawn);
  const help = signatureAt(parseFlowLine(text), offset);
  const signature = help?.signatures[help.active];
  if (!signature) {
    return undefined;
  }
  const { label, parameters, activeParameter } = signature;
  const span = activeParameter === undefined ? undefined : parameters[activeParameter]!.span;
  return span
    ? `${label.slice(0, span.start)}«${label.slice(span.start, span.end)}»${label.slice(span.end)}`
    : label;
}

describe('arguments with names', () => {
  test.each([
    ['ip,actions=ct(‸)', 'ct(commit, force, table=…, zone=…, nat(…), exec(…), alg=…)'],
    ['ip,actions=ct(com‸)', 'ct(«commit», force, table=…, zone=…, nat(…), exec(…), alg=…)'],
    ['ip,actions=ct(commit,zo‸)', 'ct(commit, force, table=…, «zone=…», nat(…), exec(…), alg=…)'],
    ['ip,actions=ct(commit,zone=1‸)', 'ct(commit, force, table=…, «zone=…», nat(…), exec(…), alg=…)'],
    ['ip,actions=ct(commit,bogus=1‸)', 'ct(commit, force, table=…, zone=…, nat(…), exec(…), alg=…)'],
    ['ip,actions=ct(commit,nat(‸))', 'nat(src=…, dst=…, persistent, hash, random)'],
    ['ip,actions=ct(commit,nat(src=10.0.0.1‸))', 'nat(«src=…», dst=…, persistent, hash, random)'],
    ['ip,actions=output(port=‸)', 'output(«port=…», max_len=…)'],
    ['ip,actions=fin_timeout(idle_timeout=‸)', 'fin_timeout(«idle_timeout=…», hard_timeout=…)'],
    ['ip,actions=encap(nsh(md_type=‸))', 'nsh(«md_type=…», tlv(…))'],
    ['ip,actions=encap(nsh(tlv(‸)))', 'nsh(md_type=…, «tlv(…)»)'],
    ['ip,actions=decap(packet_type(ns=‸))', 'packet_type(«ns=…», type=…)'],
  ])('%s: %s', (drawn, expected) => {
    expect(shown(drawn)).toBe(expected);
  });

  test.each([
    ['ip,actions=learn(table=1‸)', 'table=…'],
    ['ip,actions=learn(NXM_OF_ETH_DST[]=NX‸)', 'FIELD=FIELD'],
    ['ip,actions=learn(eth_type=0x‸)', 'FIELD=VALUE'],
    ['ip,actions=learn(load:1‸->reg0)', 'load:VALUE->FIELD'],
    ['ip,actions=learn(output:‸)', 'output:FIELD'],
    ['ip,actions=controller(reason=‸)', 'reason=…'],
    ['ip,actions=sample(probability=‸)', 'probability=…'],
  ])('%s: at %s', (drawn, expected) => {
    expect(shown(drawn)).toContain(`«${expected}»`);
  });
});

describe('arguments with places', () => {
  test.each([
    ['actions=resubmit(‸)', 'resubmit(«PORT», TABLE)'],
    ['actions=resubmit(,‸)', 'resubmit(,«TABLE»)'],
    ['actions=resubmit(1,‸2)', 'resubmit(PORT, «TABLE»)'],
    ['actions=resubmit(1,2,‸)', 'resubmit(PORT, TABLE, «ct»)'],
    ['actions=resubmit:‸', 'resubmit:«PORT»'],
    ['actions=bundle(eth_src,0‸,hrw)', 'bundle(FIELDS, «BASIS», ALGORITHM, ofport, members:PORT,…)'],
    ['actions=bundle(eth_src,0,hrw,of‸', 'bundle(FIELDS, BASIS, ALGORITHM, «ofport», members:PORT,…)'],
    [
      'actions=bundle(a,0,hrw,ofport,members:1,2,‸)',
      'bundle(FIELDS, BASIS, ALGORITHM, ofport, «members:PORT,…»)',
    ],
    [
      'actions=multipath(a,50,hrw,4,0,reg‸)',
      'multipath(FIELDS, BASIS, ALGORITHM, N_LINKS, ARG, «FIELD[A..B]»)',
    ],
    ['actions=conjunction(1,1/‸', 'conjunction(ID, «K/N»)'],
    ['actions=check_pkt_larger(‸)', 'check_pkt_larger(«LENGTH»)->FIELD[BIT]'],
    ['actions=check_pkt_larger(1500)->re‸', 'check_pkt_larger(LENGTH)->«FIELD[BIT]»'],
    ['actions=dec_ttl(1,‸)', 'dec_ttl(«ID,…»)'],
    ['actions=enqueue(1,‸)', 'enqueue(PORT, «QUEUE»)'],
    ['actions=encap(‸)', 'encap(«ethernet»)'],
  ])('%s: %s', (drawn, expected) => {
    expect(shown(drawn)).toBe(expected);
  });
});

describe('behind a colon', () => {
  test.each([
    ['actions=output:‸', 'output:«PORT»'],
    ['actions=group:‸', 'group:«ID»'],
    ['actions=note:0‸', 'note:«HEX»'],
    ['actions=enqueue:1:‸', 'enqueue:PORT:«QUEUE»'],
    ['actions=set_field:00:11:22‸', 'set_field:«VALUE»->FIELD'],
    ['actions=set_field:1/0x‸', 'set_field:VALUE/«MASK»->FIELD'],
    ['actions=set_field:1->re‸', 'set_field:VALUE->«FIELD»'],
    ['actions=load:1->reg‸', 'load:NUMBER->«FIELD[A..B]»'],
    ['actions=move:reg‸', 'move:«FIELD[A..B]»->FIELD[C..D]'],
    ['ip,actions=ct(commit,exec(set_field:1‸->ct_mark))', 'set_field:«VALUE»->FIELD'],
    ['actions=clone(output:1‸)', 'output:«PORT»'],
  ])('%s: %s', (drawn, expected) => {
    expect(shown(drawn)).toBe(expected);
  });
});

test.each([
  'ip‸,actions=drop',
  'ip,actions=‸',
  'actions=output:1,‸',
  'actions=drop # ct(‸',
  'actions=bogus(‸)',
  'ct(‸',
])('%s: nothing', (drawn) => {
  expect(shown(drawn)).toBeUndefined();
});

test('every parameter of every action is documented, and the parameters stand in their label in order', () => {
  for (const { name, forms } of actionHelps) {
    for (const open of ['(', ':']) {
      const text = `actions=${name}${open}`;
      const help = signatureAt(parseFlowLine(text), text.length);
      for (const { label, parameters } of help?.signatures ?? []) {
        let before = name.length;
        for (const { span, documentation } of parameters) {
          expect(span.start, label).toBeGreaterThan(before);
          expect(documentation, `${label.slice(span.start, span.end)} of ${forms}`).not.toBe('');
          before = span.end;
        }
        expect(before).toBeLessThanOrEqual(label.length);
      }
    }
  }
});

test('never fails, and the active one is one of them', () => {
  fc.assert(
    fc.property(anyLine, fc.integer({ min: -3, max: 200 }), (text, offset) => {
      const help = signatureAt(parseFlowLine(text), offset);
      for (const { parameters, activeParameter } of help?.signatures ?? []) {
        expect(activeParameter === undefined || activeParameter < parameters.length).toBe(true);
      }
      expect(help === undefined || help.active < help.signatures.length).toBe(true);
    }),
    { numRuns: 3000 },
  );
});
