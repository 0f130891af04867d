import { any, type FormatSet } from '../facts/flow-formats';
import { type Directive, directivesIn, Silence } from '../model/directives';
import { FlowDocument } from '../model/flow-document';
import { checkLine } from '../rules/check';
import type { Rule, Severity } from '../rules/rule';
import { type FlowLine, parseFlowLine } from '../syntax/flow-line';
import type { Span } from '../syntax/span';

/** How severe each rule is to be; rules that are not named keep their own severity. */
export type RuleSettings = Readonly<Record<string, Severity | 'off'>>;

/** What is kept of a finding: no parse tree, no fixes. */
export interface StoredFinding {
  readonly rule: Rule;
  readonly span: Span;
  readonly message: string;
  readonly unnecessary: boolean;
  readonly related: readonly { readonly span: Span; readonly message: string }[];
}

/** What is kept of a checked line. */
export interface LineSummary {
  readonly findings: readonly StoredFinding[];
  readonly directives: readonly Directive[];
}

/** A finding as it is to be shown. */
export interface Diagnostic {
  readonly line: number;
  readonly severity: Severity;
  readonly finding: StoredFinding;
}

const nothing: LineSummary = { findings: [], directives: [] };

/** An open document, checked line by line. Work is done once per line, until the line changes. */
export class CheckedDocument extends FlowDocument<LineSummary> {
  /** How many lines have been parsed and checked so far: the measure of work. */
  checkedLines = 0;
  #formats: FormatSet = any;

  /** The flow formats of the OpenFlow version in use. When they change, all lines are checked anew. */
  get formats(): FormatSet {
    return this.#formats;
  }

  set formats(formats: FormatSet) {
    if (formats !== this.#formats) {
      this.#formats = formats;
      for (const line of this.lines) {
        line.summary = undefined;
      }
    }
  }

  /** Parses a line, on demand; undefined past the end of the document. */
  parse(line: number): FlowLine | undefined {
    const found = this.lines[line];
    return found && parseFlowLine(found.text);
  }

  /** All diagnostics of the document, top to bottom. */
  diagnostics(settings: RuleSettings): Diagnostic[] {
    const fileWide = new Silence();
    const telling: number[] = [];
    // Nearly all lines of a large file have nothing to tell, and cost no more than this look.
    for (let line = 0; line < this.lines.length; line++) {
      const summary = this.#summary(line);
      if (summary !== nothing) {
        telling.push(line);
        fileWide.add(summary.directives, 'file');
      }
    }
    return telling.flatMap((line) => this.#shown(line, fileWide, settings));
  }

  /** The findings of a line that no setting and no comment silences. */
  #shown(line: number, fileWide: Silence, settings: RuleSettings): Diagnostic[] {
    const { findings, directives } = this.#summary(line);
    const here = new Silence();
    here.add(directives, 'line');
    here.add(line > 0 ? this.#summary(line - 1).directives : [], 'next-line');
    const shown: Diagnostic[] = [];
    for (const finding of findings) {
      const { code } = finding.rule;
      const severity = severityOf(finding.rule, settings);
      if (severity !== 'off' && !here.covers(code) && !fileWide.covers(code)) {
        shown.push({ line, severity, finding });
      }
    }
    return shown;
  }

  #summary(index: number): LineSummary {
    const line = this.lines[index]!;
    if (line.summary === undefined) {
      this.checkedLines++;
      line.summary = summarise(line.text, this.#formats);
    }
    return line.summary;
  }
}

/** The severity of a rule under the given settings. */
function severityOf(rule: Rule, settings: RuleSettings): Severity | 'off' {
  return settings[rule.code] ?? rule.severity;
}

function summarise(text: string, formats: FormatSet): LineSummary {
  const line = parseFlowLine(text);
  const findings = checkLine(line, formats).map(({ rule, finding }) => ({
    rule,
    span: { start: finding.span.start, end: finding.span.end },
    message: finding.message,
    unnecessary: finding.unnecessary ?? false,
    related: finding.related ?? [],
  }));
  const directives = directivesIn(text);
  return findings.length === 0 && directives.length === 0 ? nothing : { findings, directives };
}
