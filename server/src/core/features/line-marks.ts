/** What lines have to tell, in one byte for each: so that a keystroke in a large file looks at few of them. */
import { type Directive, Silence } from '../model/directives';
import type { Rule, Severity } from '../rules/rule';

/** Severities, the worst first. */
export const severities: readonly Severity[] = ['error', 'warning', 'information', 'hint'];

/** How severe the findings of a rule are; `off` where nobody wants them. */
export type Judgement = (rule: Rule) => Severity | 'off';

/** The bits of a mark. A line that nobody has looked at has none. */
export const seen = 1;
/** It has a comment that silences something. */
export const silencing = 2;
/** It has findings. */
export const telling = ~(seen | silencing);
const bitOf: Readonly<Record<Severity, number>> = { error: 4, warning: 8, information: 16, hint: 32 };

/** What a line has to tell by itself. */
export interface Telling {
  readonly findings: readonly { readonly rule: Rule }[];
  readonly directives: readonly Directive[];
}

/**
 * The marks of all lines, under one judgement of rules. They move with the lines. The findings that comments of their
 * own line silence are not among them.
 */
export class LineMarks {
  readonly judge: Judgement;
  /** How many findings there are of each rule that is not off, on lines that were seen. */
  readonly counts = new Map<Rule, number>();
  #bytes: Uint8Array;
  #length: number;
  /** All lines below were seen. */
  #seenUpTo = 0;

  constructor(length: number, judge: Judgement) {
    this.judge = judge;
    this.#length = length;
    this.#bytes = new Uint8Array(length);
  }

  /** How many lines there are. */
  get length(): number {
    return this.#length;
  }

  /** The first line that was not seen, or -1. */
  get unseen(): number {
    const found = this.#bytes.indexOf(0, this.#seenUpTo);
    const line = found < this.#length ? found : -1;
    this.#seenUpTo = line < 0 ? this.#length : line;
    return line;
  }

  /** Marks a line that was not seen. */
  see(line: number, telling: Telling): void {
    const { directives } = telling;
    let mark = seen | (directives.length > 0 ? silencing : 0);
    for (const rule of rulesOf(telling)) {
      const severity = this.judge(rule);
      if (severity !== 'off') {
        mark |= bitOf[severity];
        this.counts.set(rule, (this.counts.get(rule) ?? 0) + 1);
      }
    }
    this.#bytes[line] = mark;
  }

  /** Before lines are replaced: `tellingOf` gives what one that was seen had to tell. */
  replace(first: number, removed: number, added: number, tellingOf: (line: number) => Telling): void {
    for (let line = first; line < first + removed; line++) {
      if (this.#bytes[line]! > seen) {
        this.#uncount(tellingOf(line));
      }
    }
    const length = this.#length - removed + added;
    if (length > this.#bytes.length) {
      const larger = new Uint8Array(Math.ceil(length * 1.1) + 1024);
      larger.set(this.#bytes);
      this.#bytes = larger;
    }
    if (removed !== added) {
      this.#bytes.copyWithin(first + added, first + removed, this.#length);
    }
    this.#bytes.fill(0, first, first + added);
    this.#length = length;
    this.#seenUpTo = Math.min(this.#seenUpTo, first);
  }

  /** Whether a line has one of the bits. */
  has(line: number, bits: number): boolean {
    return (this.#bytes[line]! & bits) !== 0;
  }

  /** The lines with silencing comments, top to bottom. */
  silencing(): readonly number[] {
    return this.#linesWith(silencing);
  }

  /** The lines with findings, top to bottom. */
  telling(): readonly number[] {
    return this.#linesWith(telling);
  }

  /** The lines with findings of a severity, top to bottom: the first so many. */
  linesOf(severity: Severity, most: number): readonly number[] {
    return this.#linesWith(bitOf[severity], most);
  }

  #linesWith(bits: number, most = Number.POSITIVE_INFINITY): readonly number[] {
    const found: number[] = [];
    const bytes = this.#bytes;
    // Most lines have nothing to tell: four are looked at at once.
    const fours = new Int32Array(bytes.buffer, 0, bytes.length >> 2);
    const anyOfFour = Math.imul(bits & 0xff, 0x01010101);
    for (let line = 0; line < this.#length && found.length < most; line++) {
      if ((line & 3) === 0 && line >> 2 < fours.length && (fours[line >> 2]! & anyOfFour) === 0) {
        line += 3;
      } else if ((bytes[line]! & bits) !== 0) {
        found.push(line);
      }
    }
    return found;
  }

  #uncount(telling: Telling): void {
    for (const rule of rulesOf(telling)) {
      const count = this.counts.get(rule);
      if (count !== undefined) {
        this.counts.set(rule, count - 1);
      }
    }
  }
}

const none: readonly Rule[] = [];

/** The rules of the findings that no comment of the line itself silences. */
export function rulesOf({ findings, directives }: Telling): readonly Rule[] {
  if (findings.length === 0) {
    return none;
  }
  const here = new Silence();
  here.add(directives, 'line');
  return findings.map(({ rule }) => rule).filter(({ code }) => !here.covers(code));
}
