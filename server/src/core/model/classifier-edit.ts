/**
 * The classifier after an edit of few flows: what they hide, and what hides them, is found by one look at the flows of
 * the table. The result is that of looking at everything anew.
 */
import {
  hidesOthers,
  isBefore,
  isNews,
  tuplesLookedAt,
  type Visibilities,
  type Visibility,
  visibilityBelow,
} from './classifier';
import type { TableEdit } from './fates';
import { agree, type SharedBits } from './shared-bits';
import type { TableIndex } from './table-index';
import { isThere, type TableKind } from './table-kinds';

/** Where more flows are concerned, looking at everything anew is quicker. */
const mostConcerned = 12;

/** What flows hide after an edit; undefined where it takes a look at everything. */
export function visibilitiesAfter(
  before: Visibilities,
  index: TableIndex,
  edit: TableEdit,
): Visibilities | undefined {
  const { signatures, hiding } = index.signatureCounts();
  if (!before.isWhole || edit.come.length > mostConcerned || hiding > tuplesLookedAt(signatures)) {
    return undefined;
  }
  const concerned = concernedBy(before, index, edit);
  if (!concerned) {
    return undefined;
  }
  const covered = new Map(before.covered);
  for (const flow of edit.gone) {
    covered.delete(flow);
  }
  for (const at of concerned) {
    const flow = index.flows[at]!;
    covered.delete(flow);
    const found = isThere(index.kindAt(at), flow) ? below(index, at) : undefined;
    if (found?.isCut) {
      return undefined;
    }
    if (found) {
      covered.set(flow, found.visibility);
    }
  }
  return { covered, isWhole: true };
}

/** The flows, by index, of which less or more is hidden than before; undefined where they are too many. */
function concernedBy(
  { covered }: Visibilities,
  index: TableIndex,
  { come, isGone }: TableEdit,
): ReadonlySet<number> | undefined {
  const concerned = new Set<number>();
  for (const [flow, { coveredBy }] of covered) {
    const at = coveredBy.some(isGone) ? index.indexOf(flow) : -1;
    if (at >= 0 && concerned.add(at).size > mostConcerned) {
      return undefined;
    }
  }
  for (const flow of come) {
    const own = index.indexOf(flow);
    if (isThere(index.kindAt(own), flow)) {
      concerned.add(own);
    }
    if (hidesOthers(index.kindAt(own), flow)) {
      for (const at of flowsBelow(index, own)) {
        if (concerned.add(at).size > mostConcerned) {
          return undefined;
        }
      }
    }
  }
  return concerned;
}

/** What the flows above hide of one. */
function below(
  index: TableIndex,
  at: number,
): { readonly visibility: Visibility; readonly isCut: boolean } | undefined {
  const kind = index.kindAt(at);
  const above = flowsAbove(index, at)
    .map((each) => ({ flow: index.flows[each]!, kind: index.kindAt(each) }))
    .sort((left, right) => isBefore(left.flow, right.flow));
  // As those with the same match are kept together when everything is looked at.
  const alike = new Map<number, TableKind[]>();
  const kept = above.filter((each) => {
    const others = alike.get(each.kind.signature) ?? [];
    const isKept = isNews(each.kind, others);
    if (isKept) {
      alike.set(each.kind.signature, [...others, each.kind]);
    }
    return isKept;
  });
  return visibilityBelow(kind, kept);
}

/** The flows that hide others and match all packets of one, with a higher priority. */
function flowsAbove(index: TableIndex, at: number): number[] {
  const { flows, kinds, priorities } = index;
  const { facts } = flows[at]!;
  const priority = priorities[at]!;
  const { signature } = index.kindAt(at);
  const fitting = new Fitting(index, (kind) =>
    kind.hides ? kinds.signatures.within(kind.signature, signature) : undefined,
  );
  const found: number[] = [];
  for (let each = 0; each < flows.length; each++) {
    const shared = priorities[each]! > priority ? fitting.at(each) : undefined;
    if (shared) {
      const other = flows[each]!;
      if (hidesOthers(index.kindAt(each), other) && agree(shared, other.facts, facts)) {
        found.push(each);
      }
    }
  }
  return found;
}

/** The flows of lower priority all packets of which one matches, in some of its states. */
function* flowsBelow(index: TableIndex, at: number): Generator<number> {
  const { flows, kinds, priorities } = index;
  const { facts } = flows[at]!;
  const priority = priorities[at]!;
  const { signature, low, high } = index.kindAt(at);
  const fitting = new Fitting(index, (kind) =>
    (kind.low & low) !== 0 || (kind.high & high) !== 0
      ? kinds.signatures.within(signature, kind.signature)
      : undefined,
  );
  for (let each = 0; each < flows.length; each++) {
    const shared = priorities[each]! < priority ? fitting.at(each) : undefined;
    if (shared) {
      const other = flows[each]!;
      if (isThere(index.kindAt(each), other) && agree(shared, facts, other.facts)) {
        yield each;
      }
    }
  }
}

/** What flows have to share with one, found out once for each kind. */
class Fitting {
  readonly #index: TableIndex;
  readonly #sharedWith: (kind: TableKind) => SharedBits | undefined;
  readonly #known: (SharedBits | undefined | null)[];

  constructor(index: TableIndex, sharedWith: (kind: TableKind) => SharedBits | undefined) {
    this.#index = index;
    this.#sharedWith = sharedWith;
    this.#known = new Array(index.kinds.all.length).fill(null);
  }

  at(index: number): SharedBits | undefined {
    const number = this.#index.kindOf[index]!;
    let found = this.#known[number];
    if (found === null) {
      found = this.#sharedWith(this.#index.kinds.all[number]!);
      this.#known[number] = found;
    }
    return found;
  }
}
