/** The conjunctions of a table: their clauses, and the flows that wait for them. */
import type { TableEdit } from './fates';
import type { FileFlow } from './file-flow';
import type { Clause } from './flow-facts';
import { asksForConjunction } from './judged';
import { addTo } from './lists';
import { valueIn } from './packet-set';
import type { TableGroups } from './table-groups';

/** A clause of a flow, and which of its clauses it is. */
export interface FlowClause extends Omit<Clause, 'span'> {
  readonly flow: FileFlow;
  readonly nth: number;
}

/** A flow that matches the number of a conjunction. */
export interface AskingFlow {
  readonly flow: FileFlow;
  /** The number; undefined where it asks for several, or names and errors hide it. */
  readonly id: number | undefined;
}

/** The flows of a table that have to do with conjunctions. */
export class Conjunctions {
  /** By conjunction, in the order of the text. A list never changes: an edit puts another in its place. */
  readonly #clauses: Map<number, readonly FlowClause[]>;
  #asking: readonly AskingFlow[] = [];
  /** How many flows ask for each number. */
  readonly #asked: Map<number | undefined, number>;

  private constructor(before?: Conjunctions) {
    this.#clauses = new Map(before?.clauses);
    this.#asking = before?.asking ?? [];
    this.#asked = new Map(before ? before.#asked : []);
  }

  static of(groups: TableGroups): Conjunctions {
    const found = new Conjunctions();
    const lists = new Map<number, FlowClause[]>();
    for (const { flow } of groups.membersOf(groups.all.filter(({ traits }) => traits.isClause))) {
      for (const clause of clausesOf(flow)) {
        addTo(lists, clause.id, clause);
      }
    }
    for (const [id, list] of lists) {
      found.#clauses.set(id, list);
    }
    const asking = groups.membersOf(groups.all.filter(({ traits }) => isAsking(traits)));
    found.#asking = [...asking].map(({ flow }) => found.#ask(flow));
    return found;
  }

  get clauses(): ReadonlyMap<number, readonly FlowClause[]> {
    return this.#clauses;
  }

  /** In the order of the text. */
  get asking(): readonly AskingFlow[] {
    return this.#asking;
  }

  /** Whether a flow may wait for the conjunction. */
  isAsked(id: number): boolean {
    return this.#asked.has(id) || this.#asked.has(undefined);
  }

  /** The same after an edit. */
  after({ gone, come, isGone }: TableEdit): Conjunctions {
    const found = new Conjunctions(this);
    const goneFrom = gone.flatMap(({ facts }) => (facts.traits.isClause ? facts.clauses : []));
    for (const id of new Set(goneFrom.map((clause) => clause.id))) {
      const clauses = this.#clauses.get(id) ?? [];
      found.#put(
        id,
        clauses.filter(({ flow }) => !isGone(flow)),
      );
    }
    if (gone.some(({ facts }) => isAsking(facts.traits))) {
      found.#asking = this.#asking.filter((asking) => !isGone(asking.flow) || found.#forget(asking));
    }
    const added = new Map<number, FlowClause[]>();
    for (const clause of come.flatMap((flow) => (flow.facts.traits.isClause ? clausesOf(flow) : []))) {
      addTo(added, clause.id, clause);
    }
    for (const [id, clauses] of added) {
      found.#put(id, [...(found.#clauses.get(id) ?? []), ...clauses].sort(inOrder));
    }
    const asking = come.filter(({ facts }) => isAsking(facts.traits)).map((flow) => found.#ask(flow));
    if (asking.length > 0) {
      found.#asking = [...found.#asking, ...asking].sort(inOrder);
    }
    return found;
  }

  #put(id: number, clauses: readonly FlowClause[]): void {
    if (clauses.length === 0) {
      this.#clauses.delete(id);
    } else {
      this.#clauses.set(id, clauses);
    }
  }

  #ask(flow: FileFlow): AskingFlow {
    const { traits, words, at } = flow.facts;
    const slot = traits.signature.slots.find((each) => each.slot === 'conj_id');
    const id = slot?.mask === 0xffffffffn ? Number(valueIn(slot, words, at)) : undefined;
    this.#asked.set(id, (this.#asked.get(id) ?? 0) + 1);
    return { flow, id };
  }

  #forget({ id }: AskingFlow): false {
    const count = this.#asked.get(id)! - 1;
    if (count === 0) {
      this.#asked.delete(id);
    } else {
      this.#asked.set(id, count);
    }
    return false;
  }
}

function isAsking(traits: FileFlow['facts']['traits']): boolean {
  return !traits.matchKnown || asksForConjunction(traits);
}

function clausesOf(flow: FileFlow): FlowClause[] {
  return flow.facts.clauses.map(({ id, index, count }, nth) => ({ flow, id, index, count, nth }));
}

function inOrder(
  left: { readonly flow: FileFlow; readonly nth?: number },
  right: { readonly flow: FileFlow; readonly nth?: number },
): number {
  return left.flow.line - right.flow.line || (left.nth ?? 0) - (right.nth ?? 0);
}
