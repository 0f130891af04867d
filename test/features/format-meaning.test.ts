/** That formatting never changes what a line means, on flows made from the facts and on real ones. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { any, formatsOf, openflowVersions } from '../../server/src/core/facts/flow-formats';
import type { FormatStyle } from '../../server/src/core/features/format-layout';
import { evaluateFlow } from '../../server/src/core/flow/evaluate';
import { checkLine } from '../../server/src/core/rules/check';
import { parseFlowLine } from '../../server/src/core/syntax/flow-line';
import { generateFlows } from '../conformance/generate-flows';
import { describeRecorded } from '../describe-recorded';
import { filesIn, hasCorpus, linesOf } from '../recorded';
import { edited, editsFor, formatted, styles, usual } from './formatting';

const everyFormat = [any, ...openflowVersions.map(formatsOf)];
const flows = generateFlows(4, 400).map(({ flow }) => flow);

/** What Open vSwitch makes of a line in each version, what is found in it, and its comment. */
function meaningOf(text: string): unknown {
  const line = parseFlowLine(text);
  const codes = checkLine(line)
    .filter(({ rule }) => rule.severity === 'error' || rule.severity === 'warning')
    .map(({ rule }) => rule.code);
  const comment = line.comment && text.slice(line.comment.start).replace(/[ \t]+$/, '');
  const sent = everyFormat.map((formats) => {
    const flow = line.kind === 'flow' ? evaluateFlow(line, formats) : undefined;
    return [flow?.accepted, flow?.canonical()];
  });
  return [line.kind, sent, codes.sort(), comment];
}

/** The lines with something in them: which blank lines go is shown elsewhere. */
function filled(text: string): string[] {
  return text.split(/\r\n|\r|\n/).filter((line) => line.trim() !== '');
}

function expectSameMeaning(text: string, style: FormatStyle): void {
  const after = formatted(text, style);
  const lines = filled(after);
  for (const [index, before] of filled(text).entries()) {
    if (lines[index] !== before) {
      expect(meaningOf(lines[index]!), `${before}\n${lines[index]}`).toEqual(meaningOf(before));
    }
  }
  expect(lines).toHaveLength(filled(text).length);
  expect(formatted(after, style), text).toBe(after);
}

const anyStyle = fc.constantFrom(...styles);

const separator = fc.constantFrom(',', ', ', ' ', ' , ', ',,', '\t', '  ');

/** A flow with its items in any order and any separators between them, and perhaps something else in front or behind. */
const mutated = fc
  .record({
    flow: fc.constantFrom(...flows),
    order: fc.infiniteStream(fc.nat()),
    separators: fc.infiniteStream(separator),
    keys: fc.subarray([
      'table=3',
      'priority=7',
      'cookie=0x5',
      'idle_timeout=9',
      'send_flow_rem',
      'ct_state=+trk',
      'reg0=1',
      'xreg0=5',
      'dl_vlan=4',
      'vlan_tci=0x1004',
      'in_port=eth0',
    ]),
    front: fc.constantFrom('', '', '  ', '\t', 'add ', 'flow  modify ', 'delete '),
    behind: fc.constantFrom('', '', ' ', ' # why', '# ct_state=+trk , #2 \t', '\r'),
  })
  .map(({ flow, order, separators, keys, front, behind }) => {
    const { text, match, actions } = parseFlowLine(flow);
    const items = [...keys, ...match.map(({ keyStart, end }) => text.slice(keyStart, end))]
      .map((item) => ({ item, place: order.next().value! }))
      .sort((left, right) => left.place - right.place)
      .map(({ item }) => item + separators.next().value);
    return `${front}${items.join('')}${actions ? text.slice(actions.word.start) : ''}${behind}`;
  });

describe('formatting keeps the meaning of every line', () => {
  test('made from the facts', () => {
    fc.assert(fc.property(mutated, anyStyle, expectSameMeaning), { numRuns: 300 });
  });

  test('in a file with others', () => {
    const line = fc.oneof(
      mutated,
      fc.constantFrom(
        '',
        '  ',
        '# a',
        '   #  ^^^ b',
        ' cookie=0x0, duration=1s, table=0, ip actions=drop',
        'NXST_FLOW reply (xid=0x4):',
      ),
    );
    const file = fc
      .array(
        line.map((text) => text.replaceAll('\r', '')),
        { maxLength: 8 },
      )
      .map((lines) => lines.join('\n'));
    fc.assert(fc.property(file, anyStyle, expectSameMeaning), { numRuns: 100 });
  });

  test('of any characters at all', () => {
    const text = fc.string({
      unit: fc.constantFrom(
        ...'ip,= #()\t\r\n\0:/[]->^0x1atcions'.split(''),
        'actions=',
        'table=',
        '\u{1F600}',
      ),
    });
    fc.assert(fc.property(text, anyStyle, expectSameMeaning), { numRuns: 500 });
  });

  test('and changes no more of it than differs', () => {
    fc.assert(
      fc.property(mutated, (text) => {
        for (const { start, end, newText } of editsFor(text)) {
          const old = text.slice(start.character, end.character);
          expect(old === '' || newText === '' || old[0] !== newText[0]).toBe(true);
          expect(old === '' || newText === '' || old.at(-1) !== newText.at(-1)).toBe(true);
          expect(start.line).toBe(end.line);
        }
        expect(edited(text, editsFor(text))).toBe(formatted(text));
      }),
      { numRuns: 200 },
    );
  });
});

describeRecorded(hasCorpus, 'real flows mean the same when they are laid out', () => {
  const files = hasCorpus
    ? [
        ...['.flows', '.match'].flatMap((end) =>
          filesIn('openflow', end).map((file) => ['openflow', file] as const),
        ),
        ...filesIn('dump', '.dump').map((file) => ['dump', file] as const),
      ]
    : [];

  test.each(files)('%s/%s', (folder, file) => {
    const text = linesOf(folder, file).join('\n');
    expectSameMeaning(text, usual);
    expectSameMeaning(text, { alignColumns: true, spaceAfterComma: true, order: 'written' });
  });

  test('and dumps with statistics are left alone', () => {
    for (const [folder, file] of files) {
      const lines = linesOf(folder, file);
      const after = formatted(lines.join('\n')).split('\n');
      const printed = lines.filter((line) => line.includes(' n_packets='));
      expect(after.filter((line) => line.includes(' n_packets='))).toEqual(printed);
    }
  });
});
