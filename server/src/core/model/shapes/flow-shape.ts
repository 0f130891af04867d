import type { Span } from '../../syntax/span';
import { lengthWithoutEnd } from '../flow-document';
import type { Clause, FlowFacts } from '../flow-facts';
import { wordOf } from '../packet-set';
import { toGroup } from '../steps';
import { numberOf } from './free-values';
import { LineShape, type PlacedFinding, type ShapeSource } from './line-shape';
import { wordsPerValue } from './scan-values';
import type { Scanner } from './scanner';
import { type Likeness, type ReadsFlows, ShapedFlow, TellingFlow } from './shaped-flow';
import type { WordPool } from './word-pool';

/** The first of these in a line begins the actions. */
const actionsWord = 'action';

/** So many groups of a shape are remembered with what flows have in common that send packets there. */
const mostGroups = 4_000;

/** How a flow is written. */
export class FlowShape<Finding extends PlacedFinding> extends LineShape<Finding> implements ReadsFlows {
  readonly flow: FlowFacts;
  /** The conjunctions that it is a clause of, and which value is the number of each; -1 where that is not free. */
  readonly #clauses: readonly { readonly clause: Clause; readonly value: number }[];
  /** Where free values go in the words of the packets: the first of so many; what is there besides stands in `#words`. */
  readonly #targets: Int32Array;
  readonly #counts: Int32Array;
  readonly #shifts: Int32Array;
  readonly #words: Int32Array;
  /** How far behind the word the list of actions begins, and how far in front of the end of the line it ends. */
  readonly #behindWord: number = 0;
  readonly #beforeEnd: number = 0;
  /** Which value is the priority, the cookie, the group: -1 where all lines have the same. */
  readonly #priority: number;
  readonly #cookie: number;
  readonly #group: number;
  readonly #likeness: Likeness<Finding>;
  readonly #likenessByGroup = new Map<number, Likeness<Finding>>();

  /** `flow` are the facts of the line. */
  constructor(source: ShapeSource<Finding>, flow: FlowFacts) {
    super(source);
    const { raw, free } = source;
    this.flow = flow;
    this.#cookie = this.valueOf('cookie');
    this.#priority = this.valueOf('priority');
    this.#group = this.valueOf('group');
    this.#clauses = flow.likeSteps.flatMap((step) =>
      step.kind === 'conjunction' ? [{ clause: step, value: this.freeIn(step.span) }] : [],
    );
    const { words, at, signature, traits, priority, actions } = flow;
    if (actions) {
      this.#behindWord = actions.start - raw.indexOf(actionsWord);
      this.#beforeEnd = lengthWithoutEnd(raw) - actions.end;
    }
    this.#likeness = { shape: this, traits, priority: this.#priority < 0 ? priority : undefined };
    const packets = words.slice(at, at + signature.length);
    this.#words = this.#priority < 0 ? packets : Int32Array.of(0, ...packets);
    const front = this.#words.length - packets.length;
    this.#targets = new Int32Array(free.length);
    this.#counts = new Int32Array(free.length);
    this.#shifts = new Int32Array(free.length);
    for (const [place, { role }] of free.entries()) {
      if (typeof role === 'object') {
        this.#targets[place] = front + role.first;
        this.#counts[place] = role.count;
        this.#shifts[place] = role.shift;
        for (let word = 0; word < role.count; word++) {
          this.#words[front + role.first + word] = wordOf(role.base, word);
        }
      }
    }
  }

  override lineOf(raw: string, scan: Scanner): ShapedFlow<Finding> {
    const likeness = this.#likenessOf(scan);
    const at = this.#addWords(scan, this.reader.pool);
    return this.like.findings.length === 0
      ? new ShapedFlow(likeness, raw, at)
      : new TellingFlow(likeness, raw, at);
  }

  clausesOf(raw: string): readonly Clause[] {
    if (this.#clauses.length === 0) {
      return this.flow.clauses;
    }
    const scan = this.reader.scanned(raw);
    return this.#clauses.map(({ clause: { id, index, count, span }, value }) => ({
      id: value < 0 ? id : Number(numberOf(scan, value)),
      index,
      count,
      span: this.moved(span, scan),
    }));
  }

  cookieOf(raw: string): bigint | undefined {
    return this.#cookie < 0 ? this.flow.cookie : numberOf(this.reader.scanned(raw), this.#cookie);
  }

  /** Between the word and the list stands no value, nor behind the list: it is found without taking the line apart. */
  actionsOf(raw: string): Span | undefined {
    return (
      this.flow.actions && {
        start: raw.indexOf(actionsWord) + this.#behindWord,
        end: lengthWithoutEnd(raw) - this.#beforeEnd,
      }
    );
  }

  /** What such a line has in common with others: all that this shape takes, or those of them that name the same group. */
  #likenessOf({ words }: Scanner): Likeness<Finding> {
    if (this.#group < 0) {
      return this.#likeness;
    }
    const group = words[this.#group * wordsPerValue]! >>> 0;
    let known = this.#likenessByGroup.get(group);
    if (!known) {
      const { traits } = this.#likeness;
      known = { ...this.#likeness, traits: { ...traits, likeSteps: toGroup(traits.likeSteps, group) } };
      if (this.#likenessByGroup.size >= mostGroups) {
        this.#likenessByGroup.clear();
      }
      this.#likenessByGroup.set(group, known);
    }
    return known;
  }

  /** Adds what differs in numbers; returns where the words of the packets begin, behind the priority. */
  #addWords({ words }: Scanner, pool: WordPool): number {
    const at = pool.add(this.#words);
    const free = this.freeIndexes;
    for (let place = 0; place < free.length; place++) {
      const count = this.#counts[place]!;
      const value = free[place]! * wordsPerValue;
      const target = at + this.#targets[place]!;
      for (let word = 0; word < count; word++) {
        pool.words[target + word]! |= words[value + word]! << this.#shifts[place]!;
      }
    }
    if (this.#priority < 0) {
      return at;
    }
    pool.words[at] = words[this.#priority * wordsPerValue]!;
    return at + 1;
  }
}
