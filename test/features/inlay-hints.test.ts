import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type HintOptions, inlayHints } from '../../server/src/core/features/inlay-hints';
import { anyLine } from './drawn';

const off: HintOptions = { connectionState: false, protocols: false, names: false };

/** The line with its hints drawn in. */
function drawn(text: string, options: Partial<HintOptions>): string {
  const hints = inlayHints(text, { start: 0, end: text.length }, { ...off, ...options });
  return hints
    .reverse()
    .reduce((line, { offset, label }) => `${line.slice(0, offset)} «${label}»${line.slice(offset)}`, text);
}

function holds(option: keyof HintOptions, rows: readonly string[]): void {
  test.each(rows)('%s', (row) => {
    expect(drawn(row.replace(/ «[^»]*»/g, ''), { [option]: true })).toBe(row);
  });
}

test('nothing unless it is asked for', () => {
  expect(drawn('ct_state=0x21,tcp,tp_dst=80,actions=drop', {})).toBe(
    'ct_state=0x21,tcp,tp_dst=80,actions=drop',
  );
});

describe('connection state', () => {
  holds('connectionState', [
    'ct_state=0x22/0x23 «+est+trk-new»,ip,actions=drop',
    'ct_state=0x21 «new|trk»,ip,actions=drop',
    'ct_state=0 «untracked»,ip,actions=drop',
    'ct_state=0/0x20 «-trk»,ip,actions=drop',
    'ct_state=0/0 «any state»,ip,actions=drop',
    'ct_state=33/33 «+new+trk»,ip,actions=drop',
    'ip,actions=learn(table=1,ct_state=0x21/0x21 «+new+trk»)',
    // Nothing is said twice, and nothing of what Open vSwitch rejects.
    'ct_state=+trk+new,ip,actions=drop',
    'ct_state=new|0x20,ip,actions=drop',
    'ct_state=0x100,ip,actions=drop',
    'ip,actions=drop # ct_state=0x21',
  ]);

  test('the tooltip says which packets', () => {
    const [hint] = inlayHints('ct_state=0x21/0x21', { start: 0, end: 18 }, { ...off, connectionState: true });
    expect(hint?.tooltip).toBe(
      '`ct_state=0x21/0x21`\n\nMatches packets that belong to a connection not committed yet.',
    );
  });
});

describe('protocols', () => {
  holds('protocols', [
    'tcp «eth_type=0x0800,nw_proto=6»,actions=drop',
    'ip «eth_type=0x0800»,nw_src=10.0.0.1,actions=drop',
    'delete mpls «eth_type=0x8847»',
    // What stands in the match is not said again.
    'ip «eth_type=0x0800»,nw_proto=6,actions=drop',
    'dl_type=0x800,ip,actions=drop',
    'dl_type=0x800,tcp «nw_proto=6»,actions=drop',
    'foo,actions=drop',
    'actions=tcp',
  ]);
});

describe('names', () => {
  holds('names', [
    'dl_type=0x0800 «IPv4»,nw_proto=6 «TCP»,tp_dst=443 «https»,actions=drop',
    'tcp,tp_src=12345,tcp_dst=22/0xff,actions=drop',
    'udp,nw_proto=17,udp_dst=67 «dhcp server»,actions=drop',
    'icmp,icmp_type=8 «echo request»,icmp_code=0,actions=drop',
    'in_port=65534 «LOCAL»,dl_vlan=0xffff «no VLAN tag»,actions=65533 «CONTROLLER»,1,output:0xfffe',
    'in_port=LOCAL,in_port=4294967294 «LOCAL»,in_port=99999999999,actions=drop',
    'ip,nw_tos=184 «EF»,actions=drop',
    'tcp,actions=mod_tp_dst:80 «http»,push_vlan:0x8100 «customer tag»,set_field:53 «dns»->tcp_dst,output:65534 «LOCAL»',
    'ip,actions=load:6 «TCP»->NXM_OF_IP_PROTO[],load:6->NXM_NX_REG0[0..7],clone(output:65534 «LOCAL»)',
    'ip,actions=learn(table=1,eth_type=0x800 «IPv4»,nw_proto=17 «UDP»,tcp_dst=80 «http»)',
    'dl_type=0x99999,nw_proto=abc,actions=drop',
  ]);
});

test('only within the stretch that is asked for', () => {
  const text = 'tcp,tp_src=80,tp_dst=443,actions=drop';
  const labels = (start: number, end: number) =>
    inlayHints(text, { start, end }, { ...off, names: true }).map(({ label }) => label);
  expect(labels(0, text.length)).toEqual(['http', 'https']);
  expect(labels(14, text.length)).toEqual(['https']);
  expect(labels(0, 13)).toEqual(['http']);
  expect(labels(0, 12)).toEqual([]);
});

test('lines for machines get none', () => {
  const text = `tcp,tp_dst=80,${'tp_dst=80,'.repeat(2000)}actions=drop`;
  expect(inlayHints(text, { start: 0, end: text.length }, { ...off, names: true })).toEqual([]);
});

test('whatever stands there, hints are in the line and in order', () => {
  const all = { connectionState: true, protocols: true, names: true };
  fc.assert(
    fc.property(anyLine, (text) => {
      const offsets = inlayHints(text, { start: 0, end: text.length }, all).map(({ offset }) => offset);
      expect(offsets).toEqual([...offsets].sort((one, other) => one - other));
      expect(offsets.every((offset) => offset >= 0 && offset <= text.length)).toBe(true);
    }),
  );
});
