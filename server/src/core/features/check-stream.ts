/**
 * Checks a text of any size that comes in pieces. A text that an editor would open is checked as the editor does it,
 * with all that only the whole file shows; a larger one line by line, in memory that does not grow.
 */
import type { FormatSet } from '../facts/flow-formats';
import { type Directive, directivesIn, Silence } from '../model/directives';
import { lengthWithoutEnd, PlainLine, withoutEnd } from '../model/flow-document';
import type { Rule } from '../rules/rule';
import { grouped } from '../syntax/digits';
import { detached, type LinePiece, LineSplitter, longestLine } from './check-stream-lines';
import { CheckedDocument, type LineSummary } from './diagnostics';
import { type Diagnostic, type RuleSettings, type StoredFinding, severityOf } from './findings';
import { LineChecker } from './line-checker';

/** Editors open no larger files; to look at more as a whole takes more memory than there may be. In bytes. */
export const largestWhole = 50 * 1024 * 1024;

export interface TextCheck {
  readonly rules: RuleSettings;
  /** The flow formats of the OpenFlow version in use. */
  readonly formats: FormatSet;
  /** Whether to look at the file as a whole as well, for which all of it is held. */
  readonly wholeFile: boolean;
  /**
   * What comments silence for the file, see `fileSilences`. A text that is looked at as a whole needs none; where it is
   * missing for another one, such a comment holds from its line on.
   */
  readonly silenced?: Silence | undefined;
}

/** What comments in the text silence for all of it, wherever they stand. */
export async function fileSilences(pieces: AsyncIterable<string>): Promise<Silence> {
  const silenced = new Silence();
  for await (const batch of lineBatches(pieces)) {
    for (const { raw, kind } of batch) {
      if (kind === 'line') {
        silenced.add(directivesIn(withoutEnd(raw)), 'file');
      }
    }
  }
  return silenced;
}

/** What came of a stretch of the text. */
export interface CheckedPart {
  /** In the order of the lines, which those of a later part do not precede. */
  readonly diagnostics: readonly Diagnostic[];
  /** How many lines, flows and UTF-16 units have been checked so far. */
  readonly lines: number;
  readonly flows: number;
  readonly characters: number;
}

/** A stretch is so small that whoever waits for its end can do other things in good time. */
const linesAtATime = 50;
const charactersAtATime = 16_384;
const diagnosticsAtATime = 1_000;

/** So many lines may be remembered for the sake of those that are written like them. */
const mostRemembered = 50_000;

/**
 * Checks the text, stretch by stretch: it goes on when it is asked to, so that the caller can do something else in between,
 * or stop. Columns are UTF-16 units.
 */
export async function* checkText(
  pieces: AsyncIterable<string>,
  check: TextCheck,
): AsyncGenerator<CheckedPart, void, undefined> {
  yield* check.wholeFile ? checkWhole(pieces, check) : checkLines(pieces, check);
}

async function* checkLines(
  pieces: AsyncIterable<string>,
  { rules, formats, silenced }: TextCheck,
): AsyncGenerator<CheckedPart, void, undefined> {
  const lines = new EndlessChecker(formats);
  const shown = new Shown(rules, silenced);
  const part = new PartBuilder();
  for await (const batch of lineBatches(pieces)) {
    for (const { raw, kind } of batch) {
      if (kind === 'line') {
        const summary = lines.summaryOf(raw);
        part.flows += summary.facts.kind === 'flow' ? 1 : 0;
        part.diagnostics.push(...shown.of(part.lines, summary));
      } else if (kind === 'last') {
        part.diagnostics.push(...shown.of(part.lines, unreadLine));
      }
      if (part.add(raw, kind)) {
        yield part.take();
      }
    }
  }
  yield part.take();
}

/** What comments in a document silence for all of it. */
function silencedIn({ lines }: CheckedDocument): Silence {
  const silenced = new Silence();
  for (const { raw } of lines) {
    silenced.add(directivesIn(raw), 'file');
  }
  return silenced;
}

/** Checks lines without end: what is remembered of lines for the sake of others is forgotten now and then. */
export class EndlessChecker {
  readonly #formats: FormatSet;
  #checker: LineChecker;
  #lines = 0;

  constructor(formats: FormatSet) {
    this.#formats = formats;
    this.#checker = new LineChecker(formats);
  }

  /** What is known of a line, which is given with its line end or without. */
  summaryOf(raw: string): LineSummary {
    if (++this.#lines > mostRemembered) {
      this.#checker = new LineChecker(this.#formats);
      this.#lines = 1;
    }
    return this.#checker.read(detached(raw)).summary;
  }
}

/** What a line has to tell by itself. */
type Telling = Pick<LineSummary, 'findings' | 'directives'>;

/** Stands for what no switch would take anyway; no rule of the catalogue, since an editor looks at every line. */
export const lineTooLong: Rule = {
  code: 'file/line-too-long',
  severity: 'warning',
  title: 'The line is too long to be checked',
};

/** What is said of a line that is too long to be held. */
export const unreadLine: Telling = {
  directives: [],
  findings: [
    {
      rule: lineTooLong,
      span: { start: 0, end: 0 },
      message: `The line is longer than ${grouped(longestLine)} characters, and was not checked: no flow, group or meter that a switch takes is that long.`,
      unnecessary: false,
      related: [],
    } satisfies StoredFinding,
  ],
};

/** Which findings are shown, as lines come one after the other. */
export class Shown {
  readonly #rules: RuleSettings;
  readonly #fileWide: Silence;
  #before: readonly Directive[] = [];

  constructor(rules: RuleSettings, fileWide = new Silence()) {
    this.#rules = rules;
    this.#fileWide = fileWide;
  }

  /** Those of the next line that no setting and no comment silences. */
  of(line: number, { findings, directives }: Telling): Diagnostic[] {
    const before = this.#before;
    this.#before = directives;
    this.#fileWide.add(directives, 'file');
    if (findings.length === 0) {
      return [];
    }
    const here = new Silence();
    here.add(directives, 'line');
    here.add(before, 'next-line');
    return findings.flatMap((finding) => {
      const { code } = finding.rule;
      const severity = severityOf(finding.rule, this.#rules);
      return severity === 'off' || here.covers(code) || this.#fileWide.covers(code)
        ? []
        : [{ line, severity, finding }];
    });
  }
}

async function* checkWhole(
  pieces: AsyncIterable<string>,
  { rules, formats }: TextCheck,
): AsyncGenerator<CheckedPart, void, undefined> {
  const part = new PartBuilder();
  const { lines, unread } = await linesIn(pieces);
  const document = new CheckedDocument(lines);
  document.formats = formats;
  let ahead = 0;
  for (const { raw } of lines) {
    ahead++;
    if (part.add(raw, 'line')) {
      document.work('lines', ahead);
      ahead = 0;
      yield part.take();
    }
  }
  // What only the whole file shows comes in steps of its own.
  for (const stage of ['lines', 'file', 'analysis'] as const) {
    while (!document.work(stage)) {
      yield part.take();
    }
    yield part.take();
  }
  part.flows = document.file.lines.filter(({ kind }) => kind === 'flow').length;
  const found = document.diagnostics(rules);
  if (unread.length > 0) {
    const shown = new Shown(rules, silencedIn(document));
    found.push(...unread.flatMap((line) => shown.of(line, unreadLine)));
    found.sort((left, right) => left.line - right.line);
  }
  for (let index = 0; index < found.length; index += diagnosticsAtATime) {
    part.diagnostics.push(...found.slice(index, index + diagnosticsAtATime));
    yield part.take();
  }
  yield part.take();
}

/** All lines of a text; of those that are too long, the line end. */
async function linesIn(
  pieces: AsyncIterable<string>,
): Promise<{ lines: PlainLine<undefined>[]; unread: number[] }> {
  const lines: PlainLine<undefined>[] = [];
  const unread: number[] = [];
  let endsLine = true;
  for await (const batch of lineBatches(pieces)) {
    for (const { raw, kind } of batch) {
      if (kind === 'last') {
        unread.push(lines.length);
      }
      if (kind !== 'part') {
        const lineEnd = raw.slice(lengthWithoutEnd(raw));
        lines.push(new PlainLine(kind === 'line' ? raw : lineEnd, undefined));
        endsLine = lineEnd !== '';
      }
    }
  }
  // A document ends with a line that has no line end, if only an empty one.
  return { lines: endsLine ? [...lines, new PlainLine('', undefined)] : lines, unread };
}

/** Gathers what the next part says. */
class PartBuilder {
  diagnostics: Diagnostic[] = [];
  lines = 0;
  flows = 0;
  #characters = 0;
  #linesTaken = 0;
  #charactersTaken = 0;

  /** Counts a piece of the text; true when there is enough for a part. */
  add(raw: string, kind: LinePiece['kind']): boolean {
    this.#characters += raw.length;
    // What follows the last line end of a document is no line.
    if (kind === 'last' || (kind === 'line' && raw !== '')) {
      this.lines++;
    }
    return (
      this.lines - this.#linesTaken >= linesAtATime ||
      this.#characters - this.#charactersTaken >= charactersAtATime
    );
  }

  take(): CheckedPart {
    const { diagnostics, lines, flows } = this;
    this.diagnostics = [];
    this.#linesTaken = lines;
    this.#charactersTaken = this.#characters;
    return { diagnostics, lines, flows, characters: this.#characters };
  }
}

/** The lines of a text, as many at a time as come together. */
export async function* lineBatches(
  pieces: AsyncIterable<string>,
): AsyncGenerator<readonly LinePiece[], void, undefined> {
  const splitter = new LineSplitter();
  for await (const piece of pieces) {
    yield splitter.add(piece);
  }
  yield splitter.end();
}
