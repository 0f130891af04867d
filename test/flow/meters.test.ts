import { describe, expect, test } from 'vitest';
import { evaluateMeter } from '../../server/src/core/flow/meters/evaluate';
import { parseFlowLine } from '../../server/src/core/syntax/flow-line';
import { codesOf, fixed, problemsOf } from './evaluated-lines';

describe('what is rejected, and where', () => {
  test.each([
    ['meter=1 kbps bands=type=drop rate=1000', []],
    ['meter 1 kbps bands=type=drop rate=1000', []],
    ['meter=1', []],
    ['meter=0', ['meter/invalid-value «0» invalid value for meter']],
    ['kbps bands=type=drop rate=5', ["meter/incomplete «kbps» must specify 'meter'"]],
    ['meter=1,kbps', ['meter/incomplete «1» must specify bands']],
    ['meter=1,kbps,bands', ['meter/incomplete «bands» must specify bands']],
    ['meter=1,kbps,bands=', ['meter/incomplete «bands» meter must have bands']],
    ['meter=1,bands=type=drop,rate=5', ["meter/incomplete «1» meter must specify either 'kbps' or 'pktps'"]],
    ['meter=1,kbps,foo=1,bands=type=drop,rate=5', ['meter/unknown-keyword «foo» unknown keyword foo']],
    ['meter:1 kbps bands=type=drop rate=1', ['meter/unknown-keyword «meter:1» unknown keyword meter:1']],
    ['meter=1 kbps bands=rate=5', ["meter/incomplete «rate» band must start with the 'type' keyword"]],
    ['meter=1 kbps bands=type=foo rate=5', ['meter/invalid-value «foo» field type unknown value foo']],
    ['meter=1 kbps bands=type=drop', ["meter/incomplete «drop» band must have 'rate'"]],
    ['meter=1 kbps bands=type=drop rate=0', ["meter/incomplete «rate=0» band must have 'rate'"]],
    ['meter=1 kbps bands=type=drop rate=x', ['meter/invalid-value «x» invalid numeric format x']],
    ['meter=1 kbps bands=type=drop rate=', ['meter/incomplete «rate» field rate missing value']],
    [
      'meter=1 kbps bands=type=drop rate=5 burst_size=3',
      ["meter/not-allowed-here «burst_size=3» band may have 'burst_size' only when 'burst' flag is set"],
    ],
    [
      'meter=1 kbps burst bands=type=drop rate=5',
      ["meter/incomplete «drop» band must have 'burst_size' when 'burst' flag is set"],
    ],
    [
      'meter=1 kbps bands=type=drop rate=5 prec_level=1',
      ["meter/not-allowed-here «prec_level=1» Only 'dscp_remark' band may have 'prec_level'"],
    ],
    [
      'meter=1 kbps bands=type=dscp_remark rate=5',
      ["meter/incomplete «dscp_remark» 'dscp_remark' band must have 'prec_level'"],
    ],
    [
      'meter add meter=1,kbps,bands=type=drop,rate=1',
      ['meter/not-in-file «meter» Unsupported bundle message type: meter'],
    ],
  ])('%j', (line, expected) => {
    expect(problemsOf(line)).toEqual(expected);
  });

  test('meters came with OpenFlow 1.3', () => {
    const line = 'meter=1 kbps bands=type=drop rate=1';
    expect(codesOf(line, '1.0')).toEqual(['meter/not-in-version']);
    expect(codesOf(line, '1.3')).toEqual([]);
  });
});

test.each([
  ['meter=all kbps bands=type=drop rate=1', 'meter/refused-by-switch «all» OFPMMFC_INVALID_METER'],
  ['meter=1 kbps pktps bands=type=drop rate=1', 'meter/refused-by-switch «pktps» OFPMMFC_BAD_FLAGS'],
  ['meter=1 stats bands=type=drop rate=1', 'meter/refused-by-switch «stats» OFPMMFC_BAD_FLAGS'],
])('the switch refuses %j', (line, expected) => {
  expect(problemsOf(line)).toEqual([expected]);
});

test.each([
  ['meter=1 meter=2 kbps bands=type=drop rate=1', 'meter/ignored-part «meter=1»'],
  ['meter=1 kbps bands=type=drop rate=4294967297', 'meter/ignored-part «4294967297»'],
  ['meter=1 kbps bands=type=drop rate=010', 'flow/octal-number «010»'],
  ['meter=1 kbps bands=type=dscp_remark rate=5 prec_level=1', 'meter/unsupported-band «dscp_remark»'],
])('%j is taken, and something is said of it', (line, expected) => {
  expect(problemsOf(line)).toEqual([expected]);
});

test.each([
  ['meter=1 kbsp bands=type=drop rate=1', 'meter=1 kbps bands=type=drop rate=1'],
  ['meter=1 bands=type=drop rate=1', 'meter=1 pktps bands=type=drop rate=1'],
  ['meter=1 kbps bands=type=drpo rate=1', 'meter=1 kbps bands=type=drop rate=1'],
  ['meter=1 kbps bands=rate=1', 'meter=1 kbps bands=type=drop rate=1'],
  ['meter:1 kbps bands=type=drop rate=1', 'meter=1 kbps bands=type=drop rate=1'],
  ['meter=1 kbps pktps bands=type=drop rate=1', 'meter=1 kbps bands=type=drop rate=1'],
  ['meter=1 kbps bands=type=drop rate=1 prec_level=1', 'meter=1 kbps bands=type=drop rate=1'],
  [
    'meter=1,kbps,bands=type=drop,rate=1,burst_size=2',
    'meter=1,kbps,burst bands=type=drop,rate=1,burst_size=2',
  ],
  ['meter=1 kbps burst bands=type=drop rate=1', 'meter=1 kbps bands=type=drop rate=1'],
  ['meter=1 meter=2 kbps bands=type=drop rate=1', 'meter=2 kbps bands=type=drop rate=1'],
])('%j can be mended to %j', (line, expected) => {
  expect(fixed(line)).toContain(expected);
  expect(problemsOf(expected)).toEqual([]);
});

test('what a meter says', () => {
  const line =
    'meter=controller pktps burst bands=type=drop rate=5 burst_size=7,type=drop rate=0x10 burst_size=1';
  const { meter, flags, bands, accepted, defines } = evaluateMeter(parseFlowLine(line));
  expect({ meter, accepted, defines, flags: [...flags] }).toEqual({
    meter: 0xfffffffe,
    accepted: true,
    defines: true,
    flags: ['pktps', 'burst'],
  });
  expect(bands.map(({ rate, burstSize }) => [rate, burstSize])).toEqual([
    [5, 7],
    [16, 1],
  ]);
});

test.each(['=', ',', 'a ', 'type=drop ', 'rate=1 ', 'meter=1 '])(
  'a line of a mebibyte of %j is judged in no time',
  (piece) => {
    for (const start of ['meter=1 ', 'meter=1 kbps bands=']) {
      const line = parseFlowLine(start + piece.repeat(2 ** 20 / piece.length));
      const before = performance.now();
      evaluateMeter(line);
      expect(performance.now() - before).toBeLessThan(10_000);
    }
  },
);
