/**
 * What becomes of packets that pass through a table: a `resubmit` comes back, with what the flows of the table and of
 * all tables behind it have done to the packet.
 * Source: ofproto/ofproto-dpif-xlate.c, xlate_table_action; ovs-actions(7), "The resubmit action".
 */
import type { FileSection } from '../flow-file';
import type { FlowTraits } from '../flow-traits';
import type { Step } from '../steps';

/** What may have happened to a packet when the table is done with it. */
export interface TableEffects {
  /** Whether its connection may have been committed; in a copy of it, too. */
  readonly commits: boolean;
  /** Whether it may have become untracked. */
  readonly untracks: boolean;
  /** Whether it may have been changed otherwise. */
  readonly changes: boolean;
}

/** Groups lead to groups; nobody nests them deeper than this. */
export const deepestGroup = 8;

/** For each table what may become of packets there. `flows` are those of each table, one for all that are alike. */
export function effectsOf(
  section: FileSection,
  flows: Iterable<readonly [table: number, traits: Iterable<Pick<FlowTraits, 'likeSteps'>>]>,
): SectionEffects {
  const gathering = new Gathering(section);
  for (const [table, list] of flows) {
    for (const { likeSteps } of list) {
      gathering.take(likeSteps, table, true, 0);
    }
  }
  return gathering.result();
}

/** Tables that do something to packets, or tables behind them. */
export class SectionEffects {
  readonly #commits: ReadonlySet<number>;
  readonly #untracks: ReadonlySet<number>;
  readonly #changes: ReadonlySet<number>;

  constructor(commits: ReadonlySet<number>, untracks: ReadonlySet<number>, changes: ReadonlySet<number>) {
    this.#commits = commits;
    this.#untracks = untracks;
    this.#changes = changes;
  }

  of(table: number): TableEffects {
    return {
      commits: this.#commits.has(table),
      untracks: this.#untracks.has(table),
      changes: this.#changes.has(table),
    };
  }

  isSame(other: SectionEffects): boolean {
    return (
      areSame(this.#commits, other.#commits) &&
      areSame(this.#untracks, other.#untracks) &&
      areSame(this.#changes, other.#changes)
    );
  }
}

function areSame(left: ReadonlySet<number>, right: ReadonlySet<number>): boolean {
  return left.size === right.size && [...left].every((table) => right.has(table));
}

class Gathering {
  readonly #section: FileSection;
  readonly #commits = new Set<number>();
  readonly #untracks = new Set<number>();
  readonly #changes = new Set<number>();
  /** Which groups were gone through for which tables. */
  readonly #groups = new Set<string>();
  /** By table those that jump to it: with the packet itself, and with any copy. */
  readonly #callers = new Map<number, Set<number>>();
  readonly #senders = new Map<number, Set<number>>();

  constructor(section: FileSection) {
    this.#section = section;
  }

  result(): SectionEffects {
    return new SectionEffects(
      spread(this.#commits, this.#senders),
      spread(this.#untracks, this.#callers),
      spread(this.#changes, this.#callers),
    );
  }

  /** `lasts`: what the steps do is done to the packet, not to a copy. */
  take(steps: readonly Step[], table: number, lasts: boolean, depth: number): void {
    for (const step of steps) {
      switch (step.kind) {
        case 'jump':
          add(this.#senders, step.table ?? table, table);
          if (lasts) {
            add(this.#callers, step.table ?? table, table);
          }
          break;
        case 'ct':
          if (step.commit) {
            this.#commits.add(table);
          }
          if (step.table !== undefined) {
            add(this.#senders, step.table, table);
          }
          // The packet that goes on behind ct is not tracked, even if it was before.
          this.#note(this.#untracks, table, lasts);
          break;
        case 'clear':
          this.#note(this.#untracks, table, lasts);
          break;
        case 'write':
        case 'change':
          this.#note(this.#changes, table, lasts);
          break;
        case 'copy':
        case 'action_set':
          this.take(step.steps, table, false, depth);
          break;
        case 'group':
          this.#group(step.group, table, depth);
          break;
      }
    }
  }

  #note(set: Set<number>, table: number, lasts: boolean): void {
    if (lasts) {
      set.add(table);
    }
  }

  #group(number: number, table: number, depth: number): void {
    const key = `${table} ${number}`;
    if (this.#groups.has(key) || depth >= deepestGroup) {
      return;
    }
    this.#groups.add(key);
    for (const { facts } of this.#section.groups.get(number) ?? []) {
      for (const bucket of facts.buckets) {
        this.take(bucket, table, false, depth + 1);
      }
    }
  }
}

/** Those, and all from which one of them is reached. */
function spread(start: ReadonlySet<number>, from: ReadonlyMap<number, ReadonlySet<number>>): Set<number> {
  const found = new Set(start);
  for (const table of found) {
    // A set that grows is gone through to its end.
    for (const before of from.get(table) ?? []) {
      found.add(before);
    }
  }
  return found;
}

function add(map: Map<number, Set<number>>, to: number, from: number): void {
  const set = map.get(to);
  if (set) {
    set.add(from);
  } else {
    map.set(to, new Set([from]));
  }
}
