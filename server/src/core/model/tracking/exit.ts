/** The ways out of a flow, as data: where its packets go, and as what they arrive there. */
import type { Span } from '../../syntax/span';
import type { FileFlow } from '../file-flow';

/**
 * What a packet is tracked as: in a zone, as Open vSwitch prints it (a number, or bits of a field); not at all; as it
 * was when it came to the flow; or as something that cannot be known.
 */
export type TrackedAs = { readonly zone: string } | 'untracked' | 'same' | 'unknown';

/** One way out of a flow to a table; all flows that are written alike have it. */
export interface Exit {
  readonly kind: 'resubmit' | 'goto_table' | 'ct';
  readonly table: number;
  /** What packets are tracked as when they arrive. */
  readonly becomes: TrackedAs;
  /** Whether a table that they went through before may have made them untracked. */
  readonly mayBeUntracked: boolean;
  /** Whether the flow commits the connection, or may do so by way of other tables. */
  readonly commits: boolean;
  /** Whether the packet arrives as it was, apart from its connection state. */
  readonly unchanged: boolean;
}

/** A way out and its place in the line. */
export interface PlacedExit extends Exit {
  readonly span: Span;
  /** The text that names the table. */
  readonly tableSpan: Span;
}

/** A `ct` that commits. */
export interface Commit {
  readonly zone: string;
  /** What the packet was tracked as at that point. */
  readonly becomes: TrackedAs;
}

/** A commit and its place in the line. */
export interface PlacedCommit extends Commit {
  readonly span: Span;
}

/** What flows that are written alike do with packets, as far as the way through the tables goes. */
export interface FlowExits {
  readonly exits: readonly Exit[];
  readonly commits: readonly Commit[];
  /** Whether packets are sent out of the switch. */
  readonly forwards: boolean;
  readonly toController: boolean;
  /** The tables that flows are learned into. */
  readonly learnsInto: readonly number[];
  /** Whether packets go where the file does not say: groups that are not in it, names, lines with errors. */
  readonly open: boolean;
  /** Flows with equal texts do the same. */
  readonly key: string;
}

/** The same of one flow, with the places of its own line; in the same order. */
export interface PlacedExits extends FlowExits {
  readonly exits: readonly PlacedExit[];
  readonly commits: readonly PlacedCommit[];
}

/** A jump to a table; without a flow where a packet is sent from outside. */
export interface Way {
  readonly flow: FileFlow | undefined;
  readonly line: number;
  readonly exit: Exit;
  /** The same exit with its place in that line; read from the text when it is asked for. */
  readonly place: PlacedExit;
}

/** Exits with equal texts are the same but for their place. */
export function keyOfExit({ kind, table, becomes, mayBeUntracked, commits, unchanged }: Exit): string {
  return `${kind} ${table} ${keyOfState(becomes)} ${Number(mayBeUntracked)}${Number(commits)}${Number(unchanged)}`;
}

/** The same for commits. */
export function keyOfCommit({ zone, becomes }: Commit): string {
  return `commit ${zone} ${keyOfState(becomes)}`;
}

/** The same for what packets are tracked as. */
export function keyOfState(becomes: TrackedAs): string {
  return typeof becomes === 'object' ? `zone ${becomes.zone}` : becomes;
}
