import { describe, expect, test } from 'vitest';
import { foldingRanges } from '../../server/src/core/features/folding';
import { FlowDocument } from '../../server/src/core/model/flow-document';

const of = (text: string) => foldingRanges(new FlowDocument(text).lines);

describe('comments', () => {
  test('two or more, one below the other', () => {
    expect(of('# one\n  # two\n\n# alone\nip,actions=drop # not\n# three\n#four')).toEqual([
      { start: 0, end: 1, kind: 'comment' },
      { start: 5, end: 6, kind: 'comment' },
    ]);
  });

  test('end at a flow', () => {
    expect(of('# one\nip,actions=drop\n# two')).toEqual([]);
  });
});

describe('regions', () => {
  test('may hold others, and are no comment blocks', () => {
    expect(of('# region a\n# one\n# two\n#region b\nip,actions=drop\n#endregion\n  # endregion a')).toEqual([
      { start: 0, end: 6, kind: 'region' },
      { start: 1, end: 2, kind: 'comment' },
      { start: 3, end: 5, kind: 'region' },
    ]);
  });

  test('need both ends', () => {
    expect(of('#endregion\n#region\nip,actions=drop')).toEqual([]);
    expect(of('#regional\nip,actions=drop\n#endregion')).toEqual([]);
  });
});

describe('dumps', () => {
  test('from a header to the next, without the blank lines before it', () => {
    const flow = ' cookie=0x0, duration=1s, table=0, n_packets=0, n_bytes=0, ip actions=drop';
    const text = [
      'NXST_FLOW reply (xid=0x4): flags=[more]',
      flow,
      flow,
      '',
      'OFPST_FLOW reply (OF1.3) (xid=0x2):',
      flow,
      '',
    ];
    expect(of(text.join('\n'))).toEqual([
      { start: 0, end: 2 },
      { start: 4, end: 5 },
    ]);
  });

  test('a header with nothing below it', () => {
    expect(of('NXST_FLOW reply (xid=0x4):\nNXST_FLOW reply (xid=0x5):\n\n')).toEqual([]);
  });
});

test('tables are put in their place', () => {
  const { lines } = new FlowDocument('actions=1\nactions=2\n# a\n# b');
  expect(
    foldingRanges(lines, () => [
      { start: 3, end: 3 },
      { start: 0, end: 1 },
    ]),
  ).toEqual([
    { start: 0, end: 1 },
    { start: 2, end: 3, kind: 'comment' },
  ]);
});

test('an empty document', () => {
  expect(of('')).toEqual([]);
});
