/**
 * What all actions have in common. An action is read from text, checked against the match, turned into what
 * the switch gets on the wire of one OpenFlow version, and printed as Open vSwitch prints it.
 *
 * Source: lib/ofp-actions.c, in which each kind of action has a parse_, check_, encode_, decode_ and format_
 * function; a kind of action here has the same, without the bytes in between.
 */
import type { FlowFormat, FormatSet } from '../../facts/flow-formats';
import type { MatchField } from '../../facts/match-fields';
import type { PrerequisiteName } from '../../facts/prerequisites';
import type { Fix } from '../../syntax/fix';
import type { Span } from '../../syntax/span';
import type { Match } from '../match';
import type { Problems } from '../problem';

/**
 * Where an action may stand in a list, in the order in which lists must have them: OpenFlow 1.1's
 * instructions. Ordinary actions are all `apply_actions`.
 */
export const instructions = [
  'meter',
  'apply_actions',
  'clear_actions',
  'write_actions',
  'write_metadata',
  'goto_table',
] as const;
export type Instruction = (typeof instructions)[number];

/** One action of a flow. */
export interface Action {
  /** The keyword in lower case, as Open vSwitch names this kind in its messages (`set_field`, `output`). */
  readonly name: string;
  /** The whole action in the line. */
  readonly span: Span;
  /** Undefined for ordinary actions. */
  readonly instruction?: Instruction;
  /** The actions inside this one (`clone`, `write_actions`, `ct`'s exec and nat). */
  readonly nested?: readonly Action[];
  /** The field that the action writes; `ct_mark` and `ct_label` may be written inside `ct` only. */
  readonly destination?: MatchField;
  /** The table that packets go on in, where the action names one, and the text that names it. */
  readonly table?: { readonly number: number; readonly span: Span };
  /** What the action names by its number besides a table, and the text that names it. */
  readonly target?: ActionTarget;
  /** The field that the action leaves a result in, where that is not what the action is for. */
  readonly result?: MatchField;
  /** The fields that the action reads its values from, and the texts that name them. */
  readonly reads?: readonly { readonly field: MatchField; readonly span: Span }[];
  /** The port that packets are sent to. */
  readonly outputPort?: number;
  /** What is written to `destination`, where that is known: bits outside the mask are kept. */
  readonly write?: { readonly value: bigint; readonly mask: bigint };
  /** The bits of the value behind its name of which nothing else depends: any other, but zero, could stand there. */
  readonly freeBits?: bigint;

  /**
   * Checks the action against the packet at this point of the list, and changes `flow.match` as the action
   * would change the packet (push_vlan adds a tag). Reports with `flow.problems`.
   * Source: lib/ofp-actions.c, the check_ functions.
   */
  check?(flow: CheckedFlow): void;

  /**
   * What a switch, or `ovs-ofctl` printing the message, makes of the action when it was sent in the given
   * format: usually the action itself; another kind, several, or none where the version has no such action;
   * or the error code with which decoding fails. Missing: the action itself, in every version.
   */
  onWire?(format: FlowFormat): readonly Action[] | WireError;

  /** As Open vSwitch prints it, in the given format. Source: the format_ functions. */
  print(format: FlowFormat): string;
}

/** A group, a meter or a conjunction that an action names. */
export interface ActionTarget {
  readonly what: 'group' | 'meter' | 'conjunction';
  readonly number: number;
  readonly span: Span;
  /** Of a conjunction: which of how many dimensions, counted from 1. */
  readonly clause?: { readonly index: number; readonly count: number };
}

/** Decoding an action fails: the switch answers with this code, `parse-flow` prints it as a decode error. */
export interface WireError {
  readonly error: string;
  /** Why, in words for people. */
  readonly message: string;
  /** The code of the diagnostic, and the token at fault: `action/refused-by-switch`, and the whole action. */
  readonly code?: string;
  readonly span?: Span;
  readonly fixes?: () => Fix[];
  /** What the match lacks, where that is the problem. */
  readonly needs?: PrerequisiteName;
}

/** What actions are checked against. */
export interface CheckedFlow {
  /** The packet as matched, changed by the actions so far. The check owns it. */
  readonly match: Match;
  readonly problems: Problems;
  /** The formats in which the flow can be sent; checks take formats away. */
  formats: FormatSet;
  /** The table of the flow; undefined when it names none. */
  readonly table: number | undefined;
}

/** What parsers of actions are given. */
export interface ActionContext {
  /** The whole line. */
  readonly text: string;
  readonly problems: Problems;
  /** The formats in which the actions so far can be sent, one object for the whole line; parsers take formats away. */
  readonly usable: { formats: FormatSet };
  /** The action that this list of actions stands in, such as `clone` or `ct`; undefined at the top. */
  readonly within: string | undefined;
  /** How many lists of actions are around this one. */
  readonly depth: number;
  /**
   * Reads the list of actions in a stretch of the line that stands inside the action of that name. `outer` is
   * what Open vSwitch calls the outer action when it checks nesting; undefined where it does not.
   */
  parseNested(span: Span, outer: string | undefined): Action[];
}

/** The argument of an action: what follows `name=`, `name:` or stands in `name(…)`. */
export interface Argument {
  readonly text: string;
  /** Where it stands in the line; empty, behind the name, when there is none. */
  readonly span: Span;
  /** The whole action, for `Action.span`. */
  readonly whole: Span;
  readonly keyword: string;
  readonly nameSpan: Span;
  readonly delimiter: '' | '=' | ':' | '(';
}

/**
 * Reads one kind of action. Returns undefined after reporting why not; several actions for keywords that
 * stand for several.
 */
export type ActionParser = (
  argument: Argument,
  context: ActionContext,
) => Action | readonly Action[] | undefined;

/** A place within an argument as a place in the line. */
export function within(argument: Argument, start: number, end: number): Span {
  return { start: argument.span.start + start, end: argument.span.start + end };
}
