import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { allStates, noStates, statesIn } from '../../server/src/core/conntrack/state-set';
import { stateWords } from '../../server/src/core/conntrack/state-words';
import { CheckedDocument } from '../../server/src/core/features/diagnostics';
import type { Pipeline } from '../../server/src/core/model/tracking/pipeline';
import { entering, type NaivePipeline, pipelines, Simulation, textOf, trackedStates } from './naive-switch';

/** The pipeline of a text with one section. */
function pipelineIn(text: string): Pipeline {
  return new CheckedDocument(text).analysis.pipelines[0]!;
}

/** The states that reach each table, in words; `open` where anything may. */
function reaching(text: string): Record<number, string> {
  const { tables } = pipelineIn(text);
  return Object.fromEntries(
    [...tables.values()]
      .sort((left, right) => left.number - right.number)
      .map(({ number, open, states }) => [number, open ? 'open' : stateWords(states).join(' ')]),
  );
}

const simulated = (pipeline: NaivePipeline) => {
  const simulation = new Simulation(pipeline);
  for (const packet of entering) {
    simulation.enter(packet);
  }
  return simulation;
};

/** Table 0 sends everything through the tracker to table 1; each case says what its flows add, and what then arrives. */
describe('the states that reach a table', () => {
  const start = 'table=0,ip,actions=ct(table=1,zone=5)';
  const end = 'table=9,priority=0,actions=drop';

  test.each([
    ['no way but the tracker', ['table=1,actions=drop'], { 1: '+trk' }],
    ['a match narrows', ['table=1,ct_state=+est,actions=resubmit(,9)'], { 9: '+trk+est' }],
    [
      'higher flows take away',
      ['table=1,priority=9,ct_state=+new,actions=drop', 'table=1,priority=8,actions=resubmit(,9)'],
      { 9: '+trk-new' },
    ],
    [
      'a higher flow for some packets only takes nothing away',
      ['table=1,priority=9,tcp,ct_state=+new,actions=drop', 'table=1,priority=8,actions=resubmit(,9)'],
      { 9: '+trk' },
    ],
    [
      'a higher flow with a timeout takes nothing away for ever',
      [
        'table=1,priority=9,idle_timeout=5,ct_state=+new,actions=drop',
        'table=1,priority=8,actions=resubmit(,9)',
      ],
      { 9: '+trk' },
    ],
    [
      'the packet behind ct is not tracked',
      ['table=1,ip,actions=ct(commit,zone=5),resubmit(,9)'],
      { 9: 'untracked' },
    ],
    [
      'nor behind a ct that sends a copy on',
      ['table=1,ip,actions=ct(table=2),resubmit(,9)', 'table=2,actions=drop'],
      { 2: '+trk', 9: 'untracked' },
    ],
    ['ct_clear', ['table=1,actions=ct_clear,resubmit(,9)'], { 9: 'untracked' }],
    ['what a clone does does not last', ['table=1,actions=clone(ct_clear),resubmit(,9)'], { 9: '+trk' }],
    ['a clone may go elsewhere', ['table=1,actions=clone(ct_clear,resubmit(,9))'], { 9: 'untracked' }],
    [
      'a table that was called may have cleared it',
      [
        'table=1,actions=resubmit(,2),resubmit(,9)',
        'table=2,tcp,actions=ct_clear',
        'table=2,priority=1,actions=drop',
      ],
      { 9: 'untracked +trk' },
    ],
    [
      'or a table behind that one',
      [
        'table=1,actions=resubmit(,2),resubmit(,9)',
        'table=2,actions=resubmit(,3)',
        'table=3,ip,actions=ct(commit)',
      ],
      { 9: 'untracked +trk' },
    ],
    [
      'a clone in it has not',
      ['table=1,actions=resubmit(,2),resubmit(,9)', 'table=2,actions=clone(ct_clear)'],
      { 9: '+trk' },
    ],
    [
      'a group sends copies',
      [
        'group_id=1,type=all,bucket=resubmit(,9)',
        'table=1,ct_state=+est,actions=group:1,ct_clear,resubmit(,2)',
        'table=2,actions=drop',
      ],
      { 2: 'untracked', 9: '+trk+est' },
    ],
    [
      'of a bucket one action is done that sends the packet on',
      ['group_id=1,type=all,bucket=ct_clear,resubmit(,9)', 'table=1,actions=group:1'],
      { 9: '+trk' },
    ],
    [
      'the one that ranks highest, and of those the last',
      [
        'group_id=1,type=all,bucket=resubmit(,9),resubmit(,2),ct(table=8)',
        'table=1,ip,actions=group:1',
        'table=2,actions=drop',
      ],
      { 2: '+trk', 9: 'open' },
    ],
    [
      'what is called from a bucket does not last',
      [
        'group_id=1,type=all,bucket=resubmit(,2)',
        'table=1,actions=group:1,resubmit(,9)',
        'table=2,actions=ct_clear',
      ],
      { 9: '+trk' },
    ],
    ['a group that is not there', ['table=1,actions=group:1'], { 1: 'open' }],
    [
      'a group with errors',
      ['group_id=1,type=all,bucket=outptu:1', 'table=1,actions=group:1'],
      { 1: 'open' },
    ],
    [
      'groups that lead to each other',
      ['group_id=1,type=all,bucket=group:2', 'group_id=2,type=all,bucket=group:1', 'table=1,actions=group:1'],
      { 1: 'open' },
    ],
    [
      'the action set is carried out in the end, in whatever state',
      ['table=1,ip,actions=write_actions(resubmit(,9)),goto_table:2', 'table=2,actions=drop'],
      { 2: '+trk', 9: 'open' },
    ],
    ['a table that nothing leads to', ['table=1,actions=drop'], { 9: 'open' }],
    [
      'a table that only such a table leads to',
      ['table=1,actions=drop', 'table=8,actions=resubmit(,9)'],
      { 8: 'open', 9: 'open' },
    ],
    [
      'a table that is not there may lead anywhere',
      ['table=1,actions=resubmit(,2)'],
      { 1: 'open', 2: 'open' },
    ],
    [
      'one that flows are learned into holds those',
      ['table=1,ip,actions=learn(table=2,output:NXM_OF_IN_PORT[]),resubmit(,2)'],
      { 1: '+trk', 2: '+trk' },
    ],
    ['a table with a name', ['table=1,actions=resubmit(,mine)'], { 1: 'open' }],
    ['a flow in a table with a name', ['table=1,actions=drop', 'table=mine,actions=drop'], { 1: 'open' }],
    ['a port with a name changes nothing', ['table=1,actions=output:"eth0"'], { 1: '+trk' }],
    [
      'a match on a port with a name',
      ['table=1,in_port="eth0",ct_state=+est,actions=resubmit(,9)'],
      { 9: '+trk+est' },
    ],
    ['actions with an error', ['table=1,actions=resbmit(,9)'], { 1: 'open' }],
    ['a flow that is only begun', ['table=1,ip'], { 1: 'open' }],
    [
      'a match with an error passes everything on',
      ['table=1,ct_state=+est,tpc,actions=resubmit(,9)'],
      { 9: '+trk' },
    ],
    [
      'a flow that is replaced does nothing',
      ['table=1,actions=resubmit(,9)', 'table=1,actions=drop'],
      { 1: '+trk', 9: 'open' },
    ],
    [
      'nor does one that is deleted',
      ['table=1,tcp,actions=ct_clear,resubmit(,9)', 'delete table=1,tcp', 'table=1,actions=resubmit(,9)'],
      { 9: '+trk' },
    ],
    [
      'one that may be deleted may still be there',
      [
        'table=1,tcp,actions=ct_clear,resubmit(,9)',
        'delete table=1,tcp,out_port=3',
        'table=1,actions=resubmit(,9)',
      ],
      { 9: 'untracked +trk' },
    ],
    [
      'and hides nothing',
      [
        'table=1,priority=9,ct_state=+new,actions=drop',
        'delete table=1,cookie=0/-1',
        'table=1,priority=8,actions=resubmit(,9)',
      ],
      { 9: '+trk' },
    ],
    [
      'a modify may change what flows do',
      ['table=1,actions=drop', 'modify table=1,tcp,actions=ct_clear,resubmit(,9)'],
      { 1: '+trk', 9: 'untracked' },
    ],
    [
      'a packet from outside',
      [
        'table=1,actions=drop',
        'packet-out in_port=1,packet=ffffffffffff0000000000010800,actions=resubmit(,9)',
      ],
      { 9: 'untracked' },
    ],
    [
      'resubmit with a port leads to the same table',
      ['table=1,in_port=7,actions=drop', 'table=1,actions=resubmit:7'],
      { 1: '+trk' },
    ],
    [
      'clauses of a conjunction hide nothing',
      [
        'table=1,priority=9,ct_state=+new,actions=conjunction(1,1/2)',
        'table=1,priority=9,tcp,actions=conjunction(1,2/2)',
        'table=1,priority=8,actions=resubmit(,9)',
      ],
      { 9: '+trk' },
    ],
    [
      'flows that ask for another zone pass nothing on',
      ['table=1,ct_zone=4,actions=ct_clear,resubmit(,9)', 'table=1,ct_zone=5,actions=resubmit(,9)'],
      { 9: '+trk' },
    ],
    [
      'a zone from a register may be any',
      [
        'table=1,ip,actions=ct(table=2,zone=NXM_NX_REG0[0..15])',
        'table=2,ct_zone=4,actions=ct_clear,resubmit(,9)',
        'table=2,priority=1,actions=drop',
      ],
      { 9: 'untracked' },
    ],
    [
      'fields that only tracked packets have narrow',
      ['table=1,actions=ct_clear,resubmit(,2)', 'table=2,ct_mark=1,actions=resubmit(,9)'],
      { 2: 'untracked', 9: '' },
    ],
  ])('%s', (_, lines, expected) => {
    const found = reaching([start, ...lines, end].join('\n'));
    expect(Object.fromEntries(Object.keys(expected).map((table) => [table, found[Number(table)]]))).toEqual(
      expected,
    );
  });

  test('anything may be, where table 0 takes no packets as they enter', () => {
    expect(reaching('ct_state=+trk+new,ip,actions=resubmit(,1)\ntable=1,actions=drop')).toEqual({
      0: 'open',
      1: 'open',
    });
  });

  test('each section for itself', () => {
    const dump = (flow: string) => ` cookie=0x0, duration=1s, n_packets=0, n_bytes=0, ${flow}`;
    const text = [
      'NXST_FLOW reply (xid=0x4):',
      dump('table=0, ip actions=ct(table=1)'),
      dump('table=1, actions=drop'),
      'OFPST_FLOW reply (OF1.3) (xid=0x2):',
      dump('table=0, actions=resubmit(,1)'),
      dump('table=1, actions=drop'),
    ].join('\n');
    const { pipelines: all } = new CheckedDocument(text).analysis;
    expect(all.map(({ tables }) => stateWords(tables.get(1)!.states))).toEqual([['+trk'], ['untracked']]);
  });

  test('zones that are too many to tell apart', () => {
    const zones = Array.from(
      { length: 200 },
      (_, zone) => `table=0,in_port=${zone},ip,actions=ct(table=1,zone=${zone})`,
    );
    const { tables } = pipelineIn([...zones, 'table=1,ct_zone=150,actions=resubmit(,9)', end].join('\n'));
    expect(tables.get(1)!.arrivals.length).toBeLessThan(50);
    expect(stateWords(tables.get(9)!.states)).toEqual(['+trk']);
  });
});

describe('how packets get to a table', () => {
  const text = [
    'table=0,ip,actions=ct(table=1,zone=5)',
    'table=1,ct_state=+new,ip,actions=ct(commit,zone=5),resubmit(,2)',
    'table=1,ct_state=+est,ip,actions=resubmit(,2)',
    'table=2,actions=drop',
  ].join('\n');

  test('each arrival says in which zone, whether committed, and from where', () => {
    const { arrivals } = pipelineIn(text).tables.get(2)!;
    const told = arrivals.map(({ states, origin, by }) => [
      stateWords(states).join(' '),
      origin.zone,
      origin.committed,
      by?.way.line,
      by?.from?.table,
    ]);
    expect(told).toEqual([
      ['untracked', 'untracked', true, 1, 1],
      ['+trk+est', '5', false, 2, 1],
    ]);
  });

  test('a commit in a table that is called before counts', () => {
    const { tables } = pipelineIn(
      [
        'table=0,ip,actions=resubmit(,1),resubmit(,2)',
        'table=1,ip,actions=resubmit(,3)',
        'table=2,actions=drop',
        'table=3,ip,actions=ct(commit)',
      ].join('\n'),
    );
    expect(tables.get(2)!.arrivals.every(({ origin }) => origin.committed)).toBe(true);
    expect(tables.get(1)!.arrivals.every(({ origin }) => !origin.committed)).toBe(true);
  });
});

/** Of random pipelines, what a simulation of packets finds, against what is said of them. */
describe('a switch that is simulated packet by packet', () => {
  const runs = { numRuns: 250, seed: 20261122 };

  test('meets no packets in a table in a state in which none arrives', () => {
    let judged = 0;
    fc.assert(
      fc.property(pipelines, (naive) => {
        const { tables } = pipelineIn(textOf(naive));
        for (const arrival of simulated(naive).arrivals) {
          const [table = 0, state = 0] = arrival.split(' ').map(Number);
          const traffic = tables.get(table);
          const known = traffic?.open || statesIn(traffic?.states ?? noStates).includes(state);
          judged += traffic && !traffic.open && traffic.states !== allStates ? 1 : 0;
          expect(known, `${state} in table ${table} of\n${textOf(naive)}`).toBe(true);
        }
      }),
      runs,
    );
    expect(judged).toBeGreaterThan(200);
  });

  test('hits no flow in a state in which higher flows hide it, and none that is said to be out of reach', () => {
    let dead = 0;
    fc.assert(
      fc.property(pipelines, (naive) => {
        const document = new CheckedDocument(textOf(naive));
        const pipeline = document.analysis.pipelines[0]!;
        const silent = new Set(
          document.analysis.diagnoses
            .filter(({ rule }) => /unreachable-state|untracked-field|shadowed/.test(rule.code))
            .map(({ finding }) => finding.line),
        );
        dead += silent.size;
        const flows = [...pipeline.section.tables.values()].flatMap((table) => table.flows);
        for (const hit of simulated(naive).hits) {
          const [index = 0, state = 0] = hit.split(' ').map(Number);
          const line = index + 1;
          const flow = flows.find((each) => each.line === line && each.fate === undefined);
          if (flow) {
            expect(statesIn(pipeline.visibilityOf(flow).visible), textOf(naive)).toContain(state);
            expect(silent.has(line), `line ${line + 1} of\n${textOf(naive)}`).toBe(false);
          }
        }
      }),
      runs,
    );
    expect(dead).toBeGreaterThan(50);
  });

  test('finds no flow for the packets of which it is said that none takes them', () => {
    let unhandled = 0;
    fc.assert(
      fc.property(pipelines, (naive) => {
        const { diagnoses } = new CheckedDocument(textOf(naive)).analysis;
        const { hits } = simulated(naive);
        for (const { rule, finding } of diagnoses) {
          if (rule.code === 'tracking/unhandled-states' && finding.message.includes('+trk+inv')) {
            unhandled++;
            const { table } = naive.flows[finding.line - 1]!;
            const taken = naive.flows.some((flow, index) => flow.table === table && hits.has(`${index} 48`));
            expect(taken, textOf(naive)).toBe(false);
          }
        }
      }),
      runs,
    );
    expect(unhandled).toBeGreaterThan(10);
  });

  test('goes round where it is said to', () => {
    let loops = 0;
    fc.assert(
      fc.property(pipelines, (naive) => {
        const { diagnoses } = new CheckedDocument(textOf(naive)).analysis;
        for (const { rule, finding } of diagnoses.filter((each) => each.rule.code.includes('endless'))) {
          loops++;
          const simulation = new Simulation(naive);
          const { table } = naive.flows[finding.line - 1]!;
          for (const packet of entering) {
            for (const register of [0, 1, 2]) {
              for (const state of [0, ...trackedStates]) {
                for (const mark of state === 0 ? [0] : [0, 1]) {
                  simulation.enter({ ...packet, register, state, mark }, table);
                }
              }
            }
          }
          const goesRound =
            rule.code === 'tracking/endless-resubmit'
              ? simulation.isDeep
              : hasRound(simulation.recirculations);
          expect(goesRound, `line ${finding.line + 1} of\n${textOf(naive)}`).toBe(true);
        }
      }),
      runs,
    );
    expect(loops).toBeGreaterThan(4);
  });
});

/** Whether a packet comes back to where it was as what it was, without its state changing on the way. */
function hasRound(edges: ReadonlyMap<string, ReadonlySet<string>>): boolean {
  const stateOf = (key: string) => key.split(' ')[3];
  return [...edges.keys()].some((start) => {
    const seen = new Set<string>();
    const queue = [start];
    for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
      for (const to of edges.get(next) ?? []) {
        if (to === start) {
          return true;
        }
        if (stateOf(to) === stateOf(start) && !seen.has(to)) {
          seen.add(to);
          queue.push(to);
        }
      }
    }
    return false;
  });
}
