/** One line after the other: the parser, the rules, the fixes, the formatter, and what an editor asks about a place. */
import { formatsUnder, openflowVersions } from '../../server/src/core/facts/flow-formats';
import type { FormatStyle } from '../../server/src/core/features/format-layout';
import type { Diagnosis } from '../../server/src/core/rules/check';
import { type FlowLine, parseFlowLine } from '../../server/src/core/syntax/flow-line';
import type { Chance } from '../conformance/chance';
import {
  checkColours,
  checkCompletion,
  checkFormatting,
  checkHintsAndLinks,
  checkHover,
  checkRefactorings,
  checkSelection,
  checkSignature,
} from './feature-checks';
import {
  checkAgain,
  checkFindings,
  checkFixAll,
  checkSoundFixes,
  checkTokens,
  type LineInput,
} from './line-checks';
import { anyLine } from './lines';
import type { Seeds } from './seeds';
import { simplerLists, simplerTexts } from './shrink';
import type { Target } from './target';

/** A line, where the cursor is, what is asked about it, and the settings. */
export interface ParserInput {
  readonly line: string;
  readonly offset: number;
  readonly asks: readonly Question[];
  readonly version: (typeof versions)[number];
  readonly style: FormatStyle;
}

const versions = ['any', ...openflowVersions] as const;
const usual: FormatStyle = { alignColumns: false, spaceAfterComma: false, order: 'printed' };

/** What is asked about a line beside its tokens and findings: some of it each time. */
const questions = {
  again: ({ line, all, input }) => checkAgain(line, all, input),
  fixes: ({ line, all, input }) => checkSoundFixes(line, all, input),
  fixAll: ({ line, all, input }) => checkFixAll(line, all, input),
  hover: ({ line, all, offset, input }) => checkHover(line, offset, all, input),
  completion: ({ line, offset, input }) => checkCompletion(line, offset, input),
  signature: ({ line, offset }) => checkSignature(line, offset),
  colours: ({ input }) => checkColours(input),
  hints: ({ offset, input }) => checkHintsAndLinks(offset, input),
  selection: ({ offset, input }) => checkSelection(offset, input),
  rewrites: ({ line, offset, input }) => checkRefactorings(line, offset, input),
  format: ({ input, style }) => checkFormatting(input.text, input.formats, style),
} satisfies Record<string, (asked: Asked) => void>;

interface Asked {
  readonly line: FlowLine;
  readonly all: Diagnosis[];
  readonly offset: number;
  readonly input: LineInput;
  readonly style: FormatStyle;
}

type Question = keyof typeof questions;
const everyQuestion = Object.keys(questions) as Question[];

export function parserTarget(seeds: Seeds): Target<ParserInput> {
  return {
    name: 'parser',
    about: 'single lines: tokens, findings, fixes, formatting, and every question about a place',
    share: 24,
    attempts: 4000,
    generate: (chance) => generate(chance, seeds),
    check,
    simpler,
  };
}

function generate(chance: Chance, seeds: Seeds): ParserInput {
  const line = anyLine(chance, seeds);
  return {
    line,
    offset: chance.below(line.length + 1),
    asks: [chance.pick(everyQuestion), chance.pick(everyQuestion), chance.pick(everyQuestion)],
    version: chance.percent(60) ? 'any' : chance.pick(versions),
    style: {
      alignColumns: chance.percent(30),
      spaceAfterComma: chance.percent(30),
      order: chance.percent(20) ? 'written' : 'printed',
    },
  };
}

function check({ line: text, offset, asks, version, style }: ParserInput): number {
  const input = { text, formats: formatsUnder(version) };
  const line = parseFlowLine(text);
  checkTokens(line);
  const all = checkFindings(line, input);
  for (const question of asks) {
    questions[question]({ line, all, offset, input, style });
  }
  return 1;
}

function* simpler(input: ParserInput): Generator<ParserInput> {
  if (input.version !== 'any') {
    yield { ...input, version: 'any' };
  }
  if (JSON.stringify(input.style) !== JSON.stringify(usual)) {
    yield { ...input, style: usual };
  }
  for (const asks of input.asks.length > 0 ? simplerLists(input.asks) : []) {
    yield { ...input, asks };
  }
  for (const line of simplerTexts(input.line)) {
    yield { ...input, line, offset: Math.min(input.offset, line.length) };
    yield { ...input, line, offset: Math.max(0, input.offset - (input.line.length - line.length)) };
  }
}
