/** The report for programs. What it holds is described in docs/command-line.md, and changes only with its version. */
import type { Diagnostic } from '../core/features/findings';
import type { FileResult, Reporter, Summary } from './report';

const formatVersion = 1;

/** One finding a line; places count from 1. */
export class JsonReporter implements Reporter {
  readonly #toolVersion: string;
  #isFirstFile = true;
  #isFirstFinding = true;

  constructor(toolVersion: string) {
    this.#toolVersion = toolVersion;
  }

  start(): string {
    const tool = { name: 'ovs-flows', version: this.#toolVersion };
    return `{"version":${formatVersion},"tool":${JSON.stringify(tool)},"files":[`;
  }

  startFile(path: string): string {
    const separator = this.#isFirstFile ? '' : ',';
    this.#isFirstFile = false;
    this.#isFirstFinding = true;
    return `${separator}\n{"path":${JSON.stringify(path)},"findings":[`;
  }

  findings(_path: string, diagnostics: readonly Diagnostic[]): string {
    return diagnostics
      .map((diagnostic) => {
        const separator = this.#isFirstFinding ? '' : ',';
        this.#isFirstFinding = false;
        return `${separator}\n${JSON.stringify(findingOf(diagnostic))}`;
      })
      .join('');
  }

  endFile({ path: _path, isRead: _isRead, byRule, trouble, ...result }: FileResult): string {
    const rules = byRule.map(({ rule: { code, title }, severity, count }) => ({
      code,
      severity,
      title,
      count,
    }));
    const rest = JSON.stringify({ ...result, byRule: rules, error: trouble });
    return `],${rest.slice(1)}`;
  }

  end(summary: Summary): string {
    return `\n],"summary":${JSON.stringify(summary)}}\n`;
  }
}

function findingOf({ line, severity, finding }: Diagnostic): object {
  const { rule, span, message, related } = finding;
  return {
    code: rule.code,
    severity,
    message,
    ...placeOf(line, span),
    ...(related.length > 0 && {
      related: related.map((place) => ({
        message: place.message,
        ...placeOf(place.line ?? line, place.span),
      })),
    }),
  };
}

function placeOf(line: number, { start, end }: { readonly start: number; readonly end: number }): object {
  return { line: line + 1, column: start + 1, endColumn: end + 1 };
}
