/** What is kept of a file is brought up to date after each edit: it must be what a look at the whole text finds. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CheckedDocument } from '../../server/src/core/features/diagnostics';
import { stored } from '../../server/src/core/features/findings';
import type { FileFlow, FileGroup } from '../../server/src/core/model/flow-file';

/** Everything about the file, as data: flows are told apart by their lines. */
function knownOf({ file, analysis }: CheckedDocument): unknown {
  const lineOf = ({ line }: FileFlow) => line;
  return file.sections.map((section, index) => {
    const pipeline = analysis.pipelines[index]!;
    return {
      ...section,
      groups: [...section.groups].map(([number, groups]) => [number, groups.map(groupOf)]),
      others: section.others.map((flow) => [flow.line, flow.isUncertain]),
      tables: [...section.tables.values()].map((table) => ({
        number: table.number,
        flows: table.flows.map((flow) => {
          const { visible, coveredBy } = table.visibilityOf(flow);
          const { line, fate, isUncertain } = flow;
          return [line, fate?.kind, fate?.by.line, isUncertain, String(visible), coveredBy.map(lineOf)];
        }),
        replaced: table.replaced.map(lineOf),
      })),
      traffic: [...pipeline.tables.values()].map(({ number, open, states, ways, arrivals }) => ({
        number,
        open,
        states: String(states),
        ways: [...ways].map(({ line, place }) => [line, place]),
        arrivals: arrivals.map(({ origin, by }) => [origin, by?.way.line, by?.way.place]),
      })),
    };
  });
}

/** Of what buckets do, the places may be those of another group that is written alike. */
function groupOf({ facts: { number, command, buckets, bucketsKnown }, line }: FileGroup): unknown {
  const steps = buckets.map((bucket) => bucket.map((step) => ({ ...step, span: 0, tableSpan: 0 })));
  return { number, command, steps, bucketsKnown, line };
}

function findingsOf(document: CheckedDocument): unknown {
  return document.analysis.diagnoses.map(({ rule, finding }) => [
    { ...stored({ rule, finding }), rule: rule.code },
    finding.line,
    finding.fixes?.(document.analysis),
  ]);
}

const flow = fc
  .record({
    front: fc.constantFrom('', '', '', 'table=1,', 'table=1,', 'table=2,'),
    priority: fc.constantFrom('', '', 'priority=5,', 'priority=5,', 'priority=7,'),
    match: fc.constantFrom(
      '',
      'ip',
      'tcp',
      'arp',
      'tcp,tcp_dst=80',
      'tcp,tcp_dst=443',
      'ip,nw_dst=10.0.0.1',
      'ip,nw_dst=10.0.0.2',
      'ip,nw_dst=10.0.0.0/8',
      'in_port=1',
      'in_port=1234',
      'ip,reg0=1',
      'conj_id=1,ip',
    ),
    state: fc.constantFrom(
      '',
      '',
      '',
      ',ct_state=+trk+new',
      ',ct_state=+trk+est',
      ',ct_state=-trk',
      ',ct_zone=5',
    ),
    actions: fc.constantFrom(
      'drop',
      'output:1',
      'output:1234',
      'resubmit(,1)',
      'resubmit(,2)',
      'resubmit(,0)',
      'goto_table:3',
      'ct(table=1,zone=5)',
      'ct(table=1)',
      'ct(commit,zone=5),output:2',
      'ct(commit),resubmit(,2)',
      'group:1',
      'meter:1,output:1',
      'conjunction(1,1/2)',
      'conjunction(2,2/2)',
      'load:0x1->NXM_NX_REG0[],resubmit(,1)',
      'CONTROLLER:65535',
    ),
  })
  .map(({ front, priority, match, state, actions }) => {
    const keys = `${front}${priority}${match}${state}`.replace(/,$/, '').replace(/,,/g, ',');
    return `${keys}${keys ? ',' : ''}actions=${actions}`.replace(/^,/, '');
  });

const printed = flow.map((text) => {
  const [keys, actions] = text.split(/,?actions=/);
  const table = /table=(\d)/.exec(text)?.[1] ?? 0;
  return ` cookie=0x0, duration=1.5s, table=${table}, n_packets=0, n_bytes=0, ${keys!.replace(/table=\d,?/, '')} actions=${actions}`;
});

const other = fc.constantFrom(
  '',
  '# note',
  'delete table=1',
  'delete_strict priority=5,ip',
  'modify ip,actions=resubmit(,2)',
  'flow add table=1,ip,actions=drop',
  'group_id=1,type=all,bucket=resubmit(,2)',
  'group_id=1,type=all,bucket=output:1',
  'meter=1,pktps,band=type=drop,rate=1',
  'packet-out in_port=1,packet=ffffffffffff0000000000010800,actions=resubmit(,1)',
  'NXST_FLOW reply (xid=0x4):',
  'oops',
  'ip,actions=oops',
);

/** Files of flows that are added, and of everything. */
const plain = fc.oneof(
  { weight: 30, arbitrary: flow },
  { weight: 1, arbitrary: fc.constantFrom('', '# note') },
);
const mixed = fc.oneof(
  { weight: 12, arbitrary: flow },
  { weight: 2, arbitrary: printed },
  { weight: 2, arbitrary: other },
);

/** Nothing that changes flows: groups and the like stand between them. */
const unchanging = fc.oneof(
  { weight: 8, arbitrary: flow },
  { weight: 8, arbitrary: printed },
  {
    weight: 3,
    arbitrary: other.filter((text) => !/^(?:delete|modify)/.test(text)),
  },
);

const edits = (line: fc.Arbitrary<string>) =>
  fc.array(
    fc.record({
      at: fc.nat(60),
      removed: fc.constantFrom(0, 0, 1, 1, 1, 1, 2),
      added: fc.oneof({ weight: 5, arbitrary: fc.tuple(line) }, fc.array(line, { maxLength: 3 })),
      /** Whether anybody looks before the next edit. */
      looks: fc.constantFrom(true, true, true, false),
    }),
    { maxLength: 12 },
  );

describe('after edits, what is known of a file', () => {
  test.each([
    ['of flows', plain, 60],
    ['of everything', mixed, 60],
    ['that changes no flows', unchanging, 120],
  ])('%s is what its text says', (_, line, numRuns) => {
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 40 }), edits(line), (start, changes) => {
        const document = new CheckedDocument(start.join('\n'));
        let text = start;
        findingsOf(document);
        for (const { at, removed, added, looks } of changes) {
          const first = Math.min(at, text.length - 1);
          const last = Math.min(first + removed, text.length) - 1;
          const after = [...text.slice(0, first), ...added, ...text.slice(Math.max(last + 1, first))];
          text = after.length === 0 ? [''] : after;
          replaceLines(document, first, removed, added);
          expect(document.text).toBe(text.join('\n'));
          if (looks) {
            const fresh = new CheckedDocument(document.text);
            expect(knownOf(document)).toEqual(knownOf(fresh));
            expect(findingsOf(document)).toEqual(findingsOf(fresh));
          }
        }
      }),
      { seed: 20261122, numRuns },
    );
  });
});

describe('what an edit of a few flows changes elsewhere is known:', () => {
  const dump = (port: number) =>
    ` cookie=0x0, duration=1s, table=0, n_packets=0, n_bytes=0, in_port=${port} actions=drop`;
  const [ip, arp] = ['ip,actions=drop', 'arp,actions=drop'];

  test.each([
    ['a dump begins behind a blank line', [ip, arp, '', dump(1), dump(2)], 1, 0, [dump(3)]],
    ['a dump begins no more', [ip, dump(3), arp, '', dump(1), dump(2)], 1, 1, []],
    ['there is a gap between flows', [ip, '', '# end'], 2, 0, [arp]],
    ['there is no gap between flows', [arp, '', ip, '# end'], 2, 1, []],
    ['another flow is the first that nobody printed', [dump(1), ip, arp, dump(2)], 1, 1, []],
    ['a flow that nobody printed is the first', [dump(1), dump(2), arp, dump(3)], 1, 0, [ip]],
    ['no flow is left that nobody printed', [dump(1), ip, dump(2)], 1, 1, []],
    ['a line is for a bundle', [ip, arp, ip], 1, 0, [`flow add ${arp}`]],
    ['no line is for a bundle', [ip, `flow add ${arp}`, ip], 1, 1, []],
    ['nothing deletes flows any more', [`table=1,${ip}`, 'delete table=1', arp], 1, 1, []],
    ['several lines delete flows', [ip, 'delete ip', 'delete arp', 'delete table=1', ip], 4, 0, [arp]],
  ])('%s', (_, lines, first, removed, added) => {
    const document = new CheckedDocument(lines.join('\n'));
    findingsOf(document);
    replaceLines(document, first, removed, added);
    expect(knownOf(document)).toEqual(knownOf(new CheckedDocument(document.text)));
  });
});

describe('an edit', () => {
  const lines = Array.from(
    { length: 40 },
    (_, index) =>
      ` cookie=0x0, duration=1s, table=${index % 4}, n_packets=0, n_bytes=0, priority=5,in_port=${index} actions=drop`,
  );
  const tablesOf = ({ file }: CheckedDocument) => file.sections.map(({ tables }) => [...tables.values()]);

  test('within a line makes the table of its flow anew, and no other flow', () => {
    const document = new CheckedDocument(lines.join('\n'));
    const [before] = tablesOf(document);
    const flows = [...document.file.flows];
    replaceLines(document, 21, 1, [lines[21]!.replace('drop', 'output:1')]);
    const [after] = tablesOf(document);
    expect(after!.map((table, index) => table === before![index])).toEqual([true, false, true, true]);
    expect(document.file.flows.flatMap((flow, line) => (flow === flows[line] ? [] : [line]))).toEqual([21]);
  });

  test('that adds or takes away a flow makes its table anew, and asks for no other line', () => {
    const document = new CheckedDocument(lines.join('\n'));
    const [before] = tablesOf(document);
    const flows = [...document.file.flows];
    const { checkedLines } = document;
    replaceLines(document, 21, 0, [lines[21]!.replace('in_port=21', 'in_port=99')]);
    const [after] = tablesOf(document);
    expect(after!.map((table, index) => table === before![index])).toEqual([true, false, true, true]);
    expect(document.checkedLines).toBe(checkedLines + 1);
    expect(document.file.flows.toSpliced(21, 1)).toEqual(flows);
    expect(flows.at(-1)!.line).toBe(40);
    replaceLines(document, 21, 1, []);
    expect(tablesOf(document)[0]!.map((table, index) => table === before![index])).toEqual([
      true,
      true,
      true,
      true,
    ]);
    expect(document.checkedLines).toBe(checkedLines + 1);
    expect(flows.at(-1)!.line).toBe(39);
  });

  test('within a line does not make others forget their tables', () => {
    const document = new CheckedDocument(lines.join('\n'));
    void document.file;
    replaceLines(document, 21, 1, [lines[21]!.replace('drop', 'output:1')]);
    const [before] = tablesOf(document);
    replaceLines(document, 20, 0, ['# more']);
    const [after] = tablesOf(document);
    expect(after!.every((table, index) => table === before![index])).toBe(true);
  });

  test('that adds a line without a flow keeps all tables, and moves their flows', () => {
    const document = new CheckedDocument(lines.join('\n'));
    const before = tablesOf(document);
    replaceLines(document, 20, 0, ['# more']);
    const after = tablesOf(document);
    expect(after[0]!.every((table, index) => table === before[0]![index])).toBe(true);
    expect(after[0]![0]!.flows.at(-1)!.line).toBe(37);
  });

  test('that parts a dump in two, and is taken back, brings back the tables that were', () => {
    const document = new CheckedDocument(lines.join('\n'));
    const [before] = tablesOf(document);
    replaceLines(document, 20, 0, ['']);
    expect(tablesOf(document)).toHaveLength(2);
    replaceLines(document, 20, 1, []);
    const [after] = tablesOf(document);
    expect(after!.every((table, index) => table === before![index])).toBe(true);
  });
});

/** As an editor does it. */
function replaceLines(
  document: CheckedDocument,
  first: number,
  removed: number,
  added: readonly string[],
): void {
  const count = document.lines.length;
  const end = Math.min(first + removed, count);
  if (end < count) {
    const newText = added.map((line) => `${line}\n`).join('');
    document.replace({ start: { line: first, character: 0 }, end: { line: end, character: 0 } }, newText);
    return;
  }
  const lastLine = document.textOf(count - 1).length;
  const isAll = first === 0;
  const start = isAll
    ? { line: 0, character: 0 }
    : { line: first - 1, character: document.textOf(first - 1).length };
  const newText = isAll ? added.join('\n') : added.map((line) => `\n${line}`).join('');
  document.replace({ start, end: { line: count - 1, character: lastLine } }, newText);
}
