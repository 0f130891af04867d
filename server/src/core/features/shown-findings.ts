/** Chooses what is shown of the findings of a document: all, or the worst where there are too many. */
import { type Directive, Silence } from '../model/directives';
import type { Severity } from '../rules/rule';
import type { Diagnostic, StoredFinding } from './findings';
import { type LineMarks, rulesOf, severities, silencing, telling } from './line-marks';

/** Where the findings are. */
export interface Findings {
  /** Those of lines, each seen. */
  readonly marks: LineMarks;
  /** Those about the file, by line, top to bottom. */
  readonly ofFile: ReadonlyMap<number, readonly StoredFinding[]>;
  /** What a line has to tell by itself. */
  tellingOf(line: number): {
    readonly findings: readonly StoredFinding[];
    readonly directives: readonly Directive[];
  };
}

/** How many findings no setting and no comment silences. */
export type Counts = Readonly<Record<Severity, number>>;

/** What is shown, and how much there is. */
export interface Report {
  /** Top to bottom. */
  readonly shown: Diagnostic[];
  readonly counts: Counts;
}

/** All findings together. */
export function totalOf(counts: Counts): number {
  return severities.reduce((sum, severity) => sum + counts[severity], 0);
}

/**
 * The findings that no setting and no comment silences. Where they are more than `most`, the worst of them: errors first,
 * then warnings, information and hints, those of one severity in the order of the lines. Time does not depend on how
 * many lines have nothing to tell, nor on how many findings of lines are left out.
 */
export function reportOf(findings: Findings, most: number): Report {
  const choice = new Choice(findings);
  const counts = choice.count();
  const shown = totalOf(counts) <= most ? choice.all() : choice.worst(counts, most);
  return { shown, counts };
}

/** The same of some lines, both included, which have to be seen, and those before them. */
export function* shownIn(findings: Findings, first: number, last: number): Generator<Diagnostic> {
  const choice = new Choice(findings);
  for (let line = first; line <= last; line++) {
    if (findings.marks.has(line, telling) || findings.ofFile.has(line)) {
      yield* choice.at(line);
    }
  }
}

class Choice {
  readonly #from: Findings;
  readonly #fileWide = new Silence();
  readonly #silencing: readonly number[];
  #ofFile: readonly Diagnostic[] | undefined;

  constructor(from: Findings) {
    this.#from = from;
    this.#silencing = [...from.marks.silencing()];
    for (const line of this.#silencing) {
      this.#fileWide.add(from.tellingOf(line).directives, 'file');
    }
  }

  count(): Counts {
    const { marks, tellingOf } = this.#from;
    const counts = { error: 0, warning: 0, information: 0, hint: 0 };
    const add = (severity: Severity | 'off', count: number) => {
      if (severity !== 'off') {
        counts[severity] += count;
      }
    };
    for (const [rule, count] of marks.counts) {
      if (count > 0 && !this.#fileWide.covers(rule.code)) {
        add(marks.judge(rule), count);
      }
    }
    // What a line above silences is counted with its line.
    for (const above of this.#silencing) {
      const byAbove = silenceOf(tellingOf(above).directives, 'next-line');
      for (const rule of above + 1 < marks.length ? rulesOf(tellingOf(above + 1)) : []) {
        if (byAbove.covers(rule.code) && !this.#fileWide.covers(rule.code)) {
          add(marks.judge(rule), -1);
        }
      }
    }
    for (const { severity } of this.#aboutFile()) {
      add(severity, 1);
    }
    return counts;
  }

  /** Everything, top to bottom; what a line has by itself comes before what is said of it as a part of the file. */
  all(): Diagnostic[] {
    const { marks, tellingOf } = this.#from;
    const found: Diagnostic[] = [];
    for (const line of marks.telling()) {
      found.push(...this.#shown(line, tellingOf(line).findings));
    }
    return inOrder([...found, ...this.#aboutFile()]);
  }

  worst(counts: Counts, most: number): Diagnostic[] {
    const chosen: Diagnostic[] = [];
    for (const severity of severities) {
      const left = most - chosen.length;
      if (left > 0 && counts[severity] > 0) {
        const ofLines = this.#ofLines(severity, left);
        const aboutFile = this.#aboutFile().filter((diagnostic) => diagnostic.severity === severity);
        chosen.push(...inOrder([...ofLines, ...aboutFile.slice(0, left)]).slice(0, left));
      }
    }
    return inOrder(chosen);
  }

  at(line: number): Diagnostic[] {
    const { tellingOf, ofFile } = this.#from;
    const ofLine = tellingOf(line).findings;
    const aboutFile = ofFile.get(line);
    return this.#shown(line, aboutFile ? [...ofLine, ...aboutFile] : ofLine);
  }

  /** The first findings of a severity that lines have by themselves. */
  #ofLines(severity: Severity, most: number): Diagnostic[] {
    const { marks, tellingOf } = this.#from;
    const found: Diagnostic[] = [];
    for (const line of marks.linesOf(severity)) {
      if (found.length >= most) {
        break;
      }
      const shown = this.#shown(line, tellingOf(line).findings);
      found.push(...shown.filter((diagnostic) => diagnostic.severity === severity));
    }
    return found;
  }

  #aboutFile(): readonly Diagnostic[] {
    this.#ofFile ??= [...this.#from.ofFile].flatMap(([line, findings]) => this.#shown(line, findings));
    return this.#ofFile;
  }

  #shown(line: number, findings: readonly StoredFinding[]): Diagnostic[] {
    const { marks, tellingOf } = this.#from;
    const silences: Silence[] = [this.#fileWide];
    if (marks.has(line, silencing)) {
      silences.push(silenceOf(tellingOf(line).directives, 'line'));
    }
    if (line > 0 && marks.has(line - 1, silencing)) {
      silences.push(silenceOf(tellingOf(line - 1).directives, 'next-line'));
    }
    const shown: Diagnostic[] = [];
    for (const finding of findings) {
      const severity = marks.judge(finding.rule);
      if (severity !== 'off' && !silences.some((silence) => silence.covers(finding.rule.code))) {
        shown.push({ line, severity, finding });
      }
    }
    return shown;
  }
}

function silenceOf(directives: readonly Directive[], scope: Directive['scope']): Silence {
  const silence = new Silence();
  silence.add(directives, scope);
  return silence;
}

function inOrder(diagnostics: Diagnostic[]): Diagnostic[] {
  return diagnostics.sort((one, other) => one.line - other.line);
}
