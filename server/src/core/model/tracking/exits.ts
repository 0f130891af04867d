/** Where the packets that hit a flow go from there, and as what they arrive. */
import type { Span } from '../../syntax/span';
import type { FileFlow, FileSection } from '../flow-file';
import type { Step } from '../steps';

/** One way out of a flow to a table. */
export interface Exit {
  readonly kind: 'resubmit' | 'goto_table' | 'ct';
  readonly table: number;
  /** What packets are tracked as when they arrive: in that zone, not at all, or as they were. */
  readonly becomes: { readonly zone: string } | 'untracked' | 'same';
  /** Whether the flow commits the connection before, or with it. */
  readonly commits: boolean;
  /** Whether the packet arrives as it was, apart from its connection state. */
  readonly unchanged: boolean;
  readonly span: Span;
  /** The text that names the table. */
  readonly tableSpan: Span;
}

/** A `ct` that commits. */
export interface Commit {
  readonly zone: string;
  readonly span: Span;
  /** What the packet was tracked as at that point, as in `Exit`. */
  readonly becomes: Exit['becomes'];
}

/** What a flow does with packets, as far as the way through the tables goes. */
export interface FlowExits {
  readonly exits: readonly Exit[];
  readonly commits: readonly Commit[];
  /** Where packets are sent out of the switch; the first place. */
  readonly forwards: Span | undefined;
  readonly toController: boolean;
  /** Whether packets go where the file does not say: groups that are not in it, names, lines with errors. */
  readonly open: boolean;
}

/** Groups lead to groups; nobody nests them deeper than this. */
const deepestGroup = 8;

/** Works out the ways out of a list of steps in a table. */
export function exitsOf(flow: Pick<FileFlow, 'facts'>, section: FileSection, table: number): FlowExits {
  const walk = new Walk(section, table);
  walk.take(flow.facts.steps, 0);
  return walk.result(!flow.facts.stepsKnown);
}

/** The same for a packet that is sent from outside, which is in no table yet. */
export function exitsOfPacket(steps: readonly Step[], section: FileSection): FlowExits {
  const walk = new Walk(section, 0);
  walk.take(steps, 0);
  return walk.result(false);
}

class Walk {
  readonly #section: FileSection;
  readonly #table: number;
  readonly #exits: Exit[] = [];
  readonly #commits: Commit[] = [];
  #forwards: Span | undefined;
  #toController = false;
  #open = false;
  /** The packet at this point of the list. */
  #becomes: Exit['becomes'] = 'same';
  #committed = false;
  #unchanged = true;

  constructor(section: FileSection, table: number) {
    this.#section = section;
    this.#table = table;
  }

  result(open: boolean): FlowExits {
    return {
      exits: this.#exits,
      commits: this.#commits,
      forwards: this.#forwards,
      toController: this.#toController,
      open: open || this.#open,
    };
  }

  take(steps: readonly Step[], depth: number): void {
    for (const step of steps) {
      this.#step(step, depth);
    }
  }

  #step(step: Step, depth: number): void {
    switch (step.kind) {
      case 'jump':
        this.#exit(step.how, step.table ?? this.#table, this.#becomes, step.unchanged, step);
        break;
      case 'ct':
        if (step.commit) {
          this.#committed = true;
          this.#commits.push({ zone: step.zone, span: step.span, becomes: this.#becomes });
        }
        if (step.table !== undefined) {
          this.#exit('ct', step.table, { zone: step.zone }, !step.translates, step);
        }
        break;
      case 'clear':
        this.#becomes = 'untracked';
        break;
      case 'forward':
        this.#forwards ??= step.span;
        break;
      case 'controller':
        this.#toController = true;
        break;
      case 'group':
        this.#group(step.group, depth, step.span);
        break;
      case 'write':
      case 'change':
        this.#unchanged = false;
        break;
      case 'copy':
      case 'action_set':
        this.#copy(step.steps, depth);
        break;
      case 'learn':
      case 'conjunction':
        break;
    }
  }

  #exit(
    kind: Exit['kind'],
    table: number,
    becomes: Exit['becomes'],
    unchanged: boolean,
    { span, tableSpan }: { readonly span: Span; readonly tableSpan: Span },
  ): void {
    const commits = this.#committed;
    this.#exits.push({
      kind,
      table,
      becomes,
      commits,
      unchanged: unchanged && this.#unchanged,
      span,
      tableSpan,
    });
  }

  #group(number: number, depth: number, span: Span): void {
    const defined = this.#section.groups.get(number);
    if (!defined || depth >= deepestGroup) {
      this.#open = true;
      return;
    }
    for (const { facts } of defined) {
      for (const bucket of facts.buckets) {
        const before = this.#exits.length;
        const forwards = this.#forwards;
        this.#copy(bucket, depth + 1);
        // What a group does stands on another line; here it is the group's action that does it.
        for (let index = before; index < this.#exits.length; index++) {
          this.#exits[index] = { ...this.#exits[index]!, span, tableSpan: span };
        }
        this.#forwards = forwards ?? (this.#forwards && span);
      }
    }
  }

  /** What happens to a copy of the packet does not happen to the packet; a commit stays one. */
  #copy(steps: readonly Step[], depth: number): void {
    const becomes = this.#becomes;
    const unchanged = this.#unchanged;
    this.take(steps, depth);
    this.#becomes = becomes;
    this.#unchanged = unchanged;
  }
}
