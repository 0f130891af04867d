/** Reads lines, and remembers how they are written: one that is written like another is not evaluated again. */
import type { LineEvaluation } from '../../flow/evaluate-line';
import type { Span } from '../../syntax/span';
import { withoutEnd } from '../flow-document';
import type { LineFacts } from '../line-facts';
import { addTo } from '../lists';
import { FlowShape } from './flow-shape';
import { type FreeValue, freeGroupValues, freeValues } from './free-values';
import { GroupShape } from './group-shape';
import {
  type KnownLine,
  keyOf,
  type LineShape,
  type PlacedFinding,
  type ShapedLine,
  type ShapeReader,
} from './line-shape';
import { canDiffer, otherLine, sameFacts, surroundingsOf } from './proof';
import { Scanner } from './scanner';
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
  shapes: Map<number, LineShape<Finding>[]>;
}

/** A line that was evaluated. */
interface EvaluatedLine<Finding> extends KnownLine<Finding> {
  readonly raw: string;
  readonly evaluation: LineEvaluation;
}

export class LineReader<Finding extends PlacedFinding> implements ShapeReader {
  readonly pool = new WordPool();
  readonly #evaluate: (text: string) => KnownLine<Finding>;
  readonly #scanner = new Scanner();
  /** The line that the scanner was given last, and whether it could be taken apart. */
  #scanned: string | undefined;
  #isScanned = false;
  readonly #skeletons = new Map<number, Skeleton<Finding>>();
  readonly #seen = new Set<number>();
  /** The surroundings in which values have been proven to be free. */
  readonly #proven = new Set<string>();
  #shapes = 0;
  #usedShapes = 0;
  #uses = 0;

  /** `evaluate` says of a line without its end what there is to know. */
  constructor(evaluate: (text: string) => KnownLine<Finding>) {
    this.#evaluate = evaluate;
  }

  /** The line (given with its line end) if it is written like another; undefined if it has to be evaluated. */
  read(raw: string): ShapedLine<Finding> | undefined {
    const scanner = this.#scanner;
    if (!this.#scan(raw)) {
      return undefined;
    }
    const skeleton = this.#skeletons.get(scanner.hash);
    if (!skeleton || !hasCodes(skeleton.codes, scanner)) {
      return undefined;
    }
    const shape = skeleton.shapes
      .get(keyOf(skeleton.keys, scanner.words))
      ?.find((each) => each.takes(scanner));
    if (!shape || (shape.like.findings.length > 0 && !shape.isSpelledBy(raw, scanner))) {
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
    return shape.lineOf(raw, scanner);
  }

  /** Makes a shape of a flow or a group, accepted or not, for others of its kind to come. */
  learn({ raw, evaluation, facts, findings }: EvaluatedLine<Finding>): void {
    if (
      !(facts.flow || facts.group) ||
      raw.includes('#') ||
      this.#shapes >= mostShapes + this.#uses / fewestUses ||
      !this.#holds(raw)
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
    const shape = this.#shapeOf(raw, evaluation, { facts, findings });
    if (shape) {
      skeleton.made++;
      this.#shapes++;
      this.#addTo(skeleton, shape);
    }
  }

  /** What is to be known of a line, from its text. */
  factsOf(raw: string): LineFacts {
    return this.#evaluate(withoutEnd(raw)).facts;
  }

  /** Takes the line apart. */
  scanned(raw: string): Scanner {
    this.#holds(raw);
    return this.#scanner;
  }

  /** Takes a line apart. False for one that cannot be. */
  #scan(raw: string): boolean {
    this.#scanned = raw;
    this.#isScanned = this.#scanner.scan(raw);
    return this.#isScanned;
  }

  /** Whether the line could be taken apart; it is not done again for the line that it was done for last. */
  #holds(raw: string): boolean {
    return raw === this.#scanned ? this.#isScanned : this.#scan(raw);
  }

  /** A shape of the line that the scanner holds; undefined where lines of its kind have none. */
  #shapeOf(
    raw: string,
    evaluation: LineEvaluation,
    like: KnownLine<Finding>,
  ): LineShape<Finding> | undefined {
    const text = withoutEnd(raw);
    const scanner = this.#scanner;
    const { flow, group } = like.facts;
    const compared = comparedIn(like.findings);
    const source = (values: readonly FreeValue[]) => {
      const free = values.filter((each) => canDiffer(each, scanner) && !isWithin(compared, each, scanner));
      return { reader: this, like, raw, scan: scanner, free };
    };
    if (evaluation.kind === 'flow' && flow) {
      return new FlowShape(source(freeValues(text, scanner, evaluation, flow)), flow);
    }
    if (evaluation.kind === 'group' && group) {
      return new GroupShape(source(freeGroupValues(text, scanner, evaluation)), group);
    }
    return undefined;
  }

  /**
   * Whether a shape may be gone by. When it is needed for the first time, a line with other values is made up and evaluated, and must
   * come out as the shape foretells. Where nothing is found in the line, it is enough that each value was free in the same
   * surroundings before. The scanner then holds `raw` again.
   */
  #prove(shape: LineShape<Finding>, raw: string): boolean {
    const surroundings = shape.free.map((value) => surroundingsOf(value, shape));
    if (shape.like.findings.length === 0 && surroundings.every((each) => this.#proven.has(each))) {
      return true;
    }
    const scanner = this.#scanner;
    this.#scan(shape.raw);
    const other = otherLine(withoutEnd(shape.raw), scanner, shape.free);
    const isProven = this.#scan(other) && shape.takes(scanner) && this.#foretells(shape, other);
    this.#scan(raw);
    if (isProven) {
      for (const each of surroundings) {
        this.#proven.add(each);
      }
    }
    return isProven;
  }

  #foretells(shape: LineShape<Finding>, line: string): boolean {
    const foretold = shape.lineOf(line, this.#scanner).summary;
    const { findings, facts } = this.#evaluate(line);
    return JSON.stringify(foretold.findings) === JSON.stringify(findings) && sameFacts(foretold.facts, facts);
  }

  #addTo(skeleton: Skeleton<Finding>, shape: LineShape<Finding>): void {
    const keys = new Set([...skeleton.keys, ...shape.fixed]);
    if (keys.size > skeleton.keys.length) {
      const all = [...skeleton.shapes.values()].flat();
      skeleton.keys = [...keys];
      skeleton.shapes = new Map();
      for (const each of all) {
        addTo(skeleton.shapes, each.keyOf(skeleton.keys), each);
      }
    }
    addTo(skeleton.shapes, keyOf(skeleton.keys, this.#scanner.words), shape);
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

/** The places of which something is said that names others: what is said may depend on whether both have the same value. */
function comparedIn(findings: readonly PlacedFinding[]): Span[] {
  return findings.flatMap(({ span, related }) =>
    related.length === 0 ? [] : [span, ...related.map((place) => place.span)],
  );
}

function isWithin(spans: readonly Span[], { index }: FreeValue, { starts, ends }: Scanner): boolean {
  return spans.some(({ start, end }) => start < ends[index]! && starts[index]! < end);
}
