import type { StateSet } from '../../conntrack/state-set';
import type { FlowCommand } from '../../facts/flow-keys';
import type { Span } from '../../syntax/span';
import { withoutEnd } from '../flow-document';
import type { Clause, FlowFacts, FlowTraits } from '../flow-facts';
import type { LineFacts } from '../line-facts';
import type { Mention } from '../mentions';
import { type PacketSet, type Signature, unpack } from '../packet-set';
import type { Step } from '../steps';
import type { Likeness, PlacedFinding, Shape, ShapeReader } from './shape';

/** What there is to tell of a line of which nothing is to be told: one list for all of them. */
export const nothing: readonly never[] = [];

/**
 * A line that is read by its shape: what is kept of it is the shape, its text, and the numbers that tables are searched by. All
 * else is the shape's, or worked out from the text when somebody asks.
 */
export class ShapedLine<Finding extends PlacedFinding> implements LineFacts, FlowFacts {
  protected readonly like: Likeness<Finding>;
  readonly raw: string;
  at: number;

  constructor(like: Likeness<Finding>, raw: string, at: number) {
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
  get #reader(): ShapeReader<Finding> {
    return this.like.reader;
  }
  get #shape(): Shape<Finding> {
    return this.like.shape;
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
  get mentions(): readonly Mention[] {
    return this.#reader.mentionsOf(this.raw, this.#shape);
  }
  get words(): Int32Array {
    return this.#reader.pool.words;
  }
  get packets(): PacketSet {
    return unpack(this.traits.signature, this.words, this.at);
  }
  get cookie(): bigint | undefined {
    return this.#shape.cookie < 0
      ? this.#shape.facts.flow.cookie
      : this.#reader.cookieOf(this.raw, this.#shape);
  }
  get steps(): readonly Step[] {
    return this.#reader.factsOf(this.raw).flow!.steps;
  }
  get clauses(): readonly Clause[] {
    return this.#reader.clausesOf(this.raw, this.#shape);
  }
  get stateSpan(): Span | undefined {
    return this.#moved(this.#shape.facts.flow.stateSpan);
  }
  get trackedSpan(): Span | undefined {
    return this.#moved(this.#shape.facts.flow.trackedSpan);
  }
  get actions(): Span | undefined {
    return this.#moved(this.#shape.facts.flow.actions);
  }
  get span(): Span {
    return this.#moved(this.#shape.facts.flow.span)!;
  }
  get whole(): Span {
    return this.#moved(this.#shape.facts.flow.whole)!;
  }
  get command(): FlowCommand {
    return this.traits.command;
  }
  get accepted(): boolean {
    return this.traits.accepted;
  }
  get printed(): boolean {
    return this.traits.printed;
  }
  get table(): number | undefined {
    return this.traits.table;
  }
  get tableKnown(): boolean {
    return this.traits.tableKnown;
  }
  get temporary(): boolean {
    return this.traits.temporary;
  }
  get narrowed(): boolean {
    return this.traits.narrowed;
  }
  get signature(): Signature {
    return this.traits.signature;
  }
  get states(): StateSet {
    return this.traits.states;
  }
  get stateKey(): string {
    return this.traits.stateKey;
  }
  get asksForState(): boolean {
    return this.traits.asksForState;
  }
  get asksForTracked(): boolean {
    return this.traits.asksForTracked;
  }
  get zone(): number | undefined {
    return this.traits.zone;
  }
  get isIp(): boolean | undefined {
    return this.traits.isIp;
  }
  get matchKnown(): boolean {
    return this.traits.matchKnown;
  }
  get likeSteps(): readonly Step[] {
    return this.traits.likeSteps;
  }
  get stepsKnown(): boolean {
    return this.traits.stepsKnown;
  }
  get isClause(): boolean {
    return this.traits.isClause;
  }
  get hasActions(): boolean {
    return this.traits.hasActions;
  }

  #moved(span: Span | undefined): Span | undefined {
    return span && this.#reader.moved(this.raw, this.#shape, span);
  }
}

/** The same, where there is something to tell of it. */
export class TellingLine<Finding extends PlacedFinding> extends ShapedLine<Finding> {
  #findings: readonly Finding[] | undefined;

  /** The same list each time: who has shown it knows it again. */
  override get findings(): readonly Finding[] {
    this.#findings ??= this.like.reader.findingsOf(this.raw, this.like.shape);
    return this.#findings;
  }
}
