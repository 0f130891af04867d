/** Reads lines, and remembers how they are written: one that is written like another is not evaluated again. */
import type { FlowEvaluation } from '../../flow/evaluate';
import type { Span } from '../../syntax/span';
import { withoutEnd } from '../flow-document';
import type { Clause } from '../flow-facts';
import type { LineFacts } from '../line-facts';
import type { Mention } from '../mentions';
import { freeValues, numberOf } from './free-values';
import { canDiffer, otherLine, sameFacts, surroundingsOf } from './proof';
import { Scanner } from './scanner';
import { keyOf, type PlacedFinding, Shape, type ShapeReader } from './shape';
import { ShapedLine, TellingLine } from './shaped-line';
import { WordPool } from './word-pool';

/**
 * To make a shape costs a third of an evaluation: with more of the same skeleton, each must have been of use on average. Where thousands
 * of tables and zones are combined at random, it takes as many until they are.
 */
const mostUnused = 2_000;

/** As long as no more than these have not been used, beside those that have, shapes are made of any line. */
const mostUnusedAtFirst = 100;

/** Shapes take room, and a file could have one on every line: beyond so many, each must have been of use to some lines on average. */
const mostShapes = 4_000;
const fewestUses = 4;

/** Of so many skeletons it is remembered that they have been seen once. */
const mostSeen = 20_000;

/** The shapes of lines with the same skeleton, by the values that are not free in any of them. */
interface Skeleton<Finding extends PlacedFinding> {
  readonly codes: Int32Array;
  /** How often a shape was looked for in vain and made, and how often one was there. */
  made: number;
  used: number;
  /** The values by which shapes are told apart. */
  keys: readonly number[];
  shapes: Map<number, Shape<Finding>[]>;
}

/** What there is to know of a line. */
export interface ReadLine<Finding> {
  readonly facts: LineFacts;
  readonly findings: readonly Finding[];
}

/** A flow that was evaluated. */
interface EvaluatedFlow<Finding> extends ReadLine<Finding> {
  readonly raw: string;
  readonly evaluation: FlowEvaluation;
}

export class LineReader<Finding extends PlacedFinding> implements ShapeReader<Finding> {
  readonly pool = new WordPool();
  readonly #evaluate: (text: string) => ReadLine<Finding>;
  readonly #scanner = new Scanner();
  readonly #skeletons = new Map<number, Skeleton<Finding>>();
  readonly #seen = new Set<number>();
  /** The surroundings in which values have been proven to be free. */
  readonly #proven = new Set<string>();
  #shapes = 0;
  #usedShapes = 0;
  #uses = 0;

  /** `evaluate` says of a line without its end what there is to know. */
  constructor(evaluate: (text: string) => ReadLine<Finding>) {
    this.#evaluate = evaluate;
  }

  /** The line (given with its line end) if it is written like another; undefined if it has to be evaluated. */
  read(raw: string): ShapedLine<Finding> | undefined {
    const scanner = this.#scanner;
    if (!scanner.scan(raw)) {
      return undefined;
    }
    const skeleton = this.#skeletons.get(scanner.hash);
    if (!skeleton || !hasCodes(skeleton.codes, scanner)) {
      return undefined;
    }
    const shape = skeleton.shapes
      .get(keyOf(skeleton.keys, scanner.words))
      ?.find((each) => each.takes(scanner));
    if (!shape || (shape.facts.findings.length > 0 && !shape.isSpelledBy(raw, scanner))) {
      return undefined;
    }
    shape.isProven ??= this.#prove(shape, raw);
    if (!shape.isProven) {
      return undefined;
    }
    skeleton.used++;
    this.#uses++;
    if (!shape.isUsed) {
      shape.isUsed = true;
      this.#usedShapes++;
    }
    return this.#lineOf(raw, shape);
  }

  /** Makes a shape of a flow, accepted or not, for others of its kind to come. */
  learn({ raw, evaluation, facts, findings }: EvaluatedFlow<Finding>): void {
    const { flow } = facts;
    if (
      !flow ||
      facts.bundleWord ||
      raw.includes('#') ||
      this.#shapes >= mostShapes + this.#uses / fewestUses ||
      !this.#scanner.scan(raw)
    ) {
      return;
    }
    const { hash } = this.#scanner;
    let skeleton = this.#skeletons.get(hash);
    if (!skeleton) {
      // Where shapes turn out to be of no use, a second line is waited for before another is made.
      const unused = this.#shapes - this.#usedShapes;
      if (unused > mostUnusedAtFirst + this.#usedShapes && !this.#seen.has(hash)) {
        if (this.#seen.size < mostSeen) {
          this.#seen.add(hash);
        }
        return;
      }
      const codes = this.#scanner.skeleton.slice(0, this.#scanner.length);
      skeleton = { codes, made: 0, used: 0, keys: [], shapes: new Map() };
      this.#skeletons.set(hash, skeleton);
    } else if (!hasCodes(skeleton.codes, this.#scanner) || skeleton.made > mostUnused + skeleton.used) {
      return;
    }
    skeleton.made++;
    this.#shapes++;
    this.#addTo(skeleton, this.#shapeOf(raw, evaluation, { ...facts, flow, findings }));
  }

  /** What is to be known of a line, from its text. */
  factsOf(raw: string): LineFacts {
    return this.#evaluate(withoutEnd(raw)).facts;
  }

  /** What is found in a line: the same as in the one that the shape was made of, in other places. */
  findingsOf(raw: string, shape: Shape<Finding>): readonly Finding[] {
    const { findings } = shape.facts;
    this.#scanner.scan(raw);
    const move = (span: Span) => shape.moved(span, this.#scanner);
    return findings.map((finding) => ({
      ...finding,
      span: move(finding.span),
      related: finding.related.map((place) => ({ ...place, span: move(place.span) })),
    }));
  }

  /** Where a stretch of the line that the shape was made of stands in another line. */
  moved(raw: string, shape: Shape<Finding>, span: Span): Span {
    this.#scanner.scan(raw);
    return shape.moved(span, this.#scanner);
  }

  /** What a line names. */
  mentionsOf(raw: string, shape: Shape<Finding>): readonly Mention[] {
    this.#scanner.scan(raw);
    return shape.facts.mentions.map((mention) => {
      const span = shape.moved(mention.span, this.#scanner);
      const isFree = shape.isFree(mention.span.start);
      const number = isFree ? numberIn(raw, span, mention.number) : mention.number;
      return { ...mention, span, number };
    });
  }

  /** The clauses of conjunctions that a line is. */
  clausesOf(raw: string, shape: Shape<Finding>): readonly Clause[] {
    const { clauses } = shape;
    if (clauses.length > 0) {
      this.#scanner.scan(raw);
    }
    return clauses.map(({ clause: { id, index, count }, value }) => ({
      id: value < 0 ? id : Number(numberOf(this.#scanner, value)),
      index,
      count,
    }));
  }

  cookieOf(raw: string, shape: Shape<Finding>): bigint {
    this.#scanner.scan(raw);
    return numberOf(this.#scanner, shape.cookie);
  }

  /** A line of a shape; the scanner holds it. */
  #lineOf(raw: string, shape: Shape<Finding>): ShapedLine<Finding> {
    const like = shape.likenessOf(this.#scanner);
    const at = shape.addWords(this.#scanner, this.pool);
    return shape.facts.findings.length === 0 ? new ShapedLine(like, raw, at) : new TellingLine(like, raw, at);
  }

  #shapeOf(raw: string, evaluation: FlowEvaluation, facts: Shape<Finding>['facts']): Shape<Finding> {
    const text = withoutEnd(raw);
    const scanner = this.#scanner;
    const free = freeValues(text, scanner, evaluation, facts.flow).filter((each) => canDiffer(each, scanner));
    return new Shape(this, facts, raw, scanner, free);
  }

  /**
   * Whether a shape may be gone by. When it is needed for the first time, a line with other values is made up and evaluated, and must
   * come out as the shape foretells. Where nothing is found in the line, it is enough that each value was free in the same
   * surroundings before. The scanner then holds `raw` again.
   */
  #prove(shape: Shape<Finding>, raw: string): boolean {
    const surroundings = shape.free.map((value) => surroundingsOf(value, shape));
    if (shape.facts.findings.length === 0 && surroundings.every((each) => this.#proven.has(each))) {
      return true;
    }
    const scanner = this.#scanner;
    scanner.scan(shape.raw);
    const other = otherLine(withoutEnd(shape.raw), scanner, shape.free);
    const isProven = scanner.scan(other) && shape.takes(scanner) && this.#foretells(shape, other);
    scanner.scan(raw);
    if (isProven) {
      for (const each of surroundings) {
        this.#proven.add(each);
      }
    }
    return isProven;
  }

  #foretells(shape: Shape<Finding>, line: string): boolean {
    const foretold = this.#lineOf(line, shape);
    const { findings, facts } = this.#evaluate(line);
    return JSON.stringify(foretold.findings) === JSON.stringify(findings) && sameFacts(foretold, facts);
  }

  #addTo(skeleton: Skeleton<Finding>, shape: Shape<Finding>): void {
    const keys = new Set([...skeleton.keys, ...shape.fixed]);
    if (keys.size > skeleton.keys.length) {
      const all = [...skeleton.shapes.values()].flat();
      skeleton.keys = [...keys];
      skeleton.shapes = new Map();
      for (const each of all) {
        put(skeleton.shapes, each.keyOf(skeleton.keys), each);
      }
    }
    put(skeleton.shapes, keyOf(skeleton.keys, this.#scanner.words), shape);
  }
}

function put<Each>(map: Map<number, Each[]>, key: number, shape: Each): void {
  const there = map.get(key);
  if (there) {
    there.push(shape);
  } else {
    map.set(key, [shape]);
  }
}

function hasCodes(codes: Int32Array, { skeleton, length }: Scanner): boolean {
  if (codes.length !== length) {
    return false;
  }
  for (let at = 0; at < length; at++) {
    if (codes[at] !== skeleton[at]) {
      return false;
    }
  }
  return true;
}

function numberIn(raw: string, { start, end }: Span, like: number | bigint): number | bigint {
  const number = BigInt(raw.slice(start, end));
  return typeof like === 'bigint' ? number : Number(number);
}
