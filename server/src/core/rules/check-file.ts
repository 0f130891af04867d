/** What only the whole file shows. */
import type { FlowFile } from '../model/flow-file';
import { type Pipeline, pipelineOf } from '../model/tracking/pipeline';
import { fileRules } from './catalogue';
import type { FileFinding, FileRule, FileRuleInput } from './file-rule';
import { flowSets } from './flow-set';

/** A finding about the file, and the rule that made it. */
export interface FileDiagnosis {
  readonly rule: FileRule;
  readonly finding: FileFinding;
}

/** What one rule says of the file. There may be thousands, which nobody wants to go through at every keystroke. */
export interface RuleFindings {
  readonly rule: FileRule;
  /** In no order. */
  readonly findings: readonly FileFinding[];
}

/** Nobody reads more of one kind, and a file made by a program may have one on every line. */
const mostOfOneRule = 5_000;

/** A file under the eyes of the rules: each of them, and all that they need, is asked only where somebody wants it. */
export class FileCheck implements FileRuleInput {
  readonly file: FlowFile;
  readonly textOf: (line: number) => string;
  readonly #before: readonly Pipeline[];
  #pipelines: readonly Pipeline[] | undefined;
  #flowSets: readonly Pipeline[] | undefined;
  readonly #findings = new Map<FileRule, readonly FileFinding[]>();

  /** `before`: the same file before an edit; what stays true of it is not worked out again. */
  constructor(file: FlowFile, textOf: (line: number) => string, before?: FileCheck) {
    this.file = file;
    this.textOf = textOf;
    this.#before = before?.latestPipelines ?? [];
  }

  /** The pipelines, as they are or as they were when somebody last asked for them. */
  get latestPipelines(): readonly Pipeline[] {
    return this.#pipelines ?? this.#before;
  }

  /** How packets get from table to table, for each section of the file. */
  get pipelines(): readonly Pipeline[] {
    this.#pipelines ??= this.file.sections.map((section, index) => {
      const before = this.#before[index] ?? this.#before.at(-1);
      return before?.section === section ? before : pipelineOf(section, before);
    });
    return this.#pipelines;
  }

  get flowSets(): readonly Pipeline[] {
    this.#flowSets ??= flowSets(this);
    return this.#flowSets;
  }

  /** Whether it is known what a rule says: to ask it again costs nothing. */
  hasAsked(rule: FileRule): boolean {
    return this.#findings.has(rule);
  }

  /** What a rule says of the file: the first findings. */
  findingsOf(rule: FileRule): readonly FileFinding[] {
    let found = this.#findings.get(rule);
    if (!found) {
      found = firstOf(rule.check(this), mostOfOneRule);
      this.#findings.set(rule, found);
    }
    return found;
  }

  /** What all rules say of the file, in the order of the lines. */
  get diagnoses(): FileDiagnosis[] {
    return inOrder(this.findings(() => true).flatMap((each) => diagnosesOf(each)));
  }

  /** The same on one line, of the rules that are wanted. */
  diagnosesAt(line: number, isWanted: (rule: FileRule) => boolean): FileDiagnosis[] {
    return inOrder(
      this.findings(isWanted).flatMap((each) => diagnosesOf(each, (finding) => finding.line === line)),
    );
  }

  /** What the rules that are wanted say of the file. Those with nothing to say are not among them. */
  findings(isWanted: (rule: FileRule) => boolean): RuleFindings[] {
    return fileRules.filter(isWanted).flatMap((rule) => {
      const findings = this.findingsOf(rule);
      return findings.length > 0 ? { rule, findings } : [];
    });
  }
}

/** Findings, in the order of the lines, then of the rules. */
export function inOrder(diagnoses: FileDiagnosis[]): FileDiagnosis[] {
  return diagnoses.sort(
    ({ finding: left }, { finding: right }) => left.line - right.line || left.span.start - right.span.start,
  );
}

/** Those of the findings of a rule that are asked for, each with the rule. */
export function diagnosesOf(
  { rule, findings }: RuleFindings,
  isWanted: (finding: FileFinding) => boolean = () => true,
): FileDiagnosis[] {
  const found: FileDiagnosis[] = [];
  for (const finding of findings) {
    if (isWanted(finding)) {
      found.push({ rule, finding });
    }
  }
  return found;
}

/** There may be thousands of a kind: lists are not gone through one by one. */
function firstOf<Each>(all: Iterable<Each>, most: number): readonly Each[] {
  if (Array.isArray(all)) {
    return all.slice(0, most);
  }
  const first: Each[] = [];
  for (const each of all) {
    first.push(each);
    if (first.length === most) {
      break;
    }
  }
  return first;
}
