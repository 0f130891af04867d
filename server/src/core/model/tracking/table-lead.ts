/** Where the flows of a table lead, taken together as far as they do alike. */
import { allStates, type StateSet } from '../../conntrack/state-set';
import type { FileFlow } from '../file-flow';
import type { FlowTraits } from '../flow-traits';
import type { FlowGroup } from '../table-groups';
import type { FlowExits } from './exit';

/** Flows of a table that take packets in the same states and do the same with them. */
export interface FlowKind {
  /** The first of them. */
  readonly flow: FileFlow;
  /** The states in which they take packets. */
  readonly states: StateSet;
  /** The zone of tracked packets that they ask for, where they ask for one. */
  readonly zone: number | undefined;
  readonly exits: FlowExits;
  /** Whether they do so for sure: no timeout takes them away, and no later line may. */
  readonly lasts: boolean;
}

/** Where the flows of one table lead. */
export interface TableLead {
  readonly kinds: ReadonlyMap<string, FlowKind>;
  /** By the table that they jump to. */
  readonly groups: ReadonlyMap<number, Map<FlowGroup, FlowExits>>;
  readonly learnsInto: ReadonlySet<number>;
  readonly open: boolean;
}

/** Gives the ways out that all flows have that are written alike. */
type ExitsAlike = (traits: FlowTraits) => FlowExits;

/** Finds out where the flows of some groups lead, all of one table. */
export function leadOf(all: readonly FlowGroup[], exitsAlike: ExitsAlike): TableLead {
  const kinds = new Map<string, FlowKind>();
  const byTarget = new Map<number, Map<FlowGroup, FlowExits>>();
  const learnsInto = new Set<number>();
  let open = false;
  addKinds(kinds, all, exitsAlike);
  for (const group of all) {
    const exits = exitsAlike(group.traits);
    open ||= exits.open;
    for (const learned of exits.learnsInto) {
      learnsInto.add(learned);
    }
    for (const { table: to } of exits.exits) {
      const groups = byTarget.get(to);
      if (groups) {
        groups.set(group, exits);
      } else {
        byTarget.set(to, new Map([[group, exits]]));
      }
    }
  }
  return { kinds, groups: byTarget, learnsInto, open };
}

/** Adds the kinds of flows that some groups are of and that are not there yet. */
export function addKinds(
  kinds: Map<string, FlowKind>,
  groups: readonly FlowGroup[],
  exitsAlike: ExitsAlike,
): void {
  for (const group of groups) {
    const kind = kindOf(group, exitsAlike(group.traits));
    const key = `${kind.states} ${kind.zone} ${kind.lasts} ${kind.exits.key}`;
    if (!kinds.has(key)) {
      kinds.set(key, kind);
    }
  }
}

function kindOf({ traits, first, visible, isUncertain }: FlowGroup, exits: FlowExits): FlowKind {
  const { accepted, temporary, command, zone } = traits;
  return {
    flow: first,
    // What a line with errors is meant to match is not known.
    states: accepted ? visible : allStates,
    zone: accepted ? zone : undefined,
    exits,
    lasts: accepted && !temporary && !isUncertain && command === 'add',
  };
}
