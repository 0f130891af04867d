/**
 * The report in SARIF 2.1.0, for services that show findings beside code. Results come first and what they refer to last, so
 * that nothing has to be held back until the end.
 */
import { relative, resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Diagnostic } from '../core/features/findings';
import type { Rule, Severity } from '../core/rules/rule';
import { counted } from '../core/syntax/digits';
import type { Span } from '../core/syntax/span';
import { type FileResult, type Reporter, standardInput } from './report';

const levels: Readonly<Record<Severity, 'error' | 'warning' | 'note'>> = {
  error: 'error',
  warning: 'warning',
  information: 'note',
  hint: 'note',
};

export interface SarifOptions {
  readonly toolVersion: string;
  /** The page of a rule, in Markdown. */
  readonly pageOf: (code: string) => string | undefined;
}

export class SarifReporter implements Reporter {
  readonly #options: SarifOptions;
  readonly #rules = new Map<Rule, number>();
  readonly #notes: object[] = [];
  #isComplete = true;
  #isFirst = true;

  constructor(options: SarifOptions) {
    this.#options = options;
  }

  start(): string {
    return (
      '{"$schema":"https://json.schemastore.org/sarif-2.1.0.json","version":"2.1.0","runs":[{' +
      '"columnKind":"utf16CodeUnits","results":['
    );
  }

  startFile(): string {
    return '';
  }

  findings(path: string, diagnostics: readonly Diagnostic[]): string {
    const file = artifactOf(path);
    return diagnostics
      .map((diagnostic) => {
        const separator = this.#isFirst ? '' : ',';
        this.#isFirst = false;
        return `${separator}\n${JSON.stringify(this.#resultOf(file, diagnostic))}`;
      })
      .join('');
  }

  #resultOf(file: object, { line, severity, finding }: Diagnostic): object {
    const { rule, span, message, related } = finding;
    const index = this.#rules.get(rule) ?? this.#rules.size;
    this.#rules.set(rule, index);
    return {
      ruleId: rule.code,
      ruleIndex: index,
      level: levels[severity],
      message: { text: message },
      locations: [{ physicalLocation: { artifactLocation: file, region: regionOf(line, span) } }],
      ...(related.length > 0 && {
        relatedLocations: related.map((place, id) => ({
          id,
          message: { text: place.message },
          physicalLocation: {
            artifactLocation: file,
            region: regionOf(place.line ?? line, place.span),
          },
        })),
      }),
    };
  }

  endFile({ path, trouble, wholeFileRules, omitted }: FileResult): string {
    if (trouble !== undefined) {
      this.#isComplete = false;
      this.#note(path, 'error', `${path}: ${trouble}.`);
    } else if (!wholeFileRules) {
      this.#note(path, 'note', 'The file was checked line by line only, not as a whole.');
    }
    if (omitted > 0) {
      this.#note(path, 'warning', `Not written, as --max-findings says: ${counted(omitted, 'finding')}.`);
    }
    return '';
  }

  #note(path: string, level: string, text: string): void {
    const locations = [{ physicalLocation: { artifactLocation: artifactOf(path) } }];
    this.#notes.push({ level, message: { text }, locations });
  }

  end(): string {
    const driver = {
      name: 'OVS Flows',
      semanticVersion: this.#options.toolVersion,
      rules: [...this.#rules.keys()].map((rule) => this.#descriptorOf(rule)),
    };
    const invocation = {
      executionSuccessful: this.#isComplete,
      toolExecutionNotifications: this.#notes,
    };
    return `\n],"tool":${JSON.stringify({ driver })},"invocations":[${JSON.stringify(invocation)}]}]}\n`;
  }

  #descriptorOf({ code, title, severity }: Rule): object {
    const page = this.#options.pageOf(code);
    return {
      id: code,
      shortDescription: { text: `${title}.` },
      defaultConfiguration: { level: levels[severity] },
      help: { text: `${title}.`, ...(page !== undefined && { markdown: page }) },
      properties: { tags: [code.slice(0, code.indexOf('/'))] },
    };
  }
}

/** Lines and columns count from 1; the end is the column behind. */
function regionOf(line: number, { start, end }: Span): object {
  return { startLine: line + 1, startColumn: start + 1, endLine: line + 1, endColumn: end + 1 };
}

/** Relative to the folder we are in, as services want it; what lies outside has its full address. */
function artifactOf(path: string): object {
  if (path === standardInput) {
    return { uri: 'stdin' };
  }
  const near = relative('', path);
  const isOutside = near === '..' || near.startsWith(`..${sep}`) || resolve(near) === near;
  return {
    uri: isOutside ? pathToFileURL(resolve(path)).href : near.split(sep).map(encodeURIComponent).join('/'),
  };
}
