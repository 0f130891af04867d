import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CheckedDocument } from '../../server/src/core/features/diagnostics';
import { selectionRanges } from '../../server/src/core/features/selection-ranges';
import { tableRangeFinder } from '../../server/src/core/features/table-ranges';
import { anyLine, read } from './drawn';

type Range = ReturnType<typeof selectionRanges>[number][number];

/** The texts that a selection grows to, from a cursor drawn as `‸`. */
function grown(drawn: string): string[] {
  const { text, offset } = read(drawn);
  const before = text.slice(0, offset).split('\n');
  const position = { line: before.length - 1, character: before.at(-1)!.length };
  return rangesAt(text, position).map((range) => textIn(text, range));
}

function rangesAt(text: string, position: Range['start']): Range[] {
  const document = new CheckedDocument(text);
  return selectionRanges(document.lines, [position], tableRangeFinder(document))[0]!;
}

function textIn(text: string, { start, end }: Range): string {
  const lines = text.split('\n').slice(start.line, end.line + 1);
  lines[lines.length - 1] = lines.at(-1)!.slice(0, end.character);
  return [lines[0]!.slice(start.character), ...lines.slice(1)].join('\n');
}

describe('in a match', () => {
  test('flag, value, field, match, flow, table, document', () => {
    const flow = 'table=1, tcp,ct_state=+trk-new actions=drop';
    const table = `# the first\n${flow}\ntable=1,actions=1`;
    const document = `${table}\ntable=2,actions=2\n`;
    expect(grown(document.replace('-new', '-n‸ew'))).toEqual([
      'new',
      '-new',
      '+trk-new',
      'ct_state=+trk-new',
      'table=1, tcp,ct_state=+trk-new',
      flow,
      table,
      document,
    ]);
  });

  test.each([
    ['ct_st‸ate=+trk', ['ct_state', 'ct_state=+trk']],
    ['ct_state=‸+trk', ['+trk', 'ct_state=+trk']],
    ['nw_src=10.0.‸0.0/8', ['10.0.0.0', '10.0.0.0/8', 'nw_src=10.0.0.0/8']],
    ['ct_state=0x22/0x2‸3', ['0x23', '0x22/0x23', 'ct_state=0x22/0x23']],
    ['reg0[0..1‸5]=1', ['[0..15]', 'reg0[0..15]', 'reg0[0..15]=1']],
    ['reg‸0[]=1', ['reg0', 'reg0[]', 'reg0[]=1']],
    ['t‸cp', ['tcp']],
  ])('%s', (drawn, texts) => {
    expect(grown(`in_port=1,${drawn},ip actions=drop`).slice(0, texts.length)).toEqual(texts);
  });

  test('between two items: the match', () => {
    expect(grown('tcp, ‸ ip actions=drop')[0]).toBe('tcp,  ip');
  });

  test('a comment behind the flow belongs to the line, not to the flow', () => {
    expect(grown(' tc‸p,actions=drop # why')).toEqual(['tcp', 'tcp,actions=drop', ' tcp,actions=drop # why']);
  });
});

describe('in actions', () => {
  test('token, argument, action, nested list, actions, flow', () => {
    const flow =
      'ip actions=ct(commit,exec(set_field:0x1->ct_mark,load:2->NXM_NX_REG0[0..7]),zone=5),output:2';
    expect(grown(flow.replace('REG0', 'RE‸G0'))).toEqual([
      'NXM_NX_REG0',
      'NXM_NX_REG0[0..7]',
      '2->NXM_NX_REG0[0..7]',
      'load:2->NXM_NX_REG0[0..7]',
      'set_field:0x1->ct_mark,load:2->NXM_NX_REG0[0..7]',
      'exec(set_field:0x1->ct_mark,load:2->NXM_NX_REG0[0..7])',
      'commit,exec(set_field:0x1->ct_mark,load:2->NXM_NX_REG0[0..7]),zone=5',
      'ct(commit,exec(set_field:0x1->ct_mark,load:2->NXM_NX_REG0[0..7]),zone=5)',
      'ct(commit,exec(set_field:0x1->ct_mark,load:2->NXM_NX_REG0[0..7]),zone=5),output:2',
      'actions=ct(commit,exec(set_field:0x1->ct_mark,load:2->NXM_NX_REG0[0..7]),zone=5),output:2',
      flow,
    ]);
  });

  test('behind the arrow of a call', () => {
    expect(grown('actions=check_pkt_larger(100)->re‸g0[0],1').slice(0, 4)).toEqual([
      'reg0',
      'reg0[0]',
      '->reg0[0]',
      'check_pkt_larger(100)->reg0[0]',
    ]);
  });

  test('in the bucket of a group: action, actions, bucket', () => {
    const drawn = 'group_id=1,type=all,bucket=weight:1,actions=output:‸1,output:2,bucket=output:3';
    const texts = grown(drawn);
    expect(texts.slice(0, 3)).toEqual(['1', 'output:1', 'actions=output:1']);
    expect(texts).toContain('bucket=weight:1,actions=output:1,output:2');
    expect(texts.at(-1)).toBe(drawn.replace('‸', ''));
  });
});

describe('in a comment', () => {
  test('word, text, comment, line', () => {
    expect(grown('ip,actions=drop  # all the re‸st  ')).toEqual([
      'rest',
      'all the rest',
      '# all the rest  ',
      'ip,actions=drop  # all the rest  ',
    ]);
  });

  test('a sign alone', () => {
    expect(grown('#‸')).toEqual(['#']);
  });
});

describe('the table', () => {
  test('is the run of its flows, with what stands between them and the comments above', () => {
    const table = '# about 1\ntable=1,actions=1\n\n# more\ntable=1,actions=2';
    const document = `table=0,actions=1\n\n# apart\n\n${table}\n# about 2\ntable=2,actions=1\ntable=1,actions=3`;
    const texts = grown(document.replace('actions=2', 'act‸ions=2'));
    expect(texts.at(-2)).toBe(table);
  });

  test('is table 0 where none is named', () => {
    expect(grown('ac‸tions=1\ntable=0,actions=2\ntable=1,actions=1').at(-2)).toBe(
      'actions=1\ntable=0,actions=2',
    );
  });

  test('is left out behind its last flow', () => {
    expect(grown('table=1,actions=1\n‸\n# about 2\ntable=2,actions=2')).toEqual([
      '',
      'table=1,actions=1\n\n# about 2\ntable=2,actions=2',
    ]);
  });
});

test('of thousands of positions in a long line the last get the whole line', () => {
  const { lines } = new CheckedDocument(`actions=${'ct(commit),'.repeat(50_000)}`);
  const positions = Array.from({ length: 5000 }, (_, index) => ({ line: 0, character: 10 + 11 * index }));
  const found = selectionRanges(lines, positions, () => undefined);
  expect(found).toHaveLength(5000);
  expect(found[0]!.length).toBeGreaterThan(2);
  expect(found.at(-1)).toEqual([
    { start: { line: 0, character: 0 }, end: { line: 0, character: lines[0]!.text.length } },
  ]);
});

test('whatever stands there: each range holds the position and the range before it, and more', () => {
  const isBefore = (one: Range['start'], other: Range['start']) =>
    one.line < other.line || (one.line === other.line && one.character < other.character);
  fc.assert(
    fc.property(
      fc.array(anyLine, { minLength: 1, maxLength: 4 }),
      fc.nat(5),
      fc.nat(80),
      (texts, line, character) => {
        const { lines } = new CheckedDocument(texts.join('\n'));
        const ranges = rangesAt(texts.join('\n'), { line, character });
        const number = Math.min(line, lines.length - 1);
        const position = { line: number, character: Math.min(character, lines[number]!.text.length) };
        expect(ranges.length).toBeGreaterThan(0);
        let inner: Range = { start: position, end: position };
        for (const [index, range] of ranges.entries()) {
          expect(isBefore(inner.start, range.start) || isBefore(range.end, inner.end)).toBe(false);
          if (index > 0) {
            expect(range).not.toEqual(inner);
          }
          inner = range;
        }
        expect(inner.start).toEqual({ line: 0, character: 0 });
        expect(inner.end.line).toBe(lines.length - 1);
      },
    ),
  );
});
