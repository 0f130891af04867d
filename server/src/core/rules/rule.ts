import type { FlowConnectionState } from '../model/flow-connection-state';
import type { FlowLine } from '../syntax/flow-line';
import type { Span } from '../syntax/span';

export type Severity = 'error' | 'warning' | 'information' | 'hint';

/** A replacement within a line; offsets in UTF-16 units of that line. */
export interface Edit extends Span {
  readonly newText: string;
}

/** A change that makes a finding go away. */
export interface Fix {
  /** What a person reads in the menu: an imperative sentence with the text that will stand there. */
  readonly title: string;
  readonly edits: readonly Edit[];
  /**
   * Whether the flow certainly matches the same packets afterwards, and nothing is lost that the author asked
   * for. Only such fixes are part of fix-all: it must not wipe out the traces of a mistake.
   */
  readonly keepsMeaning: boolean;
}

/** One thing a rule has to say about a line. */
export interface Finding {
  readonly span: Span;
  /** What is wrong, what Open vSwitch will do with it, what to do. */
  readonly message: string;
  /** The text can go: editors fade it. */
  readonly unnecessary?: boolean;
  readonly related?: readonly { readonly span: Span; readonly message: string }[];
  /** Worked out only when asked for. The best fix first. */
  readonly fixes?: () => Fix[];
}

/** What a rule looks at. */
export interface RuleInput {
  readonly line: FlowLine;
  readonly state: FlowConnectionState;
}

/** One diagnostic: its code, its severity unless settings change it, and the check. */
export interface Rule {
  /** Stable: settings, comments that silence, and the page in docs/rules are named after it. */
  readonly code: string;
  readonly severity: Severity;
  /** What the rule finds, a few words. */
  readonly title: string;
  check(input: RuleInput): Iterable<Finding>;
}
