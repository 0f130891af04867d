import { any, type FormatSet } from '../facts/flow-formats';
import { type Directive, directivesIn, Silence } from '../model/directives';
import { FlowDocument } from '../model/flow-document';
import { type FlowFile, flowFileOf, sectionAt } from '../model/flow-file';
import { factsOf, type LineFacts } from '../model/line-facts';
import { addTo } from '../model/lists';
import { type Pipeline, pipelineOf } from '../model/tracking/pipeline';
import { checkEvaluated, type Diagnosis, evaluated } from '../rules/check';
import { checkFlowFile, type FileDiagnosis } from '../rules/check-file';
import type { FileEdit } from '../rules/file-rule';
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
  /** Other places; on other lines where they say so. */
  readonly related: readonly { readonly span: Span; readonly message: string; readonly line?: number }[];
}

/** What is kept of a checked line. */
export interface LineSummary {
  readonly findings: readonly StoredFinding[];
  readonly directives: readonly Directive[];
  readonly facts: LineFacts;
}

/** What is known of the document as a whole. */
export interface FileAnalysis {
  readonly file: FlowFile;
  /** For each section of the file. */
  readonly pipelines: readonly Pipeline[];
  readonly diagnoses: readonly FileDiagnosis[];
  /** The same by line, without fixes. */
  readonly findings: ReadonlyMap<number, readonly StoredFinding[]>;
}

/** A finding as it is to be shown. */
export interface Diagnostic {
  readonly line: number;
  readonly severity: Severity;
  readonly finding: StoredFinding;
}

const noFindings: readonly StoredFinding[] = [];
const noDirectives: readonly Directive[] = [];

/** An open document, checked line by line. Work is done once per line, until the line changes. */
export class CheckedDocument extends FlowDocument<LineSummary> {
  /** How many lines have been parsed and checked so far: the measure of work. */
  checkedLines = 0;
  #formats: FormatSet = any;
  #whole: { readonly revision: number; readonly file: FlowFile } | undefined;
  #analysis: FileAnalysis | undefined;

  /** The flow formats of the OpenFlow version in use. When they change, all lines are checked anew. */
  get formats(): FormatSet {
    return this.#formats;
  }

  set formats(formats: FormatSet) {
    if (formats !== this.#formats) {
      this.#formats = formats;
      this.#whole = undefined;
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

  /** The text of a line, without its line end; empty past the end of the document. */
  textOf(line: number): string {
    return this.lines[line]?.text ?? '';
  }

  /** What the document would be after a change; only the lines that it touches are read again. */
  after(edits: readonly FileEdit[]): CheckedDocument {
    const changed = new CheckedDocument(this.lines);
    changed.#formats = this.#formats;
    const lastFirst = [...edits].sort((left, right) => right.line - left.line || right.start - left.start);
    for (const { line, start, endLine = line, end, newText } of lastFirst) {
      changed.replace({ start: { line, character: start }, end: { line: endLine, character: end } }, newText);
    }
    return changed;
  }

  /** How often each rule has something to say, silenced or not. */
  countByRule(): Map<Rule, number> {
    const counts = new Map<Rule, number>();
    const add = ({ rule }: { readonly rule: Rule }) => counts.set(rule, (counts.get(rule) ?? 0) + 1);
    for (let line = 0; line < this.lines.length; line++) {
      this.#summary(line).findings.forEach(add);
    }
    this.analysis.diagnoses.forEach(add);
    return counts;
  }

  /** All lines taken together. Kept until the document changes. */
  get file(): FlowFile {
    if (this.#whole?.revision !== this.revision) {
      const facts = this.lines.map((_, line) => this.#summary(line).facts);
      this.#whole = { revision: this.revision, file: flowFileOf(facts, (line) => this.textOf(line)) };
    }
    return this.#whole!.file;
  }

  /** How packets go through the tables, and what the rules about the whole file say. */
  get analysis(): FileAnalysis {
    const { file } = this;
    if (this.#analysis?.file !== file) {
      const pipelines = file.sections.map(pipelineOf);
      const diagnoses = checkFlowFile(file, (line) => this.textOf(line), pipelines);
      const findings = new Map<number, StoredFinding[]>();
      for (const diagnosis of diagnoses) {
        addTo(findings, diagnosis.finding.line, stored(diagnosis));
      }
      this.#analysis = { file, pipelines, diagnoses, findings };
    }
    return this.#analysis;
  }

  /** How packets go through the tables of the section that a line is in. */
  pipelineAt(line: number): Pipeline {
    const { file, pipelines } = this.analysis;
    return pipelines[file.sections.indexOf(sectionAt(file, line))]!;
  }

  /** All diagnostics of the document, top to bottom. */
  diagnostics(settings: RuleSettings): Diagnostic[] {
    const fileWide = new Silence();
    const { findings: ofFile } = this.analysis;
    const telling: number[] = [];
    // Nearly all lines of a large file have nothing to tell, and cost no more than this look.
    for (let line = 0; line < this.lines.length; line++) {
      const { findings, directives } = this.#summary(line);
      if (findings !== noFindings || directives !== noDirectives || ofFile.has(line)) {
        telling.push(line);
        fileWide.add(directives, 'file');
      }
    }
    return telling.flatMap((line) => this.#shown(line, ofFile.get(line) ?? [], fileWide, settings));
  }

  /** The findings of a line, and those about it in the file, that no setting and no comment silences. */
  #shown(
    line: number,
    ofFile: readonly StoredFinding[],
    fileWide: Silence,
    settings: RuleSettings,
  ): Diagnostic[] {
    const { findings: ofLine, directives } = this.#summary(line);
    const findings = ofFile.length === 0 ? ofLine : [...ofLine, ...ofFile];
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
  return settings[rule.code] ?? (rule.offByDefault ? 'off' : rule.severity);
}

function summarise(text: string, formats: FormatSet): LineSummary {
  const line = parseFlowLine(text);
  const evaluation = evaluated(line, formats);
  const findings = checkEvaluated(line, evaluation, formats).map(stored);
  const directives = directivesIn(text);
  return {
    findings: findings.length === 0 ? noFindings : findings,
    directives: directives.length === 0 ? noDirectives : directives,
    facts: factsOf(line, evaluation),
  };
}

function stored({ rule, finding }: Diagnosis | FileDiagnosis): StoredFinding {
  return {
    rule,
    span: { start: finding.span.start, end: finding.span.end },
    message: finding.message,
    unnecessary: finding.unnecessary ?? false,
    related: finding.related ?? [],
  };
}
