/** A pipeline, what is said of it, and what a switch does with it: what every check of their agreement looks at. */
import type { Evidence } from './evidence';
import type { InstalledFlow } from './installed-flow';
import type { JudgedCode, Pipeline, Verdict } from './pipeline';

/** The pipeline, the verdicts and the evidence, with the questions that several checks ask. */
export class Subject {
  constructor(
    readonly pipeline: Pipeline,
    readonly verdicts: readonly Verdict[],
    readonly evidence: Evidence,
  ) {}

  /** The lines with the verdict. */
  linesOf(code: JudgedCode): number[] {
    return this.verdicts.filter((verdict) => verdict.code === code).map(({ line }) => line);
  }

  says(code: JudgedCode, line: number): boolean {
    return this.linesOf(code).includes(line);
  }

  text(line: number): string {
    return this.pipeline.lines[line] ?? '';
  }

  table(line: number): number {
    return Number(/(?:^|[ ,])table=(\d+)/.exec(this.text(line).split('actions=')[0] ?? '')?.[1] ?? 0);
  }

  isHit(line: number): boolean {
    const { exploration, traffic } = this.evidence;
    return exploration.hits.has(line + 1) || traffic.hits.has(line + 1);
  }

  /** The flows that are in the switch, with their lines. */
  get installed(): [number, InstalledFlow][] {
    return [...this.evidence.installed].filter(([line]) => line >= 0);
  }

  /** Whether we say that no packet hits the flow. */
  isDead(line: number): boolean {
    const table = this.table(line);
    const conjunctions = this.linesOf('file/incomplete-conjunction').map((other) =>
      conjunctionOf(this.text(other)),
    );
    return (
      conjunctions.some((id) => id !== undefined && this.text(line).includes(`conj_id=${id},`)) ||
      deadly.some((code) => this.says(code, line)) ||
      this.linesOf('file/unreached-table').some((other) => this.table(other) === table) ||
      // What nothing tracked has no mark; only a match on a mark that is not 0 makes the flow dead.
      (this.says('tracking/untracked-field', line) &&
        readsConnection.test(this.text(line).split('actions=')[0] ?? ''))
    );
  }
}

export const conjunctionOf = (text: string) => /(?:conjunction\(|conj_id=)(\w+)/.exec(text)?.[1];

const deadly = ['file/replaced', 'file/shadowed', 'file/redundant', 'tracking/unreachable-state'] as const;

const readsConnection = /ct_(?:mark|label|zone|nw_\w+|ipv6_\w+|tp_\w+)=/;

export type Check = (subject: Subject) => string[];

export const at = (line: number) => `line ${line + 1}`;

/** Of a conjunction no clause is hit by itself: the flow with its conj_id is. */
export const isClause = (actions: string) => actions.startsWith('conjunction(');
