import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { any, formatsOf } from '../../server/src/core/facts/flow-formats';
import {
  type CheckedPart,
  checkText,
  fileSilences,
  type TextCheck,
} from '../../server/src/core/features/check-stream';
import { fixText } from '../../server/src/core/features/check-stream-fixes';
import { LineSplitter, longestLine } from '../../server/src/core/features/check-stream-lines';
import { Tally } from '../../server/src/core/features/check-stream-tally';
import { fixAll } from '../../server/src/core/features/code-actions';
import {
  CheckedDocument,
  type Diagnostic,
  type RuleSettings,
} from '../../server/src/core/features/diagnostics';
import { FlowDocument } from '../../server/src/core/model/flow-document';
import { fileRules } from '../../server/src/core/rules/catalogue';
import { corpusFolder, filesIn, hasCorpus } from '../recorded';

const examples = join(import.meta.dirname, '../../examples');
const ofFile = new Set(fileRules.map(({ code }) => code));
const isOfLine = ({ finding }: Diagnostic) => !ofFile.has(finding.rule.code);

/** Texts to check: the examples, and a few real dumps where they are at hand. */
const texts: readonly (readonly [string, string])[] = [
  ...readdirSync(examples).map((name) => [name, readFileSync(join(examples, name), 'utf8')] as const),
  ...(hasCorpus
    ? filesIn('dump', '.dump')
        .slice(0, 3)
        .map(
          (name) => [name, readFileSync(join(corpusFolder, 'dump', name), 'utf8').slice(0, 20_000)] as const,
        )
    : []),
];

/** Cuts a text at places that follow from the seed. */
async function* cut(text: string, seed: number, longest = 2_000): AsyncGenerator<string> {
  let state = seed;
  for (let start = 0; start < text.length; ) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fff_ffff;
    const length = state % (longest + 1);
    yield text.slice(start, start + length);
    start += length;
  }
}

async function partsOf(
  pieces: AsyncIterable<string>,
  check: Partial<TextCheck> = {},
): Promise<CheckedPart[]> {
  const parts: CheckedPart[] = [];
  for await (const part of checkText(pieces, { rules: {}, formats: any, wholeFile: true, ...check })) {
    parts.push(part);
  }
  return parts;
}

async function found(pieces: AsyncIterable<string>, check: Partial<TextCheck> = {}) {
  return (await partsOf(pieces, check)).flatMap(({ diagnostics }) => diagnostics);
}

/** What the editor says. */
function expected(text: string, rules: RuleSettings = {}, formats = any) {
  const document = new CheckedDocument(text);
  document.formats = formats;
  return document.diagnostics(rules);
}

describe('however the text is cut, it is checked as in the editor', () => {
  const rules: RuleSettings = { 'ct-state/exact-match': 'error', 'match/lost': 'off' };

  test.each(texts)('%s as a whole', async (_, text) => {
    expect(await found(cut(text, 1), { rules })).toEqual(expected(text, rules));
    const formats = formatsOf('1.3');
    expect(await found(cut(text, 2, 50_000), { formats })).toEqual(expected(text, {}, formats));
  });

  test.each(texts)('%s line by line', async (_, text) => {
    const wanted = expected(text, rules).filter(isOfLine);
    const silenced = await fileSilences(cut(text, 5));
    expect(await found(cut(text, 3), { rules, wholeFile: false, silenced })).toEqual(wanted);
  });

  test.each(texts)('%s is mended as by "fix all"', async (_, text) => {
    const document = new CheckedDocument(text);
    const action = fixAll(document, rules);
    let fixed = '';
    let count = 0;
    const silenced = await fileSilences(cut(text, 7));
    for await (const part of fixText(cut(text, 4), { rules, formats: any, silenced })) {
      fixed += part.text;
      count += part.fixed;
    }
    expect(fixed).toBe(action ? document.after(action.edits).text : text);
    expect(count).toBe(action?.edits.length ?? 0);
  });

  test('something is found, and something is mended', () => {
    expect(texts.flatMap(([, text]) => expected(text)).length).toBeGreaterThan(50);
    expect(texts.some(([, text]) => fixAll(new CheckedDocument(text), {}))).toBe(true);
  });

  test('mixed line ends', async () => {
    const text = 'ct_state=0x21,actions=drop\r\n\rct_state=-trk+new,actions=drop\n\r\nip=1,actions=drop\r';
    for (const wholeFile of [true, false]) {
      for (let size = 1; size < 40; size++) {
        const pieces = text.match(new RegExp(`[^]{1,${size}}`, 'g'))!;
        const wanted = expected(text).filter((diagnostic) => wholeFile || isOfLine(diagnostic));
        expect(await found(listed(pieces), { wholeFile })).toEqual(wanted);
      }
    }
  });
});

async function* listed(pieces: readonly string[]): AsyncGenerator<string> {
  yield* pieces;
}

describe('lines', () => {
  test('are those of the editor, and lose nothing', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: fc.constantFrom('a', '\n', '\r', 'é') })), (pieces) => {
        const splitter = new LineSplitter();
        const lines = [...pieces.flatMap((piece) => splitter.add(piece)), ...splitter.end()];
        const text = pieces.join('');
        const wanted = new FlowDocument(text).lines.map(({ raw }) => raw);
        expect(lines.map(({ raw }) => raw)).toEqual(wanted.at(-1) === '' ? wanted.slice(0, -1) : wanted);
        expect(lines.every(({ kind }) => kind === 'line')).toBe(true);
      }),
    );
  });

  test('that are too long come in parts, of which none is much longer than allowed', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: fc.constantFrom('a', 'a', 'a', '\n', '\r'), maxLength: 7 })),
        (pieces) => {
          const splitter = new LineSplitter(5);
          const lines = [...pieces.flatMap((piece) => splitter.add(piece)), ...splitter.end()];
          const text = pieces.join('');
          expect(lines.map(({ raw }) => raw).join('')).toBe(text);
          expect(lines.filter(({ raw }) => raw.length > 5 + 7 + 1)).toEqual([]);
          const ended = lines.filter(({ kind }) => kind !== 'part').map(({ kind }) => kind);
          const wanted = new FlowDocument(text).lines.map((line) => (line.text.length > 5 ? 'last' : 'line'));
          expect(ended).toEqual(/[^\n\r]$/.test(text) ? wanted : wanted.slice(0, -1));
        },
      ),
    );
  });

  test('are counted as people do, and flows as well', async () => {
    const text = '# none\ntable=1,actions=drop\n\nadd actions=drop';
    for (const wholeFile of [true, false]) {
      for (const end of ['', '\n', '\r\n']) {
        const [last] = (await partsOf(cut(text + end, 6, 9), { wholeFile })).slice(-1);
        expect(last).toMatchObject({ lines: 4, flows: 2, characters: text.length + end.length });
      }
      expect((await partsOf(listed([]), { wholeFile })).at(-1)).toMatchObject({ lines: 0, flows: 0 });
    }
  });

  test('that are too long are named, and not checked; the others are', async () => {
    const before = 'ct_state=-trk+new,actions=drop\n';
    const text = `${before}ip=1,actions=drop #${'x'.repeat(longestLine)}\r\n${before}`;
    for (const wholeFile of [true, false]) {
      const parts = await partsOf(cut(text, 8, 300_000), { wholeFile });
      const lines = parts.flatMap(({ diagnostics }) => diagnostics).filter(isOfLine);
      expect(lines.map(({ line, finding }) => [line, finding.rule.code])).toEqual([
        [0, 'ct-state/never-matches'],
        [1, 'file/line-too-long'],
        [2, 'ct-state/never-matches'],
      ]);
      expect(parts.at(-1)!.lines).toBe(3);
    }
    let fixed = '';
    for await (const part of fixText(cut(text, 9, 300_000), { rules: {}, formats: any })) {
      fixed += part.text;
    }
    expect(fixed).toBe(text);
  });
});

test('the work is done in small parts', async () => {
  const text = 'ct_state=-trk+new,actions=drop\n'.repeat(5_000);
  for (const wholeFile of [true, false]) {
    const parts = await partsOf(listed([text]), { wholeFile });
    expect(parts.length).toBeGreaterThan(100);
    const lines = parts.map((part) => part.lines);
    expect(lines.slice(1).every((count, index) => count - lines[index]! <= 50)).toBe(true);
    expect(parts.every(({ diagnostics }) => diagnostics.length <= 1_000)).toBe(true);
  }
});

test('where nothing is known in advance, a comment silences for the file from its line on', async () => {
  const flow = 'ct_state=0x21,actions=drop\n';
  const text = `${flow}# ovs-flows-disable-next-line\n${flow}${flow}# ovs-flows-disable-file\n${flow}`;
  const lines = (await found(cut(text, 1), { wholeFile: false })).map(({ line }) => line);
  expect(lines).toEqual([0, 3]);
  const silenced = await fileSilences(cut(text, 1));
  expect(await found(cut(text, 1), { wholeFile: false, silenced })).toEqual([]);
  expect(await found(cut(text, 1), { wholeFile: true })).toEqual([]);
});

test('a tally keeps errors first, and counts all', async () => {
  const text = 'ct_state=0x21,actions=drop\nip,actions=nonsense\n'.repeat(4);
  const all = await found(cut(text, 1), { wholeFile: false });
  const tallies = [0, 3, 6, 100].map((most) => new Tally(most));
  for (const tally of tallies) {
    all.forEach((diagnostic) => {
      tally.add(diagnostic);
    });
    expect(tally.counts).toEqual({ error: 4, warning: 0, information: 4, hint: 0 });
    expect(tally.total).toBe(8);
    expect(tally.byRule.map(({ rule, severity, count }) => [rule.code, severity, count])).toEqual([
      ['action/unknown', 'error', 4],
      ['ct-state/exact-match', 'information', 4],
    ]);
  }
  expect(tallies.map(({ kept }) => kept.map(({ line }) => line))).toEqual([
    [],
    [1, 3, 5],
    [0, 1, 2, 3, 5, 7],
    [0, 1, 2, 3, 4, 5, 6, 7],
  ]);
});
