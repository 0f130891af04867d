import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { bundleRefusal, judgeIsInstalled, refusal } from './judge';

const examples = new URL('../../examples/', import.meta.url);
const read = (name: string) => readFileSync(new URL(name, examples), 'utf8').split('\n');
const isFlow = (line: string) => line !== '' && !line.startsWith('#') && !/^\w+ reply/.test(line);

const names = readdirSync(examples).filter((name) => /\.(flows|dump)$/.test(name));
/** All of their flows are sound, and about connection states. */
const soundNames = names.filter(
  (name) =>
    ![
      'mistakes.flows',
      'more-mistakes.flows',
      'pipeline-mistakes.flows',
      'whole-language.flows',
      'whole-pipeline.flows',
    ].includes(name),
);

test('the examples are these', () => {
  expect(names.sort()).toEqual([
    'mistakes.flows',
    'more-mistakes.flows',
    'nat-gateway.flows',
    'openstack-ovs-firewall.flows',
    'ovn-style.flows.dump',
    'pipeline-mistakes.flows',
    'stateful-firewall.flows',
    'whole-language.flows',
    'whole-pipeline.flows',
  ]);
});

describe.each(soundNames)('%s', (name) => {
  test.skipIf(!judgeIsInstalled)('ovs-ofctl takes each flow', () => {
    expect(
      read(name)
        .filter(isFlow)
        .flatMap((flow) => refusal(flow) ?? []),
    ).toEqual([]);
  });

  test('asks only for connection states that exist, and says nothing twice', () => {
    const matches = read(name).flatMap((line) =>
      [...line.matchAll(/\bct_state=([^,\s]*)/g)].map(([, match]) => match!),
    );
    expect(matches.length).toBeGreaterThan(5);
    expect(new Set(matches).size).toBeGreaterThan(3);
    for (const match of matches) expect(complaint(match), `ct_state=${match}`).toBeUndefined();
  });
});

test.skipIf(!judgeIsInstalled).each(['whole-language.flows', 'whole-pipeline.flows'])(
  '%s: ovs-ofctl takes all of it as one bundle',
  (name) => {
    for (const version of ['OpenFlow13', 'OpenFlow15']) {
      expect(bundleRefusal(name, version)).toBeUndefined();
    }
  },
);

describe('whole-language.flows', () => {
  test.skipIf(!judgeIsInstalled)('ovs-ofctl takes each flow, in OpenFlow 1.0 too', () => {
    const flows = read('whole-language.flows').flatMap((line) => /^flow add (.*)/.exec(line)?.[1] ?? []);
    expect(flows.length).toBeGreaterThan(25);
    expect(flows.flatMap((flow) => refusal(flow) ?? [])).toEqual([]);
  });
});

describe('more-mistakes.flows', () => {
  const lines = read('more-mistakes.flows');
  const second = lines.findIndex((line) => line.startsWith('# region Accepted'));

  test('each mistake has a comment right above it', () => {
    expect(lines.filter(isFlow).length).toBeGreaterThan(25);
    for (const [index, line] of lines.entries()) {
      if (isFlow(line)) expect(lines[index - 1], line).toMatch(/^# [A-Z].*[.]$/);
    }
  });

  test.skipIf(!judgeIsInstalled)(
    'ovs-ofctl refuses what the file says it refuses, and takes the rest',
    () => {
      expect(second).toBeGreaterThan(0);
      const isPlain = (line: string) => line.startsWith('table=');
      const [rejected, accepted] = [lines.slice(0, second), lines.slice(second)].map((part) =>
        part.filter(isPlain),
      );
      expect(rejected!.length).toBeGreaterThan(10);
      expect(rejected!.filter((flow) => !refusal(flow))).toEqual([]);
      expect(accepted!.flatMap((flow) => refusal(flow) ?? [])).toEqual([]);
    },
  );
});

describe('mistakes.flows', () => {
  const lines = read('mistakes.flows');
  const regionOf = (title: string) => {
    const start = lines.findIndex((line) => line.startsWith(`# region ${title}`));
    const length = lines.slice(start).indexOf('# endregion');
    expect(start, title).toBeGreaterThan(0);
    expect(length, title).toBeGreaterThan(0);
    return lines.slice(start, start + length);
  };

  test('each mistake has a comment right above it', () => {
    for (const region of [regionOf('Rejected'), regionOf('Accepted')]) {
      for (const [index, line] of region.entries()) {
        if (isFlow(line)) expect(region[index - 1], line).toMatch(/^# [A-Z"].*[.]$/);
      }
    }
  });

  test.skipIf(!judgeIsInstalled)(
    'ovs-ofctl refuses what the file says it refuses, and takes the rest',
    () => {
      const rejected = regionOf('Rejected').filter(isFlow);
      expect(rejected.length).toBeGreaterThan(10);
      expect(rejected.filter((flow) => !refusal(flow))).toEqual([]);
      expect(
        lines
          .filter((line) => isFlow(line) && !rejected.includes(line))
          .flatMap((flow) => refusal(flow) ?? []),
      ).toEqual([]);
    },
  );

  test('what is said to be no mistake is none', () => {
    for (const line of regionOf('Not mistakes').filter(isFlow)) {
      expect(complaint(/ct_state=([^,\s]*)/.exec(line)![1]!), line).toBeUndefined();
    }
  });

  test.each([
    ...[
      '+trk+established',
      '+trk+rpy',
      '+TRK',
      '!trk',
      '"+trk"',
      '+trk-trk',
      'new+trk',
      '+trk|+new',
      '+trk,+new',
    ],
    ...[
      '+trk +new',
      '0x100/0x100',
      '0x1/0x1ff',
      '0x21/0x20',
      '-trk+new',
      '+trk+new+est',
      '+new+rpl',
      '+inv+new',
    ],
    ...['0x01', 'new', 'trk', '0x21', '', '0/0', '-new', '+trk+new-est', '+trk, ct_state=+new'],
  ])('ct_state=%s is among them', (match) => {
    expect(lines.filter((line) => line.includes(` ct_state=${match}, `))).toHaveLength(1);
  });
});

/** What is wrong with a match on connection states, found by going through all of them. */
function complaint(match: string): string | undefined {
  const bits: Record<string, number> = {
    new: 1,
    est: 2,
    rel: 4,
    rpl: 8,
    inv: 16,
    trk: 32,
    snat: 64,
    dnat: 128,
  };
  let value = 0;
  let mask = 0;
  const inNumbers = /^(0x[0-9a-f]+)\/(0x[0-9a-f]+)$/.exec(match);
  if (inNumbers) {
    value = Number(inNumbers[1]);
    mask = Number(inNumbers[2]);
    if (value & ~mask) return 'value outside the mask';
  } else {
    if (!/^([+-][a-z]+)+$/.test(match)) return 'neither signed flags nor a number with a mask';
    for (const [, sign, flag] of match.matchAll(/([+-])([a-z]+)/g)) {
      const bit = bits[flag!];
      if (!bit) return `unknown flag ${flag}`;
      if (mask & bit) return `${flag} twice`;
      mask |= bit;
      if (sign === '+') value |= bit;
    }
  }
  const has = (state: number, flag: string) => (state & bits[flag]!) !== 0;
  const legal = Array.from({ length: 256 }, (_, state) => state).filter(
    (state) =>
      (has(state, 'trk') || state === 0) &&
      (!has(state, 'inv') || state === (bits.inv! | bits.trk!)) &&
      !(has(state, 'new') && (has(state, 'est') || has(state, 'rpl'))),
  );
  const covered = (ofMask: number) => legal.filter((state) => (state & ofMask) === (value & ofMask));
  const all = covered(mask);
  if (all.length === 0) return 'can never match';
  if (all.length === legal.length) return 'matches everything';
  if (all.includes(0) && match !== '-trk') return 'also matches untracked packets';
  if (inNumbers) return undefined;
  const redundant = Object.entries(bits).filter(
    ([flag, bit]) => flag !== 'trk' && mask & bit && covered(mask & ~bit).length === all.length,
  );
  return redundant.length ? `redundant: ${redundant.map(([flag]) => flag)}` : undefined;
}
