import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { documentSymbols, type FlowSymbol } from '../../server/src/core/features/symbols';
import { tableFolds, tableRanges } from '../../server/src/core/features/table-ranges';
import { findSymbols } from '../../server/src/core/features/workspace-symbols';
import { anyLine } from './drawn';
import { fileOf, shown } from './moving';

function drawn(symbols: readonly FlowSymbol[], indent = ''): string[] {
  return symbols.flatMap(({ name, detail, first, last, children }) => [
    `${indent}${name} | ${detail} | ${first + 1}-${last + 1}`,
    ...drawn(children, `${indent}  `),
  ]);
}

const outline = (...lines: string[]) => drawn(documentSymbols(fileOf(...lines)));

describe('the outline', () => {
  test('tables with their flows, groups and meters, by their first line', () => {
    expect(
      outline(
        'group add group_id=1, type=all, bucket=output:1 # both',
        'meter=1 kbps bands=type=drop rate=100',
        '',
        '# Table 0: what comes in. More of it.',
        'table=0, priority=200, ct_state=-trk, ip, actions=ct(table=1)',
        '',
        '# Everything else.',
        'actions=drop',
        '# Who may open connections',
        'table=1,tcp,tcp_dst=443 actions=ct(commit),output:2',
      ),
    ).toEqual([
      'group 1 | type=all, bucket=output:1 | 1-1',
      'meter 1 | kbps bands=type=drop rate=100 | 2-2',
      'table 0 | what comes in, 2 flows | 4-8',
      '  200 ct_state=-trk, ip | ct(table=1) | 5-5',
      '  32768 any packet | drop | 8-8',
      'table 1 | 1 flow | 9-10',
      '  32768 tcp, tcp_dst=443 | ct(commit),output:2 | 10-10',
    ]);
  });

  test('a table whose flows are scattered has an entry for each stretch', () => {
    expect(
      outline('table=1,ip,actions=drop', 'table=2,ip,actions=drop', 'table=1,arp,actions=drop').filter(
        (line) => !line.startsWith(' '),
      ),
    ).toEqual(['table 1 | 1 flow | 1-1', 'table 2 | 1 flow | 2-2', 'table 1 | 1 flow | 3-3']);
  });

  test('of a dump only what is matched', () => {
    expect(
      outline(
        ' cookie=0x1f, duration=9.5s, table=4, n_packets=1, n_bytes=2, idle_age=7, hard_age=8, priority=7,ip,nw_dst=10.0.0.1 actions=drop',
      )[1],
    ).toBe('  7 ip, nw_dst=10.0.0.1 | drop | 1-1');
  });

  test('commands', () => {
    expect(
      outline(
        'delete',
        'delete table=3,ip',
        'delete_strict table=3,priority=5,ip',
        'modify table=3,actions=drop',
        'flow add table=3 actions=drop',
      ),
    ).toEqual([
      'delete all flows |  | 1-1',
      'table 3 | 4 flows | 2-5',
      '  delete ip |  | 2-2',
      '  delete strict 5 ip |  | 3-3',
      '  modify all flows | drop | 4-4',
      '  32768 any packet | drop | 5-5',
    ]);
  });

  test('goes to the comment that names the table, else to its number', () => {
    const document = fileOf(
      '# Table 1: here',
      '# More.',
      'table=1,actions=drop',
      '# Something.',
      'table=2,actions=drop',
      'ip,actions=drop',
    );
    expect(documentSymbols(document).map(({ selection }) => shown(document, selection))).toEqual([
      '1:# Table 1: here',
      '5:2',
      '6:ip',
    ]);
  });

  test('long matches and actions are cut', () => {
    const [, flow] = outline(`table=1,${'reg0=1,'.repeat(500)}actions=${'output:1,'.repeat(500)}`);
    expect(flow!.length).toBeLessThan(300);
    expect(flow).toMatch(/^ {2}32768 reg0=1, .*… \| output:1,.*… \| 1-1$/);
  });

  test('of very many flows the tables only', () => {
    const lines = Array.from({ length: 12_000 }, (_, index) => `table=${index < 9_000 ? 1 : 2},actions=drop`);
    expect(outline(...lines)).toEqual(['table 1 | 9000 flows | 1-9000', 'table 2 | 3000 flows | 9001-12000']);
    const scattered = lines.map((_, index) => `table=${index % 3},actions=drop`);
    expect(outline(...scattered)).toHaveLength(3);
  });

  test('nests, whatever is in the file', () => {
    const line = fc.oneof(
      anyLine,
      fc.constantFrom(
        ...['table=1,ip,actions=drop', 'table=2,actions=drop', 'ip,actions=resubmit(,1)', '# Table 1: x', ''],
        ...['group_id=1,type=all,bucket=output:1', 'meter=1 kbps bands=type=drop rate=1', '# y', 'delete'],
        ...[
          'NXST_FLOW reply (xid=0x4):',
          ' cookie=0x0, duration=1s, table=1, n_packets=0, priority=1 actions=drop',
        ],
      ),
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 12 }), (lines) => {
        const document = fileOf(...lines.map((text) => text.replace(/[\r\n]/g, '')));
        checkNesting(documentSymbols(document), 0, document.lines.length - 1, (index) =>
          document.textOf(index),
        );
        expect(tableFolds(document).every(({ start, end }) => start <= end)).toBe(true);
        findSymbols(document, '');
      }),
    );
  });
});

function checkNesting(
  symbols: readonly FlowSymbol[],
  from: number,
  to: number,
  textOf: (line: number) => string,
): void {
  let before = from - 1;
  for (const { first, last, span, selection, children, name } of symbols) {
    expect(name).not.toBe('');
    expect(first).toBeGreaterThan(before);
    expect(last).toBeGreaterThanOrEqual(first);
    expect(last).toBeLessThanOrEqual(to);
    expect(span.end).toBeLessThanOrEqual(textOf(last).length);
    expect(selection.line >= first && selection.line <= last).toBe(true);
    expect(selection.span.start).toBeLessThanOrEqual(selection.span.end);
    if (first === last) {
      expect(selection.span.start).toBeGreaterThanOrEqual(span.start);
      expect(selection.span.end).toBeLessThanOrEqual(span.end);
    }
    checkNesting(children, first, last, textOf);
    before = last;
  }
}

describe('the stretches of tables', () => {
  const extents = (...lines: string[]) =>
    tableRanges(fileOf(...lines)).map(({ table, first, last }) => `${table}: ${first + 1}-${last + 1}`);

  test('with the comments right above', () => {
    expect(
      extents(
        '# file',
        '',
        '# one',
        '# two',
        'table=1,actions=drop',
        '',
        '# x',
        'table=1,ip,actions=drop',
        '',
        '# end',
      ),
    ).toEqual(['1: 3-8']);
  });

  test('with the heading, wherever it is above', () => {
    expect(extents('# region Table 1: x', '', '# note', 'table=1,actions=drop', '# endregion')).toEqual([
      '1: 1-4',
    ]);
    expect(extents('## ---- table=12 ----', '', 'table=12,actions=drop')).toEqual(['12: 1-3']);
    expect(extents('# Table 1', '', 'table=2,actions=drop')).toEqual(['2: 3-3']);
    expect(extents('# All else goes to table 2', '', 'table=2,actions=drop')).toEqual(['2: 3-3']);
  });

  test('not with the end of a region', () => {
    expect(extents('table=1,actions=drop', '# endregion', '# next', 'table=2,actions=drop')).toEqual([
      '1: 1-1',
      '2: 3-4',
    ]);
  });

  test('up to what belongs to no table, and to the next dump', () => {
    const dump = ' cookie=0x0, duration=1s, table=1, n_packets=0, n_bytes=0, priority=1 actions=drop';
    expect(extents('table=1,actions=drop', 'group_id=1,type=all', 'table=1,ip,actions=drop')).toEqual([
      '1: 1-1',
      '1: 3-3',
    ]);
    expect(extents(dump, dump, '', dump)).toEqual(['1: 1-2', '1: 4-4']);
  });

  test('are folded to their comment, or to their first flow below a block of comments', () => {
    expect(tableFolds(fileOf('# one', 'table=1,actions=drop', 'table=1,ip,actions=drop'))).toEqual([
      { start: 0, end: 2 },
    ]);
    expect(tableFolds(fileOf('# one', '# two', 'table=1,actions=drop', 'table=1,ip,actions=drop'))).toEqual([
      { start: 2, end: 3 },
    ]);
  });
});

describe('symbols of the workspace', () => {
  const document = fileOf(
    '# Table 10: policy',
    'table=10,actions=drop',
    'table=1,actions=resubmit(,30)',
    'table=10,ip,actions=drop',
    'group_id=1,type=all,bucket=output:1',
    'delete group_id=2',
    'meter=1 kbps bands=type=drop rate=1',
  );
  const found = (query: string) =>
    findSymbols(document, query).map((symbol) =>
      `${symbol.name} ${symbol.title} ${shown(document, symbol)}`.trim(),
    );

  test('each once, where it is defined', () => {
    expect(found('')).toEqual(['table 10 policy 2:10', 'table 1  3:1', 'group 1  5:1', 'meter 1  7:1']);
  });

  test.each([
    ['table', 2],
    ['TABLE 10', 1],
    ['t10', 1],
    ['pol', 1],
    ['1', 4],
    ['group', 1],
    ['table 30', 0],
    ['xyz', 0],
  ])('%s finds %i', (query, count) => {
    expect(found(query)).toHaveLength(count);
  });
});
