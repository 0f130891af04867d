import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CheckedDocument } from '../../server/src/core/features/diagnostics';
import { flowAt, isLive, sectionAt } from '../../server/src/core/model/flow-file';
import { matchKeyOf } from './match-key';

const fileOf = (lines: readonly string[]) => new CheckedDocument(lines.join('\n')).file;

/** What becomes of the flow of each line: `-` where none is added. */
function fates(...lines: readonly string[]): string[] {
  const file = fileOf(lines);
  return lines.map((_, line) => {
    const flow = flowAt(file, line);
    if (flow?.facts.command !== 'add') {
      return '-';
    }
    const fate = flow.fate ? `${flow.fate.kind} by ${flow.fate.by.line + 1}` : 'there';
    return flow.isUncertain ? `${fate}?` : fate;
  });
}

describe('what becomes of flows', () => {
  test.each([
    [
      'the same match and priority again',
      ['tcp,actions=drop', 'tcp,actions=output:1'],
      ['replaced by 2', 'there'],
    ],
    [
      'in other words',
      ['tcp,actions=drop', 'dl_type=0x0800,nw_proto=6,actions=1'],
      ['replaced by 2', 'there'],
    ],
    ['twice', ['ip,actions=1', 'ip,actions=2', 'ip,actions=3'], ['replaced by 2', 'replaced by 3', 'there']],
    ['another priority', ['priority=1,ip,actions=1', 'priority=2,ip,actions=2'], ['there', 'there']],
    ['another table', ['table=1,ip,actions=1', 'table=2,ip,actions=2'], ['there', 'there']],
    [
      'another connection state',
      ['ct_state=+new,ip,actions=1', 'ct_state=+est,ip,actions=2'],
      ['there', 'there'],
    ],
    ['a line with errors replaces nothing', ['ip,actions=1', 'ip,actions=oops'], ['there', 'there']],
    ['ports with names may differ', ['in_port="a",actions=1', 'in_port="b",actions=2'], ['there', 'there']],
    [
      'delete takes what is within',
      ['tcp,actions=1', 'arp,actions=2', 'delete ip'],
      ['deleted by 3', 'there', '-'],
    ],
    ['a delete before', ['delete', 'ip,actions=1'], ['-', 'there']],
    [
      'delete of a table',
      ['table=1,ip,actions=1', 'table=2,ip,actions=2', 'delete table=1'],
      ['deleted by 3', 'there', '-'],
    ],
    [
      'delete by connection state',
      ['ct_state=+trk+new,ip,actions=1', 'ip,actions=2', 'delete ct_state=+trk,ip'],
      ['deleted by 3', 'there', '-'],
    ],
    [
      'delete_strict takes the very same',
      ['priority=5,tcp,actions=1', 'priority=6,tcp,actions=2', 'delete_strict priority=5,tcp'],
      ['deleted by 3', 'there', '-'],
    ],
    ['delete by cookie', ['cookie=7,ip,actions=1', 'delete cookie=7/-1'], ['there?', '-']],
    ['delete by port', ['ip,actions=1', 'delete ip,out_port=1'], ['there?', '-']],
    ['delete with a name', ['ip,in_port=1,actions=1', 'delete in_port="eth0"'], ['there?', '-']],
    ['delete in a table with a name', ['ip,actions=1', 'delete table=mine'], ['there?', '-']],
    ['modify', ['tcp,actions=1', 'arp,actions=2', 'modify ip,actions=drop'], ['there?', 'there', '-']],
    [
      'modify_strict',
      ['priority=5,ip,actions=1', 'modify_strict priority=5,ip,actions=drop'],
      ['there?', '-'],
    ],
    ['deleted and added again', ['ip,actions=1', 'delete', 'ip,actions=1'], ['deleted by 2', '-', 'there']],
  ])('%s', (_, lines, expected) => {
    expect(fates(...lines)).toEqual(expected);
  });

  test('is left open where there is too much to compare', () => {
    const flows = Array.from({ length: 2_000 }, (_, index) => `reg0=${index},actions=drop`);
    const deletes = Array.from({ length: 1_000 }, (_, index) => `delete reg1=${index}`);
    const { sections } = fileOf([...flows, ...deletes, 'reg1=5,actions=drop']);
    const all = sections[0]!.tables.get(0)!.flows;
    expect(all.every(({ fate, isUncertain }) => fate === undefined && isUncertain)).toBe(true);
  });
});

describe('the sections of a file', () => {
  const dump = (flow: string) => ` cookie=0x0, duration=1s, table=0, n_packets=0, n_bytes=0, ${flow}`;

  test.each([
    ['a file of flows is one', ['ip,actions=1', '', '# more', 'arp,actions=2'], [[0, 3]]],
    [
      'each reply of another kind begins one',
      [
        'NXST_FLOW reply (xid=0x4):',
        dump('actions=1'),
        'OFPST_FLOW reply (OF1.3) (xid=0x2):',
        dump('actions=2'),
      ],
      [
        [0, 1],
        [2, 3],
      ],
    ],
    [
      'the parts of a long reply are one',
      [
        'NXST_FLOW reply (xid=0x4): flags=[more]',
        dump('ip actions=1'),
        'NXST_FLOW reply (xid=0x4):',
        dump('arp actions=2'),
      ],
      [[0, 3]],
    ],
    [
      'a blank line sets dumps apart',
      [dump('actions=1'), '', dump('actions=2')],
      [
        [0, 1],
        [2, 2],
      ],
    ],
  ])('%s', (_, lines, expected) => {
    const { sections } = fileOf(lines);
    expect(sections.map(({ first, last }) => [first, last])).toEqual(expected);
  });

  test('are found by their lines, and nothing is in two of them', () => {
    const lines = [dump('actions=1'), '', dump('actions=2'), dump('ip actions=3'), '', '', dump('actions=4')];
    const file = fileOf(lines);
    for (const [line] of lines.entries()) {
      const section = sectionAt(file, line);
      expect(line).toBeGreaterThanOrEqual(section.first);
      const inOthers = file.sections.filter(
        (other) => other !== section && line >= other.first && line <= other.last,
      );
      expect(inOthers).toEqual([]);
    }
  });
});

describe('a file', () => {
  test('holds groups, meters, packets that are sent, and what is in no table', () => {
    const [section] = fileOf([
      'group_id=7,type=all,bucket=output:1',
      'delete group_id=8',
      'meter=3,pktps,band=type=drop,rate=1',
      'packet-out in_port=1,packet=ffffffffffff0000000000010800,actions=output:1',
      'delete ip',
      'table=mine,ip,actions=drop',
    ]).sections;
    expect([...section!.groups.keys()]).toEqual([7]);
    expect([...section!.meters]).toEqual([[3, [2]]]);
    expect(section!.packetOuts.map(({ line, stepsKnown }) => [line, stepsKnown])).toEqual([[3, true]]);
    expect(section!.others.map(({ line }) => line)).toEqual([4, 5]);
  });

  test('gives the flows that are there', () => {
    const [section] = fileOf(['ip,actions=1', 'ip,actions=2', 'tcp,actions=oops', 'arp,actions=3']).sections;
    expect(
      section!.tables
        .get(0)!
        .flows.filter(isLive)
        .map(({ line }) => line),
    ).toEqual([1, 3]);
  });

  const line = fc.constantFrom(
    'ip,actions=1',
    'table=1,tcp,actions=resubmit(,2)',
    'delete',
    'delete table=1',
    'modify ip,actions=drop',
    'priority=1,ct_state=+new,ip,actions=2',
    'oops',
    '',
    '# note',
    'group_id=1,type=all,bucket=1',
    'NXST_FLOW reply (xid=0x4):',
    ' cookie=0x0, duration=1s, table=0, n_packets=0, n_bytes=0, ip actions=1',
  );

  test('has each flow once', () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 12 }), (lines) => {
        const file = fileOf(lines);
        const all = file.sections.flatMap(({ tables, others }) => [
          ...[...tables.values()].flatMap(({ flows }) => flows),
          ...others,
        ]);
        const withFlows = lines.flatMap((_, at) => (file.lines[at]!.flow ? [at] : []));
        expect(all.map((flow) => flow.line).sort((left, right) => left - right)).toEqual(withFlows);
        // Of live flows no two are the same to Open vSwitch.
        for (const { tables } of file.sections) {
          for (const { flows } of tables.values()) {
            const keys = flows.filter(isLive).map(({ facts }) => `${facts.priority} ${matchKeyOf(facts)}`);
            expect(new Set(keys).size).toBe(keys.length);
          }
        }
      }),
      { seed: 8, numRuns: 300 },
    );
  });
});
