/** Checks lines one by one, and remembers how they are written: what is written like another costs little. */
import type { FormatSet } from '../facts/flow-formats';
import { directivesIn } from '../model/directives';
import { type DocumentLine, PlainLine, withoutEnd } from '../model/flow-document';
import { factsOf } from '../model/line-facts';
import { LineReader } from '../model/shapes/line-reader';
import { nothing } from '../model/shapes/line-shape';
import { ShapedFlow } from '../model/shapes/shaped-flow';
import { checkEvaluated, evaluated } from '../rules/check';
import { parseFlowLine } from '../syntax/flow-line';
import { type LineSummary, type StoredFinding, stored } from './findings';

export class LineChecker {
  readonly #formats: FormatSet;
  readonly #reader: LineReader<StoredFinding>;
  /** The last line that was no flow: dumps repeat the same header again and again. */
  #other: DocumentLine<LineSummary> | undefined;

  /** Under the flow formats of the OpenFlow version in use. */
  constructor(formats: FormatSet) {
    this.#formats = formats;
    this.#reader = new LineReader((text) => this.#check(text));
  }

  /** A line, which is given with its line end or without, and what is known of it. */
  read(raw: string): DocumentLine<LineSummary> {
    return this.#reader.read(raw) ?? (this.#other?.raw === raw ? this.#other : this.#evaluate(raw));
  }

  /** Forgets what belongs to lines that are gone, once that has become much. `lines` are all that are left. */
  tidy(lines: readonly { readonly summary: LineSummary | undefined }[]): void {
    const { pool } = this.#reader;
    if (pool.isWasteful(lines.length)) {
      pool.gather(shapedFlows(lines));
    }
  }

  #evaluate(raw: string): DocumentLine<LineSummary> {
    const text = withoutEnd(raw);
    const { evaluation, facts, findings } = this.#check(text);
    const directives = directivesIn(text);
    if (directives.length === 0) {
      this.#reader.learn({ raw, evaluation, facts, findings });
    }
    const summary = { findings, directives: directives.length === 0 ? nothing : directives, facts };
    const line = new PlainLine(raw, summary);
    if (evaluation.kind === 'none') {
      this.#other = line;
    }
    return line;
  }

  #check(text: string) {
    const line = parseFlowLine(text);
    const evaluation = evaluated(line, this.#formats);
    const found = checkEvaluated(line, evaluation, this.#formats).map(stored);
    return { evaluation, facts: factsOf(line, evaluation), findings: found.length === 0 ? nothing : found };
  }
}

function* shapedFlows(
  lines: Iterable<{ readonly summary: LineSummary | undefined }>,
): Generator<ShapedFlow<StoredFinding>> {
  for (const { summary } of lines) {
    if (summary instanceof ShapedFlow) {
      yield summary;
    }
  }
}
