/** Chooses what is shown of the findings of a document: all, or the worst where there are too many. */
import { type Directive, Silence } from '../model/directives';
import { addTo } from '../model/lists';
import { diagnosesOf, type FileDiagnosis, inOrder, type RuleFindings } from '../rules/check-file';
import type { Rule, Severity } from '../rules/rule';
import { type Diagnostic, type StoredFinding, stored } from './findings';
import { type LineMarks, rulesOf, severities, silencing, telling } from './line-marks';

/** Where the findings are. */
export interface Findings {
  /** Those of lines, each seen. */
  readonly marks: LineMarks;
  /** Those about the file. */
  readonly ofFile: readonly RuleFindings[];
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
 * many lines have nothing to tell, nor on how many findings of lines are left out; those about the file that are left out
 * cost a look at their lines.
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
  const aboutFile = new Map<number, FileDiagnosis[]>();
  for (const rule of findings.ofFile) {
    for (const diagnosis of diagnosesOf(rule, ({ line }) => line >= first && line <= last)) {
      addTo(aboutFile, diagnosis.finding.line, diagnosis);
    }
  }
  for (let line = first; line <= last; line++) {
    const here = aboutFile.get(line) ?? [];
    if (here.length > 0 || findings.marks.has(line, telling)) {
      yield* choice.at(line, inOrder(here));
    }
  }
}

/** Where findings are counted, lines are taken together in runs of 2 to the power of this. */
const runBits = 7;

class Choice {
  readonly #from: Findings;
  readonly #fileWide = new Silence();
  readonly #silencing: readonly number[];
  /** What silences lines that no comment of their own or above does: nearly all. */
  readonly #everywhere: readonly Silence[];

  constructor(from: Findings) {
    this.#from = from;
    this.#silencing = from.marks.silencing();
    for (const line of this.#silencing) {
      this.#fileWide.add(from.tellingOf(line).directives, 'file');
    }
    this.#everywhere = this.#silencing.length > 0 ? [this.#fileWide] : [];
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
    for (const each of this.#from.ofFile) {
      add(marks.judge(each.rule), this.#countOf(each));
    }
    return counts;
  }

  /** Everything, top to bottom; what a line has by itself comes before what is said of it as a part of the file. */
  all(): Diagnostic[] {
    const { marks, tellingOf } = this.#from;
    const found: Diagnostic[] = [];
    for (const line of marks.telling()) {
      this.#show(line, tellingOf(line).findings, found);
    }
    const aboutFile = this.#aboutFile(() => true, Number.POSITIVE_INFINITY);
    return aboutFile.length === 0 ? found : byLine(found.concat(aboutFile));
  }

  worst(counts: Counts, most: number): Diagnostic[] {
    const chosen: Diagnostic[] = [];
    for (const severity of severities) {
      const left = most - chosen.length;
      if (left > 0 && counts[severity] > 0) {
        const ofLines = this.#ofLines(severity, left);
        const aboutFile = this.#aboutFile((each) => each === severity, left);
        for (const diagnostic of byLine(ofLines.concat(aboutFile)).slice(0, left)) {
          chosen.push(diagnostic);
        }
      }
    }
    return byLine(chosen);
  }

  /** Those of a line; `aboutFile` is what is said of it as a part of the file. */
  at(line: number, aboutFile: readonly FileDiagnosis[]): Diagnostic[] {
    const found: Diagnostic[] = [];
    this.#show(line, this.#from.tellingOf(line).findings, found);
    this.#show(line, aboutFile.map(stored), found);
    return found;
  }

  /** The first findings of a severity that lines have by themselves. */
  #ofLines(severity: Severity, most: number): Diagnostic[] {
    const { marks, tellingOf } = this.#from;
    const found: Diagnostic[] = [];
    // Where some of these are silenced, more lines are needed.
    const lines = marks.linesOf(severity, this.#silencing.length > 0 ? marks.length : most);
    for (const line of lines) {
      if (found.length >= most) {
        break;
      }
      this.#show(line, tellingOf(line).findings, found, (each) => each === severity);
    }
    return found;
  }

  /** How many of the findings of a rule about the file are shown. */
  #countOf({ rule, findings }: RuleFindings): number {
    let count = findings.length;
    for (const { line } of this.#silencing.length > 0 ? findings : []) {
      count -= this.#isSilenced(rule, line) ? 1 : 0;
    }
    return count;
  }

  /** The first findings about the file, of the rules that are so severe, top to bottom. */
  #aboutFile(isWanted: (severity: Severity) => boolean, most: number): Diagnostic[] {
    const { marks, ofFile } = this.#from;
    const wanted = ofFile.filter(({ rule }) => {
      const severity = marks.judge(rule);
      return severity !== 'off' && isWanted(severity);
    });
    // Of thousands, only those that are shown are put in order, and made anything of.
    const end = this.#behindFirst(wanted, most);
    const first: FileDiagnosis[] = [];
    for (const { rule, findings } of wanted) {
      for (const finding of findings) {
        const { line } = finding;
        if (line < end && !this.#isSilenced(rule, line)) {
          first.push({ rule, finding });
        }
      }
    }
    inOrder(first);
    return first.slice(0, most).map((diagnosis) => ({
      line: diagnosis.finding.line,
      severity: marks.judge(diagnosis.rule) as Severity,
      finding: stored(diagnosis),
    }));
  }

  /** Up to which line at least so many of the findings are, if there are as many. It does not have to be the first such line. */
  #behindFirst(wanted: readonly RuleFindings[], most: number): number {
    const { length } = this.#from.marks;
    if (wanted.reduce((sum, { findings }) => sum + findings.length, 0) <= most) {
      return length;
    }
    const counts = new Int32Array((length >> runBits) + 1);
    for (const { rule, findings } of wanted) {
      for (const { line } of findings) {
        counts[line >> runBits]! += this.#isSilenced(rule, line) ? 0 : 1;
      }
    }
    let run = 0;
    for (let left = most; run < counts.length && left > 0; run++) {
      left -= counts[run]!;
    }
    return run << runBits;
  }

  /** Adds those that are shown to others. */
  #show(
    line: number,
    findings: readonly StoredFinding[],
    shown: Diagnostic[],
    isWanted: (severity: Severity) => boolean = () => true,
  ): void {
    for (const finding of findings) {
      const { rule } = finding;
      const severity = this.#from.marks.judge(rule);
      if (severity !== 'off' && isWanted(severity) && !this.#isSilenced(rule, line)) {
        shown.push({ line, severity, finding });
      }
    }
  }

  #isSilenced(rule: Rule, line: number): boolean {
    for (const silence of this.#silencesOf(line)) {
      if (silence.covers(rule.code)) {
        return true;
      }
    }
    return false;
  }

  /** What comments silence on a line. */
  #silencesOf(line: number): readonly Silence[] {
    const { marks, tellingOf } = this.#from;
    const isHere = marks.has(line, silencing);
    const isAbove = line > 0 && marks.has(line - 1, silencing);
    if (!isHere && !isAbove) {
      return this.#everywhere;
    }
    return [
      ...this.#everywhere,
      ...(isHere ? [silenceOf(tellingOf(line).directives, 'line')] : []),
      ...(isAbove ? [silenceOf(tellingOf(line - 1).directives, 'next-line')] : []),
    ];
  }
}

function silenceOf(directives: readonly Directive[], scope: Directive['scope']): Silence {
  const silence = new Silence();
  silence.add(directives, scope);
  return silence;
}

function byLine(diagnostics: Diagnostic[]): Diagnostic[] {
  return diagnostics.sort((one, other) => one.line - other.line);
}
