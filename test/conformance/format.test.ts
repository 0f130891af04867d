/** Formatted flows, as the judge reads them: what it prints of them is what it prints of the originals. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { FormatStyle } from '../../server/src/core/features/format-layout';
import { parseFlowLine } from '../../server/src/core/syntax/flow-line';
import { formatted } from '../features/formatting';
import { filesIn, hasCorpus, linesOf } from '../recorded';
import { seed } from '../seed';
import { Chance } from './chance';
import { ourAnswer } from './compare';
import { generateFlows } from './generate-flows';
import { judgeCommands, judgeVersion } from './judge';
import { alone, judgeFlows, optionsFor, type Versions } from './judge-flows';

const layouts: Readonly<Record<string, FormatStyle>> = {
  'as usual': { alignColumns: false, spaceAfterComma: false, order: 'printed' },
  'in columns': { alignColumns: true, spaceAfterComma: true, order: 'printed' },
};

const versions: readonly Versions[] = ['1.0', '1.5'];

/** Flows of the corpus as they stand there; without it, this file is about made ones only. */
const real = hasCorpus
  ? ['.flows', '.match']
      .flatMap((end) => filesIn('openflow', end))
      .map((file) =>
        linesOf('openflow', file).map((line) => (file.endsWith('.match') ? `${line} actions=drop` : line)),
      )
  : [];

/** Made flows whose items have been put into another order, with other separators. */
const chance = new Chance(seed);
const made = [generateFlows(seed, 1500).map(({ flow }) => untidy(flow))];

describe.skipIf(judgeVersion === undefined)(
  `the judge (${judgeVersion ?? 'left out: not installed'})`,
  () => {
    const sources = { 'real flows': real, 'made flows': made };
    const cases = Object.entries(sources).flatMap(([source, files]) =>
      Object.entries(layouts).map(([layout, style]) => ({ source, files, layout, style })),
    );

    test.each(cases.filter(({ files }) => files.length > 0))(
      'reads the same out of $source laid out $layout',
      { timeout: 300_000 },
      async ({ files, style }) => {
        const pairs = files.flatMap((lines) => pairsOf(lines, style));
        const different: string[] = [];
        for (const version of versions) {
          const before = await judged(
            pairs.map(([line]) => line),
            version,
          );
          const after = await judged(
            pairs.map(([, line]) => line),
            version,
          );
          for (const [index, [line, laidOut]] of pairs.entries()) {
            if (before[index] !== after[index]) {
              different.push(`${version}: ${line}\n${laidOut}\n  ${before[index]}\n  ${after[index]}`);
            }
          }
        }
        console.info(`${pairs.length} lines changed, ${different.length} of them read differently.`);
        expect(pairs.length).toBeGreaterThan(400);
        expect(different).toEqual([]);
      },
    );
  },
);

test.skipIf(judgeVersion === undefined)(
  'the judge takes a laid out bundle with groups and packets',
  async () => {
    const example = readFileSync(new URL('../../examples/whole-language.flows', import.meta.url), 'utf8');
    for (const style of Object.values(layouts)) {
      const after = formatted(example, style)
        .split('\n')
        .filter((line) => line !== '' && !line.startsWith('#'));
      const answers = await judgeCommands('bundle', after, optionsFor('1.5'));
      expect(after.filter((_, index) => !answers[index]!.accepted)).toEqual([]);
      expect(after.filter((line) => !example.includes(line)).length).toBeGreaterThan(20);
    }
  },
);

/** Each flow that changes, as it was and as it is. The judge knows no commands here. */
function pairsOf(lines: readonly string[], style: FormatStyle): [before: string, after: string][] {
  const filled = lines.filter((line) => line.trim() !== '');
  const after = formatted(filled.join('\n'), style).split('\n');
  expect(after).toHaveLength(filled.length);
  return filled.flatMap((line, index): [string, string][] => {
    const { kind, commands } = parseFlowLine(line);
    const isAsked = kind === 'flow' && commands.length === 0 && line !== after[index];
    return isAsked ? [[line, after[index]!]] : [];
  });
}

/** What the judge prints, or says; its complaints name no place in the line. */
async function judged(flows: readonly string[], version: Versions): Promise<string[]> {
  const answers = await judgeFlows(
    flows.map((flow) => ({ flow, versions: version, guess: guessAt(flow, version) })),
  );
  return answers.map(({ verdict, text, format }) => `${verdict} ${format ?? ''} ${text}`);
}

/** Flows are asked about together when we expect none to be rejected, and all to be sent in the same format. */
function guessAt(flow: string, version: Versions): string {
  const { verdict, format } = ourAnswer(flow, version);
  return verdict === 'accepted' && format ? format : alone;
}

function untidy(flow: string): string {
  const { text, match, actions } = parseFlowLine(flow);
  const items = match.map(({ keyStart, end }) => text.slice(keyStart, end));
  const keys = ['table=3', 'priority=7', 'cookie=0x5', 'idle_timeout=9'].filter(() => chance.percent(40));
  const written = chance
    .shuffled([...items, ...keys])
    .map((item) => item + chance.pick([',', ', ', ' ', ' , ', ',,', '\t']));
  return written.join('') + (actions ? text.slice(actions.word.start) : '');
}
