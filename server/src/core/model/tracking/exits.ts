/** Where the packets that hit a flow go from there, and as what they arrive. */
import type { Span } from '../../syntax/span';
import type { FileFlow } from '../file-flow';
import type { FileSection } from '../flow-file';
import type { FlowTraits } from '../flow-traits';
import { onePerKey } from '../lists';
import type { Step } from '../steps';
import { asActionSet } from './action-sets';
import { deepestGroup, type SectionEffects } from './effects';
import {
  type Exit,
  type FlowExits,
  keyOfCommit,
  keyOfExit,
  keyOfState,
  type PlacedCommit,
  type PlacedExit,
  type PlacedExits,
  type TrackedAs,
} from './exit';

/** What the walk needs to know of the rest of the file, and remembers of its groups. */
export interface Surroundings {
  readonly groups: FileSection['groups'];
  readonly effects: SectionEffects;
  readonly known: Map<string, PlacedExits>;
}

/** Works out the ways out of a flow, with the places of its own line. */
export function exitsOf({ facts }: Pick<FileFlow, 'facts'>, surroundings: Surroundings): PlacedExits {
  return exitsOfSteps(facts.steps, facts.stepsKnown, surroundings, facts.table);
}

/** Works out the ways out that all flows have that are written alike; without places. */
export function exitsAlike(
  { likeSteps, stepsKnown, table }: FlowTraits,
  surroundings: Surroundings,
): FlowExits {
  return exitsOfSteps(likeSteps, stepsKnown, surroundings, table);
}

/** The same for any list of steps in a table; the table is undefined where it may be any. */
export function exitsOfSteps(
  steps: readonly Step[],
  stepsKnown: boolean,
  surroundings: Surroundings,
  table: number | undefined,
): PlacedExits {
  const walk = new Walk(surroundings, table, 'same', 0);
  walk.take(steps);
  return walk.result(!stepsKnown);
}

/** Every flow that sends packets to a group has as many ways out: groups with more are not looked into. */
const mostOfGroup = 32;

/** What becomes of packets that a group gets, with the spans of its own line. Worked out once for each group. */
function exitsOfGroup(
  number: number,
  surroundings: Surroundings,
  becomes: TrackedAs,
  depth: number,
): PlacedExits {
  // A group that leads to itself comes to an end at the deepest.
  const key = `${number} ${depth} ${keyOfState(becomes)}`;
  const known = surroundings.known.get(key);
  const defined = surroundings.groups.get(number);
  if (known || !defined || depth >= deepestGroup) {
    return known ?? unknownGroup;
  }
  const walk = new Walk(surroundings, undefined, becomes, depth);
  for (const { facts } of defined) {
    for (const bucket of facts.buckets) {
      walk.takeSet(bucket, becomes);
    }
  }
  const all = walk.result(!defined.every(({ facts }) => facts.bucketsKnown));
  // Balancers have hundreds of buckets that lead to the same table.
  const exits = onePerKey(all.exits, keyOfExit);
  const commits = onePerKey(all.commits, keyOfCommit);
  const isKnown = exits.length <= mostOfGroup && commits.length <= mostOfGroup;
  const result = isKnown
    ? { ...all, exits, commits, learnsInto: [...new Set(all.learnsInto)] }
    : unknownGroup;
  surroundings.known.set(key, result);
  return result;
}

const unknownGroup: PlacedExits = {
  exits: [],
  commits: [],
  forwards: false,
  toController: false,
  learnsInto: [],
  open: true,
  key: 'unknown',
};

class Walk {
  readonly #surroundings: Surroundings;
  readonly #table: number | undefined;
  readonly #depth: number;
  readonly #exits: PlacedExit[] = [];
  readonly #commits: PlacedCommit[] = [];
  readonly #learnsInto: number[] = [];
  #forwards = false;
  /** Whether the packet is sent out once it has been through all tables. */
  #forwardsAtEnd = false;
  #inActionSet = false;
  #toController = false;
  #open = false;
  /** The packet at this point of the list. */
  #becomes: TrackedAs;
  #mayBeUntracked = false;
  #unchanged = true;

  constructor(surroundings: Surroundings, table: number | undefined, becomes: TrackedAs, depth: number) {
    this.#surroundings = surroundings;
    this.#table = table;
    this.#becomes = becomes;
    this.#depth = depth;
  }

  result(open: boolean): PlacedExits {
    const exits = this.#withCommits();
    const commits = this.#commits;
    // A table further on may still take back what is written into the action set.
    const forwards = this.#forwards || (exits.length === 0 && this.#forwardsAtEnd);
    const key = [
      ...exits.map(keyOfExit),
      ...commits.map(keyOfCommit),
      forwards && 'forward',
      this.#toController && 'controller',
    ];
    return {
      exits,
      commits,
      forwards,
      toController: this.#toController,
      learnsInto: this.#learnsInto,
      open: open || this.#open,
      key: key.filter((part) => part).join(),
    };
  }

  take(steps: readonly Step[]): void {
    for (const step of steps) {
      this.#step(step);
    }
  }

  /** What happens to a copy of the packet does not happen to the packet; a commit stays one. */
  takeCopy(steps: readonly Step[], as: TrackedAs): void {
    const [becomes, mayBeUntracked, unchanged] = [this.#becomes, this.#mayBeUntracked, this.#unchanged];
    this.#becomes = as;
    this.take(steps);
    this.#becomes = becomes;
    this.#mayBeUntracked = mayBeUntracked;
    this.#unchanged = unchanged;
  }

  /** The order does not count: what is done to a packet by the way is done before its connection's next packet. */
  #withCommits(): PlacedExit[] {
    const { effects } = this.#surroundings;
    const commitsThere = this.#exits.map(({ table }) => effects.of(table).commits);
    const count = commitsThere.filter((commits) => commits).length;
    return this.#exits.map((exit, index) => {
      const others = count - (commitsThere[index] ? 1 : 0);
      return this.#commits.length > 0 || others > 0 ? { ...exit, commits: true } : exit;
    });
  }

  /** The same for an action set. What its author thinks to be committed counts as such. */
  takeSet(steps: readonly Step[], as: TrackedAs): void {
    const { done, notDone } = asActionSet(steps);
    this.takeCopy(done, as);
    for (const step of notDone) {
      if (step.kind === 'ct' && step.commit) {
        this.#commits.push({ zone: step.zone, span: step.span, becomes: 'unknown' });
      }
    }
  }

  #step(step: Step): void {
    switch (step.kind) {
      case 'jump':
        this.#jump(step);
        break;
      case 'ct':
        if (step.commit) {
          this.#commits.push({ zone: step.zone, span: step.span, becomes: this.#becomes });
        }
        if (step.table !== undefined) {
          this.#exit('ct', step.table, { zone: step.zone }, !step.translates, step);
        }
        // Only the copy that a table gets is tracked.
        this.#becomes = 'untracked';
        break;
      case 'clear':
        this.#becomes = 'untracked';
        break;
      case 'forward':
        this.#forward();
        break;
      case 'controller':
        this.#toController = true;
        break;
      case 'group':
        this.#group(step.group, step.span);
        break;
      case 'write':
      case 'change':
        this.#unchanged = false;
        break;
      case 'learn':
        this.#learnsInto.push(step.learn.into.number);
        break;
      case 'copy':
        this.takeCopy(step.steps, this.#becomes);
        break;
      case 'action_set':
        // What the packet is by then is decided by the tables that it still goes through.
        this.#inActionSet = true;
        this.takeSet(step.steps, 'unknown');
        this.#inActionSet = false;
        break;
      case 'conjunction':
      case 'read':
        break;
    }
  }

  #jump(step: Extract<Step, { kind: 'jump' }>): void {
    const table = step.table ?? this.#table;
    if (table === undefined) {
      this.#open = true;
      return;
    }
    this.#exit(step.how, table, this.#becomes, step.unchanged, step);
    const { untracks, changes } = this.#surroundings.effects.of(table);
    this.#mayBeUntracked ||= untracks;
    this.#unchanged &&= !changes;
  }

  #exit(
    kind: Exit['kind'],
    table: number,
    becomes: TrackedAs,
    unchanged: boolean,
    { span, tableSpan }: { readonly span: Span; readonly tableSpan: Span },
  ): void {
    this.#exits.push({
      kind,
      table,
      becomes,
      mayBeUntracked: this.#mayBeUntracked && becomes === 'same',
      commits: false,
      unchanged: unchanged && this.#unchanged,
      span,
      tableSpan,
    });
  }

  #forward(): void {
    if (this.#inActionSet) {
      this.#forwardsAtEnd = true;
    } else {
      this.#forwards = true;
    }
  }

  /** What a group does stands on another line; here it is the group's action that does it. */
  #group(number: number, span: Span): void {
    const group = exitsOfGroup(number, this.#surroundings, this.#becomes, this.#depth + 1);
    for (const exit of group.exits) {
      const mayBeUntracked = exit.mayBeUntracked || (this.#mayBeUntracked && exit.becomes === 'same');
      const unchanged = exit.unchanged && this.#unchanged;
      this.#exits.push({ ...exit, mayBeUntracked, unchanged, span, tableSpan: span });
    }
    for (const commit of group.commits) {
      this.#commits.push({ ...commit, span });
    }
    this.#learnsInto.push(...group.learnsInto);
    this.#toController ||= group.toController;
    this.#open ||= group.open;
    if (group.forwards) {
      this.#forward();
    }
  }
}
