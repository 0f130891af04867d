import type { Span } from '../../syntax/span';
import { withoutEnd } from '../flow-document';
import type { Clause, FlowFacts } from '../flow-facts';
import { type FlowTraits, FlowWithTraits } from '../flow-traits';
import type { LineFacts } from '../line-facts';
import type { Mention } from '../mentions';
import { type PacketSet, unpack } from '../packet-set';
import type { Step } from '../steps';
import { type LineShape, nothing, type PlacedFinding, type ShapeReader } from './line-shape';

/** What a shape knows of its flows beside what it knows of any line. */
export interface ReadsFlows {
  /** The flow that the shape was made of. */
  readonly flow: FlowFacts;
  /** The clauses of conjunctions that a line is. */
  clausesOf(raw: string): readonly Clause[];
  cookieOf(raw: string): bigint | undefined;
  /** Where the list of actions stands. */
  actionsOf(raw: string): Span | undefined;
}

/** What flows of a shape have in common, or those of them that name the same group. */
export interface Likeness<Finding extends PlacedFinding> {
  readonly shape: LineShape<Finding> & ReadsFlows;
  readonly traits: FlowTraits;
  /** Undefined where they differ in it. */
  readonly priority: number | undefined;
}

/**
 * A flow that is read by its shape: what is kept of it is the shape, its text, and the numbers that tables are searched by. All
 * else is the shape's, or worked out from the text when somebody asks.
 */
export class ShapedFlow<Finding extends PlacedFinding>
  extends FlowWithTraits
  implements LineFacts, FlowFacts
{
  protected readonly like: Likeness<Finding>;
  readonly raw: string;
  at: number;

  constructor(like: Likeness<Finding>, raw: string, at: number) {
    super();
    this.like = like;
    this.raw = raw;
    this.at = at;
  }
  get text(): string {
    return withoutEnd(this.raw);
  }
  get summary(): this {
    return this;
  }
  get #shape(): Likeness<Finding>['shape'] {
    return this.like.shape;
  }
  get #reader(): ShapeReader {
    return this.#shape.reader;
  }
  get traits(): FlowTraits {
    return this.like.traits;
  }
  get priority(): number {
    return this.like.priority ?? this.words[this.at - 1]!;
  }
  /** How many words it has in the pool in front of those of its packets. */
  get wordsInFront(): number {
    return this.like.priority === undefined ? 1 : 0;
  }
  get findings(): readonly Finding[] {
    return nothing;
  }
  get directives(): readonly never[] {
    return nothing;
  }
  get facts(): LineFacts {
    return this;
  }
  get kind(): 'flow' {
    return 'flow';
  }
  get flow(): FlowFacts {
    return this;
  }
  get bundleWord(): Span | undefined {
    return this.#shape.like.facts.bundleWord;
  }
  get mentions(): readonly Mention[] {
    return this.#shape.mentionsIn(this.raw, this.#reader.scanned(this.raw));
  }
  get words(): Int32Array {
    return this.#reader.pool.words;
  }
  get packets(): PacketSet {
    return unpack(this.traits.signature, this.words, this.at);
  }
  get cookie(): bigint | undefined {
    return this.#shape.cookieOf(this.raw);
  }
  get steps(): readonly Step[] {
    return this.#reader.factsOf(this.raw).flow!.steps;
  }
  get clauses(): readonly Clause[] {
    return this.#shape.clausesOf(this.raw);
  }
  get stateSpan(): Span | undefined {
    return this.#moved(this.#shape.flow.stateSpan);
  }
  get trackedSpan(): Span | undefined {
    return this.#moved(this.#shape.flow.trackedSpan);
  }
  get actions(): Span | undefined {
    return this.#shape.actionsOf(this.raw);
  }
  get span(): Span {
    return this.#moved(this.#shape.flow.span)!;
  }
  get whole(): Span {
    return this.#moved(this.#shape.flow.whole)!;
  }
  #moved(span: Span | undefined): Span | undefined {
    return span && this.#shape.moved(span, this.#reader.scanned(this.raw));
  }
}

/** The same, where there is something to tell of it. */
export class TellingFlow<Finding extends PlacedFinding> extends ShapedFlow<Finding> {
  #findings: readonly Finding[] | undefined;

  /** The same list each time: who has shown it knows it again. */
  override get findings(): readonly Finding[] {
    const { shape } = this.like;
    this.#findings ??= shape.findingsIn(shape.reader.scanned(this.raw));
    return this.#findings;
  }
}
