/** Texts that come in pieces, as a file is read: whatever the pieces, what is said is what a document says. */
import { formatsUnder, openflowVersions } from '../../server/src/core/facts/flow-formats';
import { checkText, fileSilences } from '../../server/src/core/features/check-stream';
import { CheckedDocument, type Diagnostic } from '../../server/src/core/features/diagnostics';
import { fileRules } from '../../server/src/core/rules/catalogue';
import type { Chance } from '../conformance/chance';
import { someText } from './documents';
import { plain, settings } from './questions';
import type { Seeds } from './seeds';
import { simplerLists, simplerTexts } from './shrink';
import { hold, holdSame, type Target } from './target';

export interface StreamInput {
  readonly pieces: readonly string[];
  readonly wholeFile: boolean;
  /** Which of `settings`. */
  readonly settings: number;
  readonly version: (typeof versions)[number];
}

const versions = ['any', 'any', ...openflowVersions] as const;

export function streamTarget(seeds: Seeds): Target<StreamInput> {
  return {
    name: 'stream',
    about: 'texts in pieces of any size: the same is said of them as of a document',
    share: 8,
    attempts: 2000,
    generate: (chance) => generate(chance, seeds),
    check,
    *simpler(input) {
      for (const pieces of simplerLists(input.pieces, simplerTexts)) {
        yield { ...input, pieces };
      }
    },
  };
}

function generate(chance: Chance, seeds: Seeds): StreamInput {
  const text = someText(chance, seeds, chance.pick([0, 1, 3, 20, 60, 300]));
  const pieces: string[] = [];
  const longest = chance.pick([1, 3, 40, 1000, 100_000]);
  for (let start = 0; start < text.length; ) {
    const length = chance.between(chance.percent(10) ? 0 : 1, longest);
    pieces.push(text.slice(start, start + length));
    start += length;
  }
  return {
    pieces,
    wholeFile: chance.percent(50),
    settings: chance.below(settings.length),
    version: chance.pick(versions),
  };
}

/** Gives the number of lines. */
async function check(input: StreamInput): Promise<number> {
  const { pieces, wholeFile } = input;
  const rules = settings[input.settings % settings.length]!;
  const formats = formatsUnder(input.version);
  const document = new CheckedDocument(pieces.join(''));
  document.formats = formats;
  const silenced = await fileSilences(oneByOne(pieces));
  const found: Diagnostic[] = [];
  let lines = 0;
  for await (const part of checkText(oneByOne(pieces), { rules, formats, wholeFile, silenced })) {
    found.push(...part.diagnostics);
    hold(part.lines >= lines, 'the lines checked grow', () => `${lines}, then ${part.lines}`);
    lines = part.lines;
  }
  const expected = document.diagnostics(rules).filter((diagnostic) => wholeFile || isOfLine(diagnostic));
  holdSame(plain(found), plain(expected), 'diagnostics of a text in pieces are those of the document');
  return document.lines.length;
}

async function* oneByOne(pieces: readonly string[]): AsyncGenerator<string> {
  yield* pieces;
}

function isOfLine({ finding }: Diagnostic): boolean {
  return !fileRules.some((rule) => rule === finding.rule);
}
