import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { CheckedDocument } from '../../server/src/core/features/diagnostics';
import { FlowDocument, type Position, type Range } from '../../server/src/core/model/flow-document';

/** Pieces that real edits are made of, and line ends in every mixture. */
const piece = fc.constantFrom(
  'ct_state=',
  '+trk',
  '+new',
  '-est',
  'ip,',
  'actions=drop',
  ' # note',
  '# ovs-flows-disable-file',
  '# ovs-flows-disable-next-line',
  '\n',
  '\r\n',
  '\r',
  '(',
  '0x21/0x20',
  '\u{1f4a9}',
  '\ud800',
  '\0',
);
const text = fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join(''));
const position = fc.record({ line: fc.nat({ max: 12 }), character: fc.nat({ max: 40 }) });
const edit = fc.record({ start: position, end: position, newText: text });

describe('an edited document', () => {
  test('after any series of edits equals one parsed afresh', () => {
    fc.assert(
      fc.property(text, fc.array(edit, { maxLength: 8 }), (initial, edits) => {
        const document = new CheckedDocument(initial);
        let expected = initial;
        for (const { start, end, newText } of edits) {
          document.diagnostics({});
          // The library's own incremental update loses count of lines where `\r` and `\n` meet, so each edit
          // is made on a reference created afresh.
          const reference = TextDocument.create('file:///reference', 'ovs-flows', 1, expected);
          const inside = ({ line, character }: Position) => ({ line: line % reference.lineCount, character });
          const range: Range = { start: inside(start), end: inside(end) };
          document.replace(range, newText);
          expected = TextDocument.update(reference, [{ range, text: newText }], 2).getText();
        }
        const fresh = new CheckedDocument(expected);
        expect(document.text).toBe(expected);
        expect(document.lines.map((line) => line.raw)).toEqual(fresh.lines.map((line) => line.raw));
        expect(document.diagnostics({})).toEqual(fresh.diagnostics({}));
      }),
      { numRuns: 2000 },
    );
  });

  test('has the line count that the protocol library sees', () => {
    fc.assert(
      fc.property(text, (initial) => {
        const reference = TextDocument.create('file:///reference', 'ovs-flows', 1, initial);
        expect(new FlowDocument(initial).lines.length).toBe(reference.lineCount);
      }),
      { numRuns: 2000 },
    );
  });
});

test.each([
  [{ start: { line: 7, character: 3 }, end: { line: 9, character: 0 } }, 'a\nbX'],
  [{ start: { line: 1, character: 99 }, end: { line: 0, character: 99 } }, 'aX'],
  [{ start: { line: -1, character: 5 }, end: { line: 0, character: -5 } }, 'Xa\nb'],
  [{ start: { line: Number.NaN, character: 0 }, end: { line: 0, character: 1 } }, 'X\nb'],
])('a range outside the document (%j) is moved to its edge', (range, expected) => {
  const document = new FlowDocument('a\nb');
  document.replace(range, 'X');
  expect(document.text).toBe(expected);
});

describe('the work an edit costs', () => {
  const flows = Array.from(
    { length: 1000 },
    (_, index) => `table=${index % 250},ct_state=0x21/0x20,actions=drop`,
  );

  test('opening checks each line once, asking again checks none', () => {
    const document = new CheckedDocument(flows.join('\n'));
    document.diagnostics({});
    document.diagnostics({});
    expect(document.checkedLines).toBe(1000);
  });

  test.each([
    ['a character', { start: { line: 500, character: 3 }, end: { line: 500, character: 3 } }, 'x', 1],
    ['a newline', { start: { line: 500, character: 3 }, end: { line: 500, character: 3 } }, '\n', 2],
    ['a line deleted', { start: { line: 500, character: 0 }, end: { line: 501, character: 0 } }, '', 0],
    ['two lines joined', { start: { line: 500, character: 40 }, end: { line: 501, character: 0 } }, '', 1],
    [
      'three lines pasted',
      { start: { line: 9, character: 0 }, end: { line: 9, character: 0 } },
      'a\nb\nc\n',
      3,
    ],
  ])('%s: only the lines it touched', (_, range, newText, lines) => {
    const document = new CheckedDocument(flows.join('\n'));
    document.diagnostics({});
    document.replace(range, newText);
    document.diagnostics({});
    expect(document.checkedLines - 1000).toBe(lines);
  });

  test('a large paste is taken in one piece', () => {
    const document = new FlowDocument('a\nb');
    document.replace(
      { start: { line: 0, character: 1 }, end: { line: 0, character: 1 } },
      '\n'.repeat(300_000),
    );
    expect(document.lines.length).toBe(300_002);
  });
});
