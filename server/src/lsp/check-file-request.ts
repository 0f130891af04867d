/** `ovsFlows/checkFile`: checks a file from disk, which may be too large for any editor to open. */
import {
  type CancellationToken,
  type Diagnostic,
  ErrorCodes,
  LSPErrorCodes,
  ProgressToken,
  ResponseError,
  type WorkDoneProgressReporter,
} from 'vscode-languageserver';
import { formatsUnder } from '../core/facts/flow-formats';
import { type CheckedPart, checkText, fileSilences, largestWhole } from '../core/features/check-stream';
import { type SeverityCounts, Tally } from '../core/features/check-stream-tally';
import type { Diagnostic as CoreDiagnostic } from '../core/features/findings';
import { ruleOf } from '../core/rules/catalogue';
import type { Severity } from '../core/rules/rule';
import { counted } from '../core/syntax/digits';
import { toDiagnostic } from './convert';
import { check, checkWanted } from './guard';
import type { Session } from './session';
import type { Turn } from './slices';

/** A file that is there to be read. */
export interface FileText {
  /** How large it is. */
  readonly bytes: number;
  /** Whether it has no more bytes than the limit that was given. */
  readonly isSmall: boolean;
  /** Its text, piece by piece. That of a file that is not small can be asked for again. */
  pieces(): AsyncIterable<string>;
}

/** What is there only where there are files. */
export interface FileAccess {
  /**
   * Opens the file of that address to read it; `limit` in bytes. Fails with a message for people, which goes on after the
   * name of the file and a colon.
   */
  readonly openFile?: (uri: string, limit: number) => Promise<FileText>;
}

export interface CheckFileParams {
  /** Of the scheme `file`. */
  readonly uri: string;
  readonly workDoneToken?: ProgressToken;
}

export interface CheckFileResult {
  readonly uri: string;
  readonly bytes: number;
  readonly lines: number;
  readonly flows: number;
  /** Whether the file was looked at as a whole as well; those that no editor opens are too large for it. */
  readonly wholeFileRules: boolean;
  readonly counts: SeverityCounts;
  /** The most frequent first. */
  readonly byCode: readonly {
    readonly code: string;
    readonly severity: Severity;
    readonly title: string;
    readonly count: number;
  }[];
  /** In the order of the lines; where there are too many, errors before warnings and so on. */
  readonly diagnostics: readonly Diagnostic[];
  /** How many are not among them. */
  readonly omitted: number;
}

/** VS Code shows no more of one file. */
const mostDiagnostics = 1_000;

/** So long the check may go on, in milliseconds, until other requests have their turn. */
const longestSlice = 5;

/** The time from one report on the progress to the next, in milliseconds. */
const reportInterval = 200;

/** Answers the request. The server reads files in no other case, and never writes any. */
export function answerCheckFileRequest(session: Session, { openFile }: FileAccess): void {
  const { connection, guard } = session;
  let previous: Promise<unknown> = Promise.resolve();

  connection.onRequest(
    'ovsFlows/checkFile',
    guard.answerAnywhere(async (params: CheckFileParams, token) => {
      const { uri } = params;
      if (!openFile) {
        throw new ResponseError(ErrorCodes.MethodNotFound, 'here the language server can read no files.');
      }
      check(typeof uri === 'string' && uri.startsWith('file:'), 'address of a file');
      // One at a time: each may need a lot of memory.
      const current = previous.then(() => checkFile(session, openFile, params, token));
      previous = current.catch(() => {});
      return Promise.race([current, cancellation(token)]);
    }),
  );
}

async function checkFile(
  session: Session,
  openFile: NonNullable<FileAccess['openFile']>,
  { uri, workDoneToken }: CheckFileParams,
  token: CancellationToken,
): Promise<CheckFileResult> {
  checkWanted(token);
  const { rules, openflowVersion } = await session.settings.of(uri);
  if (!session.documents.get(uri)) {
    // They are kept for open documents only.
    session.settings.closed(uri);
  }
  const file = await openFile(uri, largestWhole).catch(unreadable);
  const progress = new Progress(session, uri, workDoneToken, file.bytes);
  const pauses = new Pauses(session.slices.turn, token);
  try {
    const silenced = file.isSmall ? undefined : await fileSilences(pauses.between(file.pieces()));
    const tally = new Tally(mostDiagnostics);
    let last: CheckedPart | undefined;
    const parts = checkText(pauses.between(file.pieces()), {
      rules,
      formats: formatsUnder(openflowVersion),
      wholeFile: file.isSmall,
      silenced,
    });
    for await (const part of pauses.between(parts)) {
      part.diagnostics.forEach((diagnostic) => {
        tally.add(diagnostic);
      });
      progress.report(part, tally.total);
      last = part;
    }
    return resultOf(session, uri, file, tally, last);
  } catch (error) {
    return error instanceof ResponseError ? Promise.reject(error) : unreadable(error);
  } finally {
    progress.done();
  }
}

function resultOf(
  { client }: Session,
  uri: string,
  file: FileText,
  tally: Tally,
  last: CheckedPart | undefined,
): CheckFileResult {
  const diagnostics = tally.kept.map((found) => withPage(toDiagnostic(uri, found, client), found));
  return {
    uri,
    bytes: file.bytes,
    lines: last?.lines ?? 0,
    flows: last?.flows ?? 0,
    wholeFileRules: file.isSmall,
    counts: tally.counts,
    byCode: tally.byRule.map(({ rule: { code, title }, severity, count }) => ({
      code,
      severity,
      title,
      count,
    })),
    diagnostics,
    omitted: tally.total - diagnostics.length,
  };
}

/** What is no rule has no page that a link could lead to. */
function withPage(diagnostic: Diagnostic, { finding }: CoreDiagnostic): Diagnostic {
  const { codeDescription: _, ...others } = diagnostic;
  return ruleOf(finding.rule.code) ? diagnostic : others;
}

function unreadable(error: unknown): never {
  const message = error instanceof Error ? error.message : String(error);
  throw new ResponseError(LSPErrorCodes.RequestFailed, `${message}.`);
}

/** Fails when the request is cancelled, which may have been before. */
async function cancellation(token: CancellationToken): Promise<never> {
  checkWanted(token);
  return new Promise((_, reject) => {
    token.onCancellationRequested(() =>
      reject(new ResponseError(LSPErrorCodes.RequestCancelled, 'the check was cancelled')),
    );
  });
}

/** Lets others have their turn between steps of long work, and ends it when it is cancelled. */
class Pauses {
  readonly #turn: Turn;
  readonly #token: CancellationToken;
  #since = performance.now();

  constructor(turn: Turn, token: CancellationToken) {
    this.#turn = turn;
    this.#token = token;
  }

  async *between<Step>(steps: AsyncIterable<Step>): AsyncGenerator<Step, void, undefined> {
    for await (const step of steps) {
      checkWanted(this.#token);
      yield step;
      if (performance.now() - this.#since >= longestSlice) {
        await this.#turn();
        this.#since = performance.now();
      }
    }
    checkWanted(this.#token);
  }
}

/** Tells the editor how far the check is, now and then. */
class Progress {
  readonly #reporter: WorkDoneProgressReporter;
  readonly #size: number;
  #reported = Number.NEGATIVE_INFINITY;

  constructor({ connection }: Session, uri: string, token: ProgressToken | undefined, size: number) {
    this.#size = size;
    this.#reporter = connection.window.attachWorkDoneProgress(ProgressToken.is(token) ? token : undefined);
    this.#reporter.begin(`Checking ${nameOf(uri)}`, 0, undefined, true);
  }

  report({ lines, characters }: CheckedPart, findings: number): void {
    const now = performance.now();
    if (now - this.#reported >= reportInterval) {
      this.#reported = now;
      const known = findings === 0 ? '' : `, ${counted(findings, 'finding')}`;
      // Bytes and characters are the same in flows; with others the end comes a little early.
      const percentage = Math.min(99, Math.floor((100 * characters) / Math.max(1, this.#size)));
      this.#reporter.report(percentage, `${counted(lines, 'line')}${known}`);
    }
  }

  done(): void {
    this.#reporter.done();
  }
}

/** The name of a file without its folder. */
function nameOf(uri: string): string {
  const name = uri.slice(uri.lastIndexOf('/') + 1);
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
