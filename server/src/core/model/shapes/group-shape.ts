import type { Span } from '../../syntax/span';
import { withoutEnd } from '../flow-document';
import type { GroupFacts, LineFacts } from '../line-facts';
import type { Mention } from '../mentions';
import type { Step } from '../steps';
import { numberOf } from './free-values';
import { LineShape, nothing, type PlacedFinding, type ShapeSource } from './line-shape';
import type { Scanner } from './scanner';

/** How a group is written: groups of services differ in their number, and in the addresses that they lead to. */
export class GroupShape<Finding extends PlacedFinding> extends LineShape<Finding> {
  readonly group: GroupFacts;
  /** Which value is its number; -1 where that is not free. */
  readonly #number: number;

  /** `group` are the facts of the line. */
  constructor(source: ShapeSource<Finding>, group: GroupFacts) {
    super(source);
    this.group = group;
    this.#number = this.valueOf('number');
  }

  override lineOf(raw: string, scan: Scanner): ShapedGroup<Finding> {
    const number = this.#number < 0 ? this.group.number : Number(numberOf(scan, this.#number));
    return new ShapedGroup(this, raw, number);
  }
}

/** A line with a group that is read by its shape: what is kept of it is the shape, its text and its number. */
export class ShapedGroup<Finding extends PlacedFinding> implements LineFacts, GroupFacts {
  readonly raw: string;
  readonly number: number | undefined;
  readonly #shape: GroupShape<Finding>;
  #findings: readonly Finding[] | undefined;

  constructor(shape: GroupShape<Finding>, raw: string, number: number | undefined) {
    this.#shape = shape;
    this.raw = raw;
    this.number = number;
  }
  get text(): string {
    return withoutEnd(this.raw);
  }
  get summary(): this {
    return this;
  }
  get directives(): readonly never[] {
    return nothing;
  }
  /** The same list each time: who has shown it knows it again. */
  get findings(): readonly Finding[] {
    this.#findings ??=
      this.#shape.like.findings.length === 0 ? nothing : this.#shape.findingsIn(this.#scanned);
    return this.#findings;
  }
  get facts(): LineFacts {
    return this;
  }
  get kind(): 'group' {
    return 'group';
  }
  get group(): GroupFacts {
    return this;
  }
  get bundleWord(): Span | undefined {
    return this.#shape.like.facts.bundleWord;
  }
  get mentions(): readonly Mention[] {
    return this.#shape.mentionsIn(this.raw, this.#scanned);
  }
  get command(): string {
    return this.#shape.group.command;
  }
  get buckets(): readonly (readonly Step[])[] {
    return this.#shape.group.buckets;
  }
  get bucketsKnown(): boolean {
    return this.#shape.group.bucketsKnown;
  }

  get #scanned(): Scanner {
    return this.#shape.reader.scanned(this.raw);
  }
}
