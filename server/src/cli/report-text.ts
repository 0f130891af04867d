/** The report for people, one finding a line, as compilers write them. */
import type { Diagnostic } from '../core/features/findings';
import type { Severity } from '../core/rules/rule';
import { counted, grouped } from '../core/syntax/digits';
import { severities } from './arguments';
import type { FileResult, Reporter, Summary } from './report';

const colors: Readonly<Record<Severity, number>> = { error: 31, warning: 33, information: 36, hint: 90 };

export class TextReporter implements Reporter {
  readonly #hasColor: boolean;
  readonly #isQuiet: boolean;

  constructor({ color, quiet }: { readonly color: boolean; readonly quiet: boolean }) {
    this.#hasColor = color;
    this.#isQuiet = quiet;
  }

  start(): string {
    return '';
  }

  startFile(): string {
    return '';
  }

  findings(path: string, diagnostics: readonly Diagnostic[]): string {
    const name = visible(path);
    return diagnostics.map((diagnostic) => this.#line(name, diagnostic)).join('');
  }

  #line(path: string, { line, severity, finding }: Diagnostic): string {
    const place = `${path}:${line + 1}:${finding.span.start + 1}`;
    const code = this.#colored(`[${finding.rule.code}]`, 90);
    return `${place}: ${this.#colored(severity, colors[severity])}: ${oneLine(finding.message)} ${code}\n`;
  }

  #colored(text: string, color: number): string {
    return this.#hasColor ? `\u001b[${color}m${text}\u001b[39m` : text;
  }

  endFile({ fixed, path }: FileResult): string {
    return fixed && !this.#isQuiet ? `${visible(path)}: ${counted(fixed, 'line')} fixed.\n` : '';
  }

  end({ files, flows, counts, omitted }: Summary): string {
    if (this.#isQuiet) {
      return '';
    }
    const found = severities
      .filter((severity) => counts[severity] > 0)
      .map((severity) => counted(counts[severity], severity))
      .join(', ');
    const rest = omitted > 0 ? `; ${grouped(omitted)} of them not written` : '';
    const what = `${counted(flows, 'flow')} in ${counted(files, 'file')}`;
    return `${what}: ${found || 'nothing found'}${rest}.\n`;
  }
}

function oneLine(message: string): string {
  return visible(message.replaceAll(/\s*\n\s*/g, ' '));
}

/** What steers a terminal, or turns text round, made visible: names and messages may hold anything that is in a file. */
export function visible(text: string): string {
  return text.replace(
    /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
