/** The command `check`. */
import { dirname } from 'node:path';
import { formatsUnder } from '../core/facts/flow-formats';
import { checkText, fileSilences, largestWhole } from '../core/features/check-stream';
import { type SeverityCounts, Tally } from '../core/features/check-stream-tally';
import type { Diagnostic } from '../core/features/findings';
import { FileTrouble, openText, readAhead, type TextSource } from '../disk/text-source';
import { type CheckOptions, severities } from './arguments';
import { ConfigError, readSettings, type Settings, SettingsFinder } from './config';
import { filesOf, type NamedFile } from './files';
import { fixFile } from './fix';
import { NobodyReads, type Output } from './output';
import { type FileResult, type Reporter, type Summary, standardInput } from './report';
import { JsonReporter } from './report-json';
import { SarifReporter } from './report-sarif';
import { TextReporter, visible } from './report-text';

/** What the check needs of the program around it. */
export interface Surroundings {
  /** Tells people of trouble, beside the report. */
  readonly complain: (message: string) => void;
  readonly version: () => string;
  /** The page of a rule, in Markdown. */
  readonly pageOf: (code: string) => string | undefined;
}

/** Checks files and writes the report, as long as somebody reads it; returns the exit code. Fails with `ConfigError`. */
export async function check(
  options: CheckOptions,
  output: Output,
  surroundings: Surroundings,
): Promise<0 | 1 | 2> {
  const run = new Run(options, output, surroundings);
  return run.all();
}

class Run {
  readonly #options: CheckOptions;
  readonly #output: Output;
  readonly #surroundings: Surroundings;
  readonly #reporter: Reporter;
  readonly #finder = new SettingsFinder();
  /** The settings that the command line names. */
  #named: Settings | undefined;
  #hasTrouble = false;
  #hasErrors = false;
  #written = 0;
  #summary: Summary = {
    files: 0,
    lines: 0,
    flows: 0,
    counts: { error: 0, warning: 0, information: 0, hint: 0 },
    omitted: 0,
    fixed: 0,
    filesFixed: 0,
  };

  constructor(options: CheckOptions, output: Output, surroundings: Surroundings) {
    this.#options = options;
    this.#output = output;
    this.#surroundings = surroundings;
    this.#reporter = reporterFor(options, surroundings);
  }

  async all(): Promise<0 | 1 | 2> {
    const { config, files } = this.#options;
    this.#named = config === undefined ? undefined : await readSettings(config);
    try {
      await this.#output.write(this.#reporter.start());
      for await (const file of filesOf(files)) {
        await this.#one(file);
      }
      await this.#output.write(this.#reporter.end(this.#summary));
    } catch (error) {
      if (!(error instanceof NobodyReads)) {
        throw error;
      }
    }
    return this.#hasTrouble ? 2 : this.#hasErrors ? 1 : 0;
  }

  async #one(file: NamedFile): Promise<void> {
    const name = file.path === '-' ? standardInput : file.path;
    await this.#output.write(this.#reporter.startFile(name));
    const found = new Found();
    let trouble = file.trouble;
    if (trouble === undefined) {
      try {
        await this.#checkFile(file.path, name, found);
      } catch (error) {
        trouble = messageOf(error);
      }
    }
    const result = found.result(name, trouble ?? found.fixTrouble);
    if (result.trouble !== undefined) {
      this.#hasTrouble = true;
      this.#surroundings.complain(visible(`${name}: ${result.trouble}.`));
    }
    this.#summary = sum(this.#summary, result);
    await this.#output.write(this.#reporter.endFile(result));
  }

  async #checkFile(path: string, name: string, found: Found): Promise<void> {
    const { fix, openflowVersion } = this.#options;
    const nearest = this.#named ?? (await this.#finder.of(path === '-' ? '.' : dirname(path)));
    const settings = { ...nearest, ...(openflowVersion !== undefined && { openflowVersion }) };
    if (fix) {
      await this.#fix(path, settings, found);
    }
    const source = await this.#open(path);
    found.source = source;
    const silenced = !source.isSmall && source.isRepeatable ? await fileSilences(source.pieces()) : undefined;
    if (!source.isSmall && !this.#options.linesOnly && !this.#options.quiet) {
      const mebibytes = largestWhole / 1024 / 1024;
      this.#surroundings.complain(
        visible(`${name}: it has more than ${mebibytes} MiB: each line is checked by itself only.`),
      );
    }
    const parts = checkText(source.pieces(), {
      rules: settings.rules,
      formats: formatsUnder(settings.openflowVersion),
      wholeFile: source.isSmall,
      silenced,
    });
    for await (const { diagnostics, lines, flows } of parts) {
      Object.assign(found, { lines, flows });
      if (diagnostics.length > 0) {
        await this.#report(name, diagnostics, found);
      }
    }
  }

  /** A file that cannot be fixed can be checked all the same. */
  async #fix(path: string, settings: Settings, found: Found): Promise<void> {
    try {
      found.fixed = await fixFile(path, settings);
    } catch (error) {
      if (!(error instanceof FileTrouble)) {
        throw error;
      }
      found.fixTrouble = `it could not be fixed: ${error.message}`;
    }
  }

  #open(path: string): Promise<TextSource> {
    const limit = this.#options.linesOnly ? -1 : largestWhole;
    return path === '-' ? readAhead(process.stdin, limit) : openText(path, limit);
  }

  async #report(name: string, diagnostics: readonly Diagnostic[], found: Found): Promise<void> {
    const counted = diagnostics.filter(
      ({ severity }) => severities.indexOf(severity) <= severities.indexOf(this.#options.severity),
    );
    for (const diagnostic of counted) {
      found.tally.add(diagnostic);
      this.#hasErrors ||= diagnostic.severity === 'error';
    }
    const written = counted.slice(0, this.#options.maxFindings - this.#written);
    this.#written += written.length;
    found.omitted += counted.length - written.length;
    await this.#output.write(this.#reporter.findings(name, written));
  }
}

/** What is known of a file while it is checked. */
class Found {
  readonly tally = new Tally();
  source: TextSource | undefined;
  lines = 0;
  flows = 0;
  omitted = 0;
  fixed: number | undefined;
  fixTrouble: string | undefined;

  result(path: string, trouble: string | undefined): FileResult {
    const { lines, flows, omitted, fixed, tally, source } = this;
    return {
      path,
      isRead: source !== undefined,
      bytes: source?.bytes ?? 0,
      lines,
      flows,
      wholeFileRules: source?.isSmall ?? false,
      counts: tally.counts,
      byRule: tally.byRule,
      omitted,
      fixed,
      trouble,
    };
  }
}

function reporterFor({ format, color, quiet }: CheckOptions, { version, pageOf }: Surroundings): Reporter {
  switch (format) {
    case 'json':
      return new JsonReporter(version());
    case 'sarif':
      return new SarifReporter({ toolVersion: version(), pageOf });
    case 'text':
      return new TextReporter({ color: color && showsColor(), quiet });
  }
}

/** See no-color.org. */
function showsColor(): boolean {
  return process.stdout.isTTY === true && !process.env.NO_COLOR && process.env.TERM !== 'dumb';
}

/** Why a file cannot be checked; errors that are not about the file go on their way. */
function messageOf(error: unknown): string {
  if (error instanceof FileTrouble || error instanceof ConfigError) {
    return error.message;
  }
  throw error;
}

function sum(summary: Summary, { isRead, lines, flows, counts, omitted, fixed = 0 }: FileResult): Summary {
  return {
    files: summary.files + (isRead ? 1 : 0),
    lines: summary.lines + lines,
    flows: summary.flows + flows,
    counts: added(summary.counts, counts),
    omitted: summary.omitted + omitted,
    fixed: summary.fixed + fixed,
    filesFixed: summary.filesFixed + (fixed > 0 ? 1 : 0),
  };
}

function added(left: SeverityCounts, right: SeverityCounts): SeverityCounts {
  return {
    error: left.error + right.error,
    warning: left.warning + right.warning,
    information: left.information + right.information,
    hint: left.hint + right.hint,
  };
}
