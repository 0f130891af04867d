import { expect, test } from 'vitest';
import { evaluatePacketOut } from '../../server/src/core/flow/packet-out/evaluate';
import { parseFlowLine } from '../../server/src/core/syntax/flow-line';
import { codesOf, fixed, problemsOf } from './evaluated-lines';

const packet = '0001020304050010203040503333';

test.each([
  [`packet-out in_port=1 packet=${packet} actions=table`, []],
  ['packet-out in_port=1 actions=drop', ['packet-out/incomplete «packet-out» must specify packet']],
  ['packet=00 actions=drop', ['packet-out/invalid-value «00» packet: Packet data too short for Ethernet']],
  [
    `packet=${packet}zz actions=drop`,
    ['packet-out/invalid-value «zz» packet: Trailing garbage in packet data'],
  ],
  [`tcp packet=${packet} actions=drop`, ['packet-out/incomplete «tcp» field tcp missing value']],
  [`foo=1 packet=${packet} actions=drop`, ['packet-out/unknown-keyword «foo» unknown keyword foo']],
  [
    `tcp_dst=80,packet=${packet} actions=drop`,
    ['packet-out/not-allowed-here «tcp_dst» tcp_dst is not a valid pipeline field for PACKET_OUT'],
  ],
  [
    `in_port=IN_PORT packet=${packet} actions=drop`,
    ['packet-out/invalid-value «IN_PORT» IN_PORT is not a valid OpenFlow port for PACKET_OUT'],
  ],
  [`in_port=p1 packet=${packet} actions=drop`, ['flow/switch-name «p1»']],
  [
    `in_port=1p packet=${packet} actions=drop`,
    ['packet-out/invalid-value «1p» 1p is not a valid OpenFlow port'],
  ],
  [`in_port=65280 packet=${packet} actions=drop`, ['packet-out/refused-by-switch «65280» OFPBRC_BAD_PORT']],
  [`reg0=x packet=${packet} actions=drop`, ['match/invalid-value «x» x: bad syntax for reg0 value']],
  [
    `packet=${packet} actions=goto_table:1`,
    ['action/not-allowed-here «goto_table:1» goto_table instruction not allowed here'],
  ],
  [`packet=${packet}`, ['packet-out/no-actions «packet»']],
  [`packet=${packet} actions`, ['packet-out/no-actions «actions»']],
  [`packet_type=(1,0x800) packet=${packet} actions=drop`, ['packet-out/ignored-part «(1,0x800)»']],
  [`in_port=1,in_port=2 packet=${packet} actions=drop`, ['packet-out/ignored-part «in_port=1»']],
  [`p packet=${packet} actions=drop`, ['flow/abbreviated-command «p»']],
])('%j', (line, expected) => {
  expect(problemsOf(line)).toEqual(expected);
});

test('only OpenFlow 1.5 carries more than the port', () => {
  const line = `in_port=1,metadata=5 packet=${packet} actions=table`;
  expect(problemsOf(line, '1.3')).toEqual(['packet-out/ignored-part «metadata=5»']);
  expect(problemsOf(line, '1.5')).toEqual([]);
});

test.each([
  [`inport=1 packet=${packet} actions=drop`, `in_port=1 packet=${packet} actions=drop`],
  [`packet=${packet}`, `packet=${packet} actions=table`],
  [`tcp,packet=${packet} actions=drop`, `packet=${packet} actions=drop`],
  [`in_port=1,tcp_dst=80 packet=${packet} actions=drop`, `in_port=1,packet=${packet} actions=drop`],
  [`in_port=1,in_port=2 packet=${packet} actions=drop`, `in_port=2 packet=${packet} actions=drop`],
])('%j can be mended to %j', (line, expected) => {
  expect(fixed(line)).toContain(expected);
  expect(codesOf(expected)).toEqual([]);
});

test('what a packet-out says', () => {
  const { inPort, bytes, actions } = evaluatePacketOut(
    parseFlowLine(`in_port=local packet=${packet} actions=1,2`),
  );
  expect({ inPort, bytes, actions: actions.length }).toEqual({ inPort: 0xfffe, bytes: 14, actions: 2 });
});

test.each(['00', ' 00', '0', ' ', '(', 'reg0=1,'])(
  'a line of a mebibyte of %j is judged in no time',
  (piece) => {
    const line = parseFlowLine(`packet-out packet(${piece.repeat(2 ** 20 / piece.length)}`);
    const start = performance.now();
    evaluatePacketOut(line);
    expect(performance.now() - start).toBeLessThan(10_000);
  },
);
