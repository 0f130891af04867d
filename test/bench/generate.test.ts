import { describe, expect, test } from 'vitest';
import { faults } from '../../scripts/bench/generate/faults.mjs';
import { networkOf } from '../../scripts/bench/generate/network.mjs';
import { type GeneratedFile, generateFile, generateUnder } from '../../scripts/bench/generate.mjs';
import { ofctlOptions } from '../../scripts/bench/ofctl.mjs';
import { CheckedDocument } from '../../server/src/core/features/diagnostics';
import { judgeAll, judgeVersion, run } from '../conformance/judge';

const syntaxes = ['dump', 'add'] as const;
const wanted = { flows: 1000, faulty: 0, seed: 7 };

const diagnosticsOf = ({ text }: GeneratedFile) => new CheckedDocument(text).diagnostics({});

describe.each(syntaxes)('a generated file, %s', (syntax) => {
  const healthy = generateFile({ ...wanted, syntax });
  const faulty = generateFile({ ...wanted, syntax, faulty: 0.01 });

  test('is the same for the same seed, and another for another', () => {
    expect(generateFile({ ...wanted, syntax }).text).toBe(healthy.text);
    expect(generateFile({ ...wanted, syntax, faulty: 0.01 }).text).toBe(faulty.text);
    expect(generateFile({ ...wanted, syntax, seed: 8 }).text).not.toBe(healthy.text);
  });

  test('has as many flows as are wanted, of at least 25 kinds from four worlds', () => {
    expect(healthy.flowLines).toHaveLength(1000);
    expect(healthy.kinds.size).toBeGreaterThanOrEqual(25);
    expect([...healthy.kinds.values()].reduce((sum, count) => sum + count, 0)).toBe(1000);
    const families = new Set([...healthy.kinds.keys()].map((kind) => kind.split('/')[0]));
    expect(families).toEqual(new Set(['ovn', 'openstack', 'kubernetes', 'hand-written']));
  });

  test('has no two flows of which one replaces the other', () => {
    const { list } = networkOf(100_000, 7, syntax === 'dump');
    expect(new Set(list.map(({ table, priority, match }) => `${table} ${priority} ${match}`)).size).toBe(
      list.length,
    );
  });

  test('has tables of all sizes', () => {
    const { list } = networkOf(10_000, 7, syntax === 'dump');
    const sizes = new Map<number, number>();
    for (const { table } of list) {
      sizes.set(table, (sizes.get(table) ?? 0) + 1);
    }
    const counts = [...sizes.values()];
    expect(counts.filter((count) => count >= 700).length).toBeGreaterThanOrEqual(3);
    expect(counts.filter((count) => count <= 10).length).toBeGreaterThanOrEqual(10);
  });

  test('has no mistake where none is wanted', () => {
    expect(healthy.faultyLines).toEqual([]);
    const severe = diagnosticsOf(healthy).filter(({ severity }) => ['error', 'warning'].includes(severity));
    const meant = new Set(healthy.fileFindings.map(({ line }) => line));
    expect(severe.filter(({ line }) => !meant.has(line))).toEqual([]);
  });

  test('has the few mistakes that only the whole file shows', () => {
    const codes = new Set(healthy.fileFindings.map(({ code }) => code));
    expect(codes.size).toBeGreaterThanOrEqual(3);
    const found = diagnosticsOf(healthy).map(({ line, finding }) => ({ line, code: finding.rule.code }));
    expect(found.filter(({ code }) => codes.has(code))).toEqual(healthy.fileFindings);
  });

  test('has the wanted share of mistakes, and is the same otherwise', () => {
    expect(faulty.faultyLines).toHaveLength(10);
    const isFaulty = new Set(faulty.faultyLines.map(({ line }) => line));
    const [before, after] = [healthy.text.split('\n'), faulty.text.split('\n')];
    const changed = after.flatMap((line, index) => (line === before[index] ? [] : [index]));
    expect(changed).toEqual([...isFaulty]);
    expect(after).toHaveLength(before.length);
  });

  test('has mistakes of every kind, each of which is found', () => {
    const all = generateFile({ ...wanted, syntax, faulty: 0.05 });
    expect(new Set(all.faultyLines.map(({ name }) => name))).toEqual(new Set(faults.map(({ name }) => name)));
    const found = diagnosticsOf(all);
    for (const { line, name, isError } of all.faultyLines) {
      const expected = isError ? ['error'] : ['error', 'warning'];
      const isFound = found.some((each) => each.line === line && expected.includes(each.severity));
      expect(isFound, name).toBe(true);
    }
  });

  test('stays under a size, and comes close to it', () => {
    const limit = 2 ** 20;
    const { bytes, text } = generateUnder(limit, { syntax, faulty: 0, seed: 7 });
    expect(bytes).toBe(Buffer.byteLength(text));
    expect(bytes).toBeLessThan(limit);
    expect(bytes).toBeGreaterThan(limit * 0.99);
  });

  test('is the same for ovs-ofctl, but for headers and groups, which are comments there', () => {
    expect(healthy.readable.replaceAll(/^# (?=NXST_FLOW|group )/gm, '')).toBe(healthy.text);
  });

  test.skipIf(judgeVersion === undefined)('is taken as a whole by ovs-ofctl', async () => {
    const { stdout, stderr } = await run([...ofctlOptions(syntax), 'parse-flows', '-'], healthy.readable);
    expect(stderr).toBe('');
    expect(stdout.match(/_FLOW_MOD /g)).toHaveLength(1000);
    expect(stdout).not.toContain('decode error');
  });
});

test.skipIf(judgeVersion === undefined)(
  'ovs-ofctl rejects what counts as an error, and no more',
  async () => {
    const { text, faultyLines } = generateFile({ ...wanted, syntax: 'dump', faulty: 0.05 });
    const lines = text.split('\n');
    const judgements = await judgeAll(faultyLines.map(({ line }) => lines[line]!));
    for (const [index, { name, isError }] of faultyLines.entries()) {
      // What lacks a prerequisite is taken, unless an action of the flow needs it.
      if (isError || name !== 'missing prerequisite') {
        expect(judgements[index]!.accepted, `${name}: ${lines[faultyLines[index]!.line]}`).toBe(!isError);
      }
    }
  },
);

test('a dump repeats its header', () => {
  const { text } = generateFile({ ...wanted, syntax: 'dump' });
  const headers = text.split('\n').filter((line) => line.startsWith('NXST_FLOW'));
  expect(headers).toEqual([
    'NXST_FLOW reply (xid=0x4): flags=[more]',
    'NXST_FLOW reply (xid=0x4): flags=[more]',
    'NXST_FLOW reply (xid=0x4):',
  ]);
});

test('a file of flows to add has comments and groups, and uses every group it names', () => {
  const { text } = generateFile({ ...wanted, syntax: 'add' });
  expect(text).toMatch(/^# table 0: /m);
  const defined = [...text.matchAll(/^group add group_id=(\d+),/gm)].map(([, id]) => id);
  const used = new Set([...text.matchAll(/actions=.*group:(\d+)/g)].map(([, id]) => id));
  expect(new Set(defined)).toEqual(used);
  expect(defined).toHaveLength(used.size);
});
