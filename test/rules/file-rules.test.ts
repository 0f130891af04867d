/** What the rules about the whole file say of files that no fixture could hold. */
import { describe, expect, test } from 'vitest';
import { CheckedDocument, type Diagnostic } from '../../server/src/core/features/diagnostics';

const many = 3_000;

function saidOf(lines: readonly string[], code: string): Diagnostic[] {
  const all = new CheckedDocument(lines.join('\n')).diagnostics({});
  return all.filter(({ finding }) => finding.rule.code === code);
}

function lines(line: (index: number) => string): string[] {
  return Array.from({ length: many }, (_, index) => line(index));
}

describe('in a large file', () => {
  test('one flow that overlaps all others is one finding, with the first few of them', () => {
    const flows = lines((index) => `priority=5,in_port=${index + 1},actions=drop`);
    const found = saidOf([...flows, 'priority=5,ip,actions=output:1'], 'file/overlap');
    expect(found.map(({ line }) => line)).toEqual([many]);
    expect(found[0]!.finding.related.map(({ line }) => line)).toEqual([0, 1, 2, 3, 4]);
    expect(found[0]!.finding.message).toContain('lines 1, 2, 3, 4 and others');
  });

  test('each of the flows that overlap all others is found', () => {
    const flows = lines((index) => `priority=5,reg0=${index},actions=drop`);
    const broad = ['ip', 'in_port=1', 'arp', 'metadata=7'].map(
      (match) => `priority=5,${match},actions=output:9`,
    );
    const found = saidOf([...flows, ...broad], 'file/overlap');
    expect(found.map(({ line }) => line)).toEqual([many, many + 1, many + 2, many + 3]);
  });

  test('flows that all overlap each other come to an end', () => {
    const found = saidOf(
      lines((index) =>
        index % 2 === 0
          ? `priority=5,ip,nw_src=10.0.${index >> 8}.${index & 255},actions=drop`
          : `priority=5,ip,nw_dst=10.0.${index >> 8}.${index & 255},actions=output:1`,
      ),
      'file/overlap',
    );
    expect(found.length).toBeGreaterThan(0);
    expect(found.length).toBeLessThan(many);
  });

  test('flows of one kind alone do not use up what may be looked at', () => {
    const flows = Array.from(
      { length: 60_000 },
      (_, index) => `priority=5,reg0=${index},actions=output:${index}`,
    );
    const found = saidOf(
      [...flows, 'priority=4,arp,actions=drop', 'priority=4,in_port=1,actions=NORMAL'],
      'file/overlap',
    );
    expect(found.map(({ line }) => line)).toEqual([60_001]);
  });

  test('a hundred jumps to the same missing table are enough', () => {
    const flows = lines((index) => `priority=5,in_port=${index + 1},actions=resubmit(,2),resubmit(,1)`);
    expect(saidOf([...flows, 'table=1,actions=drop'], 'file/empty-table')).toHaveLength(100);
  });

  test('every flow below one for all packets is shadowed, and every second flow replaced', () => {
    const below = lines((index) => `priority=${index},ip,actions=output:1`);
    expect(saidOf(['priority=60000,actions=drop', ...below], 'file/shadowed')).toHaveLength(many);
    const twice = lines((index) => `in_port=${index >> 1},actions=output:${(index & 1) + 1}`);
    expect(saidOf(twice, 'file/replaced')).toHaveLength(many / 2);
  });
});

test('an edit leaves the findings about flows that stay hidden as they are, but for their lines', () => {
  const above = ['table=0,priority=10,ip,actions=drop', 'table=1,priority=10,ip,actions=drop'];
  const below = lines((index) => `table=${index % 2},priority=5,tcp,tcp_dst=${index},actions=output:1`);
  const document = new CheckedDocument([...above, ...below].join('\n'));
  const hidden = () => {
    const [found] = document.analysis.findings(({ code }) => code === 'file/shadowed');
    return new Map(found?.findings.map((finding) => [finding.line, finding]));
  };
  const before = hidden();
  const last = { line: many + 1, character: 0 };
  // The last flow is of table 1, and is another now.
  document.replace({ start: last, end: last }, 'cookie=1,');
  const inside = hidden();
  const edited = inside.get(last.line);
  expect([...before].filter(([line, finding]) => inside.get(line) !== finding)).toEqual([
    [last.line, before.get(last.line)],
  ]);
  const place = { line: 2, character: 0 };
  document.replace({ start: place, end: place }, '\n');
  const moved = hidden();
  expect(moved.size).toBe(many);
  expect([...inside.values()].every((finding) => moved.get(finding.line) === finding)).toBe(true);
  expect(edited?.line).toBe(last.line + 1);
  expect(edited?.message).toContain('line 2 has the higher priority');
});

describe('two dumps in a file', () => {
  const dump = (actions: string) =>
    ` cookie=0x0, duration=2.5s, table=0, n_packets=0, n_bytes=0, idle_age=2, priority=5 actions=${actions}`;

  test('are two switches, with a header or a blank line between', () => {
    const low =
      ' cookie=0x0, duration=2.5s, table=0, n_packets=0, n_bytes=0, idle_age=2, priority=1,ip actions=drop';
    const header = (number: number) => `NXST_FLOW reply (xid=0x${number}):`;
    expect(saidOf([header(4), dump('NORMAL'), header(8), low], 'file/shadowed')).toEqual([]);
    expect(saidOf([dump('NORMAL'), '', low], 'file/shadowed')).toEqual([]);
    expect(saidOf([header(4), dump('NORMAL'), header(4), low], 'file/shadowed')).toHaveLength(1);
  });
});
