import { any, type FormatSet } from '../facts/flow-formats';
import { FlowDocument, PlainLine } from '../model/flow-document';
import { type FlowFile, sectionAt } from '../model/flow-file';
import { FlowFileKeeper, type LineSource } from '../model/flow-file-keeper';
import type { Pipeline } from '../model/tracking/pipeline';
import { fileRules } from '../rules/catalogue';
import { FileCheck, type RuleFindings } from '../rules/check-file';
import type { FileEdit } from '../rules/file-rule';
import type { Rule } from '../rules/rule';
import { type FlowLine, parseFlowLine } from '../syntax/flow-line';
import { type Diagnostic, type LineSummary, type RuleSettings, sameSettings, severityOf } from './findings';
import { LineChecker } from './line-checker';
import { LineMarks, seen } from './line-marks';
import { type Report, reportOf, shownIn } from './shown-findings';

export type { Diagnostic, LineSummary, RuleSettings, StoredFinding } from './findings';

/** How much is known of a document: what its lines say, how they go together, what the rules that are not off say of it. */
export type Stage = 'lines' | 'file' | 'analysis';

/** So many lines are checked in a moment. */
const linesAtOnce = 100;

/** Of documents with no more lines everything is found out at once, whoever asks. */
const mostAtOnce = 2_000;

/** An open document, checked line by line. Work is done once per line, until the line changes. */
export class CheckedDocument extends FlowDocument<LineSummary> {
  /** How many lines have been parsed and checked so far: the measure of work. */
  checkedLines = 0;
  #formats: FormatSet = any;
  #checker = new LineChecker(any);
  /** Whether another document goes by the same checker, which knows lines that are not here. */
  #isCopy = false;
  #keeper = new FlowFileKeeper(this.lines.length);
  #analysis: FileCheck | undefined;
  #settings: RuleSettings = {};
  #marks = new LineMarks(this.lines.length, (rule) => severityOf(rule, {}));
  /** At which revision each stage was reached. */
  readonly #ready = new Map<Stage, number>();

  /** The flow formats of the OpenFlow version in use. When they change, all lines are checked anew. */
  get formats(): FormatSet {
    return this.#formats;
  }

  set formats(formats: FormatSet) {
    if (formats !== this.#formats) {
      this.#formats = formats;
      this.#checker = new LineChecker(formats);
      this.#keeper = new FlowFileKeeper(this.lines.length);
      for (const [index, { raw }] of this.lines.entries()) {
        this.exchange(index, new PlainLine(raw, undefined));
      }
      this.#ready.clear();
      this.#markAnew();
    }
  }

  /** Whether it takes a while to find out everything about it. */
  get isLarge(): boolean {
    return this.lines.length > mostAtOnce;
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
    changed.#checker = this.#checker;
    changed.#isCopy = true;
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

  /** All lines taken together. Kept in step with the document. */
  get file(): FlowFile {
    return this.#keeper.fileOf(this.#source);
  }

  readonly #source: LineSource = {
    factsOf: (line) => this.#summary(line).facts,
    headerOf: (line) => this.textOf(line),
  };

  /** How packets go through the tables, and what the rules about the whole file say: each worked out when it is asked for. */
  get analysis(): FileCheck {
    const { file } = this;
    if (this.#analysis?.file !== file) {
      this.#analysis = new FileCheck(file, (line) => this.textOf(line), this.#analysis);
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
    return this.report(settings, Number.POSITIVE_INFINITY).shown;
  }

  /** The diagnostics of the document, the worst of them where there are more than `most`; and how many there are. */
  report(settings: RuleSettings, most: number): Report {
    this.settings = settings;
    return reportOf(this.#findings(), most);
  }

  /** How severe rules are to be: what is worked out ahead is worked out for that. Changed settings cost a look at each line. */
  set settings(settings: RuleSettings) {
    if (!sameSettings(settings, this.#settings)) {
      this.#settings = settings;
      this.#ready.delete('analysis');
      this.#markAnew();
    }
  }

  /**
   * Those of some lines, both included, which may lie outside the document. What only the whole file shows is among them
   * where it is known already, or soon found out.
   */
  diagnosticsIn(first: number, last: number, settings: RuleSettings): Iterable<Diagnostic> {
    this.settings = settings;
    const end = Math.min(last, this.lines.length - 1);
    if (!this.isLarge || this.isReady('analysis')) {
      return shownIn(this.#findings(), Math.max(first, 0), end);
    }
    const marks = this.#marks;
    // A comment may silence the line below.
    for (let line = Math.max(first - 1, 0); line <= end; line++) {
      if (!marks.has(line, seen)) {
        marks.see(line, this.#summary(line));
      }
    }
    return shownIn({ marks, ofFile: [], tellingOf: this.#tellingOf }, Math.max(first, 0), end);
  }

  /** Whether the stage is reached, and asking for what it brings costs nothing. */
  isReady(stage: Stage): boolean {
    return this.#ready.get(stage) === this.revision && this.#marks.unseen < 0;
  }

  /**
   * Does a part of the work that a stage takes: up to so many lines are checked, or they are put together, or one rule is
   * asked about the file. Whether the stage is reached now. An edit never undoes the work on other lines.
   */
  work(stage: Stage, lines = linesAtOnce): boolean {
    if (!this.#checkLines(lines)) {
      return false;
    }
    if (stage === 'file') {
      void this.file;
    }
    while (stage === 'analysis' && this.#askRule()) {
      if (this.isLarge) {
        return false;
      }
    }
    this.#ready.set(stage, this.revision);
    return true;
  }

  /** Does what comes next until all rules about the file have been asked; false once there is nothing left to do. */
  #askRule(): boolean {
    const before = this.#analysis;
    if (!fileRules.some(this.#isWanted)) {
      return false;
    }
    const { analysis } = this;
    if (analysis !== before) {
      return true;
    }
    const rule = fileRules.find((each) => !analysis.hasAsked(each) && this.#isWanted(each));
    if (rule) {
      analysis.findingsOf(rule);
    }
    return rule !== undefined;
  }

  readonly #isWanted = (rule: Rule) => severityOf(rule, this.#settings) !== 'off';

  /** Checks up to so many lines that were not checked; whether all are. */
  #checkLines(most: number): boolean {
    for (let count = 0; count < most; count++) {
      const line = this.#marks.unseen;
      if (line < 0) {
        return true;
      }
      this.#marks.see(line, this.#summary(line));
    }
    return this.#marks.unseen < 0;
  }

  /** Rules that are off are not asked; where all are, the lines are not even put together. */
  #aboutFile(): readonly RuleFindings[] {
    return fileRules.some(this.#isWanted) ? this.analysis.findings(this.#isWanted) : [];
  }

  #findings() {
    this.#checkLines(Number.POSITIVE_INFINITY);
    return { marks: this.#marks, ofFile: this.#aboutFile(), tellingOf: this.#tellingOf };
  }

  #markAnew(): void {
    const settings = this.#settings;
    this.#marks = new LineMarks(this.lines.length, (rule) => severityOf(rule, settings));
  }

  readonly #tellingOf = (line: number): LineSummary => this.#summary(line);

  protected override replacing(first: number, count: number, added: readonly unknown[]): void {
    if (!this.#isCopy) {
      this.#checker.tidy(this.lines);
    }
    this.#marks.replace(first, count, added.length, this.#tellingOf);
    this.#keeper.replace(first, count, added.length);
  }

  #summary(index: number): LineSummary {
    const { raw, summary } = this.lines[index]!;
    if (summary) {
      return summary;
    }
    this.checkedLines++;
    const line = this.#checker.read(raw);
    this.exchange(index, line);
    return line.summary;
  }
}
